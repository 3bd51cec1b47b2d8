#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use super::*;
use crate::chip::Chip;
use crate::command::{Tdma, Tiu, decode};
use crate::field::Fields;
use crate::footprint::{Footprint, Touches};
use crate::layout::tdma::Function;
use crate::op::tiu::TiuKind;
use crate::text::Descriptor;
use crate::verify::{Form, Options, Segment, verify};
use std::collections::BTreeSet;

const SEEDS: u64 = 60;

/// Decoding gives back what was encoded, with nothing left over.
fn round_trip<E: Touches>(sample: &Sample<E>, chip: &ChipProfile) {
    let words = sample.command.encode(chip).unwrap();
    let decoded = decode::<E>(&words, chip, 0);
    assert_eq!(decoded.diagnostics, []);
    let command = decoded.command().unwrap();
    assert_eq!((command.header, command.op), (sample.command.header, sample.command.op));
    assert_eq!(command.extras(&decoded.fields, chip.layout), []);
    assert_eq!(decoded.fields.pack(chip.layout as usize).unwrap(), words);
}

fn every_operation(mut check: impl FnMut(&'static ChipProfile, TiuKind, Option<Sample<Tiu>>)) {
    for chip in Chip::ALL.map(Chip::profile) {
        for kind in TiuKind::ALL {
            for seed in 0..SEEDS {
                check(chip, kind, operation(&mut Random::new(seed * 31 + kind as u64), chip, kind));
            }
        }
    }
}

fn every_transfer(mut check: impl FnMut(&'static ChipProfile, Function, Arena, Option<Sample<Tdma>>)) {
    for chip in Chip::ALL.map(Chip::profile) {
        for (number, function) in FUNCTIONS.into_iter().enumerate() {
            for seed in 0..SEEDS {
                let mut random = Random::new(seed * 37 + number as u64);
                let arena = Arena::new(&mut random, chip);
                check(chip, function, arena, transfer(&mut random, chip, &arena, function));
            }
        }
    }
}

#[test]
fn operations_exist_exactly_where_the_chip_has_them() {
    every_operation(|chip, kind, sample| {
        let has = kind.info().feature.is_none_or(|(_, has)| has(&chip.features));
        assert_eq!(sample.is_some(), has, "{} {kind:?}", chip.name);
        assert!(sample.is_none_or(|sample| sample.command.op.kind() == kind));
    });
    every_transfer(|chip, function, _, sample| assert!(sample.is_some(), "{} {function:?}", chip.name));
}

#[test]
fn encoding_and_decoding_are_inverse() {
    every_operation(|chip, _, sample| sample.iter().for_each(|sample| round_trip(sample, chip)));
    every_transfer(|chip, _, _, sample| sample.iter().for_each(|sample| round_trip(sample, chip)));
}

#[test]
fn single_descriptors_are_legal() {
    let options = Options { form: Form::Packets, ..Options::default() };
    let number = |found: &str, words: &dyn std::fmt::Debug| panic!("{found}\n{words:?}");
    every_operation(|chip, _, sample| {
        let Some(mut sample) = sample else { return };
        sample.command.header.id.0 = 1;
        let words = [sample.command.encode(chip).unwrap()];
        let found = verify(&Segment { chip, tiu: &words, tdma: &[] }, &options);
        found.iter().for_each(|finding| number(&finding.to_string(), &sample.command));
    });
    every_transfer(|chip, _, _, sample| {
        let mut sample = sample.unwrap();
        sample.command.header.id.0 = 1;
        let words = [sample.command.encode(chip).unwrap()];
        let found = verify(&Segment { chip, tiu: &[], tdma: &words }, &options);
        found.iter().for_each(|finding| number(&finding.to_string(), &sample.command));
    });
}

#[test]
fn transfers_stay_in_their_window() {
    every_transfer(|chip, function, arena, sample| {
        let footprint = Footprint::of_command(&sample.unwrap().command, chip).unwrap();
        for region in footprint.regions().filter(|region| region.base().is_some()) {
            let (start, end) = region.resolved(&arena.bases).bounds().unwrap();
            let first = i64::try_from(arena.window.offset + chip.gmem_start).unwrap();
            let past = first + i64::try_from(arena.window.size).unwrap();
            assert!(start >= first && end <= past, "{function:?} {start:#x} {end:#x}");
        }
    });
}

#[test]
fn programs_are_legal_and_repeatable() {
    let mix = Mix { steps: 12, transfers: 50 };
    for chip in Chip::ALL.map(Chip::profile) {
        for seed in 0..SEEDS {
            let made = program(&mut Random::new(seed), chip, mix);
            let words = made.sequence.clone().encode(chip).unwrap();
            let found = verify(&Segment { chip, tiu: &words.tiu, tdma: &words.tdma }, &Options::default());
            assert!(found.is_empty(), "{} {seed}: {}", chip.name, found[0]);
            let again = program(&mut Random::new(seed), chip, mix);
            assert_eq!(again.sequence.encode(chip).unwrap().tiu, words.tiu);
            assert_eq!(again.memory, made.memory);
        }
    }
}

#[test]
fn conflicting_descriptors_of_both_engines_are_ordered() {
    let chip = Chip::Cv180x.profile();
    let mut ordered = 0;
    for seed in 0..SEEDS {
        let made = program(&mut Random::new(seed), chip, Mix { steps: 16, transfers: 50 });
        let (tiu, tdma) = made.sequence.ended();
        let touched = |footprint: Footprint| {
            let resolve = |regions: Vec<_>| {
                regions.into_iter().map(|r: crate::footprint::Region| r.resolved(&made.arena.bases)).collect()
            };
            Footprint { reads: resolve(footprint.reads), writes: resolve(footprint.writes) }
        };
        let computed: Vec<_> = tiu.iter().map(|c| touched(Footprint::of_command(c, chip).unwrap())).collect();
        let moved: Vec<_> = tdma.iter().map(|c| touched(Footprint::of_command(c, chip).unwrap())).collect();
        let effective = |waits: Vec<u16>| -> Vec<u16> {
            waits
                .iter()
                .scan(0, |most, wait| {
                    *most = (*most).max(*wait);
                    Some(*most)
                })
                .collect()
        };
        let tiu_waits = effective(tiu.iter().map(|c| c.header.wait.0).collect());
        let tdma_waits = effective(tdma.iter().map(|c| c.header.wait.0).collect());
        for (a, computes) in computed.iter().enumerate() {
            for (b, moves) in moved.iter().enumerate().filter(|(_, moves)| moves.conflicts_with(computes)) {
                let before = usize::from(tdma_waits[b]) > a;
                let behind = usize::from(tiu_waits[a]) > b;
                assert!(before != behind, "seed {seed}: tiu {a} and tdma {b} touch {moves:?}");
                ordered += 1;
            }
        }
    }
    assert!(ordered > 500, "{ordered} conflicts");
}

#[test]
fn many_classes_of_descriptors_come_up() {
    let mut cells = BTreeSet::new();
    every_operation(|chip, _, sample| cells.extend(sample.and_then(|sample| cell_of(&sample.command, chip))));
    every_transfer(|chip, _, _, sample| cells.extend(sample.and_then(|sample| cell_of(&sample.command, chip))));
    let operations: BTreeSet<_> = cells.iter().map(|cell| cell.operation).collect();
    assert_eq!(operations.len(), 20 + 9);
    let extremes: BTreeSet<_> = cells.iter().filter(|cell| cell.extreme).map(|cell| cell.operation).collect();
    assert!(extremes.len() > 10, "{extremes:?}");
    let classes = |wanted: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| wanted(cell)).count();
    assert!(cells.len() > 1000, "{}", cells.len());
    for choice in ["opd_typ", "opt_chl_quan", "opt_res_add", "ps32_md", "opt_opd1_const", "double_conv", "mv_lut_base"]
    {
        let found = classes(&|cell| cell.choices.iter().any(|(name, _)| *name == choice));
        assert!(found > 0, "{choice}");
    }
}

#[test]
fn every_class_of_descriptors_comes_up_and_no_other() {
    for chip in Chip::ALL.map(Chip::profile) {
        let mut seen = BTreeSet::new();
        let choice = Choice { kinds: &TiuKind::ALL, functions: &FUNCTIONS, bounds: Bounds { most: 9, ..Bounds::FULL } };
        for seed in 0..6000 {
            let made = program_of(&mut Random::new(seed), chip, Mix { steps: 5, transfers: 40 }, choice);
            let words = made.sequence.encode(chip).unwrap();
            let tdma = words.tdma.into_iter().map(Descriptor::Tdma);
            seen.extend(tdma.chain(words.tiu.into_iter().map(Descriptor::Tiu)).filter_map(|one| class_of(&one, chip)));
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), classes(chip), "{}", chip.name);
    }
}
