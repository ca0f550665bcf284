//! What this process is busy with: how far the checking or entering of each table has come.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kelisim_domain::id::ImportId;

/// What is done with a table at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its rows are held against the rules and the record.
    Checking,
    /// What is to be written is put together.
    Preparing,
    /// It is written, in one transaction.
    Writing,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub phase: Phase,
    /// Rows, or things written, so far.
    pub done: u64,
    /// Of so many.
    pub total: u64,
}

/// A table under way.
#[derive(Debug, Default)]
pub(crate) struct Under {
    phase: AtomicUsize,
    total: AtomicUsize,
    /// Counted up by the store too, while it writes.
    pub(crate) done: Arc<AtomicU64>,
}

impl Under {
    pub(super) fn begin(&self, phase: Phase, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.phase.store(phase as usize, Ordering::Relaxed);
    }

    pub(super) fn at(&self, done: usize) {
        self.done.store(u64::try_from(done).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn progress(&self) -> Progress {
        let phase = match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Checking,
            1 => Phase::Preparing,
            _ => Phase::Writing,
        };
        let total = u64::try_from(self.total.load(Ordering::Relaxed)).unwrap_or(u64::MAX);
        Progress { phase, done: self.done.load(Ordering::Relaxed).min(total), total }
    }
}

/// The tables this process is busy with.
#[derive(Debug, Default)]
pub struct UnderWay(Mutex<BTreeMap<ImportId, Arc<Under>>>);

/// Takes a table off the list when its work ends, however it ends.
pub(super) struct Busy {
    pub(super) under: Arc<Under>,
    id: ImportId,
    all: Arc<UnderWay>,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

impl UnderWay {
    /// Begins work on a table; nothing when this process is at it already.
    pub(super) fn begin(self: &Arc<Self>, id: ImportId) -> Option<Busy> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.contains_key(&id) {
            return None;
        }
        let under = Arc::new(Under::default());
        all.insert(id, Arc::clone(&under));
        Some(Busy { under, id, all: Arc::clone(self) })
    }

    /// How far the work on a table has come; nothing when this process is not at it.
    pub(super) fn progress(&self, id: ImportId) -> Option<Progress> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&id).map(|under| under.progress())
    }
}
