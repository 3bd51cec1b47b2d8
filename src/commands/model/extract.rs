//! `tpuscope model extract`: every section as a file of its own.

use super::open;
use crate::exit::{Failure, Outcome};
use crate::output::{Out, bytes, columns};
use crate::source;
use isa::container::cvimodel::Limits;
use std::path::Path;

pub(super) fn run(file: &Path, folder: &Path, out: &mut Out) -> Outcome {
    let content = source::read(file)?;
    let model = open(file, &content)?;
    let blobs = model.extract(&Limits::default()).map_err(|error| Failure::format(file, &error))?;
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, "create", &error))?;
    let mut rows = Vec::new();
    for blob in &blobs {
        source::write(&folder.join(&blob.file_name), &blob.bytes, out)?;
        let note = if blob.encrypted { "encrypted, as stored" } else { "" };
        rows.push(vec![
            blob.file_name.clone(),
            blob.kind.to_string(),
            bytes(blob.bytes.len() as u64),
            note.to_string(),
        ]);
    }
    if out.is_json() {
        out.json(&serde_json::json!({ "folder": folder.display().to_string(), "sections": blobs }))?;
    } else {
        for line in columns(&rows) {
            out.line(line)?;
        }
    }
    Ok(())
}
