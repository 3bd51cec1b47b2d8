//! `tpuscope model`: look into, check and rearrange model files.

mod diff;
mod dump;
mod extract;
mod info;
mod merge;
mod verify;

use crate::cli::Model as Arguments;
use crate::exit::{Failure, Outcome};
use crate::output::Out;
use isa::container::cvimodel::Model;
use std::path::Path;

pub(crate) fn run(arguments: Arguments, out: &mut Out) -> Outcome {
    match arguments {
        Arguments::Info { file } => info::run(&file, out),
        Arguments::Dump { file } => dump::run(&file, out),
        Arguments::Verify { files, warnings } => verify::run(&files, warnings, out),
        Arguments::Diff { left, right } => diff::run(&left, &right, out),
        Arguments::Extract { file, output } => extract::run(&file, &output, out),
        Arguments::Merge { files, output } => merge::run(&files, &output, out),
    }
}

/// The model in `bytes`; what is odd but harmless is the business of `verify`.
fn open<'a>(path: &Path, bytes: &'a [u8]) -> Result<Model<'a>, Failure> {
    Model::read(bytes).map(|(model, _)| model).map_err(|error| Failure::format(path, &error))
}

/// The extents of a shape, as `[1,3,640,640]`.
fn shape_text(dims: &[i64]) -> String {
    let dims: Vec<String> = dims.iter().map(ToString::to_string).collect();
    format!("[{}]", dims.join(","))
}
