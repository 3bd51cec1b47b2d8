//! An editor drives the debugger by the Debug Adapter Protocol.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::dap::{read, write};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
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
    assert_eq!(
        (&editor.stopped()["reason"], &editor.stopped()["threadId"]),
        (&json!("function breakpoint"), &json!(1))
    );
    assert_eq!(editor.stopped()["hitBreakpointIds"], json!([stops["breakpoints"][0]["id"]]));
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

    editor.good("evaluate", json!({ "expression": "continue", "context": "repl" }), 3);
    let events: Vec<&Value> = editor.events.iter().map(|event| &event["event"]).collect();
    assert_eq!(events, ["continued", "output", "stopped"]);
    assert!(editor.events[1]["body"]["output"].as_str().unwrap().contains("[7/9]"), "{}", editor.events[1]);
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

/// Sets up a session over the demo.
fn launched(arguments: &[&str], launch: Value) -> Editor {
    let mut editor = Editor::start(arguments);
    editor.good("initialize", json!({ "adapterID": "tpuscope", "supportsInvalidatedEvent": true }), 0);
    editor.good("launch", launch, 1);
    editor
}

#[test]
fn what_a_model_needs_is_known_before_it_runs() {
    let mut editor = launched(&[], json!({ "stopOnEntry": false }));
    let source = json!({ "path": "program.tpu" });
    let asked = json!({ "source": source, "breakpoints": [
        { "line": 3, "logMessage": "at {cycle} {op}: {opd0_c} {nothing}" },
        { "line": 6, "condition": "op == conv" },
        { "line": 8, "hitCondition": "== 1" },
        { "line": 9, "hitCondition": "% 2" },
        { "line": 999 },
    ] });
    let told = editor.good("setBreakpoints", asked, 0);
    let verified: Vec<&Value> = told["breakpoints"].as_array().unwrap().iter().map(|one| &one["verified"]).collect();
    assert_eq!(verified, [true, false, true, false, false]);
    let other = json!({ "source": { "path": "/x/other.tpu" }, "breakpoints": [{ "line": 1 }] });
    assert_eq!(editor.good("setBreakpoints", other, 0)["breakpoints"][0]["verified"], false);
    // Not waiting at the entry, past the log point to the line whose hits are counted.
    editor.good("configurationDone", Value::Null, 3);
    let log = editor.events[0]["body"]["output"].as_str().unwrap();
    assert!(
        log.starts_with("at ") && log.contains(" conv: 8 {`nothing`") || log.contains("there is no field"),
        "{log}"
    );
    assert_eq!(editor.stopped()["reason"], "breakpoint");
    assert_eq!(editor.step(), 7);
    // Once was enough.
    editor.good("restart", json!({}), 3);
    assert_eq!(editor.stopped()["description"], "Paused at the end of the run");
    assert_eq!(editor.step(), 9);
    let stack = editor.good("stackTrace", json!({ "threadId": 1 }), 0);
    assert_eq!(stack["stackFrames"][0]["name"], "nothing left to do");
    let targets = editor.good("gotoTargets", json!({ "source": source, "line": 3 }), 0);
    editor.good("goto", json!({ "threadId": 1, "targetId": targets["targets"][0]["id"] }), 2);
    assert_eq!(editor.stopped()["reason"], "goto");
    assert_eq!(editor.step(), 2);
    assert_eq!(editor.ask("goto", json!({ "threadId": 1, "targetId": 10 }), 0)["success"], false);
    let lines = editor.good("breakpointLocations", json!({ "source": source, "line": 8, "endLine": 20 }), 0);
    assert_eq!(lines["breakpoints"], json!([{ "line": 8 }, { "line": 9 }]));
    let sources = editor.good("loadedSources", Value::Null, 0);
    let path = sources["sources"][0]["path"].as_str().unwrap();
    let text = editor.good("source", json!({ "sourceReference": 0 }), 0);
    assert_eq!(text["content"].as_str().unwrap(), std::fs::read_to_string(path).unwrap());
}

#[test]
fn an_editor_attaches_to_a_file_and_counts_from_0() {
    let scenario = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues/two.scenario");
    let mut editor = Editor::start(&[]);
    editor.good("initialize", json!({ "linesStartAt1": false, "columnsStartAt1": false }), 0);
    assert_eq!(editor.ask("attach", json!({ "program": "nowhere.scenario" }), 0)["success"], false);
    editor.good("attach", json!({ "program": scenario }), 1);
    // Whatever `break` takes is a function too.
    let functions = json!({ "breakpoints": [{ "name": "op store" }, { "name": "op stroe" }] });
    let told = editor.good("setFunctionBreakpoints", functions, 0);
    assert_eq!([&told["breakpoints"][0]["verified"], &told["breakpoints"][1]["verified"]], [true, false]);
    editor.good("configurationDone", Value::Null, 1);
    editor.good("continue", json!({ "threadId": 1 }), 2);
    assert_eq!(editor.stopped()["reason"], "function breakpoint");
    let thread = editor.stopped()["threadId"].clone();
    let frame = editor.good("stackTrace", json!({ "threadId": thread, "levels": 1 }), 0)["stackFrames"][0].clone();
    assert_eq!((frame["line"].as_u64().unwrap(), &frame["column"]), (editor.step(), &json!(0)));
    let line = json!({ "source": frame["source"], "breakpoints": [{ "line": 0 }] });
    assert_eq!(editor.good("setBreakpoints", line, 0)["breakpoints"][0]["verified"], true);
    let targets = editor.good("completions", json!({ "text": "rever", "column": 5 }), 0);
    assert_eq!((&targets["targets"][0]["start"], &targets["targets"][0]["length"]), (&json!(0), &json!(5)));
}

#[test]
fn variables_and_expressions_can_be_set() {
    let mut editor = launched(&[], json!({}));
    editor.good("configurationDone", Value::Null, 1);
    editor.good("evaluate", json!({ "expression": "goto tiu 0", "context": "repl" }), 3);
    let set = |reference: u64, name: &str, value: &str| json!({ "variablesReference": reference, "name": name, "value": value });
    assert_eq!(editor.good("setVariable", set(1001, "opt_res_shift", "3"), 1)["value"], "3");
    assert_eq!(editor.events[0]["event"], "invalidated");
    // Of the other engine too, and not what follows from others.
    assert_eq!(
        editor.good("evaluate", json!({ "expression": "opt_res_shift", "context": "watch", "frameId": 1 }), 0)["result"],
        "opt_res_shift = 3"
    );
    assert_eq!(
        editor.ask("evaluate", json!({ "expression": "opt_res_shift", "context": "watch", "frameId": 2 }), 0)["success"],
        false
    );
    assert_eq!(editor.ask("setVariable", set(1001, "opt_res_shift", "99999"), 0)["success"], false);
    assert_eq!(editor.ask("setVariable", set(1003, "cycle", "1"), 0)["success"], false);
    let operands = editor.good("variables", json!({ "variablesReference": 1002 }), 0);
    let input = operands["variables"].as_array().unwrap().iter().find(|one| one["name"] == "input").unwrap().clone();
    let count = input["indexedVariables"].as_u64().unwrap();
    let reference = input["variablesReference"].as_u64().unwrap();
    let page = json!({ "variablesReference": reference, "filter": "indexed", "start": count - 2, "count": 5 });
    let last = editor.good("variables", page.clone(), 0)["variables"].clone();
    assert_eq!(last.as_array().unwrap().len(), 2);
    let name = last[1]["name"].as_str().unwrap();
    editor.good("setVariable", set(reference, name, "-5"), 1);
    assert_eq!(editor.good("variables", page, 0)["variables"][1]["value"], "-5");
    assert_eq!(editor.ask("setVariable", set(reference, name, "1000"), 0)["success"], false);
    assert_eq!(editor.ask("setVariable", set(reference, "[9,9,9,999]", "1"), 0)["success"], false);
    editor.good("setExpression", json!({ "expression": "lane:0:0x10", "value": "7" }), 1);
    let byte = editor.good("readMemory", json!({ "memoryReference": "0x200000010", "count": 1 }), 0);
    assert_eq!(byte["data"], "Bw==");
}

#[test]
fn bad_results_and_faults_are_exceptions() {
    let mut editor = launched(&[], json!({}));
    let filters = json!({ "filters": ["nan"], "filterOptions": [{ "filterId": "saturation", "condition": "0" }, { "filterId": "x" }] });
    let told = editor.good("setExceptionBreakpoints", filters, 0);
    let verified: Vec<&Value> = told["breakpoints"].as_array().unwrap().iter().map(|one| &one["verified"]).collect();
    assert_eq!(verified, [true, true, false]);
    assert_eq!(editor.ask("exceptionInfo", json!({ "threadId": 1 }), 0)["success"], false);
    editor.good("configurationDone", Value::Null, 1);
    let shift = json!({ "variablesReference": 1001, "name": "opt_res_shift", "value": "0" });
    editor.good("setVariable", shift, 1);
    editor.good("continue", json!({ "threadId": 1 }), 2);
    assert_eq!(editor.stopped()["reason"], "exception");
    let info = editor.good("exceptionInfo", json!({ "threadId": 1 }), 0);
    assert_eq!((&info["exceptionId"], &info["breakMode"]), (&json!("saturation"), &json!("always")));
    assert_eq!(editor.good("setExceptionBreakpoints", json!({ "filters": [] }), 0)["breakpoints"], json!([]));
    editor.good("continue", json!({ "threadId": 1 }), 2);
    assert!(editor.stopped()["description"].as_str().unwrap().contains("end of the run"));
    editor.good("terminate", json!({}), 2);
    assert_eq!(editor.events[1]["event"], "terminated");
    assert_eq!(editor.ask("threads", json!({}), 0)["success"], false, "nothing is left to ask about");
    editor.good("disconnect", json!({}), 1);
    assert!(editor.child.wait().unwrap().success());
}

/// A run that takes far longer than it takes to ask it to stop: a condition that looks at memory for each descriptor.
#[test]
fn a_run_is_paused_while_it_goes() {
    let program = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pause.tpu");
    let copy = "tdma load dst=int8[8,512,32]@0x0 src=int8[8,512,32]@b0+0x0{n:0,c:5000,h:33}\n";
    std::fs::write(&program, format!(".chip cv181x\n{}", copy.repeat(20_000))).unwrap();
    let mut editor = launched(&[], json!({ "program": program }));
    editor.good("configurationDone", Value::Null, 1);
    editor.good("continue", json!({ "threadId": 2 }), 0);
    editor.good("pause", json!({ "threadId": 2 }), 2);
    assert_eq!(editor.stopped()["reason"], "pause");
    let stopped = editor.step();
    assert!(stopped < 20_000, "{stopped}");
    // The flag is down again, and up in time for the next run.
    editor.good("stepIn", json!({ "threadId": 2 }), 2);
    assert_eq!(editor.stopped()["reason"], "step");
    assert_eq!(editor.step(), stopped + 1);
    editor.good("pause", json!({ "threadId": 2 }), 1);
    assert_eq!(editor.stopped()["reason"], "pause");
    assert_eq!(editor.step(), stopped + 1);
    // Whoever leaves does not wait for the run either.
    editor.good("continue", json!({ "threadId": 2 }), 0);
    editor.good("disconnect", json!({}), 3);
    assert!(editor.child.wait().unwrap().success());
}

/// A server at a port, and its address.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn server(arguments: &[&str]) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
        .arg("debug")
        .args(arguments)
        .args(["--dap", "0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.strip_prefix("listening at ").unwrap().split(';').next().unwrap().to_owned();
    Server { child, address }
}

/// Sends requests to a port and returns the answers, without events.
fn talk(address: &str, requests: &[(&str, Value)]) -> Vec<Value> {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut from = BufReader::new(stream.try_clone().unwrap());
    let mut answers = Vec::new();
    for (at, (command, arguments)) in requests.iter().enumerate() {
        let request = json!({ "seq": at + 1, "type": "request", "command": command, "arguments": arguments });
        write(&mut stream, &request).unwrap();
        let answer = loop {
            let message = read(&mut from).unwrap().unwrap();
            if message["type"] == "response" {
                break message;
            }
        };
        answers.push(answer);
    }
    answers
}

#[test]
fn a_session_at_a_port_outlives_the_editors_that_attach() {
    let mut server = server(&["--demo"]);
    let address = server.address.clone();
    let read_step = ("variables", json!({ "variablesReference": 1003 }));
    let step = |answer: &Value| answer["body"]["variables"][0]["value"].clone();
    let first = talk(
        &address,
        &[("attach", json!({})), ("next", json!({ "threadId": 1 })), ("threads", Value::Null), read_step.clone()],
    );
    assert_eq!(step(&first[3]), "1");
    // Gone without a word; the next one finds the run where it was, leaves, and so on. What comes behind a step waits for it.
    let step_and_leave = [
        ("attach", json!({})),
        read_step.clone(),
        ("next", json!({})),
        ("threads", Value::Null),
        ("disconnect", json!({})),
    ];
    let second = talk(&address, &step_and_leave);
    assert_eq!(step(&second[1]), "1");
    let third = talk(
        &address,
        &[("attach", json!({})), read_step.clone(), ("disconnect", json!({ "terminateDebuggee": false }))],
    );
    assert_eq!(step(&third[1]), "2");
    let last = talk(&address, &[("launch", json!({})), read_step, ("disconnect", json!({}))]);
    assert_eq!(step(&last[1]), "0", "a launch starts anew");
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn an_editor_at_a_port_names_no_files() {
    let mut server = server(&[]);
    let address = server.address.clone();
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("reached-over-a-port");
    std::fs::write(&file, "step").unwrap();
    let file = file.to_str().unwrap();
    for arguments in [json!({ "program": file }), json!({ "args": ["-x", file] }), json!({ "input": [file] })] {
        let answer = &talk(&address, &[("launch", arguments)])[0];
        assert!(answer["message"].as_str().unwrap().contains("may not touch files"), "{answer}");
    }
    talk(&address, &[("launch", json!({})), ("disconnect", json!({}))]);
    assert!(server.child.wait().unwrap().success());
}
