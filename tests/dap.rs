//! An editor drives the debugger by the Debug Adapter Protocol.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::dap::{read, write};
use serde_json::{Value, json};
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Editor {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    sequence: u64,
    /// Events that came with the last answer.
    events: Vec<Value>,
}

impl Editor {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
            .args(["debug", "--dap"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Editor { child, to, from, sequence: 0, events: Vec::new() }
    }

    /// Sends a request and waits for its answer; events in between are kept, and those that a request must lead to.
    fn ask(&mut self, command: &str, arguments: Value, events: usize) -> Value {
        self.sequence += 1;
        let request = json!({ "seq": self.sequence, "type": "request", "command": command, "arguments": arguments });
        write(&mut self.to, &request).unwrap();
        self.events.clear();
        let mut answer = None;
        while answer.is_none() || self.events.len() < events {
            let message = read(&mut self.from).unwrap().unwrap();
            match message["type"].as_str() {
                Some("event") => self.events.push(message),
                _ => answer = Some(message),
            }
        }
        let answer = answer.unwrap();
        assert_eq!((&answer["request_seq"], &answer["command"]), (&json!(self.sequence), &json!(command)));
        answer
    }

    fn good(&mut self, command: &str, arguments: Value, events: usize) -> Value {
        let answer = self.ask(command, arguments, events);
        assert_eq!(answer["success"], true, "{answer}");
        answer["body"].clone()
    }

    fn stopped(&self) -> &Value {
        &self.events.iter().find(|event| event["event"] == "stopped").unwrap()["body"]
    }

    fn step(&mut self) -> u64 {
        let state = self.good("variables", json!({ "variablesReference": 1003 }), 0);
        state["variables"][0]["value"].as_str().unwrap().parse().unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_editor_launches_steps_looks_and_goes_back() {
    let mut editor = Editor::start(&[]);
    let can = editor.good("initialize", json!({ "adapterID": "tpuscope" }), 0);
    assert!(can["supportsStepBack"] == true && can["supportsDataBreakpoints"] == true);
    assert_eq!(editor.ask("threads", json!({}), 0)["success"], false);
    editor.good("launch", json!({}), 1);
    let stops = editor.good(
        "setFunctionBreakpoints",
        json!({ "breakpoints": [{ "name": "max_pool" }, { "name": "nothing" }] }),
        0,
    );
    assert_eq!([&stops["breakpoints"][0]["verified"], &stops["breakpoints"][1]["verified"]], [true, false]);
    editor.good("configurationDone", json!({}), 1);
    assert_eq!(editor.stopped()["reason"], "entry");
    let threads = editor.good("threads", json!({}), 0);
    assert_eq!(threads["threads"].as_array().unwrap().len(), 2);

    editor.good("continue", json!({ "threadId": 1 }), 2);
    assert_eq!((&editor.stopped()["reason"], &editor.stopped()["threadId"]), (&json!("breakpoint"), &json!(1)));
    let stack = editor.good("stackTrace", json!({ "threadId": 1 }), 0);
    assert_eq!((&stack["stackFrames"][0]["line"], &stack["stackFrames"][1]["name"]), (&json!(5), &json!("max_pool")));
    let scopes = editor.good("scopes", json!({ "frameId": 1 }), 0);
    let fields =
        editor.good("variables", json!({ "variablesReference": scopes["scopes"][0]["variablesReference"] }), 0);
    assert!(fields["variables"].as_array().unwrap().iter().any(|one| one["name"] == "opd0_c" && one["value"] == "8"));
    let operands =
        editor.good("variables", json!({ "variablesReference": scopes["scopes"][1]["variablesReference"] }), 0);
    let input = operands["variables"][0].clone();
    assert_eq!(input["name"], "input");
    let numbers = editor.good("variables", json!({ "variablesReference": input["variablesReference"] }), 0);
    assert_eq!(numbers["variables"][0]["name"], "[0,0,0,0]");
    let memory = json!({ "memoryReference": input["memoryReference"], "count": 16 });
    assert_eq!(editor.good("readMemory", memory, 0)["unreadableBytes"], 0);

    assert_eq!(editor.step(), 4);
    editor.good("stepIn", json!({ "threadId": 1 }), 2);
    assert_eq!(editor.step(), 5);
    editor.good("stepBack", json!({ "threadId": 1 }), 2);
    assert_eq!(editor.step(), 4);
    editor.good("reverseContinue", json!({ "threadId": 1 }), 2);
    assert_eq!(editor.step(), 0);
    editor.good("disconnect", json!({}), 1);
    assert!(editor.child.wait().unwrap().success());
}

#[test]
fn data_breakpoints_memory_and_the_console_work_alike() {
    let mut editor = Editor::start(&["--demo"]);
    editor.good("initialize", json!({}), 0);
    editor.good("launch", json!({ "program": "not looked at" }), 1);
    let info = editor.good("dataBreakpointInfo", json!({ "name": "lane:0:0x1270+16" }), 0);
    let watch = json!({ "breakpoints": [{ "dataId": info["dataId"], "accessType": "write" }] });
    assert_eq!(editor.good("setDataBreakpoints", watch, 0)["breakpoints"][0]["verified"], true);
    editor.good("continue", json!({ "threadId": 1 }), 2);
    assert_eq!(editor.stopped()["reason"], "data breakpoint");
    assert_eq!(editor.step(), 4);
    editor.good("stepIn", json!({ "threadId": 1 }), 2);
    assert!(editor.events[0]["body"]["output"].as_str().unwrap().contains("turn 4 "));

    let line = editor.good(
        "setBreakpoints",
        json!({ "source": { "path": "program.tpu" }, "breakpoints": [{ "line": 8 }] }),
        0,
    );
    assert_eq!((&line["breakpoints"][0]["verified"], &line["breakpoints"][0]["line"]), (&json!(true), &json!(8)));
    let instruction = json!({ "breakpoints": [{ "instructionReference": "0x500000000", "offset": 256 }] });
    assert_eq!(editor.good("setInstructionBreakpoints", instruction, 0)["breakpoints"][0]["verified"], true);
    let text = editor.good(
        "disassemble",
        json!({ "memoryReference": "0x400000000", "instructionOffset": -1, "instructionCount": 3 }),
        0,
    );
    assert_eq!(text["instructions"][0]["presentationHint"], "invalid");
    assert!(text["instructions"][1]["instruction"].as_str().unwrap().starts_with("tiu  conv"));

    let result = editor.good("evaluate", json!({ "expression": "continue", "context": "repl" }), 2);
    assert!(result["result"].as_str().unwrap().contains("[7/9]"), "{result}");
    let hover = editor.good("evaluate", json!({ "expression": "output.c", "context": "hover" }), 0);
    assert_eq!(hover["result"], "output.c = 8");
    let targets = editor.good("completions", json!({ "text": "rever", "column": 6 }), 0);
    assert_eq!(targets["targets"].as_array().unwrap().len(), 3);
    editor.good("writeMemory", json!({ "memoryReference": "0x100000010", "data": "AQID" }), 0);
    let bytes = editor.good("readMemory", json!({ "memoryReference": "0x100000010", "count": 3 }), 0);
    assert_eq!(bytes["data"], "AQID");
    assert_eq!(editor.ask("launchRockets", json!({}), 0)["success"], false);
    assert_eq!(editor.ask("evaluate", json!({ "expression": "frobnicate" }), 0)["success"], false);
}

#[test]
fn a_port_takes_editors_only() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
        .args(["debug", "--demo", "--dap", "0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut stderr, &mut line).unwrap();
    let address = line.strip_prefix("listening at ").unwrap().split(';').next().unwrap();
    let mut browser = TcpStream::connect(address).unwrap();
    browser.write_all(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}").unwrap();
    let mut answer = Vec::new();
    // Closed without a word, or reset because nobody read.
    let _ = browser.read_to_end(&mut answer);
    assert!(answer.is_empty());
    let mut editor = TcpStream::connect(address).unwrap();
    write(&mut editor, &json!({ "seq": 1, "type": "request", "command": "disconnect" })).unwrap();
    let answer = read(&mut BufReader::new(&editor)).unwrap().unwrap();
    assert_eq!(answer["success"], true);
    assert!(child.wait().unwrap().success());
}
