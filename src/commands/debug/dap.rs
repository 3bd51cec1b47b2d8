//! The debugger for editors.

use super::files::Disk;
use super::folder::Folder;
use super::listen::{accept, announce, listen};
use super::target;
use crate::cli::{self, Debug as Arguments};
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
use clap::Parser;
use debugger::gdb::elf;
use debugger::{Debugger, Files, NoFiles, dap};
use serde_json::Value;
use std::io::{BufReader, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Standard input and output.
const STANDARD: &str = "-";

/// Serves one editor.
pub(super) fn serve(address: &str, arguments: &Arguments, out: &mut Out) -> Outcome {
    let folder = Folder::new()?;
    let mut open = |given: &Value| opened(arguments, given, &folder, address == STANDARD);
    let broken = |what| Failure::new(Reason::BadInput, what);
    if address == STANDARD {
        return dap::serve(&mut open, &mut std::io::stdin().lock(), out).map_err(broken);
    }
    let listener = listen(address, arguments.allow_remote)?;
    announce(&listener, |address| format!("connect the editor to port {}", address.port()))?;
    let mut stream = accept(&listener, dap::may_be_editor)?;
    let copy = stream.try_clone().map_err(|error| Failure::new(Reason::Io, error))?;
    let result = dap::serve(&mut open, &mut BufReader::new(copy), &mut stream).map_err(broken);
    stream.flush()?;
    result
}

/// A debugger for what the command line names or else the editor's request.
fn opened(arguments: &Arguments, given: &Value, folder: &Folder, files: bool) -> Result<dap::Opened, String> {
    let named = arguments.file.is_some() || arguments.demo;
    let asked = if named { None } else { Some(asked_for(given)?) };
    let arguments = asked.as_ref().unwrap_or(arguments);
    let session = target::session(arguments, Arc::new(AtomicBool::new(false))).map_err(|failure| failure.message)?;
    let listing = folder.write("program.tpu", elf::listing(&session).as_bytes()).map_err(|failure| failure.message)?;
    // Whoever reaches a port must not reach files.
    let files: Box<dyn Files> = if files { Box::new(Disk::new(arguments)) } else { Box::new(NoFiles) };
    Ok((Debugger::new(session, files), listing.display().to_string()))
}

/// The command line that a request stands for: `program`, `input` and further `args`.
fn asked_for(given: &Value) -> Result<Arguments, String> {
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
