//! Whole models through `tpuscope run`: published ones against what the vendor's runtime gave, and a small one of ours.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use common::{files, recorded, stdout, tpuscope};
use image::RgbImage;
use isa::container::cvimodel::{DataType, Model, Shape};
use isa::container::npz::{self, Array, Compression};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn published_models_give_the_recorded_outputs_on_any_number_of_threads() {
    let Some(folder) = recorded("models") else { return };
    for golden in files(&folder, ".golden.npz") {
        let stem = golden.to_string_lossy().replace(".golden.npz", "");
        let model = format!("{}.cvimodel", stem.trim_end_matches(".cat"));
        let input = format!("{stem}.input.npz");
        for threads in ["1", "2", "3"] {
            let exact = ["-r", text(&golden), "-t", "exact", "--json", "--threads", threads];
            let run = tpuscope(&[["run", &model, "-i", &input].as_slice(), &exact].concat());
            assert!(run.status.success(), "{stem}: {}", stdout(&run));
            let json: Value = serde_json::from_slice(&run.stdout).unwrap();
            assert_eq!((&json["compared"]["failed"], &json["compared"]["missing"]), (&0.into(), &0.into()), "{stem}");
        }
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
    let cases: [(&[&str], i32, &str); 11] = [
        (&["-s", "1"], 2, "there is no program 1"),
        (&["--batch", "4"], 2, "there is no program for batch 4 (allowed: 1)"),
        (&["--chip", "cv183x"], 4, "is built for cv181x"),
        (&["-i", text(&raw)], 2, "is given 3 bytes (allowed: 128); give that many"),
        (&["-i", "missing.npz"], 6, "cannot read missing.npz"),
        (&["-t", "1"], 2, "the least cosine"),
        (&["-t", "exact"], 2, "--reference <FILE>"),
        (&["-i", text(&raw), "-i", text(&raw)], 2, "input `real` is given 2 times (allowed: 1)"),
        (&["--mean", "1"], 2, "are for pictures, and no input is one"),
        (&["--threads", "0"], 2, "`0` is no number of threads (allowed: 1 to 64)"),
        (&["--threads", "1000000"], 2, "`1000000` is no number of threads (allowed: 1 to 64)"),
    ];
    for (more, code, what) in cases {
        let run = tpuscope(&[&["run", text(&model)], more].concat());
        let told = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{more:?}: {told}");
        assert!(told.contains(what), "{more:?}: {told}");
    }
}

/// The small model with two more inputs, which nothing reads: a padded frame of brightness and colours, and a batch of
/// two pictures.
fn model_with_pictures() -> Vec<u8> {
    let file = small_model(&scratch("pictures"));
    let (mut model, _) = Model::read(&file).unwrap();
    let program = &mut model.body.programs[0];
    let picture = |name: &str, shape: [i64; 4], offset: i64, format: &str, aligned: bool| {
        let mut tensor = program.tensors[0].clone();
        (tensor.name, tensor.data_type, tensor.offset) = (name.into(), DataType::Uint8, offset);
        (tensor.shape, tensor.pixel_format, tensor.aligned) =
            (Shape { dims: shape.to_vec() }, Some(format.into()), aligned);
        tensor
    };
    let frame = picture("frame", [1, 3, 2, 4], 5 << 40, "YUV_NV12", true);
    let pair = picture("pair", [2, 3, 1, 2], 6 << 40, "BGR_PLANAR", false);
    program.inputs.extend([frame.name.clone(), pair.name.clone()]);
    program.tensors.extend([frame, pair]);
    model.write().unwrap()
}

fn picture(name: &str, width: u32, pixels: &[[u8; 3]]) -> PathBuf {
    let file = scratch(name);
    let picture = RgbImage::from_raw(width, pixels.len() as u32 / width, pixels.concat()).unwrap();
    picture.save(&file).unwrap();
    file
}

/// Runs the model with pictures; all its tensors.
fn fed(pictures: &[String]) -> Vec<(String, Array)> {
    let (model, output) = (scratch("pictures.cvimodel"), scratch("pictures.npz"));
    std::fs::write(&model, model_with_pictures()).unwrap();
    let inputs = pictures.iter().flat_map(|picture| ["-i", picture]);
    let fixed = ["run", text(&model), "--dump-all-tensors", "-o", text(&output)];
    let run = tpuscope(&fixed.into_iter().chain(inputs).collect::<Vec<_>>());
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let layout = "uint8[1,3,2,4] YUV_NV12 aligned";
    assert!(stdout(&run).contains(layout), "{}", stdout(&run));
    npz::read(&std::fs::read(&output).unwrap(), npz::Limits::default()).unwrap()
}

fn bytes<'a>(tensors: &'a [(String, Array)], name: &str) -> &'a [u8] {
    tensors.iter().find(|(found, _)| found == name).unwrap().1.data()
}

#[test]
fn pictures_become_what_the_pixel_format_says_and_one_or_each_fills_a_batch() {
    let (red, white) = ([255, 0, 0], [255; 3]);
    let frame = picture("frame.png", 4, &[red, red, white, white, red, red, white, white]);
    let (one, other) = (picture("one.png", 2, &[[1, 2, 3], [4, 5, 6]]), picture("other.bmp", 2, &[[7, 8, 9], [0; 3]]));
    let frame = format!("frame={}", text(&frame));
    let (one, other) = (format!("pair={}", text(&one)), format!("pair={}", text(&other)));
    let tensors = fed(&[frame.clone(), one.clone(), other]);
    let padded = bytes(&tensors, "frame");
    let row = |plane: usize| &padded[plane * 64..][..5];
    assert_eq!((padded.len(), row(0), row(1)), (192, [81, 81, 235, 235, 0].as_slice(), row(0)));
    assert_eq!(row(2), [90, 240, 128, 128, 0]);
    let first = [3, 6, 2, 5, 1, 4];
    assert_eq!(bytes(&tensors, "pair"), [first, [9, 0, 8, 0, 7, 0]].concat());
    assert_eq!(bytes(&fed(&[one, frame]), "pair"), [first, first].concat());
}

#[test]
fn elements_that_are_no_numbers_are_counted() {
    let (model, input) = (scratch("nan.cvimodel"), scratch("nan.bin"));
    std::fs::write(&model, small_model(&scratch("nan"))).unwrap();
    let reals: Vec<u8> = (0..32_u8).flat_map(|value| (if value < 3 { f32::NAN } else { 0.5 }).to_le_bytes()).collect();
    std::fs::write(&input, reals).unwrap();
    let told = stdout(&tpuscope(&["run", text(&model), "-i", text(&input)]));
    assert!(told.contains("0.5 to 0.5, 3 not numbers"), "{told}");
}

#[test]
fn the_largest_values_are_real_numbers_counted_from_the_zero_point() {
    let (file, small) = (scratch("zero.cvimodel"), small_model(&scratch("zero")));
    let (mut model, _) = Model::read(&small).unwrap();
    model.body.programs[0].tensors[2].quantisation.as_mut().unwrap().zero_point = 2.0;
    std::fs::write(&file, model.write().unwrap()).unwrap();
    let run = tpuscope(&["run", text(&file), "--top-k", "1", "--json"]);
    let json: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(json["outputs"][0]["top"][0]["value"], -1.0);
}

#[test]
fn a_batch_size_chooses_the_only_program_for_it() {
    let file = scratch("batches.cvimodel");
    let small = small_model(&scratch("batches"));
    let (mut model, _) = Model::read(&small).unwrap();
    let program = model.body.programs[0].clone();
    for batch in [2, 4, 4] {
        model.body.programs.push(isa::container::cvimodel::Program { batch, ..program.clone() });
    }
    std::fs::write(&file, model.write().unwrap()).unwrap();
    let told = |batch: &str| {
        let run = tpuscope(&["run", text(&file), "--batch", batch]);
        stdout(&run) + &String::from_utf8_lossy(&run.stderr)
    };
    assert!(told("2").contains(" program 1 of 4 on cv181x\n"), "{}", told("2"));
    assert!(told("3").contains("there is no program for batch 3 (allowed: 1, 2, 4, 4)"), "{}", told("3"));
    assert!(told("4").contains("programs 2, 3 are for batch 4; choose with --program-id"), "{}", told("4"));
}

#[test]
fn names_and_types_that_do_not_fit_a_reference_are_told() {
    let (model, reference) = (scratch("types.cvimodel"), scratch("types.npz"));
    std::fs::write(&model, small_model(&scratch("types"))).unwrap();
    let zeros = Array::from_values(&[1, 2, 1, 16], &[0_f32; 32]).unwrap();
    std::fs::write(&reference, npz::write(&[("clipped".into(), zeros)], Compression::Stored).unwrap()).unwrap();
    let run = tpuscope(&["run", text(&model), "-r", text(&reference), "--dump-all-tensors"]);
    let told = stdout(&run);
    assert!(run.status.success() && told.contains("pass clipped: NumPy type i1, but f4 in the reference"), "{told}");
    assert!(told.ends_with("1 passed, 0 failed, 2 not in the reference: real, quantised\n"), "{told}");
}

#[test]
fn an_archive_on_standard_output_has_nothing_behind_it() {
    let (model, output) = (scratch("stdout.cvimodel"), scratch("stdout.npz"));
    std::fs::write(&model, small_model(&scratch("stdout"))).unwrap();
    assert!(tpuscope(&["run", text(&model), "-o", text(&output)]).status.success());
    for more in [None, Some("--json")] {
        let fixed = ["run", text(&model), "-o", "-"];
        let run = tpuscope(&fixed.into_iter().chain(more).collect::<Vec<_>>());
        assert!(run.status.success() && run.stdout == std::fs::read(&output).unwrap(), "{more:?}");
    }
}

#[test]
fn labels_alone_show_five_of_the_largest_values() {
    let (model, labels) = (scratch("labels.cvimodel"), scratch("labels.txt"));
    std::fs::write(&model, small_model(&scratch("labels"))).unwrap();
    std::fs::write(&labels, "cat\ndog\n").unwrap();
    let told = stdout(&tpuscope(&["run", text(&model), "--labels", text(&labels)]));
    assert_eq!(told.lines().filter(|line| line.contains("class 0") && line.ends_with("cat")).count(), 5, "{told}");
}

#[test]
fn threads_come_from_the_command_line_or_else_from_the_environment() {
    let model = scratch("threads.cvimodel");
    std::fs::write(&model, small_model(&scratch("threads"))).unwrap();
    let run = |more: &[&str], environment: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tpuscope"));
        command.args(["run", text(&model), "--json"]).args(more).env("TPUSCOPE_THREADS", environment).output().unwrap()
    };
    for (more, environment, threads) in [([].as_slice(), "3", 3), (&["--threads", "2"], "3", 2)] {
        let json: Value = serde_json::from_slice(&run(more, environment).stdout).unwrap();
        assert_eq!(json["threads"], threads);
    }
    for bad in ["", "0", "-1", "many"] {
        let run = run(&[], bad);
        let told = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{told}");
        assert!(told.contains(&format!("`{bad}` is no number of threads (allowed: 1 to 64)")), "{told}");
    }
}
