//! Steps through command buffers of the CV18xx TPU, forwards and backwards.
//!
//! The crate performs no I/O: commands are lines, answers are values, files come through a trait.

mod answer;
pub mod area;
pub mod bisect;
mod bytes;
mod changes;
pub mod commands;
mod completion;
pub mod dap;
pub mod dataflow;
mod debugger;
pub mod element;
pub mod expression;
pub mod fields;
pub mod gdb;
mod history;
mod names;
pub mod picture;
pub mod place;
mod reference;
mod session;
pub mod stops;
mod symbols;
mod target;
mod text;
mod turn;
pub mod twin;
pub mod views;

pub use answer::Answer;
pub use changes::Change;
pub use completion::Vocabulary;
pub use debugger::{Debugger, Files, NoFiles};
pub use history::History;
pub use names::{OF_TURNS, TurnNames};
pub use session::{DEFAULT_HISTORY_BYTES, Session, Surroundings};
pub use symbols::{Layer, Sort, Symbol, Symbols};
pub use target::{Halted, Saved, Target};
pub use text::{Text, Tone};
pub use turn::{Course, Kind, Turn};
