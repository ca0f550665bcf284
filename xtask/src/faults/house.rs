//! A house to break: its folder, its database, its executable.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow, bail};

use super::http::{Connection, encoded};
use crate::cluster::random_word;
use crate::process;

/// How many of the last lines that a process said are shown when it fails.
const LAST_LINES: usize = 20;

/// A kept demonstration with its executable. The folder goes when this is dropped.
#[derive(Debug)]
pub struct House {
    binary: PathBuf,
    folder: PathBuf,
    database: Option<String>,
    /// What the server finds in its environment beside what it needs.
    surroundings: Vec<(&'static str, String)>,
    /// The folder is another house's.
    is_guest: bool,
}

/// An officer's account.
#[derive(Debug)]
pub struct Account {
    email: String,
    password: String,
}

/// An entry as `kelisim journal entries` prints it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: String,
    /// What it says, as JSON.
    pub payload: String,
    /// When it was recorded, in a form whose order is that of time.
    pub recorded_at: String,
}

/// Entries by stream and version.
pub type Entries = HashMap<(String, i64), Entry>;

/// What the check of the journal said.
#[derive(Debug, Clone)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// How many seals there are.
    pub seals: u64,
    /// Hash of the last seal, to be held against the next check.
    pub root: Option<String>,
}

impl House {
    /// A folder for a house on an embedded database, or on the one given.
    pub fn new(binary: &Path, database: Option<&str>) -> Result<Self> {
        Self::within(&std::env::temp_dir(), binary, database)
    }

    /// The same, in a folder of this folder.
    pub fn within(parent: &Path, binary: &Path, database: Option<&str>) -> Result<Self> {
        let name = format!("kelisim-faults-{}-{}", std::process::id(), random_word()?);
        let folder = parent.join(name);
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let database = database.map(ToOwned::to_owned);
        let surroundings = Vec::new();
        Ok(Self { binary: binary.to_owned(), folder, database, surroundings, is_guest: false })
    }

    /// Another database beside the folder of a house.
    pub fn beside(house: &Self, database: &str) -> Self {
        Self {
            binary: house.binary.clone(),
            folder: house.folder.clone(),
            database: Some(database.to_owned()),
            surroundings: Vec::new(),
            is_guest: true,
        }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Sets what servers that are started from now on find in their environment.
    pub fn surround(&mut self, surroundings: Vec<(&'static str, String)>) {
        self.surroundings = surroundings;
    }

    /// Loads the demonstration and gives the account of an officer.
    pub fn load(&self) -> Result<Account> {
        let mut command = self.command();
        command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(&self.folder);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the demonstration")?;
        let told = child.stdout.take().ok_or_else(|| anyhow!("the demonstration says nothing"))?;
        let mut account = None;
        for line in BufReader::new(told).lines() {
            let line = line.context("reading what the demonstration says")?;
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["sign-in", "officer", "KG", email, password] => {
                    let (email, password) = ((*email).to_owned(), (*password).to_owned());
                    account = Some(Account { email, password });
                }
                ["ready"] => break,
                _ => {}
            }
        }
        process::signal(child.id(), "TERM")?;
        let status = child.wait().context("waiting for the demonstration to end")?;
        if !status.success() {
            bail!("the demonstration ended with {status}");
        }
        account.context("the demonstration names no officer")
    }

    /// Starts the server on a free port and waits until it is ready.
    pub fn serve(&self) -> Result<Served> {
        let mut child = self
            .command()
            .args(["--log", "info", "serve", "--listen", "127.0.0.1:0"])
            .envs(self.surroundings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting the server")?;
        let told = child.stderr.take().ok_or_else(|| anyhow!("the server says nothing"))?;
        let mut told = BufReader::new(told);
        let mut said = VecDeque::new();
        let address = loop {
            let mut line = String::new();
            if told.read_line(&mut line).context("reading what the server says")? == 0 {
                // It has ended, or closed its standard error, which it never does.
                drop(child.kill());
                drop(child.wait());
                bail!("the server did not start:\n{}", Vec::from(said).concat());
            }
            let address = line.split_once("http://").map(|(_, rest)| rest);
            let address = address.and_then(|rest| rest.split_whitespace().next());
            match address.and_then(|address| address.parse::<SocketAddr>().ok()) {
                Some(address) => break address,
                None => said.push_back(line),
            }
        };
        // Read to its end, so that the pipe never fills.
        let said = thread::spawn(move || {
            let mut last = VecDeque::with_capacity(LAST_LINES);
            for line in told.lines().map_while(Result::ok) {
                if last.len() == LAST_LINES {
                    last.pop_front();
                }
                last.push_back(line);
            }
            Vec::from(last).join("\n")
        });
        let served = Served { child, address, said: Some(said) };
        let health = Connection::open(address)?.get("/health", "")?;
        if health.status != 200 {
            bail!("a server that has just started is not well: {}", health.status);
        }
        Ok(served)
    }

    /// Checks the journal, also against a seal that was held outside.
    pub fn verify(&self, root: Option<&str>) -> Result<Verified> {
        let mut command = self.command();
        command.args(["journal", "verify"]);
        if let Some(root) = root {
            command.args(["--root", root]);
        }
        let said = process::output(&mut command).context("the journal does not hold")?;
        let number = |name: &str| {
            let before = said.split_once(name).map(|(before, _)| before.trim_end());
            let number = before.and_then(|before| before.rsplit(' ').next());
            number.and_then(|number| number.parse::<u64>().ok()).with_context(|| said.clone())
        };
        let hash = said.split_once("last seal ").and_then(|(_, rest)| rest.lines().next());
        let root = hash.and_then(|line| line.rsplit(' ').next()).map(ToOwned::to_owned);
        Ok(Verified { entries: number("entries")?, seals: number("seals")?, root })
    }

    /// All entries of the journal.
    pub fn entries(&self) -> Result<Entries> {
        let printed = process::output(self.command().args(["journal", "entries"]))?;
        let mut entries = Entries::new();
        for line in printed.lines() {
            let line: serde_json::Value = serde_json::from_str(line).context("reading an entry")?;
            let text = |name: &str| {
                let text = line.get(name).and_then(serde_json::Value::as_str);
                text.map(ToOwned::to_owned).with_context(|| format!("an entry without {name}"))
            };
            let version = line.get("version").and_then(serde_json::Value::as_i64);
            let key = (text("stream")?, version.context("an entry without version")?);
            // The mark of the zone, always the same, would stand before a fraction.
            let recorded_at = text("recorded_at")?.trim_end_matches('Z').to_owned();
            let (kind, payload) = (text("kind")?, text("payload")?);
            entries.insert(key, Entry { kind, payload, recorded_at });
        }
        Ok(entries)
    }

    /// All rows of the reading tables.
    pub fn readings(&self) -> Result<String> {
        process::output(self.command().args(["journal", "readings"]))
    }

    /// Writes the reading tables anew from the journal.
    pub fn rebuild(&self) -> Result<()> {
        process::output(self.command().args(["journal", "rebuild"])).map(drop)
    }

    /// Writes the reading tables anew; gives the first row that is another one then.
    pub fn rebuilt_otherwise(&self) -> Result<Option<String>> {
        let before = self.readings()?;
        self.rebuild()?;
        let after = self.readings()?;
        if before == after {
            return Ok(None);
        }
        let mut pairs = before.lines().zip(after.lines());
        let apart = pairs.find(|(before, after)| before != after);
        let (before, after) = apart.unwrap_or(("one is longer", ""));
        Ok(Some(format!("journal and reading tables do not agree: {before:.600} | {after:.600}")))
    }

    /// The executable with the place of this house.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.env("KELISIM_DATA", &self.folder).env_remove("KELISIM_DATABASE");
        command.env_remove("KELISIM_LOG");
        if let Some(url) = &self.database {
            command.env("KELISIM_DATABASE", url);
        }
        command
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if !self.is_guest {
            // A folder that stays behind in the temporary folder is the system's to clear.
            drop(fs::remove_dir_all(&self.folder));
        }
    }
}

/// A server that runs; killed when dropped.
#[derive(Debug)]
pub struct Served {
    child: Child,
    address: SocketAddr,
    said: Option<JoinHandle<String>>,
}

impl Served {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Signs an officer in and gives the cookie of the session.
    pub fn sign_in(&self, account: &Account) -> Result<String> {
        let form = encoded(&[
            ("email".to_owned(), account.email.clone()),
            ("password".to_owned(), account.password.clone()),
        ]);
        let answer = Connection::open(self.address)?.post("/en/sign-in", "", &form)?;
        if answer.status != 303 || answer.cookie.is_empty() {
            bail!("the officer cannot sign in: {}", answer.status);
        }
        Ok(answer.cookie)
    }

    /// Kills it and waits until it is gone.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill().context("killing the server")?;
        self.child.wait().map(drop).context("waiting for the server to be gone")
    }

    /// Ends it in good order.
    pub fn stop(mut self) -> Result<()> {
        process::signal(self.child.id(), "TERM")?;
        let status = self.child.wait().context("waiting for the server to end")?;
        if !status.success() {
            let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
            bail!("the server ended with {status}:\n{said}");
        }
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It has ended already where these fail.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
