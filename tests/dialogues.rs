//! Whole dialogues with the debugger: commands and what it answers.
//!
//! A file below `tests/dialogues` starts with the arguments behind `#!`; lines that start with the prompt are commands.
//! Those of `#! monitor` are asked through the port for gdb, where no command may touch files.
//! With `TPUSCOPE_BLESS` set, answers are written instead of compared.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use common::monitor::Monitor;
use common::small_model::small_model;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROMPT: &str = "(tpu) ";
/// The programs that every command is asked of.
const PROGRAMS: [&str; 3] = ["--demo", "{folder}/two.scenario", "{small_model}"];
/// Commands that read or write files; the last one only where it is told to.
const OF_FILES: [&str; 8] = ["source", "snapshot", "save-stops", "export", "diff", "reference", "bisect", "image"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues")
}

/// A stored dialogue.
struct Dialogue {
    path: PathBuf,
    /// What stands behind `#!`.
    head: String,
    /// Whether it is held through the port for gdb.
    is_of_monitor: bool,
    text: String,
}

impl Dialogue {
    fn all() -> Vec<Dialogue> {
        common::files(&folder(), ".txt").into_iter().map(Dialogue::read).collect()
    }

    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).unwrap();
        let head = text.lines().next().unwrap().strip_prefix("#! ").unwrap();
        let is_of_monitor = head.starts_with("monitor ");
        let head = head.trim_start_matches("monitor ").to_owned();
        Dialogue { path, head, is_of_monitor, text }
    }

    fn name(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }

    fn commands(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter_map(|line| line.strip_prefix(PROMPT))
    }

    /// The first words of its commands.
    fn words(&self) -> BTreeSet<&str> {
        self.commands().map(|line| line.split([' ', '/']).next().unwrap()).collect()
    }

    fn touches_files(&self) -> bool {
        let names_one = |line: &str| line.contains(".png") || line.contains(".ppm") || line.contains(".pgm");
        OF_FILES[..7].iter().any(|name| asks(&self.words(), name)) || self.commands().any(names_one)
    }

    /// A folder of its own for a test.
    fn scratch(&self, test: &str) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dialogues").join(test).join(self.name());
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The arguments; what they name in braces exists only here.
    fn arguments(&self, scratch: &Path) -> Option<Vec<String>> {
        let mut text = self.head.replace("{folder}", folder().to_str().unwrap());
        if text.contains("{small_model}") {
            let path = scratch.join("small.cvimodel");
            std::fs::write(&path, small_model(&path)).unwrap();
            text = text.replace("{small_model}", path.to_str().unwrap());
        }
        if text.contains("{models}") {
            text = text.replace("{models}", common::recorded("models")?.to_str().unwrap());
        }
        Some(text.split_whitespace().map(str::to_owned).collect())
    }

    /// Its text as the prompt has it now.
    fn at_prompt(&self, scratch: &Path) -> Option<String> {
        let commands: String = self.commands().map(|line| format!("{line}\n")).collect();
        Some(format!("{}\n{}", self.first_line(), answers(&self.arguments(scratch)?, &commands, scratch)))
    }

    /// Its text as gdb's `monitor` has it now.
    fn by_monitor(&self, scratch: &Path) -> Option<String> {
        let mut monitor = Monitor::start(&self.arguments(scratch)?, scratch);
        let told: String = self.commands().map(|line| format!("{PROMPT}{line}\n{}", monitor.ask(line))).collect();
        Some(format!("{}\n{told}", self.first_line()))
    }

    fn first_line(&self) -> &str {
        self.text.lines().next().unwrap()
    }

    fn must_be(&self, found: &str, face: &str) {
        let mut lines = self.text.lines().zip(found.lines()).enumerate();
        if let Some((number, (expected, found))) = lines.find(|(_, (expected, found))| expected != found) {
            panic!("{} line {} {face}:\n  expected {expected}\n  found    {found}", self.path.display(), number + 1);
        }
        assert_eq!(self.text.lines().count(), found.lines().count(), "{} {face}", self.path.display());
    }
}

/// What is left without escape codes.
fn without_colors(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let plain = pieces.next().unwrap_or_default().to_owned();
    plain + &pieces.map(|piece| piece.split_once('m').unwrap().1).collect::<String>()
}

fn answers(arguments: &[String], commands: &str, directory: &Path) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
        .args(["debug", "--echo", "--threads", "1"])
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(commands.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Whether one of the words is the command of this name.
fn asks(words: &BTreeSet<&str>, name: &str) -> bool {
    let command = debugger::commands::all().find(|command| command.name == name).unwrap();
    words.contains(name) || command.aliases.iter().any(|alias| words.contains(alias))
}

#[test]
fn dialogues_go_as_written() {
    let bless = std::env::var_os("TPUSCOPE_BLESS").is_some();
    for dialogue in Dialogue::all() {
        let scratch = dialogue.scratch("prompt");
        let found = if dialogue.is_of_monitor { dialogue.by_monitor(&scratch) } else { dialogue.at_prompt(&scratch) };
        match found {
            Some(found) if bless => std::fs::write(&dialogue.path, found).unwrap(),
            Some(found) => dialogue.must_be(&found, "at the prompt"),
            None => {}
        }
    }
}

#[test]
fn colours_add_nothing_but_colours() {
    // Pictures have better characters where there are colours.
    for dialogue in Dialogue::all().into_iter().filter(|one| !one.is_of_monitor && !asks(&one.words(), "image")) {
        let scratch = dialogue.scratch("colours");
        let Some(arguments) = dialogue.arguments(&scratch) else { continue };
        let always = ["--color", "always"].map(str::to_owned);
        let commands: String = dialogue.commands().map(|line| format!("{line}\n")).collect();
        let found = answers(&[&always, arguments.as_slice()].concat(), &commands, &scratch);
        assert!(found.contains('\u{1b}') || asks(&dialogue.words(), "quit"), "{} has no colours", dialogue.name());
        dialogue.must_be(&format!("{}\n{}", dialogue.first_line(), without_colors(&found)), "in colours");
    }
}

#[test]
fn data_for_programs_has_no_colours() {
    for dialogue in Dialogue::all().into_iter().filter(|one| !one.is_of_monitor) {
        let scratch = dialogue.scratch("data");
        let Some(arguments) = dialogue.arguments(&scratch) else { continue };
        let options = ["--json", "--color", "always"].map(str::to_owned);
        let commands: String = dialogue.commands().map(|line| format!("{line}\n")).collect();
        let found = answers(&[&options, arguments.as_slice()].concat(), &commands, &scratch);
        let values: Vec<&str> = found.lines().filter(|line| line.starts_with('{')).collect();
        assert!(values.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        assert!(!values.is_empty() && !found.contains("\\u001b") && !found.contains('\u{1b}'), "{}", dialogue.name());
    }
}

#[test]
fn monitor_answers_as_the_prompt_does() {
    // Both leave the session with `quit`, each in its way.
    let same = |one: &Dialogue| !one.is_of_monitor && !one.touches_files() && !asks(&one.words(), "quit");
    for dialogue in Dialogue::all().into_iter().filter(same) {
        if let Some(found) = dialogue.by_monitor(&dialogue.scratch("monitor")) {
            dialogue.must_be(&found, "through `monitor`");
        }
    }
}

#[test]
fn monitor_refuses_to_touch_files() {
    for program in PROGRAMS {
        let of_monitor = |one: &Dialogue| one.is_of_monitor && one.head == program;
        let dialogue = Dialogue::all().into_iter().find(of_monitor).expect(program);
        let refused = dialogue.text.split(PROMPT).skip(1).filter_map(|told| told.split_once('\n'));
        let refused = refused.filter(|(_, answer)| answer.contains("this connection")).map(|(line, _)| line);
        let refused: BTreeSet<&str> = refused.map(|line| line.split(' ').next().unwrap()).collect();
        for name in OF_FILES {
            assert!(asks(&refused, name), "{}: `{name}` does not refuse", dialogue.name());
        }
    }
}

#[test]
fn every_command_is_asked_of_every_program() {
    let all = Dialogue::all();
    for program in PROGRAMS {
        let words: BTreeSet<&str> = all.iter().filter(|one| one.head == program).flat_map(Dialogue::words).collect();
        let missing = debugger::commands::all().map(|command| command.name).filter(|name| !asks(&words, name));
        let missing: Vec<&str> = missing.collect();
        assert!(missing.is_empty(), "no dialogue asks {program} {missing:?}; add it to one below tests/dialogues");
    }
}

#[test]
fn every_short_name_is_used_somewhere() {
    let all = Dialogue::all();
    let words: BTreeSet<&str> = all.iter().flat_map(Dialogue::words).collect();
    let aliases = debugger::commands::all().flat_map(|command| command.aliases);
    let missing: Vec<_> = aliases.filter(|alias| !words.contains(**alias)).collect();
    assert!(missing.is_empty(), "no dialogue uses {missing:?}");
}
