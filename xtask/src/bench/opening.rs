//! The opening hour of a call: all who have a draft send it at a fixed rate, and meanwhile those who sent one ask what
//! became of it.
//!
//! Requests come by the clock and not when the one before was answered, and each is timed from the instant it was due: a
//! house that stands still for a second is charged for everybody who waited.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use super::form;
use super::house::{House, Served};
use super::http::Client;

/// Connections that send, and as many again that ask twice over: more than are ever under way at once.
const SENDERS: usize = 24;
const READERS: usize = 48;
/// Hands that fetch what must be there before and after.
const FETCHERS: usize = 4;
/// The first status is asked for when some are there.
const AHEAD: Duration = Duration::from_secs(2);

/// How many and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Hour {
    /// Applicants, each with a draft that lacks nothing.
    pub applicants: u32,
    /// Bytes of each of their documents.
    pub document: u32,
    /// Submissions a second.
    pub submissions: u32,
    /// Readings of a status a second.
    pub reads: u32,
}

/// Times of requests of one kind.
#[derive(Debug, Default)]
pub struct Series {
    took: Vec<Duration>,
    /// Answers that were not the one hoped for, and requests without an answer.
    pub failed: u64,
    /// What the first of them was.
    pub first_failure: Option<String>,
    /// From the first request that was due to the last answer.
    pub over: Duration,
}

impl Series {
    /// How many were answered.
    pub const fn answered(&self) -> usize {
        self.took.len()
    }

    /// Answers a second.
    pub fn per_second(&self) -> f64 {
        let count = u32::try_from(self.took.len()).unwrap_or(u32::MAX);
        f64::from(count) / self.over.as_secs_f64().max(0.001)
    }

    /// The time within which so many of a thousand were answered.
    pub fn within(&self, thousandth: usize) -> Duration {
        let index = (self.took.len() * thousandth / 1000).min(self.took.len().saturating_sub(1));
        self.took.get(index).copied().unwrap_or_default()
    }

    fn join(&mut self, other: Self) {
        self.took.extend(other.took);
        self.took.sort_unstable();
        self.failed += other.failed;
        self.first_failure = self.first_failure.take().or(other.first_failure);
        self.over = self.over.max(other.over);
    }
}

/// What was measured.
#[derive(Debug)]
pub struct Measured {
    /// Submissions.
    pub sent: Series,
    /// Readings of a status.
    pub read: Series,
    /// Applications that were acknowledged and are not there.
    pub lost: u64,
}

/// Someone who is signed in with a page of the own draft open.
struct Applicant {
    cookie: String,
    form: String,
}

/// An application that was acknowledged.
#[derive(Clone)]
struct Sent {
    cookie: String,
    path: String,
}

/// Plays the hour on a new demonstration in a SQLite file, or in the database at `url`.
pub fn play(binary: &Path, url: Option<&str>, hour: Hour) -> Result<Measured> {
    let house = House::demonstration(binary, url)?;
    let tokens = house.applicants(hour.applicants, hour.document)?;
    let served = house.serve()?;
    let (call, applicants) = open_pages(&served, &tokens).context("opening the drafts")?;
    let sent = Mutex::new(Vec::with_capacity(applicants.len()));
    let begun = Instant::now();
    let seconds = hour.applicants / hour.submissions.max(1);
    let wanted = u64::from(seconds).saturating_sub(AHEAD.as_secs()) * u64::from(hour.reads);
    let sending = Rate::new(begun, hour.submissions, u64::from(hour.applicants));
    let asking = Rate::new(begun + AHEAD, hour.reads, wanted);
    let (submissions, reads) = thread::scope(|scope| {
        let submissions = scope
            .spawn(|| pool(SENDERS, || send(served.address, &call, &applicants, &sending, &sent)));
        let reads = scope.spawn(|| pool(READERS, || ask(served.address, &asking, &sent)));
        (submissions.join(), reads.join())
    });
    let submissions = submissions.map_err(|_| anyhow!("a sender panicked"))??;
    let reads = reads.map_err(|_| anyhow!("a reader panicked"))??;
    let sent = sent.into_inner().map_err(|_| anyhow!("a sender panicked"))?;
    let lost = missing(&served, &sent)?;
    served.stop()?;
    house.verify()?;
    Ok(Measured { sent: submissions, read: reads, lost })
}

/// Requests by the clock: each has its number and the instant it is due.
struct Rate {
    begun: Instant,
    every: Duration,
    total: u64,
    next: AtomicU64,
}

impl Rate {
    fn new(begun: Instant, per_second: u32, total: u64) -> Self {
        let every = Duration::from_secs(1) / per_second.max(1);
        Self { begun, every, total, next: AtomicU64::new(0) }
    }

    /// The next number, once its instant has come.
    fn wait(&self) -> Option<(u64, Instant)> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= self.total {
            return None;
        }
        let due = self.begun + self.every.mul_f64(u32::try_from(number).map_or(0.0, f64::from));
        thread::sleep(due.saturating_duration_since(Instant::now()));
        Some((number, due))
    }
}

/// Several hands at the same work.
fn pool(hands: usize, work: impl Fn() -> Result<Series> + Sync) -> Result<Series> {
    thread::scope(|scope| {
        let running: Vec<_> = (0..hands).map(|_| scope.spawn(&work)).collect();
        let mut all = Series::default();
        for hand in running {
            all.join(hand.join().map_err(|_| anyhow!("a hand panicked"))??);
        }
        Ok(all)
    })
}

fn cookie(token: &str) -> String {
    format!("kelisim={token}")
}

/// Signs everybody in and reads the form that sends the draft; the address of the call is in it.
fn open_pages(served: &Served, tokens: &[String]) -> Result<(String, Vec<Applicant>)> {
    let first = tokens.first().context("nobody applies")?;
    let page = Client::open(served.address, &cookie(first))?.get("/en/my")?.body;
    let call = form::links(&page, "/en/apply/").into_iter().next();
    let call = call.context("the first applicant has no draft")?;
    let each = tokens.len().div_ceil(FETCHERS);
    let parts: Vec<Result<Vec<Applicant>>> = thread::scope(|scope| {
        let running: Vec<_> = tokens
            .chunks(each)
            .map(|tokens| scope.spawn(|| open_some(served.address, &call, tokens)))
            .collect();
        running.into_iter().map(|r| r.join().unwrap_or_else(|_| bail!("a hand panicked"))).collect()
    });
    let mut applicants = Vec::with_capacity(tokens.len());
    for part in parts {
        applicants.extend(part?);
    }
    Ok((call, applicants))
}

fn open_some(address: SocketAddr, call: &str, tokens: &[String]) -> Result<Vec<Applicant>> {
    let mut client = Client::open(address, "")?;
    let mut applicants = Vec::with_capacity(tokens.len());
    for token in tokens {
        client.cookie = cookie(token);
        let page = client.get(call)?.body;
        let (Some(csrf), Some(version)) =
            (form::hidden(&page, "csrf"), form::hidden(&page, "version"))
        else {
            bail!("the page of a draft has no form");
        };
        let form = format!("csrf={csrf}&version={version}");
        applicants.push(Applicant { cookie: client.cookie.clone(), form });
    }
    Ok(applicants)
}

fn send(
    address: SocketAddr,
    call: &str,
    applicants: &[Applicant],
    rate: &Rate,
    sent: &Mutex<Vec<Sent>>,
) -> Result<Series> {
    let mut client = Client::open(address, "")?;
    let mut series = Series::default();
    while let Some((number, due)) = rate.wait() {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let Some(applicant) = applicants.get(at) else { break };
        client.cookie.clone_from(&applicant.cookie);
        let reply = client.post(&format!("{call}/send"), &applicant.form);
        series.over = rate.begun.elapsed();
        match reply {
            Ok(reply) if reply.status == 303 && reply.location.contains("/applications/") => {
                series.took.push(due.elapsed());
                let it = Sent { cookie: applicant.cookie.clone(), path: reply.location };
                sent.lock().map_err(|_| anyhow!("a sender panicked"))?.push(it);
            }
            Ok(reply) => series.fail(format!("a submission was answered {}", reply.status)),
            Err(error) => {
                series.fail(format!("{error:#}"));
                client = Client::open(address, "")?;
            }
        }
    }
    Ok(series)
}

fn ask(address: SocketAddr, rate: &Rate, sent: &Mutex<Vec<Sent>>) -> Result<Series> {
    let mut client = Client::open(address, "")?;
    let mut series = Series::default();
    while let Some((number, due)) = rate.wait() {
        let one = {
            let all = sent.lock().map_err(|_| anyhow!("a sender panicked"))?;
            // Steps of a prime: whoever sent early and whoever sent late are asked for alike.
            let count = u64::try_from(all.len())?.max(1);
            usize::try_from(number.wrapping_mul(7_919) % count)
                .ok()
                .and_then(|at| all.get(at).cloned())
        };
        let Some(one) = one else {
            series.fail("nobody has sent anything yet".to_owned());
            continue;
        };
        client.cookie = one.cookie;
        let reply = client.get(&one.path);
        series.over = rate.begun.elapsed();
        match reply {
            Ok(reply) if reply.status == 200 => series.took.push(due.elapsed()),
            Ok(reply) => series.fail(format!("a status was answered {}", reply.status)),
            Err(error) => {
                series.fail(format!("{error:#}"));
                client = Client::open(address, "")?;
            }
        }
    }
    Ok(series)
}

impl Series {
    fn fail(&mut self, why: String) {
        self.failed += 1;
        self.first_failure.get_or_insert(why);
    }
}

/// How many of those that were acknowledged are not there for their own applicants.
fn missing(served: &Served, sent: &[Sent]) -> Result<u64> {
    let mut client = Client::open(served.address, "")?;
    let mut lost = 0;
    for one in sent {
        client.cookie.clone_from(&one.cookie);
        lost += u64::from(client.get(&one.path)?.status != 200);
    }
    Ok(lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_due_by_its_number_and_none_is_due_behind_the_last() {
        let rate = Rate::new(Instant::now(), 1_000, 3);
        let due: Vec<Duration> =
            std::iter::from_fn(|| rate.wait()).map(|(_, due)| due - rate.begun).collect();
        assert_eq!(due, [0, 1, 2].map(Duration::from_millis));
    }

    #[test]
    fn series_are_joined_in_order_and_tell_what_failed_first() {
        let mut one = Series { took: vec![Duration::from_millis(9)], ..Series::default() };
        one.fail("first".to_owned());
        let mut other = Series { took: vec![Duration::from_millis(1)], ..Series::default() };
        other.fail("second".to_owned());
        one.join(other);
        assert_eq!((one.answered(), one.failed), (2, 2));
        assert_eq!(one.within(500), Duration::from_millis(9));
        assert_eq!(one.within(0), Duration::from_millis(1));
        assert_eq!(one.first_failure.as_deref(), Some("first"));
    }
}
