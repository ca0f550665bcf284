//! What anybody may know of a paper: whether it is whole, whose key signed it, and whether it still holds.

use jiff::Timestamp;
use kelisim_domain::journal::Hash;
use kelisim_domain::paper::{Paper, PaperKind, PaperNumber, Why};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind;
use kelisim_verify::credential::{Credential, Fault, parse};

use super::second;
use crate::context::Context;
use crate::lookup::latest;
use crate::{AppError, Result};

/// What the register says of a paper to whoever has its number and its hash. No person is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its number.
    pub number: PaperNumber,
    /// What it is.
    pub kind: PaperKind,
    /// Who issued it.
    pub registry: RegistryCode,
    /// When.
    pub issued: Timestamp,
    /// The language it is written in.
    pub language: Language,
    /// Whether what it says was made up for demonstration.
    pub made_up: bool,
    /// Why and when it was withdrawn, if it was.
    pub withdrawn: Option<(Why, Timestamp)>,
}

/// What was found of a credential that was brought.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The credential, where it could be read.
    pub credential: Option<Credential>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
    /// Whether its key is or was a key of this house.
    pub ours: bool,
    /// What the register says of it; nothing for what was never issued here.
    pub registered: Option<Registered>,
}

/// The public keys of the house.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// The one it signs with now.
    pub current: Option<[u8; 32]>,
    /// Those it signed with before, in order.
    pub former: Vec<[u8; 32]>,
}

impl Keys {
    /// All of them, the current one first.
    pub fn all(&self) -> impl Iterator<Item = [u8; 32]> + '_ {
        self.current.into_iter().chain(self.former.iter().copied())
    }
}

/// The public keys of the house: those it keeps, and those the record shows papers were signed with, so that old papers
/// stay checkable after the folder of keys was lost.
///
/// # Errors
/// When the keys or the store cannot be read.
pub async fn keys(ctx: &Context<'_>) -> Result<Keys> {
    ctx.authorise_reading()?;
    let io = |e| AppError::internal("the key of the house", e);
    let current = ctx.app.house.public().map_err(io)?;
    let mut former = ctx.app.house.former().map_err(io)?;
    former.extend(ctx.store().signers().await?.into_iter().map(|key| key.0));
    former.sort_unstable();
    former.dedup();
    former.retain(|key| Some(*key) != current);
    Ok(Keys { current, former })
}

/// What the register says of the paper with this number and hash; nothing when there is no such paper or its text was
/// another.
///
/// # Errors
/// When the store cannot be read.
pub async fn registered(
    ctx: &Context<'_>,
    number: &PaperNumber,
    hash: Hash,
) -> Result<Option<Registered>> {
    ctx.authorise_reading()?;
    let paper = latest::<Paper>(ctx, Kind::Paper, Paper::id_of(number).uuid()).await;
    let paper = match paper {
        Ok(paper) => paper,
        Err(AppError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let d = paper.description;
    Ok((paper.issued.what.hash == hash).then_some(Registered {
        number: d.number,
        kind: d.kind,
        registry: d.registry,
        issued: paper.issued.meta.recorded_at,
        language: d.language,
        made_up: d.made_up,
        withdrawn: paper.withdrawn.map(|said| (said.what, said.meta.recorded_at)),
    }))
}

/// Checks a credential that was brought. Nothing of it is kept.
///
/// # Errors
/// When the keys or the store cannot be read; what is wrong with the credential is an answer.
pub async fn check(ctx: &Context<'_>, bytes: &[u8]) -> Result<Checked> {
    let keys = keys(ctx).await?;
    let credential = match parse(bytes) {
        Ok(credential) => credential,
        Err(fault) => {
            return Ok(Checked {
                credential: None,
                fault: Some(fault),
                ours: false,
                registered: None,
            });
        }
    };
    let fault = credential.check(Some(&second(ctx.now)), &[]).err();
    let ours = keys.all().any(|key| key == credential.key);
    let number = credential.subject.get("number").and_then(serde_json::Value::as_str);
    let registered = match number.and_then(|number| number.parse().ok()) {
        Some(number) => registered(ctx, &number, Hash(credential.hash)).await?,
        None => None,
    };
    Ok(Checked { credential: Some(credential), fault, ours, registered })
}
