//! `tpuscope difftest` against references that agree, that do nothing, and that do not survive.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

mod common;

use common::{stdout, tpuscope};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// A simulator that runs nothing and, when told to, does not come back.
const FAKE: &str = r#"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
static uint8_t *gmem, lmem[1 << 20];
static int runs;
int bm_cmodel_init(void **out, const void *info) {
    gmem = mmap(0, 1ULL << 32, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    *out = gmem;
    return 0;
}
int bm_cmodel_exit(void *handle) { return 0; }
uint8_t *bm_cmodel_get_chipGmem(void *handle) { return gmem; }
int bm_cmodel_set_base_reg(void *handle, uint32_t index, uint64_t value) { return 0; }
int bm_cmodel_read_lmem(void *handle, uint64_t at, uint8_t *to, uint64_t count) { memcpy(to, lmem + at, count); return 0; }
int bm_cmodel_write_lmem(void *handle, uint64_t at, const uint8_t *from, uint64_t count) { memcpy(lmem + at, from, count); return 0; }
int bm_cmodel_run_gmem_cmdbuf(void *handle, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
    printf("{\"noise\": 1}\n");
    fflush(stdout);
    if (++runs == 3) { ON_THIRD_RUN }
    return 0;
}
"#;

/// Builds the simulator; `None` after saying that there is no compiler.
fn fake(name: &str, on_third_run: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("difftest");
    std::fs::create_dir_all(&folder).unwrap();
    let (source, library) = (folder.join(format!("{name}.c")), folder.join(format!("lib{name}.so")));
    std::fs::write(&source, FAKE.replace("ON_THIRD_RUN", on_third_run)).unwrap();
    let status = Command::new("gcc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status();
    let Ok(status) = status else {
        println!("skipped: there is no gcc");
        return None;
    };
    assert!(status.success());
    Some(library)
}

/// Our own library, which is built beside the tests with the workspace.
fn own() -> Option<PathBuf> {
    let library = std::env::current_exe().unwrap().with_file_name("libcvicmodel.so");
    if library.exists() {
        return Some(library);
    }
    println!("skipped: there is no {}; build the workspace", library.display());
    None
}

fn difftest(library: &Path, more: &[&str]) -> Output {
    tpuscope(&[&["difftest", "--reference", library.to_str().unwrap(), "--jobs", "1"], more].concat())
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_emulator_agrees_with_itself_on_every_chip() {
    let Some(library) = own() else { return };
    let output = difftest(&library, &["--count", "300", "--json"]);
    assert!(output.status.success(), "{output:?}");
    let chips = json(&output)["chips"].as_array().unwrap().clone();
    assert_eq!(chips.len(), 4);
    for chip in chips {
        assert_eq!((&chip["programs"], &chip["refused"]), (&300.into(), &Value::Array(Vec::new())), "{chip}");
    }
    let output = difftest(&library, &["--chip", "cv180x", "--count", "3", "--ops", "mul,load"]);
    let text = stdout(&output);
    let never = text.lines().find_map(|line| line.strip_prefix("never met: ")).unwrap();
    assert!(never.split(", ").all(|class| class.starts_with("mul ") || class.starts_with("load ")), "{never}");
    assert!(text.contains("3 programs of") && text.contains("0 different, 0 refused"), "{text}");
}

#[test]
fn what_the_reference_does_not_survive_is_named_and_the_rest_still_runs() {
    for (name, third, limit, why) in [
        ("aborting", "fprintf(stderr, \"no such thing\\n\"); abort();", "20", "no such thing"),
        ("hanging", "for (;;) pause();", "1", "took longer than 1 s"),
    ] {
        let Some(library) = fake(name, third) else { return };
        let arguments = ["--chip", "cv181x", "--count", "4", "--ops", "max", "--time-limit", limit, "--json"];
        let output = difftest(&library, &arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let chip = json(&output)["chips"][0].clone();
        let refused = chip["refused"].as_array().unwrap();
        assert_eq!((refused.len(), &refused[0]["number"]), (1, &2.into()), "{chip}");
        assert_eq!(refused[0]["here"], Value::Null, "{chip}");
        assert!(refused[0]["why"].as_str().unwrap().contains(why), "{chip}");
        assert!(refused[0]["descriptors"][0].as_str().unwrap().starts_with("tiu  max"), "{chip}");
        let different = chip["mismatches"].as_array().unwrap();
        assert!(different.iter().any(|one| one["number"] == 3), "{chip}");
    }
}

/// The process whose command line starts a worker for `library`.
fn worker_of(library: &Path) -> Option<PathBuf> {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(|entry| Some(entry.ok()?.path()));
    let runs = |process: &PathBuf| {
        let line = std::fs::read_to_string(process.join("cmdline")).unwrap_or_default();
        line.contains("difftest-worker") && line.contains(library.to_str().unwrap())
    };
    processes.into_iter().find(runs)
}

/// Looks again until `found` says yes.
fn wait_for(what: &str, found: impl Fn() -> bool) {
    let patience = (0..600).find(|_| {
        std::thread::sleep(Duration::from_millis(50));
        found()
    });
    assert!(patience.is_some(), "{what}");
}

#[test]
fn workers_end_when_their_supervisor_is_killed() {
    for (name, then) in [("busy", ""), ("stuck", "for (;;) pause();")] {
        let mark = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("difftest-{name}"));
        drop(std::fs::remove_file(&mark));
        let third = format!("fclose(fopen(\"{}\", \"w\")); {then}", mark.display());
        let Some(library) = fake(name, &third) else { return };
        let mut command = Command::new(env!("CARGO_BIN_EXE_tpuscope"));
        command.args(["difftest", "--jobs", "1", "--chip", "cv180x", "--time-limit", "600", "--ops", "max"]);
        command.args(["--count", "1000000000", "--reference"]).arg(&library);
        let mut supervisor = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_for("the reference runs", || mark.exists());
        assert!(worker_of(&library).is_some());
        supervisor.kill().unwrap();
        supervisor.wait().unwrap();
        wait_for("the worker ends", || worker_of(&library).is_none());
    }
}

#[test]
fn a_difference_becomes_a_file_that_shows_it_again() {
    let Some(library) = fake("idle", "") else { return };
    let failures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("difftest/failures");
    drop(std::fs::remove_dir_all(&failures));
    let more = ["--chip", "cv182x", "--count", "3", "--failures", failures.to_str().unwrap(), "--json"];
    let output = difftest(&library, &more);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let first = json(&output)["chips"][0]["mismatches"][0].clone();
    let file = PathBuf::from(first["file"].as_str().unwrap());
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with(".chip cv182x\n#: window "), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("tiu") || line.starts_with("tdma")).count(), 1, "{text}");
    assert!(tpuscope(&["asm", file.to_str().unwrap(), "-o", "/dev/null"]).status.success());
    let again = difftest(&library, &["--scenario", file.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stdout(&again).contains("0 programs the same, 1 not"), "{again:?}");
    if let Some(own) = own() {
        assert!(difftest(&own, &["--scenario", file.to_str().unwrap()]).status.success());
    }
}

#[test]
fn recorded_vectors_hold_for_the_emulator_as_its_own_reference() {
    let Some(library) = own() else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("difftest/vectors");
    let output = difftest(&library, &["--chip", "cv180x", "--bless", folder.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    let file = folder.join("cv180x.txt");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(difftest(&library, &["--scenario", file.to_str().unwrap()]).status.success());
    let (before, behind) = text.split_once("#: result ").unwrap();
    std::fs::write(&file, format!("{before}#: result {}{}", "0".repeat(32), &behind[32..])).unwrap();
    let wrong = difftest(&library, &["--scenario", file.to_str().unwrap()]);
    assert_eq!(wrong.status.code(), Some(1), "{wrong:?}");
    assert!(stdout(&wrong).contains("does not leave what is recorded"), "{wrong:?}");
}

#[test]
fn a_reference_that_cannot_be_used_is_named() {
    let output = difftest(Path::new("/nonexistent/lib.so"), &[]);
    assert_eq!(output.status.code(), Some(4));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("cannot load /nonexistent/lib.so"), "{told}");
    let output = difftest(Path::new("/nonexistent/lib.so"), &["--ops", "mull"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("no operation `mull` (allowed: ") && told.contains("correct --ops"), "{told}");
}
