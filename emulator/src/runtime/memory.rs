//! Where the regions of a model lie in DRAM.
//!
//! Weights, shared and private memory and every input and output of its own region get a place each, one behind the
//! other. Their order means nothing: models reach them through base registers only.

use super::error::RuntimeError;
use isa::chip::ChipProfile;
use isa::container::cvimodel::{Model, Program, Region, SectionKind};
use std::ops::Range;

/// Regions start at a multiple of this.
const PAGE: u64 = 4096;

/// The place of each region, by the number of its base register; as offsets from the start of DRAM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemoryPlan {
    regions: [Range<u64>; 8],
}

impl MemoryPlan {
    /// A place for everything that `program` uses.
    pub(super) fn new(model: &Model<'_>, program: &Program, chip: &ChipProfile) -> Result<Self, RuntimeError> {
        let mut sizes = [0; 8];
        let mut need = |region: Region, bytes: u64| {
            let size: &mut u64 = &mut sizes[usize::from(region.register())];
            *size = bytes.max(*size);
        };
        need(Region::Weight, model.section_of(SectionKind::Weight).map_or(0, |section| section.size.into()));
        // Programs of one model run in turn, so that the largest decides; old files name one size for both regions.
        let shared = model.body.programs.iter().map(|program| program.shared_size).max().unwrap_or(0);
        need(Region::Shared, if program.neuron_size > 0 { program.neuron_size } else { shared }.into());
        need(Region::Private, program.private_size.into());
        for tensor in &program.tensors {
            if let (Some(address), Some(bytes)) = (tensor.address(), tensor.memory_size(chip.chip)) {
                need(address.region, address.offset.saturating_add(bytes));
            }
        }
        let mut plan = Self::place(&sizes, chip)?;
        if program.neuron_size > 0 {
            plan.regions[usize::from(Region::Private.register())] = plan.region(Region::Shared);
        }
        Ok(plan)
    }

    fn place(sizes: &[u64; 8], chip: &ChipProfile) -> Result<Self, RuntimeError> {
        let mut next = 0_u64;
        let regions = sizes.map(|size| {
            let start = next;
            next = start.saturating_add(size).checked_next_multiple_of(PAGE).unwrap_or(u64::MAX);
            start..start.saturating_add(size)
        });
        if next > chip.gmem_size {
            let what = format!("the model needs {next} bytes of DRAM, a {} can address {}", chip.name, chip.gmem_size);
            return Err(RuntimeError::Request(format!("{what}; build it smaller")));
        }
        Ok(MemoryPlan { regions })
    }

    /// The place of a region.
    pub(super) fn region(&self, region: Region) -> Range<u64> {
        self.regions[usize::from(region.register())].clone()
    }

    /// The values of the base registers.
    pub(super) fn bases(&self, chip: &ChipProfile) -> [u64; 8] {
        self.regions.clone().map(|region| chip.gmem_start + region.start)
    }

    /// Bytes of all regions.
    pub(super) fn total(&self) -> u64 {
        self.regions.iter().map(|region| region.end).max().unwrap_or(0)
    }
}
