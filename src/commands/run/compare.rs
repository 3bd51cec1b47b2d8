//! Outputs against those of a reference file.

use super::outputs;
use crate::exit::{Failure, Reason};
use crate::source;
use emulator::runtime::Network;
use emulator::runtime::similarity::Similarity;
use isa::container::npz::{self, Array, DataType};
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// How alike outputs must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tolerance {
    /// Equal in every byte.
    Exact,
    /// At least this much.
    Least(Similarity),
}

impl Default for Tolerance {
    /// What the vendor's tool demands unless told otherwise.
    fn default() -> Self {
        Tolerance::Least(Similarity { cosine: 0.99, correlation: 0.99, euclidean: 0.90 })
    }
}

impl std::str::FromStr for Tolerance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "exact" {
            return Ok(Tolerance::Exact);
        }
        let numbers: Vec<f32> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        match (numbers.as_slice(), text.split(',').count()) {
            (&[cosine, correlation, euclidean], 3) => {
                Ok(Tolerance::Least(Similarity { cosine, correlation, euclidean }))
            }
            _ => {
                Err("give `exact`, or the least cosine, correlation and euclidean similarity, as 0.99,0.99,0.9".into())
            }
        }
    }
}

/// The arrays of a reference file.
pub(crate) struct Reference {
    path: PathBuf,
    arrays: HashMap<String, Array>,
}

/// How all outputs compare.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Compared {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// Outputs that the reference does not have.
    pub(crate) missing: usize,
    pub(crate) tensors: Vec<Verdict>,
}

/// How one output compares.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Verdict {
    pub(crate) name: String,
    pub(crate) passed: bool,
    /// Every byte is the same.
    pub(crate) equal: bool,
    /// Bytes that differ, and the first of them.
    pub(crate) different_bytes: usize,
    pub(crate) first_difference: Option<usize>,
    #[serde(flatten)]
    pub(crate) similarity: Similarity,
}

/// Reads a reference.
pub(crate) fn read(path: &Path) -> Result<Reference, Failure> {
    let arrays = npz::read(&source::read(path)?, npz::Limits::default());
    let arrays = arrays.map_err(|error| Failure::format(path, &error))?;
    Ok(Reference { path: path.to_owned(), arrays: arrays.into_iter().collect() })
}

/// Compares the tensors numbered `chosen`.
pub(crate) fn compare(
    network: &Network,
    chosen: &[usize],
    reference: &Reference,
    tolerance: &Tolerance,
) -> Result<Compared, Failure> {
    let mut compared = Compared { passed: 0, failed: 0, missing: 0, tensors: Vec::new() };
    for (name, array) in outputs::arrays(network, chosen)? {
        let Some(expected) = reference.arrays.get(&name) else {
            compared.missing += 1;
            continue;
        };
        let verdict = verdict(&name, &array, expected, tolerance).map_err(|what| reference.refuse(&name, &what))?;
        compared.passed += usize::from(verdict.passed);
        compared.failed += usize::from(!verdict.passed);
        compared.tensors.push(verdict);
    }
    if compared.tensors.is_empty() {
        let mut names: Vec<&str> = reference.arrays.keys().map(String::as_str).collect();
        names.sort_unstable();
        let what = format!("{} has none of the outputs, only {}", reference.path.display(), names.join(", "));
        return Err(Failure::new(Reason::BadInput, format!("{what}; give a reference for this model")));
    }
    Ok(compared)
}

impl Reference {
    fn refuse(&self, name: &str, what: &str) -> Failure {
        Failure::new(Reason::BadInput, format!("{}: array `{}` {what}", self.path.display(), name.escape_debug()))
    }
}

fn verdict(name: &str, found: &Array, expected: &Array, tolerance: &Tolerance) -> Result<Verdict, String> {
    if found.len() != expected.len() {
        return Err(format!("has {} elements where the output has {}", expected.len(), found.len()));
    }
    let same_type = found.dtype() == expected.dtype();
    let differing = || found.data().iter().zip(expected.data()).enumerate().filter(|(_, (left, right))| left != right);
    let (different_bytes, first) = match same_type {
        true => (differing().count(), differing().next().map(|(at, _)| at)),
        false => (found.data().len(), Some(0)),
    };
    let similarity = Similarity::between(&numbers(found), &numbers(expected));
    let equal = different_bytes == 0;
    let passed = match tolerance {
        Tolerance::Exact => equal,
        Tolerance::Least(least) => similarity.reaches(least),
    };
    Ok(Verdict { name: name.to_owned(), passed, equal, different_bytes, first_difference: first, similarity })
}

/// The values of an array; 16-bit integers without a sign are the bits of bf16.
pub(super) fn numbers(array: &Array) -> Vec<f32> {
    match array.dtype() {
        DataType::U16 => array.to_vec::<u16>().into_iter().map(|bits| f32::from_bits(u32::from(bits) << 16)).collect(),
        _ => array.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn tolerances_are_three_numbers_or_exact() {
        assert_eq!("exact".parse(), Ok(Tolerance::Exact));
        let three = Tolerance::Least(Similarity { cosine: 0.5, correlation: 0.25, euclidean: 1.0 });
        assert_eq!("0.5,0.25,1".parse(), Ok(three));
        for bad in ["", "1", "1,2", "1,x,2", "1,2,3,4"] {
            assert!(bad.parse::<Tolerance>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_verdict_names_the_first_byte_that_differs() {
        let (left, right) = (Array::from_values(&[3], &[1_i8, 2, 3]), Array::from_values(&[3], &[1_i8, 9, 4]));
        let verdict = verdict("x", &left.unwrap(), &right.unwrap(), &Tolerance::Exact).unwrap();
        assert_eq!((verdict.passed, verdict.different_bytes, verdict.first_difference), (false, 2, Some(1)));
    }
}
