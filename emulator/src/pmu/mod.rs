//! The performance monitor: what it records while a machine runs, and what becomes of its records.
//!
//! `specs/pmu.md` tells how each part is known.

mod layers;
mod listing;
mod monitor;
mod registers;
mod summary;

pub use layers::{Layer, layers};
pub use listing::{Entry, Listing};
pub use monitor::{Monitor, records};
pub use registers::Pmu;
pub use summary::Summary;
