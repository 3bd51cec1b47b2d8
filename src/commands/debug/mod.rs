//! `tpuscope debug`: files, terminals and sockets for the debugger.

mod dap;
mod files;
mod folder;
mod gdb;
mod listen;
mod paint;
mod target;
mod terminal;

use crate::cli::Debug as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use crate::interrupt;
use crate::output::Out;
use crate::source;
use debugger::{Answer, Debugger};
use files::Disk;
use std::io::{BufRead, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::Ordering;

pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    if let Some(address) = &arguments.dap {
        return dap::serve(address, arguments, out);
    }
    let asked = interrupt::watch()?;
    let session = target::session(arguments, asked)?;
    if let Some(address) = &arguments.gdb {
        return gdb::serve(session, address, arguments);
    }
    // What it holds goes with the process; taking it apart first would be noticed behind short runs.
    let mut debugger = ManuallyDrop::new(Debugger::new(session, Box::new(Disk::new(arguments))));
    let mut face = Face::new(&mut debugger, out, arguments.echo);
    let scripts = arguments.script.iter().map(|path| format!("source {}", path.display()));
    for command in scripts.chain(arguments.commands.iter().cloned()) {
        if !face.line(&command)? {
            return face.verdict();
        }
        // Whoever presses Ctrl-C wants none of the commands behind it either.
        if face.interrupted {
            break;
        }
    }
    if arguments.batch { face.verdict() } else { face.talk(arguments) }
}

/// What stands in front of a line.
const PROMPT: &str = "(tpu) ";

/// Where lines come in and answers go out.
struct Face<'d> {
    debugger: &'d mut Debugger,
    out: &'d mut Out,
    echo: bool,
    failed: bool,
    different: bool,
    /// Somebody pressed Ctrl-C during the last line.
    interrupted: bool,
}

impl<'d> Face<'d> {
    fn new(debugger: &'d mut Debugger, out: &'d mut Out, echo: bool) -> Self {
        Face { debugger, out, echo, failed: false, different: false, interrupted: false }
    }

    /// Executes a line and shows the answer; whether there shall be another.
    fn line(&mut self, line: &str) -> Result<bool, Failure> {
        if self.echo {
            writeln!(self.out, "{PROMPT}{line}")?;
        }
        let answer = self.debugger.execute(line);
        // Ctrl-C has done its work; the next one is for the next command.
        self.interrupted = self.debugger.session.cancel().swap(false, Ordering::Relaxed);
        let quit = match answer {
            Ok(answer) => {
                self.different |= answer.different;
                self.show(line, &answer)?;
                answer.quit
            }
            Err(why) => {
                self.failed = true;
                self.complain(line, &why)?;
                false
            }
        };
        self.out.flush()?;
        Ok(!quit)
    }

    fn show(&mut self, line: &str, answer: &Answer) -> std::io::Result<()> {
        if self.out.is_json() {
            return writeln!(self.out, "{}", answer.json(line));
        }
        let told = if self.out.has_color() { paint::painted(&answer.text) } else { answer.text.to_string() };
        write!(self.out, "{told}")
    }

    fn complain(&mut self, line: &str, why: &str) -> std::io::Result<()> {
        if self.out.is_json() {
            return writeln!(self.out, "{}", serde_json::json!({ "command": line, "error": why }));
        }
        if self.echo {
            return writeln!(self.out, "{why}");
        }
        self.out.flush()?;
        let mut stderr = std::io::stderr();
        let why =
            if self.out.has_color() && stderr.is_terminal() { paint::styled(paint::ERROR, why) } else { why.into() };
        writeln!(stderr, "{why}")
    }

    /// Reads lines until the end: from a person, or from a pipe.
    fn talk(&mut self, arguments: &Arguments) -> Outcome {
        if std::io::stdin().is_terminal() && !self.out.is_json() && !self.echo {
            let answer = self.debugger.execute("context").map_err(|why| Failure::new(Reason::Usage, why))?;
            write!(self.out, "{}", greeting(arguments))?;
            self.show("context", &answer)?;
            self.out.flush()?;
            return terminal::talk(self);
        }
        for line in std::io::stdin().lock().lines() {
            if !self.line(&line?)? {
                break;
            }
            if self.interrupted {
                return self.verdict();
            }
        }
        Ok(())
    }

    fn verdict(&self) -> Outcome {
        match (self.failed, self.different) {
            _ if self.interrupted => Err(Failure::told(Reason::Interrupted)),
            (true, _) => Err(Failure::told(Reason::Usage)),
            _ if self.debugger.session.fault().is_some() => Err(Failure::told(Reason::BreaksRule)),
            (false, true) => Err(Failure::told(Reason::Different)),
            (false, false) => Ok(()),
        }
    }
}

fn greeting(arguments: &Arguments) -> String {
    let name = arguments.file.as_ref().map_or("the demo".into(), |file| file.display().to_string());
    format!("{name}; `help` lists the commands, `step` executes a descriptor, `rs` takes it back, `quit` ends\n")
}

/// Reads a file for the debugger.
fn bytes(path: &str) -> Result<Vec<u8>, String> {
    source::read(std::path::Path::new(path)).map_err(|failure| failure.message)
}
