//! Archives of named arrays.

use super::zip::{self, Member};
use super::zip_writer::{Compression, ZipWriter};
use super::{Array, Limits, npy};
use crate::diagnostic::FormatError;
use std::collections::HashSet;

const SUFFIX: &str = ".npy";

/// An archive whose arrays are unpacked one at a time, on demand.
#[derive(Clone, Debug)]
pub struct NpzReader<'a> {
    bytes: &'a [u8],
    members: Vec<Member>,
    limits: Limits,
}

impl<'a> NpzReader<'a> {
    /// Reads the directory of the archive in `bytes`; what all arrays unpack to must stay within `limits`.
    pub fn new(bytes: &'a [u8], limits: Limits) -> Result<Self, FormatError> {
        let mut members = zip::members(bytes, limits)?;
        let mut names = HashSet::new();
        for member in &mut members {
            member.name.truncate(array_name(&member.name).len());
            if !names.insert(member.name.clone()) {
                return Err(duplicate(&member.name));
            }
        }
        Ok(NpzReader { bytes, members, limits })
    }

    /// The names of the arrays, in the order of the directory.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        self.members.iter().map(|member| member.name.as_str())
    }

    /// Unpacks the array called `name`; `None` when there is none.
    pub fn array(&self, name: &str) -> Result<Option<Array>, FormatError> {
        let member = self.members.iter().find(|member| member.name == name);
        member.map(|member| self.unpack(member)).transpose()
    }

    fn unpack(&self, member: &Member) -> Result<Array, FormatError> {
        let content = member.unpack(self.bytes)?;
        npy::read_content(content, self.limits).map_err(|mut error| {
            error.what = format!("in {:?}, {}", member.name, error.what);
            error
        })
    }
}

/// Reads all arrays of an archive, in the order of its directory.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Vec<(String, Array)>, FormatError> {
    let reader = NpzReader::new(bytes, limits)?;
    reader.members.iter().map(|member| Ok((member.name.clone(), reader.unpack(member)?))).collect()
}

/// The archive of `arrays`, whose names must differ.
pub fn write(arrays: &[(String, Array)], compression: Compression) -> Result<Vec<u8>, FormatError> {
    let mut writer = ZipWriter::new(compression);
    let mut names = HashSet::new();
    for (name, array) in arrays {
        if !names.insert(name) {
            return Err(duplicate(name));
        }
        writer.add(&format!("{name}{SUFFIX}"), &npy::write(array))?;
    }
    writer.finish()
}

fn array_name(member: &str) -> &str {
    member.strip_suffix(SUFFIX).unwrap_or(member)
}

fn duplicate(name: &str) -> FormatError {
    FormatError::new("npz", 0, format!("two arrays are called {name:?}"))
        .allowed("one array for each name")
        .help("rename one of them")
}
