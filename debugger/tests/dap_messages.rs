//! Anything may come from what calls itself an editor.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::dap::{self, Server};
use debugger::{Debugger, NoFiles};
use isa::random::Random;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const COMMANDS: [&str; 41] = [
    "initialize",
    "launch",
    "configurationDone",
    "setBreakpoints",
    "setFunctionBreakpoints",
    "setInstructionBreakpoints",
    "dataBreakpointInfo",
    "setDataBreakpoints",
    "setExceptionBreakpoints",
    "threads",
    "stackTrace",
    "scopes",
    "variables",
    "continue",
    "next",
    "stepIn",
    "stepOut",
    "stepBack",
    "reverseContinue",
    "goto",
    "gotoTargets",
    "restart",
    "pause",
    "source",
    "evaluate",
    "completions",
    "disassemble",
    "readMemory",
    "writeMemory",
    "attach",
    "setVariable",
    "setVariable",
    "setExpression",
    "exceptionInfo",
    "loadedSources",
    "breakpointLocations",
    "terminate",
    "nonsense",
    "",
    "disassemble",
    "variables",
];

const NAMES: [&str; 26] = [
    "threadId",
    "frameId",
    "variablesReference",
    "line",
    "column",
    "name",
    "bytes",
    "expression",
    "context",
    "text",
    "memoryReference",
    "offset",
    "count",
    "data",
    "instructionOffset",
    "instructionCount",
    "breakpoints",
    "start",
    "startFrame",
    "levels",
    "endLine",
    "value",
    "filters",
    "filterOptions",
    "filterId",
    "linesStartAt1",
];

/// Names inside of breakpoints.
const MORE_NAMES: [&str; 7] =
    ["instructionReference", "condition", "dataId", "accessType", "targetId", "hitCondition", "logMessage"];

fn value(random: &mut Random, depth: u32) -> Value {
    match random.below(13) {
        0 => Value::Null,
        1 => json!(u64::MAX),
        2 => json!(i64::MIN),
        3 => json!(random.below(5000)),
        4 => json!(-i64::from(random.below(5000))),
        5 => json!(format!("{:#x}", u64::from(random.below(8)) << 32 | u64::from(random.below(1 << 20)))),
        6 => json!(
            ["continue", "step", "print input", "lane:0:0+4", "dram:0+9", "why dram:0", "x", "[[[", "ü€"]
                [random.below(9) as usize]
        ),
        10 => json!(
            ["relu", "opd0_c", "[0,0,0,1]", "nan", "saturation", "== 2", "> 1", "{cycle} {", "/l", "-3", "break nan"]
                [random.below(11) as usize]
        ),
        7 => json!("=".repeat(random.below(40) as usize)),
        8 if depth > 0 => json!([arguments(random, depth - 1), arguments(random, depth - 1)]),
        9 if depth > 0 => arguments(random, depth - 1),
        _ => json!(random.below(2) == 0),
    }
}

fn arguments(random: &mut Random, depth: u32) -> Value {
    let mut object = json!({});
    for name in NAMES.iter().chain(&MORE_NAMES) {
        if random.below(2) == 0 {
            object[*name] = value(random, depth);
        }
    }
    object
}

fn serve(bytes: &[u8]) {
    let debugger = || Debugger::new(common::session(2, 1 << 20), Box::new(NoFiles));
    let open = move |_: &Value, _| Ok((debugger(), "/l".to_owned()));
    let mut server = Server::new(Box::new(open), Arc::new(AtomicBool::new(false)));
    let mut rest = bytes;
    let mut messages = std::iter::from_fn(|| dap::read(&mut rest).transpose());
    // Any outcome will do, as long as there is one.
    let _ = server.converse(&mut messages, &mut Vec::new());
}

#[test]
fn whatever_an_editor_sends_ends_well() {
    let rounds = std::env::var("TPUSCOPE_FUZZ_ITERATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(40);
    let mut random = Random::new(3);
    for round in 0..rounds {
        let mut bytes = Vec::new();
        let launch = json!({ "seq": 0, "type": "request", "command": "launch", "arguments": {} });
        dap::write(&mut bytes, &launch).unwrap();
        for _ in 0..25 {
            let command = COMMANDS[random.below(COMMANDS.len() as u32) as usize];
            let arguments = arguments(&mut random, 2);
            let request = json!({ "seq": 1, "type": "request", "command": command, "arguments": arguments });
            dap::write(&mut bytes, &request).unwrap();
        }
        if round % 2 == 1 {
            for _ in 0..random.below(8) {
                let at = random.below(bytes.len() as u32) as usize;
                bytes[at] = random.below(256) as u8;
            }
        }
        serve(&bytes);
    }
}
