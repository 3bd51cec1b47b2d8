//! The tensor unit: what each of its operations does to local memory.
//!
//! An operation is checked as a whole before it writes anything, so that a refused one leaves memory as it was.

mod elementwise;
mod idle_fields;
mod job;
mod kernel;
mod operand;
mod ops;
mod plane;
mod rules;
#[cfg(test)]
mod testing;
mod walk;
mod window;

use crate::halt::{Halt, Stop};
use crate::memory::LocalMemory;
use crate::pool::Pool;
use crate::refusal::Refusal;
use isa::chip::ChipProfile;
use isa::op::tiu::{OPS, TiuOp};
use job::{CHUNK_BYTES, RESULTS, SOURCES};

pub use idle_fields::check_idle_fields;

/// Buffers that outlive an operation, so that executing one allocates nothing.
#[derive(Clone, Debug)]
pub struct Scratch {
    inputs: [[u8; CHUNK_BYTES]; SOURCES],
    outputs: [[u8; CHUNK_BYTES]; RESULTS],
    copy: Vec<u8>,
    sums: Vec<i32>,
    window: window::Buffers,
}

impl Default for Scratch {
    fn default() -> Self {
        Scratch {
            inputs: [[0; CHUNK_BYTES]; SOURCES],
            outputs: [[0; CHUNK_BYTES]; RESULTS],
            copy: Vec::new(),
            sums: Vec::new(),
            window: window::Buffers::default(),
        }
    }
}

/// Who computes an operation, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means<'m> {
    pub(crate) pool: &'m Pool,
    /// What long operations look at: once somebody asks to stop, they are left out as a whole.
    pub(crate) stop: Stop<'m>,
}

/// What an operation works with.
struct Unit<'u> {
    chip: &'static ChipProfile,
    local: &'u mut LocalMemory,
    scratch: &'u mut Scratch,
}

/// Executes one operation on local memory.
///
/// # Errors
/// Whatever the hardware model refuses in the operation's own fields, and what nobody defines; local memory is then
/// unchanged. See [`check_idle_fields`] for the other fields of the descriptor.
pub fn execute(
    op: &TiuOp,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    scratch: &mut Scratch,
) -> Result<(), Refusal> {
    match execute_with(op, chip, local, scratch, Means { pool: &Pool::ALONE, stop: Stop::NEVER }) {
        Err(Halt::Refused(refusal)) => Err(refusal),
        _ => Ok(()),
    }
}

/// As [`execute`], with these means.
pub(crate) fn execute_with(
    op: &TiuOp,
    chip: &'static ChipProfile,
    local: &mut LocalMemory,
    scratch: &mut Scratch,
    means: Means<'_>,
) -> Result<(), Halt> {
    check_feature(op, chip)?;
    check_memory(chip, local)?;
    let unit = &mut Unit { chip, local, scratch };
    let done = match op {
        TiuOp::Conv(op) => return window::conv::execute(op, chip, unit.local, &mut unit.scratch.window, means),
        TiuOp::DepthwiseConv(op) => {
            return window::depthwise::execute(op, chip, unit.local, &mut unit.scratch.window, means);
        }
        TiuOp::MaxPool(op) => return window::pool::execute_max(op, chip, unit.local, &mut unit.scratch.window, means),
        TiuOp::AvgPool(op) => return window::pool::execute_avg(op, chip, unit.local, &mut unit.scratch.window, means),
        TiuOp::MinPool(op) => return window::pool::execute_min(op, chip, unit.local, &mut unit.scratch.window, means),
        TiuOp::Matmul(op) => return window::matmul::execute(op, chip, unit.local, &mut unit.scratch.window, means),
        // The others work on elements, of which there are too few to take long.
        TiuOp::Mul(op) => ops::mul::execute(op, unit),
        TiuOp::Mac(op) => ops::mac::execute(op, unit),
        TiuOp::Add(op) => ops::add::execute(op, unit),
        TiuOp::Sub(op) => ops::sub::execute(op, unit),
        TiuOp::Max(op) => ops::max::execute(op, unit),
        TiuOp::Min(op) => ops::min::execute(op, unit),
        TiuOp::Shift(op) => ops::shift::execute(op, unit),
        TiuOp::And(op) => ops::and::execute(op, unit),
        TiuOp::Or(op) => ops::or::execute(op, unit),
        TiuOp::Xor(op) => ops::xor::execute(op, unit),
        TiuOp::Copy(op) => ops::copy::execute(op, unit),
        TiuOp::Ge(op) => ops::ge::execute(op, unit),
        TiuOp::Lookup(op) => ops::lookup::execute(op, unit),
        TiuOp::ChannelSum(op) => ops::channel_sum::execute(op, unit),
    };
    Ok(done?)
}

fn check_feature(op: &TiuOp, chip: &ChipProfile) -> Result<(), Refusal> {
    let info = &OPS[op.kind() as usize];
    if info.feature.is_none_or(|(_, has)| has(&chip.features)) {
        return Ok(());
    }
    Err(Refusal::new(format!("{} has no operation {}", chip.name, info.name)).help("choose a chip that has it"))
}

fn check_memory(chip: &ChipProfile, local: &LocalMemory) -> Result<(), Refusal> {
    if local.bytes().len() == chip.lmem_bytes() as usize {
        return Ok(());
    }
    Err(Refusal::new(format!("the local memory is not that of {}", chip.name)).help("make it for the same chip"))
}
