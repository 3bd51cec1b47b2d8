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
    /// Outputs that the reference does not have, and their names.
    pub(crate) missing: usize,
    pub(crate) missing_names: Vec<String>,
    pub(crate) tensors: Vec<Verdict>,
}

/// How one output compares.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Verdict {
    pub(crate) name: String,
    pub(crate) passed: bool,
    /// Type and every byte are the same.
    pub(crate) equal: bool,
    /// NumPy's code for the type of its elements, here and in the reference.
    pub(crate) data_types: [&'static str; 2],
    /// Bytes that differ, and the first of them.
    pub(crate) different_bytes: usize,
    pub(crate) first_difference: Option<usize>,
    #[serde(flatten)]
    pub(crate) similarity: Similarity,
}

/// How one output compares, or why it does not.
#[derive(Clone, Debug)]
pub(crate) enum Comparison {
    /// The reference has no array of this name.
    Missing { name: String },
    /// The array has another number of elements.
    WrongSize { name: String, found: usize, expected: usize },
    /// Both were compared.
    Verdict(Verdict),
}

/// Reads a reference.
pub(crate) fn read(path: &Path) -> Result<Reference, Failure> {
    let arrays = npz::read(&source::read(path)?, npz::Limits::default());
    let arrays = arrays.map_err(|error| Failure::format(path, &error))?;
    Ok(Reference { path: path.to_owned(), arrays: arrays.into_iter().collect() })
}

/// Compares the tensors numbered `chosen`, one by one.
pub(crate) fn each(
    network: &Network,
    chosen: &[usize],
    reference: &Reference,
    tolerance: &Tolerance,
) -> Result<Vec<Comparison>, Failure> {
    let arrays = outputs::arrays(network, chosen)?;
    let each = arrays.into_iter().map(|(name, array)| reference.comparison(name, &array, tolerance));
    let comparisons: Vec<Comparison> = each.collect();
    match comparisons.iter().all(|comparison| matches!(comparison, Comparison::Missing { .. })) {
        true => Err(reference.has_none()),
        false => Ok(comparisons),
    }
}

/// Compares the tensors numbered `chosen`; all must have the size they have in the reference.
pub(crate) fn compare(
    network: &Network,
    chosen: &[usize],
    reference: &Reference,
    tolerance: &Tolerance,
) -> Result<Compared, Failure> {
    let mut compared = Compared { passed: 0, failed: 0, missing: 0, missing_names: Vec::new(), tensors: Vec::new() };
    for comparison in each(network, chosen, reference, tolerance)? {
        match comparison {
            Comparison::Missing { name } => {
                compared.missing += 1;
                compared.missing_names.push(name);
            }
            Comparison::WrongSize { name, found, expected } => {
                return Err(reference.has_wrong_size(&name, found, expected));
            }
            Comparison::Verdict(verdict) => {
                compared.passed += usize::from(verdict.passed);
                compared.failed += usize::from(!verdict.passed);
                compared.tensors.push(verdict);
            }
        }
    }
    Ok(compared)
}

impl Reference {
    fn comparison(&self, name: String, found: &Array, tolerance: &Tolerance) -> Comparison {
        match self.arrays.get(&name) {
            None => Comparison::Missing { name },
            // Nothing can be said of nothing.
            Some(expected) if expected.is_empty() => Comparison::Missing { name },
            Some(expected) if expected.len() != found.len() => {
                Comparison::WrongSize { name, found: found.len(), expected: expected.len() }
            }
            Some(expected) => Comparison::Verdict(verdict(name, found, expected, tolerance)),
        }
    }

    fn has_none(&self) -> Failure {
        let mut names: Vec<&str> = self.arrays.keys().map(String::as_str).collect();
        names.sort_unstable();
        let what = format!("{} has none of the outputs, only {}", self.path.display(), names.join(", "));
        Failure::new(Reason::BadInput, format!("{what}; give a reference for this model"))
    }

    fn has_wrong_size(&self, name: &str, found: usize, expected: usize) -> Failure {
        let what = format!("{}: array `{}` has {expected} elements", self.path.display(), name.escape_debug());
        let help = "give a reference for this program of the model";
        Failure::new(Reason::BadInput, format!("{what} where the output has {found}; {help}"))
    }
}

fn verdict(name: String, found: &Array, expected: &Array, tolerance: &Tolerance) -> Verdict {
    let same_type = found.dtype() == expected.dtype();
    let differing = || found.data().iter().zip(expected.data()).enumerate().filter(|(_, (left, right))| left != right);
    let (different_bytes, first) = match same_type {
        true => (differing().count(), differing().next().map(|(at, _)| at)),
        false => (found.data().len(), Some(0)),
    };
    let similarity = Similarity::between(&numbers(found), &numbers(expected));
    let equal = same_type && different_bytes == 0;
    let data_types = [found.dtype().code(), expected.dtype().code()];
    let passed = match tolerance {
        Tolerance::Exact => equal,
        Tolerance::Least(least) => similarity.reaches(least),
    };
    Verdict { name, passed, equal, data_types, different_bytes, first_difference: first, similarity }
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
        let verdict = verdict("x".into(), &left.unwrap(), &right.unwrap(), &Tolerance::Exact);
        assert_eq!((verdict.passed, verdict.different_bytes, verdict.first_difference), (false, 2, Some(1)));
    }
}
