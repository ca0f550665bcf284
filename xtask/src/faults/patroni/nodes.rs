//! The nodes: three etcd, three Patroni with their PostgreSQL, one HAProxy. Everything is our child or a child of it, and
//! is killed when this is dropped.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::cluster::{Account, random_word};
use crate::{machine, process};

/// The names of the nodes.
pub const NODES: [&str; 3] = ["n1", "n2", "n3"];
/// How long the cluster may take to be whole at first.
const FIRST: Duration = Duration::from_secs(180);

/// Where a program of the packages lies; HAProxy's folder is not on everybody's path.
pub fn program(name: &str) -> Option<PathBuf> {
    process::on_path(name).or_else(|| {
        let usual = Path::new("/usr/sbin").join(name);
        usual.is_file().then_some(usual)
    })
}

/// The running nodes.
pub struct Nodes {
    folder: PathBuf,
    account: Option<Account>,
    etcd: [Option<Child>; 3],
    patroni: [Option<Child>; 3],
    proxy: Option<Child>,
    ports: Ports,
}

/// Ports of 127.0.0.1.
struct Ports {
    client: [u16; 3],
    peer: [u16; 3],
    rest: [u16; 3],
    server: [u16; 3],
    write: u16,
}

impl Ports {
    fn find() -> Result<Self> {
        // All are held until the last is found, so that no two are the same.
        let held: Vec<TcpListener> = (0..13)
            .map(|_| TcpListener::bind(("127.0.0.1", 0)))
            .collect::<std::io::Result<_>>()
            .context("looking for free ports")?;
        let mut found = held.iter().map(|held| held.local_addr().map(|address| address.port()));
        let mut next = || found.next().context("too few ports")?.context("looking for free ports");
        let mut three = || -> Result<[u16; 3]> { Ok([next()?, next()?, next()?]) };
        let (client, peer, rest, server) = (three()?, three()?, three()?, three()?);
        Ok(Self { client, peer, rest, server, write: next()? })
    }
}

impl Nodes {
    /// Starts everything and waits until one leads and two follow, one of them synchronously.
    pub fn start() -> Result<Self> {
        let name = format!("kelisim-patroni-{}-{}", std::process::id(), random_word()?);
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let account = if machine::is_root()? { Some(Account::find()?) } else { None };
        if let Some(account) = &account {
            chown(&folder, Some(account.uid), Some(account.gid))
                .context("handing the folder over")?;
        }
        let mut nodes = Self {
            folder,
            account,
            etcd: [None, None, None],
            patroni: [None, None, None],
            proxy: None,
            ports: Ports::find()?,
        };
        nodes.write_configuration()?;
        nodes.start_etcd()?;
        for number in 0..NODES.len() {
            nodes.start_patroni(number)?;
            thread::sleep(Duration::from_secs(1));
        }
        let mut proxy = nodes.command("haproxy")?;
        proxy.arg("-db").arg("-f").arg(nodes.folder.join("haproxy.cfg"));
        nodes.proxy = Some(nodes.spawn(&mut proxy, "haproxy")?);
        nodes.wait_until_whole(FIRST)?;
        Ok(nodes)
    }

    /// The address of the database behind the proxy.
    pub fn url(&self) -> String {
        format!("postgres://postgres:loopback@127.0.0.1:{}/postgres", self.ports.write)
    }

    /// The configuration of a node, for `patronictl`.
    pub fn configuration(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{}.yml", NODES.get(number).unwrap_or(&"n1")))
    }

    /// The node that leads.
    pub fn leader(&self) -> Result<String> {
        self.members()?
            .into_iter()
            .find(|(_, role, state)| role == "Leader" && state == "running")
            .map(|(name, ..)| name)
            .context("nobody leads")
    }

    /// Waits until another node leads and takes writes.
    pub fn wait_for_another(&self, than: &str, patience: Duration) -> Result<()> {
        until(patience, "another node leads", || {
            self.leader().is_ok_and(|leader| leader != than) && self.takes_writes()
        })
    }

    /// Waits until a node leads and takes writes.
    pub fn wait_for_leader(&self, patience: Duration) -> Result<()> {
        until(patience, "a node leads", || self.leader().is_ok() && self.takes_writes())
    }

    /// The process of PostgreSQL on a node.
    pub fn postmaster(&self, number: usize) -> Result<u32> {
        let file = self.data(number).join("postmaster.pid");
        let text = fs::read_to_string(&file).context("reading who the server is")?;
        let line = text.lines().next().unwrap_or_default();
        line.trim().parse().context("reading who the server is")
    }

    /// Every process of a node: Patroni, PostgreSQL and its children. Those who start others come first.
    pub fn all_of(&self, number: usize) -> Result<Vec<u32>> {
        let patroni = self.patroni.get(number).and_then(Option::as_ref).context("no such node")?;
        let mut found = vec![patroni.id()];
        if let Ok(server) = self.postmaster(number) {
            found.push(server);
            found.extend(children(server)?);
        }
        Ok(found)
    }

    /// Kills Patroni and PostgreSQL of a node at once and waits until they are gone.
    pub fn kill_node(&mut self, number: usize) -> Result<()> {
        let server = self.postmaster(number)?;
        if let Some(mut patroni) = self.patroni.get_mut(number).and_then(Option::take) {
            patroni.kill().context("killing Patroni")?;
            patroni.wait().context("waiting for Patroni to be gone")?;
        }
        process::signal(server, "KILL")?;
        until(Duration::from_secs(30), "the server is gone", || gone(server))
    }

    /// Kills a member of etcd.
    pub fn kill_etcd(&mut self, number: usize) -> Result<()> {
        if let Some(mut etcd) = self.etcd.get_mut(number).and_then(Option::take) {
            etcd.kill().context("killing etcd")?;
            etcd.wait().context("waiting for etcd to be gone")?;
        }
        Ok(())
    }

    /// Starts what was killed and waits until the cluster is whole.
    pub fn mend(&mut self, patience: Duration) -> Result<()> {
        self.start_etcd()?;
        for number in 0..NODES.len() {
            self.start_patroni(number)?;
        }
        self.wait_until_whole(patience)
    }

    /// Starts those members of etcd that do not run.
    pub fn start_etcd(&mut self) -> Result<()> {
        let at = |port: u16| format!("http://127.0.0.1:{port}");
        let members = (1..).zip(self.ports.peer).map(|(n, port)| format!("e{n}={}", at(port)));
        let members = members.collect::<Vec<_>>().join(",");
        for number in 0..NODES.len() {
            if self.etcd.get(number).is_some_and(Option::is_some) {
                continue;
            }
            let (Some(client), Some(peer)) =
                (self.ports.client.get(number), self.ports.peer.get(number))
            else {
                continue;
            };
            let (client, peer) = (at(*client), at(*peer));
            let mut etcd = self.command("etcd")?;
            etcd.args(["--name", &format!("e{}", number + 1), "--data-dir"])
                .arg(self.folder.join(format!("etcd{}", number + 1)))
                .args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer])
                .args(["--listen-client-urls", &client, "--advertise-client-urls", &client])
                .args(["--initial-cluster", &members, "--initial-cluster-state", "new"]);
            let child = self.spawn(&mut etcd, &format!("etcd{}", number + 1))?;
            if let Some(place) = self.etcd.get_mut(number) {
                *place = Some(child);
            }
        }
        Ok(())
    }

    fn start_patroni(&mut self, number: usize) -> Result<()> {
        if self.patroni.get(number).is_some_and(Option::is_some) {
            return Ok(());
        }
        let mut patroni = self.command("patroni")?;
        patroni.arg(self.configuration(number));
        let child = self.spawn(&mut patroni, &format!("patroni{}", number + 1))?;
        if let Some(place) = self.patroni.get_mut(number) {
            *place = Some(child);
        }
        Ok(())
    }

    fn wait_until_whole(&self, patience: Duration) -> Result<()> {
        until(patience, "one leads and two follow", || {
            let Ok(members) = self.members() else { return false };
            let has = |role: &str| members.iter().any(|(_, is, _)| is == role);
            let run = members
                .iter()
                .filter(|(_, _, state)| matches!(state.as_str(), "running" | "streaming"));
            run.count() == NODES.len()
                && has("Leader")
                && has("Sync Standby")
                && self.takes_writes()
        })
    }

    /// Name, role and state of each node.
    fn members(&self) -> Result<Vec<(String, String, String)>> {
        let mut list = Command::new("patronictl");
        list.arg("-c").arg(self.configuration(0)).args(["list", "-f", "json"]);
        let list: serde_json::Value = serde_json::from_str(&process::output(&mut list)?)
            .context("reading the list of nodes")?;
        let members = list.as_array().context("no list of nodes")?;
        let text = |member: &serde_json::Value, name: &str| {
            member.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        Ok(members.iter().map(|m| (text(m, "Member"), text(m, "Role"), text(m, "State"))).collect())
    }

    /// Whether what is behind the proxy takes writes.
    fn takes_writes(&self) -> bool {
        let Some(psql) = machine::postgres_bin().map(|bin| bin.join("psql")) else { return false };
        let mut ask = Command::new(psql);
        ask.args(["-X", "-q", "-t", "-A", "-c", "SELECT pg_is_in_recovery()", &self.url()]);
        ask.env("PGCONNECT_TIMEOUT", "3");
        process::output(&mut ask).is_ok_and(|said| said.trim() == "f")
    }

    fn data(&self, number: usize) -> PathBuf {
        self.folder.join(format!("data{}", number + 1))
    }

    fn command(&self, name: &str) -> Result<Command> {
        let program = program(name).with_context(|| format!("{name} is not installed"))?;
        let mut command = Command::new("setpriv");
        if let Some(Account { uid, gid }) = &self.account {
            command
                .args([format!("--reuid={uid}"), format!("--regid={gid}")])
                .arg("--clear-groups");
        }
        // Whatever ends us ends them: Patroni then stops its PostgreSQL.
        command.args(["--pdeathsig", "TERM", "--"]).arg(program);
        Ok(command)
    }

    fn spawn(&self, command: &mut Command, name: &str) -> Result<Child> {
        let file = self.folder.join(format!("{name}.log"));
        let log =
            fs::File::options().create(true).append(true).open(file).context("opening a log")?;
        let again = log.try_clone().context("opening a log")?;
        command.current_dir(&self.folder).env("HOME", &self.folder);
        command.stdin(Stdio::null()).stdout(log).stderr(again);
        command.spawn().with_context(|| format!("starting {name}"))
    }

    fn write_configuration(&self) -> Result<()> {
        let Ports { client, rest, server, write, .. } = &self.ports;
        let bin = machine::postgres_bin().context("no PostgreSQL server is installed")?;
        let hosts = client.map(|port| format!("\"127.0.0.1:{port}\"")).join(", ");
        let mut proxy = include_str!("haproxy.cfg").replace("WRITE", &write.to_string());
        for (number, ((name, rest), server)) in (0..).zip(NODES.iter().zip(rest).zip(server)) {
            let text = include_str!("patroni.yml")
                .replace("NAME", name)
                .replace("REST", &rest.to_string())
                .replace("SERVER", &server.to_string())
                .replace("HOSTS", &hosts)
                .replace("BIN", &bin.display().to_string())
                .replace("DATA", &self.data(number).display().to_string())
                .replace("FOLDER", &self.folder.display().to_string());
            fs::write(self.configuration(number), text).context("writing a configuration")?;
            proxy.push_str(&format!("  server {name} 127.0.0.1:{server} check port {rest}\n"));
        }
        fs::write(self.folder.join("haproxy.cfg"), proxy).context("writing a configuration")
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        let servers: Vec<u32> = (0..NODES.len()).filter_map(|n| self.postmaster(n).ok()).collect();
        let children =
            self.patroni.iter_mut().chain(&mut self.etcd).flatten().chain(&mut self.proxy);
        for child in children {
            // It has ended already where these fail; one that is paused goes on first.
            drop(process::signal(child.id(), "CONT"));
            drop(child.kill());
            drop(child.wait());
        }
        for server in servers {
            drop(process::signal(server, "CONT"));
            drop(process::signal(server, "KILL"));
            drop(until(Duration::from_secs(10), "the server is gone", || gone(server)));
        }
        // A folder that stays behind in the temporary folder is the system's to clear.
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn until(patience: Duration, what: &str, mut holds: impl FnMut() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() > patience {
            bail!("waited {} s until {what}", patience.as_secs());
        }
        thread::sleep(Duration::from_millis(300));
    }
    Ok(())
}

/// Whether a process is gone, or only its parent has to hear of it.
fn gone(id: u32) -> bool {
    fs::read_to_string(format!("/proc/{id}/status"))
        .map_or(true, |status| status.contains("State:\tZ"))
}

fn children(of: u32) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").context("listing processes")?.flatten() {
        let id = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
        let Some(id) = id else { continue };
        // A process that has ended meanwhile is none of them.
        let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
        if status
            .lines()
            .any(|line| line.strip_prefix("PPid:").is_some_and(|p| p.trim() == of.to_string()))
        {
            found.push(id);
        }
    }
    Ok(found)
}
