//! The commands of `docs/debugging.md` print what the page says.
//!
//! With `TPUSCOPE_BLESS` set, the page is written instead of compared.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the files that the page names.
fn scratch() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("story");
    std::fs::create_dir_all(folder.join("docs/story")).unwrap();
    for file in common::files(&root().join("docs/story"), ".scenario") {
        std::fs::copy(&file, folder.join("docs/story").join(file.file_name().unwrap())).unwrap();
    }
    folder
}

/// What a line of the page prints.
fn answer(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_tpuscope")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .env("PATH", format!("{}:{path}", binary.display()))
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The page with the answers of now.
fn told_anew(page: &str, folder: &Path) -> String {
    let mut fresh = String::new();
    let mut inside = false;
    for line in page.lines() {
        inside = if line == "```console" { true } else { inside && line != "```" };
        match line.strip_prefix("$ ").filter(|_| inside) {
            Some(command) => fresh += &format!("{line}\n{}", answer(command, folder)),
            None if inside && line != "```console" => {}
            None => fresh += &format!("{line}\n"),
        }
    }
    fresh
}

#[test]
fn the_story_goes_as_told() {
    let path = root().join("docs/debugging.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let fresh = told_anew(&page, &scratch());
    if std::env::var_os("TPUSCOPE_BLESS").is_some() {
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    let differing = page.lines().zip(fresh.lines()).find(|(page, fresh)| page != fresh);
    assert_eq!(differing, None, "the page differs from what the commands print");
    assert_eq!(page, fresh);
}
