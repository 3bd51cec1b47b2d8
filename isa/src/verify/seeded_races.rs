//! Waits removed from random race-free programs: races are found exactly where the definition says they are.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::seeded::{Case, FAULTS};
use super::{Engine, rules};
use crate::command::{Tdma, Tiu};
use crate::footprint::Footprint;
use std::collections::BTreeSet;

/// A TIU descriptor and one of the TDMA.
type Pair = (usize, usize);

/// For each descriptor, the highest id that it or one before it waits for.
fn effective(waits: impl Iterator<Item = u16>) -> Vec<usize> {
    waits
        .scan(0, |highest, wait| {
            *highest = usize::from(wait).max(*highest);
            Some(*highest)
        })
        .collect()
}

/// Every unordered pair in the same bytes, by comparing all with all.
fn races(case: &Case) -> BTreeSet<Pair> {
    let waits = [effective(case.tiu.iter().map(|f| f.cmd_id_gdma)), effective(case.tdma.iter().map(|f| f.wait_id_tpu))];
    let tiu: Vec<_> = case.tiu.iter().map(|fields| Footprint::of::<Tiu>(fields, case.chip)).collect();
    let tdma: Vec<_> = case.tdma.iter().map(|fields| Footprint::of::<Tdma>(fields, case.chip)).collect();
    let pairs = (0..tiu.len()).flat_map(|a| (0..tdma.len()).map(move |b| (a, b)));
    let unordered = pairs.filter(|(a, b)| waits[0][*a] < b + 1 && waits[1][*b] < a + 1);
    unordered.filter(|(a, b)| tiu[*a].conflicts_with(&tdma[*b])).collect()
}

/// A random program one of whose waits is gone.
fn without_a_wait(seed: u64) -> Option<Case> {
    let mut case = Case::new(seed);
    if case.random.chance(50) {
        let at = case.a_tiu(|f| f.cmd_id_gdma != 0)?;
        case.tiu[at].cmd_id_gdma = 0;
    } else {
        let at = case.a_tdma(|f| f.wait_id_tpu != 0)?;
        case.tdma[at].wait_id_tpu = 0;
    }
    Some(case)
}

/// The descriptors that races are reported at, with the least wait that is said to help.
fn reported(case: &Case) -> Vec<(Engine, usize, u16)> {
    let found = case.verify().into_iter().filter(|found| found.rule == rules::RACE);
    let least = |allowed: &str| allowed.strip_prefix("at least ").unwrap().parse().unwrap();
    found.map(|found| (found.engine, found.index, least(&found.field.unwrap().allowed))).collect()
}

#[test]
fn races_are_found_where_the_definition_says() {
    let mut found = 0;
    for case in (0..).filter_map(without_a_wait) {
        let (races, reported) = (races(&case), reported(&case));
        assert_eq!(races.is_empty(), reported.is_empty(), "{races:?} {reported:?}");
        for (engine, index, wait) in &reported {
            let other = usize::from(*wait) - 1;
            let pair = if *engine == Engine::Tiu { (*index, other) } else { (other, *index) };
            assert!(races.contains(&pair), "{pair:?} is not among {races:?}");
        }
        found += usize::from(!races.is_empty());
        if found == FAULTS {
            return;
        }
    }
}

#[test]
fn raising_the_waits_named_ends_every_race_and_closes_no_circle() {
    for mut case in (0..FAULTS as u64).filter_map(without_a_wait) {
        while let Some((engine, index, wait)) = reported(&case).first().copied() {
            match engine {
                Engine::Tiu => case.tiu[index].cmd_id_gdma = wait,
                _ => case.tdma[index].wait_id_tpu = wait,
            }
        }
        assert_eq!(races(&case), BTreeSet::new());
        assert!(case.verify().iter().all(|found| found.rule != rules::WAIT_CYCLE));
    }
}
