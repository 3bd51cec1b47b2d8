//! Ctrl-C and limits: an execution stops where it is, says what it has, and ends with the code that is documented.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

mod common;

use common::{stdout, tpuscope};
use isa::chip::Chip;
use isa::command::bytes_of;
use isa::text::assemble_line;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Far longer than a program takes to stop, far shorter than the recording takes to run.
const PATIENCE: Duration = Duration::from_secs(60);

fn line(header: &str) -> Vec<u8> {
    let text = format!("tdma load id=1 {header} dst=int8[8,512,32]@0x0 src=int8[8,512,32]@b0+0x0{{n:0,c:5000,h:33}}");
    let descriptor = assemble_line(&text, Chip::Cv181x).unwrap().unwrap();
    bytes_of(descriptor.words())
}

/// A recording that takes long to run.
fn long_recording(name: &str) -> PathBuf {
    let section =
        |tag: &[u8; 4], bytes: &[u8]| [tag.as_slice(), &[0; 8], &(bytes.len() as u64).to_le_bytes(), bytes].concat();
    let header = b"{\"chip\":\"cv181x\"}";
    let start = [b"CVTR0001".as_slice(), &(header.len() as u32).to_le_bytes(), header].concat();
    let descriptors = [line("").repeat(200_000), line("end")].concat();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, [start, section(b"TDMA", &descriptors), section(b"END ", b"")].concat()).unwrap();
    file
}

/// Whether the process has put a handler in place of what Ctrl-C does otherwise.
fn watches_for_interrupts(child: &Child) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
    u64::from_str_radix(caught.trim(), 16).unwrap() >> 1 & 1 == 1
}

fn interrupt(child: &Child) {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
}

/// Starts the binary, interrupts it once it is at work, and waits for its end.
fn interrupted(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tpuscope"));
    let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while !watches_for_interrupts(&child) {
        assert!(started.elapsed() < PATIENCE, "Ctrl-C is not watched for");
        std::thread::sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("Ctrl-C does not stop {arguments:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn ctrl_c_stops_a_replay_and_tells_what_is_left() {
    let trace = long_recording("interrupt.cvtr");
    let output = interrupted(&["replay", trace.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let told = "0 exact, 0 different, 0 errors; 0 bytes compared\nstopped by Ctrl-C; 1 recordings left\n";
    assert_eq!(stdout(&output), told);
    let output = interrupted(&["replay", trace.to_str().unwrap(), "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &told["skipped"]), (Some(130), &1.into()));
}

#[test]
fn ctrl_c_stops_a_model_and_tells_how_often_it_ran() {
    let model = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("interrupt.cvimodel");
    std::fs::write(&model, common::small_model::small_model(&model)).unwrap();
    let output = interrupted(&["run", model.to_str().unwrap(), "--count", "100000000"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(
        told.starts_with("tpuscope: stopped by Ctrl-C; ") && told.ends_with(" of 100000000 runs are done\n"),
        "{told}"
    );
}

#[test]
fn ctrl_c_stops_a_debugged_run_where_it_is_and_all_that_should_follow() {
    let trace = long_recording("debugged.cvtr");
    let trace = trace.to_str().unwrap();
    let script = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("debugged.tpu");
    std::fs::write(&script, "continue\necho behind it\n").unwrap();
    let source = format!("source {}", script.display());
    for command in ["continue", &source] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
            .args(["debug", trace, "--batch", "-ex", "echo ready", "-ex", command, "-ex", "echo behind it"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        interrupt(&child);
        let told: Vec<String> = lines.map(Result::unwrap).collect();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{told:?}");
        assert_eq!(told[0], "stopped by Ctrl-C", "{told:?}");
        assert!(!told.iter().any(|line| line.contains("behind it")), "{told:?}");
    }
    let output = interrupted(&["debug", trace, "--batch", "-ex", "continue", "-ex", "echo behind it"]);
    assert_eq!(output.status.code(), Some(130), "also while it loads: {output:?}");
}

#[test]
fn limits_on_the_command_line_end_a_run_at_its_descriptor() {
    let trace = long_recording("limit.cvtr");
    for (limit, count, index) in [("--max-steps", "7", 7), ("--max-elements", "400000", 3)] {
        let output = tpuscope(&["replay", trace.to_str().unwrap(), limit, count]);
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        let told = format!("tdma descriptor {index} (id 1, step {index}): the limit of the run is reached; raise");
        assert!(stdout(&output).contains(&told), "{}", stdout(&output));
    }
}

#[test]
fn ctrl_c_stops_a_difftest_and_tells_what_was_done() {
    let library = std::env::current_exe().unwrap().with_file_name("libcvicmodel.so");
    if !library.exists() {
        return println!("skipped: there is no {}; build the workspace", library.display());
    }
    let library = library.to_str().unwrap();
    let output =
        interrupted(&["difftest", "--reference", library, "--chip", "cv180x", "--count", "100000000", "--jobs", "1"]);
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let text = stdout(&output);
    assert!(text.contains(" 0 different, 0 refused by the reference;") && text.contains("stopped early; "), "{text}");
}
