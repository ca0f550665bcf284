//! Checks a certificate of an allocation, without a line of the engine that made it.
//!
//! Whoever holds the sealed market checks everything: hashes, the draw, that nobody is placed where they did not ask
//! or are not accepted, every cap, and that no place would take somebody who prefers it. Everyone else checks the
//! signature, the canonical form and their own row. `js/verify.js` does the same in a browser or in Node.
//!
//! Start reading at [`verify`]; [`market`] says how a market is read, [`rule`] what it means.

mod answer;
pub mod canonical;
mod caps;
pub mod couples;
pub mod credential;
mod draw;
mod form;
pub mod market;
mod names;
mod plain;
pub mod replay;
mod rows;
pub mod rule;
mod scan;
mod seal;
mod sha;
pub mod stability;
mod strict;
pub mod tables;

use std::fmt;
use std::sync::OnceLock;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::canonical::{Reader, canonical};
use crate::rows::{Climb, Rows};
use crate::seal::{Seal, leaf, node};
use crate::sha::Stream;
use crate::strict::Strict;

/// What is checked besides the certificate itself.
#[derive(Debug, Clone, Default)]
pub struct Evidence<'a> {
    /// Files of the sealed market.
    pub market: Vec<&'a [u8]>,
    /// The result file.
    pub result: Option<&'a [u8]>,
    /// One applicant's row with its proof.
    pub row: Option<&'a [u8]>,
    /// The public key that must have signed, in hexadecimal.
    pub signer: Option<&'a str>,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// What was found, when it is not as it must be.
    pub trouble: Option<String>,
}

/// Everything that was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In order.
    pub checks: Vec<Check>,
    /// What the reader should know besides.
    pub notes: Vec<String>,
}

impl Report {
    /// Whether everything is as it must be.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.trouble.is_none())
    }

    fn add(&mut self, name: &'static str, found: Result<(), String>) {
        self.checks.push(Check { name, trouble: found.err() });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            match &check.trouble {
                None => writeln!(f, "ok      {}", check.name)?,
                Some(trouble) => writeln!(f, "REFUSED {}: {trouble}", check.name)?,
            }
        }
        for note in &self.notes {
            writeln!(f, "note    {note}")?;
        }
        writeln!(
            f,
            "{}",
            if self.passed() { "the certificate holds" } else { "the certificate does not hold" }
        )
    }
}

/// Checks a certificate against the evidence at hand.
#[must_use]
pub fn verify(certificate: &[u8], evidence: &Evidence<'_>) -> Report {
    let mut report = Report::default();
    let (held, parts) = read(certificate, evidence);
    let parts = match parts {
        Ok(parts) => parts,
        Err(trouble) => {
            report.add("form of the certificate", Err(trouble));
            return report;
        }
    };
    report.add("form of the certificate", Ok(()));
    let market = held.as_ref().ok().filter(|_| !evidence.market.is_empty());
    let climb = parts.matching.as_ref().zip(market);
    let climb = climb.map(|(matching, held)| Climb::new(matching, &held.seal.salt_key));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for climb in climb.iter().flat_map(|climb| std::iter::repeat_n(climb, cores - 1)) {
            scope.spawn(move || climb.help());
        }
        check(&parts, &held, climb.as_ref(), evidence, &mut report);
    });
    report
}

type Held<'a> = Result<answer::Held<'a>, String>;
type Opened<'a> = Result<Parts<'a>, String>;

/// Reads market and certificate: one hashes, one reads columns, and who is done first opens the certificate.
fn read<'a>(certificate: &'a [u8], evidence: &Evidence<'a>) -> (Held<'a>, Opened<'a>) {
    let files = tables::sort(&evidence.market);
    let mut parts = OnceLock::new();
    let opened = || {
        parts.get_or_init(|| open(certificate));
    };
    let hashed = || {
        let seal = files.as_ref().ok().map(Seal::new);
        opened();
        seal
    };
    let columns = || {
        let strict = files.as_ref().ok().and_then(Strict::read);
        opened();
        strict
    };
    let (seal, strict) = beside(hashed, columns);
    let held = files.map(|files| {
        let seal = seal.unwrap_or_else(|| Seal::new(&files));
        answer::Held { files, seal, strict }
    });
    (held, parts.take().unwrap_or_else(|| open(certificate)))
}

fn check(
    parts: &Parts<'_>,
    held: &Held<'_>,
    climb: Option<&Climb<'_>>,
    evidence: &Evidence<'_>,
    report: &mut Report,
) {
    report.add("signature", signature(parts, evidence.signer));
    if parts.signature["signer"] == "market" {
        report.notes.push(
            "signed with the key of the market: the files are whole, who issued them is not shown"
                .into(),
        );
    }
    let own = parts.matching.as_ref().map_or("", |matching| matching.text);
    let [sealed_hash, own_hash] = hash_both(parts.sealed_text.unwrap_or_default(), own);
    match parts.sealed_text {
        Some(_) => {
            report.add("hash of the sealed part", same(&parts.body["sealed"], &sealed_hash));
        }
        None => report
            .notes
            .push("public form: cut-offs and other people's rows are not part of it".into()),
    }
    if let Some(row) = evidence.row {
        report.add("own row", own_row(&parts.body, row));
    }
    let mut from_result = None;
    if let Some(result) = evidence.result {
        let read = read_result(&parts.body, result);
        from_result = read.as_ref().ok().map(|value| canonical(&value["matching"]));
        report.add("result", read.map(|_| ()));
    }
    let from_result = from_result.as_deref().filter(|_| parts.matching.is_none());
    let from_result = from_result.and_then(|text| Rows::read(&mut Reader::new(text)));
    let matching = parts.matching.as_ref().or(from_result.as_ref());
    if let Some(matching) = matching {
        let hash = if parts.matching.is_some() { own_hash } else { hash(matching.text) };
        report.add("hash of the matching", same(&parts.body["matching"], &hash));
    }
    match held {
        _ if evidence.market.is_empty() => report.notes.push(
            "the market was not given: acceptability, caps and stability were not checked".into(),
        ),
        Ok(held) => answer::check(parts, held, (matching, climb), report),
        Err(trouble) => report.add("hash of the market", Err(trouble.clone())),
    }
}

/// Does two things at once.
fn beside<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

/// The parts of a certificate.
pub(crate) struct Parts<'a> {
    /// The body but for its pools.
    pub(crate) body: Value,
    body_text: &'a str,
    /// The canonical text of figures of pools in the body, and in the sealed part.
    pub(crate) pools: [&'a str; 2],
    /// The sealed part but for its matching and its pools.
    pub(crate) sealed: Value,
    sealed_text: Option<&'a str>,
    matching: Option<Rows<'a>>,
    pub(crate) signature: Value,
}

impl<'a> Parts<'a> {
    /// Reads them in one pass; `None` when the text is not in canonical form, else also a member that does not belong.
    fn read(text: &'a str) -> Option<(Self, Option<String>)> {
        let (mut body_text, mut signature) = ("null", "null");
        let (mut sealed_text, mut matching, mut strange) = (None, None, None);
        let (mut body, mut sealed) = (serde_json::Map::new(), serde_json::Map::new());
        let mut pools = ["null"; 2];
        let value = |text: &str| serde_json::from_str::<Value>(text).ok();
        let mut reader = Reader::new(text);
        reader.members(|reader, name| {
            match &*name {
                "body" if reader.peek() == Some(b'{') => {
                    let from = reader.at();
                    reader.members(|reader, name| {
                        if name == "pools" {
                            pools[0] = reader.value()?;
                        } else {
                            body.insert(name.into_owned(), value(reader.value()?)?);
                        }
                        Some(())
                    })?;
                    body_text = reader.since(from);
                }
                "body" => body_text = reader.value()?,
                "signature" => signature = reader.value()?,
                "sealed" if reader.peek() == Some(b'{') => {
                    let from = reader.at();
                    reader.members(|reader, name| {
                        if name == "matching" && reader.peek() == Some(b'{') {
                            matching = Some(Rows::read(reader)?);
                        } else if name == "pools" {
                            pools[1] = reader.value()?;
                        } else {
                            sealed.insert(name.into_owned(), value(reader.value()?)?);
                        }
                        Some(())
                    })?;
                    sealed_text = Some(reader.since(from));
                }
                "sealed" => sealed_text = Some(reader.value()?),
                _ => {
                    reader.value()?;
                    strange.get_or_insert(name.into_owned());
                }
            }
            Some(())
        })?;
        let parts = Self {
            body: body.into(),
            body_text,
            pools,
            sealed: if sealed_text.is_some() { sealed.into() } else { Value::Null },
            sealed_text,
            matching,
            signature: value(signature)?,
        };
        reader.ended().then_some((parts, strange))
    }
}

fn open(bytes: &[u8]) -> Result<Parts<'_>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let kind = |body: &Value| match body["format"] == "kelisim-certificate/1" {
        true => Ok(()),
        false => Err("it is not a certificate: `body.format` is not `kelisim-certificate/1`"),
    };
    let Some((parts, strange)) = Parts::read(line) else {
        let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        kind(&value["body"])?;
        return Err("not in canonical form (RFC 8785)".into());
    };
    kind(&parts.body)?;
    if let Some(other) = strange {
        return Err(format!("`{other}` does not belong to it"));
    }
    if parts.sealed_text.is_some() && parts.matching.is_none() {
        return Err("the sealed part has no `matching`".into());
    }
    Ok(parts)
}

fn signature(parts: &Parts<'_>, wanted: Option<&str>) -> Result<(), String> {
    let field = |key: &str| parts.signature.get(key).and_then(Value::as_str).unwrap_or_default();
    let members = parts.signature.as_object().map_or(0, serde_json::Map::len);
    if field("algorithm") != "Ed25519"
        || members != 4
        || !["authority", "market"].contains(&field("signer"))
    {
        return Err("it is missing or of another kind".into());
    }
    let exact = |key: &str| unhex(field(key)).filter(|bytes| hex(bytes) == field(key));
    let key = exact("key").ok_or("the key is not lower-case hexadecimal")?;
    let value = exact("value").ok_or("the value is not lower-case hexadecimal")?;
    let key = ed25519_compact::PublicKey::from_slice(&key).map_err(|_| "the key is not a key")?;
    let value = ed25519_compact::Signature::from_slice(&value)
        .map_err(|_| "the value is not a signature")?;
    key.verify(parts.body_text, &value).map_err(|_| "it does not belong to this text and key")?;
    match wanted {
        Some(wanted) if !wanted.eq_ignore_ascii_case(field("key")) => {
            Err(format!("signed by {}, not by the key you named", field("key")))
        }
        _ => Ok(()),
    }
}

fn own_row(body: &Value, bytes: &[u8]) -> Result<(), String> {
    let row: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let applicant = row["applicant"].as_str().ok_or("`applicant` is missing")?;
    if row["format"] != "kelisim-row/1" || !(row["place"].is_string() || row["place"].is_null()) {
        return Err("it is not in the form `kelisim-row/1`".into());
    }
    let salt = row["salt"].as_str().and_then(unhex).ok_or("`salt` is not hexadecimal")?;
    let mut climbing = leaf(&salt, applicant, &canonical(&row["place"]), &mut String::new());
    for step in row["path"].as_array().ok_or("`path` is missing")? {
        let other = step["hash"].as_str().and_then(unhex).ok_or("a step is not hexadecimal")?;
        climbing = match step["side"].as_str() {
            Some("left") => node(&other, &climbing),
            Some("right") => node(&climbing, &other),
            _ => return Err("a step has no side".into()),
        };
    }
    same(&body["rows"]["root"], &hex(&climbing))
        .map_err(|_| format!("the row of `{applicant}` is not in the certificate"))
}

fn read_result(body: &Value, bytes: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    same(&body["report"], &hash(&canonical(&value)))
        .map_err(|_| "its hash is not the one certified".to_owned())?;
    Ok(value)
}

pub(crate) fn same(found: &Value, expected: &str) -> Result<(), String> {
    same_value(found, &Value::from(expected))
}

pub(crate) fn same_value(found: &Value, expected: &Value) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    let short = |value: &Value| {
        let text = value.to_string();
        if text.chars().count() > 160 {
            format!("{}…", text.chars().take(160).collect::<String>())
        } else {
            text
        }
    };
    Err(format!("certified is {}, found is {}", short(found), short(expected)))
}

/// As [`same_value`], of two canonical texts.
pub(crate) fn same_text(found: &str, expected: &str) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    let value = |text| serde_json::from_str::<Value>(text).unwrap_or_default();
    same_value(&value(found), &value(expected))
        .and_then(|()| Err("certified is not written in canonical form".to_owned()))
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hash_both(one: &str, other: &str) -> [String; 2] {
    let (mut first, mut second) = (Stream::new(), Stream::new());
    sha::update_both(&mut first, &mut second, [one.as_bytes(), other.as_bytes()]);
    [first.finish(), second.finish()].map(|hash| hex(&hash))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
