//! Notices to persons and what became of the mails about them. Plain tables outside the journal, in no backup.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{NoticeId, StreamId, UserId};
use kelisim_domain::notice::{Mail, Subject};

use crate::Result;

/// A notice to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id: the same for the same happening and person, so that nothing is told twice.
    pub id: NoticeId,
    /// Whom it is for.
    pub to: UserId,
    /// What happened.
    pub subject: Subject,
    /// The kind of the thing.
    pub aggregate: String,
    /// The thing.
    pub thing: StreamId,
    /// What the thing is called, as JSON of a text in the languages it has.
    pub title: String,
    /// When it happened.
    pub made_at: Timestamp,
    /// When the person marked it as read.
    pub read_at: Option<Timestamp>,
    /// How far the mail about it is.
    pub mail: Mail,
}

/// One try to send the mail about a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The notice.
    pub notice: NoticeId,
    /// The carrier's name.
    pub carrier: String,
    /// When it was tried.
    pub at: Timestamp,
    /// How far the mail was after it.
    pub mail: Mail,
    /// What the carrier said; without addresses.
    pub answer: String,
}

/// How a person wants to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether mails are sent; they are unless the person says otherwise.
    pub no_mail: bool,
    /// Tag of the language of mails; nothing when the person never chose one.
    pub language: Option<String>,
}

/// Where a list of notices goes on: behind the notice of this instant and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeCursor {
    /// When it was made.
    pub at: Timestamp,
    /// Its id.
    pub id: NoticeId,
}

/// Notices.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Notices of a person, the newest first.
    async fn notices_of(
        &self,
        user: UserId,
        after: Option<NoticeCursor>,
        limit: i64,
    ) -> Result<Vec<Notice>>;

    /// How many notices a person has not marked as read.
    async fn unread(&self, user: UserId) -> Result<i64>;

    /// Marks one notice of a person as read, or all that were made until now; false when nothing was unread.
    async fn mark_read(&self, user: UserId, id: Option<NoticeId>, now: Timestamp) -> Result<bool>;

    /// Notices whose mail is to be sent by now, the oldest first.
    async fn mails_due(&self, now: Timestamp, limit: i64) -> Result<Vec<Notice>>;

    /// Notes a try, and when the next one is due.
    async fn note_delivery(&self, delivery: &Delivery, next: Timestamp) -> Result<()>;

    /// Tries of a notice, in their order.
    async fn deliveries(&self, notice: NoticeId) -> Result<Vec<Delivery>>;

    /// How a person wants to be told.
    async fn wish(&self, user: UserId) -> Result<Wish>;

    /// Notes how a person wants to be told.
    async fn set_wish(&self, user: UserId, wish: &Wish) -> Result<()>;
}
