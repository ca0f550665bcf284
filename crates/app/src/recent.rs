//! What was read a moment ago and is asked for by everybody: the overview, a partner's page, what waits for a decision.
//!
//! An answer is given again while nothing was written through this process since it was read, and for a second. After
//! that one of those who ask reads it anew and the others are given the old one until that is done. Whoever writes
//! therefore sees it on the next page; a write through another process that shares the database shows a second later.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Role;
use kelisim_store::reading::{Scope, Tally};

use crate::Result;
use crate::context::{Actor, Context};
use crate::held::{Age, Held, Room};
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
pub(crate) struct Answers<K, V>(Held<K, Mark, Arc<V>>);

/// When an answer was read, and after how many changes.
#[derive(Debug, Clone, Copy)]
struct Mark {
    written: u64,
    at: Timestamp,
}

impl Mark {
    /// What an answer with this mark is good for, at another.
    fn age(self, now: Self) -> Age {
        if self.written == now.written { Age::since(self.at, now.at, TRUSTED) } else { Age::Gone }
    }
}

impl<K: Eq + Hash, V> Default for Answers<K, V> {
    fn default() -> Self {
        Self(Held::new(Room::of(HELD)))
    }
}

impl<K: Eq + Hash, V> Answers<K, V> {
    /// The answer under a key: the one that is held, or what `read` gives.
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
        at: Timestamp,
        key: K,
        read: impl Future<Output = Result<V>>,
    ) -> Result<Arc<V>> {
        let now = Mark { written, at };
        self.0.get(key, now, |mark| mark.age(now), async { read.await.map(Arc::new) }).await
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::Poll;

    use super::*;
    use crate::AppError;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).unwrap()
    }

    /// Lets an asker go as far as it can.
    async fn is_waiting(asker: &mut (impl Future + Unpin)) -> bool {
        std::future::poll_fn(|cx| Poll::Ready(Pin::new(&mut *asker).poll(cx).is_pending())).await
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
        assert!(is_waiting(&mut reading).await);
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
        let mut reading = Box::pin(answers.get_at(0, second(3), "a", std::future::pending()));
        assert!(is_waiting(&mut reading).await);
        drop(reading);
        assert_eq!(*answers.get_at(0, second(5), "a", async { Ok(2) }).await.unwrap(), 2);
    }
}
