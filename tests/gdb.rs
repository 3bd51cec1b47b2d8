//! A stock gdb-multiarch drives the debugger.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

struct Server {
    child: Child,
    address: String,
    python: String,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
            .arg("debug")
            .args(arguments)
            .args(["--gdb", "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening at ").expect(&line).split(';').next().unwrap().to_owned();
        let python = line.split('`').nth(3).unwrap().strip_prefix("source ").unwrap().to_owned();
        Server { child, address, python, stderr }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What gdb prints, everything in its order; `None` after saying that there is none.
fn gdb(server: &Server, commands: &[&str]) -> Option<String> {
    let source = format!("source {}", server.python);
    plain_gdb(server, &[&[source.as_str()], commands].concat())
}

/// The same without the file that gdb is given.
fn plain_gdb(server: &Server, commands: &[&str]) -> Option<String> {
    let name = format!("gdb-{}.txt", server.address.rsplit(':').next().unwrap());
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let file = std::fs::File::create(&path).unwrap();
    let mut command = Command::new("gdb-multiarch");
    command.args(["-nx", "-batch", "-ex", "set pagination off", "-ex", &format!("target remote {}", server.address)]);
    command.args(commands.iter().flat_map(|one| ["-ex", *one]));
    command.stdout(file.try_clone().unwrap()).stderr(file);
    if command.status().is_err() {
        println!("skipped: there is no gdb-multiarch; install it");
        return None;
    }
    Some(String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned())
}

fn in_order(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for one in wanted {
        let at = rest.find(one).unwrap_or_else(|| unreachable!("`{one}` does not come in its turn in\n{text}"));
        rest = &rest[at + one.len()..];
    }
}

#[test]
fn a_stock_gdb_steps_through_the_demo_and_back() {
    let server = Server::start(&["--demo"]);
    let commands = [
        "info threads",
        "info registers pc step id",
        "p $tiu.res0_c",
        "x/2i $pc",
        "stepi",
        "p $step",
        "break max_pool",
        "continue",
        "p $cycle",
        "watch *(char*)0x1000120b0",
        "monitor step 2",
        "monitor where",
        "monitor lisst",
        "reverse-stepi",
        "x/8xb 0x500000000",
        "info line",
    ];
    let Some(text) = gdb(&server, &commands) else { return };
    in_order(
        &text,
        &[
            "(tdma 0 load, turn 0) conv () at program.tpu:1",
            "(tiu 0 conv, turn 2)",
            "<conv>",
            "= 8",
            "tdma load id=1 dst=int8[8,1,9]",
            "tdma load id=2",
            "= 1",
            "Breakpoint 1 at 0x400000070: file program.tpu, line 5.",
            "hit Breakpoint 1, max_pool () at program.tpu:5",
            "= 4427",
            "Hardware watchpoint 2",
            "[6/9]",
            "did you mean `list`?",
            "Line ",
        ],
    );
}

/// With the file that it is given, gdb knows of moves that it did not make itself, and of functions and their ends.
#[test]
fn a_stock_gdb_follows_the_monitor_and_knows_functions() {
    let server = Server::start(&["--demo"]);
    let commands = [
        "info functions",
        "bt",
        "monitor goto tiu 1",
        "p $step",
        "info threads",
        "x/i $pc",
        "monitor set layer_info 6",
        "p $tiu.layer_info",
        "set {char}0x200000003 = 77",
        "x/4db 0x200000000",
        "x/4db 0x200008000",
        "until",
        "reverse-stepi",
        "monitor goto end",
        "next",
        "disassemble",
        "reverse-step",
        "thread 1",
        "reverse-stepi",
        "p $step",
        "advance max_pool",
        "p $engine",
        "p $tiu_done * 10 + $tdma_done",
        "p $dram_written",
        "monitor goto tiu 0",
        "set var $tiu.opd0_c = 2",
        "continue",
    ];
    let Some(text) = gdb(&server, &commands) else { return };
    in_order(
        &text,
        &[
            "1:\tvoid conv(void);",
            "8:\tvoid max_pool_tiu(void);",
            "#0  conv () at program.tpu:1",
            "[4/9]",
            "#0  max_pool () at program.tpu:5",
            "= 4",
            "* 2    Thread 1.1 (tiu 1 max_pool, turn 4)",
            "=> 0x400000070 <max_pool>:\ttiu  max_pool id=2",
            "layer_info is 6 instead of 0",
            "= 6",
            "\t-1\t0\t1\t77",
            "0x200008000:",
            "conv_tiu () at program.tpu:7",
            "max_pool () at program.tpu:5",
            "#0  tdma_done () at program.tpu:10",
            "No more reverse-execution history",
            "<+0>:\t# nothing left to do\nEnd of assembler dump.",
            "max_pool_tdma () at program.tpu:9",
            "[Switching to thread 1",
            "= 5",
            "No more reverse-execution history",
            "= 2",
            "= 45",
            // Two results of 8 * 12 * 48 bytes.
            "= 9216",
            "[2/9]",
            "signal SIGILL",
            "tiu 0 conv, turn 2: ",
        ],
    );
}

/// Tensors are variables with types: gdb prints, watches and changes them by name.
#[test]
fn a_stock_gdb_knows_tensors_by_name_and_type() {
    let model = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("gdb.cvimodel");
    let bytes = common::small_model::small_model(&model);
    std::fs::write(&model, bytes).unwrap();
    let model = model.to_str().unwrap();
    let server = Server::start(&[model]);
    let commands = [
        "info variables",
        "whatis clipped",
        "p sizeof(clipped)",
        "stepi",
        "set var quantised[0][1][0][1] = -2",
        "watch clipped",
        "continue",
        "p clipped[0][1]",
        "p $step",
        "reverse-continue",
        "p $step",
        "thread apply all bt",
    ];
    let Some(text) = gdb(&server, &commands) else { return };
    in_order(
        &text,
        &[
            "quant_on_the_host () at program.tpu:1",
            "int8_t clipped[1][2][1][16];",
            "type = int8_t [1][2][1][16]",
            "= 32",
            "Hardware watchpoint 1: clipped",
            "Old value = {{{{0, 0,",
            "New value = {{{{0, 0,",
            "0}}, {{0, -2, 0,",
            "tdma_done () at program.tpu:5",
            "= {{0, -2, 0,",
            "= 4",
            "New value",
            "= 3",
            "Thread 1.3 (cpu, done)",
        ],
    );
}

#[test]
fn a_stock_gdb_finds_the_writer_of_a_byte_of_a_real_model() {
    let Some(models) = common::recorded("models") else { return };
    let name =
        |ending: &str| models.join(format!("yolov8n_det_coco80_640_640_INT8_cv181x.{ending}")).display().to_string();
    let server = Server::start(&[&name("cvimodel"), "-i", &name("input.npz")]);
    let symbols = first_output(&name("cvimodel"), &name("input.npz"));
    let watched = format!("watch *(long*)(&{})", symbols.0);
    let commands = [
        "info threads",
        watched.as_str(),
        "continue",
        "p $step",
        "delete",
        watched.as_str(),
        "monitor goto end",
        "maintenance flush register-cache",
        "reverse-continue",
        "p $step",
        "info registers cycle tiu_busy tdma_busy",
    ];
    let Some(text) = gdb(&server, &commands) else { return };
    let (writer, behind) = (format!("= {}", symbols.1), format!("= {}", symbols.1 + 1));
    in_order(&text, &["turn 0)", "Hardware watchpoint", "Old value", &behind, "Old value", &writer, "cycle"]);
}

/// The name that gdb has for the first output, and the turn that writes its first byte.
fn first_output(model: &str, input: &str) -> (String, u64) {
    let run = |line: &str| {
        let output =
            common::tpuscope(&["--json", "debug", model, "-i", input, "--batch", "--ex", "goto end", "--ex", line]);
        let text = common::stdout(&output);
        let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        last["value"].clone()
    };
    let tensors = run("tensors");
    let output = tensors.as_array().unwrap().iter().find(|one| one["sort"] == "output").unwrap().clone();
    let name = output["name"].as_str().unwrap().to_owned();
    let place = output["place"].as_str().unwrap().split('+').next().unwrap().to_owned();
    let writer = run(&format!("writer {place}+8"))["step"].as_u64().unwrap();
    let layers = run("layers");
    let is_layer = layers.as_array().unwrap().iter().any(|layer| layer["name"] == name.as_str());
    let name = debugger::gdb::elf::identifier(&name);
    (if is_layer { format!("{name}_data") } else { name }, writer)
}

/// The answers of a dialogue, command by command, to be given by `monitor`.
#[test]
fn monitor_answers_as_the_dialogues_do() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues");
    let scenario = folder.join("two.scenario").display().to_string();
    for (name, argument) in [("demo_moving.txt", "--demo"), ("two_programs.txt", scenario.as_str())] {
        let server = Server::start(&[argument]);
        let dialogue = std::fs::read_to_string(folder.join(name)).unwrap();
        let (_, dialogue) = dialogue.split_once('\n').unwrap();
        let lines = || dialogue.lines().filter_map(|line| line.strip_prefix("(tpu) "));
        let commands: Vec<String> =
            lines().flat_map(|line| [format!("echo (tpu) {line}\\n"), format!("monitor {line}")]).collect();
        let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
        let Some(text) = plain_gdb(&server, &commands) else { return };
        let (_, found) = text.split_once("(tpu) ").unwrap();
        let found = found.split("[Inferior 1").next().unwrap();
        let expected = dialogue.strip_prefix("(tpu) ").unwrap();
        for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
            assert_eq!(expected, found, "{name} line {}", number + 2);
        }
    }
}

#[test]
fn a_gdb_that_disconnects_may_come_back_and_one_that_detaches_ends_the_session() {
    let mut server = Server::start(&["--demo"]);
    let Some(text) = gdb(&server, &["stepi", "stepi", "disconnect"]) else { return };
    in_order(&text, &["2\ttdma load id=2"]);
    let text = gdb(&server, &["p $step", "tbreak max_pool", "continue", "p $step", "detach"]).unwrap();
    in_order(&text, &["= 2", "max_pool () at program.tpu:5", "= 4", "[Inferior 1"]);
    assert!(server.child.wait().unwrap().success());
    let mut rest = String::new();
    server.stderr.read_to_string(&mut rest).unwrap();
    in_order(&rest, &["gdb has gone", "gdb has detached"]);
}

#[test]
fn addresses_that_others_reach_are_refused_unless_wanted() {
    let output = common::tpuscope(&["debug", "--demo", "--gdb", "0.0.0.0:0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--allow-remote"));
}
