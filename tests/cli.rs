//! The binary as its users meet it: text, JSON, exit codes, pipes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod common;

use common::{stdout, tpuscope};
use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A file of this test run.
fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn path(file: &std::path::Path) -> &str {
    file.to_str().unwrap()
}

fn failing(arguments: &[&str], code: i32) -> String {
    let output = tpuscope(arguments);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A load of a few bytes as if they were more than any memory holds.
const TOO_LARGE: &str = ".chip cv181x
tdma load id=1 end dst=int8[4000,4000,4000]@0x0{n:0,c:0,h:0} src=int8[4000,4000,4000]@b0+0x0{n:0,c:0,h:0}
";

#[test]
fn exit_codes_of_debugged_scripts_tell_how_they_went() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("too_large.txt");
    std::fs::write(&path, TOO_LARGE).unwrap();
    let code = |arguments: &[&str]| tpuscope(&[&["debug", "--batch"], arguments].concat()).status.code();
    let faulty = path.to_str().unwrap();
    assert_eq!(code(&["--demo", "-ex", "continue"]), Some(0));
    assert_eq!(code(&["--demo", "-ex", "nonsense", "-ex", "continue"]), Some(2));
    assert_eq!(code(&[faulty, "-ex", "continue"]), Some(5), "it stands at a fault");
    assert_eq!(code(&[faulty, "-ex", "continue", "-ex", "goto start"]), Some(0), "it no longer does");
}

#[test]
fn the_demo_is_exact_on_every_chip() {
    for chip in ["cv183x", "cv182x", "cv181x", "cv180x"] {
        let output = tpuscope(&["demo", "--chip", chip]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(stdout(&output).contains("All 9216 bytes equal a plain reference."), "{chip}");
        let json: Value = serde_json::from_slice(&tpuscope(&["demo", "--chip", chip, "--json"]).stdout).unwrap();
        assert_eq!((&json["equal"], &json["findings"]), (&Value::Bool(true), &Value::from(0)));
        assert!(json["perf"]["cycles"].as_u64().unwrap() > 0 && json["perf"]["chip"] == chip, "{json:#}");
    }
}

#[test]
fn the_demo_ends_with_its_time_and_draws_it_where_it_is_asked_to() {
    let page = scratch("demo.html");
    let text = stdout(&tpuscope(&["demo", "--html", path(&page)]));
    assert!(text.contains("ms an inference on cv1811h-evb") && text.contains(path(&page)), "{text}");
    assert!(std::fs::read_to_string(&page).unwrap().contains("an edge detector"));
    let json: Value = serde_json::from_slice(&tpuscope(&["demo", "--html", path(&page), "--json"]).stdout).unwrap();
    assert_eq!(json["html"], path(&page));
    assert!(failing(&["demo", "--html", "/nonexistent/demo.html"], 6).contains("/nonexistent/demo.html"));
    assert!(failing(&["demo", "--html", "-"], 2).contains("files"));
}

const TEXT: &str = "\
.chip cv180x
tdma load id=1 dst=int8[2,4,4]@0x0 src=int8[2,4,4]@b1+0x100
tiu  max id=1 wait=1 output=i8[1,2,4,4]@0x100%manual a=i8[1,2,4,4]@0x0%manual b=i8#3
tdma store id=2 wait=1 dst=int8[2,4,4]@b2+0x0 src=int8[2,4,4]@0x100
";

fn descriptors(file: &std::path::Path, more: &[&str]) -> String {
    let output = tpuscope(&[&["disasm", path(file)], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output).lines().filter(|line| line.starts_with('t')).fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn text_becomes_bytes_and_text_again_in_both_forms() {
    let (text, packets, buffer) = (scratch("in.txt"), scratch("out.packets"), scratch("out.dmabuf"));
    std::fs::write(&text, TEXT).unwrap();
    for (form, file) in [("packets", &packets), ("dmabuf", &buffer)] {
        let output = tpuscope(&["asm", path(&text), "--form", form, "-o", path(file)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let first = descriptors(&packets, &[]);
    assert_eq!(first.lines().count(), 3, "{first}");
    let (again, copy) = (scratch("again.txt"), scratch("copy.packets"));
    std::fs::write(&again, format!(".chip cv180x\n{first}")).unwrap();
    assert!(tpuscope(&["asm", path(&again), "-o", path(&copy)]).status.success());
    assert_eq!(std::fs::read(&packets).unwrap(), std::fs::read(&copy).unwrap());
    let fetched = descriptors(&buffer, &["--chip", "cv180x"]);
    assert!(fetched.contains("end interrupt"), "{fetched}");
    assert!(failing(&["disasm", path(&buffer)], 2).contains("give --chip with one of cv182x, cv181x, cv180x"));
}

#[test]
fn filters_and_json_show_the_same_descriptors() {
    let (text, packets) = (scratch("filter.txt"), scratch("filter.packets"));
    std::fs::write(&text, TEXT).unwrap();
    assert!(tpuscope(&["asm", path(&text), "-o", path(&packets)]).status.success());
    assert_eq!(descriptors(&packets, &["--engine", "tiu"]).lines().count(), 1);
    assert_eq!(descriptors(&packets, &["--range", "1.."]).lines().count(), 1);
    let raw = stdout(&tpuscope(&["disasm", path(&packets), "--raw", "--engine", "tiu"]));
    assert!(raw.contains("cmd_id_gdma"), "{raw}");
    let json: Value = serde_json::from_slice(&tpuscope(&["disasm", path(&packets), "--json"]).stdout).unwrap();
    let list = json["streams"][0]["descriptors"].as_array().unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!((&list[1]["engine"], &list[1]["mnemonic"], &list[1]["wait"]), (&"tiu".into(), &"max".into(), &1.into()));
}

#[test]
fn mistakes_in_text_are_named_by_line_and_column_and_leave_no_file() {
    let (text, file) = (scratch("bad.txt"), scratch("bad.packets"));
    std::fs::write(&text, ".chip cv181x\ntiu con id=1\ntdma load dst=int8[1,1,1]@0x0 colour=red\n").unwrap();
    let told = failing(&["asm", path(&text), "-o", path(&file)], 3);
    assert!(told.contains("line 2, column 5") && told.contains("did you mean `conv`?"), "{told}");
    assert!(told.contains("line 3"), "{told}");
    assert!(!file.exists());
}

#[test]
fn hostile_and_missing_files_get_one_sentence() {
    let (empty, text) = (scratch("empty"), scratch("readme"));
    std::fs::write(&empty, b"").unwrap();
    std::fs::write(&text, b"hello \x1b[31m").unwrap();
    assert!(failing(&["disasm", path(&empty)], 3).contains("it is empty"));
    assert!(failing(&["model", "info", path(&text)], 3).contains("(allowed: `CviModel`)"));
    assert!(failing(&["model", "verify", "/nonexistent/model"], 6).contains("cannot read /nonexistent/model"));
    assert!(failing(&["replay", path(&empty)], 3).is_empty());
    let json = tpuscope(&["--json", "disasm", path(&text)]);
    let value: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["error"]["reason"], "bad_input");
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_not_utf8_are_names_too() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let text = scratch("in-odd-name.txt");
    std::fs::write(&text, TEXT).unwrap();
    let odd = scratch("x").with_file_name(OsStr::from_bytes(b"odd\xff\x1b"));
    let tell = |command: &mut Command| {
        let output = command.arg("--json").output().unwrap();
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), value)
    };
    let binary = || Command::new(env!("CARGO_BIN_EXE_tpuscope"));
    let (code, told) = tell(binary().arg("asm").arg(&text).arg("-o").arg(&odd));
    assert_eq!((code, &told["descriptors"]), (Some(0), &3.into()));
    let (code, told) = tell(binary().arg("replay").arg(&odd));
    assert_eq!((code, &told["errors"]), (Some(3), &1.into()));
    let (code, told) = tell(binary().args(["model", "verify"]).arg(&odd));
    assert_eq!((code, &told["error"]["reason"]), (Some(3), &"bad_input".into()));
}

#[test]
fn a_missing_recording_is_an_input_error_told_once() {
    let output = tpuscope(&["replay", "/nonexistent/run.cvtr"]);
    assert_eq!(output.status.code(), Some(6));
    assert_eq!(stdout(&output).matches("/nonexistent/run.cvtr").count(), 1);
}

#[test]
fn bad_flags_are_usage() {
    for arguments in
        [&["disasm"][..], &["frobnicate"], &["demo", "--chip", "bm1684"], &["disasm", "x", "--range", "5..3"]]
    {
        failing(arguments, 2);
    }
    let help = tpuscope(&["--help"]);
    assert!(help.status.success() && stdout(&help).contains("Exit codes"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let (text, packets) = (scratch("pipe.txt"), scratch("pipe.packets"));
    let line = TEXT.lines().nth(1).unwrap().replace("id=1", "");
    std::fs::write(&text, format!(".chip cv180x\n{}", format!("{line}\n").repeat(20_000))).unwrap();
    assert!(tpuscope(&["asm", path(&text), "-o", path(&packets)]).status.success());
    let mut command = Command::new(env!("CARGO_BIN_EXE_tpuscope"));
    let mut child =
        command.args(["disasm", path(&packets)]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut some = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn completions_exist_for_the_usual_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&tpuscope(&["completions", shell]));
        assert!(script.contains("tpuscope") && script.contains("replay"), "{shell}");
        assert!(!script.contains("worker"), "{shell} offers what only the program itself uses");
    }
}

#[test]
fn published_models_are_sound_and_disassemble_to_the_same_bytes() {
    for model in common::models() {
        let output = tpuscope(&["model", "verify", path(&model)]);
        assert!(output.status.success(), "{}: {}", model.display(), stdout(&output));
        let info: Value = serde_json::from_slice(&tpuscope(&["model", "info", path(&model), "--json"]).stdout).unwrap();
        assert!(info["programs"][0]["inputs"][0]["name"].is_string(), "{}", model.display());
    }
}
