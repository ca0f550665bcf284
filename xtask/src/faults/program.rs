//! Programs at work: each moves places of a line of its own through the API, and sends what got no answer again under
//! the same key until it is answered.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::http::{Answer, Connection, between, encoded};
use super::load::{Baton, MARK, Phase, Told, Write};

/// How many places a program moves after the database has come back.
const AFTER: u32 = 5;
/// How long a program waits for an answer before it sends the same again.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long it rests before that.
const REST: Duration = Duration::from_millis(100);
/// Places of each line: never used up.
const PLACES: u32 = 1_000_000;

/// A token and the lines whose places are moved with it.
#[derive(Debug)]
pub struct Program {
    /// The token.
    pub token: String,
    /// Ids of the lines.
    pub lines: Vec<String>,
    /// The source and the promise they rest on.
    source: String,
    promise: String,
}

const PASSAGE: &str = "Türkiye treats 1000000 patients a year";

impl Program {
    /// Makes a token on the page, and through the API a source, a promise that rests on it, and lines of that promise.
    pub fn open(address: SocketAddr, cookie: &str, lines: u32) -> Result<Self> {
        let token = token(address, cookie)?;
        let mut program =
            Self { token, lines: vec![], source: String::new(), promise: String::new() };
        let mut api = Connection::open(address)?;
        program.source = program.made(
            &mut api,
            "/api/v1/sources",
            &json!({
                "title": "Joint statement for the programs", "kind": "communique", "tier": "1",
                "publisher": "Ministry", "published_on": "2026-01-15", "language": "en",
                "text": format!("The sides agreed that {PASSAGE}."),
            }),
        )?;
        program.promise = program.made(
            &mut api,
            "/api/v1/promises",
            &json!({
                "source": program.source, "passage": PASSAGE, "title": "Treatment by the programs",
                "topic": "treatment", "partner": "TR", "promisors": ["TR"], "beneficiaries": ["KG"],
                "stage": "S5", "quantity": 1_000_000, "unit": "patient", "per": "year",
            }),
        )?;
        for number in 0..lines {
            let line = program.line(&mut api, &format!("Specialty {number}"), PLACES)?;
            program.lines.push(line);
        }
        Ok(program)
    }

    /// Opens a line; its name is that of the specialty.
    pub fn line(&self, api: &mut Connection, name: &str, places: u32) -> Result<String> {
        self.made(
            api,
            "/api/v1/quotas",
            &json!({
                "commitment": self.promise, "period": "2026", "channel": "ministry",
                "programme": "treatment", "specialty": name, "places": places,
                "source": self.source, "passage": PASSAGE,
            }),
        )
    }

    /// Moves places of a line.
    pub fn step(
        &self,
        api: &mut Connection,
        line: &str,
        step: &str,
        places: u32,
        key: &str,
    ) -> Result<Answer> {
        let body = json!({ "step": step, "places": places });
        api.send(&format!("/api/v1/quotas/{line}/move"), &self.token, key, &body)
    }

    /// How many places of a line lie in an account.
    pub fn places(&self, api: &mut Connection, line: &str, account: &str) -> Result<u64> {
        let answer = api.ask_as(&format!("/api/v1/quotas/{line}"), &self.token)?;
        if answer.status != 200 {
            bail!("the line {line} answers {}: {}", answer.status, answer.body);
        }
        let line: Value = serde_json::from_str(&answer.body).context("reading a line")?;
        let accounts =
            line.get("accounts").and_then(Value::as_array).context("a line without accounts")?;
        let found =
            accounts.iter().find(|one| one.get("account").and_then(Value::as_str) == Some(account));
        // An account that holds none is left out.
        Ok(found.and_then(|one| one.get("places")).and_then(Value::as_u64).unwrap_or(0))
    }

    fn made(&self, api: &mut Connection, path: &str, body: &Value) -> Result<String> {
        let key = format!("made {path} {}", body["specialty"]);
        let answer = api.send(path, &self.token, &key.replace('"', ""), body)?;
        if answer.status != 201 && answer.status != 200 {
            bail!("{path} answers {}: {}", answer.status, answer.body);
        }
        told(&answer).map(|(id, _)| id)
    }
}

/// A token for everything a program here does, made as a person does.
fn token(address: SocketAddr, cookie: &str) -> Result<String> {
    let mut browser = Connection::open(address)?;
    let page = browser.get("/en/account/tokens", cookie)?;
    let csrf = between(&page.body, "name=\"csrf\" value=\"", "\"")
        .context("no form on the page of tokens")?;
    let ends = page.body.split("name=\"ends_on\"").nth(1);
    let ends =
        ends.and_then(|rest| between(rest, "value=\"", "\"")).context("no last day is proposed")?;
    let mut fields = vec![("csrf", csrf), ("name", "Fault test"), ("ends_on", ends)];
    let scopes = ["sources-write", "promises-write", "quotas-write"];
    fields.extend(scopes.map(|scope| ("scopes", scope)));
    let fields: Vec<_> = fields.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let page = browser.post("/en/account/tokens", cookie, &encoded(&fields))?;
    let word = page.body.split("kelisim_").nth(1).and_then(|rest| rest.get(..64));
    let word = word.with_context(|| format!("no token was made: {}", page.status))?;
    Ok(format!("kelisim_{word}"))
}

/// The id and version that an answer names.
fn told(answer: &Answer) -> Result<(String, i64)> {
    let told: Value = serde_json::from_str(&answer.body).context("reading what was done")?;
    let id = told.get("id").and_then(Value::as_str).context("an answer without an id")?;
    Ok((id.to_owned(), told.get("version").and_then(Value::as_i64).unwrap_or(0)))
}

/// One program at work on a line that nobody else touches.
pub struct Runner<'a> {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The token.
    pub token: &'a str,
    /// The line.
    pub line: &'a str,
    /// What all marks of this program begin with.
    pub name: String,
    /// How the work goes on.
    pub baton: &'a Baton,
    /// When the database must have come back.
    pub deadline: Instant,
    /// Hears of the first move that is acknowledged; let go when the work ends before that.
    pub first: Option<Sender<()>>,
}

impl Runner<'_> {
    /// Works until told to end.
    pub fn work(mut self) -> Told {
        let mut told = Told::default();
        let (mut after, mut number) = (0, 0);
        while after < AFTER && !self.baton.is(Phase::Stop) {
            number += 1;
            match self.send(&mut told, number) {
                Ok(true) => {
                    self.baton.acknowledged();
                    if let Some(first) = self.first.take() {
                        // Nobody listens any more when the fault has struck already.
                        let _ = first.send(());
                    }
                    after += u32::from(self.baton.is(Phase::Finish));
                }
                Ok(false) => break,
                Err(error) => {
                    told.wrong.push(format!("{}: {error:#}", self.name));
                    break;
                }
            }
        }
        told
    }

    /// One move, sent until it is answered; false when the server has ended before that.
    fn send(&self, told: &mut Told, number: u32) -> Result<bool> {
        let mark = format!("{MARK}{} n{number}.", self.name);
        let body = json!({ "step": "pledged-confirmed", "places": 1, "note": mark });
        let path = format!("/api/v1/quotas/{}/move", self.line);
        let mut write = Write {
            stream: self.line.to_owned(),
            version: 0,
            kind: "quota.moved",
            mark: mark.clone(),
        };
        let mut connection = None;
        loop {
            if Instant::now() > self.deadline || self.baton.is(Phase::Stop) {
                told.unanswered.push(write);
                if self.baton.is(Phase::Stop) {
                    return Ok(false);
                }
                bail!("a move was not answered in time");
            }
            let answer = (|| {
                let open = match connection.take() {
                    Some(open) => open,
                    None => Connection::open_for(self.address, PATIENCE)?,
                };
                connection.insert(open).send(&path, self.token, &mark, &body)
            })();
            match answer {
                Ok(answer) if matches!(answer.status, 200 | 201) => {
                    write.version = self::told(&answer)?.1;
                    told.acknowledged.push(write);
                    return Ok(true);
                }
                // Not now: the same again.
                Ok(answer) if matches!(answer.status, 503 | 507) => {}
                Ok(answer) => {
                    told.uncertain.push(write);
                    bail!("{mark} is answered {}: {}", answer.status, answer.body);
                }
                Err(_) if self.baton.is(Phase::EndsWithServer) => {
                    told.unanswered.push(write);
                    return Ok(false);
                }
                // It may have been done: the same again, under the same key, on another connection.
                Err(_) => connection = None,
            }
            told.again += 1;
            thread::sleep(REST);
        }
    }
}
