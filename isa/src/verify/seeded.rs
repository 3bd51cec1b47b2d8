//! Faults planted in random legal programs: each rule finds its own, in the right descriptor.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::chip::Chip;
use crate::diagnostic::Severity;
use crate::footprint::{Footprint, Span};
use crate::generate::{Mix, Random, program};
use crate::generated::tdma::TdmaFields;
use crate::generated::tiu::TiuFields;
use crate::layout::slot::{FIRST, RESULT};
use crate::layout::tdma::{Function, function};
use crate::op::tiu::TiuKind;

/// Faults of each kind that must be found.
pub(super) const FAULTS: usize = 500;

pub(super) struct Case {
    pub(super) random: Random,
    pub(super) chip: &'static ChipProfile,
    pub(super) tiu: Vec<TiuFields>,
    pub(super) tdma: Vec<TdmaFields>,
}

impl Case {
    pub(super) fn new(seed: u64) -> Case {
        let mut random = Random::new(seed);
        let chip = random.choose(&Chip::ALL).profile();
        let made = program(&mut random, chip, Mix { steps: 10, transfers: 50 });
        let words = made.sequence.encode(chip).unwrap();
        let layout = chip.layout as usize;
        let tiu = words.tiu.iter().map(|words| TiuFields::unpack(layout, words)).collect();
        let tdma = words.tdma.iter().map(|words| TdmaFields::unpack(layout, words)).collect();
        Case { random, chip, tiu, tdma }
    }

    pub(super) fn verify(&self) -> Vec<Diagnostic> {
        let layout = self.chip.layout as usize;
        let tiu: Vec<_> = self.tiu.iter().map(|fields| fields.pack(layout).unwrap()).collect();
        let tdma: Vec<_> = self.tdma.iter().map(|fields| fields.pack(layout).unwrap()).collect();
        verify(&Segment { chip: self.chip, tiu: &tiu, tdma: &tdma }, &Options::default())
    }

    /// A random descriptor of the TIU that suits, and one of the TDMA.
    pub(super) fn a_tiu(&mut self, suits: impl Fn(&TiuFields) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.tiu.len()).filter(|at| suits(&self.tiu[*at])).collect();
        (!all.is_empty()).then(|| self.random.choose(&all))
    }

    pub(super) fn a_tdma(&mut self, suits: impl Fn(&TdmaFields) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.tdma.len()).filter(|at| suits(&self.tdma[*at])).collect();
        (!all.is_empty()).then(|| self.random.choose(&all))
    }
}

type Place = (Engine, usize);

/// Plants faults until enough are found; `plant` returns where, or nothing when the program offers no room.
fn planted(rule: &str, severity: Severity, mut plant: impl FnMut(&mut Case) -> Option<Place>) {
    let (mut found, mut seed) = (0, 0);
    while found < FAULTS {
        seed += 1;
        assert!(seed < 20 * FAULTS as u64, "{rule}: only {found} programs had room for the fault");
        let mut case = Case::new(seed);
        let Some((engine, index)) = plant(&mut case) else { continue };
        let report = case.verify();
        let hit = report.iter().any(|d| (d.rule, d.severity, d.engine, d.index) == (rule, severity, engine, index));
        assert!(hit, "{rule} in {engine} {index}, seed {seed}: {report:#?}");
        found += 1;
    }
}

/// Moves a local operand up so that its last element lies beyond the lane; nothing if it has only one.
fn pushed_out(address: u64, span: &Span, chip: &ChipProfile) -> Option<u64> {
    let Span::Local(tensor) = span else { return None };
    let (low, high) = tensor.offsets()?;
    let lane = i64::from(chip.lane_bytes);
    let offset = (lane - (high - low)).max(0);
    let offset = (offset + 15) / 16 * 16;
    let at = i64::try_from(address).ok()?;
    (low == tensor.offset && offset < lane).then(|| u64::try_from(at - at % lane + offset).unwrap())
}

#[test]
fn elements_beyond_a_lane() {
    planted("S6", Severity::Error, |case| {
        let at = case.a_tiu(|_| true)?;
        let footprint = Footprint::of::<Tiu>(&case.tiu[at], case.chip);
        let region = *case.random.choose(&footprint.regions().collect::<Vec<_>>());
        let row = Tiu::address_row(region.operand);
        let moved = pushed_out(case.tiu[at].get(row), &region.span, case.chip)?;
        case.tiu[at].try_set(row, moved)?;
        Some((Engine::Tiu, at))
    });
    planted("S6", Severity::Error, |case| {
        let at = case.a_tdma(|f| !f.trans_fmt)?;
        let footprint = Footprint::of::<Tdma>(&case.tdma[at], case.chip);
        let region = *footprint.regions().find(|region| region.base().is_none())?;
        let row = Tdma::address_row(region.operand);
        let moved = pushed_out(case.tdma[at].get(row), &region.span, case.chip)?;
        case.tdma[at].try_set(row, moved)?;
        Some((Engine::Tdma, at))
    });
}

#[test]
fn start_lanes_that_do_not_exist() {
    planted("S6", Severity::Error, |case| {
        let at = case.a_tiu(|_| true)?;
        let missing = case.chip.lanes + case.random.below(3);
        case.tiu[at].res0_addr = missing * case.chip.lane_bytes + case.tiu[at].res0_addr % case.chip.lane_bytes;
        let kind = TiuKind::of(&case.tiu[at], case.chip.layout)?;
        (kind != TiuKind::Lookup).then_some((Engine::Tiu, at))
    });
}

#[test]
fn addresses_beyond_dram() {
    planted("S8", Severity::Error, |case| {
        let at = case.a_tdma(|_| true)?;
        let footprint = Footprint::of::<Tdma>(&case.tdma[at], case.chip);
        let region = *footprint.regions().find(|region| region.base().is_some())?;
        let end = case.chip.gmem_start + case.chip.gmem_size;
        let address = end - u64::from(case.random.below(2)) + u64::from(case.random.below(1 << 20)) * 16;
        case.tdma[at].try_set(Tdma::address_row(region.operand), address)?;
        Some((Engine::Tdma, at))
    });
}

/// The element-wise operations whose strides are the descriptor's.
fn is_elementwise(fields: &TiuFields) -> bool {
    fields.tsk_typ == 3 && fields.short_res0_str == 3
}

#[test]
fn results_that_overlap_themselves() {
    planted("S9", Severity::Error, |case| {
        let at = case.a_tiu(is_elementwise)?;
        let fields = &mut case.tiu[at];
        let dim = [0, 2, 3].into_iter().find(|dim| fields.get(RESULT.shape[*dim] as usize) > 1)?;
        fields.try_set(RESULT.strides[dim] as usize, 0)?;
        let in_place = fields.opd0_addr == fields.res0_addr || u32::from(fields.opd1_addr) == fields.res0_addr & 0xffff;
        (!in_place).then_some((Engine::Tiu, at))
    });
    planted("S9", Severity::Error, |case| {
        let chip = case.chip;
        let plain =
            |f: &TdmaFields| matches!(function(f, chip), Some(Function::Load | Function::Store | Function::DramCopy));
        let at = case.a_tdma(|f| plain(f) && (f.src_n > 1 || f.dst_h > 1))?;
        let fields = &mut case.tdma[at];
        if fields.dst_h > 1 {
            fields.dst_h_stride = 0
        } else {
            fields.dst_n_stride = 0
        }
        Some((Engine::Tdma, at))
    });
}

#[test]
fn alignments_that_the_engine_refuses() {
    planted("S9", Severity::Error, |case| {
        let bf16 = |f: &TiuFields| is_elementwise(f) && f.opd_typ;
        let window = |f: &TiuFields| f.tsk_typ < 2 && f.short_res0_str == 3;
        let at = case.a_tiu(|f| bf16(f) || window(f))?;
        let fields = &mut case.tiu[at];
        if bf16(fields) {
            fields.res0_h_str |= 1
        } else {
            fields.res0_n_str += 8
        }
        Some((Engine::Tiu, at))
    });
    planted("S9", Severity::Error, |case| {
        let chip = case.chip;
        let at = case
            .a_tdma(|f| matches!(function(f, chip), Some(Function::LoadPlanes(_) | Function::LoadMatrixTransposed)))?;
        case.tdma[at].dst_base_addr += 1 + u64::from(case.random.below(15));
        Some((Engine::Tdma, at))
    });
}

#[test]
fn results_over_their_operands() {
    planted("S10", Severity::Error, |case| {
        let at = case.a_tiu(|f| is_elementwise(f) && !f.opt_opd0_const && f.opt_opd0_seg != 0)?;
        let fields = &mut case.tiu[at];
        fields.opd0_addr = fields.res0_addr;
        let alike =
            RESULT.strides.iter().zip(FIRST.strides).all(|(a, b)| fields.get(*a as usize) == fields.get(b as usize));
        let footprint = Footprint::of::<Tiu>(fields, case.chip);
        let inside = footprint
            .regions()
            .all(|region| region.bounds().is_some_and(|(_, end)| end <= i64::from(case.chip.lane_bytes)));
        (!alike && inside).then_some((Engine::Tiu, at))
    });
}

#[test]
fn waits_for_ids_that_never_come() {
    planted("S11", Severity::Error, |case| {
        let more = 1 + case.random.below(50) as u16;
        if case.random.chance(50) {
            let at = case.a_tiu(|_| true)?;
            case.tiu[at].cmd_id_gdma = case.tdma.len() as u16 + more;
            return Some((Engine::Tiu, at));
        }
        let at = case.a_tdma(|_| true)?;
        case.tdma[at].wait_id_tpu = case.tiu.len() as u16 + more;
        Some((Engine::Tdma, at))
    });
}

#[test]
fn circles_of_waits_and_their_fix() {
    let mut circles = 0;
    for seed in 0.. {
        let mut case = Case::new(seed);
        let Some(at) = case.a_tiu(|f| f.cmd_id_gdma != 0) else { continue };
        let other = case.random.below(case.tiu[at].cmd_id_gdma.into()) as usize;
        case.tdma[other].wait_id_tpu = at as u16 + 1 + case.random.below((case.tiu.len() - at) as u32) as u16;
        let report = case.verify();
        let circle = report.iter().find(|d| d.rule == "S12").unwrap_or_else(|| panic_on(&report));
        let most = circle.field.as_ref().unwrap().allowed.strip_prefix("at most ").unwrap().parse().unwrap();
        assert!(case.tiu[circle.index].cmd_id_gdma > most, "the wait is named that closes the circle");
        for _ in 0..case.tiu.len() {
            let Some(next) = case.verify().into_iter().find(|d| d.rule == "S12") else { break };
            let most = next.field.unwrap().allowed.strip_prefix("at most ").unwrap().parse().unwrap();
            case.tiu[next.index].cmd_id_gdma = most;
        }
        assert!(
            case.verify().iter().all(|d| d.rule != "S12"),
            "seed {seed}: lowering the waits named breaks every circle"
        );
        circles += 1;
        if circles == FAULTS {
            return;
        }
    }
}

#[allow(clippy::panic, reason = "the report is what a reader wants to see")]
fn panic_on(report: &[Diagnostic]) -> ! {
    panic!("no circle was found: {report:#?}")
}

#[test]
fn ids_out_of_order() {
    planted("S13", Severity::Error, |case| {
        let id = case.random.below(30) as u16;
        if case.random.chance(50) {
            let at = case.a_tiu(|f| f.cmd_id_tpu != id)?;
            case.tiu[at].cmd_id_tpu = id;
            return Some((Engine::Tiu, at));
        }
        let at = case.a_tdma(|f| f.cmd_id != id)?;
        case.tdma[at].cmd_id = id;
        Some((Engine::Tdma, at))
    });
}

#[test]
fn waits_that_are_switched_off() {
    planted("S14", Severity::Warning, |case| {
        if case.random.chance(50) {
            let at = case.a_tiu(|f| f.cmd_id_gdma != 0)?;
            case.tiu[at].cmd_id_en = false;
            return Some((Engine::Tiu, at));
        }
        let at = case.a_tdma(|f| f.wait_id_tpu != 0)?;
        case.tdma[at].bar_en = false;
        Some((Engine::Tdma, at))
    });
}

#[test]
fn ends_in_the_wrong_place() {
    planted("S15", Severity::Error, |case| {
        let valid = case.random.chance(30);
        if case.random.chance(50) {
            let at = case.a_tiu(|_| true)?;
            let fields = &mut case.tiu[at];
            if valid {
                fields.cmd_en = false
            } else {
                fields.cmd_end = !fields.cmd_end
            }
            return Some((Engine::Tiu, at));
        }
        let at = case.a_tdma(|_| true)?;
        let fields = &mut case.tdma[at];
        if valid {
            fields.vld = false
        } else {
            fields.eod = !fields.eod
        }
        Some((Engine::Tdma, at))
    });
}

#[test]
fn illegal_encodings_of_the_tiu() {
    planted("S16", Severity::Error, |case| {
        let choice = case.random.below(8);
        let at = case.a_tiu(|_| true)?;
        let f = &mut case.tiu[at];
        match choice {
            0 => f.res0_n = 0,
            1 => f.opd0_h = 0,
            2 => f.tsk_typ = 5,
            3 => f.tsk_opd_num = if f.tsk_opd_num == 1 { 2 } else { 1 },
            4 => f.res0_c += 1,
            5 => f.short_res0_str = 2,
            6 => f.group3 ^= 1,
            _ => f.tsk_eu_typ = 15,
        }
        let average = f.tsk_typ == 1 && f.tsk_eu_typ == 1;
        let unused = choice == 3 && average
            || choice == 7 && f.tsk_typ != 3 && f.tsk_typ != 1
            || choice == 7 && (f.tens_lookup || f.tens_mdsum);
        (!unused).then_some((Engine::Tiu, at))
    });
}

#[test]
fn illegal_encodings_of_the_tdma() {
    planted("S16", Severity::Error, |case| {
        let choice = case.random.below(6);
        let chip = case.chip;
        let wanted =
            |f: &TdmaFields| matches!(function(f, chip), Some(Function::Load | Function::Store | Function::LocalCopy));
        let at = case.a_tdma(wanted)?;
        let f = &mut case.tdma[at];
        match choice {
            0 => f.src_c = 0,
            1 => f.dst_w += 1,
            2 => f.dst_fmt = 3,
            3 => f.spec_func = 7,
            4 => f.reserved0 = 1,
            _ => f.src_n = 0,
        }
        Some((Engine::Tdma, at))
    });
}
