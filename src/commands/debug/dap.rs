//! The debugger for editors.

use super::files::Disk;
use super::folder::Folder;
use super::listen::{Door, announce, listen};
use super::target;
use crate::cli::{self, Debug as Arguments};
use crate::exit::{Failure, Outcome, Reason};
use crate::interrupt;
use crate::output::Out;
use clap::Parser;
use debugger::dap::{self, Parting, Server};
use debugger::gdb::elf;
use debugger::{Debugger, Files, NoFiles};
use serde_json::Value;
use std::io::{BufReader, Cursor, Read, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Standard input and output.
const STANDARD: &str = "-";

/// Serves editors.
pub(super) fn serve(address: &str, arguments: &Arguments, out: &mut Out) -> Outcome {
    let folder = Folder::new()?;
    if address != STANDARD {
        return at_port(address, arguments, &folder);
    }
    let mut server = server(arguments, &folder, true, Arc::new(AtomicBool::new(false)));
    let served = server.serve(BufReader::new(std::io::stdin()), out);
    served.map(drop).map_err(|what| Failure::new(Reason::BadInput, what))
}

/// Serves one editor after the other, until one of them ends the session.
fn at_port(address: &str, arguments: &Arguments, folder: &Folder) -> Outcome {
    let asked = interrupt::watch()?;
    let listener = listen(address, arguments.allow_remote)?;
    announce(&listener, |address| format!("connect the editor to port {}", address.port()))?;
    let door = Door::open(listener, dap::is_editor);
    let mut server = server(arguments, folder, false, Arc::clone(&asked));
    loop {
        let mut client = door.next(&asked)?;
        client.stream.set_nodelay(true)?;
        let reading = client.stream.try_clone().map_err(|error| Failure::new(Reason::Io, error))?;
        let served = server.serve(BufReader::new(Cursor::new(client.start).chain(reading)), &mut client.stream);
        // Whoever still reads from it shall not wait any longer.
        drop(client.stream.shutdown(Shutdown::Both));
        let told = match served {
            Ok(Parting::Ended) => return Ok(()),
            Ok(Parting::Left) => "the editor has left; `attach` goes on with the session",
            Ok(Parting::Lost) => "the editor has gone without a word; `attach` goes on with the session",
            Err(why) => &format!("{why}; `attach` goes on with the session"),
        };
        writeln!(std::io::stderr(), "{told}")?;
    }
}

fn server<'a>(arguments: &'a Arguments, folder: &'a Folder, files: bool, flag: Arc<AtomicBool>) -> Server<'a> {
    let open = move |given: &Value, flag: Arc<AtomicBool>| opened(arguments, given, folder, files, flag);
    Server::new(Box::new(open), flag)
}

/// A debugger for what the command line names or else the editor's request.
fn opened(
    arguments: &Arguments,
    given: &Value,
    folder: &Folder,
    files: bool,
    flag: Arc<AtomicBool>,
) -> Result<dap::Opened, String> {
    let named = arguments.file.is_some() || arguments.demo;
    let asked = if named { None } else { Some(asked_for(given, files)?) };
    let arguments = asked.as_ref().unwrap_or(arguments);
    let session = target::session(arguments, flag).map_err(|failure| failure.message)?;
    let listing = folder.write("program.tpu", elf::listing(&session).as_bytes()).map_err(|failure| failure.message)?;
    // Whoever reaches a port must not reach files.
    let files: Box<dyn Files> = if files { Box::new(Disk::new(arguments)) } else { Box::new(NoFiles) };
    Ok((Debugger::new(session, files), listing.display().to_string()))
}

/// The command line that a request stands for: `program`, `input` and further `args`.
fn asked_for(given: &Value, files: bool) -> Result<Arguments, String> {
    if !files && ["program", "input", "args"].iter().any(|name| !given[*name].is_null()) {
        return Err("a connection over a port may not touch files; name the program behind `tpuscope debug`".into());
    }
    let texts = |name: &str| match &given[name] {
        Value::String(text) => vec![text.clone()],
        list => list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
    };
    let mut line: Vec<String> = vec!["tpuscope".into(), "debug".into()];
    match given["program"].as_str() {
        Some(program) => line.extend(["--".into(), program.to_owned()]),
        None => line.push("--demo".into()),
    }
    let options = texts("input").into_iter().flat_map(|input| ["-i".to_owned(), input]).chain(texts("args"));
    line.splice(2..2, options);
    match cli::Arguments::try_parse_from(line).map(|parsed| parsed.command) {
        Ok(cli::Command::Debug(arguments)) => Ok(*arguments),
        Ok(_) => Err("the request names no program".into()),
        Err(error) => Err(error.to_string()),
    }
}
