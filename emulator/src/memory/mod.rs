//! The two memories the engines work on.

mod fingerprint;
mod global;
mod local;
mod pages;
mod range;
mod saved;

pub(crate) use fingerprint::Fingerprint;
pub use global::Dram;
pub use local::LocalMemory;
pub(crate) use pages::PageSet;
pub use range::OutOfRange;
pub(crate) use saved::SavedMemories;

use serde::Serialize;
use std::fmt;

/// One of the two memories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Space {
    /// Local memory; addresses are lane * lane size + offset.
    Local,
    /// DRAM; addresses are offsets from its start.
    Dram,
}

impl fmt::Display for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Space::Local => "local memory",
            Space::Dram => "DRAM",
        })
    }
}
