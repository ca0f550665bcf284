//! Checks the journal: chains, heads, seals, and seals against what is held outside the house.

use std::collections::BTreeSet;

use kelisim_domain::id::StreamId;
use kelisim_domain::journal::seal::{Head, Seal, SealFault};
use kelisim_domain::journal::{ChainFault, Entry, Hash, verify_chain};
use uuid::Uuid;

use crate::{Result, Store, StoreError};

/// Streams read at a time.
const STREAMS: i64 = 500;
/// Seals read at a time.
const SEALS: i64 = 50;
/// Faults told at most; one is enough to know, a few show where.
const FAULTS: usize = 20;

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The entries of a stream do not follow one another.
    #[error(transparent)]
    Chain(#[from] ChainFault),
    /// An entry is gone from the end of a stream, or stands behind it, or is not the one the stream ends with.
    #[error("stream {stream}: version {version} is not what the stream ends with")]
    Tail {
        /// The stream.
        stream: StreamId,
        /// The entry.
        version: i64,
    },
    /// An entry does not belong to the kind of its stream.
    #[error("stream {stream}: version {version} is of another kind than its stream")]
    Kind {
        /// The stream.
        stream: StreamId,
        /// The entry.
        version: i64,
    },
    /// An entry cannot be read at all.
    #[error("stream {stream}: column {column} of table {table} cannot be read")]
    Unreadable {
        /// The stream.
        stream: StreamId,
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A seal does not hold.
    #[error(transparent)]
    Seal(#[from] SealFault),
}

impl Fault {
    /// The entry at fault, where it is one.
    #[must_use]
    pub const fn entry(&self) -> Option<(StreamId, i64)> {
        match self {
            Self::Chain(ChainFault::Gap { stream, expected: version, .. })
            | Self::Chain(
                ChainFault::Broken { stream, version } | ChainFault::Changed { stream, version },
            )
            | Self::Tail { stream, version }
            | Self::Kind { stream, version }
            | Self::Seal(SealFault::Entry { stream, version, .. }) => Some((*stream, *version)),
            Self::Unreadable { .. } | Self::Seal(_) => None,
        }
    }
}

/// How far a check has come, or what it found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Streams checked.
    pub streams: u64,
    /// Entries checked.
    pub entries: u64,
    /// Seals checked.
    pub seals: u64,
    /// The last seal: what is to be held outside.
    pub last: Option<Seal>,
    /// What does not hold, in order of stream, then of seal; the first few.
    pub faults: Vec<Fault>,
}

impl VerifyReport {
    /// Whether everything holds.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// The first entry at fault.
    #[must_use]
    pub fn first_entry(&self) -> Option<(StreamId, i64)> {
        self.faults.iter().find_map(Fault::entry)
    }

    fn add(&mut self, fault: impl Into<Fault>) {
        if self.faults.len() < FAULTS {
            self.faults.push(fault.into());
        }
    }
}

/// Checks every chain, every head, every seal, and that each hash held outside is among the seals.
///
/// `outside` are hashes of seals as they were exported or printed; a bare Merkle root is accepted as well. Others may
/// write meanwhile. `progress` is called after each page.
///
/// # Errors
/// Only when the store cannot be read; what does not hold is in the report.
pub async fn verify(
    store: &dyn Store,
    outside: &[Hash],
    progress: &mut (dyn FnMut(&VerifyReport) + Send),
) -> Result<VerifyReport> {
    let mut report = VerifyReport::default();
    let mut after = None;
    loop {
        let page = store.streams(after, STREAMS).await?;
        let Some((last, ..)) = page.last() else { break };
        after = Some(*last);
        for (stream, kind, head) in page {
            report.streams += 1;
            match store.entries(stream).await {
                Ok(entries) => {
                    report.entries += entries.len() as u64;
                    if let Some(fault) = check(store, &kind, head, &entries).await? {
                        report.add(fault);
                    }
                }
                Err(StoreError::Inconsistent { table, column, .. }) => {
                    report.add(Fault::Unreadable { stream, table, column });
                }
                Err(error) => return Err(error),
            }
        }
        progress(&report);
    }
    seals(store, outside, &mut report, progress).await?;
    Ok(report)
}

/// Checks one stream.
async fn check(
    store: &dyn Store,
    kind: &str,
    head: Head,
    entries: &[Entry],
) -> Result<Option<Fault>> {
    let stream = head.stream;
    let (version, _) = match verify_chain(entries) {
        Ok(end) => end,
        Err(fault) => return Ok(Some(fault.into())),
    };
    let foreign = entries.iter().find(|e| e.new.kind.split('.').next() != Some(kind));
    if let Some(entry) = foreign {
        return Ok(Some(Fault::Kind { stream, version: entry.version }));
    }
    if version < head.version {
        return Ok(Some(Fault::Tail { stream, version: version + 1 }));
    }
    if entries.iter().find(|e| e.version == head.version).map(|e| e.hash) != Some(head.hash) {
        return Ok(Some(Fault::Tail { stream, version: head.version }));
    }
    if version > head.version {
        // Somebody wrote since the page was read, or somebody slipped an entry in: the head of now tells.
        let before = stream.uuid().as_u128().checked_sub(1).map(Uuid::from_u128);
        let now = store.streams(before.map(StreamId::new), 1).await?;
        let known = now.first().filter(|(id, ..)| *id == stream).map_or(0, |(.., h)| h.version);
        if known < version {
            return Ok(Some(Fault::Tail { stream, version: known + 1 }));
        }
    }
    Ok(None)
}

async fn seals(
    store: &dyn Store,
    outside: &[Hash],
    report: &mut VerifyReport,
    progress: &mut (dyn FnMut(&VerifyReport) + Send),
) -> Result<()> {
    let mut wanted: BTreeSet<Hash> = outside.iter().copied().collect();
    let mut prev = None;
    let mut last = 0;
    loop {
        let page = store.seals(last, SEALS).await?;
        if page.is_empty() {
            break;
        }
        for seal in page {
            let number = seal.number;
            report.seals += 1;
            let heads = store.heads_of(number).await?;
            if let Err(fault) = seal.verify(prev, &heads) {
                report.add(fault);
            }
            for head in store.missing_heads(number).await? {
                let (stream, version) = (head.stream, head.version);
                report.add(SealFault::Entry { number, stream, version });
            }
            wanted.remove(&seal.hash);
            wanted.remove(&seal.root);
            prev = Some((number, seal.hash));
            last = number;
            report.last = Some(seal);
        }
        progress(report);
    }
    // Heads of a seal that is no longer there.
    if !store.heads_of(last + 1).await?.is_empty() {
        report.add(SealFault::Heads { number: last + 1 });
    }
    for root in wanted {
        report.add(SealFault::Outside { root });
    }
    Ok(())
}
