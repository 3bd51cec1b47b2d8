//! Files for commands that read and write them.

use debugger::Files;

/// The file system.
pub(super) struct Disk;

impl Files for Disk {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        super::bytes(path)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        std::fs::write(path, bytes).map_err(|error| format!("cannot write {path}: {error}; check the path"))
    }
}
