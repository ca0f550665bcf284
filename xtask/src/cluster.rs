//! A throw-away PostgreSQL cluster: made in a temporary folder, gone when its owner is gone.
//!
//! The server is not our child but the child of a small shell, the guard, which holds the reading end of a
//! pipe. When the writing end closes, by `Drop`, panic, Ctrl-C or `kill -9`, the guard stops the server and
//! removes the folder. So no signal handler is needed and nothing stays behind.
//!
//! `cargo xtask faults` breaks it on purpose: [`Cluster::kill_backend`], [`Cluster::crash`], [`Cluster::restart`].

use std::collections::VecDeque;
use std::fs::{self, DirBuilder, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{env, process, thread};

use anyhow::{Context, Result, anyhow, bail};

use crate::machine;
use crate::process as programs;

/// How often another port is tried when somebody else took the one we found.
const TRIES: u32 = 5;

/// How long the server may take to recover from a crash.
const RECOVERY: Duration = Duration::from_secs(60);

/// How long a server that is about to end, or has just recovered, is waited for.
const MOMENT: Duration = Duration::from_millis(300);

/// How many of the last lines of the log are shown when the server ends.
const LAST_LINES: usize = 30;

/// `$1` is the folder, the rest the command of the server. The guard lets go of its own standard error, so
/// that the pipe ends when the server and all its children do. The word `keep` makes it wait for the server
/// without ending it, and leave the folder.
const GUARD: &str = r#"
trap '' INT HUP TERM
folder=$1; shift
"$@" &
server=$!
exec 2>/dev/null
read -r word
[ "$word" = keep ] || kill -INT "$server"
wait "$server"
[ "$word" = keep ] || rm -rf "$folder"
"#;

/// Whether the cluster writes through to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// No `fsync`: quick, for tests whose database nobody needs after a loss of power.
    Forgotten,
    /// As a cluster that matters is run.
    Kept,
}

/// A running cluster; stopped and removed when dropped.
#[derive(Debug)]
pub struct Cluster {
    guard: Child,
    log: Receiver<News>,
    url: String,
    folder: PathBuf,
    server: Command,
    /// Between a crash and the restart the folder is ours.
    is_down: bool,
}

impl Cluster {
    /// Makes a cluster on a free port of 127.0.0.1 and waits until it takes connections.
    pub fn start(durability: Durability) -> Result<Self> {
        Self::start_in(&env::temp_dir(), durability)
    }

    /// The same, in a folder of this folder.
    pub fn start_in(parent: &Path, durability: Durability) -> Result<Self> {
        let bin = machine::postgres_bin().context("no PostgreSQL server is installed")?;
        let folder = Folder::make(parent)?;
        let account = if machine::is_root()? { Some(Account::find()?) } else { None };
        let password = random_word()?;
        initialise(&bin, &folder.path, account.as_ref(), &password)?;
        for _ in 0..TRIES {
            let port = free_port()?;
            let mut server = as_account(account.as_ref(), &bin.join("postgres"));
            server.arg("-D").arg(folder.path.join("data"));
            for setting in settings(durability, port, &folder.path) {
                server.arg("-c").arg(setting);
            }
            let (guard, log) = launch(&folder.path, &server)?;
            let url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
            let is_down = false;
            let at = folder.path.clone();
            let cluster = Self { guard, log, url, folder: at, server, is_down };
            match cluster.log.recv().context("following the log of PostgreSQL")? {
                News::Ready => {
                    folder.keep();
                    return Ok(cluster);
                }
                News::Ended(said) if said.contains("Address already in use") => {
                    // Its guard would remove the folder that the next try needs.
                    cluster.abandon();
                }
                News::Ended(said) => bail!("PostgreSQL did not start:\n{said}"),
            }
        }
        bail!("found no free port for PostgreSQL in {TRIES} tries")
    }

    /// The address of its `postgres` database, for its superuser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the server ends, which it does by itself only when somebody else ends it.
    pub fn wait(self) -> Result<()> {
        match self.log.recv().context("following the log of PostgreSQL")? {
            News::Ready => bail!("the PostgreSQL cluster started twice"),
            News::Ended(said) => bail!("the PostgreSQL cluster ended:\n{said}"),
        }
    }

    /// Kills a process that serves a client, chosen by `choice`, and waits until the server has recovered from it:
    /// PostgreSQL ends all its processes and replays its log.
    pub fn kill_backend(&self, choice: u64) -> Result<()> {
        // One may end between being found and being killed.
        for _ in 0..TRIES {
            let backends = self.backends()?;
            let count = backends.len().try_into().unwrap_or(1_u64).max(1);
            let chosen = usize::try_from(choice % count).unwrap_or(0);
            let Some(backend) = backends.get(chosen) else { bail!("nobody is connected") };
            if programs::signal(*backend, "KILL").is_ok() {
                return self.wait_until_ready();
            }
        }
        bail!("no process that serves a client could be killed")
    }

    /// Kills the server itself and waits until it and all its children are gone. Its folder stays.
    pub fn crash(&mut self) -> Result<()> {
        let server = self.postmaster()?;
        let mut word = self.guard.stdin.take().ok_or_else(|| anyhow!("the guard is gone"))?;
        word.write_all(b"keep\n").context("telling the guard to keep the folder")?;
        self.is_down = true;
        programs::signal(server, "KILL")?;
        // The guard has waited for the server when it ends.
        self.guard.wait().context("waiting for the server to be gone")?;
        // The log ends with the last process that can write to it.
        while let News::Ready = self.log.recv().context("following the log of PostgreSQL")? {}
        Ok(())
    }

    /// Starts the server again after [`Cluster::crash`], on the same folder and port.
    pub fn restart(&mut self) -> Result<()> {
        (self.guard, self.log) = launch(&self.folder, &self.server)?;
        self.is_down = false;
        self.wait_until_ready()
    }

    /// Starts the server again when it has ended by itself, as it does when it cannot write its log; whether it had.
    /// Waits a moment for one that is about to end, or recovers.
    pub fn revive(&mut self) -> Result<bool> {
        let until = Instant::now() + RECOVERY;
        loop {
            match self.log.recv_timeout(MOMENT) {
                // It recovered, or is at work as before.
                Ok(News::Ready) => {}
                Ok(News::Ended(_)) => break,
                Err(RecvTimeoutError::Timeout) => {
                    if self.answers() {
                        return Ok(false);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => bail!("the log of PostgreSQL is gone"),
            }
            if Instant::now() > until {
                bail!("PostgreSQL neither ended nor came back");
            }
        }
        // Its folder stays: the guard waits for the word.
        let mut word = self.guard.stdin.take().ok_or_else(|| anyhow!("the guard is gone"))?;
        word.write_all(b"keep\n").context("telling the guard to keep the folder")?;
        drop(word);
        self.is_down = true;
        self.guard.wait().context("waiting for the guard")?;
        self.restart()?;
        Ok(true)
    }

    /// Whether the server takes connections.
    fn answers(&self) -> bool {
        let Some(ready) = machine::postgres_bin().map(|bin| bin.join("pg_isready")) else {
            return false;
        };
        let mut ready = Command::new(ready);
        ready.args(["-q", "-d", &self.url]).stdout(Stdio::null()).stderr(Stdio::null());
        ready.status().is_ok_and(|status| status.success())
    }

    fn wait_until_ready(&self) -> Result<()> {
        match self.log.recv_timeout(RECOVERY).context("waiting for PostgreSQL to recover")? {
            News::Ready => Ok(()),
            News::Ended(said) => bail!("PostgreSQL did not recover:\n{said}"),
        }
    }

    fn postmaster(&self) -> Result<u32> {
        let file = self.folder.join("data/postmaster.pid");
        let text = fs::read_to_string(&file).context("reading who the server is")?;
        let line = text.lines().next().unwrap_or_default();
        line.trim().parse().context("reading who the server is")
    }

    /// The processes that serve clients. PostgreSQL names each by its user, database and client.
    fn backends(&self) -> Result<Vec<u32>> {
        let server = self.postmaster()?;
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").context("listing processes")?.flatten() {
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok())
            else {
                continue;
            };
            // A process that has ended meanwhile is none of them.
            let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
            let title = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let is_child = status.lines().any(|line| {
                line.strip_prefix("PPid:").is_some_and(|id| id.trim() == server.to_string())
            });
            if is_child && String::from_utf8_lossy(&title).contains(" 127.0.0.1(") {
                found.push(id);
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    fn abandon(mut self) {
        // The server has ended already, so only the shell that waits for us is left.
        drop(self.guard.kill());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing can be done about a guard that cannot be waited for.
        drop(self.guard.wait());
        if self.is_down {
            // As above.
            drop(fs::remove_dir_all(&self.folder));
        }
    }
}

/// The temporary folder until a guard owns it.
struct Folder {
    path: PathBuf,
    owned: bool,
}

impl Folder {
    fn make(parent: &Path) -> Result<Self> {
        let path = parent.join(format!("kelisim-pg-{}-{}", process::id(), random_word()?));
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("making {}", path.display()))?;
        Ok(Self { path, owned: true })
    }

    fn keep(mut self) {
        self.owned = false;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.owned {
            // A folder that stays behind in the temporary folder is the system's to clear.
            drop(fs::remove_dir_all(&self.path));
        }
    }
}

/// Who runs the server when we are root, since PostgreSQL refuses to run as root.
#[derive(Debug)]
pub struct Account {
    /// Its user.
    pub uid: u32,
    /// Its group.
    pub gid: u32,
}

impl Account {
    /// `postgres` where it is there.
    pub fn find() -> Result<Self> {
        for name in ["postgres", "nobody"] {
            let uid = programs::output(Command::new("id").args(["-u", name]));
            let gid = programs::output(Command::new("id").args(["-g", name]));
            if let (Ok(uid), Ok(gid)) = (uid, gid) {
                let uid =
                    uid.trim().parse().with_context(|| format!("reading the id of {name}"))?;
                let gid =
                    gid.trim().parse().with_context(|| format!("reading the group of {name}"))?;
                return Ok(Self { uid, gid });
            }
        }
        bail!("there is neither a user `postgres` nor `nobody` to run PostgreSQL as")
    }
}

/// The program, run as `account`. `setpriv` becomes the program, so its process id is the program's.
fn as_account(account: Option<&Account>, program: &Path) -> Command {
    let Some(account) = account else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command
        .arg(format!("--reuid={}", account.uid))
        .arg(format!("--regid={}", account.gid))
        .args(["--clear-groups", "--"])
        .arg(program);
    command
}

fn initialise(bin: &Path, folder: &Path, account: Option<&Account>, password: &str) -> Result<()> {
    let secret = folder.join("password");
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&secret)
        .context("writing the password of the cluster")?;
    writeln!(file, "{password}").context("writing the password of the cluster")?;
    if let Some(account) = account {
        for path in [folder, &secret] {
            chown(path, Some(account.uid), Some(account.gid))
                .context("handing the folder to the user who runs PostgreSQL")?;
        }
    }
    let mut initdb = as_account(account, &bin.join("initdb"));
    initdb
        .current_dir(folder)
        .args(["--username=postgres", "--auth=scram-sha-256", "--pwfile=password"])
        .args(["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--pgdata=data"]);
    programs::output(&mut initdb).context("making the PostgreSQL cluster")?;
    fs::remove_file(&secret).context("removing the password file")
}

fn settings(durability: Durability, port: u16, folder: &Path) -> Vec<String> {
    let mut settings = vec![
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.display()),
        "listen_addresses=127.0.0.1".to_owned(),
        "max_connections=200".to_owned(),
        // `follow` reads the log, so it must go to standard error in English.
        "lc_messages=C".to_owned(),
        "logging_collector=off".to_owned(),
        "log_destination=stderr".to_owned(),
    ];
    if durability == Durability::Forgotten {
        settings.extend(["fsync=off".to_owned(), "full_page_writes=off".to_owned()]);
    }
    settings
}

/// What the log of the server tells.
#[derive(Debug)]
enum News {
    Ready,
    Ended(String),
}

fn launch(folder: &Path, server: &Command) -> Result<(Child, Receiver<News>)> {
    let mut guard = Command::new("sh");
    guard.args(["-c", GUARD, "guard"]).arg(folder).arg(server.get_program());
    let mut guard = guard
        .args(server.get_args())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // Ctrl-C must not reach the server: the guard ends it when we are gone.
        .process_group(0)
        .spawn()
        .context("starting PostgreSQL")?;
    let log = guard.stderr.take().ok_or_else(|| anyhow!("PostgreSQL has no standard error"))?;
    Ok((guard, follow(log)))
}

/// Reads the log to its end, so that the pipe never fills, and tells when the server is ready and when it
/// has ended, with the last lines it said.
fn follow(log: ChildStderr) -> Receiver<News> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut said = VecDeque::with_capacity(LAST_LINES);
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            if line.contains("database system is ready to accept connections") {
                // Nobody listens any more: the owner is about to end, and the pipe with it.
                drop(sender.send(News::Ready));
            }
            if said.len() == LAST_LINES {
                said.pop_front();
            }
            said.push_back(line);
        }
        drop(sender.send(News::Ended(Vec::from(said).join("\n"))));
    });
    receiver
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
    Ok(listener.local_addr().context("looking for a free port")?.port())
}

/// Sixteen bytes from the system's source of randomness, in hexadecimal.
pub fn random_word() -> Result<String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("reading random bytes")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
