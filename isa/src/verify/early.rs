//! S16 between the engines: a convolution that starts or ends early, and the transfer before or behind it.
//!
//! The first bit of `cmd_pre_exe` lets a convolution start while its operands are still being loaded, the second lets
//! the store of its result start early; the load it waits for, or the store that waits for it, must then let its own
//! parts overlap, and may only then.

use super::rules;
use crate::chip::ChipProfile;
use crate::command::field_place;
use crate::diagnostic::{Diagnostic, Engine, FieldPlace, Severity};
use crate::generated::tdma::{self, TdmaField, TdmaFields};
use crate::generated::tiu::{self, TiuField, TiuFields};
use crate::op::tdma::Direction;
use crate::op::tiu::TiuKind;
use std::collections::HashSet;

const EARLY_START: u8 = 1;
const EARLY_STORE: u8 = 2;

pub(super) fn check(tiu: &[TiuFields], tdma: &[TdmaFields], chip: &ChipProfile, found: &mut Vec<Diagnostic>) {
    if tiu.iter().all(|fields| fields.cmd_pre_exe == 0) && tdma.iter().all(|fields| !fields.intra_cmd_paral) {
        return;
    }
    let convolution = |fields: &TiuFields| TiuKind::of(fields, chip.layout) == Some(TiuKind::Conv);
    let ending = tiu.iter().filter(|fields| fields.cmd_pre_exe & EARLY_STORE != 0 && convolution(fields));
    let ending: HashSet<u16> = ending.map(|fields| fields.cmd_id_tpu).collect();
    let loading = tdma.iter().filter(|fields| fields.intra_cmd_paral && moves(fields, Direction::Load));
    let loading: HashSet<u16> = loading.map(|fields| fields.cmd_id).collect();
    for (index, fields) in tdma.iter().enumerate() {
        let wanted = ending.contains(&fields.wait_id_tpu);
        if fields.wait_id_tpu != 0 && fields.intra_cmd_paral != wanted && moves(fields, Direction::Store) {
            found.push(store(index, fields, wanted, chip));
        }
    }
    for (index, fields) in tiu.iter().enumerate().filter(|(_, fields)| convolution(fields)) {
        let (early, wanted) = (fields.cmd_pre_exe & EARLY_START != 0, loading.contains(&fields.cmd_id_gdma));
        if fields.cmd_id_gdma != 0 && early != wanted {
            found.push(start(index, fields, wanted, chip));
        }
    }
}

fn moves(fields: &TdmaFields, direction: Direction) -> bool {
    Direction::from_bits(fields.trans_dir) == direction
}

#[cold]
fn store(index: usize, fields: &TdmaFields, wanted: bool, chip: &ChipProfile) -> Diagnostic {
    let info = &tdma::RECORD.fields[TdmaField::IntraCmdParal as usize];
    let allowed = u8::from(wanted).to_string();
    let place = field_place(info, chip.layout as usize, fields.intra_cmd_paral.into(), allowed);
    let id = fields.wait_id_tpu;
    let (what, help) = if wanted {
        ("is stored early", "set intra_cmd_paral, or clear bit 1 of the convolution's cmd_pre_exe")
    } else {
        ("is not stored early", "clear intra_cmd_paral, or set bit 1 of cmd_pre_exe of the convolution waited for")
    };
    error(Engine::Tdma, index, place, format!("the store waits for id {id}, whose result {what}"), help)
}

#[cold]
fn start(index: usize, fields: &TiuFields, wanted: bool, chip: &ChipProfile) -> Diagnostic {
    let info = &tiu::RECORD.fields[TiuField::CmdPreExe as usize];
    let allowed = if wanted { "1 or 3" } else { "0 or 2" }.to_string();
    let place = field_place(info, chip.layout as usize, fields.cmd_pre_exe.into(), allowed);
    let id = fields.cmd_id_gdma;
    let (what, help) = if wanted {
        ("overlaps its parts", "set bit 0 of cmd_pre_exe, or clear the load's intra_cmd_paral")
    } else {
        ("does not overlap its parts", "clear bit 0 of cmd_pre_exe, or set intra_cmd_paral of the load waited for")
    };
    error(Engine::Tiu, index, place, format!("the convolution waits for id {id}, which {what}"), help)
}

fn error(engine: Engine, index: usize, place: FieldPlace, what: String, help: &str) -> Diagnostic {
    let (severity, rule) = (Severity::Error, rules::ENCODING);
    Diagnostic { severity, rule, engine, index, field: Some(place), what, help: help.to_string() }
}
