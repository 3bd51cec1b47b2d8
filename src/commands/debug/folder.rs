//! Files that others read while a session lasts.

use crate::exit::Failure;
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};

/// Names that are tried for the folder.
const MOST_NAMES: u32 = 1000;

/// A folder that goes away with the session.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// A folder that nobody made before and that nobody else may write to: gdb executes a file from it.
    pub(super) fn new() -> std::result::Result<Self, Failure> {
        let base = std::env::temp_dir();
        let name = |number| base.join(format!("tpuscope-debug-{}-{number}", std::process::id()));
        for path in (0..MOST_NAMES).map(name) {
            match create(&path) {
                Ok(()) => return Ok(Folder(path)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Failure::file(&path, "create", &error)),
            }
        }
        Err(Failure::file(&base, "create a folder in", &ErrorKind::AlreadyExists.into()))
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> std::result::Result<PathBuf, Failure> {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).map_err(|error| Failure::file(&path, "write", &error))?;
        Ok(path)
    }
}

#[cfg(unix)]
fn create(path: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> Result<()> {
    std::fs::create_dir(path)
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind in the folder for temporary files does no harm.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn nobody_else_has_a_hand_in_the_folder() {
        let waiting = std::env::temp_dir().join(format!("tpuscope-debug-{}-0", std::process::id()));
        std::fs::create_dir_all(&waiting).unwrap();
        let folder = Folder::new().unwrap();
        assert_ne!(folder.0, waiting, "somebody else made this one");
        assert_eq!(std::fs::metadata(&folder.0).unwrap().permissions().mode() & 0o777, 0o700);
        std::fs::remove_dir(&waiting).unwrap();
        let path = folder.0.clone();
        drop(folder);
        assert!(!path.exists());
    }
}
