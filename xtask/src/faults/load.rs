//! Officers at work: several connections that send real forms, and a record of what each was told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::Sender;
use std::time::Instant;

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
}

/// A signal to all who work.
#[derive(Debug, Default)]
pub struct Baton(AtomicU8);

impl Baton {
    /// Says how the work goes on.
    pub fn tell(&self, phase: Phase) {
        self.0.store(phase as u8, Ordering::SeqCst);
    }

    fn is(&self, phase: Phase) -> bool {
        self.0.load(Ordering::SeqCst) == phase as u8
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
}

impl Told {
    /// Adds what another connection was told.
    pub fn add(&mut self, mut other: Self) {
        self.acknowledged.append(&mut other.acknowledged);
        self.unanswered.append(&mut other.unanswered);
        self.turned_away.append(&mut other.turned_away);
        self.uncertain.append(&mut other.uncertain);
        self.wrong.append(&mut other.wrong);
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
        let mut connection = Connection::open(self.address)?;
        let mut sheets = Vec::new();
        let mut number = 0_u64;
        let mut after = 0;
        while after < AFTER {
            if Instant::now() > self.deadline {
                bail!("the house was not of use again in time");
            }
            let chosen = self.random.below(self.commitments.len().max(1) as u64);
            let chosen = usize::try_from(chosen).unwrap_or(0);
            let id = self.commitments.get(chosen).context("there is no commitment")?;
            let place = match sheets.iter().position(|sheet: &Sheet| sheet.id == *id) {
                Some(place) => place,
                // While the database is away there is no form to fill in.
                None => match self.sheet(&mut connection, id)? {
                    Some(sheet) => {
                        sheets.push(sheet);
                        sheets.len() - 1
                    }
                    None => continue,
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
                    return Err(error);
                }
            };
            // Taken: the answer leads to the page of what was written.
            if answer.status == 303 && answer.location == then {
                sheet.version += i64::from(write.stream == *id);
                told.acknowledged.push(write);
                if let Some(first) = self.first.take() {
                    // Nobody listens any more when the fault has struck already.
                    let _ = first.send(());
                }
                after += u64::from(self.baton.is(Phase::Finish));
                continue;
            }
            // What the form stands at has to be looked up anew.
            sheets.swap_remove(place);
            match answer.status {
                503 if answer.body.contains("not known") => told.uncertain.push(write),
                503 => told.turned_away.push(write),
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

    fn sheet(&self, connection: &mut Connection, id: &str) -> Result<Option<Sheet>> {
        let page = connection.get(&format!("/en/commitments/{id}/describe"), self.cookie)?;
        match page.status {
            200 => {}
            503 => return Ok(None),
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
