//! What was read a moment ago and is asked for by everybody: the overview, a partner's page, what waits for a decision.
//!
//! An answer is given again while nothing was written through this process since it was read, and for a second. After
//! that one of those who ask reads it anew and the others are given the old one until that is done. Whoever writes
//! therefore sees it on the next page; a write through another process that shares the database shows a second later.

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

    /// What everybody sees, whoever asks.
    pub(crate) fn of_everybody(ctx: &Context<'_>) -> Self {
        Self { role: None, scope: Context::public_scope(), known_on: None, today: ctx.today() }
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
    /// The answer before, while this one is read: as old as it is, nothing was written through this process since.
    before: Option<Arc<V>>,
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
    /// The answer under a key: the one that is held, or what `read` gives. Where nothing is held, people who ask at once
    /// wait for one reading.
    pub(crate) async fn get(
        &self,
        ctx: &Context<'_>,
        key: K,
        read: impl Future<Output = Result<V>>,
    ) -> Result<Arc<V>> {
        let written = ctx.app.recent.written.load(Ordering::Acquire);
        self.get_at(written, ctx.now, key, read).await
    }

    async fn get_at(
        &self,
        written: u64,
        now: Timestamp,
        key: K,
        read: impl Future<Output = Result<V>>,
    ) -> Result<Arc<V>> {
        let (answer, before) = self.cell(written, now, key);
        if let Some(before) = before.filter(|_| !answer.initialized()) {
            return Ok(before);
        }
        answer.get_or_try_init(async || read.await.map(Arc::new)).await.cloned()
    }

    /// The place of the answer, and what is given while somebody else reads it; nothing for whoever is to read it.
    ///
    /// What was written is looked up before anything is read, so that a change in between makes the answer old.
    fn cell(
        &self,
        written: u64,
        now: Timestamp,
        key: K,
    ) -> (Arc<OnceCell<Arc<V>>>, Option<Arc<V>>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = held.get(&key).filter(|h| h.is_fresh(written, now)) {
            return (Arc::clone(&found.answer), found.before.clone());
        }
        // An answer whose reading was given up is not passed on: else nobody might ever read again.
        let before =
            held.get(&key).filter(|h| h.written == written).and_then(|h| h.answer.get().cloned());
        if held.len() >= HELD {
            held.retain(|_, h| h.is_fresh(written, now));
        }
        if held.len() >= HELD {
            held.clear();
        }
        let answer = Arc::default();
        held.insert(key, Held { written, at: now, answer: Arc::clone(&answer), before });
        (answer, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AppError;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).unwrap()
    }

    /// Whoever asks and must not read.
    async fn nobody() -> Result<i32> {
        panic!("nothing had to be read")
    }

    #[tokio::test]
    async fn an_answer_holds_for_a_second_and_until_something_is_written() {
        let answers = Answers::default();
        let get = async |written, at, n| {
            *answers.get_at(written, at, "a", async { Ok(n) }).await.unwrap()
        };
        assert_eq!(get(0, second(10), 1).await, 1);
        assert_eq!(*answers.get_at(0, second(10), "a", nobody()).await.unwrap(), 1);
        assert_eq!(get(1, second(10), 2).await, 2, "something was written");
        assert_eq!(get(1, second(11), 3).await, 3, "a second went by");
        assert_eq!(get(1, second(9), 4).await, 4, "a clock went back");
        assert_eq!(*answers.get_at(1, second(9), "b", async { Ok(5) }).await.unwrap(), 5);
    }

    #[tokio::test]
    async fn an_error_is_not_held() {
        let answers = Answers::default();
        let failed = answers.get_at(0, second(1), "a", async { Err(AppError::Unavailable) }).await;
        assert!(matches!(failed, Err(AppError::Unavailable)));
        assert_eq!(*answers.get_at(0, second(1), "a", async { Ok(1) }).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn while_one_reads_the_others_are_given_the_old_answer_but_never_one_from_before_a_write()
    {
        let answers = Answers::default();
        answers.get_at(0, second(1), "a", async { Ok(1) }).await.unwrap();
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let reading = answers.get_at(0, second(3), "a", async {
            wait.await.ok();
            Ok(2)
        });
        let mut reading = Box::pin(reading);
        assert!(
            std::future::poll_fn(|cx| std::task::Poll::Ready(
                reading.as_mut().poll(cx).is_pending()
            ))
            .await
        );
        assert_eq!(*answers.get_at(0, second(3), "a", nobody()).await.unwrap(), 1);
        assert_eq!(*answers.get_at(1, second(3), "a", async { Ok(3) }).await.unwrap(), 3);
        go.send(()).unwrap();
        assert_eq!(*reading.await.unwrap(), 2);
        assert_eq!(*answers.get_at(1, second(3), "a", nobody()).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn a_reading_that_was_given_up_is_done_by_the_next() {
        let answers = Answers::default();
        answers.get_at(0, second(1), "a", async { Ok(1) }).await.unwrap();
        drop(answers.get_at(0, second(3), "a", std::future::pending()));
        let (cell, _) = answers.cell(0, second(3), "a");
        drop(cell);
        assert_eq!(*answers.get_at(0, second(5), "a", async { Ok(2) }).await.unwrap(), 2);
    }
}
