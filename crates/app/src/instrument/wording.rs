//! Versions of a text, and the approval of one content by both sides.

use kelisim_domain::Refusal;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Draft, Event, Side, TextApproval};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;
use serde::{Deserialize, Serialize};

use super::fact::{about, load, load_for, optional_cited};
use super::one;
use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::About;
use crate::lookup::kept;
use crate::notice::{Told, officers, people_of};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Largest file of a version, in bytes.
pub const LARGEST: usize = 4 << 20;

/// What is typed about a version of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// Its name; that of the file.
    pub name: String,
    /// The text, where no file is given.
    pub text: String,
    /// What changed.
    pub note: String,
}

/// Enters a version of the text: a file, or a text that was pasted. What is kept is its content, and what is approved
/// is the content's hash.
///
/// # Errors
/// Each field that does not fit; `instrument-draft-same`, `instrument-signed-already`; [`AppError::Stale`].
pub async fn draft(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &DraftForm,
    file: Option<&[u8]>,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let name = typed.line("name", &form.name, 200);
    let note = typed.optional_text("note", language, &form.note);
    let content = match file {
        Some(bytes) => bytes.to_vec(),
        None => form.text.replace("\r\n", "\n").into_bytes(),
    };
    if content.iter().all(u8::is_ascii_whitespace) {
        typed.refuse(Refusal::of("text", "text-empty"));
    }
    if content.len() > LARGEST {
        let max = LARGEST.to_string();
        typed.refuse(Refusal::of("text", "instrument-draft-large").with("max", max));
    }
    let (name, note) = typed.all1(name.zip(note))?;
    let hash = Hash::of(&content);
    let draft = Draft { hash, name, bytes: content.len() as u64, note };
    let it = growing.state()?;
    let (registry, title) = (it.description.registry, it.description.title.clone());
    let mut to = officers(ctx, registry).await?;
    to.extend(people_of(ctx, registry, &it.description.partner).await?);
    let told = Told { to, subject: Subject::TextToApprove, title: &title };
    let blobs = vec![(hash, content)];
    growing.record_with(ctx, &Event::Drafted { draft }, About::TODAY, told, blobs).await
}

/// The content of a version, with its name.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's instrument, for a version there is not, and for whoever may not see
/// texts.
pub async fn content(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
) -> Result<(String, Vec<u8>)> {
    ctx.authorise(Action::ReadRecord)?;
    let it = one(ctx, id).await?;
    let draft = it.drafts.iter().find(|d| d.meta.version == version).ok_or(AppError::NotFound)?;
    Ok((draft.what.name.clone(), kept(ctx, draft.what.hash).await?))
}

/// What is sent to approve a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApproveForm {
    /// Code of the side.
    pub side: String,
    /// The hash of the content, as shown with the form.
    pub hash: String,
    /// Id of the source: the letter of the partner, where an officer enters its approval.
    pub source: String,
    /// The passage.
    pub passage: String,
    /// A remark.
    pub note: String,
}

/// Approves the content with a hash for one side.
///
/// Rule: a person of the partner approves for the partner; an officer for the home side, and for the partner only by a
/// letter that says so.
///
/// # Errors
/// `instrument-side-unknown`, `instrument-side-other`, `instrument-letter-missing`, `instrument-text-old`,
/// `instrument-text-approved-already`; [`AppError::Stale`].
pub async fn approve(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &ApproveForm,
) -> Result<()> {
    ctx.authorise(Action::ApproveText)?;
    let growing = load_for(ctx, Action::ApproveText, id, version).await?;
    let by_partner = matches!(&ctx.actor, Actor::User(user) if user.role == Role::Partner);
    let mut typed = Typed::default();
    let side = Side::from_code(&form.side).ok_or(Refusal::new("instrument-side-unknown"));
    let side = typed.take("side", side);
    if by_partner && side == Some(Side::Home) {
        typed.refuse(Refusal::of("side", "instrument-side-other"));
    }
    let hash = Hash::from_hex(form.hash.trim()).ok_or(Refusal::new("instrument-text-old"));
    let hash = typed.take("hash", hash);
    let note = typed.optional_text("note", language, &form.note);
    let cited = if by_partner {
        Some(None)
    } else {
        optional_cited(ctx, &mut typed, &form.source, &form.passage).await?
    };
    if !by_partner && side == Some(Side::Partner) && matches!(cited, Some(None)) {
        typed.refuse(Refusal::of("source", "instrument-letter-missing"));
    }
    let approval = (|| {
        let cited = cited?;
        let about = about(cited.as_ref());
        let quotation = cited.map(|(quotation, _)| quotation);
        Some((
            TextApproval { side: side?, hash: hash?, quotation, signed: None, note: note? },
            about,
        ))
    })();
    let (approval, about) = typed.all1(approval)?;
    let it = growing.state()?;
    let (registry, title) = (it.description.registry, it.description.title.clone());
    let to = match approval.side {
        Side::Home => people_of(ctx, registry, &it.description.partner).await?,
        Side::Partner => officers(ctx, registry).await?,
    };
    let told = Told { to, subject: Subject::TextApproved, title: &title };
    growing.record_and_tell(ctx, &Event::TextApproved { approval }, about, told).await
}
