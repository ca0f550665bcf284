//! What one page has read. Its parts are written by use cases that do not know of each other and need the same things:
//! each thing is read once, and all parts show the same state of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use kelisim_store::reading::{Body, Kind};
use uuid::Uuid;

type Which = (Kind, Uuid, Date);

/// What one page has read: things by kind, id and the day they are known on, and those that are not there.
#[derive(Debug, Default)]
pub struct PageReads(Mutex<HashMap<Which, Option<Arc<Body>>>>);

impl PageReads {
    /// What was read of a thing; nothing where it was not asked for so far.
    pub(crate) fn seen(&self, which: &Which) -> Option<Option<Arc<Body>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(which).cloned()
    }

    /// Keeps what was read.
    pub(crate) fn keep(&self, which: Which, body: Option<Arc<Body>>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(which, body);
    }

    /// After a change everything is read anew.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
