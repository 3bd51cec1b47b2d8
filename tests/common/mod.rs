//! What several test files need: the folder with recorded executions and published models, and the built binary.

#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

pub(crate) mod monitor;
pub(crate) mod opened;
pub(crate) mod small_model;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of recorded data, or `None` after saying that the test is skipped.
///
/// `TPUSCOPE_DATA` names the folder; it defaults to `shared` beside the checkout.
pub(crate) fn recorded(name: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("TPUSCOPE_DATA").map_or(default, PathBuf::from).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no recorded data in {}; set TPUSCOPE_DATA", folder.display());
    None
}

/// All files below `folder` whose names end in `ending`, sorted.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The bytes of a recorded execution, decompressed.
pub(crate) fn trace(path: &Path) -> Vec<u8> {
    let file = std::fs::File::open(path).expect("the trace was listed");
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(file).expect("a trace is a zstd frame");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut decoder, &mut bytes).expect("a trace decompresses");
    bytes
}

/// Runs the built binary.
pub(crate) fn tpuscope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tpuscope")).args(arguments).output().expect("the binary starts")
}

/// Standard output of a run, as text.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Published models: those of the recorded data, and any below the folder that `TPUSCOPE_MODELS` names.
pub(crate) fn models() -> Vec<PathBuf> {
    let recorded = recorded("models").map(|folder| files(&folder, ".cvimodel")).unwrap_or_default();
    let more =
        std::env::var_os("TPUSCOPE_MODELS").map(|folder| files(Path::new(&folder), ".cvimodel")).unwrap_or_default();
    recorded.into_iter().chain(more).collect()
}
