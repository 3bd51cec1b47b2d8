//! The debugger for gdb.

use super::listen::{accept, announce, listen};
use crate::cli::Debug as Arguments;
use crate::exit::{Failure, Outcome, Reason};
use debugger::gdb::{self, elf};
use debugger::{Debugger, NoFiles, Session};
use std::path::PathBuf;

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

/// A folder that goes away with the session.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("tpuscope-debug-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| Failure::file(&path, "create", &error))?;
        Ok(Folder(path))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).map_err(|error| Failure::file(&path, "write", &error))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind in the folder for temporary files does no harm.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
