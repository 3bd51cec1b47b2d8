//! A small schema of every kind of field, written, read, located, compared and attacked.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::{declare::table, *};
use crate::{container::hostile, diagnostic::FormatError};
use proptest::prelude::*;

table! {
    /// A table in a vector.
    pub(super) table Leaf by name {
        /// Its name.
        0 name: String = required,
        /// A wide number.
        1 wide: i64 = default(0),
        /// A field of revision 2.
        2 late: bool = default(false) since 2,
    }
}

table! {
    /// The outermost table.
    pub(super) table Tree {
        /// One byte.
        0 small: u8 = default(7),
        /// Text that may be absent.
        1 note: Option<String> = default(None),
        /// Numbers that are always stored.
        2 numbers: Vec<f32> = kept(Vec::new()),
        /// Tables.
        4 leaves: Vec<Leaf> = required,
    }
}

table! {
    /// What an older program knows of a tree.
    pub(super) table OldTree {
        /// One byte.
        0 small: u8 = default(7),
    }
}

fn leaf(name: &str, wide: i64) -> Leaf {
    Leaf { name: name.to_owned(), wide, late: false }
}

fn tree() -> Tree {
    let leaves = vec![leaf("first", -5), leaf("", i64::MAX)];
    Tree { small: 9, note: Some("für".to_owned()), numbers: vec![0.5, -0.25], leaves }
}

fn encode(tree: &Tree) -> Vec<u8> {
    Builder::encode(tree, "tree", 2).unwrap()
}

fn decode(bytes: &[u8]) -> Result<Tree, FormatError> {
    Source::new("tree", bytes, 100).root()
}

fn arbitrary_tree() -> impl Strategy<Value = Tree> {
    let leaf = (".{0,8}", any::<i64>(), any::<bool>()).prop_map(|(name, wide, late)| Leaf { name, wide, late });
    let numbers = prop::collection::vec(-1e9_f32..1e9, 0..6);
    let parts = (any::<u8>(), prop::option::of(".{0,8}"), numbers, prop::collection::vec(leaf, 0..6));
    parts.prop_map(|(small, note, numbers, leaves)| Tree { small, note, numbers, leaves })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(tree in arbitrary_tree()) {
        prop_assert_eq!(decode(&encode(&tree)).unwrap(), tree);
    }

    #[test]
    fn values_differ_from_others_and_not_from_themselves(one in arbitrary_tree(), other in arbitrary_tree()) {
        let differences = |left: &Tree, right: &Tree| {
            let mut found = Vec::new();
            left.compare(right, &Path::ROOT, &mut found);
            found
        };
        prop_assert_eq!(differences(&one, &one), vec![]);
        prop_assert_eq!(differences(&one, &other).is_empty(), one == other);
    }
}

proptest! {
    #![proptest_config(hostile::cases())]

    #[test]
    fn damaged_bytes_are_read_or_refused_with_a_place(bytes in hostile::damaged(encode(&tree()))) {
        if let Err(error) = decode(&bytes) {
            prop_assert!(error.offset >= 100, "{error}");
            prop_assert!(!error.what.is_empty() && !error.help.is_empty(), "{error}");
        }
    }
}

#[test]
fn absent_fields_take_their_defaults_and_cost_nothing() {
    let plain = Tree { small: 7, note: None, numbers: Vec::new(), leaves: Vec::new() };
    let bytes = encode(&plain);
    assert_eq!(decode(&bytes).unwrap(), plain);
    assert!(bytes.len() < encode(&Tree { small: 8, ..plain }).len() + 8);
    assert_eq!(bytes.len() % 8, 0);
}

#[test]
fn an_error_names_the_field_and_the_byte() {
    let mut bytes = encode(&tree());
    let place = Source::new("tree", &bytes, 100).locate::<Tree>("leaves[1].name").unwrap() as usize - 100;
    bytes[place..place + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    let error = decode(&bytes).unwrap_err();
    assert_eq!(error.offset, place as u64 + 100);
    assert!(error.to_string().contains("`leaves[1].name` points 2147483647 bytes ahead"), "{error}");
}

#[test]
fn a_missing_required_field_is_named() {
    let old = Builder::encode(&OldTree { small: 3 }, "tree", 2).unwrap();
    let error = decode(&old).unwrap_err();
    assert!(error.what.contains("`leaves` is missing"), "{error}");
}

#[test]
fn unknown_fields_are_noticed_once_for_each_table_type() {
    let bytes = encode(&tree());
    let source = Source::new("tree", &bytes, 0);
    assert_eq!(source.root::<OldTree>().unwrap(), OldTree { small: 9 });
    let slots: Vec<_> = source.unknown_fields().iter().map(|field| (field.table, field.slot, field.count)).collect();
    assert_eq!(slots, [("OldTree", 1, 1)]);
}

#[test]
fn an_unknown_field_outside_the_file_is_noticed_at_its_entry() {
    let mut bytes = encode(&tree());
    let word = |at: usize| i32::from_le_bytes(*bytes[at..].first_chunk().unwrap());
    let table = word(0);
    let entry = (table - word(table as usize)) as usize + 4 + 2;
    bytes[entry..entry + 2].copy_from_slice(&0xfff0_u16.to_le_bytes());
    let source = Source::new("tree", &bytes, 100);
    assert_eq!(source.root::<OldTree>().unwrap(), OldTree { small: 9 });
    assert_eq!(source.unknown_fields()[0].offset, entry as u64 + 100);
}

#[test]
fn a_field_younger_than_the_revision_is_refused_by_name() {
    let mut young = tree();
    young.leaves[1].late = true;
    let error = Builder::encode(&young, "tree", 1).unwrap_err();
    assert!(error.what.contains("`leaves[1].late` exists only since revision 2"), "{error}");
    assert!(Builder::encode(&tree(), "tree", 1).is_ok());
}

#[test]
fn every_path_leads_to_its_bytes() {
    let bytes = encode(&tree());
    let source = Source::new("tree", &bytes, 0);
    let at = |path: &str| source.locate::<Tree>(path).unwrap() as usize;
    assert_eq!(bytes[at("small")], 9);
    assert_eq!(bytes[at("leaves[0].wide")..][..8], (-5_i64).to_le_bytes());
    assert_eq!(at("leaves[0].late"), at("leaves[0]"), "an absent field is where its table is");
    assert_eq!(source.locate::<Tree>("leaves[2]"), None);
    assert_eq!(source.locate::<Tree>("leaves[0].nothing"), None);
}

#[test]
fn elements_are_matched_by_name() {
    let (left, mut right) = (tree(), tree());
    right.leaves.reverse();
    right.leaves[0].wide = 1;
    right.leaves.push(leaf("third", 0));
    let mut found = Vec::new();
    left.compare(&right, &Path::ROOT, &mut found);
    let paths: Vec<_> = found.iter().map(|difference| difference.path.as_str()).collect();
    assert_eq!(paths, ["leaves[].wide", "leaves[third]"]);
    assert_eq!(found[0].to_string(), "leaves[].wide: 9223372036854775807 -> 1");
}

/// A tree of `count` leaves, all of which are one and the same.
fn repeating(count: u32) -> Vec<u8> {
    let numbers = |values: &[u16]| -> Vec<u8> { values.iter().flat_map(|value| value.to_le_bytes()).collect() };
    let mut bytes = 20_u32.to_le_bytes().to_vec();
    bytes.extend(numbers(&[14, 8, 0, 0, 0, 0, 4, 0]));
    bytes.extend([16, 4, count].iter().flat_map(|value| value.to_le_bytes()));
    let leaf = 32 + 4 * count + 8;
    bytes.extend((0..count).flat_map(|index| (leaf - (32 + 4 * index)).to_le_bytes()));
    bytes.extend(numbers(&[6, 8, 4, 0]));
    bytes.extend([8_u32, 4, 5].iter().flat_map(|value| value.to_le_bytes()));
    bytes.extend(b"again\0\0\0");
    bytes
}

#[test]
fn a_part_repeated_without_end_hits_the_work_budget() {
    assert_eq!(decode(&repeating(3)).unwrap().leaves, vec![leaf("again", 0); 3]);
    let bomb = repeating(100_000);
    let error = decode(&bomb).unwrap_err();
    assert!(error.what.contains("repeats parts of the file"), "{error}");
}

#[test]
fn a_long_list_of_fields_costs_what_it_weighs() {
    let mut bytes = repeating(5_000);
    let vtable = 32 + 4 * 5_000;
    bytes[vtable..vtable + 2].copy_from_slice(&u16::MAX.to_le_bytes().map(|byte| byte & 0xfe));
    bytes.resize(bytes.len() + 0x1_0000, 1);
    let error = decode(&bytes).unwrap_err();
    assert!(error.what.contains("repeats parts of the file"), "{error}");
}

#[test]
fn a_count_beyond_the_file_is_refused_before_anything_is_allocated() {
    let mut bytes = encode(&tree());
    let numbers = Source::new("tree", &bytes, 0).locate::<Tree>("numbers").unwrap() as usize;
    bytes[numbers..numbers + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(decode(&bytes).unwrap_err().what.contains("`numbers` needs 17179869180 bytes"));
}

#[test]
fn text_must_be_utf8_and_terminated() {
    let good = encode(&tree());
    let note = Source::new("tree", &good, 0).locate::<Tree>("note").unwrap() as usize;
    let text = note + u32::from_le_bytes(good[note..note + 4].try_into().unwrap()) as usize + 4;
    for (place, value, complaint) in [(text, 0xff, "not UTF-8"), (text + 4, b'x', "does not end with a zero byte")] {
        let mut bytes = good.clone();
        bytes[place] = value;
        let error = decode(&bytes).unwrap_err();
        assert!(error.what.contains(complaint), "{error}");
        assert_eq!(error.offset, place as u64 + 100);
    }
}
