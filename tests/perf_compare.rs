//! `tpuscope perf` on boards of one's own and supposed ones, and `perf compare`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use common::{models, stdout, tpuscope};
use serde_json::Value;
use std::path::{Path, PathBuf};

const BOARD: &str = "\
[[board]]
name = \"desk\"
chip = \"cv181x\"
tpu_clock_mhz = 250
dram = { bus_bits = 16, mega_transfers = 933 }
driver_us = 100
evidence = { clock = \"measured\", dram = \"printed on the chip\", driver = \"a guess\" }
";

fn scratch(name: &str, content: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("perf_compare");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_string()
}

fn small(name: &str) -> String {
    let path = scratch(name, b"");
    std::fs::write(&path, small_model(&PathBuf::from(&path))).unwrap();
    path
}

fn json(arguments: &[&str]) -> Value {
    let run = tpuscope(&[arguments, &["--json"]].concat());
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

fn text(arguments: &[&str]) -> String {
    let run = tpuscope(arguments);
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    stdout(&run)
}

fn refused(arguments: &[&str], code: i32, part: &str) {
    let run = tpuscope(arguments);
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(code), "{told}");
    assert!(told.contains(part) && run.stdout.is_empty(), "{told}");
}

fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_else(|| panic!("{name} in {value:#}"))
}

#[test]
fn a_board_of_ones_own_is_predicted_for_and_listed_with_its_evidence() {
    let (model, file) = (small("own.cvimodel"), scratch("own.toml", BOARD.as_bytes()));
    let known = json(&["perf", &model]);
    let own = json(&["perf", &model, "--board-file", &file]);
    assert_eq!((own["board"].as_str(), own["clock_mhz"].as_u64()), (Some("desk"), Some(250)));
    assert_eq!(own["cycles"], known["cycles"], "half the clock with half the memory takes as many cycles");
    assert!((number(&own, "tpu_ms") - 2.0 * number(&known, "tpu_ms")).abs() < 1e-9);
    assert!((number(&own, "driver_ms") - 0.1).abs() < 1e-9);
    assert!(own["assumptions"].to_string().contains("printed on the chip"));
    let named = json(&["perf", &model, "--board-file", &file, "--board", "duos"]);
    assert_eq!(named["board"], "duos");
    let listed = json(&["perf", "--list-boards", "--board-file", &file]);
    let boards = listed["boards"].as_array().unwrap();
    assert_eq!((boards.len(), &boards[0]["name"]), (10, &Value::from("desk")));
    assert!(
        boards.iter().all(|board| ["clock", "dram", "driver"].iter().all(|what| board["evidence"][what].is_string()))
    );
    assert!(text(&["perf", "--list-boards"]).contains("sg2002"));
}

#[test]
fn a_broken_file_of_boards_is_told_by_line_and_key() {
    let model = small("broken.cvimodel");
    let file = scratch("broken.toml", BOARD.replace("933", "0").as_bytes());
    refused(&["perf", &model, "--board-file", &file], 3, "broken.toml, line 5, key `mega_transfers`: found 0");
    refused(&["perf", &model, "--board-file", "/nowhere.toml"], 6, "/nowhere.toml");
    refused(&["perf", &model, "--board", "my.toml"], 2, "--board-file");
    refused(&["perf", "--list-boards", &model], 2, "--list-boards");
}

#[test]
fn supposed_values_stand_beside_the_board() {
    let model = small("supposed.cvimodel");
    let report = json(&["perf", &model, "--what-if", "clock=1000,driver=0"]);
    let changed = &report["what_if"];
    assert_eq!((changed["clock_mhz"].as_u64(), changed["driver_ms"].as_f64()), (Some(1000), Some(0.0)));
    assert!(number(changed, "ms") < number(&report, "ms") && number(changed, "ms_change_pct") < 0.0);
    assert!(number(changed, "cycles") >= number(&report, "cycles"), "memory is as slow as before");
    assert_eq!(report["clock_mhz"], 500, "the board itself stays");
    let same = json(&["perf", &model, "--what-if", "ddr=1866,bus=16"]);
    assert_eq!(same["what_if"]["cycles"], same["cycles"]);
    let told = text(&["perf", &model, "--what-if", "ddr=800"]);
    assert!(told.contains("cv1811h-evb with ddr=800") && told.contains("change"), "{told}");
    refused(&["perf", &model, "--what-if", "cpu=1"], 2, "allowed: clock in MHz");
    refused(&["perf", "--what-if", "clock=1", "compare", &model, &model], 2, "behind its name");
}

#[test]
fn two_models_and_two_boards_are_compared_by_layer() {
    let (one, other) = (small("one.cvimodel"), small("other.cvimodel"));
    let same = json(&["perf", "compare", &one, &other]);
    assert_eq!(number(&same, "ms_change_pct"), 0.0);
    assert!(same["layers"].as_array().unwrap().iter().all(|pair| pair["change_ms"] == 0.0));
    let boards = json(&["perf", "compare", &one, "--board", "cv1811h-evb", "--board", "sg2002"]);
    assert_eq!((&boards["left"]["board"], &boards["right"]["board"]), (&"cv1811h-evb".into(), &"sg2002".into()));
    assert!(number(&boards, "ms_change_pct") < 0.0 && number(&boards, "cycles_change_pct") >= 0.0);
    let told = text(&["perf", "compare", &one, "--board", "duos", "--board", "sg2002", "--top", "1"]);
    assert!(told.contains("duos") && told.contains("left ms"), "{told}");
    refused(&["perf", "compare", &one], 2, "--board twice");
    refused(&["perf", "compare", &one, &other, "--board", "a", "--board", "b", "--board", "c"], 2, "twice at most");
    let page = scratch("page.md", b"# text\n");
    refused(&["perf", "compare", &page, &one], 2, "give the model first");
    refused(&["perf", "compare", &one, &page], 3, "it holds no record of a PMU; give");
}

/// What a PMU would have recorded, had it seen what is predicted; `change` is added to the ends of the descriptors.
fn dump(report: &Value, change: impl Fn(&str) -> u64) -> String {
    let mut text = "pmutype, desID, event0, event1, , start, duration, end, layerID, desType\n".to_string();
    for (id, row) in report["descriptors"].as_array().unwrap().iter().enumerate() {
        let name = row["name"].as_str().unwrap();
        let kind = if name.contains(" tiu ") { 4 } else { 1 };
        let [start, end] = [0, 1].map(|at| row["span"][at].as_u64().unwrap() + 1571);
        let end = end + change(name);
        text += &format!("{kind}, {}, 0, 0, 1, {start}, {}, {end}, 0, x\n", id + 1, end - start);
    }
    text
}

#[test]
fn a_measurement_is_compared_descriptor_by_descriptor() {
    let model = small("measured.cvimodel");
    let forecast = json(&["perf", &model, "--by", "descriptor"]);
    let exact = scratch("exact_des.csv", dump(&forecast, |_| 0).as_bytes());
    let report = json(&["perf", "compare", &model, &exact]);
    assert_eq!((number(&report, "makespan_err_pct"), number(&report["all"], "p90_pct")), (0.0, 0.0));
    assert_eq!(report["measured_cycles"], forecast["cycles"]);
    let slow = scratch("slow_des.csv", dump(&forecast, |name| if name.contains("min") { 7 } else { 0 }).as_bytes());
    let report = json(&["perf", "compare", &model, &slow, "--board", "cv1811h-evb"]);
    let worst = &report["descriptors"][0];
    assert!(worst["name"].as_str().unwrap().contains("min"), "{worst}");
    assert_eq!(worst["error_cycles"], -7);
    assert!(text(&["perf", "compare", &model, &slow]).contains("-7"));
    let short: String = dump(&forecast, |_| 0).lines().take(3).map(|line| format!("{line}\n")).collect();
    let short = scratch("short_des.csv", short.as_bytes());
    refused(
        &["perf", "compare", &model, &short],
        3,
        "1 records of the TIU and 1 of the TDMA, but the program has 1 and 2",
    );
    refused(&["perf", "compare", &model, &slow, "--board", "duos", "--board", "duos"], 2, "--board once");
}

#[test]
fn published_models_agree_with_their_own_records() {
    for model in models() {
        let path = model.to_str().unwrap();
        let forecast = json(&["perf", path, "--by", "descriptor"]);
        let name = format!("{}_des.csv", model.file_stem().unwrap().to_string_lossy());
        let records = scratch(&name, dump(&forecast, |_| 0).as_bytes());
        let report = json(&["perf", "compare", path, &records]);
        assert_eq!(number(&report["all"], "total_pct"), 0.0, "{path}");
        assert_eq!(
            report["descriptors"].as_array().unwrap().len() as u64,
            forecast["descriptors_scheduled"].as_u64().unwrap()
        );
    }
}
