//! The words of the field as types, their rules and the journal; no clock, no file, no table.
