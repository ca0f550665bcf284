//! A house to measure: a database filled with made-up data, the executable that serves it, an officer who signs in.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use super::form;
use super::http::Client;
use crate::process;

/// The registry that is looked at; `kelisim synth` fills it among others.
const REGISTRY: &str = "KG";
const ADMINISTRATOR: &str = "administrator@bench.example";
const OFFICER: &str = "officer@bench.example";
const PASSWORD: &str = "bench-amber-falcon-71";
/// How long a start may take before we give up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A filled database.
pub struct House {
    binary: PathBuf,
    folder: PathBuf,
    database: String,
}

impl Drop for House {
    fn drop(&mut self) {
        // What cannot be removed lies in the folder for temporary files.
        drop(fs::remove_dir_all(&self.folder));
    }
}

impl House {
    fn new(binary: &Path, url: Option<&str>) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("kelisim-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).context("making a folder")?;
        let file = format!("sqlite:{}", folder.join("bench.db").display());
        let database = url.map_or(file, str::to_owned);
        Ok(Self { binary: binary.to_owned(), folder, database })
    }

    /// Loads the demonstration into a new SQLite file, or into the database at `url`.
    pub fn demonstration(binary: &Path, url: Option<&str>) -> Result<Self> {
        let house = Self::new(binary, url)?;
        let mut demo = house.command(&["demo", "--listen", "127.0.0.1:0"]);
        let mut child = demo.stdout(Stdio::piped()).spawn().context("starting `kelisim demo`")?;
        let said = child.stdout.take().ok_or_else(|| anyhow!("nothing can be read"))?;
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        let ready = lines.any(|line| line == "ready");
        process::signal(child.id(), "TERM")?;
        let ended = child.wait().context("waiting for `kelisim demo`")?;
        if !ready || !ended.success() {
            bail!("`kelisim demo` ended with {ended} and was not ready");
        }
        Ok(house)
    }

    /// Makes applicants up, each with documents and a draft ready to send, and gives the tokens of their sessions.
    pub fn applicants(&self, count: u32, document: u32) -> Result<Vec<String>> {
        let file = self.folder.join("sessions");
        let mut synth = self.command(&["synth", "applicants"]);
        synth.arg("--sessions").arg(&file);
        let (count, document) = (count.to_string(), document.to_string());
        process::run(synth.args(["--count", &count, "--document", &document]))?;
        let text = fs::read_to_string(&file).context("reading the sessions")?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Checks every chain of the journal.
    pub fn verify(&self) -> Result<()> {
        process::run(&mut self.command(&["journal", "verify"]))
    }

    /// Fills a new SQLite file, or the database at `url`.
    pub fn fill(binary: &Path, url: Option<&str>, rows: u32) -> Result<Self> {
        let house = Self::new(binary, url)?;
        let rows = rows.to_string();
        let mut synth = house.command(&["synth", "record", "--seed", "1"]);
        process::run(synth.args(["--commitments", &rows, "--observations", &rows]))?;
        let who =
            ["init", "--registry", REGISTRY, "--email", ADMINISTRATOR, "--name", "Administrator"];
        let mut init = house.command(&who);
        let mut init = init.stdin(Stdio::piped()).spawn().context("starting `kelisim init`")?;
        let mut typing = init.stdin.take().ok_or_else(|| anyhow!("nothing can be typed"))?;
        writeln!(typing, "{PASSWORD}").context("typing the password")?;
        drop(typing);
        if !init.wait().context("waiting for `kelisim init`")?.success() {
            bail!("`kelisim init` failed");
        }
        Ok(house)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).arg("--database").arg(&self.database);
        command.arg("--data").arg(self.folder.join("data")).env("KELISIM_LOG", "warn");
        command
    }

    /// Starts the executable and waits for its first good answer.
    pub fn serve(&self) -> Result<Served> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let begun = Instant::now();
        let mut command = self.command(&["serve", "--listen", &address.to_string()]);
        let child = command.stdout(Stdio::null()).spawn().context("starting `kelisim serve`")?;
        let mut served = Served { child, address, ready_after: Duration::ZERO };
        while begun.elapsed() < PATIENCE {
            let ready = Client::open(address, "").and_then(|mut client| client.get("/health"));
            if ready.is_ok_and(|reply| reply.status == 200) {
                served.ready_after = begun.elapsed();
                return Ok(served);
            }
            if let Some(status) =
                served.child.try_wait().context("looking after `kelisim serve`")?
            {
                bail!("`kelisim serve` ended with {status}");
            }
            sleep(Duration::from_millis(2));
        }
        bail!("`kelisim serve` was not ready after {} s", PATIENCE.as_secs())
    }
}

/// A running executable; ended when dropped.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took to answer.
    pub ready_after: Duration,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        // The database must not be opened again before the process has let go of it.
        drop(self.child.wait());
    }
}

impl Served {
    /// Asks the process to end and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        process::signal(self.child.id(), "TERM")?;
        let ended = self.child.wait().context("waiting for `kelisim serve`")?;
        if ended.success() { Ok(()) } else { bail!("`kelisim serve` ended with {ended}") }
    }

    /// Memory that is not mapped from files: what the process itself asked for.
    pub fn anonymous_memory(&self) -> Result<String> {
        let file = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
        let line = text.lines().find(|line| line.starts_with("Anonymous:"));
        let kib: u64 = line
            .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
            .with_context(|| format!("{file} has no line of anonymous memory"))?;
        Ok(format!("{} MB", kib / 1024))
    }

    /// Opens the account of an officer as an administrator does, and signs in as the officer.
    pub fn sign_in(&self) -> Result<Officer> {
        let mut client = Client::open(self.address, "")?;
        sign_in(&mut client, ADMINISTRATOR, PASSWORD)?;
        let page = client.get("/en/users/new")?.body;
        let hidden = |name| form::hidden(&page, name).unwrap_or_default();
        let typed = format!(
            "csrf={}&id={}&name=Officer&email={OFFICER}&role=officer",
            hidden("csrf"),
            hidden("id")
        );
        let shown = client.post("/en/users/new", &typed)?;
        let once = form::one_time_password(&shown.body)
            .ok_or_else(|| anyhow!("no password was shown, status {}", shown.status))?;
        let mut client = Client::open(self.address, "")?;
        sign_in(&mut client, OFFICER, &once)?;
        let chosen = format!("password={once}&new_password={PASSWORD}&again={PASSWORD}");
        let page = client.get("/en/sign-in/password")?.body;
        let csrf = form::hidden(&page, "csrf").unwrap_or_default();
        let done = client.post("/en/sign-in/password", &format!("csrf={csrf}&{chosen}"))?;
        if done.status != 303 {
            bail!("choosing a password was answered {}", done.status);
        }
        client.cookie = done.cookie.unwrap_or(client.cookie);
        Ok(Officer { address: self.address, cookie: client.cookie })
    }
}

fn sign_in(client: &mut Client, email: &str, password: &str) -> Result<()> {
    let reply = client.post("/en/sign-in", &format!("email={email}&password={password}"))?;
    let Some(cookie) = reply.cookie.filter(|_| reply.status == 303) else {
        bail!("signing in as {email} was answered {}", reply.status);
    };
    client.cookie = cookie;
    Ok(())
}

/// An officer who is signed in.
pub struct Officer {
    address: SocketAddr,
    cookie: String,
}

impl Officer {
    /// What is sent as `Cookie`.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// The pages that are measured: what they are, and where.
    pub fn pages(&self) -> Result<Vec<(String, String)>> {
        let mut client = Client::open(self.address, &self.cookie)?;
        let mut first = |list: &str, start: &str| -> Result<String> {
            let page = client.get(list)?.body;
            let found = form::links(&page, start).into_iter().next();
            found.ok_or_else(|| anyhow!("{list} has no link to {start}"))
        };
        Ok(vec![
            ("Overview".to_owned(), "/en/overview".to_owned()),
            ("Partner country".to_owned(), first("/en/overview", "/en/partners/")?),
            ("Commitment".to_owned(), first("/en/overview", "/en/commitments/")?),
            ("List of commitments".to_owned(), "/en/commitments".to_owned()),
        ])
    }

    /// At least `count` commitments, as far as there are as many.
    pub fn commitments(&self, count: usize) -> Result<Vec<String>> {
        let mut client = Client::open(self.address, &self.cookie)?;
        let mut found: Vec<String> = Vec::new();
        let mut path = "/en/commitments".to_owned();
        while found.len() < count {
            let page = client.get(&path)?.body;
            let listed = form::links(&page, "/en/commitments/");
            if listed.is_empty() {
                break;
            }
            found.extend(listed);
            match form::next(&page) {
                Some(next) if next.starts_with('?') => path = format!("/en/commitments{next}"),
                Some(next) => path = next,
                None => break,
            }
        }
        Ok(found)
    }
}
