//! The record in a file: how it is written, checked and read back. The form is described in `docs/formats/backup.md`.

mod folder;
mod header;
mod keys;
mod line;
mod progress;
mod reader;
mod writer;

pub use folder::{Folder, Stamped};
pub use header::Header;
pub use keys::{EXPIRES, Given, KeysFile};
pub use line::put as put_record;
pub use progress::Progress;
pub use reader::BackupFile;
pub use writer::{Made, NoRoom, Tell, Unsound, schema_fits, write, write_told};

#[cfg(test)]
mod tests;
