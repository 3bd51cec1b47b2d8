//! How descriptors look.

use isa::chip::Chip;
use isa::command::{Command, Isa, Tdma, Tiu, decode};
use isa::op::{CommandId, tdma, tiu};
use isa::text::{Descriptor, Program, assemble_line, disassemble};
use std::collections::BTreeSet;

const LINES: &str = include_str!("lines.txt");

/// The programs of the file, one for each chip.
fn programs() -> Vec<String> {
    let starts: Vec<&str> = LINES.split(".chip ").skip(1).collect();
    starts.iter().map(|text| format!(".chip {}", text.trim_end())).collect()
}

#[test]
fn written_lines_are_what_is_read() {
    for text in programs() {
        let program = Program::assemble(&text, None).unwrap();
        let written = program.disassemble();
        for (line, expected) in written.lines().zip(text.lines()) {
            assert_eq!(line, expected);
        }
        assert_eq!(written.trim_end(), text);
    }
}

#[test]
fn every_operation_is_among_the_lines() {
    let mut seen = BTreeSet::new();
    for text in programs() {
        let program = Program::assemble(&text, None).unwrap();
        for descriptor in program.descriptors() {
            let info = match descriptor {
                Descriptor::Tiu(words) => {
                    decode::<Tiu>(words, program.chip.profile(), 0).command().map(|command| command.info())
                }
                Descriptor::Tdma(words) => {
                    decode::<Tdma>(words, program.chip.profile(), 0).command().map(|command| command.info())
                }
            };
            seen.extend(info.map(|info| (info.engine, info.name)));
        }
    }
    let all = Tiu::ops().iter().chain(Tdma::ops()).map(|info| (info.engine, info.name)).collect();
    assert_eq!(seen, all);
}

fn tensor(chip: Chip, line: &str) -> tiu::Tensor {
    let Some(Descriptor::Tiu(words)) = assemble_line(line, chip).unwrap() else { panic!("{line} is not for the TIU") };
    match decode::<Tiu>(&words, chip.profile(), 0).command().unwrap().op {
        tiu::TiuOp::Copy(op) => op.a,
        other => panic!("{line} became {other:?}"),
    }
}

#[test]
fn an_operand_of_the_tiu_means_its_parts() {
    let chip = Chip::Cv181x;
    let read = |operand: &str| tensor(chip, &format!("tiu copy output=i8[1,1,1,1]@0x0 a={operand}"));
    let plain = read("u8[2,20,3,5]@L2+0x40");
    assert_eq!((plain.n, plain.c, plain.h, plain.w), (2, 20, 3, 5));
    assert_eq!((plain.addr.0, plain.signed, plain.width, plain.constant), (2 * 32768 + 0x40, false, 1, false));
    assert_eq!(plain.mode, tiu::StrideMode::Aligned);
    assert_eq!(
        (plain.n_stride, plain.c_stride, plain.h_stride, plain.w_stride, plain.plane_stride),
        (16, 16, 0, 1, 16)
    );
    assert_eq!(read("u8[2,20,3,5]@0x10040"), plain);
    let aligned = read("i8[2,20,3,5]@L2+0x40{aligned}");
    assert_eq!(aligned.mode, tiu::StrideMode::Manual);
    assert_eq!((aligned.n_stride, aligned.c_stride, aligned.h_stride, aligned.w_stride), (3 * 16, 16, 5, 1));
    let packed = read("i16[2,23,3,5]@L2+0x40{packed,plane:120}");
    assert_eq!((packed.n_stride, packed.c_stride, packed.h_stride, packed.w_stride), (4 * 15, 15, 5, 1));
    assert_eq!((packed.signed, packed.width, packed.plane_stride), (true, 0, 120));
    assert_eq!(read("i16[2,23,3,5]@L2+0x40{packed,plane:120,h:9,plane:3}").h_stride, 9);
    assert_eq!(read("i8[1,1,1,1]@0x0%lane").mode, tiu::StrideMode::Lane);
}

#[test]
fn a_typed_operation_becomes_the_line_one_would_write() {
    let chip = Chip::Cv181x.profile();
    let Some(Descriptor::Tdma(words)) = assemble_line(
        "tdma store id=5 wait=2 layer=9 dst=bf16[4,2,8]@b3+0x40 src=int8[4,2,8]@L1+0x8 n=6 int8_sign",
        chip.chip,
    )
    .unwrap() else {
        panic!("a line of the TDMA is for the TDMA");
    };
    let command = decode::<Tdma>(&words, chip, 0).command().unwrap();
    let tdma::TdmaOp::Tensor(op) = command.op else { panic!("a store became {command:?}") };
    assert_eq!((op.direction, op.n, op.int8_sign, op.matrix), (tdma::Direction::Store, 6, true, false));
    assert_eq!((op.dst.base, op.dst.addr.0, op.dst.format), (3, 0x40, 2));
    assert_eq!((op.dst.n_stride, op.dst.c_stride, op.dst.h_stride), (128, 32, 16));
    assert_eq!((op.src.base, op.src.addr.0, op.src.format), (0, 0x8008, 1));
    assert_eq!((op.src.n_stride, op.src.c_stride, op.src.h_stride), (16, 16, 8));
    assert_eq!((command.header.id, command.header.wait, command.header.layer), (CommandId(5), CommandId(2), 9));
    let wider = tdma::Tensor { dst: tdma::Endpoint { h_stride: 20, ..op.dst }, ..op };
    let words = Command::<Tdma>::new(wider).encode(chip).unwrap();
    let expected = "tdma store dst=bf16[4,2,8]@b3+0x40{n:128,c:32,h:20} src=int8[4,2,8]@L1+0x8 n=6 int8_sign";
    assert_eq!(disassemble::<Tdma>(&words, chip), expected);
}

#[test]
fn order_spaces_and_numbers_are_free_when_read() {
    let usual =
        "tiu  mul id=9 output=i8[1,16,32,32]@L1+0x40 a=i8[1,16,32,32]@0x1000{n:1,c:2,h:3,w:4} b=i8#102 rshift=10 relu";
    let free = "\t tiu mul relu=1 rshift = 0xa b=i8#0x66 a=i8[ 1, 16,0x20,32 ]@4096{ w : 4, h:3,c:2,n:1 } id=0x9 !interrupt output=i8[1,16,32,32]@0x8040   # why not";
    let chip = Chip::Cv180x;
    assert_eq!(assemble_line(free, chip), assemble_line(usual, chip));
    assert!(assemble_line(usual, chip).is_ok());
}
