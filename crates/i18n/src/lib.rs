//! Texts, dates, numbers, plurals, names of countries and sorting in Kazakh, Kyrgyz, Russian and English.
//!
//! Everything hangs on [`Locale`]: `locale.t("skip-link")` is a sentence from `/locales`, `locale.format(…)` fills
//! named arguments in, `locale.edtf("2019-11~")` is a date as a source states it. Messages, countries and
//! organisations are read at compile time; nothing here opens a file, reads a clock or knows another room of ours.
//!
//! Start with `locale.rs`, then `message.rs`. Ids that are put together from a prefix and a code of the record
//! (`topic-treatment`) are declared in [`ids`], so that a test can tell a missing or a forgotten one.

pub mod ids;

mod collation;
mod date;
mod locale;
mod message;
mod name;
mod number;

pub use date::Zone;
pub use locale::Locale;
pub use message::{Arg, MISSING};
pub use name::{Country, Organisation};
