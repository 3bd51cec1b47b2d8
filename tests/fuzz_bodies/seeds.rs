//! Inputs to start from, made by the writers of each format.

use isa::chip::{Chip, ChipProfile};
use isa::command::{Isa, Tdma, Tiu, bytes_of};
use isa::container::cvimodel::{
    Address, CpuRoutine, DataType, Model, Program, QuantType, Quantisation, Region, Routine, RoutineKind, Section,
    SectionKind, Shape, Tensor, TpuRoutine, Version, Weight,
};
use isa::container::dmabuf::{self, Placement};
use isa::container::npz::{self, Array, Compression};
use isa::container::packets::{self as command_packets, Body, CPU_BYTES, Packet};
use isa::container::parameters::{Parameter, Parameters};
use isa::container::vlc::{self, Params};
use isa::diagnostic::Engine;
use isa::field::Fields;
use isa::text::{Descriptor, Program as TextProgram};

/// One descriptor of every TIU operation for each layout.
pub fn tiu_descriptors() -> Vec<Vec<u8>> {
    Chip::ALL.iter().flat_map(|chip| descriptors::<Tiu>(chip.profile())).collect()
}

/// One descriptor of every TDMA operation for each layout.
pub fn tdma_descriptors() -> Vec<Vec<u8>> {
    Chip::ALL.iter().flat_map(|chip| descriptors::<Tdma>(chip.profile())).collect()
}

/// One descriptor of every operation, with fields at their defaults.
fn descriptors<E: Isa>(chip: &ChipProfile) -> Vec<Vec<u8>> {
    let layout = chip.layout as usize;
    let descriptor = |kind| {
        let op = E::op(kind, &E::Fields::defaults(layout));
        let fields = E::fields(&E::Header::default(), &op, chip.layout).ok()?;
        Some(bytes_of(fields.pack(layout).ok()?.as_ref()))
    };
    (0..E::ops().len()).filter_map(descriptor).collect()
}

/// One packet of every operation of both engines.
pub fn programs() -> Vec<Vec<u8>> {
    let program = |chip: Chip| {
        let (tiu, tdma) = (descriptors::<Tiu>(chip.profile()), descriptors::<Tdma>(chip.profile()));
        let tiu = tiu.iter().filter_map(|bytes| bytes.first_chunk().map(Body::Tiu));
        let tdma = tdma.iter().filter_map(|bytes| bytes.first_chunk().map(Body::Tdma));
        let bodies: Vec<Body<'_>> = tiu.chain(tdma).collect();
        let buffer = |bodies: &[Body<'_>]| command_packets::write(chip, bodies.iter().copied().map(Packet::from));
        bodies.chunks(3).map(buffer).collect::<Vec<_>>()
    };
    Chip::ALL.into_iter().flat_map(program).chain(packets()).collect()
}

/// Texts: every operation, and what only people write.
pub fn texts() -> Vec<Vec<u8>> {
    let by_hand = [
        ".chip cv181x\n# A comment.\ntiu mul id=13 output=bf16[1,8,4,4]@L2+0x100 a=bf16[1,8,4,4]@0x0 b=bf16#0.5 # more\n",
        ".chip sg2002\n.segment one\ntdma load id=3 wait=9 dst=int8[16,80,80]@0x0{packed} src=int8[16,80,80]@b1+0x6400\n",
        ".segment a\ntdma store.compress id=4 dst=int8[16,80,80]@b2+0x0 src=int8[16,80,80]@0x0 bias0=127 .layer_ID=9\n",
        "tiu conv pad=1,1,1,1 stride=2,2 !relu output=i8[1,32,40,40]@0x2000{aligned,plane:640} b=i16#-3 c=f32#0x3f80\n",
    ];
    let programs = Chip::ALL.into_iter().flat_map(|chip| {
        let tiu = descriptors::<Tiu>(chip.profile()).into_iter().map(|bytes| (Engine::Tiu, bytes));
        let tdma = descriptors::<Tdma>(chip.profile()).into_iter().map(|bytes| (Engine::Tdma, bytes));
        let all: Vec<_> =
            tiu.chain(tdma).filter_map(|(engine, bytes)| Descriptor::from_bytes(engine, &bytes)).collect();
        let text = move |some: &[Descriptor]| TextProgram::new(chip, some.to_vec()).disassemble().into_bytes();
        all.chunks(3).map(text).collect::<Vec<_>>()
    });
    by_hand.map(|text| text.as_bytes().to_vec()).into_iter().chain(programs).collect()
}

/// Command buffers: two segments, with CPU packets and without, and ids that wait for each other.
pub fn packets() -> Vec<Vec<u8>> {
    Chip::ALL.into_iter().flat_map(|chip| [false, true].map(|with_cpu| command_buffer(chip, with_cpu))).collect()
}

fn command_buffer(chip: Chip, with_cpu: bool) -> Vec<u8> {
    let (tiu, tdma) = (descriptors::<Tiu>(chip.profile()), descriptors::<Tdma>(chip.profile()));
    let mut cpu = [0; CPU_BYTES];
    cpu[28..36].copy_from_slice(b"function");
    let mut bytes = Vec::new();
    for (tiu, tdma) in tiu.iter().zip(&tdma).take(3) {
        let (Some(tiu), Some(tdma)) = (tiu.first_chunk(), tdma.first_chunk()) else { continue };
        for body in [Body::Tdma(tdma), Body::Tiu(tiu)] {
            Packet::from(body).append_to(chip, &mut bytes);
        }
        if with_cpu {
            Packet::from(Body::Cpu(&cpu)).append_to(chip, &mut bytes);
        }
    }
    bytes
}

/// Buffers made of the command buffers, as converted and as placed, behind four bytes that choose a place.
pub fn dmabufs() -> Vec<Vec<u8>> {
    let placement = Placement { device_address: 0x1_0000_0000, pmu_bytes: 0x1000, array_bases: [7; 8] };
    let mut buffers = Vec::new();
    for packets in packets() {
        let chip = command_packets::chip_of(&packets).expect("the seed is of a chip");
        let converted = dmabuf::from_packets(chip, &packets).expect("the seed converts");
        let placed = dmabuf::read(chip, &converted).and_then(|buffer| buffer.placed(&placement));
        buffers.extend([behind(&[1, 2, 3, 4], &placed.expect("the seed can be placed"))]);
        buffers.push(behind(&[0; 4], &converted));
    }
    buffers
}

fn behind(steering: &[u8], bytes: &[u8]) -> Vec<u8> {
    [steering, bytes].concat()
}

/// Bytes such as tensors have: mostly near zero.
fn tensor_bytes() -> Vec<u8> {
    (0..200_i32).map(|index| ((index % 7 - 3) * (index % 5)) as u8).collect()
}

fn compressions() -> Vec<Params> {
    let biased = [Params { bias0: 3, bias1: 2, ..Params::int8(true) }, Params { bias0: 120, ..Params::bf16(true) }];
    let plain = [Params::int8(false), Params::int8(true), Params::bf16(false), Params::bf16(true)];
    plain.into_iter().chain(biased).collect()
}

/// Compressed tensors behind the length of the plain one.
pub fn streams() -> Vec<Vec<u8>> {
    let plain = tensor_bytes();
    let length = (plain.len() as u16).to_le_bytes();
    let stream = |params: &Params| vlc::encode(&plain, params).expect("the seed can be compressed");
    compressions().iter().map(|params| behind(&length, &stream(params))).collect()
}

/// Plain tensors behind the choice of parameters.
pub fn plain_tensors() -> Vec<Vec<u8>> {
    let steering = |params: &Params| {
        let kind = u8::from(params.data_type == vlc::DataType::Bf16);
        [kind, params.bias0, params.bias1, u8::from(params.signed) | u8::from(params.zero_guard) << 1]
    };
    compressions().iter().map(|params| behind(&steering(params), &tensor_bytes())).collect()
}

fn arrays_to_write() -> Vec<(String, Array)> {
    let ramp = Array::from_values(&[1, 2, 3, 4], &(0..24_u16).map(f32::from).collect::<Vec<_>>());
    let scalar = Array::from_values(&[], &[2.5_f64]);
    let empty = Array::from_values::<i8>(&[0, 3], &[]);
    let named = [("ramp", ramp), ("scalar", scalar), ("größe", empty)];
    named.map(|(name, array)| (name.to_owned(), array.expect("shape and values agree"))).into()
}

/// Archives: written here, and by NumPy.
pub fn archives() -> Vec<Vec<u8>> {
    let arrays = arrays_to_write();
    let written = [Compression::Stored, Compression::Deflated].map(|compression| npz::write(&arrays, compression));
    let numpy: [&[u8]; 2] = [
        include_bytes!("../../isa/tests/data/numpy_stored.npz"),
        include_bytes!("../../isa/tests/data/numpy_deflated.npz"),
    ];
    let written = written.into_iter().map(|archive| archive.expect("the seed can be written"));
    written.chain(numpy.map(<[u8]>::to_vec)).collect()
}

/// Arrays as written here, and in the forms that only others write.
pub fn arrays() -> Vec<Vec<u8>> {
    let foreign = [
        ("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3, 2), }", 24),
        ("{'shape': (4L,), 'fortran_order': False, 'descr': '|V2'}", 8),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }\n", 0),
    ];
    let foreign = foreign.map(|(header, size)| {
        let length = (header.len() as u32).to_le_bytes();
        [b"\x93NUMPY\x02\x00", length.as_slice(), header.as_bytes(), &vec![3; size]].concat()
    });
    arrays_to_write().iter().map(|(_, array)| npz::write_npy(array)).chain(foreign).collect()
}

/// Parameters of every type.
pub fn parameters() -> Vec<Vec<u8>> {
    let entries = [
        ("flag", Parameter::Bool(true)),
        ("height", Parameter::Int(-8)),
        ("scale", Parameter::Float(0.5)),
        ("mode", Parameter::Text("linear".to_owned())),
        ("axes", Parameter::Ints(vec![0, 2, 3, 1])),
        ("means", Parameter::Floats(vec![1.0, f32::NAN])),
    ];
    let entries: Vec<_> = entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let subsets = (0..=entries.len()).map(|count| Parameters { entries: entries[..count].to_vec() });
    subsets.map(|parameters| parameters.write().expect("the seed can be written")).collect()
}

/// Recorded executions.
pub fn traces() -> Vec<Vec<u8>> {
    let section = |tag: &[u8; 4], address: u64, bytes: &[u8]| {
        [tag.as_slice(), &address.to_le_bytes(), &(bytes.len() as u64).to_le_bytes(), bytes].concat()
    };
    let headers = ["{\"chip\":\"cv180x\",\"test\":\"t\",\"run\":3,\"lmem_post\":true}\n", "{\"chip\": \"sg2002\"}"];
    let trace = |header: &str| {
        let tags = [b"TIU ", b"TDMA", b"GPRE", b"GPST", b"LPRE", b"LPST", b"what"];
        let sections: Vec<Vec<u8>> = tags.iter().map(|tag| section(tag, 0x1000, &[5; 16])).collect();
        let start = [b"CVTR0001", (header.len() as u32).to_le_bytes().as_slice(), header.as_bytes()].concat();
        [start, section(b"BASE", 0, &[1; 64]), sections.concat(), section(b"END ", 0, b"")].concat()
    };
    headers.map(trace).into()
}

/// LZ4 blocks behind the size they unpack to.
pub fn lz4_sections() -> Vec<Vec<u8>> {
    let mut model = Model::new("", Chip::Cv181x, Version::NEWEST);
    for size in [100, 700] {
        let name = size.to_string();
        let bytes: Vec<u8> = (0..size).map(|index: u32| (index % 37 * (index / 100)) as u8).collect();
        model.push_section(Section::new(SectionKind::Cmdbuf, &name), &bytes).expect("a small section fits");
    }
    model.compress().expect("the version has compressed sections");
    let block = |section: &Section| {
        behind(&section.decompressed_size.to_le_bytes()[..3], model.stored(section).expect("the section is there"))
    };
    model.body.sections.iter().map(block).collect()
}

/// Model files of the oldest and the newest version, plain and compressed, with packets and with fetched descriptors.
pub fn models() -> Vec<Vec<u8>> {
    let mut old = model(SectionKind::Cmdbuf);
    old.body.programs[0].tensors = vec![tensor("in", Region::Io(3), None), tensor("out", Region::Shared, None)];
    old.retarget(Version::new(2));
    let mut packed = model(SectionKind::Cmdbuf);
    packed.compress().expect("the version has compressed sections");
    let models = [model(SectionKind::Cmdbuf), model(SectionKind::Dmabuf), packed, old];
    models.iter().map(|model| model.write().expect("the seed can be written")).collect()
}

fn model(commands: SectionKind) -> Model<'static> {
    let mut model = Model::new("sample", Chip::Cv181x, Version::NEWEST);
    model.body.build_time = "2026-01-02 03:04:05".to_owned();
    model.body.weights = vec![Weight {
        name: "filter".to_owned(),
        offset: Address { region: Region::Weight, offset: 0 }.pack(),
        size: 24,
        shape: Some(Shape { dims: vec![1, 2, 3, 4] }),
        data_type: DataType::Int8,
    }];
    model.body.programs = vec![program(commands)];
    let bytes = command_buffer(Chip::Cv181x, false);
    let sections = [(SectionKind::Weight, "weight", &bytes[..24]), (commands, "part_0", bytes.as_slice())];
    for (kind, name, bytes) in sections {
        model.push_section(Section::new(kind, name), bytes).expect("a small section fits");
    }
    model
}

fn program(commands: SectionKind) -> Program {
    Program {
        batch: 1,
        neuron_size: 0,
        inputs: vec!["in".to_owned()],
        outputs: vec!["out".to_owned()],
        tensors: vec![
            tensor("in", Region::Io(3), Some("BGR_PLANAR")),
            tensor("middle", Region::Shared, None),
            tensor("out", Region::Private, None),
        ],
        routines: vec![on_tpu(commands), on_cpu()],
        shared_size: 256,
        private_size: 256,
    }
}

fn tensor(name: &str, region: Region, picture: Option<&str>) -> Tensor {
    Tensor {
        id: 0,
        name: name.to_owned(),
        offset: Address { region, offset: 0 }.pack(),
        data_type: DataType::Int8,
        shape: Shape { dims: vec![1, 3, 8, 8] },
        stride: None,
        quantisation: Some(Quantisation { kind: QuantType::None, max: 0.0, min: 0.0, zero_point: 0.0, scale: 0.5 }),
        overwritten: region == Region::Shared,
        scale: picture.map_or(Vec::new(), |_| vec![0.5; 3]),
        mean: picture.map_or(Vec::new(), |_| vec![-1.5; 3]),
        pixel_format: picture.map(str::to_owned),
        aligned: picture.is_some(),
        size: 0,
    }
}

fn on_tpu(commands: SectionKind) -> Routine {
    let section = |kind| (kind == commands).then(|| "part_0".to_owned());
    let tpu = TpuRoutine { cmdbuf_section: section(SectionKind::Cmdbuf), dmabuf_section: section(SectionKind::Dmabuf) };
    Routine {
        kind: RoutineKind::Tpu,
        inputs: vec!["in".to_owned()],
        outputs: vec!["middle".to_owned()],
        tpu: Some(tpu),
        cpu: None,
    }
}

fn on_cpu() -> Routine {
    let arguments = parameters().pop().expect("there are parameters");
    Routine {
        kind: RoutineKind::Cpu,
        inputs: vec!["middle".to_owned()],
        outputs: vec!["out".to_owned()],
        tpu: None,
        cpu: Some(CpuRoutine { function: "interp".to_owned(), arguments }),
    }
}

/// One program each of the recorded scenarios.
pub fn scenarios() -> Vec<Vec<u8>> {
    let files = [
        include_str!("../golden/cv180x.txt"),
        include_str!("../golden/cv181x.txt"),
        include_str!("../golden/cv182x.txt"),
        include_str!("../golden/cv183x.txt"),
    ];
    let of_file = |file: &str| {
        let mut parts = file.split("\n.segment ");
        let head = parts.next().unwrap_or_default().to_owned();
        parts.take(8).map(|part| format!("{head}\n.segment {part}\n").into_bytes()).collect::<Vec<_>>()
    };
    files.into_iter().flat_map(of_file).collect()
}

/// Models that can be loaded, and some that cannot.
pub fn networks() -> Vec<Vec<u8>> {
    let mut packed = loadable();
    packed.compress().expect("the version has compressed sections");
    let written = [loadable(), packed].map(|model| model.write().expect("the seed can be written"));
    written.into_iter().chain(models()).collect()
}

/// Numbers that the host quantises, and of which the TPU takes the least.
fn loadable() -> Model<'static> {
    let mut model = Model::new("small", Chip::Cv181x, Version::NEWEST);
    model.push_section(Section::new(SectionKind::Cmdbuf, "part_0"), &clipping()).expect("a small section fits");
    let mut program = program(SectionKind::Cmdbuf);
    program.tensors = vec![
        Tensor { offset: -1, data_type: DataType::Fp32, ..tensor("in", Region::Io(3), None) },
        tensor("middle", Region::Io(3), None),
        tensor("out", Region::Io(4), None),
    ];
    let quant = [("from", "NONE"), ("to", "INT8")].map(|(key, value)| (key, Parameter::Text(value.to_owned())));
    let quant = quant.into_iter().chain([("threshold", Parameter::Float(64.0))]);
    let entries = quant.map(|(key, value)| (key.to_owned(), value)).collect();
    let arguments = Parameters { entries }.write().expect("the seed can be written");
    let between = |routine: Routine, from: &str, to: &str| Routine {
        inputs: vec![from.to_owned()],
        outputs: vec![to.to_owned()],
        ..routine
    };
    let cpu = Some(CpuRoutine { function: "quant".to_owned(), arguments });
    program.routines = vec![
        between(Routine { cpu, ..on_cpu() }, "in", "middle"),
        between(on_tpu(SectionKind::Cmdbuf), "middle", "out"),
    ];
    model.body.programs = vec![program];
    model
}

/// A command buffer that loads, clips and stores.
fn clipping() -> Vec<u8> {
    let text = "\
.chip cv181x
tdma load id=1 dst=int8[3,8,8]@0x0 src=int8[3,8,8]@b3+0x0
tiu  min id=1 wait=1 output=i8[1,3,8,8]@0x100%manual a=i8[1,3,8,8]@0x0%manual b=i8#3
tdma store id=2 wait=1 dst=int8[3,8,8]@b4+0x0 src=int8[3,8,8]@0x100
";
    let program = TextProgram::assemble(text, None).expect("the seed can be assembled");
    let mut bytes = Vec::new();
    for descriptor in program.segments.iter().flat_map(|segment| &segment.descriptors) {
        let words = bytes_of(descriptor.words());
        let body = match descriptor.engine() {
            Engine::Tiu => words.first_chunk().map(Body::Tiu),
            _ => words.first_chunk().map(Body::Tdma),
        };
        Packet::from(body.expect("a whole descriptor")).append_to(Chip::Cv181x, &mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_networks_can_be_loaded() {
        for network in networks().iter().take(2) {
            let loaded = emulator::runtime::Network::load(network, 0).map(|network| network.descriptors());
            assert_eq!(loaded, Ok(3));
        }
    }
}
