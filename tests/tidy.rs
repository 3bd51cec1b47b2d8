//! House rules that no compiler checks: who may use whom, chips as data, sizes of files.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Package and the packages of ours that it may name in its manifest; `[dev-dependencies]` may name more.
const EDGES: [(&str, &[&str]); 6] = [
    (".", &["isa", "emulator", "debugger"]),
    ("specs", &[]),
    ("isa", &[]),
    ("emulator", &["isa"]),
    ("emulator/capi", &["isa", "emulator"]),
    ("debugger", &["isa", "emulator"]),
];
const OURS: [&str; 5] = ["specs", "isa", "emulator", "cvicmodel", "debugger"];

#[test]
fn packages_use_only_those_below_them() {
    for (package, allowed) in EDGES {
        let manifest = std::fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap();
        for other in OURS.iter().filter(|other| !allowed.contains(other)) {
            let named = dependencies.lines().any(|line| line.split(['.', ' ', '=']).next() == Some(other));
            assert!(!named, "{package} must not use {other}");
        }
    }
}

/// The part of a source file in front of its unit tests.
fn product(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap_or_default().to_string()
}

fn sources(folders: &[&str]) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| common::files(&root().join(folder), ".rs"));
    let hidden = ["generated", "tests.rs", "/tests/", "testing.rs"];
    all.filter(|path| !hidden.iter().any(|part| path.to_string_lossy().contains(part))).collect()
}

#[test]
fn a_chip_is_data() {
    for path in sources(&["isa/src", "emulator/src", "emulator/capi/src", "debugger/src", "src"]) {
        let text = product(&path);
        for (index, line) in text.lines().enumerate() {
            let asks = line.contains("Chip::Cv") || line.contains("Layout::Cv");
            assert!(
                !asks,
                "{}:{}: ask for a property of the chip's profile, not for its name",
                path.display(),
                index + 1
            );
        }
    }
}

#[test]
fn no_file_grows_into_two() {
    for path in sources(&[
        "specs/src",
        "isa/src",
        "emulator/src",
        "emulator/capi/src",
        "debugger/src",
        "src",
        "tests",
        "benches",
    ]) {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 700, "{} has {lines} lines; split it by the questions it answers", path.display());
    }
}

#[test]
fn unsafe_code_stays_where_it_is_declared() {
    for path in sources(&["specs/src", "isa/src", "emulator/src", "emulator/capi/src", "debugger/src", "src"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let used = text
            .lines()
            .any(|line| line.contains("unsafe {") || line.contains("unsafe fn") || line.contains("unsafe extern"));
        let declared = text.contains("allow(unsafe_code, reason = ");
        assert!(!used || declared, "{} uses unsafe code without a stated reason", path.display());
    }
}
