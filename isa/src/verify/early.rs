//! S16 between the engines: what an early end of a convolution demands of the store behind it.

use super::rules;
use crate::chip::ChipProfile;
use crate::command::field_place;
use crate::diagnostic::{Diagnostic, Engine, Severity};
use crate::generated::tdma::{self, TdmaField, TdmaFields};
use crate::generated::tiu::TiuFields;
use crate::op::tdma::Direction;
use crate::op::tiu::TiuKind;
use std::collections::HashSet;

/// The bit of `cmd_pre_exe` that lets the store of results overlap the next descriptor.
const EARLY_STORE: u8 = 2;

/// A store lets its own parts overlap exactly when it waits for a convolution that ends early.
pub(super) fn check(tiu: &[TiuFields], tdma: &[TdmaFields], chip: &ChipProfile, found: &mut Vec<Diagnostic>) {
    let early = |fields: &&TiuFields| fields.cmd_pre_exe & EARLY_STORE != 0 && is_convolution(fields, chip);
    let ids: HashSet<u16> = tiu.iter().filter(early).map(|fields| fields.cmd_id_tpu).collect();
    for (index, fields) in tdma.iter().enumerate() {
        let store = Direction::from_bits(fields.trans_dir) == Direction::Store;
        let early = ids.contains(&fields.wait_id_tpu);
        if store && fields.wait_id_tpu != 0 && fields.intra_cmd_paral != early {
            found.push(mismatch(index, fields, early, chip));
        }
    }
}

fn is_convolution(fields: &TiuFields, chip: &ChipProfile) -> bool {
    matches!(TiuKind::of(fields, chip.layout), Some(TiuKind::Conv | TiuKind::DepthwiseConv))
}

#[cold]
fn mismatch(index: usize, fields: &TdmaFields, early: bool, chip: &ChipProfile) -> Diagnostic {
    let info = &tdma::RECORD.fields[TdmaField::IntraCmdParal as usize];
    let (id, parallel) = (fields.wait_id_tpu, u64::from(fields.intra_cmd_paral));
    let (what, help) = if early {
        ("is stored early", "set intra_cmd_paral, or clear bit 1 of the convolution's cmd_pre_exe")
    } else {
        ("is not stored early", "clear intra_cmd_paral, or set bit 1 of cmd_pre_exe of the convolution waited for")
    };
    Diagnostic {
        severity: Severity::Error,
        rule: rules::ENCODING,
        engine: Engine::Tdma,
        index,
        field: Some(field_place(info, chip.layout as usize, parallel, u8::from(early).to_string())),
        what: format!("the store waits for id {id}, whose result {what}"),
        help: help.to_string(),
    }
}
