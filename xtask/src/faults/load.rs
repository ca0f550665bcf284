//! Officers at work: several connections that send real forms, and a record of what each was told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::http::{Connection, encoded, fields};
use super::random::Random;

/// How many writes each connection makes after the database has come back.
const AFTER: u64 = 5;

/// What everything that is written here begins with.
pub const MARK: &str = "Fault test ";

/// How the work goes on. It begins without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The server is about to be killed: a connection that breaks is the end of the work.
    EndsWithServer = 1,
    /// A few more writes that are acknowledged, then the end.
    Finish = 2,
    /// The end, at once: what was to be broken could not be.
    Stop = 3,
}

/// A signal to all who work, and the longest time in which nobody was told that something is kept.
#[derive(Debug, Default)]
pub struct Baton {
    phase: AtomicU8,
    pauses: Mutex<Pauses>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Pauses {
    last: Option<Instant>,
    longest: Duration,
}

impl Baton {
    /// Says how the work goes on.
    pub fn tell(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::SeqCst);
    }

    /// Whether the work goes on in this way.
    pub fn is(&self, phase: Phase) -> bool {
        self.phase.load(Ordering::SeqCst) == phase as u8
    }

    /// Somebody was told that something is kept.
    pub fn acknowledged(&self) {
        let now = Instant::now();
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = pauses.last {
            pauses.longest = pauses.longest.max(now.duration_since(last));
        }
        pauses.last = Some(now);
    }

    /// The longest time in which nobody was told so.
    pub fn longest(&self) -> Duration {
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner).longest
    }
}

/// A write that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The commitment.
    pub stream: String,
    /// The version it has once this is written.
    pub version: i64,
    /// The kind of its entry.
    pub kind: &'static str,
    /// A text in it that no other write has.
    pub mark: String,
}

/// What was sent and what the server said to it.
#[derive(Debug, Default)]
pub struct Told {
    /// Taken: must be there for ever.
    pub acknowledged: Vec<Write>,
    /// No answer came: may be there.
    pub unanswered: Vec<Write>,
    /// Answered that the database cannot be reached: told not to be there.
    pub turned_away: Vec<Write>,
    /// Answered that it is not known whether it is there.
    pub uncertain: Vec<Write>,
    /// Answers that should not be.
    pub wrong: Vec<String>,
    /// How often a program sent the same again.
    pub again: usize,
    /// The longest time in which nobody was told that something is kept.
    pub pause: Duration,
}

impl Told {
    /// Adds what another connection was told.
    pub fn add(&mut self, mut other: Self) {
        self.acknowledged.append(&mut other.acknowledged);
        self.unanswered.append(&mut other.unanswered);
        self.turned_away.append(&mut other.turned_away);
        self.uncertain.append(&mut other.uncertain);
        self.wrong.append(&mut other.wrong);
        self.again += other.again;
        self.pause = self.pause.max(other.pause);
    }

    /// Everything that was sent.
    pub fn all(&self) -> impl Iterator<Item = &Write> {
        let unsure = self.unanswered.iter().chain(&self.turned_away).chain(&self.uncertain);
        self.acknowledged.iter().chain(unsure)
    }
}

/// The commitments an officer sees in the list.
pub fn commitments(address: SocketAddr, cookie: &str) -> Result<Vec<String>> {
    let page = Connection::open(address)?.get("/en/commitments", cookie)?;
    if page.status != 200 {
        bail!("the list of commitments answers {}", page.status);
    }
    let mut found: Vec<String> = page
        .body
        .split("href=\"/en/commitments/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '?', '/']).next())
        .filter(|id| id.len() == 36)
        .map(ToOwned::to_owned)
        .collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// One officer at work on commitments that nobody else touches.
pub struct Worker<'a> {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The cookie of the session.
    pub cookie: &'a str,
    /// The commitments.
    pub commitments: &'a [String],
    /// What all marks of this connection begin with.
    pub name: String,
    /// Chooses the next form.
    pub random: Random,
    /// How the work goes on.
    pub baton: &'a Baton,
    /// When the database must have come back.
    pub deadline: Instant,
    /// After how long without an answer an officer goes on with something else; none, where an answer must come.
    pub gives_up: Option<Duration>,
    /// Hears of the first write that is acknowledged; let go when the work ends before that.
    pub first: Option<Sender<()>>,
}

/// A form as the page shows it, filled in again and again.
struct Sheet {
    id: String,
    fields: Vec<(String, String)>,
    version: i64,
}

impl Worker<'_> {
    /// Works until told to end.
    pub fn work(mut self) -> Told {
        let mut told = Told::default();
        if let Err(error) = self.write_on(&mut told) {
            // A connection that breaks is what the last phase waits for.
            if !self.baton.is(Phase::EndsWithServer) {
                told.wrong.push(format!("{}: {error:#}", self.name));
            }
        }
        told
    }

    fn write_on(&mut self, told: &mut Told) -> Result<()> {
        let mut connection = self.connect()?;
        let mut sheets = Vec::new();
        let mut number = 0_u64;
        let mut after = 0;
        while after < AFTER && !self.baton.is(Phase::Stop) {
            if Instant::now() > self.deadline {
                bail!("the house was not of use again in time");
            }
            let chosen = self.random.below(self.commitments.len().max(1) as u64);
            let chosen = usize::try_from(chosen).unwrap_or(0);
            let id = self.commitments.get(chosen).context("there is no commitment")?;
            let place = match sheets.iter().position(|sheet: &Sheet| sheet.id == *id) {
                Some(place) => place,
                // While the database is away there is no form to fill in.
                None => match self.sheet(&mut connection, id) {
                    Ok(Some(sheet)) => {
                        sheets.push(sheet);
                        sheets.len() - 1
                    }
                    Ok(None) => continue,
                    Err(_) if self.goes_on() => {
                        connection = self.connect()?;
                        continue;
                    }
                    Err(error) => return Err(error),
                },
            };
            let Some(sheet) = sheets.get_mut(place) else { continue };
            number += 1;
            let mark = format!("{MARK}{} n{number}.", self.name);
            let next = (id.clone(), sheet.version + 1);
            let here = format!("/en/commitments/{id}");
            let ((stream, version), kind, path, form, then) = match self.random.below(24) {
                0 => {
                    let path = format!("{here}/judge");
                    (next, "commitment.verdict_given", path, judged(sheet, &mark), here)
                }
                1 | 2 => {
                    // The page makes the id with the form, so that sending it twice enters it once.
                    let id = new_id(&mut self.random);
                    let (form, then) =
                        (entered(sheet, &id, &mark), format!("/en/communiques/{id}"));
                    ((id, 1), "source.added", "/en/communiques/new".to_owned(), form, then)
                }
                _ => {
                    let path = format!("{here}/describe");
                    (next, "commitment.described", path, described(sheet, &mark), here)
                }
            };
            let write = Write { stream, version, kind, mark };
            let answer = match connection.post(&path, self.cookie, &form) {
                Ok(answer) => answer,
                Err(error) => {
                    told.unanswered.push(write);
                    if !self.goes_on() {
                        return Err(error);
                    }
                    sheets.swap_remove(place);
                    connection = self.connect()?;
                    continue;
                }
            };
            // Taken: the answer leads to the page of what was written.
            if answer.status == 303 && answer.location == then {
                sheet.version += i64::from(write.stream == *id);
                told.acknowledged.push(write);
                self.baton.acknowledged();
                if let Some(first) = self.first.take() {
                    // Nobody listens any more when the fault has struck already.
                    let _ = first.send(());
                }
                after += u64::from(self.baton.is(Phase::Finish));
                continue;
            }
            // What the form stands at has to be looked up anew.
            sheets.swap_remove(place);
            if matches!(answer.status, 503 | 507) && !answer.body.contains(&write.mark) {
                let status = answer.status;
                told.wrong
                    .push(format!("{}: {status} does not give back what was typed", write.mark));
            }
            match answer.status {
                503 if answer.body.contains("not known") => told.uncertain.push(write),
                503 | 507 => told.turned_away.push(write),
                status => {
                    told.wrong.push(format!("{}: {path} answers {status}", write.mark));
                    told.uncertain.push(write);
                    if told.wrong.len() > 50 {
                        bail!("too many wrong answers");
                    }
                }
            }
        }
        Ok(())
    }

    fn connect(&self) -> Result<Connection> {
        match self.gives_up {
            None => Connection::open(self.address),
            Some(patience) => Connection::open_for(self.address, patience),
        }
    }

    /// Whether an answer that does not come is no reason to end.
    fn goes_on(&self) -> bool {
        self.gives_up.is_some() && !self.baton.is(Phase::EndsWithServer)
    }

    fn sheet(&self, connection: &mut Connection, id: &str) -> Result<Option<Sheet>> {
        let page = connection.get(&format!("/en/commitments/{id}/describe"), self.cookie)?;
        match page.status {
            200 => {}
            503 | 507 => return Ok(None),
            status => bail!("the form of {id} answers {status}"),
        }
        let fields = fields(&page.body);
        let version = fields.iter().find(|(name, _)| name == "version");
        let version = version.and_then(|(_, version)| version.parse().ok());
        let version = version.with_context(|| format!("the form of {id} has no version"))?;
        Ok(Some(Sheet { id: id.to_owned(), fields, version }))
    }
}

fn described(sheet: &Sheet, mark: &str) -> String {
    let mut fields = sheet.fields.clone();
    for (name, value) in &mut fields {
        match name.as_str() {
            "version" => *value = sheet.version.to_string(),
            "title_en" => mark.clone_into(value),
            _ => {}
        }
    }
    encoded(&fields)
}

fn judged(sheet: &Sheet, mark: &str) -> String {
    let version = sheet.version.to_string();
    form(sheet, &[("version", &version), ("verdict", "on_track"), ("evidence", mark)])
}

fn entered(sheet: &Sheet, id: &str, mark: &str) -> String {
    let text = format!("The ministries met and talked about {id}.");
    form(
        sheet,
        &[
            ("id", id),
            ("title", mark),
            ("kind", "communique"),
            ("tier", "2"),
            ("publisher", "Ministry"),
            ("published_on", "2026-01-15"),
            ("language", "en"),
            ("text", &text),
        ],
    )
}

/// A form with the token of the session.
fn form(sheet: &Sheet, fields: &[(&str, &str)]) -> String {
    let csrf = sheet.fields.iter().filter(|(name, _)| name == "csrf").cloned();
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    encoded(&csrf.chain(fields).collect::<Vec<_>>())
}

fn new_id(random: &mut Random) -> String {
    let (high, low) = (random.next(), random.next());
    let middle = (high & 0xfff) | 0x8000;
    let last = low & 0xffff_ffff_ffff;
    format!(
        "{:08x}-{:04x}-{middle:04x}-{:04x}-{last:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        ((low >> 48) & 0x3fff) | 0x8000
    )
}
