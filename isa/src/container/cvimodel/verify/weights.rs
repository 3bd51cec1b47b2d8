//! Do the named weights lie inside the weight section, with sizes that follow from their shapes?

use super::repeated;
use crate::{
    container::{
        cvimodel::{Address, Model, Region, SectionKind, Weight},
        flatbuffer::plain,
    },
    diagnostic::Finding,
};

/// The runtime reads exactly four extents.
pub(super) const RANK: usize = 4;

pub(super) fn check(model: &Model<'_>) -> Vec<Finding> {
    let weights = &model.body.weights;
    let section = model.section_of(SectionKind::Weight);
    let available = section.map_or(0, |section| u64::from(section.size));
    let encrypted = section.is_some_and(|section| section.encrypted);
    let mut findings = Vec::new();
    for (index, weight) in weights.iter().enumerate() {
        let checks = [address(index, weight), end(index, weight, available, encrypted), shape(index, weight)];
        findings.extend(checks.into_iter().flatten());
    }
    findings.extend(repeated_names(weights));
    findings
}

fn address(index: usize, weight: &Weight) -> Option<Finding> {
    let place = weight.address();
    let good = Address::is_clean(weight.offset) && place.is_some_and(|place| place.region == Region::Weight);
    let found = place.map_or_else(|| "nowhere".to_owned(), |place| place.to_string());
    let what = format!("weight `{}` is at {found} (offset {:#x})", plain(&weight.name), weight.offset);
    (!good).then(|| Finding::error(format!("weights[{index}].offset"), what).allowed("the weight region, 1 << 40"))
}

fn end(index: usize, weight: &Weight, available: u64, encrypted: bool) -> Option<Finding> {
    let end = weight.address()?.offset + u64::from(weight.size);
    let what = format!("weight `{}` ends at byte {end:#x} of the weight section", plain(&weight.name));
    // Encryption changes the size of a section.
    (end > available && !encrypted).then(|| {
        let finding = Finding::error(format!("weights[{index}].offset"), what);
        finding.allowed(format!("an end up to {available:#x}")).help("the weight section is cut short or not its own")
    })
}

fn shape(index: usize, weight: &Weight) -> Option<Finding> {
    let shape = weight.shape.as_ref()?;
    let place = format!("weights[{index}].shape");
    let name = plain(&weight.name);
    if shape.dims.len() != RANK {
        let what = format!("weight `{name}` has {} extents", shape.dims.len());
        return Some(Finding::error(place, what).allowed("four"));
    }
    let expected = shape.count().zip(weight.data_type.size()).and_then(|(count, size)| count.checked_mul(size));
    let what = format!("weight `{name}` has {} bytes for {:?} of {}", weight.size, shape.dims, weight.data_type);
    match expected {
        Some(expected) if expected == u64::from(weight.size) => None,
        Some(expected) => Some(Finding::error(place, what).allowed(format!("{expected} bytes"))),
        None => Some(Finding::error(place, what).allowed("extents from 0 of a known type")),
    }
}

fn repeated_names(weights: &[Weight]) -> Vec<Finding> {
    let finding = |(later, first, name): (usize, usize, &str)| {
        let what = format!("weight {first} is called `{}` too", plain(name));
        Finding::warning(format!("weights[{later}].name"), what).help("CPU functions only find the last one")
    };
    repeated(weights.iter().map(|weight| weight.name.as_str())).into_iter().map(finding).collect()
}
