//! `tpuscope model merge`: several models over one weight section.

use super::open;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, bytes};
use crate::source;
use isa::container::cvimodel;
use std::path::{Path, PathBuf};

pub(super) fn run(files: &[PathBuf], output: &Path, out: &mut Out) -> Outcome {
    let contents = files.iter().map(|file| source::read(file)).collect::<Result<Vec<_>, _>>()?;
    let models =
        files.iter().zip(&contents).map(|(file, content)| open(file, content)).collect::<Result<Vec<_>, _>>()?;
    let merged = cvimodel::merge(&models).map_err(|error| Failure::new(Reason::BadInput, error))?;
    let file = merged.write().map_err(|error| Failure::new(Reason::BadInput, error))?;
    source::write(output, &file, out)?;
    if output.as_os_str() == "-" {
        return Ok(());
    }
    let (size, programs) = (file.len() as u64, merged.body.programs.len());
    if out.is_json() {
        out.json(&serde_json::json!({ "output": output.display().to_string(), "bytes": size, "programs": programs }))?;
    } else {
        out.line(format!("{}: {programs} programs, {}", output.display(), bytes(size)))?;
    }
    Ok(())
}
