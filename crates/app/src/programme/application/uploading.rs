//! A document that comes in parts, so that a line that breaks costs one part and not the file.
//!
//! The same file of the same person is the same upload, whatever the page or the day: whoever chooses it again goes on
//! where the line broke. Nothing of it is a document before all bytes are there and their hash is the one announced.

use kelisim_domain::Refusal;
use kelisim_domain::id::{PieceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::FileKind;
use kelisim_domain::text::tidy_line;
use kelisim_store::upload::{Part, Unfinished};
use serde::{Deserialize, Serialize};

use super::desk::{Document, Upload, upload};
use super::{applicant, open, seal};
use crate::context::Context;
use crate::{AppError, Result};

/// Largest part, in bytes.
pub const LARGEST_PART: usize = 1 << 20;
/// Files one person sends at a time.
const MOST: usize = 5;

/// What is told of a file before its first byte is sent: its name, its bytes, SHA-256 of the whole.
#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    name: String,
    size: u64,
    sha256: Hash,
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    /// The upload.
    pub id: PieceId,
    /// Bytes that are there; the next part begins behind them.
    pub received: u64,
}

fn id_of(who: UserId, sha256: Hash) -> PieceId {
    PieceId::new(StreamId::named("upload", &format!("{who}/{sha256}")).uuid())
}

async fn found(ctx: &Context<'_>, who: UserId, id: PieceId) -> Result<Option<Unfinished>> {
    Ok(ctx.store().unfinished(who).await?.into_iter().find(|upload| upload.id == id))
}

fn arrived(upload: &Unfinished) -> Arrived {
    Arrived { id: upload.id, received: u64::try_from(upload.received).unwrap_or(0) }
}

/// Begins to send a file, or goes on with one that was begun before.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but an applicant; `upload-hash` when size or hash make no sense; `document-empty`,
/// `document-too-large`; `uploads-full` when too many are begun and none of them is this one.
pub async fn begin_upload(
    ctx: &Context<'_>,
    name: &str,
    size: &str,
    sha256: &str,
) -> Result<Arrived> {
    let who = applicant(ctx)?.id;
    let (Ok(size), Ok(sha256)) = (size.parse(), serde_json::from_value(sha256.into())) else {
        return Err(Refusal::of("file", "upload-hash").into());
    };
    let name = tidy_line(name).chars().take(200).collect();
    let file = Begun { name, size, sha256 };
    if file.size == 0 {
        return Err(Refusal::of("file", "document-empty").into());
    }
    if file.size > u64::try_from(FileKind::MOST).unwrap_or(u64::MAX) {
        let most = (FileKind::MOST >> 20).to_string();
        return Err(Refusal::of("file", "document-too-large").with("most", most).into());
    }
    let id = id_of(who, file.sha256);
    let there = ctx.store().unfinished(who).await?;
    if let Some(upload) = there.iter().find(|upload| upload.id == id) {
        return Ok(arrived(upload));
    }
    if there.len() >= MOST {
        return Err(Refusal::of("file", "uploads-full").with("most", MOST.to_string()).into());
    }
    let upload = Unfinished {
        id,
        applicant: who,
        sealed: seal(ctx, who, &file)?,
        received: 0,
        touched_at: ctx.now,
    };
    ctx.store().begin_upload(&upload).await?;
    // Another tab may have begun the same file a moment before and have sent some of it.
    found(ctx, who, id).await?.map(|upload| arrived(&upload)).ok_or(AppError::NotFound)
}

/// Keeps a part of a file. One that does not begin where the last one ended is not kept; the answer says where to go on.
///
/// # Errors
/// `upload-part-size` for an empty part, one that is too large or goes past the end of the file;
/// [`AppError::NotFound`] for another person's file or one that was ended.
pub async fn add_part(ctx: &Context<'_>, id: PieceId, start: u64, bytes: &[u8]) -> Result<Arrived> {
    let who = applicant(ctx)?.id;
    let there = found(ctx, who, id).await?.ok_or(AppError::NotFound)?;
    let file: Begun = open(ctx, who, &there.sealed)?.ok_or(AppError::NotFound)?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let ends = start.checked_add(size).is_some_and(|end| end <= file.size);
    if bytes.is_empty() || bytes.len() > LARGEST_PART || !ends {
        let most = (LARGEST_PART >> 10).to_string();
        return Err(Refusal::of("file", "upload-part-size").with("most", most).into());
    }
    let whole = |n: u64| i64::try_from(n).map_err(|e| AppError::internal("counting bytes", e));
    let sealed = ctx.app.persons.seal_file(who, bytes)?;
    let part = Part { start: whole(start)?, size: whole(size)?, sealed: &sealed };
    if ctx.store().add_part(who, id, part, ctx.now).await? {
        return Ok(Arrived { id, received: start + size });
    }
    // The same part sent twice, or another tab that sends the same file: what is there counts.
    found(ctx, who, id).await?.map(|upload| arrived(&upload)).ok_or(AppError::NotFound)
}

/// Makes a document of a file that is there whole. Asked twice it makes one document.
///
/// # Errors
/// `upload-not-whole`; `upload-hash`, after which nothing of the file is kept and it is sent anew; why the file cannot be
/// taken, as for one that is sent in one piece.
pub async fn finish_upload(
    ctx: &Context<'_>,
    id: PieceId,
    replaces: Option<PieceId>,
) -> Result<Document> {
    let who = applicant(ctx)?.id;
    let Some(there) = found(ctx, who, id).await? else {
        // The same form sent twice: the document is there.
        let own = super::wallet(ctx).await?;
        return own.into_iter().find(|document| document.id == id).ok_or(AppError::NotFound);
    };
    let file: Begun = open(ctx, who, &there.sealed)?.ok_or(AppError::NotFound)?;
    let received = arrived(&there).received;
    if received != file.size {
        let refusal = Refusal::of("file", "upload-not-whole")
            .with("received", received.to_string())
            .with("size", file.size.to_string());
        return Err(refusal.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(file.size).unwrap_or(0));
    for part in ctx.store().parts(who, id).await? {
        bytes.extend(ctx.app.persons.open_file(who, &part).ok_or(AppError::NotFound)?);
    }
    if Hash::of(&bytes) != file.sha256 {
        ctx.store().end_upload(who, id).await?;
        return Err(Refusal::of("file", "upload-hash").into());
    }
    let whole = Upload { id, name: &file.name, bytes: &bytes, replaces };
    let document = match upload(ctx, whole).await {
        Err(AppError::Refused(refusals)) => {
            // It will not be taken however often it is sent.
            ctx.store().end_upload(who, id).await?;
            return Err(AppError::Refused(refusals));
        }
        other => other?,
    };
    ctx.store().end_upload(who, id).await?;
    Ok(document)
}
