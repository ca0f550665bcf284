//! What an applicant keeps between calls: the profile and the documents.

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::id::{PieceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::{Application, Content, FileKind};
use kelisim_domain::text::tidy_line;
use kelisim_store::application::{Piece, PieceKind};
use serde::{Deserialize, Serialize};

use super::{applicant, open, seal};
use crate::context::Context;
use crate::lookup::read_all;
use crate::{AppError, Result};

/// Most documents of one person, with all versions.
const MOST: usize = 60;
/// Longest line of a profile.
pub(super) const LONGEST: usize = 200;

/// What an applicant says of the own person, as it was typed. What does not fit is told when it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    /// Family name as in the passport, Latin letters.
    pub family: String,
    /// Given names as in the passport, Latin letters.
    pub given: String,
    /// Whole name in the own script.
    pub own_name: String,
    /// Day of birth.
    pub born: String,
    /// Citizenship, two letters.
    pub citizenship: String,
    /// Region of home.
    pub region: String,
    /// Employer.
    pub employer: String,
    /// Specialty of the diploma or certificate.
    pub specialty: String,
    /// Telephone number.
    pub phone: String,
    /// `1` when profile and documents are offered to further calls.
    pub reuse: String,
}

impl ProfileForm {
    /// The same with lines of a length that is kept.
    ///
    /// # Errors
    /// `text-too-long`, by its field.
    pub(super) fn tidy(&self) -> Result<Self> {
        let mut refusals = Vec::new();
        let mut line = |field: &'static str, text: &str| {
            let text = tidy_line(text);
            if text.chars().count() > LONGEST {
                let most = LONGEST.to_string();
                refusals.push(Refusal::of(field, "text-too-long").with("max", most));
            }
            text
        };
        let tidy = Self {
            family: line("family", &self.family),
            given: line("given", &self.given),
            own_name: line("own_name", &self.own_name),
            born: line("born", &self.born),
            citizenship: line("citizenship", &self.citizenship),
            region: line("region", &self.region),
            employer: line("employer", &self.employer),
            specialty: line("specialty", &self.specialty),
            phone: line("phone", &self.phone),
            reuse: self.reuse.clone(),
        };
        if refusals.is_empty() { Ok(tidy) } else { Err(AppError::Refused(refusals)) }
    }
}

/// The profile of an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What stands in it.
    pub form: ProfileForm,
    /// Its revision; 0 while there is none.
    pub revision: i64,
}

fn profile_id(user: UserId) -> PieceId {
    PieceId::new(StreamId::named("profile", &user.to_string()).uuid())
}

/// The profile of the applicant who asks; an empty one that is offered to further calls while there is none.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but an applicant.
pub async fn profile(ctx: &Context<'_>) -> Result<Profile> {
    let who = applicant(ctx)?.id;
    let empty = || ProfileForm { reuse: "1".to_owned(), ..ProfileForm::default() };
    let Some(piece) = ctx.store().piece(who, profile_id(who)).await? else {
        return Ok(Profile { form: empty(), revision: 0 });
    };
    let form = open(ctx, who, &piece.sealed)?.unwrap_or_else(empty);
    Ok(Profile { form, revision: piece.revision })
}

/// Keeps the profile. It may be kept half filled in.
///
/// # Errors
/// `text-too-long`; [`AppError::Stale`] when another tab was faster.
pub async fn keep_profile(ctx: &Context<'_>, revision: i64, form: &ProfileForm) -> Result<()> {
    let who = applicant(ctx)?.id;
    let piece = Piece {
        id: profile_id(who),
        applicant: who,
        kind: PieceKind::Profile,
        sealed: seal(ctx, who, &form.tidy()?)?,
        file: None,
        revision: revision + 1,
        written_at: ctx.now,
    };
    if ctx.store().write_piece(&piece, None).await? { Ok(()) } else { Err(AppError::Stale) }
}

/// A file somebody uploads.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// Made with the form, so that sending it twice keeps it once.
    pub id: PieceId,
    /// The name of the file.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The version it takes the place of.
    pub replaces: Option<PieceId>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    kind: FileKind,
    size: u64,
    sha256: Hash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<PieceId>,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: PieceId,
    /// The name of the file.
    pub name: String,
    /// What it is by its content.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file as it was uploaded.
    pub sha256: Hash,
    /// SHA-256 of its sealed bytes.
    pub blob: Hash,
    /// When it was uploaded.
    pub at: Timestamp,
    /// The version it took the place of.
    pub replaces: Option<PieceId>,
}

fn read_document(ctx: &Context<'_>, piece: &Piece) -> Result<Option<Document>> {
    let Some(blob) = piece.file else { return Ok(None) };
    let kept: Option<Kept> = open(ctx, piece.applicant, &piece.sealed)?;
    Ok(kept.map(|kept| Document {
        id: piece.id,
        name: kept.name,
        kind: kept.kind,
        size: kept.size,
        sha256: kept.sha256,
        blob,
        at: piece.written_at,
        replaces: kept.replaces,
    }))
}

/// The documents of the applicant who asks, all versions, the latest first.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but an applicant.
pub async fn wallet(ctx: &Context<'_>) -> Result<Vec<Document>> {
    let who = applicant(ctx)?.id;
    let mut documents = Vec::new();
    for piece in ctx.store().pieces(who).await? {
        if piece.kind == PieceKind::Document {
            documents.extend(read_document(ctx, &piece)?);
        }
    }
    documents.sort_by_key(|document| (std::cmp::Reverse(document.at), document.id));
    Ok(documents)
}

/// Keeps a document. What it is is told by its content; a file that ends in the middle is refused and nothing is kept.
///
/// # Errors
/// Why the file cannot be taken; `documents-full`.
pub async fn upload(ctx: &Context<'_>, upload: Upload<'_>) -> Result<Document> {
    let who = applicant(ctx)?.id;
    let kind = FileKind::of(upload.bytes)?;
    let there = wallet(ctx).await?;
    if let Some(same) = there.iter().find(|document| document.id == upload.id) {
        // The same form sent twice.
        return Ok(same.clone());
    }
    if there.len() >= MOST {
        return Err(Refusal::of("file", "documents-full").with("most", MOST.to_string()).into());
    }
    let plain = upload.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = tidy_line(plain).chars().take(120).collect();
    let name = if name.is_empty() { format!("document.{}", kind.extension()) } else { name };
    let replaces = upload.replaces.filter(|old| there.iter().any(|own| own.id == *old));
    let size = u64::try_from(upload.bytes.len()).unwrap_or(u64::MAX);
    let kept = Kept { name, kind, size, sha256: Hash::of(upload.bytes), replaces };
    let bytes = ctx.app.persons.seal_file(who, upload.bytes)?;
    let piece = Piece {
        id: upload.id,
        applicant: who,
        kind: PieceKind::Document,
        sealed: seal(ctx, who, &kept)?,
        file: Some(Hash::of(&bytes)),
        revision: 1,
        written_at: ctx.now,
    };
    if !ctx.store().write_piece(&piece, Some(&bytes)).await? {
        return Err(AppError::Stale);
    }
    read_document(ctx, &piece)?.ok_or(AppError::NotFound)
}

/// The bytes of an own document.
///
/// # Errors
/// [`AppError::NotFound`] for another person's.
pub async fn document(ctx: &Context<'_>, id: PieceId) -> Result<(Document, Vec<u8>)> {
    let who = applicant(ctx)?.id;
    let piece = ctx.store().piece(who, id).await?.ok_or(AppError::NotFound)?;
    let document = read_document(ctx, &piece)?.ok_or(AppError::NotFound)?;
    let bytes = bytes_of(ctx, who, &document).await?.ok_or(AppError::NotFound)?;
    Ok((document, bytes))
}

/// The bytes of a document as they were uploaded; nothing when they cannot be read as that.
pub(super) async fn bytes_of(
    ctx: &Context<'_>,
    who: UserId,
    document: &Document,
) -> Result<Option<Vec<u8>>> {
    let Some(sealed) = ctx.store().blob(document.blob).await? else { return Ok(None) };
    let bytes = ctx.app.persons.open_file(who, &sealed);
    Ok(bytes.filter(|bytes| Hash::of(bytes) == document.sha256))
}

/// Throws an own document away. What was sent with an application stays there: the receipt names it.
///
/// # Errors
/// [`AppError::NotFound`] for another person's.
pub async fn drop_document(ctx: &Context<'_>, id: PieceId) -> Result<()> {
    let who = applicant(ctx)?.id;
    let piece = ctx.store().piece(who, id).await?.ok_or(AppError::NotFound)?;
    let document = read_document(ctx, &piece)?.ok_or(AppError::NotFound)?;
    let mut sent = false;
    for it in read_all::<Application>(ctx, ctx.store().applications_of(who).await?).await? {
        let content: Option<Content> = open(ctx, who, &it.sent.what.content)?;
        let of_it = content.is_some_and(|c| c.documents.iter().any(|d| d.blob == document.blob));
        sent = sent || of_it || it.sent.what.files.contains(&document.blob);
    }
    if ctx.store().drop_piece(who, id, !sent).await? { Ok(()) } else { Err(AppError::NotFound) }
}
