//! Compressed, encrypted and native sections; taking them out.

use crate::samples::{fetched_sample, sample};
use isa::container::cvimodel::{Limits, Md5, Model, Section, SectionKind, Version, inspect};

fn compressed(mut model: Model<'static>) -> Model<'static> {
    model.compress().unwrap();
    model
}

#[test]
fn compressed_commands_read_as_before() {
    for plain in [sample(), fetched_sample()] {
        let packed = compressed(plain.clone());
        let file = packed.write().unwrap();
        let (again, findings) = inspect(&file, &Limits::default()).unwrap();
        assert_eq!(findings, []);
        let section = again.section("part_0").unwrap();
        assert!(section.compressed && section.size < 200 && section.decompressed_size == 200);
        for (section, before) in again.body.sections.iter().zip(&plain.body.sections) {
            assert_eq!(again.contents(section, &Limits::default()).unwrap(), plain.stored(before).unwrap());
        }
        let mut unpacked = again.into_owned();
        assert_eq!(unpacked.decompress(&Limits::default()).unwrap(), 2);
        assert_eq!((unpacked.body, unpacked.payload), (plain.body, plain.payload));
    }
}

#[test]
fn weights_and_incompressible_commands_stay_plain() {
    let mut model = sample();
    let noise: Vec<u8> = (0..64_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    model.push_section(Section::new(SectionKind::Cmdbuf, "noise"), &noise).unwrap();
    let packed = compressed(model);
    assert!(!packed.section("noise").unwrap().compressed && !packed.section("weight").unwrap().compressed);
    assert_eq!(packed.stored(packed.section("noise").unwrap()).unwrap(), noise);
}

#[test]
fn an_older_version_is_not_compressed() {
    let mut model = sample();
    model.retarget(Version::new(2));
    assert!(model.compress().unwrap_err().what.contains("version 1.2 has no compressed sections"));
}

#[test]
fn sizes_are_refused_before_memory_is_taken() {
    let mut model = compressed(sample());
    let small = Limits { decompressed: 100 };
    let section = model.section("part_0").unwrap();
    let error = model.contents(section, &small).unwrap_err();
    assert!(error.allowed.contains("at most 100 bytes") && error.help.contains("raise the limit"), "{error}");
    model.body.sections[1].decompressed_size = u32::MAX;
    let error = model.contents(&model.body.sections[1], &Limits { decompressed: u64::MAX }).unwrap_err();
    assert!(error.help.contains("cannot grow that much"), "{error}");
}

#[test]
fn a_broken_block_is_an_error_not_a_crash() {
    let mut model = compressed(sample());
    let at = model.section("part_0").unwrap().offset as usize;
    model.payload.to_mut()[at..at + 4].fill(0xff);
    let section = model.section("part_0").unwrap();
    let error = model.contents(section, &Limits::default()).unwrap_err();
    assert!(error.what.contains("section `part_0`"), "{error}");
    let findings = model.verify(&Limits::default());
    assert_eq!(findings.len(), 1, "{findings:?}");
    model.body.sections[1].decompressed_size = 100;
    assert!(model.contents(&model.body.sections[1], &Limits::default()).is_err());
}

#[test]
fn encrypted_sections_are_reported_and_left_alone() {
    let mut model = sample();
    model.body.sections[1].encrypted = true;
    let file = model.write().unwrap();
    let (again, findings) = inspect(&file, &Limits::default()).unwrap();
    assert!(again.body.sections[1].encrypted && again.payload == model.payload);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].place, "sections[1].encrypted");
    let section = again.section("part_0").unwrap();
    assert!(again.contents(section, &Limits::default()).unwrap_err().what.contains("is encrypted"));
    assert!(again.extract(&Limits::default()).unwrap()[1].encrypted);
    assert_eq!(compressed(model).section("part_0").map(|section| section.compressed), Some(false));
}

#[test]
fn native_code_is_listed_with_size_and_md5() {
    let mut model = sample();
    model.push_section(Section::new(SectionKind::X86Library, "custom"), b"\x7fELF").unwrap();
    let findings = model.verify(&Limits::default());
    assert_eq!(findings.len(), 1);
    let expected = format!("4 bytes of x86_64 code, MD5 {}", Md5::of(b"\x7fELF"));
    assert_eq!(findings[0].what, expected);
}

#[test]
fn every_section_is_extracted_under_a_harmless_unique_name() {
    let mut model = compressed(sample());
    model.body.name = "../../etc/\u{202e}x".to_owned();
    for bytes in [b"one", b"two"] {
        model.push_section(Section::new(SectionKind::Aarch64Library, "a b"), bytes).unwrap();
    }
    let blobs = model.extract(&Limits::default()).unwrap();
    let names: Vec<&str> = blobs.iter().map(|blob| blob.file_name.as_str()).collect();
    let expected = [
        "______etc__x_weight.bin",
        "______etc__x_program_1_cmdbuf_part_0.bin",
        "______etc__x_program_1_cmdbuf_part_1.bin",
        "______etc__x_aarch64_a_b.so",
        "______etc__x_aarch64_a_b_5.so",
    ];
    assert_eq!(names, expected);
    let sizes: Vec<usize> = blobs.iter().map(|blob| blob.bytes.len()).collect();
    assert_eq!(sizes, [48, 200, 40, 3, 3]);
}

#[test]
fn sections_that_share_bytes_are_not_multiplied() {
    let mut model = sample();
    model.body.sections[2].offset = model.body.sections[1].offset;
    let error = model.compress().unwrap_err();
    assert!(error.what.contains("`part_0` and `part_1` share bytes"), "{error}");
    assert!(model.write().is_ok(), "writing copies the bytes as they are");
}
