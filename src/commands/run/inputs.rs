//! Filling the inputs of a network from files.

use super::picture;
use super::session::failure;
use crate::cli::{NamedFile, PictureOptions};
use crate::exit::{Failure, Outcome, Reason};
use crate::source;
use emulator::runtime::{Network, TensorInfo, from_floats};
use isa::container::npz::{self, Array, DataType};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Where the content of an input comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// A file for each place of the batch.
    Batch(Vec<Source>),
}

impl Source {
    fn is_picture(&self) -> bool {
        match self {
            Source::Picture(_) => true,
            Source::Batch(each) => each.iter().any(Source::is_picture),
            Source::Zeros | Source::Bytes | Source::Quantised => false,
        }
    }
}

/// Fills the inputs; tells where each comes from, in their order.
pub(crate) fn fill(
    network: &mut Network,
    files: &[NamedFile],
    options: &PictureOptions,
) -> Result<Vec<Source>, Failure> {
    let mut parts: Vec<Vec<Part>> = network.inputs().iter().map(|_| Vec::new()).collect();
    for file in files {
        let bytes = source::read(&file.path)?;
        Filler { network, parts: &mut parts, path: &file.path }.file(&bytes, file.name.as_deref(), options)?;
    }
    let sources = parts.into_iter().enumerate().map(|(input, parts)| join(network, input, parts));
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    if options.are_given() && !sources.iter().any(Source::is_picture) {
        let what = "--mean, --scale, --pixel-format and --keep-aspect-ratio are for pictures, and no input is one";
        return Err(Failure::new(Reason::Usage, format!("{what}; leave them out or give a picture with --input")));
    }
    Ok(sources)
}

/// What one file has for an input.
struct Part {
    source: Source,
    bytes: Vec<u8>,
    path: PathBuf,
}

/// Fills an input with its parts: one that is everything, one picture for the whole batch, or one part for each place.
fn join(network: &mut Network, input: usize, mut parts: Vec<Part>) -> Result<Source, Failure> {
    let number = network.inputs()[input];
    let batch = batch(&network.tensors()[number]);
    let whole = match parts.len() {
        0 => return Ok(Source::Zeros),
        1 => parts.remove(0),
        count if count == batch => Part {
            bytes: parts.iter().flat_map(|part| part.bytes.iter().copied()).collect(),
            path: parts[0].path.clone(),
            source: Source::Batch(parts.into_iter().map(|part| part.source).collect()),
        },
        count => return Err(wrong_count(&network.tensors()[number], count, batch)),
    };
    let repeated = if matches!(whole.source, Source::Picture(_)) { batch } else { 1 };
    let filled = network.fill(number, &whole.bytes.repeat(repeated));
    filled.map_err(|error| {
        let Failure { reason, message, .. } = failure(&whole.path, &error);
        Failure::new(
            reason,
            format!("{message}; give that many, a number for each element, or a JPEG, PNG or BMP picture"),
        )
    })?;
    Ok(whole.source)
}

/// Places of an input: its outermost extent.
fn batch(tensor: &TensorInfo) -> usize {
    tensor.shape.first().and_then(|extent| usize::try_from(*extent).ok()).unwrap_or(1)
}

fn wrong_count(tensor: &TensorInfo, count: usize, batch: usize) -> Failure {
    let allowed = if batch > 1 { format!("1, or {batch} for its batch") } else { "1".into() };
    let what = format!("input `{}` is given {count} times (allowed: {allowed})", tensor.name.escape_debug());
    Failure::new(Reason::Usage, format!("{what}; check --input"))
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
    network: &'a Network,
    parts: &'a mut [Vec<Part>],
    path: &'a Path,
}

impl Filler<'_> {
    fn info(&self, input: usize) -> &TensorInfo {
        &self.network.tensors()[self.network.inputs()[input]]
    }

    fn names(&self) -> String {
        let names: Vec<String> =
            (0..self.parts.len()).map(|input| self.info(input).name.escape_debug().to_string()).collect();
        names.join(", ")
    }

    fn usage(&self, what: impl std::fmt::Display) -> Failure {
        Failure::new(Reason::Usage, format!("{}: {what}", self.path.display()))
    }

    fn file(&mut self, bytes: &[u8], name: Option<&str>, options: &PictureOptions) -> Outcome {
        match (Kind::of(bytes, self.path), name) {
            (Kind::Archive, None) => self.archive(bytes),
            (Kind::Archive, Some(name)) => self.member(bytes, name),
            (Kind::Array, name) => {
                let array = npz::read_npy(bytes, npz::Limits::default());
                let array = array.map_err(|error| Failure::format(self.path, &error))?;
                let input = self.only(name)?;
                self.array(input, &array)
            }
            (Kind::Picture, name) => {
                let input = self.only(name)?;
                self.picture(input, bytes, options)
            }
            (Kind::Raw, name) => {
                let input = self.only(name)?;
                self.put(input, bytes.to_vec(), Source::Bytes);
                Ok(())
            }
        }
    }

    /// The input that a name means: its own name, or a beginning that no other input has.
    fn find(&self, name: &str) -> Result<usize, Failure> {
        let inputs = 0..self.parts.len();
        if let Some(exact) = inputs.clone().find(|input| self.info(*input).name == name) {
            return Ok(exact);
        }
        let begun: Vec<usize> = inputs.filter(|input| self.info(*input).name.starts_with(name)).collect();
        let what = match begun.as_slice() {
            [input] => return Ok(*input),
            [] => "there is no input",
            _ => "several inputs begin with",
        };
        let (name, names) = (name.escape_debug(), self.names());
        Err(self.usage(format!("{what} `{name}` (allowed: {names}); name the array or file after one of them")))
    }

    /// The input for a file that holds one.
    fn only(&self, name: Option<&str>) -> Result<usize, Failure> {
        match (name, self.parts.len()) {
            (Some(name), _) => self.find(name),
            (None, 1) => Ok(0),
            (None, count) => Err(self.usage(format!(
                "the program has {count} inputs; say which with --input NAME=FILE (allowed: {})",
                self.names()
            ))),
        }
    }

    /// Every array of an archive.
    fn archive(&mut self, bytes: &[u8]) -> Outcome {
        let arrays = npz::read(bytes, npz::Limits::default()).map_err(|error| Failure::format(self.path, &error))?;
        for (name, array) in &arrays {
            // One array for one input needs no name.
            let input = if arrays.len() == 1 && self.parts.len() == 1 { 0 } else { self.find(name)? };
            self.array(input, array)?;
        }
        Ok(())
    }

    /// The array of an archive that has the name of an input.
    fn member(&mut self, bytes: &[u8], name: &str) -> Outcome {
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
    fn array(&mut self, input: usize, array: &Array) -> Outcome {
        let real = matches!(array.dtype(), DataType::F16 | DataType::F32 | DataType::F64);
        if !real {
            self.put(input, array.data().to_vec(), Source::Bytes);
            return Ok(());
        }
        let info = self.info(input);
        let Some(bytes) = from_floats(info, &array.to_vec::<f32>()) else {
            let what = format!("input `{}` is {}", info.name.escape_debug(), info.data_type);
            return Err(self.usage(format!("{what}, for which real numbers have no rule; give an array of that type")));
        };
        self.put(input, bytes, Source::Quantised);
        Ok(())
    }

    fn picture(&mut self, input: usize, bytes: &[u8], options: &PictureOptions) -> Outcome {
        let prepared = picture::prepare(bytes, self.info(input), options).map_err(|what| match what {
            picture::Problem::File(what) => Failure::new(Reason::BadInput, format!("{}: {what}", self.path.display())),
            picture::Problem::Model(what) => self.usage(what),
        })?;
        self.put(input, prepared.bytes, Source::Picture(prepared.steps));
        Ok(())
    }

    fn put(&mut self, input: usize, bytes: Vec<u8>, source: Source) {
        self.parts[input].push(Part { source, bytes, path: self.path.to_owned() });
    }
}
