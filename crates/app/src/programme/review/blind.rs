//! What a reviewer reads of an application: fields named one by one, and copies of documents that an officer made
//! unreadable where they name the person.

use kelisim_domain::Refusal;
use kelisim_domain::id::ApplicationId;
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::FileKind;
use kelisim_domain::programme::question::Question;
use kelisim_domain::programme::review::{Event, Review, SeatCode};
use kelisim_store::Change;

use super::{Held, held, officers, thawed};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::{AppError, Result};

/// Answers a reviewer reads. What is not here is not told: age, citizenship and region narrow down who it is, having taken
/// part before is history.
const ANSWERS: [Question; 7] = [
    Question::Graduated,
    Question::WorkYears,
    Question::LanguageLevel,
    Question::MedicalDiploma,
    Question::SpecialtyCertificate,
    Question::EmployerAgrees,
    Question::AcceptsReturnService,
];

/// A document of the call, as a reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its number in the terms.
    pub document: u32,
    /// Whether the applicant sent it.
    pub sent: bool,
    /// Whether there is a copy without names to read.
    pub there: bool,
}

/// An application without whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blind {
    /// The specialty of the diploma.
    pub specialty: String,
    /// Answers, in the order of the list.
    pub answers: Vec<(Question, String)>,
    /// Documents of the call.
    pub documents: Vec<Copy>,
}

pub(super) fn blind(held: &Held) -> Option<Blind> {
    let content = held.content.as_ref()?;
    let answer = |question: &Question| {
        content.answers.get(question.code()).map(|answer| (*question, answer.clone()))
    };
    let documents = held.call.terms().map(|terms| terms.documents.as_slice()).unwrap_or_default();
    let copy = |number: u32| Copy {
        document: number,
        sent: content.documents.iter().any(|sent| sent.document == number),
        there: held.review.copies.iter().any(|copy| copy.document == number),
    };
    Some(Blind {
        specialty: content.person.specialty.clone(),
        answers: ANSWERS.iter().filter_map(answer).collect(),
        documents: documents.iter().map(|item| copy(item.number)).collect(),
    })
}

/// A copy that a reviewer may read: bytes and what they are. Its name is the number of the document, whatever the file was
/// called.
///
/// # Errors
/// [`AppError::NotFound`] before the file was opened, in conflict, and where there is no copy.
pub async fn copy(
    ctx: &Context<'_>,
    code: &SeatCode,
    document: u32,
) -> Result<(FileKind, Vec<u8>)> {
    let held = held(ctx, code).await?;
    let opened = held.review.seat(code).is_some_and(|seat| seat.opened.is_some());
    if !opened || held.ground.is_some() {
        return Err(AppError::NotFound);
    }
    bytes(ctx, &held.review, document).await
}

/// The same for an officer of the call.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's, and where there is no copy.
pub async fn copy_of(
    ctx: &Context<'_>,
    id: ApplicationId,
    document: u32,
) -> Result<(FileKind, Vec<u8>)> {
    ctx.authorise(crate::access::Action::CheckApplications)?;
    let growing = Growing::<Review>::load(ctx, Review::of(id).into()).await?;
    let review = growing.state()?;
    officers(ctx, review.description.call).await?;
    bytes(ctx, review, document).await
}

async fn bytes(ctx: &Context<'_>, review: &Review, document: u32) -> Result<(FileKind, Vec<u8>)> {
    let copy = review.copies.iter().rev().find(|copy| copy.document == document);
    let copy = copy.ok_or(AppError::NotFound)?;
    let sealed = ctx.store().blob(copy.blob).await?.ok_or(AppError::NotFound)?;
    let bytes = ctx.app.persons.open_file(review.description.applicant, &sealed);
    let bytes = bytes.filter(|bytes| Hash::of(bytes) == copy.sha256).ok_or(AppError::NotFound)?;
    Ok((FileKind::of(&bytes)?, bytes))
}

/// Puts a copy of a document before the reviewers. Whoever makes it has taken out what names the person.
///
/// # Errors
/// Why the file cannot be taken; `document-which-unknown`, `review-frozen`; [`AppError::NotFound`] for another registry's
/// and before reviewers were found; [`AppError::Stale`].
pub async fn add_copy(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    document: u32,
    file: &[u8],
) -> Result<()> {
    ctx.authorise(crate::access::Action::CheckApplications)?;
    let mut growing = Growing::<Review>::load(ctx, Review::of(id).into()).await?;
    let review = growing.state()?;
    let call = officers(ctx, review.description.call).await?;
    thawed(ctx, call.id).await?;
    growing.at_version(version)?;
    let known = call.terms().is_some_and(|t| t.documents.iter().any(|d| d.number == document));
    if !known {
        return Err(Refusal::of("document", "document-which-unknown").into());
    }
    FileKind::of(file)?;
    let sealed = ctx.app.persons.seal_file(review.description.applicant, file)?;
    let (sha256, blob) = (Hash::of(file), Hash::of(&sealed));
    growing.push(ctx, &Event::Copied { document, sha256, blob }, About::TODAY)?;
    let blobs = vec![(blob, sealed)];
    ctx.commit(&Change { appends: vec![growing.finish(ctx)?], blobs, ..Change::default() }).await
}
