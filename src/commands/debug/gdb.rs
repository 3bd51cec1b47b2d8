//! The debugger for gdb.

use super::folder::Folder;
use super::listen::{accept, announce, listen};
use crate::cli::Debug as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use debugger::gdb::{self, elf};
use debugger::{Debugger, NoFiles, Session};

/// Serves one gdb.
pub(super) fn serve(session: Session, address: &str, arguments: &Arguments) -> Outcome {
    let listener = listen(address, arguments.allow_remote)?;
    let folder = Folder::new()?;
    let listing = folder.write("program.tpu", elf::listing(&session).as_bytes())?;
    let python = folder.write("tpuscope_gdb.py", gdb::PYTHON.as_bytes())?;
    // Whoever reaches the port must not reach files.
    let mut debugger = Debugger::new(session, Box::new(NoFiles));
    announce(&listener, |address| {
        format!("start gdb-multiarch, then `target remote {address}`; `source {}` prints descriptors", python.display())
    })?;
    let stream = accept(&listener, gdb::may_be_gdb)?;
    gdb::serve(&mut debugger, stream, &listing.display().to_string())
        .map_err(|what| Failure::new(Reason::BadInput, what))
}
