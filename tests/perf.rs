//! `tpuscope perf`: what it predicts, and how well.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use common::{files, models, recorded, stdout, tpuscope};
use serde_json::Value;
use std::path::{Path, PathBuf};

const SAMPLE: &str = include_str!("data/pmu_sample.csv");

fn validate(trace: &Path) -> Value {
    let run = tpuscope(&["perf", "validate", trace.to_str().unwrap(), "--chip", "cv183x", "--json"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn a_measured_network_is_predicted_within_the_promised_errors() {
    let Some(folder) = recorded("pmu") else { return };
    for trace in files(&folder, ".csv") {
        let report = validate(&trace);
        let all = |name: &str| report["transfers"][name].as_f64().unwrap();
        assert!(all("median_pct") <= 3.0 && all("p90_pct") <= 15.0 && all("total_pct").abs() <= 1.5, "{report:#}");
        assert_eq!(report["replay_mismatches"], 0);
        let traffic = |name: &str| report["traffic"][name].as_u64();
        assert_eq!((traffic("bursts_equal"), traffic("beats_equal")), (traffic("n"), traffic("n")), "{report:#}");
        for class in report["classes"].as_array().unwrap() {
            assert!(class["median_pct"].as_f64().unwrap() <= 3.0, "{class:#}");
        }
    }
}

#[test]
fn transfers_of_more_rows_than_anyone_could_walk_are_predicted_at_once() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("perf");
    std::fs::create_dir_all(&folder).unwrap();
    let trace = folder.join("huge.csv");
    std::fs::write(&trace, SAMPLE.replace(",1,64,1,9,64,1,9,", ",65535,65535,65535,9,65535,65535,9,")).unwrap();
    let load = &validate(&trace)["classes"][0];
    assert_eq!(load["name"], "load");
    assert!(load["total_pct"].as_f64().unwrap() > 1e9, "{load:#}");
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("perf");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn forecast(model: &Path, more: &[&str]) -> Value {
    let run = tpuscope(&[&["perf", model.to_str().unwrap(), "--json"], more].concat());
    assert!(run.status.success(), "{}: {}", model.display(), String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

fn small(name: &str) -> PathBuf {
    let model = scratch(name);
    std::fs::write(&model, small_model(&model)).unwrap();
    model
}

fn refused(arguments: &[&str], code: i32, part: &str) {
    let run = tpuscope(arguments);
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(code), "{told}");
    assert!(told.contains(part) && run.stdout.is_empty(), "{told}");
}

/// What holds of every forecast.
fn check_sums(report: &Value) {
    let number = |name: &str| report[name].as_u64().unwrap();
    let cycles = number("cycles");
    assert!(number("tiu_busy_cycles") <= cycles && number("tdma_busy_cycles") <= cycles, "{report:#}");
    assert!(number("overlap_cycles") <= number("tiu_busy_cycles").min(number("tdma_busy_cycles")), "{report:#}");
    assert!(number("lower_bound_cycles") <= cycles, "{report:#}");
    assert_eq!(number("dram_bytes"), number("dram_weight_bytes") + number("dram_activation_bytes"));
    let sum = |rows: &str, name: &str| -> u64 {
        report[rows].as_array().unwrap().iter().map(|layer| layer[name].as_u64().unwrap()).sum()
    };
    for rows in ["layers", "operations", "descriptors"].iter().filter(|rows| report[**rows].is_array()) {
        for name in ["cycles", "tiu_busy_cycles", "tdma_busy_cycles", "dram_bytes"] {
            assert_eq!(sum(rows, name), number(name), "{rows} {name}");
        }
    }
    assert!((0.0..=1.0).contains(&report["mac_utilisation"].as_f64().unwrap()), "{report:#}");
}

#[test]
fn a_load_an_operation_and_a_store_take_turns() {
    let report = forecast(&small("sums.cvimodel"), &["--by", "descriptor"]);
    check_sums(&report);
    assert_eq!((report["board"].as_str(), report["clock_mhz"].as_u64()), (Some("cv1811h-evb"), Some(500)));
    let spans: Vec<[u64; 2]> = report["descriptors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|descriptor| [0, 1].map(|end| descriptor["span"][end].as_u64().unwrap()))
        .collect();
    let [load, clip, store] = spans[..] else { panic!("{report:#}") };
    assert_eq!((load[0], clip[0], store[0]), (0, load[1] + 4, clip[1] + 2));
    assert_eq!(report["cycles"], store[1]);
    assert_eq!(report["overlap_cycles"], 0);
    assert!(report["assumptions"].to_string().contains("not counted: quant"), "{report:#}");
    let ms = |name: &str| report[name].as_f64().unwrap();
    assert_eq!((ms("driver_ms"), ms("ms")), (0.3, ms("tpu_ms") + ms("driver_ms")));
}

#[test]
fn slower_memory_and_slower_clocks_are_never_faster() {
    let model = small("boards.cvimodel");
    let ms = |board: &str| forecast(&model, &["--board", board])["ms"].as_f64().unwrap();
    assert!(ms("cv1811h-evb") > ms("sg2002"));
    assert_eq!(ms("cv1811h-evb"), ms("duos"));
}

#[test]
fn one_screen_says_what_and_why() {
    let model = small("screen.cvimodel");
    for by in ["layer", "op", "descriptor"] {
        let run = tpuscope(&["perf", model.to_str().unwrap(), "--by", by, "--top", "1"]);
        let text = stdout(&run);
        assert!(run.status.success() && text.contains("TDMA") && text.contains("why"), "{text}");
        assert!(text.lines().count() < 24, "{text}");
    }
}

#[test]
fn what_cannot_be_predicted_is_refused_in_a_sentence() {
    let model = small("refused.cvimodel");
    let path = model.to_str().unwrap();
    refused(&["perf", path, "--board", "toaster"], 2, "cv1811h-evb");
    refused(&["perf", path, "--board", "cv183x-evb"], 2, "carries cv183x");
    refused(&["perf", path, "--program-id", "7"], 2, "there is no program 7");
    refused(&["perf", path, "--by", "mood"], 2, "descriptor");
    refused(&["perf"], 2, "MODEL");
    refused(&["perf", scratch("nowhere").to_str().unwrap()], 6, "cannot read");
    let damaged = scratch("damaged.cvimodel");
    let whole = std::fs::read(&model).unwrap();
    std::fs::write(&damaged, &whole[..whole.len() / 2]).unwrap();
    refused(&["perf", damaged.to_str().unwrap()], 3, "damaged.cvimodel");
    for place in (0..whole.len()).step_by(7) {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x41;
        std::fs::write(&damaged, &flipped).unwrap();
        let code = tpuscope(&["perf", damaged.to_str().unwrap()]).status.code();
        assert!(matches!(code, Some(0 | 2 | 3 | 5)), "byte {place}: {code:?}");
    }
}

#[test]
fn options_of_every_command_may_stand_in_front_of_validate_and_others_not() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pmu_sample.csv");
    let behind = ["validate", sample.to_str().unwrap(), "--chip", "cv183x"];
    assert!(tpuscope(&[&["perf", "--json"], &behind[..]].concat()).status.success());
    refused(&[&["perf", "--top", "3"], &behind[..]].concat(), 2, "behind its name");
}

#[test]
fn published_models_are_predicted() {
    for model in models() {
        let report = forecast(&model, &["--by", "op"]);
        check_sums(&report);
        assert!(report["cycles"].as_u64().unwrap() > 0, "{}", model.display());
        let name = model.to_string_lossy();
        if name.contains("tracking_feartrack_128_128_256_256_INT8_cv181x") {
            let ms = report["ms"].as_f64().unwrap();
            assert!((ms / 8.59 - 1.0).abs() < 0.05, "{ms} ms, measured 8.59");
        }
        if name.contains("cls_hand_gesture_128_128_INT8_cv181x") {
            let ms = report["ms"].as_f64().unwrap();
            assert!((ms / 1.09 - 1.0).abs() < 0.05, "{ms} ms, measured 1.09");
        }
        if name.contains("yolov8n_det_coco80_640_640_INT8_cv181x") {
            assert_eq!(report["descriptors_scheduled"], 3002);
        }
    }
}

#[test]
fn any_cycle_tells_what_both_engines_do() {
    let model = small("moment.cvimodel");
    let report = forecast(&model, &["--by", "descriptor"]);
    let span = |descriptor: usize, end: usize| report["descriptors"][descriptor]["span"][end].as_u64().unwrap();
    let at = |cycle: u64| forecast(&model, &["--at", &cycle.to_string()])["engines"].clone();
    let loading = at(span(0, 0) + 5);
    assert_eq!((loading[1]["does"].as_str(), loading[1]["elapsed"].as_u64()), (Some("executes"), Some(5)));
    assert_eq!((loading[0]["does"].as_str(), loading[0]["on"]["id"].as_u64()), (Some("waits"), Some(1)));
    let computing = at(span(1, 0));
    assert_eq!((computing[0]["does"].as_str(), computing[1]["does"].as_str()), (Some("executes"), Some("waits")));
    assert_eq!((&computing[1]["on"]["engine"], &computing[1]["retired"]), (&"tiu".into(), &1.into()));
    assert_eq!(at(span(1, 1))[1]["does"], "starts");
    let end = at(span(2, 1));
    assert_eq!((&end[0]["does"], &end[1]["does"], &end[1]["retired"]), (&"rests".into(), &"rests".into(), &2.into()));
    let path = model.to_str().unwrap();
    let text = stdout(&tpuscope(&["perf", path, "--at", "5"]));
    assert!(text.contains("tiu  waits since cycle 0 in front of tiu min id 1") && text.contains("5 of "), "{text}");
    refused(&["perf", path, "--at", "999999999"], 2, "there is no cycle 999999999");
}

#[test]
fn what_a_run_recorded_is_read_again() {
    let model = small("recorded.cvimodel");
    let prefix = scratch("recorded");
    let run = tpuscope(&["run", model.to_str().unwrap(), "--pmu", prefix.to_str().unwrap(), "--json"]);
    let told: Value = serde_json::from_slice(&run.stdout).unwrap();
    let table = format!("{}_des.csv", prefix.display());
    let read = tpuscope(&["perf", "pmu", &table, "--clock", "500", "--json"]);
    let report: Value = serde_json::from_slice(&read.stdout).unwrap();
    let (mut summary, mut known) = (report["summary"].clone(), told["pmu"][0].clone());
    // The table does not tell the clock.
    summary["is_clock_known"] = Value::Null;
    known["is_clock_known"] = Value::Null;
    assert_eq!(summary, known);
    let kinds: Vec<&str> =
        report["records"].as_array().unwrap().iter().map(|record| record["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["load", "tiu", "store"]);
    assert_eq!(report["records"][0]["start"], 1571);
    assert!(stdout(&tpuscope(&["perf", "pmu", &table])).contains("the clock is a guess"));
}
