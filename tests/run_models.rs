//! Whole models through `tpuscope run`: published ones against what the vendor's runtime gave, and a small one of ours.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use common::{files, recorded, stdout, tpuscope};
use isa::container::npz::{self, Array, Compression};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn published_models_give_the_recorded_outputs() {
    let Some(folder) = recorded("models") else { return };
    for golden in files(&folder, ".golden.npz") {
        let stem = golden.to_string_lossy().replace(".golden.npz", "");
        let model = format!("{}.cvimodel", stem.trim_end_matches(".cat"));
        let input = format!("{stem}.input.npz");
        let run = tpuscope(&["run", &model, "-i", &input, "-r", text(&golden), "-t", "exact", "--json"]);
        assert!(run.status.success(), "{stem}: {}", stdout(&run));
        let json: Value = serde_json::from_slice(&run.stdout).unwrap();
        assert_eq!((&json["compared"]["failed"], &json["compared"]["missing"]), (&0.into(), &0.into()), "{stem}");
    }
}

#[test]
fn host_and_tpu_take_turns_in_a_small_model() {
    let (model, input, output) = (scratch("small.cvimodel"), scratch("small.in.npz"), scratch("small.out.npz"));
    std::fs::write(&model, small_model(&scratch("small"))).unwrap();
    let reals: Vec<f32> = (0..32_u8).map(|value| f32::from(value) / 4.0 - 2.0).collect();
    let array = Array::from_values(&[1, 2, 1, 16], &reals).unwrap();
    std::fs::write(&input, npz::write(&[("real".into(), array)], Compression::Stored).unwrap()).unwrap();
    let run = tpuscope(&["run", text(&model), "-i", text(&input), "-o", text(&output), "--top-k", "1", "--json"]);
    assert!(run.status.success(), "{}{}", stdout(&run), String::from_utf8_lossy(&run.stderr));
    let written = npz::read(&std::fs::read(&output).unwrap(), npz::Limits::default()).unwrap();
    let expected: Vec<i8> = reals.iter().map(|value| ((value * 2.0).round() as i8).min(3)).collect();
    assert_eq!((written[0].0.as_str(), written[0].1.to_vec::<i8>()), ("clipped", expected));
    let json: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(json["outputs"][0]["top"][0]["value"], 1.5);
    let again = tpuscope(&["run", text(&model), "-i", text(&input), "-r", text(&output), "-t", "exact", "-c", "3"]);
    assert!(again.status.success() && stdout(&again).contains("equal in every byte"), "{}", stdout(&again));
    let different = tpuscope(&["run", text(&model), "-r", text(&output), "-t", "exact"]);
    assert_eq!(different.status.code(), Some(1), "{}", stdout(&different));
}

#[test]
fn what_does_not_fit_is_said_in_one_sentence() {
    let (model, raw) = (scratch("refusing.cvimodel"), scratch("short.bin"));
    std::fs::write(&model, small_model(&scratch("refusing"))).unwrap();
    std::fs::write(&raw, [1, 2, 3]).unwrap();
    let cases: [(&[&str], i32, &str); 6] = [
        (&["-s", "1"], 2, "there is no program 1"),
        (&["--batch", "4"], 2, "has no program for batch 4 (allowed: 1)"),
        (&["--chip", "cv183x"], 4, "is built for cv181x"),
        (&["-i", text(&raw)], 2, "is given 3 bytes (allowed: 128)"),
        (&["-i", "missing.npz"], 6, "cannot read missing.npz"),
        (&["-t", "1"], 2, "the least cosine"),
    ];
    for (more, code, what) in cases {
        let run = tpuscope(&[&["run", text(&model)], more].concat());
        let told = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{more:?}: {told}");
        assert!(told.contains(what), "{more:?}: {told}");
    }
}
