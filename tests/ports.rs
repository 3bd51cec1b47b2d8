//! What else reaches the ports of the debugger: web pages, by the browsers that show them, and connections that say nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod common;

use common::monitor::Monitor;
use debugger::dap;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(face: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
            .args(["debug", "--demo", face, "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening at ").expect(&line).split(';').next().unwrap().to_owned();
        Server { child, address }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn packet(body: &str) -> String {
    format!("${body}#{:02x}", body.bytes().fold(0_u8, u8::wrapping_add))
}

fn monitor(line: &str) -> String {
    let hex: String = line.bytes().map(|byte| format!("{byte:02x}")).collect();
    packet(&format!("qRcmd,{hex}"))
}

fn message(command: &str, arguments: &Value) -> String {
    let mut bytes = Vec::new();
    let request = json!({ "seq": 1, "type": "request", "command": command, "arguments": arguments });
    dap::write(&mut bytes, &request).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Requests as browsers send them, with what would move the run, end it or write a file as their bodies.
fn requests() -> Vec<Vec<u8>> {
    let hello = packet("qSupported:swbreak+");
    let packets = format!("+{hello}+{}{}{}", monitor("step"), packet("vCont;c"), packet("k"));
    let step = json!({ "expression": "step", "context": "repl" });
    let messages =
        ["launch", "configurationDone", "next", "evaluate", "disconnect"].map(|one| message(one, &step)).concat();
    let mut all = Vec::new();
    for body in [packets.as_str(), messages.as_str()] {
        let length = body.len();
        let host = "Host: localhost\r\nOrigin: http://evil.example\r\n";
        all.push(format!("GET /{body} HTTP/1.1\r\n{host}\r\n"));
        for kind in ["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
        {
            all.push(format!(
                "POST / HTTP/1.1\r\n{host}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
            ));
        }
        all.push(format!(
            "POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
        ));
        all.push(format!("OPTIONS / HTTP/1.1\r\n{host}Access-Control-Request-Method: {}\r\n\r\n", packet("k")));
        all.push(format!("GET /chat HTTP/1.1\r\n{host}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n{body}"));
        all.push(format!("CONNECT a:1 HTTP/1.1\r\n{host}\r\n{body}"));
        all.push(format!("COPY / HTTP/1.1\r\n{host}Content-Length: {length}\r\n\r\n{body}"));
        all.push(format!("Content-Length / HTTP/1.1\r\n{host}\r\n{body}"));
        all.push(format!("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{body}"));
        all.push(format!("{{\"jsonrpc\":\"2.0\"}}{body}"));
        all.push(format!("\r\n{body}"));
        // A page whose name leads to this computer may choose any word as the method.
        for method in [packet("k"), packet("c"), packet("?"), packet("!"), "+$qSupported".into()] {
            all.push(format!("{method} / HTTP/1.1\r\n{host}X-A: #00{body}\r\n\r\n{body}"));
        }
        // Of TLS, whose session id a page may choose.
        all.push(format!("\x16\x03\x01\x02\0\x01\0\x01{body}"));
    }
    all.into_iter().map(String::into_bytes).collect()
}

/// What comes back: nothing that tells a page anything.
fn sent(mut browser: TcpStream, request: &[u8]) -> Vec<u8> {
    let _ = browser.write_all(request);
    let mut answer = Vec::new();
    // Closed without a word, or reset because nobody read.
    let _ = browser.read_to_end(&mut answer);
    answer
}

#[test]
fn a_web_page_cannot_drive_the_port_for_gdb() {
    let mut server = Server::start("--gdb");
    for request in requests() {
        let answer = sent(server.connect(), &request);
        assert!(answer.is_empty(), "{} -> {}", String::from_utf8_lossy(&request), String::from_utf8_lossy(&answer));
    }
    let mut gdb = server.connect();
    let asked = format!("+{}{}", packet("qSupported:swbreak+"), packet("p21"));
    gdb.write_all(asked.as_bytes()).unwrap();
    let answer = until(&mut gdb, 2);
    // Sixteen zeros, as runs are written.
    assert!(answer.contains(&packet("0*,")), "the run has moved: {answer}");
    gdb.write_all(format!("+{}", packet("k")).as_bytes()).unwrap();
    assert!(server.child.wait().unwrap().success());
}

/// What a stub sends up to the end of its packet of this number, counted by the ends.
fn until(stream: &mut TcpStream, packets: usize) -> String {
    let mut text = String::new();
    let mut byte = [0];
    while text.matches('#').count() < packets || !ended(&text) {
        stream.read_exact(&mut byte).expect(&text);
        text.push(byte[0].into());
    }
    text
}

fn ended(text: &str) -> bool {
    text.rfind('#').is_some_and(|at| text.len() >= at + 3)
}

#[test]
fn a_web_page_cannot_drive_the_port_for_editors() {
    let mut server = Server::start("--dap");
    for request in requests() {
        let answer = sent(server.connect(), &request);
        assert!(answer.is_empty(), "{} -> {}", String::from_utf8_lossy(&request), String::from_utf8_lossy(&answer));
    }
    assert_eq!(step_of_attached(&server, true), "0");
    assert!(server.child.wait().unwrap().success());
}

/// Where the run is for an editor that attaches, and then ends the session or leaves it.
fn step_of_attached(server: &Server, end: bool) -> String {
    let mut editor = server.connect();
    let end = json!({ "terminateDebuggee": end });
    let asked = [("attach", json!({})), ("variables", json!({ "variablesReference": 1003 })), ("disconnect", end)];
    editor.write_all(asked.map(|(command, arguments)| message(command, &arguments)).concat().as_bytes()).unwrap();
    let mut from = BufReader::new(editor);
    let messages: Vec<Value> = std::iter::from_fn(|| dap::read(&mut from).unwrap()).collect();
    let variables = messages.iter().find(|one| one["command"] == "variables").expect("an answer");
    variables["body"]["variables"][0]["value"].as_str().unwrap().to_owned()
}

/// Browsers open connections in advance, and scanners leave them open: more than are looked at at a time, and some that
/// start as a client does.
#[test]
fn connections_that_say_nothing_keep_nobody_waiting() {
    for (face, start) in [("--gdb", "+$qSupp"), ("--dap", "Content-Le")] {
        let server = Server::start(face);
        let silent: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
        let mut half = server.connect();
        half.write_all(start.as_bytes()).unwrap();
        match face {
            "--dap" => assert_eq!(step_of_attached(&server, false), "0"),
            _ => {
                let mut gdb = server.connect();
                gdb.write_all(format!("+{}", packet("qSupported:swbreak+")).as_bytes()).unwrap();
                assert!(until(&mut gdb, 1).contains("PacketSize"));
            }
        }
        // Those that came last were not sent away yet: the client did not have to wait for that.
        for stream in silent.iter().skip(90).chain([&half]) {
            stream.set_nonblocking(true).unwrap();
            let waiting = stream.peek(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
            assert!(waiting, "{face}: a silent connection was waited for");
        }
    }
}

/// A file that no answer may tell of, and one that must not come into being.
struct Files {
    secret: PathBuf,
    new: PathBuf,
}

impl Files {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (secret, new) = (folder.join(format!("{name}.secret")), folder.join(format!("{name}.new")));
        std::fs::write(&secret, "mellon\n").unwrap();
        drop(std::fs::remove_file(&new));
        Files { secret, new }
    }

    /// Every command with these files wherever one could stand.
    fn lines(&self) -> Vec<String> {
        let (secret, new) = (self.secret.display(), self.new.display());
        let mut lines = vec!["break nan".to_owned(), format!("commands $ source {secret}; save-stops {new}")];
        for command in debugger::commands::all().filter(|command| command.name != "quit") {
            let name = command.name;
            lines.extend([&secret, &new].map(|file| format!("{name} {file}")));
            lines.extend(["save", "load", "input", "-o", ">", "--good"].map(|word| format!("{name} {word} {new}")));
            lines.extend(["save", "load", "input"].map(|word| format!("{name} {word} {secret}")));
            lines.push(format!("{name} --good {secret} -o {new}"));
            lines.push(format!("{name} input -o {new}"));
            lines.push(format!("{name} input > {new}"));
        }
        lines
    }

    fn untouched(&self, told: &str, line: &str) {
        assert!(!told.contains("mellon"), "{line}: {told}");
        assert!(!self.new.exists(), "{line}: {told}");
    }
}

#[test]
fn no_command_of_an_editor_at_a_port_reaches_a_file() {
    let server = Server::start("--dap");
    let files = Files::new("dap");
    let mut editor = server.connect();
    let mut from = BufReader::new(editor.try_clone().unwrap());
    let mut ask = |command: &str, arguments: Value| {
        editor.write_all(message(command, &arguments).as_bytes()).unwrap();
        loop {
            let told = dap::read(&mut from).unwrap().unwrap();
            if told["type"] == "response" {
                return told.to_string();
            }
        }
    };
    ask("launch", json!({}));
    for line in files.lines() {
        let told = ask("evaluate", json!({ "expression": line, "context": "repl" }));
        files.untouched(&told, &line);
    }
    for line in files.lines() {
        let expression = line.split_once(' ').unwrap().1;
        let told = ask("setExpression", json!({ "expression": expression, "value": "1" }));
        files.untouched(&told, &line);
    }
    let path = files.secret.display().to_string();
    let told = ask("source", json!({ "source": { "path": path }, "sourceReference": 0 }));
    files.untouched(&told, "source");
}

#[test]
fn no_command_of_gdb_reaches_a_file() {
    let files = Files::new("gdb");
    let mut monitor = Monitor::start(&["--demo".into()], Path::new("."));
    for line in files.lines() {
        files.untouched(&monitor.ask(&line), &line);
    }
    let server = Server::start("--gdb");
    let mut gdb = server.connect();
    let hex: String = files.secret.display().to_string().bytes().map(|byte| format!("{byte:02x}")).collect();
    let asked = [packet("qSupported:swbreak+"), packet(&format!("vFile:open:{hex},0,0"))].join("+");
    gdb.write_all(asked.as_bytes()).unwrap();
    let answer = until(&mut gdb, 2);
    assert!(answer.contains("$F-"), "{answer}");
}
