//! Small models to start from.

use isa::{
    chip::Chip,
    container::{
        cvimodel::{
            Address, CpuRoutine, DataType, Model, Program, QuantType, Quantisation, Region, Routine, RoutineKind,
            Section, SectionKind, Shape, Tensor, TpuRoutine, Version, Weight,
        },
        parameters::{Parameter, Parameters},
    },
};

/// A model that nothing is wrong with: TPU, CPU and TPU again, every region in use.
pub(crate) fn sample() -> Model<'static> {
    let mut model = Model::new("sample", Chip::Cv181x, Version::NEWEST);
    model.body.build_time = "2026-01-02 03:04:05".to_owned();
    model.body.compiler_version = Some("1.0".to_owned());
    model.body.weights = vec![weight("filter", 0, &[1, 2, 3, 4]), weight("table", 32, &[1, 1, 1, 16])];
    model.body.programs = vec![program("part")];
    let commands: Vec<u8> = (0..200).map(|index| [0xa7, 0, 7, index as u8][index % 4 / 2]).collect();
    model.push_section(Section::new(SectionKind::Weight, "weight"), &(0..48).collect::<Vec<u8>>()).unwrap();
    model.push_section(Section::new(SectionKind::Cmdbuf, "part_0"), &commands).unwrap();
    model.push_section(Section::new(SectionKind::Cmdbuf, "part_1"), &commands[..40]).unwrap();
    model
}

/// The same with descriptors as the TPU fetches them.
pub(crate) fn fetched_sample() -> Model<'static> {
    let mut model = sample();
    for section in model.body.sections.iter_mut().filter(|section| section.kind == SectionKind::Cmdbuf) {
        section.kind = SectionKind::Dmabuf;
    }
    for tpu in model.body.programs[0].routines.iter_mut().filter_map(|routine| routine.tpu.as_mut()) {
        tpu.dmabuf_section = tpu.cmdbuf_section.take();
    }
    model
}

/// What every version can say.
pub(crate) fn timeless_sample(minor: u8) -> Model<'static> {
    let mut model = sample();
    let program = &mut model.body.programs[0];
    if minor == 0 {
        model.header.chip = Some(isa::container::cvimodel::ChipName::new(Chip::Cv183x));
        program.neuron_size = program.shared_size + program.private_size;
        (program.shared_size, program.private_size) = (0, 0);
    }
    model.retarget(Version::new(minor));
    model
}

fn program(commands: &str) -> Program {
    Program {
        batch: 1,
        neuron_size: 0,
        inputs: vec!["in".to_owned()],
        outputs: vec!["out".to_owned()],
        tensors: vec![
            tensor("in", Region::Io(3), 0, &[1, 3, 8, 8]),
            tensor("small", Region::Private, 0, &[1, 3, 4, 4]),
            tensor("large", Region::Private, 64, &[1, 3, 8, 8]),
            tensor("scratch", Region::Shared, 128, &[1, 1, 2, 64]),
            tensor("out", Region::Io(4), 0, &[1, 10, 1, 1]),
        ],
        routines: vec![
            on_tpu(&["in"], &["small", "scratch"], &format!("{commands}_0")),
            on_cpu(&["small"], &["large"]),
            on_tpu(&["large", "scratch"], &["out"], &format!("{commands}_1")),
        ],
        shared_size: 256,
        private_size: 256,
    }
}

pub(crate) fn tensor(name: &str, region: Region, offset: u64, dims: &[i64]) -> Tensor {
    let scale = Quantisation { kind: QuantType::None, max: 0.0, min: 0.0, zero_point: 0.0, scale: 0.25 };
    Tensor {
        id: 0,
        name: name.to_owned(),
        offset: Address { region, offset }.pack(),
        data_type: DataType::Int8,
        shape: Shape { dims: dims.to_vec() },
        stride: None,
        quantisation: Some(scale),
        overwritten: region == Region::Shared,
        scale: Vec::new(),
        mean: Vec::new(),
        pixel_format: None,
        aligned: false,
        size: dims.iter().product::<i64>() as u32,
    }
}

pub(crate) fn weight(name: &str, offset: u64, dims: &[i64]) -> Weight {
    Weight {
        name: name.to_owned(),
        offset: Address { region: Region::Weight, offset }.pack(),
        size: dims.iter().product::<i64>() as u32,
        shape: Some(Shape { dims: dims.to_vec() }),
        data_type: DataType::Int8,
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn on_tpu(inputs: &[&str], outputs: &[&str], section: &str) -> Routine {
    let tpu = Some(TpuRoutine { cmdbuf_section: Some(section.to_owned()), dmabuf_section: None });
    Routine { kind: RoutineKind::Tpu, inputs: names(inputs), outputs: names(outputs), tpu, cpu: None }
}

fn on_cpu(inputs: &[&str], outputs: &[&str]) -> Routine {
    let entries = vec![("height".to_owned(), Parameter::Int(8)), ("width".to_owned(), Parameter::Int(8))];
    let arguments = Parameters { entries }.write().unwrap();
    let cpu = Some(CpuRoutine { function: "interp".to_owned(), arguments });
    Routine { kind: RoutineKind::Cpu, inputs: names(inputs), outputs: names(outputs), tpu: None, cpu }
}
