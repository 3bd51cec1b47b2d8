//! Why a CPU function declines to run.

use serde::Serialize;
use std::fmt;

/// The part of a call to blame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The call as a whole.
    Call,
    /// An input tensor.
    Input {
        /// Its position, from 0.
        index: usize,
        /// Its name.
        name: String,
    },
    /// An output tensor.
    Output {
        /// Its position, from 0.
        index: usize,
        /// Its name.
        name: String,
    },
    /// A parameter.
    Parameter(&'static str),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Call => Ok(()),
            Place::Input { index, name } => write!(f, ", input {index} `{}`", name.escape_debug()),
            Place::Output { index, name } => write!(f, ", output {index} `{}`", name.escape_debug()),
            Place::Parameter(name) => write!(f, ", parameter `{name}`"),
        }
    }
}

/// A call that the vendor's runtime would not survive, or whose result nobody defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CpuRefusal {
    /// The function.
    pub function: Box<str>,
    /// The part to blame.
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// What would be legal.
    pub allowed: String,
    /// What to do about it.
    pub help: &'static str,
}

impl CpuRefusal {
    /// A refusal of `function` because of `what`.
    #[must_use]
    #[cold]
    pub fn new(function: &str, place: Place, what: impl Into<String>) -> Self {
        CpuRefusal { function: function.into(), place, what: what.into(), allowed: String::new(), help: "" }
    }

    /// Says what would be legal.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = allowed.into();
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }
}

impl fmt::Display for CpuRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CPU function `{}`{}: {}", self.function.escape_debug(), self.place, self.what)?;
        if !self.allowed.is_empty() {
            write!(f, " (allowed: {})", self.allowed)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for CpuRefusal {}
