//! Connections for reading that stay at hand between two statements.
//!
//! Each time a connection goes back to the pool it is asked twice whether it is still there, once by the house within a
//! bound and once by the engine library without one. A page of eight statements would talk with the database 24 times. So
//! up to half of the connections are kept by the readers as long as they are busy with them, and are given back to the pool
//! when something went wrong on them, when they have been kept for long, or when the house closes.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _, future::BoxFuture};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo};
use sqlx::{Describe, Either, Execute, Executor, Pool, Postgres, SqlStr};

use crate::dialect::{FRESH, is_alive};

/// How long a connection is kept before it goes back to the pool, which renews its connections now and then.
const KEPT: Duration = Duration::from_secs(300);

/// The connections of one store that are for reading.
#[derive(Clone)]
pub struct Readers {
    pool: Pool<Postgres>,
    hand: Arc<Mutex<Hand>>,
}

/// The connections that wait, newest last, and how many of those that are kept are at work.
struct Hand {
    waiting: Vec<Kept>,
    at_work: usize,
    most: usize,
}

/// A connection, since when it has been out of the pool and when it was used last.
struct Kept {
    connection: PoolConnection<Postgres>,
    since: Instant,
    used: Instant,
}

/// A connection for one statement, and its place among those that are kept, where it has one. Without one, or when it is
/// dropped in the middle of a statement or after an error, it goes back to the pool, which looks whether it is sound.
struct Loan {
    kept: Kept,
    place: Option<Place>,
}

/// One of those at work.
struct Place(Arc<Mutex<Hand>>);

impl Readers {
    /// Readers that keep up to half of the connections of a pool, so that writers always find one.
    pub fn of(pool: Pool<Postgres>, connections: u32) -> Self {
        let most = usize::try_from(connections / 2).unwrap_or(0);
        Self { pool, hand: Arc::new(Mutex::new(Hand { waiting: Vec::new(), at_work: 0, most })) }
    }

    /// A connection for several statements, from the pool.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn acquire(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        self.pool.acquire().await
    }

    /// Gives all waiting connections back to the pool, so that it can close, and keeps none from now on.
    pub fn let_go(&self) {
        let mut hand = locked(&self.hand);
        hand.most = 0;
        hand.waiting.clear();
    }

    /// The newest of the waiting connections, or one of the pool. One that has waited for a while is asked whether it is
    /// there; when it is not, those that waited longer are not trusted either.
    async fn lend(&self) -> sqlx::Result<Loan> {
        if let Some(mut loan) = self.waiting() {
            if loan.kept.used.elapsed() < FRESH || is_alive(&mut loan.kept.connection).await.is_ok()
            {
                return Ok(loan);
            }
            drop(loan.kept.connection.detach());
            locked(&self.hand).close_waiting();
        }
        let connection = self.pool.acquire().await?;
        let now = Instant::now();
        Ok(Loan { kept: Kept { connection, since: now, used: now }, place: self.place() })
    }

    fn waiting(&self) -> Option<Loan> {
        let mut hand = locked(&self.hand);
        let kept = hand.waiting.pop()?;
        hand.at_work += 1;
        Some(Loan { kept, place: Some(Place(Arc::clone(&self.hand))) })
    }

    fn place(&self) -> Option<Place> {
        let mut hand = locked(&self.hand);
        if hand.at_work + hand.waiting.len() >= hand.most {
            return None;
        }
        hand.at_work += 1;
        Some(Place(Arc::clone(&self.hand)))
    }
}

impl Loan {
    /// After a statement that went well to its end: the connection waits for the next.
    fn done(self) {
        let Self { mut kept, place: Some(place) } = self else { return };
        let mut hand = locked(&place.0);
        if hand.most > 0 && kept.since.elapsed() < KEPT {
            kept.used = Instant::now();
            hand.waiting.push(kept);
        }
    }
}

impl Hand {
    /// Without the pool's farewell, which would ask each of them first.
    fn close_waiting(&mut self) {
        for kept in self.waiting.drain(..) {
            drop(kept.connection.detach());
        }
    }
}

impl Drop for Hand {
    /// A store may be dropped where nothing runs that could give connections back.
    fn drop(&mut self) {
        self.close_waiting();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        locked(&self.0).at_work -= 1;
    }
}

fn locked(hand: &Mutex<Hand>) -> MutexGuard<'_, Hand> {
    hand.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Readers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Readers").field("pool", &self.pool).finish_non_exhaustive()
    }
}

type Step = Either<PgQueryResult, PgRow>;

impl<'p> Executor<'p> for &Readers {
    type Database = Postgres;

    /// The whole answer is read before the first row is given on, so that the connection is free again by then.
    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Step>>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        let readers = self.clone();
        stream::once(async move {
            let mut loan = readers.lend().await?;
            let steps: Vec<Step> =
                (&mut *loan.kept.connection).fetch_many(query).try_collect().await?;
            loan.done();
            Ok::<_, sqlx::Error>(stream::iter(steps.into_iter().map(Ok)))
        })
        .try_flatten()
        .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<PgRow>>>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        let readers = self.clone();
        Box::pin(async move {
            let mut loan = readers.lend().await?;
            let row = (&mut *loan.kept.connection).fetch_optional(query).await?;
            loan.done();
            Ok(row)
        })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, sqlx::Result<PgStatement>>
    where
        'p: 'e,
    {
        let readers = self.clone();
        Box::pin(async move { readers.acquire().await?.prepare_with(sql, parameters).await })
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, sqlx::Result<Describe<Postgres>>> {
        let readers = self.clone();
        Box::pin(async move { readers.acquire().await?.describe(sql).await })
    }
}
