//! The store on PostgreSQL.
//!
//! The statements lie in `crates/store/statements` and are a module of this crate and of its twin, so that each is
//! checked at compile time against both engines. Only [`dialect`] differs.

#[path = "../../store/statements/application.rs"]
mod application;
#[path = "../../store/statements/body.rs"]
mod body;
#[path = "../../store/statements/call.rs"]
mod call;
pub mod dialect;
#[path = "../../store/statements/direction.rs"]
mod direction;
#[path = "../../store/statements/drafted.rs"]
mod drafted;
#[path = "../../store/statements/dump.rs"]
mod dump;
#[path = "../../store/statements/find.rs"]
mod find;
#[path = "../../store/statements/indicator.rs"]
mod indicator;
#[path = "../../store/statements/instrument.rs"]
mod instrument;
#[path = "../../store/statements/journal.rs"]
mod journal;
#[path = "../../store/statements/keep.rs"]
mod keep;
#[path = "../../store/statements/letter.rs"]
mod letter;
#[path = "../../store/statements/lists.rs"]
mod lists;
#[path = "../../store/statements/meeting.rs"]
mod meeting;
#[path = "../../store/statements/notice.rs"]
mod notice;
#[path = "../../store/statements/paper.rs"]
mod paper;
#[path = "../../store/statements/partner_key.rs"]
mod partner_key;
#[path = "../../store/statements/placement.rs"]
mod placement;
#[path = "../../store/statements/project.rs"]
mod project;
#[path = "../../store/statements/quota.rs"]
mod quota;
#[path = "../../store/statements/read.rs"]
mod read;
mod reader;
#[path = "../../store/statements/readings.rs"]
mod readings;
#[path = "../../store/statements/recovery.rs"]
mod recovery;
#[path = "../../store/statements/review.rs"]
mod review;
#[path = "../../store/statements/run.rs"]
mod run;
#[path = "../../store/statements/saved.rs"]
mod saved;
#[path = "../../store/statements/served.rs"]
mod served;
#[path = "../../store/statements/staged.rs"]
mod staged;
#[path = "../../store/statements/tally.rs"]
mod tally;
#[path = "../../store/statements/token.rs"]
mod token;
#[path = "../../store/statements/upload.rs"]
mod upload;
#[path = "../../store/statements/visit.rs"]
mod visit;
#[path = "../../store/statements/work.rs"]
mod work;

pub use dialect::PostgresStore;

/// The engine.
pub(crate) type Db = sqlx::Postgres;
/// A connection to it.
pub(crate) type Conn = sqlx::PgConnection;
/// This adapter, by the name the shared statements use.
pub(crate) type Adapter = dialect::PostgresStore;
