//! What this process is busy with beside the requests: tables that are checked or entered, runs that are computed, backups.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kelisim_domain::Refusal;
use uuid::Uuid;

/// What is done at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its rows are held against the rules and the record.
    Checking,
    /// What is to be written is put together.
    Preparing,
    /// It is written, in one transaction.
    Writing,
    /// The places of a run are given.
    Giving,
    /// Its certificates are made.
    Sealing,
    /// They are checked by the verifier.
    Verifying,
    /// The record is packed into a backup.
    Packing,
    /// A backup is read again and compared with what it says of itself.
    Reading,
}

impl Phase {
    const ALL: [Self; 8] = [
        Self::Checking,
        Self::Preparing,
        Self::Writing,
        Self::Giving,
        Self::Sealing,
        Self::Verifying,
        Self::Packing,
        Self::Reading,
    ];
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub phase: Phase,
    /// Rows, things written, or parts of the work so far.
    pub done: u64,
    /// Of so many.
    pub total: u64,
}

/// A piece of work under way.
#[derive(Debug, Default)]
pub(crate) struct Under {
    phase: AtomicUsize,
    total: AtomicUsize,
    /// Counted up by the store too, while it writes.
    pub(crate) done: Arc<AtomicU64>,
}

impl Under {
    pub(crate) fn begin(&self, phase: Phase, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.phase.store(phase as usize, Ordering::Relaxed);
    }

    /// Goes on to another part of the work, with `done` parts behind it.
    pub(crate) fn go_on(&self, phase: Phase, done: usize) {
        self.phase.store(phase as usize, Ordering::Relaxed);
        self.at(done);
    }

    pub(crate) fn at(&self, done: usize) {
        self.done.store(u64::try_from(done).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn progress(&self) -> Progress {
        let phase = self.phase.load(Ordering::Relaxed);
        let phase =
            Phase::ALL.into_iter().find(|one| *one as usize == phase).unwrap_or(Phase::Checking);
        let total = u64::try_from(self.total.load(Ordering::Relaxed)).unwrap_or(u64::MAX);
        Progress { phase, done: self.done.load(Ordering::Relaxed).min(total), total }
    }
}

/// What this process is busy with, by the id of the thing, and what came to nothing since it was begun last.
#[derive(Debug, Default)]
pub struct UnderWay(Mutex<BTreeMap<Uuid, Work>>);

#[derive(Debug)]
enum Work {
    Busy(Arc<Under>),
    Failed(Vec<Refusal>),
}

/// Takes the work off the list when it ends, however it ends.
pub(crate) struct Busy {
    pub(crate) under: Arc<Under>,
    id: Uuid,
    all: Arc<UnderWay>,
}

impl Busy {
    /// Ends the work with what is against it; told until it is begun anew.
    pub(crate) fn failed(self, why: Vec<Refusal>) {
        let (id, all) = (self.id, Arc::clone(&self.all));
        drop(self);
        all.list().insert(id, Work::Failed(why));
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.all.list().remove(&self.id);
    }
}

impl UnderWay {
    fn list(&self) -> MutexGuard<'_, BTreeMap<Uuid, Work>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins work on a thing; nothing when this process is at it already.
    pub(crate) fn begin(self: &Arc<Self>, id: Uuid) -> Option<Busy> {
        let mut all = self.list();
        if matches!(all.get(&id), Some(Work::Busy(_))) {
            return None;
        }
        let under = Arc::new(Under::default());
        all.insert(id, Work::Busy(Arc::clone(&under)));
        Some(Busy { under, id, all: Arc::clone(self) })
    }

    /// Notes what is against work that ended; told until it is begun anew.
    pub(crate) fn failed(&self, id: Uuid, why: Vec<Refusal>) {
        self.list().entry(id).or_insert(Work::Failed(why));
    }

    /// How far the work on a thing has come; nothing when this process is not at it.
    pub(crate) fn progress(&self, id: Uuid) -> Option<Progress> {
        match self.list().get(&id) {
            Some(Work::Busy(under)) => Some(under.progress()),
            _ => None,
        }
    }

    /// What came of the last try in this process, when it came to nothing.
    pub(crate) fn trouble(&self, id: Uuid) -> Vec<Refusal> {
        match self.list().get(&id) {
            Some(Work::Failed(why)) => why.clone(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_begun_once_told_while_it_lasts_and_its_trouble_until_it_is_begun_anew() {
        let all = Arc::new(UnderWay::default());
        let id = Uuid::from_u128(7);
        let busy = all.begin(id).unwrap();
        assert!(all.begin(id).is_none(), "one at a time");
        busy.under.begin(Phase::Giving, 3);
        busy.under.go_on(Phase::Sealing, 1);
        let told = Progress { phase: Phase::Sealing, done: 1, total: 3 };
        assert_eq!(all.progress(id), Some(told));
        busy.failed(vec![Refusal::new("run-not-drawn")]);
        assert_eq!(all.progress(id), None);
        assert_eq!(all.trouble(id).len(), 1);
        let again = all.begin(id).unwrap();
        assert!(all.trouble(id).is_empty());
        drop(again);
        assert!(all.progress(id).is_none() && all.begin(id).is_some());
    }
}
