//! Models with several threads, which the environment asks for.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and prints what it sees"
)]
#![allow(unsafe_code, reason = "the functions are made for C")]

use cvicmodel::*;
use isa::chip::PROFILES;
use std::process::{Command, Output};
use std::ptr::null_mut;

/// Threads of this process.
fn tasks() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

/// The process that the next test watches.
#[test]
#[ignore = "looks at the environment of its process"]
fn two_models() {
    let before = tasks();
    let models = [0, 1].map(|chip| {
        let (mut handle, info) = (null_mut(), ChipInfo::of(&PROFILES[chip]));
        // SAFETY: both live here.
        assert_eq!(unsafe { bm_cmodel_init(&raw mut handle, &raw const info) }, 0);
        handle
    });
    println!("helpers: {}", tasks() - before);
    assert_eq!(models.map(|model| bm_cmodel_exit(model)), [0; 2]);
}

fn run(threads: Option<&str>) -> Output {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "two_models", "--ignored", "--nocapture"]).env_remove("TPUSCOPE_THREADS");
    child.envs(threads.map(|threads| ("TPUSCOPE_THREADS", threads))).output().unwrap()
}

#[test]
fn models_have_one_thread_unless_the_environment_asks_for_more() {
    for (threads, helpers) in [(None, 0), (Some("1"), 0), (Some("3"), 4)] {
        let output = run(threads);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.contains(&format!("helpers: {helpers}\n")), "{threads:?}: {told}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("libcvicmodel"), "{output:?}");
    }
}

#[test]
fn a_number_that_makes_no_sense_is_said_once_and_means_one_thread() {
    for bad in ["0", "65", "", "all", "18446744073709551616"] {
        let output = run(Some(bad));
        let (shown, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && shown.contains("helpers: 0\n"), "{bad}: {shown}");
        let expected = format!(
            "libcvicmodel: TPUSCOPE_THREADS: `{bad}` is no number of threads (allowed: 1 to 64); models compute on one thread"
        );
        assert_eq!(told.matches(&expected).count(), 1, "{bad}: {told}");
    }
}
