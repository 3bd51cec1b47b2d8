//! Filling the inputs of a network from files.

use super::picture;
use super::session::failure;
use crate::cli::{NamedFile, PictureOptions};
use crate::exit::{Failure, Reason};
use crate::source;
use emulator::runtime::{Network, TensorInfo, from_floats};
use isa::container::npz::{self, Array, DataType};
use serde::Serialize;
use std::path::Path;

/// Where the content of an input comes from.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// Nothing was given: it stays zero.
    Zeros,
    /// The bytes of a file, or of an array in one.
    Bytes,
    /// Real numbers, quantised.
    Quantised,
    /// A picture, and what was done to it.
    Picture(picture::Steps),
}

/// Fills the inputs; tells where each comes from, in their order.
pub(crate) fn fill(
    network: &mut Network,
    files: &[NamedFile],
    options: &PictureOptions,
) -> Result<Vec<Source>, Failure> {
    let mut sources = vec![Source::Zeros; network.inputs().len()];
    for file in files {
        let bytes = source::read(&file.path)?;
        let mut filler = Filler { network: &mut *network, sources: &mut sources, path: &file.path };
        match (Kind::of(&bytes, &file.path), &file.name) {
            (Kind::Archive, None) => filler.archive(&bytes)?,
            (Kind::Archive, Some(name)) => filler.member(&bytes, name)?,
            (Kind::Array, name) => {
                let array = npz::read_npy(&bytes, npz::Limits::default());
                let array = array.map_err(|error| Failure::format(&file.path, &error))?;
                let input = filler.only(name.as_deref())?;
                filler.array(input, &array)?;
            }
            (Kind::Picture, name) => {
                let input = filler.only(name.as_deref())?;
                filler.picture(input, &bytes, options)?;
            }
            (Kind::Raw, name) => {
                let input = filler.only(name.as_deref())?;
                filler.put(input, &bytes, Source::Bytes)?;
            }
        }
    }
    Ok(sources)
}

/// What a file holds.
enum Kind {
    Archive,
    Array,
    Picture,
    Raw,
}

impl Kind {
    fn of(bytes: &[u8], path: &Path) -> Self {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match bytes {
            [b'P', b'K', 3 | 5, ..] => Kind::Archive,
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => Kind::Array,
            _ if ending == "npz" => Kind::Archive,
            _ if ending == "npy" => Kind::Array,
            _ if picture::is_picture(bytes) || picture::ENDINGS.contains(&ending.as_str()) => Kind::Picture,
            _ => Kind::Raw,
        }
    }
}

/// Puts one file where it belongs.
struct Filler<'a> {
    network: &'a mut Network,
    sources: &'a mut [Source],
    path: &'a Path,
}

impl Filler<'_> {
    fn info(&self, input: usize) -> &TensorInfo {
        &self.network.tensors()[self.network.inputs()[input]]
    }

    fn names(&self) -> String {
        let names: Vec<String> =
            (0..self.sources.len()).map(|input| self.info(input).name.escape_debug().to_string()).collect();
        names.join(", ")
    }

    fn usage(&self, what: impl std::fmt::Display) -> Failure {
        Failure::new(Reason::Usage, format!("{}: {what}", self.path.display()))
    }

    /// The input that a name means: its own name, or a beginning that no other input has.
    fn find(&self, name: &str) -> Result<usize, Failure> {
        let inputs = 0..self.sources.len();
        if let Some(exact) = inputs.clone().find(|input| self.info(*input).name == name) {
            return Ok(exact);
        }
        let begun: Vec<usize> = inputs.filter(|input| self.info(*input).name.starts_with(name)).collect();
        match begun.as_slice() {
            [input] => Ok(*input),
            _ => Err(self.usage(format!(
                "there is no input `{}` (allowed: {}); name the array or file after one of them",
                name.escape_debug(),
                self.names()
            ))),
        }
    }

    /// The input for a file that holds one.
    fn only(&self, name: Option<&str>) -> Result<usize, Failure> {
        match (name, self.sources.len()) {
            (Some(name), _) => self.find(name),
            (None, 1) => Ok(0),
            (None, count) => Err(self.usage(format!(
                "the program has {count} inputs; say which with --input NAME=FILE (allowed: {})",
                self.names()
            ))),
        }
    }

    /// Every array of an archive.
    fn archive(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let arrays = npz::read(bytes, npz::Limits::default()).map_err(|error| Failure::format(self.path, &error))?;
        for (name, array) in &arrays {
            // One array for one input needs no name.
            let input = if arrays.len() == 1 && self.sources.len() == 1 { 0 } else { self.find(name)? };
            self.array(input, array)?;
        }
        Ok(())
    }

    /// The array of an archive that has the name of an input.
    fn member(&mut self, bytes: &[u8], name: &str) -> Result<(), Failure> {
        let input = self.find(name)?;
        let failed = |error| Failure::format(self.path, &error);
        let reader = npz::NpzReader::new(bytes, npz::Limits::default()).map_err(failed)?;
        match reader.array(name).map_err(failed)? {
            Some(array) => self.array(input, &array),
            None => {
                let names: Vec<String> = reader.names().map(|name| name.escape_debug().to_string()).collect();
                Err(self.usage(format!("there is no array `{name}` (allowed: {})", names.join(", "))))
            }
        }
    }

    /// Real numbers are quantised, anything else is taken as the bytes of the tensor.
    fn array(&mut self, input: usize, array: &Array) -> Result<(), Failure> {
        let real = matches!(array.dtype(), DataType::F16 | DataType::F32 | DataType::F64);
        if !real {
            return self.put(input, array.data(), Source::Bytes);
        }
        let info = self.info(input);
        let Some(bytes) = from_floats(info, &array.to_vec::<f32>()) else {
            let what = format!("input `{}` is {}", info.name.escape_debug(), info.data_type);
            return Err(self.usage(format!("{what}, for which real numbers have no rule; give an array of that type")));
        };
        self.put(input, &bytes, Source::Quantised)
    }

    fn picture(&mut self, input: usize, bytes: &[u8], options: &PictureOptions) -> Result<(), Failure> {
        let prepared = picture::prepare(bytes, self.info(input), options).map_err(|what| match what {
            picture::Problem::File(what) => Failure::new(Reason::BadInput, format!("{}: {what}", self.path.display())),
            picture::Problem::Model(what) => self.usage(what),
        })?;
        self.put(input, &prepared.bytes, Source::Picture(prepared.steps))
    }

    fn put(&mut self, input: usize, bytes: &[u8], source: Source) -> Result<(), Failure> {
        let number = self.network.inputs()[input];
        self.network.fill(number, bytes).map_err(|error| failure(self.path, &error))?;
        self.sources[input] = source;
        Ok(())
    }
}
