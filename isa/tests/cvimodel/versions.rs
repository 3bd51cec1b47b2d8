//! Every version of the format, and what each of them cannot say.

use crate::samples::{fetched_sample, sample, timeless_sample};
use isa::{
    chip::Chip,
    container::cvimodel::{ChipName, Header, Limits, MAGIC, Md5, Model, Region, SectionKind, Version, inspect},
};

#[test]
fn every_version_comes_back_as_written() {
    for minor in 0..=4 {
        let model = timeless_sample(minor);
        let file = model.write().unwrap();
        let (again, findings) = Model::read(&file).unwrap();
        assert_eq!(findings, [], "version 1.{minor}");
        assert_eq!((&again.body, &again.payload), (&model.body, &model.payload), "version 1.{minor}");
        assert_eq!(again.header.size(), if minor == 0 { 32 } else { 48 });
        assert_eq!(again.header.chip(), Some(if minor == 0 { Chip::Cv183x } else { Chip::Cv181x }));
        assert_eq!(again.verify(&Limits::default()), [], "version 1.{minor}");
    }
}

#[test]
fn the_header_is_where_the_runtime_looks() {
    let file = sample().write().unwrap();
    let body = u32::from_le_bytes(file[8..12].try_into().unwrap()) as usize;
    assert_eq!(file[..8], MAGIC);
    assert_eq!(file[12..14], [1, 4]);
    assert_eq!(Md5(file[14..30].try_into().unwrap()), Md5::of(&file[48..]));
    assert_eq!(&file[30..48], b"cv181x\0\0\0\0\0\0\0\0\0\0Cv");
    assert_eq!(body % 8, 0);
    assert_eq!(file.len(), 48 + body + 48 + 200 + 40);
    assert_eq!(file[48 + body..][..4], [0, 1, 2, 3], "the weights start right behind the tables");
}

#[test]
fn an_older_version_refuses_what_it_cannot_say() {
    type Change = fn(&mut Model<'static>);
    let cases: [(u8, Change, &str); 9] = [
        (3, |model| model.body.sections[1].compressed = true, "`sections[1].compressed`"),
        (3, |model| model.body.sections[1].decompressed_size = 9, "`sections[1].decompressed_size`"),
        (2, |model| model.body.programs[0].tensors[0].scale = vec![1.0], "`programs[0].tensors[0].scale`"),
        (2, |model| model.body.programs[0].tensors[1].mean = vec![1.0], "`programs[0].tensors[1].mean`"),
        (2, |model| model.body.programs[0].tensors[0].pixel_format = Some(String::new()), "tensors[0].pixel_format`"),
        (1, |model| model.body.programs[0].tensors[0].aligned = true, "`programs[0].tensors[0].aligned`"),
        (1, |model| model.body.programs[0].tensors[4].size = 10, "`programs[0].tensors[4].size`"),
        (1, |model| model.body.compiler_version = Some("2".to_owned()), "`compiler_version`"),
        (0, |model| model.body.programs[0].private_size = 8, "`programs[0].private_size` exists only since revision 1"),
    ];
    for (minor, change, complaint) in cases {
        let mut model = timeless_sample(minor);
        assert!(model.write().is_ok());
        change(&mut model);
        let error = model.write().unwrap_err();
        assert!(error.what.contains(complaint), "{error}");
    }
}

#[test]
fn an_older_version_refuses_fetched_descriptors() {
    let mut model = fetched_sample();
    model.retarget(Version::new(2));
    let error = model.write().unwrap_err();
    assert!(
        error.what.contains("`programs[0].routines[0].tpu.dmabuf_section` exists only since revision 4"),
        "{error}"
    );
}

#[test]
fn the_first_version_is_for_the_first_chip_only() {
    let mut model = timeless_sample(1);
    model.header.minor = 0;
    let error = model.write().unwrap_err();
    assert!(error.what.contains("version 1.0 cannot say that the model is for cv181x"), "{error}");
    let mut model = timeless_sample(0);
    model.header.minor = 1;
    assert!(model.write().unwrap_err().what.contains("must say which chip"));
}

#[test]
fn going_back_drops_only_what_follows_from_the_rest() {
    let mut model = sample();
    let dropped = model.retarget(Version::new(2));
    let texts: Vec<String> = dropped.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].contains("the sizes of 5 tensors are dropped"), "{texts:?}");
    let file = model.write().unwrap();
    assert_eq!(inspect(&file, &Limits::default()).unwrap().1, []);
}

#[test]
fn a_model_of_the_first_version_can_be_taken_forward() {
    let mut model = timeless_sample(0);
    model.retarget(Version::NEWEST);
    assert_eq!(model.header.chip, Some(ChipName::new(Chip::Cv183x)));
    assert_eq!(Model::read(&model.write().unwrap()).unwrap().0.body, model.body);
}

#[test]
fn a_newer_minor_version_is_read_with_a_warning_and_a_newer_major_refused() {
    let mut model = sample();
    model.header.minor = 9;
    let file = model.write().unwrap();
    let (_, findings) = Model::read(&file).unwrap();
    assert!(findings[0].what.contains("1.9 is newer than 1.4.0"), "{findings:?}");
    let mut file = sample().write().unwrap();
    file[12] = 2;
    let error = Model::read(&file).unwrap_err();
    assert_eq!((error.offset, error.allowed.as_str()), (12, "version 1"));
}

#[test]
fn a_header_states_version_and_chip_once() {
    let header = Header::new(Version::NEWEST, Chip::Cv180x);
    assert_eq!(header.chip_name(), "cv180x");
    assert_eq!(Header::new(Version::new(0), Chip::Cv183x).size(), 32);
}

#[test]
fn tensors_sections_and_commands_are_found_by_name() {
    let model = sample();
    let program = &model.body.programs[0];
    assert_eq!(program.tensor("out").unwrap().address().unwrap().region, Region::Io(4));
    assert_eq!(program.tensor("nothing"), None);
    assert_eq!(model.section("part_1").unwrap().size, 40);
    assert_eq!(model.commands_of(&program.routines[0]).unwrap().name, "part_0");
    assert_eq!(model.commands_of(&program.routines[1]), None);
    assert_eq!(model.stored(model.section_of(SectionKind::Weight).unwrap()).unwrap().len(), 48);
}

#[test]
fn a_path_leads_to_its_byte_in_the_file() {
    let file = sample().write().unwrap();
    let at = Model::locate(&file, "programs[0].shared_size").unwrap() as usize;
    assert_eq!(file[at..at + 4], 256_u32.to_le_bytes());
    assert_eq!(Model::locate(&file, "programs[1]"), None);
}
