//! A small program for every chip.

use isa::address::LocalAddress;
use isa::chip::ChipProfile;
use isa::command::bytes_of;
use isa::hardware_order::{TIU_BYTES, to_hardware_order};
use isa::op::CommandId;
use isa::op::tdma::{self, Direction, Endpoint};
use isa::op::tiu::{Mul, StrideMode, Tensor};
use isa::sequence::Sequence;

const BF16: u8 = 2;
const NUMBERS: [u16; 3] = [1, 1, 8];

/// Descriptors of both engines, as the library wants them.
pub(crate) struct Streams {
    pub(crate) tiu: Vec<u8>,
    pub(crate) tdma: Vec<u8>,
}

/// Loads 16 unsigned bytes from base register 3, squares them, stores the squares at base register 4. Also rounds eight
/// bf16 numbers, 16 bytes behind the first, to bytes and stores them behind the squares.
pub(crate) fn squares(chip: &ChipProfile) -> Streams {
    let shape = [1, 1, 16];
    let local = |offset| Endpoint::local(chip, LocalAddress(offset), shape);
    let dense =
        Tensor { signed: false, mode: StrideMode::Manual, h_stride: 16, ..Tensor::new(LocalAddress(0), [1, 1, 1, 16]) };
    let tensor = |offset| Tensor { addr: LocalAddress(offset), ..dense };
    let mut sequence = Sequence::new();
    let (src, dst) = (Endpoint::dram(3, 0, shape), local(0));
    let loaded = sequence.transfer(load(dst, src), CommandId(0));
    let squares = Mul { output: tensor(64), a: tensor(0), b: tensor(0), rshift: 0, ..Mul::default() };
    let computed = sequence.compute(squares, loaded);
    let (src, dst) = (local(64), Endpoint::dram(4, 0, shape));
    sequence.transfer(store(dst, src), computed);
    let float = |end: Endpoint| Endpoint { format: BF16, ..end };
    let numbers = float(Endpoint::local(chip, LocalAddress(128), NUMBERS));
    sequence.transfer(load(numbers, float(Endpoint::dram(3, 16, NUMBERS))), computed);
    sequence.transfer(store(Endpoint::dram(4, 16, NUMBERS), numbers), computed);
    let encoded = sequence.encode(chip).unwrap();
    Streams {
        tiu: encoded.tiu.iter().flat_map(|words| hardware_order(&bytes_of(words))).collect(),
        tdma: encoded.tdma.iter().flat_map(|words| bytes_of(words)).collect(),
    }
}

fn hardware_order(bytes: &[u8]) -> [u8; TIU_BYTES] {
    let mut descriptor = bytes.try_into().unwrap();
    to_hardware_order(&mut descriptor);
    descriptor
}

fn load(dst: Endpoint, src: Endpoint) -> tdma::Tensor {
    tdma::Tensor { dst, src, direction: Direction::Load, ..tdma::Tensor::default() }
}

fn store(dst: Endpoint, src: Endpoint) -> tdma::Tensor {
    tdma::Tensor { direction: Direction::Store, ..load(dst, src) }
}
