//! `cargo xtask deb`: a package for Debian and Ubuntu, the same bytes from the same executable.

mod archive;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use md5::Digest as _;

use self::archive::{Ar, Tar, packed};
use crate::{process, workspace};

/// Build a Debian package of the release executable into `target/debian`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Take this executable and build none.
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Revision of the package.
    #[arg(long, value_name = "N", default_value_t = 1)]
    revision: u32,
}

/// What is put where, with which rights.
struct File {
    to: &'static str,
    mode: u32,
    bytes: Vec<u8>,
}

/// Where the configuration lies: dpkg asks before it writes over one that was changed.
const CONFIGURATION: &str = "etc/kelisim/kelisim.conf";

/// Builds the package and says where it lies.
pub fn run(args: &Args) -> Result<()> {
    let root = workspace::root()?;
    let binary = match &args.binary {
        Some(binary) => binary.clone(),
        None => build(&root)?,
    };
    let program = fs::read(&binary).with_context(|| format!("reading {}", binary.display()))?;
    let version = format!("{}-{}", env!("CARGO_PKG_VERSION"), args.revision);
    let architecture = architecture(&program)?;
    let time = time_of(&root)?;
    let files = files(&root, program, &version, time)?;
    let control = control(&files, &version, architecture)?;
    let mut data = Tar::new(time);
    for file in &files {
        data.file(file.to, file.mode, &file.bytes)?;
    }
    let mut about = Tar::new(time);
    let sums: Vec<String> = files
        .iter()
        .filter(|file| file.to != CONFIGURATION)
        .map(|file| format!("{}  {}\n", md5(&file.bytes), file.to))
        .collect();
    about.file("control", 0o644, control.as_bytes())?;
    about.file("md5sums", 0o644, sums.concat().as_bytes())?;
    about.file("conffiles", 0o644, format!("/{CONFIGURATION}\n").as_bytes())?;
    for script in ["postinst", "prerm", "postrm"] {
        about.file(script, 0o755, &read(&root, &format!("packaging/{script}"))?)?;
    }
    let mut package = Ar::new(time);
    package.file("debian-binary", b"2.0\n")?;
    package.file("control.tar.gz", &packed(&about.end())?)?;
    package.file("data.tar.gz", &packed(&data.end())?)?;
    let folder = workspace::target(&root).join("debian");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let path = folder.join(format!("kelisim_{version}_{architecture}.deb"));
    fs::write(&path, package.end()).with_context(|| format!("writing {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

fn build(root: &Path) -> Result<PathBuf> {
    let mut cargo = Command::new(workspace::cargo());
    cargo.current_dir(root).args(["build", "--locked", "--release", "--package", "kelisim"]);
    process::run(&mut cargo)?;
    Ok(workspace::target(root).join("release/kelisim"))
}

fn read(root: &Path, name: &str) -> Result<Vec<u8>> {
    fs::read(root.join(name)).with_context(|| format!("reading {name}"))
}

/// Seconds since 1970 of the last commit, or what `SOURCE_DATE_EPOCH` says: nothing in the package is newer.
fn time_of(root: &Path) -> Result<u64> {
    if let Ok(set) = std::env::var("SOURCE_DATE_EPOCH") {
        return set.trim().parse().context("reading SOURCE_DATE_EPOCH");
    }
    let mut git = Command::new("git");
    let said = process::output(git.current_dir(root).args(["log", "-1", "--format=%ct"]));
    said.context("asking git for the time of the last commit; or set SOURCE_DATE_EPOCH")?
        .trim()
        .parse()
        .context("reading the time of the last commit")
}

fn files(root: &Path, program: Vec<u8>, version: &str, time: u64) -> Result<Vec<File>> {
    let of =
        |to, mode, name: &str| Ok::<_, anyhow::Error>(File { to, mode, bytes: read(root, name)? });
    let date = process::output(Command::new("date").args(["-u", "-R", "-d", &format!("@{time}")]));
    let date = date.context("writing the date of the change log")?;
    let changes = format!(
        "kelisim ({version}) unstable; urgency=medium\n\n  * Built from the sources; their history says what changed.\n\n -- {MAINTAINER}  {}\n",
        date.trim()
    );
    Ok(vec![
        of(CONFIGURATION, 0o640, "packaging/kelisim.conf")?,
        File { to: "usr/bin/kelisim", mode: 0o755, bytes: program },
        of("usr/lib/systemd/system/kelisim.service", 0o644, "packaging/kelisim.service")?,
        of("usr/sbin/kelisim-admin", 0o755, "packaging/kelisim-admin")?,
        of("usr/share/doc/kelisim/backup.md", 0o644, "docs/formats/backup.md")?,
        File {
            to: "usr/share/doc/kelisim/changelog.Debian.gz",
            mode: 0o644,
            bytes: packed(changes.as_bytes())?,
        },
        of("usr/share/doc/kelisim/copyright", 0o644, "packaging/copyright")?,
        of("usr/share/doc/kelisim/growing.md", 0o644, "docs/growing.md")?,
        of("usr/share/doc/kelisim/running.md", 0o644, "docs/running.md")?,
    ])
}

/// Who answers for the package.
const MAINTAINER: &str = "Kelisim maintainers <maintainers@kelisim.example>";

fn control(files: &[File], version: &str, architecture: &str) -> Result<String> {
    let program = files.iter().find(|file| file.to == "usr/bin/kelisim");
    let program = program.context("the package lacks its executable")?;
    let kilobytes: usize = files.iter().map(|file| file.bytes.len().div_ceil(1024)).sum();
    Ok(format!(
        "Package: kelisim\n\
         Version: {version}\n\
         Architecture: {architecture}\n\
         Maintainer: {MAINTAINER}\n\
         Installed-Size: {kilobytes}\n\
         Depends: adduser, {}\n\
         Suggests: postgresql, caddy | nginx | apache2\n\
         Section: web\n\
         Priority: optional\n\
         Description: system of record for health cooperation between countries\n \
         Kelisim carries a promise between ministries of health from the sentence in a\n \
         communique to its count: commitments with their sources, quota ledger,\n \
         journal sealed against changes, pages in Kazakh, Kyrgyz, Russian and English.\n \
         .\n \
         One executable with an embedded database, or with one PostgreSQL server.\n",
        needs(&program.bytes)
    ))
}

/// The libraries that the executable asks for: the newest version of the C library among its symbols.
fn needs(program: &[u8]) -> String {
    let mut newest = (2, 0);
    for (at, _) in program.windows(6).enumerate().filter(|(_, window)| *window == b"GLIBC_") {
        let rest = program[at + 6..].iter().take(8).copied();
        let text: String =
            rest.map(char::from).take_while(|sign| sign.is_ascii_digit() || *sign == '.').collect();
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        if let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) {
            newest = newest.max((major, minor));
        }
    }
    let (major, minor): (u32, u32) = newest;
    let mut needs = format!("libc6 (>= {major}.{minor})");
    if program.windows(13).any(|window| window == b"libgcc_s.so.1") {
        needs.push_str(", libgcc-s1");
    }
    needs
}

/// Debian's name for the machine that the executable is for, by its ELF header.
fn architecture(program: &[u8]) -> Result<&'static str> {
    match (program.get(..4), program.get(18..20)) {
        (Some(b"\x7fELF"), Some([0x3e, 0])) => Ok("amd64"),
        (Some(b"\x7fELF"), Some([0xb7, 0])) => Ok("arm64"),
        (Some(b"\x7fELF"), Some([0xf3, 0])) => Ok("riscv64"),
        (Some(b"\x7fELF"), Some(other)) => bail!("no Debian machine is known for ELF {other:?}"),
        _ => bail!("the executable is none for Linux"),
    }
}

/// The sum that dpkg checks installed files with; nothing here rests on it.
fn md5(bytes: &[u8]) -> String {
    md5::Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_symbol_of_the_c_library_is_what_is_needed() {
        let program = b"..GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.9\0GLIBC_PRIVATE\0libgcc_s.so.1\0";
        assert_eq!(needs(program), "libc6 (>= 2.34), libgcc-s1");
    }

    #[test]
    fn machines_are_told_apart_and_others_refused() {
        let elf = |machine: u8| {
            let mut bytes = b"\x7fELF".to_vec();
            bytes.resize(20, 0);
            bytes[18] = machine;
            bytes
        };
        assert_eq!(architecture(&elf(0x3e)).unwrap(), "amd64");
        assert_eq!(architecture(&elf(0xb7)).unwrap(), "arm64");
        assert!(architecture(&elf(3)).is_err());
        assert!(architecture(b"MZ").is_err());
    }
}
