//! The command line.

use crate::output::Color;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

const EXIT_CODES: &str = "Exit codes: 0 good; 1 compared and different; 2 usage; 3 bad input file; 4 not supported; 5 breaks a hardware rule; 6 input/output.";

/// See inside the CV18xx TPU.
#[derive(Debug, Parser)]
#[command(name = "tpuscope", version, about, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// Print results as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When to colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Looks into, checks and rearranges model files.
    #[command(subcommand)]
    Model(Model),
    /// Prints a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Model {
    /// Inputs, outputs, memory, routines and operations at a glance.
    Info {
        /// The model.
        file: PathBuf,
    },
    /// Every table of the file.
    Dump {
        /// The model.
        file: PathBuf,
    },
    /// Lists what differs between two models.
    Diff {
        /// One model.
        left: PathBuf,
        /// The other.
        right: PathBuf,
    },
    /// Writes every section to a file of its own.
    Extract {
        /// The model.
        file: PathBuf,
        /// The folder to write to.
        #[arg(short, long, default_value = ".")]
        output: PathBuf,
    },
    /// Joins models that share weights into one file with several programs.
    Merge {
        /// The models; the first names the result.
        #[arg(required = true, num_args = 2..)]
        files: Vec<PathBuf>,
        /// The file to write.
        #[arg(short, long)]
        output: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

}
