//! Reading files, and telling which format they are in.

use crate::exit::{Failure, Reason};
use isa::container::{cvimodel, dmabuf, packets};
use std::io::Read;
use std::path::Path;

/// Largest file that is read into memory.
const LARGEST_FILE: u64 = 1 << 30;
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A format with descriptors inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Model,
    Packets,
    Dmabuf,
    Trace,
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let result = if path.as_os_str() == "-" {
        capped(std::io::stdin().lock())
    } else {
        std::fs::File::open(path).and_then(capped)
    };
    let bytes = result.map_err(|error| Failure::file(path, "read", &error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        let message =
            format!("{} is larger than 1 GiB, which no model, buffer or trace is; check its name", path.display());
        return Err(Failure::new(Reason::BadInput, message));
    }
    Ok(bytes)
}

fn capped(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a whole file, or nothing; `-` is standard output.
pub(crate) fn write(path: &Path, bytes: &[u8], out: &mut crate::output::Out) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return Ok(std::io::Write::write_all(out, bytes)?);
    }
    replace(path, bytes)
}

/// Writes a whole file, or nothing: the bytes go to a neighbour first, which then takes the name. Links stay what they
/// are, and what is no file, such as a pipe, is written to.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(path, "write", &error);
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = place.with_file_name(name);
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, &place));
    written.map_err(|error| {
        // The half-written neighbour is of no use; that it may not exist is fine.
        drop(std::fs::remove_file(&part));
        failed(error)
    })
}

/// What the first bytes say the file is.
pub(crate) fn kind(path: &Path, bytes: &[u8]) -> Result<Kind, Failure> {
    if bytes.starts_with(&cvimodel::MAGIC) {
        return Ok(Kind::Model);
    }
    if bytes.starts_with(&ZSTD_MAGIC) || bytes.starts_with(b"CVTR0001") {
        return Ok(Kind::Trace);
    }
    if dmabuf::chips_of(bytes).is_ok() {
        return Ok(Kind::Dmabuf);
    }
    if packets::chip_of(bytes).is_ok() {
        return Ok(Kind::Packets);
    }
    let start: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let found =
        if start.is_empty() { "it is empty".to_string() } else { format!("it starts with {}", start.join(" ")) };
    let message = format!(
        "{} is no model, command buffer, DMA buffer or recorded execution: {found} (allowed: `CviModel`, a packet magic a5 to a8, b5 b5, or a trace)",
        path.display()
    );
    Err(Failure::new(Reason::BadInput, message))
}

/// A recorded execution, decompressed if need be.
pub(crate) fn trace(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    if !bytes.starts_with(&ZSTD_MAGIC) {
        return Ok(bytes);
    }
    let damaged = |error: &dyn std::fmt::Display| {
        Failure::new(
            Reason::BadInput,
            format!("{}: the zstd frame cannot be decompressed: {error}; copy the file again", path.display()),
        )
    };
    let decoder = ruzstd::decoding::StreamingDecoder::new(bytes.as_slice()).map_err(|error| damaged(&error))?;
    capped(decoder).map_err(|error| damaged(&error))
}
