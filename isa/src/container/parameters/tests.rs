//! Parameters written, read, shown and damaged.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::container::hostile;
use proptest::prelude::*;

fn interpolation() -> Parameters {
    let entry = |name: &str, value| (name.to_owned(), value);
    Parameters {
        entries: vec![
            entry("mode", Parameter::Text("nearest".to_owned())),
            entry("height", Parameter::Int(27)),
            entry("width", Parameter::Int(0)),
            entry("scale", Parameter::Float(0.007_874)),
            entry("align_corners", Parameter::Bool(false)),
            entry("axes", Parameter::Ints(vec![2, -1])),
            entry("anchors", Parameter::Floats(vec![1.5, 2.0])),
        ],
    }
}

fn arbitrary_parameter() -> impl Strategy<Value = Parameter> {
    prop_oneof![
        any::<bool>().prop_map(Parameter::Bool),
        any::<i32>().prop_map(Parameter::Int),
        (-1e30_f32..1e30).prop_map(Parameter::Float),
        ".{0,12}".prop_map(Parameter::Text),
        prop::collection::vec(any::<i32>(), 0..5).prop_map(Parameter::Ints),
        prop::collection::vec(-1e30_f32..1e30, 0..5).prop_map(Parameter::Floats),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(entries in prop::collection::vec((".{0,8}", arbitrary_parameter()), 0..8)) {
        let parameters = Parameters { entries };
        prop_assert_eq!(Parameters::read(&parameters.write().unwrap()).unwrap(), parameters);
    }
}

proptest! {
    #![proptest_config(hostile::cases())]

    #[test]
    fn damaged_bytes_are_read_or_refused(bytes in hostile::damaged(interpolation().write().unwrap())) {
        if let Err(error) = Parameters::read(&bytes) {
            prop_assert_eq!(error.format, FORMAT);
        }
    }
}

#[test]
fn parameters_are_shown_as_assignments() {
    let expected = "mode=\"nearest\", height=27, width=0, scale=0.007874, align_corners=false, axes=[2, -1], \
                    anchors=[1.5, 2.0]";
    assert_eq!(interpolation().to_string(), expected);
    assert_eq!(interpolation().get("height"), Some(&Parameter::Int(27)));
    assert_eq!(interpolation().get("depth"), None);
}

#[test]
fn text_from_a_file_cannot_steer_a_terminal() {
    let hostile = Parameters { entries: vec![("a\u{1b}[31m".to_owned(), Parameter::Text("\u{202e}".to_owned()))] };
    assert_eq!(hostile.to_string(), "a\\u{1b}[31m=\"\\u{202e}\"");
}

#[test]
fn an_entry_without_value_is_refused_at_its_place() {
    let mut attributes = vec![Attribute::new("axis", &Parameter::Int(3)), Attribute::new("b", &Parameter::Bool(true))];
    attributes[1].bool = None;
    let bytes = Builder::encode(&AttributeList { attributes }, FORMAT, 0).unwrap();
    let error = Parameters::read(&bytes).unwrap_err();
    assert_eq!(error.what, "`attributes[1]` has 0 values");
    assert_ne!(error.offset, 0);
}

#[test]
fn an_entry_with_two_values_is_refused() {
    let mut both = Attribute::new("axis", &Parameter::Int(3));
    both.bool = Attribute::new("axis", &Parameter::Bool(true)).bool;
    let bytes = Builder::encode(&AttributeList { attributes: vec![both] }, FORMAT, 0).unwrap();
    assert_eq!(Parameters::read(&bytes).unwrap_err().what, "`attributes[0]` has 2 values");
}
