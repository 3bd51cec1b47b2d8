//! The command line.

use crate::commands::{Tolerance, WhatIf};
use crate::output::Color;
use clap::{Args, Parser, Subcommand, ValueEnum};
use emulator::machine::{Limits, Threads};
use isa::chip::Chip;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// What each exit code means.
pub(crate) const EXIT_CODES: &str = "Exit codes: 0 good; 1 compared and different; 2 usage; 3 bad input file; 4 not supported; 5 breaks a hardware rule; 6 input/output; 130 stopped by Ctrl-C.";

const RUN_EXAMPLES: &str = "\
Examples:
  tpuscope run M.cvimodel -i cat.jpg --top-k 5 --labels synset.txt
  tpuscope run M.cvimodel -i in.npz -o out.npz --dump-all-tensors
  tpuscope run M.cvimodel -i in.npz -r golden.npz --tolerance exact
  tpuscope run M.cvimodel --batch 2 -i a.jpg -i b.jpg
  tpuscope run M.cvimodel -i template=a.jpg -i search=b.jpg";

const COMPARE_EXAMPLES: &str = "\
Examples:
  tpuscope perf compare A.cvimodel B.cvimodel
  tpuscope perf compare M.cvimodel --board cv1811h-evb --board sg2002
  tpuscope perf compare M.cvimodel measured_des.csv --board sg2002";

/// See inside the CV18xx TPU.
#[derive(Debug, Parser)]
#[command(name = "tpuscope", version, about, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// Print results as JSON.
    #[arg(long, global = true, help_heading = "Every command")]
    pub(crate) json: bool,
    /// When to colour.
    #[arg(long, global = true, help_heading = "Every command", value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Builds an edge detector, verifies and executes it, and shows the picture before and after.
    Demo {
        /// The chip.
        #[arg(long, default_value = "cv181x")]
        chip: Chip,
        /// Write a page with the timeline of what was run, for a browser.
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// Steps through a model or program, forwards and backwards.
    Debug(Box<Debug>),
    /// Prints the descriptors of a model, command buffer or DMA buffer as text.
    Disasm(Disasm),
    /// Turns text into a command buffer or DMA buffer.
    Asm(Asm),
    /// Looks into, checks and rearranges model files.
    #[command(subcommand)]
    Model(Model),
    /// Tells how long the TPU takes for a model.
    Perf(Perf),
    /// Runs a model: inputs from arrays, pictures or raw bytes, outputs to arrays, results compared.
    Run(Box<Run>),
    /// Executes recorded runs and compares every byte they left.
    Replay(Replay),
    /// Runs random programs here and on a reference simulator and compares every byte they leave.
    #[cfg(unix)]
    Difftest(Difftest),
    /// Runs the programs of `difftest`; started by it.
    #[cfg(unix)]
    #[command(hide = true)]
    DifftestWorker(DifftestWorker),
    /// Prints a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    Tiu,
    Tdma,
}

/// How the bytes of a stream of descriptors are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Packets, as in a model file.
    Packets,
    /// A DMA buffer, as handed to the driver.
    Dmabuf,
}

#[derive(Debug, Args)]
pub(crate) struct Disasm {
    /// A .cvimodel, a command buffer, a DMA buffer or a recorded execution; `-` reads standard input.
    pub(crate) file: PathBuf,
    /// Only this engine.
    #[arg(long)]
    pub(crate) engine: Option<EngineName>,
    /// Only descriptors of this layer number.
    #[arg(long)]
    pub(crate) layer: Option<u32>,
    /// Only descriptors FIRST..LAST of each engine, counted from 0, inclusive.
    #[arg(long, value_name = "FIRST..LAST", value_parser = parse_range)]
    pub(crate) range: Option<RangeInclusive<usize>>,
    /// Every field with its place and value instead of one line each.
    #[arg(long)]
    pub(crate) raw: bool,
    /// The chip, where the file does not tell.
    #[arg(long)]
    pub(crate) chip: Option<Chip>,
}

#[derive(Debug, Args)]
pub(crate) struct Asm {
    /// The text; `-` reads standard input.
    pub(crate) file: PathBuf,
    /// Where the bytes go; `-` writes standard output.
    #[arg(short, long)]
    pub(crate) output: PathBuf,
    /// What to write.
    #[arg(long, default_value = "packets")]
    pub(crate) form: Form,
    /// The chip, unless the text says `.chip`.
    #[arg(long)]
    pub(crate) chip: Option<Chip>,
}

#[derive(Debug, Args)]
#[command(after_help = format!("{RUN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Run {
    /// The model.
    pub(crate) model: PathBuf,
    /// What fills the inputs: .npz or .npy arrays, a picture, or raw bytes; NAME=FILE for one of several inputs, once
    /// for each place of a batch.
    #[arg(short, long, value_name = "[NAME=]FILE")]
    pub(crate) input: Vec<NamedFile>,
    /// The .npz file for the outputs; `-` writes it to standard output, in place of the report.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The program, counted from 0.
    #[arg(short = 's', long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) program_id: usize,
    /// The program for this batch size instead.
    #[arg(short, long, value_name = "SIZE", conflicts_with = "program_id")]
    pub(crate) batch: Option<i64>,
    /// Refuse models that are built for another chip.
    #[arg(long)]
    pub(crate) chip: Option<Chip>,
    /// How often to run.
    #[arg(short, long, default_value = "1")]
    pub(crate) count: std::num::NonZeroUsize,
    /// Every tensor whose memory is still its own when the program ends, not only the outputs.
    #[arg(long, visible_alias = "dump_all_tensors")]
    pub(crate) dump_all_tensors: bool,
    /// An .npz file with expected outputs.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) reference: Option<PathBuf>,
    /// How alike outputs must be: `exact`, or the least cosine, correlation and euclidean similarity.
    #[arg(short, long, visible_alias = "tolerances", default_value = "0.99,0.99,0.9")]
    #[arg(requires = "reference", allow_hyphen_values = true)]
    pub(crate) tolerance: Tolerance,
    /// Show this many of the largest values of each output; with --labels 5 unless told otherwise.
    #[arg(long, visible_alias = "top_k", value_name = "COUNT")]
    pub(crate) top_k: Option<usize>,
    /// A file with one label for each class on a line of its own.
    #[arg(long, value_name = "FILE")]
    pub(crate) labels: Option<PathBuf>,
    /// Record what the performance monitor of the chip would, into PREFIX_des.csv and PREFIX_layer.csv.
    #[arg(long, value_name = "PREFIX")]
    pub(crate) pmu: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) boards: BoardOptions,
    #[command(flatten)]
    pub(crate) threads: ThreadCount,
    #[command(flatten)]
    pub(crate) picture: PictureOptions,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

/// How a picture becomes an input, where the model does not say.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Pictures")]
pub(crate) struct PictureOptions {
    /// What is taken from each channel of a picture, in the order of the channels: one number, or one for each.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', allow_negative_numbers = true)]
    pub(crate) mean: Vec<f32>,
    /// What each channel is multiplied with behind that.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', allow_negative_numbers = true)]
    pub(crate) scale: Vec<f32>,
    /// Order of the channels.
    #[arg(long, visible_alias = "pixel_format", value_name = "ORDER")]
    pub(crate) pixel_format: Option<ColorOrder>,
    /// Leave bars instead of stretching.
    #[arg(long, visible_alias = "keep_aspect_ratio")]
    pub(crate) keep_aspect_ratio: bool,
    /// Height and width to which a picture is scaled before the input is cut out of its middle.
    #[arg(long, visible_alias = "resize_dims", value_name = "HEIGHT,WIDTH", value_delimiter = ',')]
    pub(crate) resize_dims: Vec<usize>,
}

impl PictureOptions {
    /// Whether any of them is given.
    pub(crate) fn are_given(&self) -> bool {
        self.has_scaling() || self.pixel_format.is_some() || self.keep_aspect_ratio || !self.resize_dims.is_empty()
    }

    /// Whether they say how samples become numbers.
    pub(crate) fn has_scaling(&self) -> bool {
        !self.mean.is_empty() || !self.scale.is_empty()
    }
}

/// Order of the channels of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ColorOrder {
    Rgb,
    Bgr,
    Gray,
}

impl std::fmt::Display for ColorOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            ColorOrder::Rgb => "rgb",
            ColorOrder::Bgr => "bgr",
            ColorOrder::Gray => "gray",
        })
    }
}

/// A file, for an input of this name if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedFile {
    pub(crate) name: Option<String>,
    pub(crate) path: PathBuf,
}

impl std::str::FromStr for NamedFile {
    type Err = std::convert::Infallible;

    /// What exists under the whole text is that file, whatever characters its name has.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.split_once('=') {
            Some((name, path)) if !std::path::Path::new(text).exists() => {
                NamedFile { name: Some(name.to_owned()), path: path.into() }
            }
            _ => NamedFile { name: None, path: text.into() },
        })
    }
}

const DEBUG_EXAMPLES: &str = "\
Examples:
  tpuscope debug --demo
  tpuscope debug M.cvimodel -i in.npz
  tpuscope debug M.cvimodel -i in.npz --batch -ex 'break layer conv1' -ex continue -ex 'print output'
  tpuscope debug M.cvimodel -i in.npz --batch -ex 'diff golden.npz'";

#[derive(Debug, Args)]
#[command(after_help = format!("{DEBUG_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Debug {
    /// A model, a recorded execution, or a scenario or assembly as text.
    #[arg(required_unless_present_any = ["demo", "dap"])]
    pub(crate) file: Option<PathBuf>,
    /// The program of `tpuscope demo` instead of a file.
    #[arg(long, conflicts_with = "file")]
    pub(crate) demo: bool,
    /// The chip of the demo.
    #[arg(long, default_value = "cv181x", requires = "demo")]
    pub(crate) chip: Chip,
    /// What fills the inputs, as for `run`.
    #[arg(short, long, value_name = "[NAME=]FILE")]
    pub(crate) input: Vec<NamedFile>,
    /// The program of the model, counted from 0.
    #[arg(short = 's', long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) program_id: usize,
    /// A command to execute first; may be given several times, and written -ex too.
    #[arg(long = "ex", value_name = "COMMAND")]
    pub(crate) commands: Vec<String>,
    /// A file of commands to execute first.
    #[arg(short = 'x', long, value_name = "FILE")]
    pub(crate) script: Vec<PathBuf>,
    /// End behind these commands, with an exit code that tells whether one failed or the run stands at a fault.
    #[arg(long)]
    pub(crate) batch: bool,
    /// Serve gdb-multiarch at this port of this computer, or at HOST:PORT; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "3333")]
    pub(crate) gdb: Option<String>,
    /// Serve an editor by the Debug Adapter Protocol: over standard input and output, or at a port of this computer.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "-", conflicts_with = "gdb")]
    pub(crate) dap: Option<String>,
    /// Let other computers connect, where the address allows it; whoever does may change everything in the session.
    #[arg(long)]
    pub(crate) allow_remote: bool,
    /// Write each command in front of its answer, errors too: a transcript.
    #[arg(long)]
    pub(crate) echo: bool,
    /// Most memory for states of the past.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    pub(crate) history_memory: u64,
    #[command(flatten)]
    pub(crate) threads: ThreadCount,
    #[command(flatten)]
    pub(crate) picture: PictureOptions,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// Recorded executions (.cvtr or .cvtr.zst), programs that say what they leave (.scenario), or folders of them.
    #[arg(required = true)]
    pub(crate) traces: Vec<PathBuf>,
    /// Runs at a time.
    #[arg(long, value_name = "COUNT")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
    #[command(flatten)]
    pub(crate) budget: Budget,
}

#[derive(Debug, Args)]
pub(crate) struct Difftest {
    /// A shared library with the C interface of the vendor's simulator.
    #[arg(long, value_name = "LIB")]
    pub(crate) reference: PathBuf,
    /// Only this chip; otherwise all, one behind the other.
    #[arg(long)]
    pub(crate) chip: Option<Chip>,
    /// Only these operations, separated by commas.
    #[arg(long, value_delimiter = ',')]
    pub(crate) ops: Vec<String>,
    /// Programs for each chip.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) count: u64,
    /// The number of the first program.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) first: u64,
    /// What the programs follow from, together with their number.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Processes at a time.
    #[arg(long, value_name = "COUNT")]
    pub(crate) jobs: Option<std::num::NonZeroUsize>,
    /// Run the programs of this file instead of random ones.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["chip", "ops", "bless"])]
    pub(crate) scenario: Option<PathBuf>,
    /// Record results of the reference in this folder, for every operation, format and mode.
    #[arg(long, value_name = "DIR", conflicts_with = "ops")]
    pub(crate) bless: Option<PathBuf>,
    /// The folder for programs on which both sides disagree.
    #[arg(long, value_name = "DIR", default_value = "difftest-failures")]
    pub(crate) failures: PathBuf,
    /// Seconds after which a program counts as refused by the reference.
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    pub(crate) time_limit: u64,
}

impl Difftest {
    /// The chips to test, one behind the other.
    pub(crate) fn chips(&self) -> Vec<Chip> {
        self.chip.map_or(Chip::ALL.to_vec(), |chip| vec![chip])
    }
}

#[derive(Debug, Args)]
pub(crate) struct DifftestWorker {
    #[arg(long)]
    pub(crate) reference: PathBuf,
    #[arg(long)]
    pub(crate) chip: Chip,
    #[arg(long, value_delimiter = ',')]
    pub(crate) ops: Vec<String>,
    #[arg(long)]
    pub(crate) seed: u64,
}

/// How many threads share the work of a run.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ThreadCount {
    /// Threads that compute, by default one for each processor but no more than 4; results are the same for any number.
    #[arg(long, value_name = "COUNT", env = "TPUSCOPE_THREADS")]
    threads: Option<Threads>,
}

/// Most threads that are used unasked: most descriptors keep no more of them busy.
const MOST_UNASKED: usize = 4;

impl ThreadCount {
    /// What was asked for, or else what this computer has, within reason.
    pub(crate) fn get(&self) -> Threads {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.unwrap_or_else(|| Threads::near(processors().min(MOST_UNASKED)))
    }
}

/// How much an execution may do, so that every one ends.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Budget {
    /// Descriptors that one execution may run.
    #[arg(long, value_name = "COUNT", default_value_t = 10_000_000)]
    pub(crate) max_steps: u64,
    /// Elements that the transfers of one execution may move.
    #[arg(long, value_name = "COUNT", default_value_t = 100_000_000_000)]
    pub(crate) max_elements: u64,
}

impl Budget {
    /// The limits of one execution, which setting `cancel` stops.
    pub(crate) fn limits<'c>(&self, cancel: &'c AtomicBool) -> Limits<'c> {
        Limits { steps: self.max_steps, elements: self.max_elements, cancel: Some(cancel) }
    }
}

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Perf {
    #[command(subcommand)]
    pub(crate) task: Option<PerfTask>,
    #[command(flatten)]
    pub(crate) forecast: Forecast,
}

#[derive(Debug, Args)]
pub(crate) struct Forecast {
    /// The model; `-` reads standard input.
    #[arg(required_unless_present = "list_boards")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) boards: BoardOptions,
    /// List the boards, and how each of their values is known.
    #[arg(long, conflicts_with_all = ["model", "board", "what_if", "html", "trace", "vcd"])]
    pub(crate) list_boards: bool,
    /// Show the board with other values beside it: clock in MHz, ddr in MT/s, bus in bits, driver in microseconds.
    #[arg(long, value_name = "NAME=NUMBER,...")]
    pub(crate) what_if: Option<WhatIf>,
    /// The program, counted from 0.
    #[arg(short = 's', long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) program_id: usize,
    /// How many of the costliest to list.
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub(crate) top: usize,
    /// What to list.
    #[arg(long, value_name = "WHAT", default_value = "layer")]
    pub(crate) by: Grouping,
    /// What both engines do in this cycle, in place of the costs.
    #[arg(long, value_name = "CYCLE")]
    pub(crate) at: Option<u64>,
    #[command(flatten)]
    pub(crate) pictures: Pictures,
}

/// Which board.
#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct BoardOptions {
    /// The board; otherwise the first that carries the model's chip.
    #[arg(long, value_name = "NAME")]
    pub(crate) board: Option<String>,
    /// Boards of your own, in the form of specs/boards.toml; they come first.
    #[arg(long, value_name = "TOML")]
    pub(crate) board_file: Option<PathBuf>,
}

/// Files to look at.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Pictures")]
pub(crate) struct Pictures {
    /// Write a page with timeline, bandwidth, local memory, roofline and tables, for a browser.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Write a trace for ui.perfetto.dev or chrome://tracing.
    #[arg(long, value_name = "FILE")]
    pub(crate) trace: Option<PathBuf>,
    /// Write a value change dump for waveform viewers.
    #[arg(long, value_name = "FILE")]
    pub(crate) vcd: Option<PathBuf>,
}

impl Forecast {
    /// Whether anything is asked for.
    pub(crate) fn is_given(&self) -> bool {
        let options = (self.program_id, self.top, self.by);
        let pictures = self.pictures != Pictures::default();
        let boards = self.boards != BoardOptions::default() || self.list_boards || self.what_if.is_some();
        let more = boards || pictures || self.at.is_some();
        self.model.is_some() || more || options != (0, 10, Grouping::Layer)
    }
}

/// What descriptors are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grouping {
    Layer,
    Op,
    Descriptor,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PerfTask {
    /// What the performance monitor of a board, or of `run --pmu`, recorded.
    Pmu {
        /// A command buffer with the records behind it, records alone, or the vendor's `_des.csv`; `-` reads standard
        /// input.
        records: PathBuf,
        /// The clock of the TPU, where the file does not tell it.
        #[arg(long, value_name = "MHZ")]
        clock: Option<u32>,
    },
    /// Compares predicted with measured durations of transfers, and replays the schedule.
    Validate {
        /// A trace of the PMU as comma-separated values; `-` reads standard input.
        trace: PathBuf,
        /// The chip.
        #[arg(long)]
        chip: Chip,
        #[command(flatten)]
        boards: BoardOptions,
    },
    /// Compares two models, a model on two boards, or a prediction with what the PMU of a board recorded.
    Compare(Compare),
}

#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(crate) struct Compare {
    /// A model, and what to compare it with: another model, or the `_des.csv` that the PMU of a board left for it.
    #[arg(required = true, num_args = 1..=2, value_names = ["A", "B"])]
    pub(crate) files: Vec<PathBuf>,
    /// The board; twice for one of each side.
    #[arg(long, value_name = "NAME")]
    pub(crate) board: Vec<String>,
    /// Boards of your own, in the form of specs/boards.toml; they come first.
    #[arg(long, value_name = "TOML")]
    pub(crate) board_file: Option<PathBuf>,
    /// The program of both models, counted from 0.
    #[arg(short = 's', long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) program_id: usize,
    /// How many of the largest differences to list.
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub(crate) top: usize,
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
    /// Checks container and descriptors.
    Verify {
        /// The models.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print warnings too.
        #[arg(long)]
        warnings: bool,
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

fn parse_range(text: &str) -> Result<RangeInclusive<usize>, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let number = |text: &str, default: usize| if text.is_empty() { Ok(default) } else { text.parse() };
    let bad = |_| format!("`{text}` is not FIRST..LAST, for example 0..99, 100.. or 7");
    let range = number(first, 0).map_err(bad)?..=number(last.trim_start_matches('='), usize::MAX).map_err(bad)?;
    if range.is_empty() { Err(format!("`{text}` is empty; give the smaller number first")) } else { Ok(range) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn ranges_may_be_open_or_single() {
        assert_eq!(parse_range("3..5"), Ok(3..=5));
        assert_eq!(parse_range("3.."), Ok(3..=usize::MAX));
        assert_eq!(parse_range("7"), Ok(7..=7));
        assert!(parse_range("5..3").is_err() && parse_range("x").is_err());
    }
}
