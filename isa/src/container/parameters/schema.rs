//! The tables of the parameters of a CPU function.
//!
//! Field numbers are those of `sophgo/cvibuilder` (`proto/parameter.fbs`). Keys and values that the runtime reads
//! without asking whether they are there are required.

use super::{super::flatbuffer::declare::table, Parameter};

table! {
    /// An integer.
    pub(super) table IntEntry {
        /// Its name.
        0 key: String = required,
        /// The value.
        1 value: i32 = default(0),
    }
}

table! {
    /// A real number.
    pub(super) table FloatEntry {
        /// Its name.
        0 key: String = required,
        /// The value.
        1 value: f32 = default(0.0),
    }
}

table! {
    /// A truth value.
    pub(super) table BoolEntry {
        /// Its name.
        0 key: String = required,
        /// The value.
        1 value: bool = default(false),
    }
}

table! {
    /// Text.
    pub(super) table TextEntry {
        /// Its name.
        0 key: String = required,
        /// The value.
        1 value: String = required,
    }
}

table! {
    /// Several integers.
    pub(super) table IntsEntry {
        /// Their name.
        0 key: String = required,
        /// The values.
        1 value: Vec<i32> = required,
    }
}

table! {
    /// Several real numbers.
    pub(super) table FloatsEntry {
        /// Their name.
        0 key: String = required,
        /// The values.
        1 value: Vec<f32> = required,
    }
}

table! {
    /// A parameter: one of these.
    pub(super) table Attribute {
        /// A real number.
        0 float: Option<FloatEntry> = default(None),
        /// A truth value.
        1 bool: Option<BoolEntry> = default(None),
        /// An integer.
        2 int: Option<IntEntry> = default(None),
        /// Text.
        3 text: Option<TextEntry> = default(None),
        /// Several real numbers.
        4 floats: Option<FloatsEntry> = default(None),
        /// Several integers.
        5 ints: Option<IntsEntry> = default(None),
    }
}

table! {
    /// All parameters.
    pub(super) table AttributeList {
        /// The parameters.
        0 attributes: Vec<Attribute> = kept(Vec::new()),
    }
}

impl Attribute {
    pub(super) fn new(key: &str, value: &Parameter) -> Self {
        let key = key.to_owned();
        let mut attribute = Attribute { float: None, bool: None, int: None, text: None, floats: None, ints: None };
        match value.clone() {
            Parameter::Bool(value) => attribute.bool = Some(BoolEntry { key, value }),
            Parameter::Int(value) => attribute.int = Some(IntEntry { key, value }),
            Parameter::Float(value) => attribute.float = Some(FloatEntry { key, value }),
            Parameter::Text(value) => attribute.text = Some(TextEntry { key, value }),
            Parameter::Ints(value) => attribute.ints = Some(IntsEntry { key, value }),
            Parameter::Floats(value) => attribute.floats = Some(FloatsEntry { key, value }),
        }
        attribute
    }

    /// Every value it holds, with its name: one, unless the file is broken.
    pub(super) fn values(self) -> Vec<(String, Parameter)> {
        let values = [
            self.float.map(|entry| (entry.key, Parameter::Float(entry.value))),
            self.bool.map(|entry| (entry.key, Parameter::Bool(entry.value))),
            self.int.map(|entry| (entry.key, Parameter::Int(entry.value))),
            self.text.map(|entry| (entry.key, Parameter::Text(entry.value))),
            self.floats.map(|entry| (entry.key, Parameter::Floats(entry.value))),
            self.ints.map(|entry| (entry.key, Parameter::Ints(entry.value))),
        ];
        values.into_iter().flatten().collect()
    }
}
