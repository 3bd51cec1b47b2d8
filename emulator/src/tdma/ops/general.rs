//! One run of bytes.

use crate::memory::Space;
use crate::refusal::Refusal;
use crate::tdma::plan::{Place, Plan};
use crate::tdma::scene::{End, Scene, need};
use isa::op::tdma::{Direction, General};

pub(super) fn plan(op: &General, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let (from, to) = match op.direction {
        Direction::Load => (Space::Dram, Space::Local),
        Direction::Store => (Space::Local, Space::Dram),
        Direction::Copy | Direction::Move => (Space::Dram, Space::Dram),
    };
    if from != to {
        need("dst_fmt", op.dst.format, op.src.format, "a run of bytes is not converted")?;
    }
    let bytes = u64::from(op.src.n_stride);
    let from = place(scene, End::source(&op.src), from, bytes)?;
    let to = place(scene, End::target(&op.dst), to, bytes)?;
    Ok(Plan::Bytes { from, to, bytes })
}

fn place(scene: &Scene<'_>, end: End<'_>, space: Space, bytes: u64) -> Result<Place, Refusal> {
    let (at, size) = match space {
        Space::Local => (scene.local(end)?.0.into(), scene.chip.lmem_bytes().into()),
        Space::Dram => (scene.dram(end)?, scene.dram_bytes),
    };
    if at + bytes <= size {
        return Ok(Place { space, at });
    }
    let refusal = Refusal::new(format!("{bytes} bytes at {at:#x} do not end in the {size:#x} bytes of {space}"));
    Err(refusal.field("src_n_stride", bytes, format!("0 to {}", size - at)).help("move fewer bytes"))
}
