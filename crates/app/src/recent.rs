//! What was read a moment ago and is asked for by everybody: the overview, a partner's page, what waits for a decision.
//!
//! An answer is given again while nothing was written through this process since it was read, and for no longer than a
//! second. Whoever writes therefore sees it on the next page; a write through another process that shares the database
//! shows within a second.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Role;
use kelisim_store::reading::{Scope, Tally};
use tokio::sync::OnceCell;

use crate::Result;
use crate::context::{Actor, Context};
use crate::overview::{OpenWork, Overview, PartnerPage};

/// How long an answer is given again when nothing is known to have been written.
const TRUSTED: SignedDuration = SignedDuration::from_secs(1);

/// How many answers of a kind are held.
const HELD: usize = 64;

/// What one process holds.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    /// How many changes were handed to the store.
    written: AtomicU64,
    pub(crate) overviews: Answers<Standpoint, Overview>,
    pub(crate) partners: Answers<(Standpoint, PartyCode), PartnerPage>,
    pub(crate) tallies: Answers<Standpoint, Vec<Tally>>,
    pub(crate) work: Answers<RegistryCode, OpenWork>,
}

impl Recent {
    /// Something was written, or may have been.
    pub(crate) fn forget(&self) {
        self.written.fetch_add(1, Ordering::AcqRel);
    }
}

/// Everything that decides what a person sees of a record: two people with the same standpoint see the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Standpoint {
    role: Option<Role>,
    scope: Scope,
    known_on: Option<Date>,
    today: Date,
}

impl Standpoint {
    pub(crate) fn of(ctx: &Context<'_>, known_on: Option<Date>) -> Self {
        let role = match &ctx.actor {
            Actor::User(user) => Some(user.role),
            Actor::Public | Actor::System => None,
        };
        Self { role, scope: ctx.scope(), known_on, today: ctx.today() }
    }
}

/// Answers of one kind.
#[derive(Debug)]
pub(crate) struct Answers<K, V> {
    held: Mutex<HashMap<K, Held<V>>>,
}

#[derive(Debug)]
struct Held<V> {
    written: u64,
    at: Timestamp,
    answer: Arc<OnceCell<Arc<V>>>,
}

impl<V> Held<V> {
    fn is_fresh(&self, written: u64, now: Timestamp) -> bool {
        self.written == written && self.at <= now && now.duration_since(self.at) < TRUSTED
    }
}

impl<K, V> Default for Answers<K, V> {
    fn default() -> Self {
        Self { held: Mutex::default() }
    }
}

impl<K: Eq + Hash, V> Answers<K, V> {
    /// The answer under a key: the one that is held, or what `read` gives. People who ask at once wait for one reading.
    pub(crate) async fn get(
        &self,
        ctx: &Context<'_>,
        key: K,
        read: impl Future<Output = Result<V>>,
    ) -> Result<Arc<V>> {
        let answer = self.cell(ctx, key);
        answer.get_or_try_init(async || read.await.map(Arc::new)).await.cloned()
    }

    /// The place of the answer. What was written is looked up before anything is read, so that a change in between
    /// makes the answer old.
    fn cell(&self, ctx: &Context<'_>, key: K) -> Arc<OnceCell<Arc<V>>> {
        let written = ctx.app.recent.written.load(Ordering::Acquire);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = held.get(&key).filter(|h| h.is_fresh(written, ctx.now)) {
            return Arc::clone(&found.answer);
        }
        if held.len() >= HELD {
            held.retain(|_, h| h.is_fresh(written, ctx.now));
        }
        if held.len() >= HELD {
            held.clear();
        }
        let answer = Arc::default();
        held.insert(key, Held { written, at: ctx.now, answer: Arc::clone(&answer) });
        answer
    }
}
