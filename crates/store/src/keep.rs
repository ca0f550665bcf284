//! The record carried whole from one place to another: out of a snapshot of everything that cannot be made anew, into
//! an empty database.
//!
//! What is carried is the journal with its seals, the texts and files, work in hand and sign-in data. Reading tables are
//! written anew from the journal on the way. Sessions, counted tries, kept forms and leases belong to the running
//! processes and stay behind.

use async_trait::async_trait;
use kelisim_domain::aggregate::OpenPerson;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::seal::{Head, Seal, SealFault};
use kelisim_domain::journal::{Entry, Hash, verify_chain};
use kelisim_domain::registry::RegistryCode;

use crate::application::Piece;
use crate::replay::{ReplayError, replay};
use crate::saved::SavedList;
use crate::verify::Fault;
use crate::work::{Credential, Draft};
use crate::{Rebuild, Result, StoreError};

/// A kind of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Texts and files, in order of hash. They come first: a source is found by the words of its text.
    Blobs,
    /// Streams with their entries, in order of the id of the stream.
    Journal,
    /// Entries not yet covered by a seal, in order of stream and version.
    Unsealed,
    /// Seals with the heads they cover, in order of number.
    Seals,
    /// Work in hand: passages marked in sources in order of id, then what applicants keep in order of id, then lists
    /// that people saved in order of id.
    Drafts,
    /// Sign-in data, in order of the account.
    Credentials,
}

impl Part {
    /// All parts, in the order in which they are carried.
    pub const ALL: [Self; 6] =
        [Self::Blobs, Self::Journal, Self::Unsealed, Self::Seals, Self::Drafts, Self::Credentials];

    /// Its name in files and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Unsealed => "unsealed",
            Self::Seals => "seals",
            Self::Blobs => "blobs",
            Self::Drafts => "drafts",
            Self::Credentials => "credentials",
        }
    }
}

/// A stream as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamRecord {
    /// Its kind.
    pub kind: String,
    /// What it ends with.
    pub head: Head,
    /// Its entries in order, each with the registry under which the journal's page shows it.
    pub entries: Vec<(Option<RegistryCode>, Entry)>,
}

/// One thing that is carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A stream.
    Stream(StreamRecord),
    /// An entry not yet covered by a seal: stream and version.
    Unsealed(StreamId, i64),
    /// A seal and the heads it covers, in order of stream.
    Seal(Seal, Vec<Head>),
    /// A text or file under its hash.
    Blob(Hash, Vec<u8>),
    /// Work in hand.
    Draft(Draft),
    /// Something an applicant keeps.
    Piece(Piece),
    /// A list that somebody saved under a name.
    List(SavedList),
    /// Sign-in data.
    Credential(Credential),
}

impl Record {
    /// The part it belongs to.
    #[must_use]
    pub const fn part(&self) -> Part {
        match self {
            Self::Stream(_) => Part::Journal,
            Self::Unsealed(..) => Part::Unsealed,
            Self::Seal(..) => Part::Seals,
            Self::Blob(..) => Part::Blobs,
            Self::Draft(_) | Self::Piece(_) | Self::List(_) => Part::Drafts,
            Self::Credential(_) => Part::Credentials,
        }
    }
}

/// What a reading table holds, in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// The table.
    pub table: &'static str,
    /// How many rows.
    pub rows: u64,
    /// A hash over all rows in a fixed order, the same on every engine.
    pub hash: Hash,
}

/// The record as it stood at one moment, whoever writes meanwhile.
#[async_trait]
pub trait Snapshot: Send {
    /// How many records a part has.
    async fn count(&mut self, part: Part) -> Result<u64>;

    /// The next records of a part, few enough to be held at once; empty at its end.
    ///
    /// Asking for another part begins that one from its start.
    async fn next(&mut self, part: Part) -> Result<Vec<Record>>;

    /// Heads of a seal that do not stand in the journal as they were sealed.
    async fn missing_heads(&mut self, seal: i64) -> Result<Vec<Head>>;

    /// What the reading tables hold.
    async fn readings(&mut self) -> Result<Vec<TableDigest>>;
}

/// The filling of an empty database, in one transaction. Dropping it leaves the database empty.
#[async_trait]
pub trait Fill: Rebuild {
    /// Puts records of one part.
    async fn put(&mut self, records: &[Record]) -> Result<()>;

    /// Heads of a seal that do not stand in the journal as they were sealed.
    async fn missing_heads(&mut self, seal: i64) -> Result<Vec<Head>>;
}

/// Taking the record out, and putting it in.
#[async_trait]
pub trait Keep: Send + Sync {
    /// Everything as of now. Writers go on.
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>>;

    /// Begins to fill a database; nothing when it holds a record already. Other writers wait until it ends.
    async fn fill(&self) -> Result<Option<Box<dyn Fill>>>;

    /// The version of the schema that this executable writes.
    fn schema(&self) -> i64;

    /// The version of the schema that is there; nothing in a database that was never used.
    async fn schema_found(&self) -> Result<Option<i64>>;

    /// Removes from the files of the database what deleted rows have left there, as far as the engine can.
    async fn scrub(&self) -> Result<()>;
}

/// Where records come from: a snapshot, or a file.
#[async_trait]
pub trait Records: Send {
    /// As [`Snapshot::next`].
    async fn next(&mut self, part: Part) -> std::result::Result<Vec<Record>, CarryError>;
}

#[async_trait]
impl Records for Box<dyn Snapshot> {
    async fn next(&mut self, part: Part) -> std::result::Result<Vec<Record>, CarryError> {
        Ok(Snapshot::next(self.as_mut(), part).await?)
    }
}

/// Why the record could not be carried. Nothing of it is in the database it was meant for.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// The store said no.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// Where the records come from cannot be read.
    #[error("what is to be carried cannot be read")]
    Origin(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The journal cannot be read back into reading tables.
    #[error("the reading tables cannot be written")]
    Replay(#[from] ReplayError),
    /// A chain or a seal does not hold.
    #[error("the journal does not hold")]
    Fault(#[from] Fault),
    /// A text or file is not what its name says.
    #[error("the text or file {hash} was changed")]
    Blob {
        /// Its name.
        hash: Hash,
    },
    /// A record that does not belong to the part it stands in.
    #[error("a record in part {0} belongs to another one")]
    Misplaced(&'static str),
}

/// Checks records by themselves, as they come: chains, heads of streams, the chain of seals, names of blobs.
///
/// Whether sealed heads stand in the journal takes a database to look into: [`Fill::missing_heads`].
#[derive(Debug, Default)]
pub struct Check {
    prev: Option<(i64, Hash)>,
}

impl Check {
    /// Checks the next records of a part.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn see(&mut self, part: Part, records: &[Record]) -> std::result::Result<(), CarryError> {
        for record in records {
            if record.part() != part {
                return Err(CarryError::Misplaced(part.name()));
            }
            match record {
                Record::Stream(stream) => whole(stream)?,
                Record::Seal(seal, heads) => {
                    seal.verify(self.prev, heads).map_err(Fault::from)?;
                    self.prev = Some((seal.number, seal.hash));
                }
                Record::Blob(hash, bytes) if Hash::of(bytes) != *hash => {
                    return Err(CarryError::Blob { hash: *hash });
                }
                Record::Blob(..)
                | Record::Unsealed(..)
                | Record::Draft(_)
                | Record::Piece(_)
                | Record::List(_)
                | Record::Credential(_) => {}
            }
        }
        Ok(())
    }
}

/// Whether a stream is chained, of its kind, and ends with its head.
fn whole(record: &StreamRecord) -> std::result::Result<(), Fault> {
    let stream = record.head.stream;
    let entries: Vec<Entry> = record.entries.iter().map(|(_, entry)| entry.clone()).collect();
    let (version, hash) = verify_chain(&entries)?;
    if let Some(entry) = entries.iter().find(|entry| entry.stream != stream) {
        return Err(Fault::Tail { stream, version: entry.version });
    }
    let foreign = |entry: &&Entry| entry.new.kind.split('.').next() != Some(&record.kind);
    if let Some(entry) = entries.iter().find(foreign) {
        return Err(Fault::Kind { stream, version: entry.version });
    }
    if (version, hash) != (record.head.version, record.head.hash) {
        let version = version.min(record.head.version).max(1);
        return Err(Fault::Tail { stream, version });
    }
    Ok(())
}

/// Carries everything from `from` into an empty database and writes the reading tables on the way.
///
/// Each chain, each seal and each hash is checked before the database keeps anything: it holds everything or nothing.
/// `ready` is called when all is checked and nothing is kept yet, for what must be in place by then. `seen` is given
/// the records of each page once they are put.
///
/// # Errors
/// When the records cannot be read or do not hold, or the store or `ready` fails.
pub async fn carry(
    from: &mut dyn Records,
    mut into: Box<dyn Fill>,
    open: &(dyn OpenPerson + Sync),
    seen: &mut (dyn FnMut(Part, &[Record]) + Send),
    ready: impl AsyncFnOnce() -> std::result::Result<(), CarryError>,
) -> std::result::Result<(), CarryError> {
    let mut check = Check::default();
    for part in Part::ALL {
        loop {
            let records = from.next(part).await?;
            if records.is_empty() {
                break;
            }
            check.see(part, &records)?;
            into.put(&records).await?;
            for record in &records {
                follow(into.as_mut(), record, open).await?;
            }
            seen(part, &records);
        }
    }
    ready().await?;
    into.finish().await?;
    Ok(())
}

/// Does what follows from a record that was put: writes the reading tables of a stream, looks for the heads of a seal.
async fn follow(
    into: &mut dyn Fill,
    record: &Record,
    open: &(dyn OpenPerson + Sync),
) -> std::result::Result<(), CarryError> {
    match record {
        Record::Stream(stream) => {
            let entries: Vec<Entry> =
                stream.entries.iter().map(|(_, entry)| entry.clone()).collect();
            replay(into, stream.head.stream, &stream.kind, &entries, open).await?;
        }
        Record::Seal(seal, _) => {
            if let Some(head) = into.missing_heads(seal.number).await?.first() {
                let Head { stream, version, .. } = *head;
                let fault = SealFault::Entry { number: seal.number, stream, version };
                return Err(Fault::from(fault).into());
            }
        }
        Record::Unsealed(..)
        | Record::Blob(..)
        | Record::Draft(_)
        | Record::Piece(_)
        | Record::List(_)
        | Record::Credential(_) => {}
    }
    Ok(())
}
