//! Joining models and comparing them.

use crate::samples::{fetched_sample, sample};
use isa::container::cvimodel::{Limits, Model, Section, SectionKind, Version, inspect, merge};

/// The sample for another batch size, with more weights behind the common ones.
fn larger() -> Model<'static> {
    let mut model = sample();
    model.body.programs[0].batch = 4;
    let extra = crate::samples::weight("extra", 48, &[1, 1, 1, 8]);
    model.body.weights.push(extra);
    let sections = model.body.sections.split_off(0);
    let bytes: Vec<Vec<u8>> = sections.iter().map(|section| model.stored(section).unwrap().to_vec()).collect();
    model.payload.to_mut().clear();
    for (section, mut bytes) in sections.into_iter().zip(bytes) {
        if section.kind == SectionKind::Weight {
            bytes.extend([9; 8]);
        }
        model.push_section(section, &bytes).unwrap();
    }
    model
}

#[test]
fn merged_models_share_the_longest_weights() {
    let merged = merge(&[sample(), larger()]).unwrap();
    let file = merged.write().unwrap();
    let (again, findings) = inspect(&file, &Limits::default()).unwrap();
    assert_eq!(findings, []);
    let names: Vec<&str> = again.body.sections.iter().map(|section| section.name.as_str()).collect();
    assert_eq!(names, ["part_0_0", "part_1_0", "weight", "part_0_1", "part_1_1"]);
    assert_eq!(again.section("weight").unwrap().size, 56);
    assert_eq!(again.body.weights.len(), 3);
    let batches: Vec<u32> = again.body.programs.iter().map(|program| program.batch).collect();
    assert_eq!(batches, [1, 4]);
    let routine = &again.body.programs[1].routines[2];
    assert_eq!(again.commands_of(routine).unwrap().name, "part_1_1");
}

#[test]
fn tensors_keep_everything_through_a_merge() {
    let merged = merge(&[sample(), larger()]).unwrap();
    assert_eq!(merged.body.programs[0].tensors, sample().body.programs[0].tensors);
}

#[test]
fn equal_libraries_are_kept_once_and_different_ones_side_by_side() {
    let with_library = |bytes: &[u8]| {
        let mut model = sample();
        model.push_section(Section::new(SectionKind::X86Library, "custom"), bytes).unwrap();
        model
    };
    let libraries = |models: &[Model<'_>]| {
        let merged = merge(models).unwrap();
        merged.body.sections.iter().filter(|section| section.kind.is_native_code()).count()
    };
    assert_eq!(libraries(&[with_library(b"one"), with_library(b"one")]), 1);
    assert_eq!(libraries(&[with_library(b"one"), with_library(b"two")]), 2);
}

#[test]
fn models_that_do_not_fit_together_are_refused() {
    let mut changed = sample();
    changed.payload.to_mut()[7] ^= 1;
    let mut other_chip = sample();
    other_chip.header.chip = Some(isa::container::cvimodel::ChipName::new(isa::chip::Chip::Cv180x));
    let cases = [
        (changed, "the weights of models 0 and 1 differ from byte 0x7 on"),
        (other_chip, "model 1 is for cv180x, model 0 for cv181x"),
        (fetched_sample(), "model 0 has cmdbuf sections, model 1 dmabuf sections"),
    ];
    for (second, complaint) in cases {
        let error = merge(&[sample(), second]).unwrap_err();
        assert!(error.what.contains(complaint), "{error}");
    }
    assert!(merge(&[]).is_err());
}

#[test]
fn the_newest_version_wins() {
    let mut old = sample();
    old.retarget(Version::new(2));
    assert_eq!(merge(&[old, sample()]).unwrap().header.minor, 4);
}

#[test]
fn a_model_does_not_differ_from_itself() {
    assert_eq!(sample().differences(&sample(), &Limits::default()), []);
}

#[test]
fn differences_name_what_changed() {
    let mut other = larger();
    other.header.padding = *b"AA";
    other.body.programs[0].tensors[0].shape.dims[3] = 16;
    let found = sample().differences(&other, &Limits::default());
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected = [
        "header.padding: [43, 76] -> [41, 41]",
        "weights[extra]: Weight",
        "programs[0].batch: 1 -> 4",
        "programs[0].tensors[in].shape.dims: [1, 3, 8, 8] -> [1, 3, 8, 16]",
        "sections[weight].size: 48 -> 56",
        "sections[part_0].offset: 48 -> 56",
        "sections[part_1].offset: 248 -> 256",
        "sections[weight].bytes",
    ];
    assert_eq!(texts.len(), expected.len(), "{texts:#?}");
    for (text, expected) in texts.iter().zip(expected) {
        assert!(text.starts_with(expected), "{text}");
    }
}

#[test]
fn compression_alone_changes_no_bytes() {
    let mut packed = sample();
    packed.compress().unwrap();
    let found = sample().differences(&packed, &Limits::default());
    assert!(found.iter().all(|difference| !difference.path.contains("bytes")), "{found:#?}");
}
