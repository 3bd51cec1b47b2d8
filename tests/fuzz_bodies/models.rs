//! Model files and the sections in them.

use super::{check_error, steered};
use isa::chip::Chip;
use isa::container::cvimodel::{Limits, Model, Section, SectionKind, Version, inspect};

/// Small enough that a fuzzer reaches it.
const LIMITS: Limits = Limits { decompressed: 1 << 20 };

/// Model files: reading, checking, taking apart, writing.
pub fn cvimodel(data: &[u8]) {
    let (model, findings) = match inspect(data, &LIMITS) {
        Ok(found) => found,
        Err(error) => return check_error(&error, data),
    };
    for finding in &findings {
        assert!(!finding.to_string().is_empty());
        assert!(finding.offset.is_none_or(|offset| offset <= data.len() as u64), "outside the file: {finding}");
    }
    check_written(&model);
    check_sections(&model, data);
    for minor in 0..=Version::NEWEST.minor {
        let mut other = model.clone();
        other.retarget(Version::new(minor));
        check_written(&other);
    }
}

/// What is written is read back, and written the same again.
fn check_written(model: &Model<'_>) {
    let Ok(file) = model.write() else { return };
    let (again, _) = Model::read(&file).expect("what was written can be read");
    // Numbers that are not equal to themselves do not compare.
    assert_eq!(format!("{:?}", again.body), format!("{:?}", model.body));
    assert_eq!(again.payload, model.payload);
    assert_eq!(model.differences(&again, &LIMITS), []);
    assert_eq!(again.write().as_ref(), Ok(&file), "writing is not stable");
}

fn check_sections(model: &Model<'_>, data: &[u8]) {
    match model.extract(&LIMITS) {
        Ok(blobs) => {
            assert_eq!(blobs.len(), model.body.sections.len());
            assert!(blobs.iter().all(|blob| !blob.file_name.contains(['/', '\\', '\0'])));
        }
        Err(error) => check_error(&error, data),
    }
    let mut plain = model.clone();
    if plain.decompress(&LIMITS).is_ok() {
        check_repacked(&plain);
    }
}

fn check_repacked(plain: &Model<'_>) {
    let mut packed = plain.clone();
    if packed.compress().is_err() {
        return;
    }
    for (section, before) in packed.body.sections.iter().zip(&plain.body.sections) {
        if !section.encrypted {
            assert_eq!(packed.contents(section, &LIMITS), plain.contents(before, &LIMITS));
        }
    }
    assert!(packed.payload.len() <= plain.payload.len(), "compressing makes the model larger");
}

/// A compressed section; the first three bytes say how long it claims to be once unpacked.
pub fn lz4_section(data: &[u8]) {
    let Some(([low, middle, high], block)) = steered::<3>(data) else { return };
    let mut model = Model::new("model", Chip::Cv181x, Version::NEWEST);
    let decompressed_size = u32::from_le_bytes([low, middle, high, 0]);
    let section = Section { compressed: true, decompressed_size, ..Section::new(SectionKind::Cmdbuf, "commands") };
    model.push_section(section, block).expect("a small section fits");
    let section = model.section("commands").expect("it has just been added");
    match model.contents(section, &LIMITS) {
        Ok(bytes) if decompressed_size == 0 => assert_eq!(bytes, block),
        Ok(bytes) => assert_eq!(bytes.len(), decompressed_size as usize),
        Err(error) => check_error(&error, data),
    }
    check_section_comes_back(block);
}

fn check_section_comes_back(bytes: &[u8]) {
    let mut model = Model::new("model", Chip::Cv180x, Version::NEWEST);
    model.push_section(Section::new(SectionKind::Dmabuf, "commands"), bytes).expect("a small section fits");
    let packed = model.compress().expect("the version has compressed sections");
    assert_eq!(model.decompress(&LIMITS), Ok(packed));
    assert_eq!(model.payload, bytes);
}
