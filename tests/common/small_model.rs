//! A model of a few numbers that uses host and TPU.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::tpuscope;
use isa::chip::Chip;
use isa::container::cvimodel::{
    CpuRoutine, DataType, Model, Program, QuantType, Quantisation, Routine, RoutineKind, Section, SectionKind, Shape,
    Tensor, TpuRoutine, Version,
};
use isa::container::parameters::{Parameter, Parameters};
use std::path::Path;

fn tensor(name: &str, data_type: DataType, offset: i64, scale: f32) -> Tensor {
    Tensor {
        id: 0,
        name: name.into(),
        offset,
        data_type,
        shape: Shape { dims: vec![1, 2, 1, 16] },
        stride: None,
        quantisation: Some(Quantisation { kind: QuantType::None, max: 0.0, min: 0.0, zero_point: 0.0, scale }),
        overwritten: false,
        scale: Vec::new(),
        mean: Vec::new(),
        pixel_format: None,
        aligned: false,
        size: 0,
    }
}

const COMMANDS: &str = "\
.chip cv181x
tdma load id=1 dst=int8[2,1,16]@0x0 src=int8[2,1,16]@b3+0x0
tiu  min id=1 wait=1 output=i8[1,2,1,16]@0x100%manual a=i8[1,2,1,16]@0x0%manual b=i8#3
tdma store id=2 wait=1 dst=int8[2,1,16]@b4+0x0 src=int8[2,1,16]@0x100
";

/// Real numbers are quantised by the host, clipped at 3 by the TPU, and handed out. What it is made of goes beside
/// `scratch`.
pub(crate) fn small_model(scratch: &Path) -> Vec<u8> {
    small_model_of(COMMANDS, scratch)
}

/// The same around other commands.
pub(crate) fn small_model_of(commands: &str, scratch: &Path) -> Vec<u8> {
    let (source, packets) = (scratch.with_extension("txt"), scratch.with_extension("packets"));
    std::fs::write(&source, commands).unwrap();
    let asm = tpuscope(&["asm", source.to_str().unwrap(), "-o", packets.to_str().unwrap()]);
    assert!(asm.status.success(), "{}", String::from_utf8_lossy(&asm.stderr));
    let mut model = Model::new("small", Chip::Cv181x, Version::new(4));
    let section = Section {
        kind: SectionKind::Cmdbuf,
        name: "commands".into(),
        size: 0,
        offset: 0,
        encrypted: false,
        compressed: false,
        decompressed_size: 0,
    };
    model.push_section(section, &std::fs::read(&packets).unwrap()).unwrap();
    let named = |key: &str, value: &str| (key.to_string(), Parameter::Text(value.into()));
    let threshold = ("threshold".to_string(), Parameter::Float(64.0));
    let parameters = Parameters { entries: vec![named("from", "NONE"), named("to", "INT8"), threshold] };
    let cpu = CpuRoutine { function: "quant".into(), arguments: parameters.write().unwrap() };
    let tpu = TpuRoutine { cmdbuf_section: Some("commands".into()), dmabuf_section: None };
    let routine = |kind, from: &str, to: &str| Routine {
        kind,
        inputs: vec![from.into()],
        outputs: vec![to.into()],
        tpu: (kind == RoutineKind::Tpu).then(|| tpu.clone()),
        cpu: (kind == RoutineKind::Cpu).then(|| cpu.clone()),
    };
    model.body.programs.push(Program {
        batch: 1,
        neuron_size: 0,
        inputs: vec!["real".into()],
        outputs: vec!["clipped".into()],
        tensors: vec![
            tensor("real", DataType::Fp32, -1, 1.0),
            tensor("quantised", DataType::Int8, 3 << 40, 1.0),
            tensor("clipped", DataType::Int8, 4 << 40, 0.5),
        ],
        routines: vec![
            routine(RoutineKind::Cpu, "real", "quantised"),
            routine(RoutineKind::Tpu, "quantised", "clipped"),
        ],
        shared_size: 0,
        private_size: 0,
    });
    model.write().unwrap()
}
