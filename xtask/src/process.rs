//! Running other programs: what they print is shown as it comes, and read along where somebody counts.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

use anyhow::{Context, Result, bail};

/// Runs a program and fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs a program, passing each line of its standard output on and to `read`, and fails when it does.
pub fn run_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", name(command)))?;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).context("reading what a program prints")? > 0 {
            let mut terminal = io::stdout().lock();
            terminal.write_all(&line).context("passing on what a program prints")?;
            terminal.flush().context("passing on what a program prints")?;
            read(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    }
    let status = child.wait().with_context(|| format!("waiting for {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// What a program prints on its standard output; fails, with what it said, when it does.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("starting {}", name(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", name(command), output.status, said.trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("reading what {} prints", name(command)))
}

/// Whether a program says that it succeeded; what it prints goes nowhere.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok(quiet.status().with_context(|| format!("starting {}", name(command)))?.success())
}

/// Sends a signal, such as `KILL`, to a process; fails when it is not there.
pub fn signal(process: u32, signal: &str) -> Result<()> {
    let line = r#"kill -s "$1" "$2""#;
    let process = process.to_string();
    output(Command::new("sh").args(["-c", line, "kill", signal, &process])).map(drop)
}

/// The first folder of the path that holds `program`, joined with it.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program());
    let first = command.get_args().next().map(|argument| argument.to_string_lossy());
    format!(
        "`{}`",
        [program.to_string_lossy()].into_iter().chain(first).collect::<Vec<_>>().join(" ")
    )
}
