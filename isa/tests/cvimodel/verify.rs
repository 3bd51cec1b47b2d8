//! Every check of a model, with a model that fails it and only it.

use crate::samples::{fetched_sample, sample, tensor, timeless_sample};
use isa::{
    container::{
        cvimodel::{
            Address, DataType, Limits, Model, Region, RoutineKind, Section, SectionKind, Shape, Version, inspect,
        },
        flatbuffer::parse,
    },
    diagnostic::{Finding, Severity},
};

fn findings(change: impl FnOnce(&mut Model<'static>)) -> Vec<Finding> {
    let mut model = sample();
    change(&mut model);
    let file = model.write().unwrap();
    inspect(&file, &Limits::default()).unwrap().1
}

/// The one finding of a changed sample: `<severity> <place>: <what>`.
fn finding(change: impl FnOnce(&mut Model<'static>)) -> String {
    let found = findings(change);
    assert_eq!(found.len(), 1, "{found:#?}");
    let Finding { severity, place, what, .. } = &found[0];
    assert!(found[0].offset.is_some(), "no offset in {}", found[0]);
    assert!(parse(place).is_some());
    format!("{severity} {place}: {what}")
}

/// A change to the sample, and one of the findings it must lead to.
type Case = (fn(&mut Model<'static>), &'static str);

fn assert_found(cases: &[Case]) {
    for (change, expected) in cases {
        let found = findings(change);
        let text = |one: &Finding| format!("{} {}: {}", one.severity, one.place, one.what);
        assert!(found.iter().any(|one| text(one) == *expected), "{expected}: {found:#?}");
    }
}

#[test]
fn a_good_model_gives_no_findings() {
    assert_eq!(findings(|_| ()), []);
    assert_eq!(fetched_sample().verify(&Limits::default()), []);
}

#[test]
fn header_and_tables_must_agree() {
    let version = finding(|model| model.body.version = Version::new(3));
    assert_eq!(version, "error version: the tables state version 1.3.0, the header 1.4");
    let target = finding(|model| model.body.target = None);
    assert_eq!(target, "error target: the tables are for cv183x, the header for cv181x");
    let chip = findings(|model| model.header.chip.as_mut().unwrap().0[3] = b'9');
    assert_eq!(chip[0].what, "the header names chip `cv191x`");
    assert_eq!(chip[0].allowed, "cv183x, cv182x, cv181x, cv180x");
    let padded = finding(|model| model.header.chip.as_mut().unwrap().0[15] = b'x');
    assert_eq!(padded, "warning header.chip: the chip name is not padded with zero bytes");
}

#[test]
fn the_header_may_be_odd() {
    let padding = finding(|model| model.header.padding = [1, 2]);
    assert_eq!(padding, "warning header.padding: the padding is [01, 02]");
    let mut file = sample().write().unwrap();
    file[20] ^= 1;
    let (_, found) = inspect(&file, &Limits::default()).unwrap();
    assert!(found[0].what.ends_with("does not fit the content") && found[0].offset == Some(14), "{found:?}");
    file[14..30].fill(0);
    assert_eq!(inspect(&file, &Limits::default()).unwrap().1[0].what, "no MD5 is stored");
}

#[test]
fn fields_from_the_future_are_noticed_in_old_files() {
    let mut model = timeless_sample(3);
    model.body.compiler_version = Some("1".to_owned());
    model.header.minor = 4;
    model.body.version = Version::new(3);
    let mut file = model.write().unwrap();
    file[13] = 3;
    let (_, found) = inspect(&file, &Limits::default()).unwrap();
    let last = found.last().unwrap().to_string();
    assert!(last.contains("`compiler_version` exists only since revision 4, but the file is of version 1.3"), "{last}");
}

#[test]
fn sections_must_be_usable() {
    assert_found(&[
        (|model| model.body.sections[2].offset -= 1, "error sections: sections `part_0` and `part_1` share bytes"),
        (
            |model| model.body.sections[1].compressed = true,
            "error sections[1].decompressed_size: section `part_0` is compressed, but its size is not stated",
        ),
        (
            |model| {
                model.body.sections[0].compressed = true;
                model.body.sections[0].decompressed_size = 1;
            },
            "error sections[0].compressed: section `weight` of kind weight is compressed",
        ),
        (
            |model| model.push_section(Section::new(SectionKind::Weight, "more"), &[]).unwrap(),
            "error sections[3].kind: section 3 is another weight section",
        ),
        (
            |model| model.push_section(Section::new(SectionKind::Unknown(9), "odd"), &[]).unwrap(),
            "warning sections[3].kind: section `odd` is of unknown 9 kind",
        ),
        (
            |model| model.push_section(Section::new(SectionKind::Cmdbuf, "idle"), &[1]).unwrap(),
            "warning sections[3]: no routine uses section `idle`",
        ),
        (
            |model| model.push_section(Section::new(SectionKind::Cmdbuf, "part_0"), &[1]).unwrap(),
            "error sections[3].name: command section 1 is called `part_0` too",
        ),
    ]);
}

#[test]
fn bytes_that_no_section_covers_are_noticed() {
    let behind = finding(|model| model.payload.to_mut().extend([0; 3]));
    assert_eq!(behind, "warning sections: 3 bytes follow the last section");
    let between = finding(|model| {
        model.payload.to_mut().extend([0; 40]);
        model.body.sections[2].offset += 40;
    });
    assert_eq!(between, "warning sections: 40 bytes between the sections belong to none");
}

#[test]
fn encrypted_fetched_descriptors_are_an_error() {
    let mut model = fetched_sample();
    model.body.sections[1].encrypted = true;
    let found = model.verify(&Limits::default());
    assert_eq!((found.len(), found[0].severity), (1, Severity::Error));
}

#[test]
fn weights_must_lie_in_their_section() {
    let region = finding(|model| model.body.weights[0].offset = 0);
    assert_eq!(region, "error weights[0].offset: weight `filter` is at shared+0x0 (offset 0x0)");
    let end = finding(|model| model.body.weights[1].offset += 1);
    assert_eq!(end, "error weights[1].offset: weight `table` ends at byte 0x31 of the weight section");
    let size = finding(|model| model.body.weights[0].size = 23);
    assert_eq!(size, "error weights[0].shape: weight `filter` has 23 bytes for [1, 2, 3, 4] of int8");
    let rank = finding(|model| model.body.weights[0].shape = Some(Shape { dims: vec![24] }));
    assert_eq!(rank, "error weights[0].shape: weight `filter` has 1 extents");
    let name = finding(|model| model.body.weights[1].name = "filter".to_owned());
    assert_eq!(name, "warning weights[1].name: weight 0 is called `filter` too");
}

#[test]
fn tensors_must_have_shape_size_and_room() {
    assert_found(&[
        (
            |model| model.body.programs[0].tensors[0].shape.dims[0] = -1,
            "error programs[0].tensors[0].shape: tensor `in` has an extent of -1",
        ),
        (
            |model| model.body.programs[0].tensors[3].shape.dims = vec![128],
            "error programs[0].tensors[3].shape: tensor `scratch` has 1 extents",
        ),
        (
            |model| model.body.programs[0].tensors[0].size = 7,
            "error programs[0].tensors[0].size: tensor `in` states 7 bytes for [1, 3, 8, 8] of int8",
        ),
        (
            |model| model.body.programs[0].tensors[0].data_type = DataType::Unknown(77),
            "error programs[0].tensors[0].data_type: the size of tensor `in` is unknown: elements of type unknown 77",
        ),
        (
            |model| model.body.programs[0].tensors[1].offset = 1 << 40,
            "error programs[0].tensors[1].offset: tensor `small` has offset 0x10000000000",
        ),
        (
            |model| model.body.programs[0].tensors[1].offset = 1 << 43,
            "error programs[0].tensors[1].offset: tensor `small` has offset 0x80000000000",
        ),
        (
            |model| model.body.programs[0].tensors[0].offset += 4,
            "error programs[0].tensors[0].offset: tensor `in` of 192 bytes is at io3+0x4",
        ),
        (
            |model| model.body.programs[0].shared_size = 255,
            "error programs[0].tensors[3].offset: tensor `scratch` of 128 bytes is at shared+0x80",
        ),
        (
            |model| model.body.programs[0].tensors[4].name = "in".to_owned(),
            "error programs[0].tensors[4].name: tensor 0 is called `in` too",
        ),
        (
            |model| model.body.programs[0].tensors.iter_mut().take(2).for_each(|tensor| tensor.id = 5),
            "warning programs[0].tensors[1].id: tensor 0 has number 5 too",
        ),
    ]);
}

#[test]
fn a_tensor_in_host_memory_needs_no_room() {
    assert_eq!(findings(|model| model.body.programs[0].tensors[3].offset = -1), []);
}

#[test]
fn old_files_use_one_memory_for_both_regions() {
    let mut model = timeless_sample(0);
    assert_eq!(model.verify(&Limits::default()), []);
    model.body.programs[0].neuron_size = 255;
    assert_eq!(model.verify(&Limits::default()).len(), 2);
    assert_eq!(findings(|model| model.body.programs[0].neuron_size = 512).len(), 1);
}

#[test]
fn padded_pictures_take_what_the_video_hardware_writes() {
    let picture = |format: &str, chip: isa::chip::Chip| {
        let mut tensor = tensor("in", Region::Io(3), 0, &[2, 3, 10, 70]);
        (tensor.aligned, tensor.size, tensor.pixel_format) = (true, 0, Some(format.to_owned()));
        tensor.memory_size(chip)
    };
    use isa::chip::Chip::{Cv181x, Cv183x};
    assert_eq!(picture("GRAYSCALE", Cv181x), Some(2 * 3 * 10 * 128));
    assert_eq!(picture("RGB_PLANAR", Cv181x), Some(2 * 3 * 1280));
    assert_eq!(picture("RGB_PLANAR", Cv183x), Some(2 * 3 * 4096));
    assert_eq!(picture("BGR_PACKED", Cv181x), Some(2 * 10 * 256));
    assert_eq!(picture("YUV_NV12", Cv181x), Some(2 * (1280 + 5 * 128)));
    assert_eq!(picture("YUV420_PLANAR", Cv181x), Some(2 * (1280 + 320 + 320)));
    assert_eq!(picture("YUV420_PLANAR", Cv183x), Some(2 * 3 * 4096));
    assert_eq!(picture("SEPIA", Cv181x), None);
    let unknown = finding(|model| {
        let tensor = &mut model.body.programs[0].tensors[0];
        (tensor.aligned, tensor.pixel_format) = (true, Some("SEPIA".to_owned()));
    });
    assert!(unknown.starts_with("error programs[0].tensors[0].pixel_format: "), "{unknown}");
}

#[test]
fn programs_must_be_complete() {
    let input = findings(|model| model.body.programs[0].inputs = vec!["x".to_owned()]);
    assert_eq!(input[0].to_string().split(" at offset").next(), Some("error in programs[0].inputs[0]"));
    let none = findings(|model| model.body.programs[0].inputs.clear());
    assert_eq!(none[0].what, "the program has no input");
    let empty = findings(|model| model.body.programs.clear());
    assert_eq!(empty.last().unwrap().what, "there is no program");
    let output = findings(|model| model.body.programs[0].outputs.push("y".to_owned()));
    assert_eq!(output.len(), 2, "{output:#?}");
}

#[test]
fn routines_must_be_able_to_run() {
    assert_found(&[
        (
            |model| model.body.programs[0].routines[0].kind = RoutineKind::Unknown(3),
            "error programs[0].routines[0].kind: a step of unknown 3 kind",
        ),
        (
            |model| model.body.programs[0].routines[0].tpu = None,
            "error programs[0].routines[0]: a tpu step that does not say what to run",
        ),
        (
            |model| model.body.programs[0].routines[0].tpu.as_mut().unwrap().cmdbuf_section = Some("gone".to_owned()),
            "error programs[0].routines[0].tpu: there is no cmdbuf section `gone`",
        ),
        (
            |model| model.body.programs[0].routines[0].inputs = vec!["gone".to_owned()],
            "error programs[0].routines[0].inputs[0]: there is no tensor `gone`",
        ),
        (
            |model| model.body.programs[0].routines[0].inputs = vec!["large".to_owned()],
            "warning programs[0].routines[0].inputs[0]: `large` is read before any step fills it",
        ),
        (
            |model| model.body.programs[0].routines[2].outputs = vec!["gone".to_owned()],
            "error programs[0].routines[2].outputs[0]: there is no tensor `gone`",
        ),
        (
            |model| model.body.programs[0].routines[1].cpu.as_mut().unwrap().function = "brew".to_owned(),
            "error programs[0].routines[1].cpu.function: function `brew` is not built into the runtime",
        ),
        (
            |model| model.body.programs[0].routines[1].cpu.as_mut().unwrap().arguments = vec![1],
            "error programs[0].routines[1].cpu.arguments: `root` needs 4 bytes from byte 0x0 of the flatbuffer",
        ),
    ]);
    let unfilled = findings(|model| drop(model.body.programs[0].routines.pop()));
    assert!(unfilled.iter().any(|one| one.what == "no step fills output `out`"), "{unfilled:#?}");
}

#[test]
fn cpu_functions_may_read_weights() {
    assert_eq!(findings(|model| model.body.programs[0].routines[1].inputs.push("filter".to_owned())), []);
}

#[test]
fn functions_of_a_model_own_library_are_a_warning() {
    let found = findings(|model| {
        model.body.programs[0].routines[1].cpu.as_mut().unwrap().function = "brew".to_owned();
        model.push_section(Section::new(SectionKind::Aarch64Library, "custom"), &[0]).unwrap();
    });
    assert!(found.iter().all(|one| one.severity == Severity::Warning), "{found:#?}");
}

#[test]
fn a_truncated_file_is_refused_with_the_place() {
    let file = sample().write().unwrap();
    for (length, complaint) in [
        (0, "ends after 0 bytes, inside its header"),
        (40, "ends after 40 bytes"),
        (100, "bytes of tables, but 52 bytes follow it"),
        (file.len() - 1, "section `part_1` ends at byte 288 behind the tables, where only 287 bytes follow"),
    ] {
        let error = Model::read(&file[..length]).unwrap_err();
        assert!(error.what.contains(complaint), "{error}");
    }
    let not_a_model = Model::read(b"PK\x03\x04 something else entirely, but long enough").unwrap_err();
    assert!(not_a_model.to_string().contains("not a .cvimodel file"), "{not_a_model}");
}

#[test]
fn addresses_show_their_region() {
    assert_eq!(Address { region: Region::Private, offset: 16 }.to_string(), "private+0x10");
}
