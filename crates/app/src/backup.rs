//! Backups as an administrator sees them: how they are planned, which lie in the folder, and how the last ones went.
//!
//! Where they lie and how they are written is behind a port of the executable ([`BackupPlace`]); no path but that of
//! the folder, no key and no address of a database passes through it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::Refusal;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::Hash;
use uuid::Uuid;

use crate::access::Action;
use crate::context::Context;
use crate::under_way::{Phase, Progress, Under};
use crate::{AppError, Result};

/// How long after a backup another one is not begun by hand: pressing a button twice must not push older ones out of a
/// folder that keeps a number of them.
pub const REST: SignedDuration = SignedDuration::from_mins(10);

/// How backups are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The folder they lie in, as the server was told it.
    pub folder: String,
    /// When the daily one is made, by Coordinated Universal Time.
    pub at: Time,
    /// How many stay.
    pub keep: usize,
    /// Whether a copy of the keys of persons is made with each, in another folder.
    pub keys: bool,
    /// Kind of the database the record is in now: `sqlite` or `postgres`.
    pub database: &'static str,
}

/// Why a backup was not made, or is not a good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room in the folder.
    NoRoom,
    /// The folder, or a file in it, is not there or must not be used.
    Folder,
    /// The record itself does not hold.
    Unsound,
    /// The file is damaged, cut off or of another version.
    Damaged,
    /// Another process is at it.
    Busy,
    /// Anything else; the log of the server says what.
    Other,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::NoRoom, Self::Folder, Self::Unsound, Self::Damaged, Self::Busy, Self::Other];

    /// Its code, by which it is kept and told.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRoom => "no_room",
            Self::Folder => "folder",
            Self::Unsound => "unsound",
            Self::Damaged => "damaged",
            Self::Busy => "busy",
            Self::Other => "other",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }
}

/// What a file says of itself at its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Number of the last migration of the database it was taken from.
    pub schema: i64,
    /// Streams of the journal.
    pub streams: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// Number and hash of the last seal; nothing when nothing was sealed yet.
    pub seal: Option<(i64, Hash)>,
    /// SHA-256 of its first 4096 bytes, which hold the hashes of all the rest.
    pub hash: Hash,
}

/// A backup that lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Its name in the folder.
    pub name: String,
    /// When it was made, to the second.
    pub made_at: Timestamp,
    /// How long it is.
    pub bytes: u64,
    /// What it says of itself, or why that cannot be read.
    pub held: std::result::Result<Held, Trouble>,
    /// When every byte of it was last compared with what it says, and whether that held.
    pub checked: Option<(Timestamp, bool)>,
}

/// What is known of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The backups, the newest first, or why the folder cannot be read.
    pub files: std::result::Result<Vec<BackupFile>, Trouble>,
    /// When the last backup was made that was a good one.
    pub last_good: Option<Timestamp>,
    /// When a backup was last tried in vain, and why.
    pub last_failed: Option<(Timestamp, Trouble)>,
}

/// Told how far a piece of work has come.
#[derive(Debug, Clone)]
pub struct Steps(Arc<Under>);

impl Steps {
    /// Records are written: so many of so many.
    pub fn packed(&self, done: u64, total: u64) {
        self.to(Phase::Packing, done, total);
    }

    /// A file is read again: so many bytes of so many.
    pub fn read(&self, done: u64, total: u64) {
        self.to(Phase::Reading, done, total);
    }

    fn to(&self, phase: Phase, done: u64, total: u64) {
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        self.0.begin(phase, size(total));
        self.0.at(size(done));
    }
}

/// The folder of backups.
#[async_trait]
pub trait BackupPlace: Send + Sync {
    /// How backups are planned; nothing when none are.
    fn planned(&self) -> Option<Planned>;

    /// What lies there.
    async fn found(&self) -> Found;

    /// Makes a backup.
    ///
    /// # Errors
    /// Why there is none; it is noted as the last failure.
    async fn make(&self, now: Timestamp, steps: Steps) -> std::result::Result<(), Trouble>;

    /// Compares every byte of a backup with what it says of itself, and notes the answer.
    ///
    /// # Errors
    /// Why it is not a good one.
    async fn check(
        &self,
        name: &str,
        now: Timestamp,
        steps: Steps,
    ) -> std::result::Result<(), Trouble>;
}

/// No backups are planned.
pub(crate) struct NoBackups;

#[async_trait]
impl BackupPlace for NoBackups {
    fn planned(&self) -> Option<Planned> {
        None
    }

    async fn found(&self) -> Found {
        Found { files: Ok(Vec::new()), last_good: None, last_failed: None }
    }

    async fn make(&self, _: Timestamp, _: Steps) -> std::result::Result<(), Trouble> {
        Err(Trouble::Folder)
    }

    async fn check(&self, _: &str, _: Timestamp, _: Steps) -> std::result::Result<(), Trouble> {
        Err(Trouble::Folder)
    }
}

/// What an administrator is shown.
#[derive(Debug, Clone)]
pub struct Page {
    /// How backups are planned; nothing when none are.
    pub planned: Option<Planned>,
    /// What lies in the folder.
    pub found: Found,
    /// How far this process has come with a backup or a check; nothing when it is at none.
    pub progress: Option<Progress>,
    /// Why the last one begun in this process came to nothing.
    pub trouble: Vec<Refusal>,
}

/// The one piece of work with backups that a process does at a time.
fn work() -> Uuid {
    StreamId::named("work", "backup").uuid()
}

/// Backups of the house. They hold all registries, so that their page is for administrators alone.
///
/// # Errors
/// As [`Context::authorise`].
pub async fn page(ctx: &Context<'_>) -> Result<Page> {
    ctx.authorise(Action::ManageAccounts)?;
    let place = &ctx.app.backups;
    Ok(Page {
        planned: place.planned(),
        found: place.found().await,
        progress: ctx.app.under_way.progress(work()),
        trouble: ctx.app.under_way.trouble(work()),
    })
}

/// A trouble as it is told to people.
#[must_use]
pub fn refusal(trouble: Trouble) -> Refusal {
    match trouble {
        Trouble::NoRoom => Refusal::new("backup-no-room"),
        Trouble::Folder => Refusal::new("backup-folder"),
        Trouble::Unsound => Refusal::new("backup-unsound"),
        Trouble::Damaged => Refusal::new("backup-damaged"),
        Trouble::Busy => Refusal::new("backup-busy"),
        Trouble::Other => Refusal::new("backup-failed"),
    }
}

/// Begins a backup beside the requests; the answer waits for it at most `patience`, after which the page tells how far
/// it has come. Whoever asks again meanwhile begins nothing.
///
/// # Errors
/// Refused: `backup-not-planned`; `backup-just-made` within [`REST`] of the last; what kept it from being made.
pub async fn make(ctx: &Context<'_>, patience: Duration) -> Result<()> {
    ctx.authorise(Action::ManageAccounts)?;
    let place = &ctx.app.backups;
    if place.planned().is_none() {
        return Err(Refusal::new("backup-not-planned").into());
    }
    let found = place.found().await;
    let newest = found.files.ok().and_then(|files| files.first().map(|file| file.made_at));
    if newest.is_some_and(|at| ctx.now.duration_since(at) < REST) {
        let minutes = REST.as_mins().to_string();
        return Err(Refusal::new("backup-just-made").with("minutes", minutes).into());
    }
    beside(ctx, patience, None).await
}

/// Begins to compare a backup with what it says of itself, as [`make`].
///
/// # Errors
/// [`AppError::NotFound`] when no such backup lies in the folder; refused with what is wrong with it.
pub async fn check(ctx: &Context<'_>, name: &str, patience: Duration) -> Result<()> {
    ctx.authorise(Action::ManageAccounts)?;
    let files = ctx.app.backups.found().await.files.unwrap_or_default();
    if !files.iter().any(|file| file.name == name) {
        return Err(AppError::NotFound);
    }
    beside(ctx, patience, Some(name.to_owned())).await
}

/// Makes a backup, or checks the one that is named, beside the requests.
async fn beside(ctx: &Context<'_>, patience: Duration, name: Option<String>) -> Result<()> {
    let Some(busy) = ctx.app.under_way.begin(work()) else { return Ok(()) };
    let (place, now) = (Arc::clone(&ctx.app.backups), ctx.now);
    let steps = Steps(Arc::clone(&busy.under));
    let done = tokio::spawn(async move {
        let done = match &name {
            None => place.make(now, steps).await,
            Some(name) => place.check(name, now, steps).await,
        };
        if let Err(trouble) = done {
            tracing::error!(why = trouble.code(), "a backup was not made or does not hold");
            busy.failed(vec![refusal(trouble)]);
        }
        done
    });
    match tokio::time::timeout(patience, done).await {
        Ok(Ok(Ok(()))) | Err(_) => Ok(()),
        Ok(Ok(Err(trouble))) => Err(refusal(trouble).into()),
        Ok(Err(error)) => Err(AppError::internal("making a backup", error)),
    }
}
