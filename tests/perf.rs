//! `tpuscope perf`: how well the cycle model predicts measured traces.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{files, recorded, tpuscope};
use serde_json::Value;
use std::path::Path;

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
