//! The binary under the name `model_runner`: flags, text and exit codes that scripts around the vendor's program rely on.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use common::{files, recorded, stdout};
use isa::container::cvimodel::Model;
use isa::container::npz::{self, Array, Compression};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What every call prints first.
const GREETING: &str = concat!("Cvitek Runtime (1.4.0)", env!("CARGO_PKG_VERSION"), "@tpuscope\n");
const LOADING: &str = "\
version: 1.4.0
small Build at  For platform cv181x
Max SharedMem size:0
";
const LISTING: &str = "\
cvimodel's version:1.4
Inputs:
  [0] real <1,2,1,16>,fp32, qscale:1.000000, zero_point: 0
Outputs:
  [0] clipped <1,2,1,16>,i8
";
const PASS: &str = "Pass, [clipped] cosine:1.000000 correlation:1.000000 euclidean:1.000000\nCompare Pass.\n";

/// A folder of one test.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("model_runner").join(test);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Another name for the built binary.
fn renamed(folder: &Path, link: impl Fn(&Path, &Path) -> std::io::Result<()>) -> PathBuf {
    let name = folder.join("model_runner");
    drop(std::fs::remove_file(&name));
    link(Path::new(env!("CARGO_BIN_EXE_tpuscope")), &name).unwrap();
    name
}

/// The small model, its input, what it makes of it, and the binary under its other name.
struct Bench {
    folder: PathBuf,
    binary: PathBuf,
}

impl Bench {
    fn new(test: &str) -> Self {
        let folder = scratch(test);
        let binary = renamed(&folder, |from, to| std::fs::hard_link(from, to));
        let bench = Bench { folder, binary };
        std::fs::write(bench.path("small.cvimodel"), small_model(&bench.path("small"))).unwrap();
        let reals: Vec<f32> = (0..32_u8).map(|value| f32::from(value) / 4.0 - 2.0).collect();
        let clipped: Vec<i8> = reals.iter().map(|value| ((value * 2.0).round() as i8).min(3)).collect();
        bench.archive("in.npz", &[("real", Array::from_values(&[1, 2, 1, 16], &reals).unwrap())]);
        bench.archive("golden.npz", &[("clipped", Array::from_values(&[1, 2, 1, 16], &clipped).unwrap())]);
        let other: Vec<i8> = clipped.iter().map(|value| -value).collect();
        bench.archive("other.npz", &[("clipped", Array::from_values(&[1, 2, 1, 16], &other).unwrap())]);
        bench.archive("short.npz", &[("clipped", Array::from_values(&[3], &[1_i8, 2, 3]).unwrap())]);
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn archive(&self, name: &str, arrays: &[(&str, Array)]) {
        let arrays: Vec<_> = arrays.iter().map(|(name, array)| ((*name).to_owned(), array.clone())).collect();
        std::fs::write(self.path(name), npz::write(&arrays, Compression::Stored).unwrap()).unwrap();
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(line.split_whitespace()).current_dir(&self.folder).env_remove("TPU_ENABLE_PMU");
        command.env_remove("TPU_PMUBUF_OUTPUT_FILE");
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().expect("the binary starts")
    }

    /// What a good run prints on standard output.
    fn good(&self, line: &str) -> String {
        let run = self.run(line);
        assert!(run.status.success(), "{line}: {}{}", stdout(&run), stderr(&run));
        assert_eq!(stderr(&run), "", "{line}");
        stdout(&run)
    }

    fn saved(&self, name: &str) -> Vec<(String, Array)> {
        npz::read(&std::fs::read(self.path(name)).unwrap(), npz::Limits::default()).unwrap()
    }
}

#[test]
#[cfg(unix)]
fn a_symbolic_link_is_enough() {
    let binary = renamed(&scratch("link"), |from, to| std::os::unix::fs::symlink(from, to));
    let run = Command::new(binary).output().unwrap();
    // Scripts read the version from a call without arguments.
    assert_eq!((run.status.code(), stdout(&run).as_str()), (Some(2), GREETING));
    assert!(stderr(&run).contains("--model <FILE>"), "{}", stderr(&run));
}

#[test]
fn inputs_outputs_and_comparison_are_told_in_the_vendors_words() {
    let bench = Bench::new("words");
    let told = bench.good("-i in.npz -m small.cvimodel -o out.npz");
    assert_eq!(told, [GREETING, LOADING, LISTING].concat());
    assert_eq!(bench.saved("out.npz"), bench.saved("golden.npz"));
    let told = bench.good("-i in.npz -m small.cvimodel -r golden.npz -c 2 -v 0 -t 1,1,1");
    let tolerance = "Tolerance, cosine:1.000000, correlation:1.000000, euclidean:1.000000\n";
    assert_eq!(told, [GREETING, tolerance, LISTING, PASS, PASS, "Compare result: 2/2 passed.\n"].concat());
}

#[test]
fn a_difference_is_an_error_line_and_exit_code_1_and_the_outputs_are_saved_all_the_same() {
    let bench = Bench::new("difference");
    let run = bench.run("-i in.npz -m small.cvimodel -r other.npz -o out.npz -v 0");
    assert_eq!((run.status.code(), stderr(&run).as_str()), (Some(1), ""));
    let told = stdout(&run);
    let told = told.strip_prefix(&[GREETING, LISTING].concat()).unwrap();
    let error = "Error, [clipped] cosine:-1.000000 correlation:-1.000000 euclidean:-inf\n";
    assert_eq!(told, [error, "Compare Failed.\nCompare result: 0/1 passed.\n"].concat());
    assert_eq!(bench.saved("out.npz"), bench.saved("golden.npz"));
    let run = bench.run("-i in.npz -m small.cvimodel -r short.npz -v 0");
    assert_eq!(run.status.code(), Some(1));
    assert!(stdout(&run).ends_with("clipped 32 vs 3, size are not equal\nCompare result: 0/1 passed.\n"));
    bench.archive("empty.npz", &[("clipped", Array::from_values::<i8>(&[0], &[]).unwrap())]);
    let run = bench.run("-i in.npz -m small.cvimodel -r empty.npz -v 0");
    assert_eq!((run.status.code(), stdout(&run)), (Some(3), [GREETING, LISTING].concat()));
    assert!(stderr(&run).contains("empty.npz has none of the outputs"), "{}", stderr(&run));
    let lenient = bench.good("-i in.npz -m small.cvimodel -r other.npz -t -1,-1,-inf");
    assert!(lenient.contains("Pass, [clipped] cosine:-1.000000"), "{lenient}");
}

#[test]
fn long_names_have_both_spellings() {
    let bench = Bench::new("spellings");
    let dashes = "--input in.npz --model small.cvimodel --program-id 0 --dump-all-tensors --load-from-memory \
                  --async-forward --reference golden.npz --tolerances 0.9,0.9,0.9 --verbose 1 --count 1 --output a.npz";
    let told = bench.good(dashes);
    let (names, values): (Vec<&str>, Vec<&str>) = dashes.split_whitespace().partition(|word| word.starts_with("--"));
    let underscores = dashes.split_whitespace().map(|word| match word.strip_prefix("--") {
        Some(name) => format!("--{}", name.replace('-', "_")),
        None => word.to_owned(),
    });
    assert!(!names.is_empty() && !values.is_empty());
    let underscores: Vec<String> = underscores.collect();
    assert_eq!(bench.good(&underscores.join(" ")), told);
    assert!(told.contains("load cvimodel from memory\ncvimodel's version:1.4\n"), "{told}");
    // All tensors come in the order of their names.
    let listing = "Outputs:\n  [0] clipped <1,2,1,16>,i8\n  [1] quantised <1,2,1,16>,i8\n  [2] real <1,2,1,16>,fp32\n";
    let missing = "Warning, Cannot find quantised in reference\nWarning, Cannot find real in reference\n";
    assert!(told.contains(listing) && told.contains(missing), "{told}");
    assert!(told.ends_with("Compare Pass.\nCompare result: 1/1 passed.\n"), "{told}");
    assert_eq!(bench.saved("a.npz").len(), 3);
}

#[test]
fn the_timer_takes_the_place_of_the_comparison() {
    let bench = Bench::new("timer");
    let told = bench.good("-i in.npz -m small.cvimodel -r other.npz --enable_timer -c 3 -v 0");
    let told = told.strip_prefix(&[GREETING, LISTING].concat()).unwrap();
    let numbers = told.strip_prefix("Performance result: 3 runs take ").unwrap();
    let (total, rest) = numbers.split_once(" ms, each run takes ").unwrap();
    let (each, rate) = rest.split_once(" ms, fps ").unwrap();
    for number in [total, each, rate.strip_suffix('\n').unwrap()] {
        assert!(number.parse::<f64>().is_ok(), "{told}");
    }
}

#[test]
fn pictures_are_described_behind_their_input() {
    let bench = Bench::new("picture");
    let file = small_model(&bench.path("picture"));
    let (mut model, _) = Model::read(&file).unwrap();
    let input = &mut model.body.programs[0].tensors[0];
    (input.scale, input.mean) = (vec![0.5, 0.25, 0.125], vec![1.0, 2.0, 3.5]);
    input.pixel_format = Some("BGR_PLANAR".into());
    std::fs::write(bench.path("picture.cvimodel"), model.write().unwrap()).unwrap();
    let told = bench.good("-m picture.cvimodel");
    let lines = "\
  [0] real <1,2,1,16>,fp32, qscale:1.000000, zero_point: 0
           pixel_format:BGR_PLANAR, aligned:False
           scale:<0.500000, 0.250000, 0.125000>, mean:<1.000000, 2.000000, 3.500000>
Outputs:
";
    assert!(told.contains(lines), "{told}");
}

#[test]
fn what_has_no_effect_is_said_and_does_not_stop_a_run() {
    let bench = Bench::new("notes");
    let run = bench.run("-m small.cvimodel -i in.npz -b 4 --skip_preprocess --debug -r golden.npz");
    assert!(run.status.success() && stdout(&run).ends_with("Compare result: 1/1 passed.\n"), "{}", stdout(&run));
    for what in ["--batch-num", "--skip-preprocess", "--debug"] {
        assert!(stderr(&run).contains(&format!("model_runner: {what} has no effect")), "{what}: {}", stderr(&run));
    }
}

#[test]
fn the_performance_monitor_tells_what_scripts_look_for() {
    let bench = Bench::new("pmu");
    let line = "-m small.cvimodel -i in.npz -r golden.npz";
    let plain = bench.good(line);
    let watched = |name: &str, value: &str| {
        let run = bench.command(line).env("TPU_ENABLE_PMU", "1").env(name, value).output().unwrap();
        assert!(run.status.success() && run.stderr.is_empty(), "{}", stderr(&run));
        stdout(&run)
    };
    let told = watched("TPU_PMUBUF_OUTPUT_FILE", "named");
    let banner = "=======================inference total info ==========================\n";
    let (before, behind) = told.split_once(banner).unwrap();
    let lines: Vec<&str> = behind.split_inclusive('\n').take(4).collect();
    assert_eq!(plain, format!("{before}{}", &behind[lines.concat().len()..]));
    for (line, label) in lines.iter().zip(["cv181x_tpu_clock:", "tdma_exe_tick:", "tdma_exe_percent:", "tdma_exe_ms:"])
    {
        assert!(line.starts_with(label), "{line}");
    }
    let table = |name: &str| std::fs::read_to_string(bench.path(name)).unwrap();
    assert_eq!((table("named_des.csv").lines().count(), table("named_layer.csv").lines().count()), (4, 1));
    assert!(table("named_des.csv").lines().nth(1).unwrap().contains("TDMA Tensor Load, 0x0, 0x0, "));
    // The flag turns the monitor on, too.
    assert_eq!(bench.good(&format!("{line} --pmu flag")), told);
    assert_eq!(table("flag_des.csv"), table("named_des.csv"));
    // Without it the tables are not written, as in the vendor's program.
    let quiet = bench.command(line).env("TPU_PMUBUF_OUTPUT_FILE", "unwritten").output().unwrap();
    assert_eq!(stdout(&quiet), plain);
    assert!(!bench.path("unwritten_des.csv").exists());
}

#[test]
fn mistakes_are_said_in_one_sentence() {
    let bench = Bench::new("mistakes");
    std::fs::write(bench.path("broken.cvimodel"), b"no model").unwrap();
    bench.archive("wrong.npz", &[("imaginary", Array::from_values(&[1], &[0_i8]).unwrap())]);
    bench.archive("empty.npz", &[]);
    let cases = [
        ("-m small.cvimodel -o out.bin", 2, "--output out.bin is no .npz file by its name"),
        ("-m small.cvimodel -i cat.jpg", 2, "or use `tpuscope run`"),
        ("-m small.cvimodel -i missing.npz", 6, "cannot read missing.npz"),
        ("-m small.cvimodel -i wrong.npz", 2, "is given 1 bytes (allowed: 128)"),
        ("-m small.cvimodel -i empty.npz", 2, "has nothing for input `real`"),
        ("-m small.cvimodel -i in.npz -r wrong.npz", 3, "has none of the outputs, only imaginary"),
        ("-m small.cvimodel -s 1", 2, "there is no program 1"),
        ("-m small.cvimodel -t 1,2", 2, "the least cosine"),
        ("-m small.cvimodel -c 0", 2, "--count"),
        ("-m broken.cvimodel", 3, "broken.cvimodel"),
        ("-m missing.cvimodel", 6, "cannot read missing.cvimodel"),
        ("-m small.cvimodel --max-steps 1", 5, "the limit of the run is reached"),
        ("small.cvimodel", 2, "unexpected argument"),
    ];
    for (line, code, what) in cases {
        let run = bench.run(line);
        assert_eq!(run.status.code(), Some(code), "{line}: {}", stderr(&run));
        assert!(stderr(&run).contains(what), "{line}: {}", stderr(&run));
        assert!(stdout(&run).starts_with(GREETING), "{line}: {}", stdout(&run));
    }
    assert!(!bench.path("out.bin").exists());
}

#[test]
fn published_models_pass_against_the_recorded_outputs() {
    let Some(folder) = recorded("models") else { return };
    let binary = renamed(&scratch("published"), |from, to| std::fs::hard_link(from, to));
    for golden in files(&folder, ".golden.npz") {
        let stem = golden.to_string_lossy().replace(".golden.npz", "");
        let model = format!("{}.cvimodel", stem.trim_end_matches(".cat"));
        let input = format!("{stem}.input.npz");
        let run = Command::new(&binary).args(["-m", &model, "-i", &input, "-r", text(&golden)]).output().unwrap();
        let told = stdout(&run);
        assert!(run.status.success() && told.ends_with("Compare result: 1/1 passed.\n"), "{stem}: {told}");
        let outputs = told.split("Outputs:\n").nth(1).unwrap().lines().filter(|line| line.starts_with("  [")).count();
        let exact = "cosine:1.000000 correlation:1.000000 euclidean:1.000000";
        let passes = told.lines().filter(|line| line.starts_with("Pass, [") && line.ends_with(exact)).count();
        assert_eq!(passes, outputs, "{stem}: {told}");
    }
}

#[test]
fn a_changed_recording_of_a_published_model_fails() {
    let Some(folder) = recorded("models") else { return };
    let stem = "cls_keypoint_hand_gesture_1_42_INT8_cv181x";
    let file = |ending: &str| folder.join(format!("{stem}{ending}"));
    let bench = Bench::new("changed");
    let golden = npz::read(&std::fs::read(file(".golden.npz")).unwrap(), npz::Limits::default()).unwrap();
    let (name, array) = &golden[0];
    let changed: Vec<f32> = array.to_vec::<f32>().iter().map(|value| 1.0 - value).collect();
    bench.archive("changed.npz", &[(name, Array::from_values(array.shape(), &changed).unwrap())]);
    let (model, input) = (file(".cvimodel"), file(".input.npz"));
    let run = bench.run(&format!("-m {} -i {} -r changed.npz", text(&model), text(&input)));
    let told = stdout(&run);
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains(&format!("\nError, [{name}] cosine:")), "{told}");
    assert!(told.ends_with("Compare Failed.\nCompare result: 0/1 passed.\n"), "{told}");
}
