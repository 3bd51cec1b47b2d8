//! Files to look at.

use crate::cli::Pictures;
use crate::exit::{Failure, Reason};
use crate::output::Out;
use crate::source;
use emulator::picture::{Picture, html, trace, vcd};
use std::path::Path;

type Draw = fn(&Picture<'_>) -> String;

/// Writes the files that are asked for.
pub(crate) fn write<'p>(files: &Pictures, picture: impl FnOnce() -> Picture<'p>, out: &mut Out) -> Result<(), Failure> {
    let draws: [(_, Draw); 3] = [(&files.html, html), (&files.trace, trace), (&files.vcd, vcd)];
    let wanted: Vec<_> = draws.iter().filter_map(|(file, draw)| file.as_deref().map(|file| (file, draw))).collect();
    if wanted.iter().any(|(file, _)| file.as_os_str() == "-") {
        let message = "pictures are written to files, as standard output holds the report; give a name in place of `-`";
        return Err(Failure::new(Reason::Usage, message));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let picture = picture();
    wanted.into_iter().try_for_each(|(file, draw)| source::write(file, draw(&picture).as_bytes(), out))
}

/// What a picture of a file is called.
pub(crate) fn title(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
