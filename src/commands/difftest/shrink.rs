//! Makes scenarios small that show a difference.

use super::recipe::Recipe;
use super::tally::Mismatch;
use super::trial::Trials;
use crate::exit::Failure;
use emulator::scenario::{Scenario, Stage};
use isa::chip::ChipProfile;
use isa::command::{Tdma, Tiu, decode};
use isa::generate::Arena;
use isa::op::CommandId;
use isa::sequence::Sequence;
use isa::text::Descriptor;

/// The smallest scenario found that shows the difference; `None` when none does.
pub(super) fn shrunk(
    recipe: &Recipe,
    mismatch: &Mismatch,
    trials: &mut Trials<'_>,
) -> Result<Option<Scenario>, Failure> {
    let stages = |first: u64| (first..=mismatch.number).filter_map(move |one| recipe.stage(one, one == first));
    for first in [mismatch.number, mismatch.since] {
        let stages = stages(first).collect();
        let scenario = Scenario { chip: recipe.chip.chip, window: Arena::window(recipe.chip), stages };
        if trials.disagree(&scenario)? {
            return smaller(scenario, recipe.chip, trials).map(Some);
        }
    }
    Ok(None)
}

/// Leaves out stages and descriptors as long as the difference stays.
fn smaller(mut scenario: Scenario, chip: &ChipProfile, trials: &mut Trials<'_>) -> Result<Scenario, Failure> {
    let mut at = 0;
    while at < scenario.stages.len() {
        let mut found = None;
        for next in attempts(&scenario, at, chip) {
            if trials.disagree(&next)? {
                found = Some(next);
                break;
            }
        }
        match found {
            Some(next) => scenario = next,
            None => at += 1,
        }
    }
    Ok(scenario)
}

/// The scenario without the stage at `at`, and without each of its descriptors.
fn attempts(scenario: &Scenario, at: usize, chip: &ChipProfile) -> Vec<Scenario> {
    let stage = &scenario.stages[at];
    let whole = (scenario.stages.len() > 1).then_some(None);
    let less = (0..stage.descriptors.len()).rev().filter_map(|left_out| without(stage, left_out, chip));
    let replaced = |stage: Option<Stage>| {
        let mut next = scenario.clone();
        next.stages.splice(at..=at, stage);
        // Whichever stage is the first now starts from the same memory.
        next.stages[0].seed = scenario.stages[0].seed;
        next
    };
    whole.into_iter().chain(less.map(Some)).map(replaced).collect()
}

/// The stage without one of its descriptors; ids and waits close up.
fn without(stage: &Stage, left_out: usize, chip: &ChipProfile) -> Option<Stage> {
    let kept = stage.descriptors.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, one)| *one);
    let engine = stage.descriptors[left_out].engine();
    let own = stage.descriptors[..left_out].iter().filter(|one| one.engine() == engine).count();
    let descriptors = in_order(kept.collect(), stage.descriptors[left_out], own as u16 + 1, chip)?;
    (!descriptors.is_empty()).then(|| Stage { descriptors, ..stage.clone() })
}

/// The descriptors, numbered anew after the one of id `missing` has gone.
fn in_order(kept: Vec<Descriptor>, gone: Descriptor, missing: u16, chip: &ChipProfile) -> Option<Vec<Descriptor>> {
    let mut sequence = Sequence::new();
    let wait = |wait: CommandId, waits_for: bool| CommandId(wait.0 - u16::from(waits_for && wait.0 >= missing));
    for descriptor in kept {
        match descriptor {
            Descriptor::Tiu(words) => {
                let command = decode::<Tiu>(&words, chip, 0).command()?;
                let after = wait(command.header.wait, matches!(gone, Descriptor::Tdma(_)));
                sequence.compute(command.op, after);
            }
            Descriptor::Tdma(words) => {
                let command = decode::<Tdma>(&words, chip, 0).command()?;
                let after = wait(command.header.wait, matches!(gone, Descriptor::Tiu(_)));
                sequence.transfer(command.op, after);
            }
        }
    }
    let encoded = sequence.encode(chip).ok()?;
    let tdma = encoded.tdma.into_iter().map(Descriptor::Tdma);
    Some(tdma.chain(encoded.tiu.into_iter().map(Descriptor::Tiu)).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const TEXT: &str = "\
.chip cv180x
#: window 0x2000000 0x1000

.segment whole
tdma load id=1 dst=int8[2,4,4]@0x0 src=int8[2,4,4]@b1+0x100
tdma load id=2 end interrupt dst=int8[2,4,4]@0x40 src=int8[2,4,4]@b1+0x100
tiu  max id=1 wait=1 output=i8[1,2,4,4]@0x100%manual a=i8[1,2,4,4]@0x0%manual b=i8#3
tiu  max id=2 wait=2 end interrupt output=i8[1,2,4,4]@0x100%manual a=i8[1,2,4,4]@0x40%manual b=i8#3
";

    #[test]
    fn ids_and_waits_close_up_behind_what_is_left_out() {
        let scenario = Scenario::parse(TEXT).unwrap();
        let chip = scenario.chip.profile();
        let numbers = |left_out: usize| {
            let left = without(&scenario.stages[0], left_out, chip).unwrap();
            let numbers = |text: String| {
                let words = text.split(' ').filter(|word| word.starts_with("id=") || word.starts_with("wait="));
                words.collect::<Vec<_>>().join(" ")
            };
            left.descriptors.iter().map(|one| numbers(one.disassemble(scenario.chip))).collect::<Vec<_>>()
        };
        assert_eq!(numbers(0), ["id=1", "id=1", "id=2 wait=1"]);
        assert_eq!(numbers(1), ["id=1", "id=1 wait=1", "id=2 wait=1"]);
        assert_eq!(numbers(2), ["id=1", "id=2", "id=1 wait=2"]);
    }
}
