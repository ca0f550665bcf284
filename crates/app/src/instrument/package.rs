//! Approval without an account: the text goes out with a credential of the house, and comes back as an answer that the
//! partner signed with a key of its own ([decision 028](../../../../docs/decisions/028-a-partner-answers-by-a-signed-file.md)).
//!
//! What is approved is the same content under the same hash as in the browser and by the API.

use kelisim_domain::Refusal;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Event, Side, SignedFile, TextApproval};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::text::{Language, Text4};
use kelisim_verify::credential::{Credential, Fault, parse};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fact::load;
use super::one;
use crate::access::Action;
use crate::context::Context;
use crate::growing::About;
use crate::lookup::{kept, resolved};
use crate::notice::{Told, officers};
use crate::paper::{Faces, Unsigned, second, sign};
use crate::partner_key::signer;
use crate::{AppError, Result};

/// The type of the credential that goes out.
pub const PACKAGE: &str = "KelisimTextPackage";
/// The type of the credential that comes back.
pub const ANSWER: &str = "KelisimTextAnswer";
/// Longest remark of an answer, in letters.
const REMARK: usize = 2_000;

/// A package for the partner.
#[derive(Debug, Clone)]
pub struct Package {
    /// The name of the text.
    pub name: String,
    /// The text.
    pub text: Vec<u8>,
    /// What the house signed about it, in canonical form.
    pub credential: String,
    /// The same, read.
    pub read: Credential,
}

/// Packs the present version of a text for the partner. The same version gives the same bytes as long as the house signs
/// with the same key.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's instrument and for a version that is not the present one;
/// `instrument-text-approved-already` when the partner approved it; `paper-no-key`.
pub async fn package(
    ctx: &Context<'_>,
    id: InstrumentId,
    number: i64,
    faces: &Faces,
) -> Result<Package> {
    ctx.authorise(Action::KeepRecord)?;
    let it = one(ctx, id).await?;
    let draft = it.draft().filter(|d| d.meta.version == number).ok_or(AppError::NotFound)?;
    if it.approves(Side::Partner) {
        return Err(Refusal::new("instrument-text-approved-already").into());
    }
    let (name, text) = (draft.what.name.clone(), kept(ctx, draft.what.hash).await?);
    let d = &it.description;
    let titles: Map<String, Value> = Language::ALL
        .iter()
        .filter_map(|l| Some((l.code().to_owned(), d.title.get(*l)?.into())))
        .collect();
    let mut subject = Map::new();
    let mut put = |name: &str, value: Value| {
        subject.insert(name.to_owned(), value);
    };
    put("type", PACKAGE.into());
    put("registry", d.registry.as_str().into());
    put("partner", d.partner.as_str().into());
    put("partnerName", faces.partner.as_str().into());
    put("instrument", id.to_string().into());
    put("version", number.into());
    put("title", titles.into());
    put("name", name.as_str().into());
    put("size", draft.what.bytes.into());
    put("content", draft.what.hash.to_string().into());
    if let Some(base) = &faces.base {
        put("register", base.as_str().into());
    }
    let unsigned = Unsigned {
        id: id.uuid(),
        kind: PACKAGE,
        issuer: &faces.registry,
        base: faces.base.as_deref(),
        from: second(draft.meta.recorded_at),
        subject,
    };
    let (credential, read) = sign(ctx, &unsigned)?;
    Ok(Package { name, text, credential, read })
}

/// What is sent when an answer came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignedForm {
    /// The text of the file, where the file itself is not sent along.
    pub answer: String,
}

/// What an answer says. Whether it is signed by the partner is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answered {
    instrument: String,
    version: i64,
    content: Option<Hash>,
    remark: Option<Text4>,
    key: [u8; 32],
}

impl Answered {
    /// Reads an answer and checks that nothing in it was changed after it was signed.
    fn read(bytes: &[u8]) -> std::result::Result<Self, Refusal> {
        let credential = parse(bytes).map_err(unread)?;
        credential.check(None, &[]).map_err(unread)?;
        let kind = || Refusal::new("signed-kind");
        if credential.kind != ANSWER {
            return Err(kind());
        }
        let subject = &credential.subject;
        let text = |name: &str| subject.get(name).and_then(Value::as_str);
        if text("decision") != Some("approved") {
            return Err(kind());
        }
        let remark = text("remark").map(str::trim).filter(|remark| !remark.is_empty());
        if remark.is_some_and(|remark| remark.chars().count() > REMARK) {
            return Err(Refusal::new("signed-remark").with("max", REMARK.to_string()));
        }
        let language = text("language").and_then(Language::from_code).unwrap_or(Language::En);
        let remark = remark.map(|remark| Text4::new(language, remark)).transpose()?;
        Ok(Self {
            instrument: text("instrument").ok_or_else(kind)?.to_owned(),
            version: subject.get("version").and_then(Value::as_i64).ok_or_else(kind)?,
            content: text("content").and_then(Hash::from_hex),
            remark,
            key: credential.key,
        })
    }
}

/// What is wrong with the form of an answer.
fn unread(fault: Fault) -> Refusal {
    match fault {
        Fault::TooLong => Refusal::new("signed-long"),
        Fault::Changed => Refusal::new("signed-changed"),
        Fault::Issuer | Fault::Proof => Refusal::new("signed-proof"),
        _ => Refusal::new("signed-not-read"),
    }
}

/// Enters what the partner answered: a file it signed with a key that was entered and compared before. The file is kept as
/// it came.
///
/// # Errors
/// `signed-not-read`, `signed-long`, `signed-changed`, `signed-proof`, `signed-kind`, `signed-remark`, `signed-other`,
/// `signed-key-…`, `instrument-text-old`, `instrument-text-approved-already`; [`AppError::Stale`].
pub async fn signed(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    form: &SignedForm,
    file: Option<&[u8]>,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let bytes = file.unwrap_or(form.answer.trim().as_bytes());
    let answered =
        Answered::read(bytes).map_err(|refusal| Refusal { field: Some("answer"), ..refusal })?;
    let it = growing.state()?;
    let (registry, partner) = (it.description.registry, &it.description.partner);
    if answered.instrument != id.to_string() {
        return Err(Refusal::of("answer", "signed-other").into());
    }
    let partner = resolved(ctx, partner).await?;
    signer(ctx, registry, &partner, &answered.key).await?;
    let present = it.draft().map(|draft| (draft.meta.version, draft.what.hash));
    let of = answered.content.map(|hash| (answered.version, hash));
    let (Some((_, hash)), true) = (present, present == of) else {
        return Err(Refusal::of("answer", "instrument-text-old").into());
    };
    let title = it.description.title.clone();
    let file = Hash::of(bytes);
    let approval = TextApproval {
        side: Side::Partner,
        hash,
        quotation: None,
        signed: Some(SignedFile { file, key: Hash(answered.key) }),
        note: answered.remark,
    };
    let told =
        Told { to: officers(ctx, registry).await?, subject: Subject::TextApproved, title: &title };
    let (event, blobs) = (Event::TextApproved { approval }, vec![(file, bytes.to_vec())]);
    growing.record_with(ctx, &event, About::TODAY, told, blobs).await
}

/// The file by which a text was approved, as it came.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's instrument, for an approval that came otherwise, and for whoever may not
/// see texts.
pub async fn answer_file(ctx: &Context<'_>, id: InstrumentId, version: i64) -> Result<Vec<u8>> {
    ctx.authorise(Action::ReadRecord)?;
    let it = one(ctx, id).await?;
    let said = it.approvals.iter().find(|said| said.meta.version == version);
    let signed = said.and_then(|said| said.what.approval.signed).ok_or(AppError::NotFound)?;
    kept(ctx, signed.file).await
}
