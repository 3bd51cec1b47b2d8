//! Coarse classes of descriptors: few enough for every one to be met.

use super::tdma::{FUNCTIONS, formats};
use crate::chip::ChipProfile;
use crate::command::{Isa, Tiu};
use crate::field::Fields;
use crate::generated::{tdma::TdmaFields, tiu::TiuFields};
use crate::layout::tdma::{BF16, Function, function};
use crate::op::tiu::TiuKind;
use crate::text::Descriptor;
use serde::Serialize;
use std::fmt;

/// An operation, what its data are and what is special about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Class {
    /// The operation, or the function of a transfer.
    pub operation: &'static str,
    /// The format of its first operand, or of both sides.
    pub format: &'static str,
    /// What is special.
    pub mode: &'static str,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Class { operation, format, mode } = self;
        write!(f, "{operation} {format} {mode}")
    }
}

/// The class of a descriptor; `None` when it is none of the chip's.
#[must_use]
pub fn class_of(descriptor: &Descriptor, chip: &ChipProfile) -> Option<Class> {
    match descriptor {
        Descriptor::Tiu(words) => compute_class(&TiuFields::unpack(chip.layout as usize, words), chip),
        Descriptor::Tdma(words) => transfer_class(&TdmaFields::unpack(chip.layout as usize, words), chip),
    }
}

/// Every class that random programs for the chip have, in order.
#[must_use]
pub fn classes(chip: &ChipProfile) -> Vec<Class> {
    let has = |kind: &TiuKind| kind.info().feature.is_none_or(|(_, has)| has(&chip.features));
    let kinds = TiuKind::ALL.into_iter().filter(has);
    let mut all: Vec<Class> = kinds.flat_map(|kind| compute_classes(kind, chip)).collect();
    for wanted in FUNCTIONS {
        for (source, destination) in formats(wanted) {
            all.extend(transfer_modes(wanted, *source, *destination).iter().map(|mode| Class {
                operation: wanted.name(),
                format: formats_name(*source, *destination),
                mode,
            }));
        }
    }
    all.sort_unstable();
    all
}

fn compute_class(f: &TiuFields, chip: &ChipProfile) -> Option<Class> {
    let kind = Tiu::kind(f, chip.layout)?;
    let format = match (f.opd_typ, f.opt_opd0_sign, f.opt_opd0_seg) {
        (true, _, _) => "bf16",
        (false, false, 0) => "u16",
        (false, true, 0) => "i16",
        (false, false, _) => "u8",
        (false, true, _) => "i8",
    };
    let mode = match f {
        TiuFields { ps32_md: 1, .. } => "reads sums",
        TiuFields { ps32_md: 2, .. } => "writes sums",
        TiuFields { ps32_md: 3, .. } => "reads and writes sums",
        TiuFields { opt_chl_quan: true, .. } => "quantised",
        TiuFields { opt_opd1_const: true, .. } => "constant",
        TiuFields { opt_res0_seg: 0, .. } => "wide",
        TiuFields { opt_res_add: true, .. } => "accumulates",
        _ => "plain",
    };
    Some(Class { operation: Tiu::ops()[kind].name, format, mode })
}

fn transfer_class(f: &TdmaFields, chip: &ChipProfile) -> Option<Class> {
    let function = function(f, chip)?;
    let mode = match (f.mv_lut_base, f.mv_lut_idx) {
        (true, _) => "table",
        (false, true) => "table index",
        _ => "plain",
    };
    Some(Class { operation: function.name(), format: formats_name(f.src_fmt, f.dst_fmt), mode })
}

fn formats_name(source: u8, destination: u8) -> &'static str {
    match (source == BF16, destination == BF16) {
        (false, false) => "i8",
        (true, true) => "bf16",
        (false, true) => "i8 to bf16",
        (true, false) => "bf16 to i8",
    }
}

fn transfer_modes(function: Function, source: u8, destination: u8) -> &'static [&'static str] {
    let tables = function == Function::LocalCopy && source == BF16 && destination == BF16;
    if tables { &["plain", "table", "table index"] } else { &["plain"] }
}

fn compute_classes(kind: TiuKind, chip: &ChipProfile) -> impl Iterator<Item = Class> {
    let sums = chip.features.depthwise_sums;
    let modes = move |format| match format {
        "bf16" => float_modes(kind, sums),
        "i8" | "u8" => byte_modes(kind),
        _ => wide_modes(kind),
    };
    let all = ["bf16", "i8", "i16", "u8", "u16"];
    let known = move |format: &&str| {
        let unsigned = matches!(kind, TiuKind::Lookup | TiuKind::And | TiuKind::Or | TiuKind::Xor);
        !(unsigned && format.starts_with('i'))
    };
    let classes = move |format| modes(format).iter().map(move |mode| (format, *mode));
    let operation = kind.info().name;
    all.into_iter().filter(known).flat_map(classes).map(move |(format, mode)| Class { operation, format, mode })
}

fn float_modes(kind: TiuKind, depthwise_sums: bool) -> &'static [&'static str] {
    use TiuKind::*;
    match kind {
        Conv => &["constant", "plain", "reads sums", "writes sums", "reads and writes sums"],
        Matmul => &["plain", "reads sums", "writes sums", "reads and writes sums"],
        DepthwiseConv if depthwise_sums => &["constant", "plain", "writes sums"],
        Mac => &["accumulates", "constant"],
        AvgPool => &["constant"],
        MaxPool | MinPool | Copy | Lookup => &["plain"],
        ChannelSum | Shift | And | Or | Xor => &[],
        _ => &["constant", "plain"],
    }
}

fn byte_modes(kind: TiuKind) -> &'static [&'static str] {
    use TiuKind::*;
    match kind {
        Conv => &["constant", "plain", "quantised", "reads sums", "writes sums", "reads and writes sums"],
        Matmul => &["accumulates", "plain", "quantised", "reads sums", "wide", "writes sums", "reads and writes sums"],
        DepthwiseConv => &["constant", "plain", "quantised"],
        AvgPool => &["constant"],
        MaxPool | MinPool | Copy | Lookup => &["plain"],
        ChannelSum => &["plain", "wide"],
        Mul => &["constant", "plain", "quantised", "wide"],
        Mac => &["accumulates", "constant", "wide"],
        Add | Sub | Shift => &[],
        _ => &["constant", "plain"],
    }
}

fn wide_modes(kind: TiuKind) -> &'static [&'static str] {
    use TiuKind::*;
    match kind {
        Add | Sub => &["constant", "plain", "wide"],
        Shift | And | Or | Xor => &["constant", "wide"],
        _ => &[],
    }
}
