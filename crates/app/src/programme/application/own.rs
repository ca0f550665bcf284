//! Everything the house keeps about an applicant, for that person.

use kelisim_domain::aggregate::ALWAYS;
use kelisim_store::reading::Kind;
use serde_json::{Value, json};

use super::desk::{Document, profile, wallet};
use super::{applicant, mine};
use crate::context::Context;
use crate::paper::Thing;
use crate::sign_in::Account;
use crate::{AppError, Result};

/// Own data, and the documents that belong to it.
#[derive(Debug, Clone)]
pub struct Export {
    /// Everything but the files, as JSON.
    pub json: String,
    /// The documents; each is fetched by its id.
    pub documents: Vec<Document>,
}

/// Everything the house keeps about the applicant who asks: account, profile, documents by name, size and hash, drafts,
/// every application with what was sent and what was said about it to the applicant, and papers about them.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but an applicant.
pub async fn export(ctx: &Context<'_>) -> Result<Export> {
    let who = applicant(ctx)?;
    let account: Account = crate::lookup::one(ctx, Kind::User, who.id.uuid(), ALWAYS).await?;
    let profile = profile(ctx).await?;
    let documents = wallet(ctx).await?;
    let (sent, drafts) = mine(ctx).await?;
    let mut papers = Vec::new();
    for seen in &sent {
        for held in crate::paper::held_about(ctx, Thing::Application(seen.id)).await? {
            let d = &held.paper.description;
            let withdrawn = held.paper.withdrawn.as_ref().map(|said| said.what);
            papers.push(json!({
                "number": d.number, "kind": d.kind, "language": d.language,
                "sha256": held.paper.issued.what.hash, "withdrawn": withdrawn, "credential": held.text,
            }));
        }
    }
    let document = |d: &Document| {
        json!({
            "id": d.id, "name": d.name, "type": d.kind.media_type(), "size": d.size,
            "sha256": d.sha256, "uploaded_at": d.at, "replaces": d.replaces,
        })
    };
    let applications: Vec<Value> = sent
        .iter()
        .map(|seen| {
            let steps: Vec<Value> = seen
                .steps
                .iter()
                .map(|step| {
                    json!({
                        "at": step.at, "event": step.event, "stage": step.stage,
                        "reason": step.reason, "due": step.due, "words": step.words,
                    })
                })
                .collect();
            json!({
                "id": seen.id, "call": seen.call.id, "receipt": seen.receipt,
                "stage": seen.stage, "edition": seen.edition, "content": seen.content,
                "content_sha256": seen.hash, "steps": steps,
            })
        })
        .collect();
    let drafts: Vec<Value> = drafts
        .iter()
        .map(|(draft, _)| json!({"call": draft.call, "begun_at": draft.begun_at, "form": draft.form}))
        .collect();
    let all = json!({
        "format": "kelisim-own-data/1",
        "written_at": ctx.now,
        "account": {
            "id": who.id, "registry": who.registry,
            "email": account.fields.map(|fields| fields.email),
        },
        "profile": profile.form,
        "documents": documents.iter().map(document).collect::<Vec<_>>(),
        "drafts": drafts,
        "applications": applications,
        "papers": papers,
    });
    let json = serde_json::to_string_pretty(&all)
        .map_err(|e| AppError::internal("writing own data", e))?;
    Ok(Export { json, documents })
}
