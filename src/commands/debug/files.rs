//! Files for commands that read and write them.

use crate::cli::Debug as Arguments;
use crate::source;
use debugger::{Files, Session};
use std::path::Path;

/// The file system.
pub(super) struct Disk {
    /// How the files that are opened later are loaded.
    pub(super) program: usize,
}

impl Disk {
    pub(super) fn new(arguments: &Arguments) -> Self {
        Disk { program: arguments.program_id }
    }
}

impl Files for Disk {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        super::bytes(path)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        source::replace(Path::new(path), bytes).map_err(|failure| failure.message)
    }

    fn session(&mut self, path: &str) -> Result<Session, String> {
        super::target::of_file(Path::new(path), self.program).map_err(|failure| failure.message)
    }
}
