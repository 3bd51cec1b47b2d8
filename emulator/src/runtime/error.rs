//! Why a model cannot be loaded or does not run to its end.

use super::cpu_ops::refusal::CpuRefusal;
use crate::fault::Fault;
use isa::diagnostic::{Finding, FormatError};
use std::fmt;

/// Why a model cannot be loaded or does not run to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeError {
    /// The file cannot be read.
    Format(FormatError),
    /// The file can be read, but its parts do not fit together.
    Unsound(Box<Finding>),
    /// The caller asks for what the model does not have, or gives what it does not take.
    Request(String),
    /// A function on the host processor declines.
    Cpu {
        /// The routine, from 0.
        routine: usize,
        /// Why.
        refusal: Box<CpuRefusal>,
    },
    /// A descriptor that the TPU cannot execute, or at which a limit was reached.
    Fault {
        /// The routine, from 0.
        routine: usize,
        /// The segment of its command buffer, from 0.
        segment: usize,
        /// The descriptor.
        fault: Box<Fault>,
    },
}

impl fmt::Display for RuntimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuntimeError::Format(error) => error.fmt(f),
            RuntimeError::Unsound(finding) => finding.fmt(f),
            RuntimeError::Request(what) => f.write_str(what),
            RuntimeError::Cpu { routine, refusal } => write!(f, "routine {routine}: {refusal}"),
            RuntimeError::Fault { routine, segment, fault } => {
                write!(f, "routine {routine} segment {segment}: {fault}")
            }
        }
    }
}

impl std::error::Error for RuntimeError {}

impl From<FormatError> for RuntimeError {
    fn from(error: FormatError) -> Self {
        RuntimeError::Format(error)
    }
}
