//! The same rows as a page in Django, from the same PostgreSQL, in the same run: what the figures are held against.

use std::env;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Size;
use super::http::Client;
use super::load::{self, Measured};
use crate::{process, workspace};

/// How long the start may take before we give up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures the page. Its packages are installed into a folder of their own under `target`.
pub fn measure(root: &Path, url: &str, size: Size) -> Result<Measured> {
    let place = root.join("bench").join("django");
    let home = workspace::target(root).join("bench-django");
    if !home.join("bin").join("gunicorn").is_file() {
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&home))
            .context("making a Python environment; Debian has it in the package python3-venv")?;
        let mut pip = Command::new(home.join("bin").join("pip"));
        let wanted = place.join("requirements.txt");
        process::run(pip.args(["install", "--quiet", "--requirement"]).arg(wanted))?;
    }
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut command = Command::new(home.join("bin").join("gunicorn"));
    command.args(["--workers", "2", "--log-level", "warning", "--bind", &address.to_string()]);
    command.arg("page:application").current_dir(&place).env("BENCH_DATABASE", url);
    command.env("PYTHONDONTWRITEBYTECODE", "1").env_remove("DJANGO_SETTINGS_MODULE");
    command.env("PATH", env::var_os("PATH").unwrap_or_default());
    // Its workers end with it.
    command.stdout(Stdio::null()).process_group(0);
    let server = Server(command.spawn().context("starting gunicorn")?);
    wait(address)?;
    let measured = load::at(address, "/", None, size);
    drop(server);
    measured
}

fn wait(address: SocketAddr) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let reply = Client::open(address, "").and_then(|mut client| client.get("/"));
        if let Ok(reply) = reply {
            if reply.status == 200 && reply.body.contains("</table>") {
                return Ok(());
            }
            bail!("the page in Django was answered {}", reply.status);
        }
        sleep(Duration::from_millis(50));
    }
    bail!("gunicorn was not ready after {} s", PATIENCE.as_secs())
}

/// Ended when dropped; gunicorn ends its workers when it is told to.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let id = self.0.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        if told.is_err() {
            drop(self.0.kill());
        }
        drop(self.0.wait());
    }
}
