//! What supervisor and worker say to each other: one line of JSON each.

use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What the worker is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// Run the programs from this number to before that.
    Programs { first: u64, past: u64 },
    /// Run the stages of a text.
    Scenario { text: String },
}

/// What the worker has to say.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Event {
    /// It waits for a request.
    Ready,
    /// It cannot work at all.
    Unusable { message: String },
    /// A program starts.
    Start { number: u64 },
    /// The program left the same bytes on both sides; the classes of its descriptors, and their number.
    Same { cells: Vec<u16>, descriptors: u64 },
    /// It did not; memories were filled last before program `since`.
    Different { number: u64, since: u64, what: String },
    /// A stage of a scenario has run; what the reference left.
    Stage {
        same: bool,
        what: String,
        #[serde(with = "hex")]
        result: u128,
    },
    /// A scenario makes no sense.
    BadScenario { message: String },
}

/// Writes a line.
pub(super) fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    to.write_all(&line)
}

/// JSON has no integers of this size.
mod hex {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(number: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{number:x}"))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<u128, D::Error> {
        let text = String::deserialize(deserializer)?;
        u128::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}
