//! Plain tables outside the journal: sessions, sign-in data, work in hand, rate limits.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{DraftId, ImportId, SourceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::registry::RegistryCode;

use crate::Result;

/// A session. Only the hash of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the token in the cookie.
    pub token: Hash,
    /// Whose it is.
    pub user: UserId,
    /// Token that each form of the session carries.
    pub csrf: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// Whether the second factor was given, where one is required.
    pub second_factor: bool,
}

/// What signs an account in.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose it is.
    pub user: UserId,
    /// argon2id hash with its parameters.
    pub password: String,
    /// Whether it was set by an administrator and must be changed at the next sign-in.
    pub must_change: bool,
    /// Secret of the second factor, sealed under the person's key.
    pub totp: Option<kelisim_domain::user::Sealed>,
    /// The last time step a code was accepted for: a code is taken once.
    pub totp_step: i64,
    /// What address and password together make, for an applicant; nothing for everybody else.
    pub door: Option<Hash>,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A passage marked in a source and not yet decided, or decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The source.
    pub source: SourceId,
    /// The registry.
    pub registry: RegistryCode,
    /// Who marked it.
    pub author: Option<UserId>,
    /// `open`, `confirmed` or `rejected`.
    pub state: String,
    /// Offset of the passage, for the order of the list.
    pub start: i64,
    /// What was typed, as JSON.
    pub body: String,
    /// Counts up with each write, for stale forms; the first is 1.
    pub revision: i64,
    /// When it was last written.
    pub written_at: Timestamp,
}

/// A table that somebody brought, until its rows are in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// Its id.
    pub id: ImportId,
    /// The registry.
    pub registry: RegistryCode,
    /// The one thing it is about, beside which it waits; nothing for a table for the record.
    pub thing: Option<StreamId>,
    /// Who brought it.
    pub author: Option<UserId>,
    /// `checking`, `checked`, `written` or `dropped`.
    pub state: String,
    /// What was said of the file, and what came of it, as JSON.
    pub about: String,
    /// What was found in each row, one line of JSON for each; empty in lists.
    pub report: String,
    /// Counts up with each write; the first is 1.
    pub revision: i64,
    /// When it was last written.
    pub written_at: Timestamp,
}

/// The file of a table that somebody brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StagedFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The sheet that was read from it, as JSON.
    pub rows: String,
}

/// Plain tables.
#[async_trait]
pub trait Work: Send + Sync {
    /// Begins a session.
    async fn begin_session(&self, session: &Session) -> Result<()>;
    /// The session with this token hash; nothing when there is none.
    async fn session(&self, token: Hash) -> Result<Option<Session>>;
    /// Notes that a session was used. Nothing is promised by it: where the note is lost the session ends a little earlier,
    /// and no reader waits for a disk.
    async fn touch_session(&self, token: Hash, at: Timestamp) -> Result<()>;
    /// Notes that a session lacks nothing any more: its second factor was given, or none is asked for.
    async fn complete_session(&self, token: Hash, at: Timestamp) -> Result<()>;
    /// Ends a session.
    async fn end_session(&self, token: Hash) -> Result<()>;
    /// Removes what has run out by now: sessions, kept forms, rate windows. Folds counts to which rows were added; true
    /// when more of them wait for the next time.
    async fn sweep(&self, now: Timestamp) -> Result<bool>;

    /// What signs an account in.
    async fn credential(&self, user: UserId) -> Result<Option<Credential>>;
    /// Writes what signs an account in.
    async fn set_credential(&self, credential: &Credential) -> Result<()>;
    /// Takes a time step of the second factor; false when this or a later one was taken before.
    async fn take_totp_step(&self, user: UserId, step: i64) -> Result<bool>;

    /// Counts one try in a window and gives the number so far.
    async fn count_try(&self, bucket: &str, window: Timestamp) -> Result<i64>;

    /// Keeps what was typed when it could not be taken, for a day.
    async fn keep_form(&self, token: Hash, body: &str, until: Timestamp) -> Result<()>;
    /// Gives back what was typed.
    async fn kept_form(&self, token: Hash, now: Timestamp) -> Result<Option<String>>;

    /// Writes a draft; false when `revision` is not one above what is there.
    async fn write_draft(&self, draft: &Draft) -> Result<bool>;
    /// A draft.
    async fn draft(&self, id: DraftId) -> Result<Option<Draft>>;
    /// Drafts of a source in order of their passages.
    async fn drafts(&self, source: SourceId) -> Result<Vec<Draft>>;
    /// How many drafts of a registry are open.
    async fn open_drafts(&self, registry: RegistryCode) -> Result<i64>;

    /// Stages a table with its file; false when one with this id is there.
    async fn stage(&self, staged: &Staged, file: &StagedFile) -> Result<bool>;
    /// Writes what came of a staged table; false when `revision` is not one above what is there. The file is emptied when
    /// the table is neither being checked nor checked.
    async fn restage(&self, staged: &Staged) -> Result<bool>;
    /// A staged table.
    async fn staged(&self, id: ImportId) -> Result<Option<Staged>>;
    /// The file of a staged table.
    async fn staged_file(&self, id: ImportId) -> Result<Option<StagedFile>>;
    /// Tables that wait beside a thing, checked and not yet written or put aside, newest first, with their reports.
    async fn staged_about(&self, thing: StreamId) -> Result<Vec<Staged>>;
    /// Staged tables of a registry that are for the record, newest first, without their reports.
    async fn staged_in(&self, registry: RegistryCode, limit: i64) -> Result<Vec<Staged>>;

    /// Takes a lease that one process holds at a time; gives its fencing number, or nothing when another holds it.
    ///
    /// No lease lasts longer than an hour. One that would was taken by a clock that was ahead, and counts no more: else a
    /// jump of one machine's clock would keep all others waiting until that day.
    async fn lease(
        &self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<i64>>;
}
