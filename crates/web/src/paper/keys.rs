//! The public keys of the house, for whoever checks its papers without it.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::paper::{self, Keys, fingerprint, multikey};
use kelisim_app::{Actor, AppError};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::state::AppState;

async fn read(state: &AppState) -> Result<Keys, AppError> {
    paper::keys(&state.app.context(Actor::Public)).await
}

fn answer(kind: &'static str, value: &Value) -> Answer {
    let text = serde_json::to_string_pretty(value)
        .map_err(|e| AppError::internal("writing the keys of the house", e))?;
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=60")];
    let response: Response = (headers, format!("{text}\n")).into_response();
    Ok(response)
}

/// The document of the house's name (did:web, section 3.2): every key it ever signed with, so that old papers are still
/// checked; not found while the house has no key or no address with TLS.
pub(super) async fn did(State(state): State<AppState>) -> Answer {
    let keys = read(&state).await?;
    let base = state.settings.public_base.as_deref();
    let current = keys.current.ok_or(AppError::NotFound)?;
    let name = paper::did(base, &current);
    if !name.starts_with("did:web:") {
        return Err(AppError::NotFound.into());
    }
    let id = |key: &[u8; 32]| format!("{name}#{}", multikey(key));
    let methods: Vec<Value> = keys
        .all()
        .map(|key| {
            json!({
                "id": id(&key),
                "type": "Multikey",
                "controller": name,
                "publicKeyMultibase": multikey(&key),
            })
        })
        .collect();
    let names: Vec<String> = keys.all().map(|key| id(&key)).collect();
    let document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": name,
        "verificationMethod": methods,
        "assertionMethod": names,
    });
    answer("application/did+json", &document)
}

/// The same as a plain list: each key with its fingerprint, and whether the house still signs with it.
pub(super) async fn keys(State(state): State<AppState>) -> Answer {
    let keys = read(&state).await?;
    let list: Vec<Value> = keys
        .all()
        .map(|key| {
            json!({
                "key": multikey(&key),
                "fingerprint": fingerprint(&key),
                "current": keys.current == Some(key),
            })
        })
        .collect();
    answer("application/json", &json!({"keys": list}))
}
