// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Code derived from the tables in `specs/`.

pub mod chips;
pub mod cpu_descriptor;
pub mod dmabuf_header;
pub mod ops;
pub mod packet_header;
pub mod pmu_record;
pub mod raw;
pub mod registers;
pub mod tdma;
pub mod timing;
pub mod tiu;
pub mod vlc_header;

/// Every record of the tables.
pub static RECORDS: &[&crate::field::Record] = &[
    &tiu::RECORD,
    &tdma::RECORD,
    &packet_header::RECORD,
    &dmabuf_header::RECORD,
    &cpu_descriptor::RECORD,
    &pmu_record::RECORD,
    &vlc_header::RECORD,
];
