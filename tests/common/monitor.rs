//! A debugger behind its port for gdb, asked as gdb's `monitor` asks.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

pub(crate) struct Monitor {
    child: Child,
    stream: BufReader<TcpStream>,
    /// Kept open, so that the server may write to it.
    _stderr: BufReader<ChildStderr>,
}

impl Monitor {
    pub(crate) fn start(arguments: &[String], directory: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tpuscope"))
            .args(["debug", "--gdb", "0", "--threads", "1"])
            .args(arguments)
            .current_dir(directory)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening at ").expect(&line).split(';').next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.write_all(b"+").unwrap();
        let mut monitor = Monitor { child, stream: BufReader::new(stream), _stderr: stderr };
        // The port takes nobody who does not introduce himself as gdb does.
        monitor.send("qSupported:swbreak+");
        monitor.packet();
        monitor
    }

    fn send(&mut self, body: &str) {
        let sum = body.bytes().fold(0_u8, u8::wrapping_add);
        write!(self.stream.get_mut(), "${body}#{sum:02x}").unwrap();
    }

    /// What a command answers.
    pub(crate) fn ask(&mut self, command: &str) -> String {
        let digits: String = command.bytes().map(|byte| format!("{byte:02x}")).collect();
        self.send(&format!("qRcmd,{digits}"));
        let mut text = Vec::new();
        loop {
            let packet = self.packet();
            match packet.strip_prefix(b"O") {
                Some(digits) if packet != b"OK" => text.extend(bytes(digits)),
                _ => return String::from_utf8(text).unwrap(),
            }
        }
    }

    fn packet(&mut self) -> Vec<u8> {
        while self.byte() != b'$' {}
        let mut body = Vec::new();
        loop {
            match self.byte() {
                b'#' => break,
                byte => body.push(byte),
            }
        }
        let _sum = [self.byte(), self.byte()];
        self.stream.get_mut().write_all(b"+").unwrap();
        unrepeated(&body)
    }

    fn byte(&mut self) -> u8 {
        let mut byte = [0];
        self.stream.read_exact(&mut byte).unwrap();
        byte[0]
    }
}

/// The protocol writes `0000` as `0*` and a letter for the count.
fn unrepeated(body: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let mut rest = body.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'*' => {
                let (last, count) = (*out.last().unwrap(), rest.next().unwrap() - 29);
                out.extend(std::iter::repeat_n(last, count.into()));
            }
            other => out.push(*other),
        }
    }
    out
}

fn bytes(digits: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(digits).unwrap();
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

impl Drop for Monitor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
