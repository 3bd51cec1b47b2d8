//! Random operations, most of them legal, and random contents of local memory.

use isa::address::LocalAddress;
use isa::chip::{Chip, ChipProfile};
use isa::op::tiu::{
    Add, And, ChannelSum, Copy, Ge, Lookup, Mac, Max, Min, Mul, Or, Shift, StrideMode, Sub, Tensor, TiuKind, TiuOp, Xor,
};
use proptest::prelude::*;

/// One operation with what it finds in memory.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) chip: &'static ChipProfile,
    pub(crate) op: TiuOp,
    pub(crate) contents: Contents,
}

/// How local memory is filled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents {
    seed: u64,
    style: u8,
}

impl Contents {
    /// So many bytes, in which every lane looks different.
    pub(crate) fn bytes(self, count: usize) -> Vec<u8> {
        let pattern = self.pattern(65518);
        pattern.iter().copied().cycle().take(count).collect()
    }

    /// Anything, small amounts, special bytes, bf16 numbers of similar size, or special ones.
    fn pattern(self, count: usize) -> Vec<u8> {
        let mut state = self.seed | 1;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u32
        };
        let pairs = (0..count / 2).flat_map(|_| {
            let random = next();
            let [a, b, ..] = random.to_le_bytes();
            match self.style {
                0 => [a, b],
                1 => [a, b].map(|byte| (byte % 33).wrapping_sub(16)),
                2 => [a, b].map(|byte| [0, 1, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff][usize::from(byte % 8)]),
                3 => ((random as u16 & 0x807f) | ((115 + (random >> 16) as u16 % 25) << 7)).to_le_bytes(),
                _ => [0_u16, 0x8000, 0x0001, 0x0080, 0x7f7f, 0xff7f, 0x7f80, 0x7fc0, 0x3f80, 0xbf81]
                    [random as usize % 10]
                    .to_le_bytes(),
            }
        });
        pairs.collect()
    }
}

/// What the operands of an operation have in common.
#[derive(Clone, Copy, Debug)]
struct Common {
    chip: &'static ChipProfile,
    shape: [u16; 4],
    bf16: bool,
    signs: [bool; 3],
    wide: bool,
    relu: bool,
}

impl Common {
    fn element(&self) -> u16 {
        if self.bf16 { 2 } else { 1 }
    }

    fn groups(&self) -> u16 {
        self.shape[1].div_ceil(self.chip.lanes as u16)
    }
}

fn commons() -> impl Strategy<Value = Common> {
    let shape = prop_oneof![
        3 => [1_u16..4, 1..20, 1..6, 1..20],
        1 => [1_u16..2, 1..9, 1..40, 1..40],
        1 => [1_u16..3, 1..70, 1..3, 1..2],
    ];
    (prop::sample::select(&Chip::ALL), shape, any::<[bool; 6]>()).prop_map(|(chip, shape, flags)| {
        let [bf16, a, b, output, wide, relu] = flags;
        Common { chip: chip.profile(), shape, bf16, signs: [output, a, b], wide, relu: relu && !wide && (a || b) }
    })
}

/// A tensor in one third of the lanes, now and then anywhere; with packed, spread, zero or arbitrary strides.
fn tensor(common: Common, third: u32) -> impl Strategy<Value = Tensor> {
    let lanes = prop_oneof![3 => Just(0), 1 => 0..common.chip.lanes];
    let lanes = if third == 1 { lanes.boxed() } else { prop_oneof![Just(0_u32), 0..2_u32].boxed() };
    let address = prop_oneof![6 => third * 0x2800..third * 0x2800 + 64, 1 => 0_u32..256, 1 => 32000_u32..32768];
    let strides = (0_u8..6, prop::array::uniform4(0_u16..40));
    let planes = prop_oneof![3 => Just(0x1400_u16), 1 => 1_u16..5000];
    (lanes, address, strides, planes, prop::bool::weighted(0.1)).prop_map(
        move |(lane, offset, strides, planes, odd)| {
            let [n, c, h, w] = common.shape;
            let [n_stride, c_stride, h_stride, w_stride] = place(common, strides);
            Tensor {
                addr: LocalAddress(lane * 32768 + offset),
                n,
                c,
                h,
                w,
                n_stride,
                c_stride,
                h_stride,
                w_stride,
                plane_stride: planes,
                mode: StrideMode::Manual,
                signed: false,
                width: 1,
                constant: odd && third != 0,
            }
        },
    )
}

fn place(common: Common, (kind, random): (u8, [u16; 4])) -> [u16; 4] {
    let [_, _, h, w] = common.shape;
    let (element, groups) = (common.element(), common.groups() + 1);
    match kind {
        0 | 1 => {
            let channel = (h * w * element).next_multiple_of(if kind == 0 { 16 } else { 1 });
            [channel * groups, channel, w * element, element]
        }
        2 => {
            let row = 2 * w * element + random[2] / 2 * 2;
            [row * h * groups, row * h, row, 2 * element]
        }
        3 => random.map(|stride| stride * element),
        4 => [0, w * h * element, w * element, element],
        _ => [w * h * element * groups, w * h * element, element, h * element],
    }
}

/// An operation of this kind.
fn operation(kind: TiuKind, common: Common) -> impl Strategy<Value = TiuOp> {
    let tensors = (tensor(common, 0), tensor(common, 1), tensor(common, 2));
    let shifts = (prop_oneof![0_u8..10, 0_u8..64], 0_u8..32, any::<[bool; 3]>(), prop::option::weighted(0.3, 0_u8..2));
    (tensors, shifts, any::<u32>()).prop_map(move |((output, a, b), (rshift, lshift, flags, in_place), number)| {
        let mut tensors = [output, a, b];
        if let Some(operand) = in_place {
            let constant = tensors[usize::from(operand) + 1].constant;
            tensors[usize::from(operand) + 1] = Tensor { constant, ..output };
        }
        let rshift = if common.chip.chip == Chip::Cv183x { rshift % 32 } else { rshift };
        assemble(kind, common, tensors, Numbers { rshift, lshift, flags, multiplier: number })
    })
}

struct Numbers {
    rshift: u8,
    lshift: u8,
    flags: [bool; 3],
    multiplier: u32,
}

/// Sets signs, widths and shift kinds as the operation wants them.
fn assemble(kind: TiuKind, common: Common, tensors: [Tensor; 3], numbers: Numbers) -> TiuOp {
    let [output, a, b] = tensors;
    let [round, quant, other] = numbers.flags;
    let (bf16, relu) = (common.bf16, u8::from(common.relu));
    let signed = common.signs[1] || common.signs[2];
    let with = |tensor: Tensor, signed: bool, wide: bool| Tensor { signed, width: u8::from(!wide), ..tensor };
    let output_sign = if relu == 1 { common.signs[0] } else { signed };
    let result = with(output, output_sign, common.wide);
    let (arith, rshift) = (signed, numbers.rshift);
    let bytes = [with(a, common.signs[1], false), with(b, common.signs[2], false)];
    let words = [with(a, common.signs[1], !bf16), with(b, common.signs[2], !bf16)];
    let alike = |tensor| with(tensor, common.signs[0], false);
    let plain = |tensor| with(tensor, false, common.wide);
    match kind {
        TiuKind::Mul => {
            let [a, b] = bytes;
            let multiplier = numbers.multiplier;
            Mul { output: result, a, b, bf16, rshift, arith, round, relu, quant: quant && other, multiplier }.into()
        }
        TiuKind::Mac => {
            let ([a, b], lshift) = (bytes, numbers.lshift);
            Mac { output: result, a, b, bf16, rshift, lshift, arith, round, relu, accumulate: true }.into()
        }
        TiuKind::Add => {
            let [a, b] = words;
            Add { output: result, a, b, bf16, rshift, arith, round, relu }.into()
        }
        TiuKind::Sub => {
            let [a, b] = words;
            let (output, a) = (Tensor { signed: true, ..result }, Tensor { signed: true, ..a });
            Sub { output, a, b, bf16, rshift, arith: true, round, relu }.into()
        }
        TiuKind::Max => Max { output: alike(output), a: alike(a), b: alike(b), bf16, arith }.into(),
        TiuKind::Min => Min { output: alike(output), a: alike(a), b: alike(b), bf16, arith }.into(),
        TiuKind::Ge => Ge { output: alike(output), a: alike(a), b: alike(b), bf16, arith }.into(),
        TiuKind::And => And { output: plain(output), a: plain(a), b: plain(b), bf16 }.into(),
        TiuKind::Or => Or { output: plain(output), a: plain(a), b: plain(b), bf16 }.into(),
        TiuKind::Xor => Xor { output: plain(output), a: plain(a), b: plain(b), bf16 }.into(),
        TiuKind::Copy => Copy { output: alike(output), a: alike(a), bf16 }.into(),
        TiuKind::Shift => {
            let (a, b) = (with(a, common.signs[1], true), with(b, true, false));
            Shift { output: result, a, b, bf16, arith: common.signs[1], round: false }.into()
        }
        TiuKind::Lookup => lookup(common, [output, a, b]),
        _ => channel_sum(common, output, a, &numbers),
    }
}

fn lookup(common: Common, [output, input, table]: [Tensor; 3]) -> TiuOp {
    let bf16 = common.bf16;
    let with = |tensor| Tensor { mode: StrideMode::Aligned, signed: bf16, width: 1, ..tensor };
    let (h, w) = if bf16 { (32, 8) } else { (16, 16) };
    let table = Tensor { n: 1, c: common.chip.lanes as u16, h, w, ..with(table) };
    let addr = LocalAddress(output.addr.0 & !0xffff | input.addr.0 & 0xffff);
    Lookup { output: with(output), input: Tensor { addr, ..with(input) }, table, bf16 }.into()
}

fn channel_sum(common: Common, output: Tensor, input: Tensor, numbers: &Numbers) -> TiuOp {
    let signed = common.signs[1];
    let output = Tensor { n: 1, h: 1, w: 1, mode: StrideMode::Packed, signed, width: u8::from(!common.wide), ..output };
    let input = Tensor { mode: StrideMode::Aligned, signed, constant: false, ..input };
    let [round, other, _] = numbers.flags;
    let arith = if common.bf16 { other } else { signed };
    ChannelSum { output, input, bf16: common.bf16, rshift: numbers.rshift, arith, round }.into()
}

/// A program with an operation of this kind.
pub(crate) fn programs(kind: TiuKind) -> impl Strategy<Value = Program> {
    let contents = (any::<u64>(), 0_u8..5).prop_map(|(seed, style)| Contents { seed, style });
    (commons(), contents).prop_flat_map(move |(common, contents)| {
        let chip = match kind {
            TiuKind::ChannelSum => Chip::Cv183x.profile(),
            TiuKind::Ge if !common.chip.features.greater_equal => Chip::Cv181x.profile(),
            _ => common.chip,
        };
        // Only amounts from -16 to 16 can be shifted by.
        let contents = if kind == TiuKind::Shift { Contents { style: 1, ..contents } } else { contents };
        operation(kind, Common { chip, ..common }).prop_map(move |op| Program { chip, op, contents })
    })
}
