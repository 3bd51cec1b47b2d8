//! Rewrites every generated file from the tables; with `--check`, only says which are stale.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks to its terminal")]

use specs::{Output, Tables};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let tables = match Tables::load() {
        Ok(tables) => tables,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            return ExitCode::from(3);
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut stale = 0;
    for output in specs::outputs(&tables) {
        match refresh(&root, &output, check) {
            Ok(false) => {}
            Ok(true) => {
                stale += 1;
                println!("{} {}", if check { "stale" } else { "wrote" }, output.path);
            }
            Err(error) => {
                eprintln!("{}: {error}", output.path);
                return ExitCode::from(6);
            }
        }
    }
    ExitCode::from(u8::from(check && stale > 0))
}

/// Whether the file differed from `output`.
fn refresh(root: &Path, output: &Output, check: bool) -> std::io::Result<bool> {
    let path: PathBuf = root.join(&output.path);
    let same = std::fs::read_to_string(&path).is_ok_and(|text| text == output.text);
    if !same && !check {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, &output.text)?;
    }
    Ok(!same)
}
