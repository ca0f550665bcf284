//! Answers that are held for a while, so that what many ask for is read once.
//!
//! Whoever finds an answer too old reads it anew; the others are given the old one until that is done, where it may
//! still be given. Where nothing is held, all wait for one reading.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

/// What an answer that is held is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// It is the answer.
    Fresh,
    /// It may be given while somebody reads it anew.
    Old,
    /// It must not be given any more.
    Gone,
}

impl Age {
    /// Fresh for a while after it was read; old later, and also where the clock went back.
    #[must_use]
    pub fn since(read_at: Timestamp, now: Timestamp, trusted: SignedDuration) -> Self {
        let fresh = read_at <= now && now.duration_since(read_at) < trusted;
        if fresh { Self::Fresh } else { Self::Old }
    }
}

/// How much is held.
#[derive(Debug)]
pub struct Room<V> {
    /// How many answers.
    pub count: usize,
    /// How large they may be together. One that takes more than a third of this is not held.
    pub size: usize,
    /// How large one is.
    pub measure: fn(&V) -> usize,
}

impl<V> Room<V> {
    /// Room for a number of answers whose size does not matter.
    #[must_use]
    pub const fn of(count: usize) -> Self {
        Self { count, size: usize::MAX, measure: |_| 0 }
    }
}

/// Answers by their keys. A mark tells when, or after what, an answer was read.
#[derive(Debug)]
pub struct Held<K, M, V> {
    room: Room<V>,
    slots: Mutex<HashMap<K, Slot<M, V>>>,
}

#[derive(Debug)]
struct Slot<M, V> {
    mark: M,
    answer: Arc<OnceCell<V>>,
    /// The answer before, while this one is read.
    before: Option<V>,
}

impl<K: Eq + Hash, M, V: Clone> Held<K, M, V> {
    /// Holds nothing yet.
    #[must_use]
    pub fn new(room: Room<V>) -> Self {
        Self { room, slots: Mutex::default() }
    }

    /// The answer under a key: the one that is held, or what `read` gives. `age` judges the mark of one that is held;
    /// a new one gets `mark`, which must have been taken before anything is read.
    ///
    /// # Errors
    /// What reading it gives. An error is not held.
    pub async fn get<E>(
        &self,
        key: K,
        mark: M,
        age: impl Fn(&M) -> Age,
        read: impl Future<Output = Result<V, E>>,
    ) -> Result<V, E> {
        let (answer, before) = self.slot(key, mark, age);
        if let Some(before) = before.filter(|_| !answer.initialized()) {
            return Ok(before);
        }
        let given = answer.get_or_try_init(async || read.await).await?.clone();
        if (self.room.measure)(&given) > self.room.size / 3 {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.retain(|_, slot| !Arc::ptr_eq(&slot.answer, &answer));
        }
        Ok(given)
    }

    /// The place of the answer, and what is given while somebody else reads it; nothing for whoever is to read it.
    fn slot(&self, key: K, mark: M, age: impl Fn(&M) -> Age) -> (Arc<OnceCell<V>>, Option<V>) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let found = slots.get(&key).map(|slot| (age(&slot.mark), slot));
        let before = match found {
            Some((Age::Fresh, slot)) => return (Arc::clone(&slot.answer), slot.before.clone()),
            // An answer whose reading was given up is not passed on: else nobody might ever read again.
            Some((Age::Old, slot)) => slot.answer.get().cloned(),
            Some((Age::Gone, _)) | None => None,
        };
        if self.is_full(&slots) {
            slots.retain(|_, slot| age(&slot.mark) == Age::Fresh);
        }
        if self.is_full(&slots) {
            slots.clear();
        }
        let answer = Arc::default();
        slots.insert(key, Slot { mark, answer: Arc::clone(&answer), before });
        (answer, None)
    }

    fn is_full(&self, slots: &HashMap<K, Slot<M, V>>) -> bool {
        let size = |held: Option<&V>| held.map_or(0, self.room.measure);
        let all = slots.values().map(|slot| size(slot.answer.get()) + size(slot.before.as_ref()));
        slots.len() >= self.room.count || all.sum::<usize>() > self.room.size
    }
}
