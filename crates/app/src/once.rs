//! Requests of programs that are done once: sent again under the same key, they are answered and not done again.
//!
//! What was done is noted in the transaction that does it ([`crate::context::Once`]), so that after any loss of a
//! connection, a process or a machine either both are there or neither.

use kelisim_domain::Refusal;
use uuid::Uuid;

use crate::context::{Context, Once};
use crate::{AppError, Result};

/// What was done under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The thing that was made or changed.
    pub thing: Uuid,
    /// The version it had then.
    pub version: i64,
}

/// What was done under a key before; nothing when nothing was.
///
/// # Errors
/// `idempotency-key-used` when something else was asked for under the key.
pub async fn done(ctx: &Context<'_>, once: &Once) -> Result<Option<Done>> {
    let Some(found) = ctx.store().answered(once.token, &once.key, ctx.now).await? else {
        return Ok(None);
    };
    if found.request != once.request {
        return Err(AppError::from(Refusal::new("idempotency-key-used")));
    }
    Ok(Some(Done { thing: found.thing, version: found.version }))
}

/// A request names a field that its form does not have. It is refused, since what stands in it would be lost.
#[must_use]
pub fn unknown_field(name: &str) -> Refusal {
    Refusal::new("field-unknown").with("name", name)
}

/// A field of a request holds something that nobody could type.
#[must_use]
pub fn not_text(name: &str) -> Refusal {
    Refusal::new("field-not-text").with("name", name)
}
