//! Files that others read while a session lasts.

use crate::exit::Failure;
use std::path::PathBuf;

/// A folder that goes away with the session.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("tpuscope-debug-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| Failure::file(&path, "create", &error))?;
        Ok(Folder(path))
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
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
