// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Code derived from the tables in `specs/`.

pub mod chips;
pub mod ops;
pub mod raw;
pub mod tdma;
pub mod tiu;

/// Every record of the tables.
pub static RECORDS: &[&crate::field::Record] = &[
    &tiu::RECORD,
    &tdma::RECORD,
];
