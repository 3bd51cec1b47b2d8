//! Does every tensor have a shape the runtime takes, a size that follows from it, and room in its region?

use super::weights::RANK;
use crate::{
    chip::Chip,
    container::{
        cvimodel::{Address, Program, Region, Tensor},
        flatbuffer::plain,
    },
    diagnostic::Finding,
};
use std::collections::HashMap;

pub(super) fn check(program_place: &str, program: &Program, chip: Chip) -> Vec<Finding> {
    let mut room = Room::of(program);
    let mut findings = Vec::new();
    for (index, tensor) in program.tensors.iter().enumerate() {
        let place = format!("{program_place}.tensors[{index}]");
        findings.extend(check_shape(&place, tensor));
        findings.extend(check_size(&place, tensor, chip));
        findings.extend(room.check(&place, tensor, chip));
    }
    findings
}

fn check_shape(place: &str, tensor: &Tensor) -> Option<Finding> {
    let (name, dims) = (plain(&tensor.name), &tensor.shape.dims);
    let place = format!("{place}.shape");
    if dims.len() != RANK {
        let what = format!("tensor `{name}` has {} extents", dims.len());
        return Some(Finding::error(place, what).allowed("four"));
    }
    let bad = dims.iter().find(|&&extent| i32::try_from(extent).is_err() || extent < 1)?;
    let what = format!("tensor `{name}` has an extent of {bad}");
    Some(Finding::error(place, what).allowed("extents from 1 that fit 32 bits"))
}

fn check_size(place: &str, tensor: &Tensor, chip: Chip) -> Option<Finding> {
    let name = plain(&tensor.name);
    let Some(dense) = tensor.dense_size() else {
        let what = format!("the size of tensor `{name}` is unknown: elements of type {}", tensor.data_type);
        return Some(Finding::error(format!("{place}.data_type"), what).allowed("a known type and shape"));
    };
    if tensor.aligned && tensor.picture_size(chip).is_none() {
        let format = tensor.pixel_format.as_deref().map(plain);
        let what = format!("tensor `{name}` is a padded picture of format {format:?}");
        return Some(Finding::error(format!("{place}.pixel_format"), what).allowed("a known picture format and shape"));
    }
    let expected = if tensor.aligned { tensor.picture_size(chip)? } else { dense };
    let stated = u64::from(tensor.size);
    let what = format!("tensor `{name}` states {stated} bytes for {:?} of {}", tensor.shape.dims, tensor.data_type);
    (stated != 0 && stated != expected)
        .then(|| Finding::error(format!("{place}.size"), what).allowed(format!("{expected} bytes")))
}

/// What is left of each region of a program.
struct Room {
    shared: u64,
    private: u64,
    /// The first tensor of an input or output region sets its size.
    io: HashMap<u8, u64>,
}

impl Room {
    /// Before version 1.1 one memory stood for both regions.
    fn of(program: &Program) -> Self {
        let old = u64::from(program.neuron_size);
        let size = |size: u32| if old > 0 { old } else { u64::from(size) };
        Room { shared: size(program.shared_size), private: size(program.private_size), io: HashMap::new() }
    }

    fn check(&mut self, place: &str, tensor: &Tensor, chip: Chip) -> Option<Finding> {
        let address = tensor.address()?;
        let place = format!("{place}.offset");
        if !Address::is_clean(tensor.offset) || address.region == Region::Weight {
            let what = format!("tensor `{}` has offset {:#x}", plain(&tensor.name), tensor.offset);
            let allowed = "-1, or an address in the shared, private or an input/output region";
            return Some(Finding::error(place, what).allowed(allowed));
        }
        let size = tensor.memory_size(chip)?;
        let available = self.available(address, size);
        let what = format!("tensor `{}` of {size} bytes is at {address}", plain(&tensor.name));
        (address.offset.saturating_add(size) > available).then(|| {
            let finding = Finding::error(place, what);
            finding.allowed(format!("an end up to {available:#x}")).help("the region is too small for its tensors")
        })
    }

    fn available(&mut self, address: Address, size: u64) -> u64 {
        match address.region {
            Region::Shared => self.shared,
            Region::Private => self.private,
            Region::Weight => 0,
            Region::Io(register) => *self.io.entry(register).or_insert(size),
        }
    }
}
