//! What an applicant writes and what is written about the person, before it is sealed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::FileKind;
use crate::Refusal;
use crate::canonical::{CanonicalError, to_canonical};
use crate::country::CountryCode;
use crate::journal::Hash;
use crate::text::{Text4, tidy_line};

/// Who applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Family name as the passport has it in Latin letters.
    pub family: String,
    /// Given names as the passport has them in Latin letters.
    pub given: String,
    /// The whole name in the person's own script.
    pub own_name: String,
    /// Day of birth.
    pub born: Date,
    /// Citizenship.
    pub citizenship: CountryCode,
    /// Region of home, ISO 3166-2.
    pub region: String,
    /// Who employs the person.
    pub employer: String,
    /// The specialty of the diploma or certificate.
    pub specialty: String,
    /// A telephone number, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Person {
    /// The whole name in Latin letters, the family name first.
    #[must_use]
    pub fn latin(&self) -> String {
        format!("{} {}", self.family, self.given)
    }
}

/// A document that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// The number of the document in the terms of the call.
    pub document: u32,
    /// The name of the file.
    pub name: String,
    /// What it is by its content.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file as it was uploaded.
    pub sha256: Hash,
    /// SHA-256 of its sealed bytes, under which they are kept.
    pub blob: Hash,
}

/// Everything an applicant sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Random bytes, hexadecimal: the hash of the content says nothing to whoever has not opened it.
    pub salt: String,
    /// Who applies.
    pub person: Person,
    /// Answers to the questions of the call's rules, by the code of the question.
    pub answers: BTreeMap<String, String>,
    /// Numbers of seats, the one wanted most first.
    pub choices: Vec<u32>,
    /// Documents in the order of their numbers.
    pub documents: Vec<Attached>,
    /// Countries the person lets the application be sent to.
    pub consents: Vec<CountryCode>,
    /// Who goes along, where a team applies as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<Member>,
}

/// Somebody of a team, beside the one who sends the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The name as the passport has it in Latin letters.
    pub name: String,
    /// The specialty.
    pub specialty: String,
    /// What the person does in the team.
    pub part: String,
}

impl Member {
    /// Most people who go along with one application.
    pub const MOST: usize = 30;

    /// Reads a line such as `ASANOV BEKTUR; anaesthesiology; anaesthetist`.
    ///
    /// # Errors
    /// `application-team-form`; `name-not-latin`; `text-too-long`.
    pub fn read(line: &str) -> Result<Self, Refusal> {
        let parts: Vec<String> = line.split(';').map(tidy_line).collect();
        let [name, specialty, part] = <[String; 3]>::try_from(parts)
            .ok()
            .filter(|parts| parts.iter().all(|part| !part.is_empty()))
            .ok_or_else(|| Refusal::new("application-team-form").with("text", tidy_line(line)))?;
        if [&specialty, &part].iter().any(|text| text.chars().count() > 120) {
            return Err(Refusal::new("text-too-long").with("max", "120"));
        }
        Ok(Self { name: latin_name(&name)?, specialty, part })
    }
}

impl Content {
    /// How many people go as one.
    #[must_use]
    pub fn people(&self) -> u32 {
        u32::try_from(self.team.len() + 1).unwrap_or(u32::MAX)
    }

    /// Its hash: SHA-256 over its canonical JSON.
    ///
    /// # Errors
    /// When it has no canonical form.
    pub fn hash(&self) -> Result<Hash, CanonicalError> {
        Ok(Hash::of(to_canonical(self)?.as_bytes()))
    }
}

/// What is written about an application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// For the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Text4>,
    /// For the management of the side that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Text4>,
    /// What is to be mended, one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<Text4>,
}

/// A name as the machine-readable zone of a passport could have it: Latin letters, with spaces, hyphens and apostrophes
/// between them.
///
/// # Errors
/// `text-empty`, `name-not-latin`, `text-too-long`.
pub fn latin_name(text: &str) -> Result<String, Refusal> {
    let text = tidy_line(text).replace('\u{2019}', "'");
    if text.is_empty() {
        return Err(Refusal::new("text-empty"));
    }
    let fits = text.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\''))
        && text.chars().any(|c| c.is_ascii_alphabetic());
    if !fits {
        return Err(Refusal::new("name-not-latin"));
    }
    if text.len() > 80 {
        return Err(Refusal::new("text-too-long").with("max", "80"));
    }
    Ok(text.to_uppercase())
}
