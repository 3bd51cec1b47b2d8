//! The flags of the vendor's `model_runner`. Long names may be written with `-` or with `_`.

use crate::cli::{Budget, EXIT_CODES, ThreadCount};
use crate::commands::run::compare::Tolerance;
use crate::exit::{Failure, Outcome, Reason};
use clap::Parser;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Runs a model as the vendor's model_runner does, on the emulator of tpuscope.
#[derive(Debug, Parser)]
#[command(name = super::NAME, after_help = EXIT_CODES, args_override_self = true)]
pub(super) struct Arguments {
    /// The .npz file with the inputs; without it they are zero.
    #[arg(short, long, value_name = "NPZ")]
    pub(super) input: Option<PathBuf>,
    /// The model.
    #[arg(short, long, value_name = "FILE")]
    pub(super) model: PathBuf,
    /// The .npz file for the outputs.
    #[arg(short, long, value_name = "NPZ")]
    pub(super) output: Option<PathBuf>,
    /// Record what the performance monitor would, into PREFIX_des.csv and PREFIX_layer.csv; turns it on.
    #[arg(short, long, value_name = "PREFIX")]
    pub(super) pmu: Option<PathBuf>,
    /// The program, counted from 0.
    #[arg(short = 's', long, alias = "program_id", value_name = "NUMBER", default_value_t = 0)]
    pub(super) program_id: usize,
    /// Has no effect, as in the vendor's program; --program-id chooses.
    #[arg(short, long, alias = "batch_num", value_name = "SIZE")]
    batch_num: Option<String>,
    /// How often to run.
    #[arg(short, long, default_value = "1")]
    pub(super) count: NonZeroUsize,
    /// An .npz file with expected outputs.
    #[arg(short, long, value_name = "NPZ")]
    pub(super) reference: Option<PathBuf>,
    /// The least cosine, correlation and euclidean similarity; `exact` for equal in every byte [default: 0.99,0.99,0.9]
    #[arg(short, long, value_name = "NUMBERS", allow_hyphen_values = true)]
    pub(super) tolerances: Option<Tolerance>,
    /// 0 leaves out what the runtime says of the model; higher levels print no more than 1.
    #[arg(short, long, value_name = "LEVEL", default_value_t = 1)]
    pub(super) verbose: u8,
    /// Every tensor whose memory is still its own when the program ends, not only the outputs.
    #[arg(long, alias = "dump_all_tensors")]
    pub(super) dump_all_tensors: bool,
    /// Says that the model is loaded from memory, as it always is.
    #[arg(long, alias = "load_from_memory")]
    pub(super) load_from_memory: bool,
    /// Tells how long the runs took on this computer, in place of comparing.
    #[arg(long, alias = "enable_timer")]
    pub(super) enable_timer: bool,
    /// Has no effect, as in the vendor's program.
    #[arg(long, alias = "skip_preprocess")]
    skip_preprocess: bool,
    /// Changes no result: runs follow each other.
    #[arg(long, alias = "async_forward")]
    async_forward: bool,
    /// Has no effect on models of this kind, as in the vendor's Python tool.
    #[arg(long, value_name = "WHAT", num_args = 0..=1, default_missing_value = "")]
    debug: Option<String>,
    #[command(flatten)]
    pub(super) threads: ThreadCount,
    #[command(flatten)]
    pub(super) budget: Budget,
}

impl Arguments {
    /// Refuses what cannot be done, before anything is.
    pub(super) fn check(&self) -> Outcome {
        let archives = [("--input", &self.input), ("--output", &self.output), ("--reference", &self.reference)];
        archives.into_iter().filter_map(|(flag, path)| Some((flag, path.as_deref()?))).try_for_each(archive)
    }

    /// What was asked for and changes nothing.
    pub(super) fn without_effect(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.batch_num.is_some(), "--batch-num has no effect; --program-id chooses the program"),
            (self.skip_preprocess, "--skip-preprocess has no effect; the model says what it does to its inputs"),
            (self.debug.is_some(), "--debug has no effect"),
        ]
        .into_iter()
        .filter_map(|(given, what)| given.then_some(what))
    }
}

/// Scripts name archives by their ending, and so does the vendor's program.
fn archive((flag, path): (&str, &Path)) -> Outcome {
    match path.extension() {
        Some(ending) if ending == "npz" => Ok(()),
        _ => {
            let what = format!("{flag} {} is no .npz file by its name", path.display());
            Err(Failure::new(Reason::Usage, format!("{what}; name one, or use `tpuscope run` for other files")))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn long_names_have_both_spellings_and_the_last_value_counts() {
        let line = "model_runner --model a -m b --program_id 1 --program-id 2 --dump_all_tensors --enable-timer";
        let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
        assert_eq!((arguments.model.to_str(), arguments.program_id), (Some("b"), 2));
        assert!(arguments.dump_all_tensors && arguments.enable_timer && !arguments.load_from_memory);
    }
}
