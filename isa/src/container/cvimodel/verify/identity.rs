//! Do header and tables say the same about version and chip?

use crate::{
    chip::Chip,
    container::{
        cvimodel::{FIRST_CHIP, FORMAT, Model, Version, header::CHIP_FIELD},
        flatbuffer::{Builder, plain},
    },
    diagnostic::Finding,
};

pub(super) fn check(model: &Model<'_>) -> Vec<Finding> {
    let checks = [version(model), chip(model), unterminated_chip(model), target(model), too_young(model)];
    checks.into_iter().flatten().collect()
}

fn version(model: &Model<'_>) -> Option<Finding> {
    let (header, body) = (&model.header, model.body.version);
    let what = format!("the tables state version {body}, the header {}.{}", header.major, header.minor);
    ((header.major, header.minor) != (body.major, body.minor))
        .then(|| Finding::error("version", what).allowed("the same version twice").help("rebuild the model"))
}

fn chip(model: &Model<'_>) -> Option<Finding> {
    let chip = model.header.chip_name();
    let what = format!("the header names chip `{}`", plain(&chip));
    let names = Chip::ALL.map(|chip| chip.profile().name).join(", ");
    let help = "build the model for one of these";
    model
        .header
        .chip()
        .is_none()
        .then(|| Finding::error("header.chip", what).at(CHIP_FIELD as u64).allowed(names).help(help))
}

fn unterminated_chip(model: &Model<'_>) -> Option<Finding> {
    let bytes = model.header.chip?.0;
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let clean = end < bytes.len() && bytes[end..].iter().all(|&byte| byte == 0);
    (!clean)
        .then(|| Finding::warning("header.chip", "the chip name is not padded with zero bytes").at(CHIP_FIELD as u64))
}

fn target(model: &Model<'_>) -> Option<Finding> {
    let target = model.body.target.as_deref().unwrap_or(FIRST_CHIP.profile().name);
    let chip = model.header.chip_name();
    let what = format!("the tables are for {}, the header for {}", plain(target), plain(&chip));
    (target != chip).then(|| Finding::error("target", what).allowed("the same chip twice").help("rebuild the model"))
}

/// Files that state an old version but use what only newer ones have.
fn too_young(model: &Model<'_>) -> Option<Finding> {
    let minor = model.header.minor;
    if minor >= Version::NEWEST.minor {
        return None;
    }
    let error = Builder::encode(&model.body, FORMAT, u32::from(minor)).err()?;
    let what = format!("{}, but the file is of version 1.{minor}", error.what);
    Some(Finding::warning("root", what).help("readers of that version ignore the field"))
}
