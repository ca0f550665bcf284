//! Load: pages by `wrk`, writes by threads of our own that send a form each and wait for its answer.

use std::net::SocketAddr;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use super::Size;
use super::form;
use super::house::{Officer, Served};
use super::http::Client;
use crate::process;

/// Commitments that one writer takes turns with, so that no history grows long.
const TURNS: usize = 50;

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Answers per second.
    pub per_second: f64,
    /// Half of the answers came within this.
    pub p50: String,
    /// All but a hundredth came within this.
    pub p99: String,
    /// Answers that were errors, and requests without an answer.
    pub failed: u64,
}

/// Asks for one page again and again.
pub fn pages(served: &Served, path: &str, cookie: Option<&str>, size: Size) -> Result<Measured> {
    at(served.address, path, cookie, size)
}

/// The same at any address of this machine.
pub fn at(address: SocketAddr, path: &str, cookie: Option<&str>, size: Size) -> Result<Measured> {
    let mut client = Client::open(address, cookie.unwrap_or_default())?;
    let status = client.get(path)?.status;
    if status != 200 {
        bail!("{path} was answered {status}");
    }
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", "--latency", "--timeout", "10s"]);
    wrk.arg(format!("-c{}", size.connections)).arg(format!("-d{}s", size.time.as_secs()));
    if let Some(cookie) = cookie {
        wrk.arg("-H").arg(format!("Cookie: {cookie}"));
    }
    let said = process::output(wrk.arg(format!("http://{address}{path}")))?;
    read(&said).with_context(|| format!("reading what wrk said:\n{said}"))
}

/// Reads the report of `wrk --latency`.
fn read(said: &str) -> Result<Measured> {
    let find = |start: &str| {
        let mut lines = said.lines().map(str::trim);
        lines.find_map(|line| line.strip_prefix(start)).map(str::trim)
    };
    let per_second = find("Requests/sec:").and_then(|n| n.parse().ok());
    let errors = find("Socket errors:").map_or(0, |line| {
        let numbers =
            line.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u64>().ok());
        numbers.sum()
    });
    let bad =
        find("Non-2xx or 3xx responses:").map_or(Ok(0), str::parse).context("counting errors")?;
    Ok(Measured {
        per_second: per_second.ok_or_else(|| anyhow!("no rate"))?,
        p50: find("50%").unwrap_or("?").to_owned(),
        p99: find("99%").unwrap_or("?").to_owned(),
        failed: errors + bad,
    })
}

/// One commitment of a writer.
struct Turn {
    path: String,
    version: i64,
}

/// What one writer did.
struct Written {
    took: Vec<Duration>,
    failed: u64,
}

/// Gives verdicts for as long as is asked, each waiting until the one before is answered.
pub fn writes(served: &Served, officer: &Officer, size: Size) -> Result<Measured> {
    let writers = usize::from(size.connections);
    let all = officer.commitments(writers * TURNS)?;
    let each = all.len() / writers;
    if each == 0 {
        bail!("{} commitments are too few for {writers} writers", all.len());
    }
    let begun = Instant::now();
    let outcomes: Vec<Result<(Written, Duration)>> = thread::scope(|scope| {
        let running: Vec<_> = all
            .chunks(each)
            .take(writers)
            .map(|own| scope.spawn(|| write(served.address, officer.cookie(), own, size.time)))
            .collect();
        let ended = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        ended.map(|outcome| outcome.unwrap_or_else(|_| bail!("a writer panicked"))).collect()
    });
    let (mut took, mut failed, mut longest) = (Vec::new(), 0, Duration::ZERO);
    for outcome in outcomes {
        let (written, time) = outcome?;
        took.extend(written.took);
        failed += written.failed;
        longest = longest.max(time);
    }
    if took.is_empty() {
        bail!("nothing was written in {:?}", begun.elapsed());
    }
    took.sort_unstable();
    let at = |hundredth: usize| {
        let index = (took.len() * hundredth / 100).min(took.len() - 1);
        took.get(index).map_or_else(String::new, |t| format!("{:.2}ms", t.as_secs_f64() * 1e3))
    };
    let count = u32::try_from(took.len()).unwrap_or(u32::MAX);
    let per_second = f64::from(count) / longest.as_secs_f64();
    Ok(Measured { per_second, p50: at(50), p99: at(99), failed })
}

fn write(
    address: SocketAddr,
    cookie: &str,
    own: &[String],
    time: Duration,
) -> Result<(Written, Duration)> {
    let mut client = Client::open(address, cookie)?;
    let mut csrf = String::new();
    let mut turns = Vec::new();
    for path in own {
        let path = format!("{path}/judge");
        let page = client.get(&path)?.body;
        let version = form::hidden(&page, "version").and_then(|v| v.parse().ok());
        let version = version.ok_or_else(|| anyhow!("{path} has no form"))?;
        form::hidden(&page, "csrf").unwrap_or_default().clone_into(&mut csrf);
        turns.push(Turn { path, version });
    }
    let begun = Instant::now();
    let mut written = Written { took: Vec::new(), failed: 0 };
    for index in (0..turns.len()).cycle() {
        if begun.elapsed() >= time {
            break;
        }
        let Some(turn) = turns.get_mut(index) else { break };
        let form =
            format!("csrf={csrf}&version={}&verdict=at_risk&evidence=Measured", turn.version);
        let sent = Instant::now();
        if client.post(&turn.path, &form)?.status == 303 {
            written.took.push(sent.elapsed());
            turn.version += 1;
        } else {
            written.failed += 1;
        }
    }
    Ok((written, begun.elapsed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_of_wrk_is_read_with_its_errors() {
        let said = "Running 2s test @ http://127.0.0.1:1/\n  Latency Distribution\n     50%    1.20ms\n     75%    2.00ms\n     99%    4.56ms\n  2000 requests in 2.00s, 1.00MB read\n  Socket errors: connect 0, read 1, write 0, timeout 2\n  Non-2xx or 3xx responses: 4\nRequests/sec:   1000.50\n";
        let expected =
            Measured { per_second: 1000.5, p50: "1.20ms".into(), p99: "4.56ms".into(), failed: 7 };
        assert_eq!(read(said).unwrap(), expected);
        assert!(read("unable to connect").is_err());
    }
}
