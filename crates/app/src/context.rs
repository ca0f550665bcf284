//! What every use case is given: who acts, when, and what the house is made of.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::aggregate::Meta;
use kelisim_domain::id::{StreamId, TokenId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Role;
use kelisim_store::token::Answered;
use kelisim_store::{Append, Change, Store};
use uuid::Uuid;

use crate::Result;
use crate::access::{Action, may};
use crate::backup::{BackupPlace, NoBackups};
use crate::lookup::Names;
use crate::page_reads::PageReads;
use crate::paper::{HouseKey, NoKey};
use crate::person::{PersonKeys, Persons};
use crate::recent::Recent;
use crate::search::Vocabularies;
use crate::token::Pass;
use crate::under_way::UnderWay;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes for tokens, keys and ids.
pub trait Entropy: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// What the house is made of. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) persons: Arc<Persons>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) names: Arc<Names>,
    pub(crate) vocabularies: Arc<Vocabularies>,
    pub(crate) recent: Arc<Recent>,
    pub(crate) under_way: Arc<UnderWay>,
    pub(crate) house: Arc<dyn HouseKey>,
    pub(crate) backups: Arc<dyn BackupPlace>,
}

impl App {
    /// Puts the house together.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        keys: Arc<dyn PersonKeys>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let persons = Arc::new(Persons::new(keys, Arc::clone(&entropy)));
        Self {
            store,
            persons,
            clock,
            entropy,
            names: Arc::default(),
            vocabularies: Arc::default(),
            recent: Arc::default(),
            under_way: Arc::default(),
            house: Arc::new(NoKey),
            backups: Arc::new(NoBackups),
        }
    }

    /// The same with the key the house signs its papers with; without one it issues none.
    #[must_use]
    pub fn with_house_key(self, house: Arc<dyn HouseKey>) -> Self {
        Self { house, ..self }
    }

    /// The same with a folder of backups; without one none are planned.
    #[must_use]
    pub fn with_backups(self, backups: Arc<dyn BackupPlace>) -> Self {
        Self { backups, ..self }
    }

    /// The store, for the command line's own work (migrate, verify, rebuild).
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Opens the fields of persons.
    #[must_use]
    pub fn persons(&self) -> &Persons {
        &self.persons
    }

    /// Begins an operation.
    #[must_use]
    pub fn context(&self, actor: Actor) -> Context<'_> {
        // Microseconds are what the journal keeps.
        let now = self.clock.now();
        let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
        Context { app: self, actor, now, once: None, page: None }
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor without an account.
    Public,
    /// The command line on the machine itself.
    System,
    /// A person who signed in.
    User(Signed),
}

/// A person who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The account.
    pub id: UserId,
    /// Name as shown to colleagues.
    pub name: String,
    /// Its registry.
    pub registry: RegistryCode,
    /// Its role.
    pub role: Role,
    /// Partners a person of role partner belongs to.
    pub partners: Vec<PartyCode>,
    /// What a program that acts for the person was given; nothing for the person itself.
    pub pass: Option<Pass>,
}

impl Signed {
    /// Whether the person may do this, and the program that acts for it was given that much.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        may(self.role, action) && self.pass.as_ref().is_none_or(|pass| pass.allows(action))
    }
}

/// A request of a program under a key of its own: what it changes is changed once, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// The token it came with.
    pub token: TokenId,
    /// The key.
    pub key: String,
    /// Hash of address and body.
    pub request: Hash,
    /// The thing that is changed, where it is there already; else the one that is made.
    pub thing: Option<StreamId>,
}

/// How long a key is remembered.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(48);

/// One operation of one actor.
pub struct Context<'a> {
    pub(crate) app: &'a App,
    /// Who acts.
    pub actor: Actor,
    /// When, the same instant for everything the operation writes.
    pub now: Timestamp,
    /// The request of a program that is answered, where it is one.
    pub(crate) once: Option<Once>,
    /// What the page that is written has read so far, where it is one.
    pub(crate) page: Option<Arc<PageReads>>,
}

/// What rests on a source is known from its publication; what rests on nobody but the writer, from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// From the day a source was published.
    From(Date),
    /// From the day it is entered.
    Today,
}

impl Context<'_> {
    /// Today, by the calendar of Coordinated Universal Time.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }

    /// A new id: UUID v7 of this instant.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.app.entropy.fill(&mut random);
        let millis = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A random token of 32 bytes, hexadecimal.
    #[must_use]
    pub fn new_token(&self) -> String {
        let mut bytes = [0; 32];
        self.app.entropy.fill(&mut bytes);
        kelisim_domain::journal::Hash(bytes).to_string()
    }

    /// The account that acts, where one does.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match &self.actor {
            Actor::User(user) => Some(user.id),
            Actor::Public | Actor::System => None,
        }
    }

    pub(crate) fn meta(&self, version: i64, known: Known) -> Meta {
        let known_on = match known {
            Known::From(day) => day,
            Known::Today => self.today(),
        };
        Meta { version, known_on, recorded_at: self.now, actor: self.user() }
    }

    pub(crate) fn store(&self) -> &dyn Store {
        self.app.store.as_ref()
    }

    /// The same operation as the answer to a request that is done once: it is noted with the change, in one transaction.
    #[must_use]
    pub fn once(self, once: Once) -> Self {
        Self { once: Some(once), ..self }
    }

    /// The same operation as a part of a page, each part of which sees what the others saw.
    #[must_use]
    pub fn on_page(self, page: Option<Arc<PageReads>>) -> Self {
        Self { page, ..self }
    }

    fn answered(&self, once: &Once, change: &Change) -> Option<Answered> {
        let of = |append: &&Append| once.thing.is_none_or(|thing| append.stream.stream == thing);
        let append = change.appends.iter().find(of).or_else(|| change.appends.first())?;
        Some(Answered {
            token: once.token,
            key: once.key.clone(),
            request: once.request,
            thing: append.stream.stream.uuid(),
            version: append.stream.version,
            at: self.now,
            ends_at: self.now + REMEMBERED,
        })
    }

    /// Writes a change. What this process read before is read anew.
    pub(crate) async fn commit(&self, change: &Change) -> Result<()> {
        let once = self.once.as_ref().and_then(|once| self.answered(once, change));
        let written = match once {
            None => self.store().commit(change).await,
            Some(once) => {
                let change = Change { once: Some(once), ..change.clone() };
                self.store().commit(&change).await
            }
        };
        // Even after an error: nobody may know whether it was written.
        self.app.recent.forget();
        self.app.names.heed(change);
        if let Some(page) = &self.page {
            page.forget();
        }
        Ok(written?)
    }
}
