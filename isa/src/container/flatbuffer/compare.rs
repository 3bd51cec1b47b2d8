//! How two values of the same type differ, as a list of paths with both sides.

use super::{path::Path, value::Value};
use serde::Serialize;
use std::{collections::HashMap, fmt};

/// The longest value shown.
const LONGEST_VALUE: usize = 160;

/// One difference between two values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where the two differ.
    pub path: String,
    /// The value on the left; `None` when only the right side has one.
    pub left: Option<String>,
    /// The value on the right; `None` when only the left side has one.
    pub right: Option<String>,
}

impl Difference {
    /// Both sides have a value, but not the same.
    pub fn changed(path: impl fmt::Display, left: impl fmt::Debug, right: impl fmt::Debug) -> Self {
        Difference { path: path.to_string(), left: Some(shown(left)), right: Some(shown(right)) }
    }

    /// Only the left side has a value.
    pub fn removed(path: impl fmt::Display, left: impl fmt::Debug) -> Self {
        Difference { path: path.to_string(), left: Some(shown(left)), right: None }
    }

    /// Only the right side has a value.
    pub fn added(path: impl fmt::Display, right: impl fmt::Debug) -> Self {
        Difference { path: path.to_string(), left: None, right: Some(shown(right)) }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.left, &self.right) {
            (Some(left), Some(right)) => write!(f, "{}: {left} -> {right}", self.path),
            (Some(left), None) => write!(f, "{}: {left} is gone", self.path),
            (None, Some(right)) => write!(f, "{}: {right} is new", self.path),
            (None, None) => f.write_str(&self.path),
        }
    }
}

fn shown(value: impl fmt::Debug) -> String {
    let mut text = format!("{value:?}");
    if let Some((cut, _)) = text.char_indices().nth(LONGEST_VALUE) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

/// Compares two vectors of tables: by key when every element has its own, else by position.
pub(super) fn elements<T: Value>(left: &[T], right: &[T], path: &Path<'_>, found: &mut Vec<Difference>) {
    match (by_key(left), by_key(right)) {
        (Some(left_keys), Some(right_keys)) => {
            compare_keyed(left, &right_keys, path, found);
            report_new(right, &left_keys, path, found);
        }
        _ => compare_in_order(left, right, path, found),
    }
}

fn by_key<T: Value>(elements: &[T]) -> Option<HashMap<&str, &T>> {
    let keyed: Option<HashMap<&str, &T>> =
        elements.iter().map(|element| element.key().map(|key| (key, element))).collect();
    keyed.filter(|keyed| keyed.len() == elements.len())
}

fn compare_keyed<T: Value>(left: &[T], right: &HashMap<&str, &T>, path: &Path<'_>, found: &mut Vec<Difference>) {
    for (key, element) in left.iter().filter_map(|element| Some((element.key()?, element))) {
        match right.get(key) {
            Some(other) => element.compare(other, &path.key(key), found),
            None => found.push(Difference::removed(path.key(key), element)),
        }
    }
}

fn report_new<T: Value>(right: &[T], left: &HashMap<&str, &T>, path: &Path<'_>, found: &mut Vec<Difference>) {
    for (key, element) in right.iter().filter_map(|element| Some((element.key()?, element))) {
        if !left.contains_key(key) {
            found.push(Difference::added(path.key(key), element));
        }
    }
}

fn compare_in_order<T: Value>(left: &[T], right: &[T], path: &Path<'_>, found: &mut Vec<Difference>) {
    for (index, (one, other)) in left.iter().zip(right).enumerate() {
        one.compare(other, &path.index(index), found);
    }
    for (index, element) in left.iter().enumerate().skip(right.len()) {
        found.push(Difference::removed(path.index(index), element));
    }
    for (index, element) in right.iter().enumerate().skip(left.len()) {
        found.push(Difference::added(path.index(index), element));
    }
}
