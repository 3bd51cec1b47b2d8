//! The fast forms against the definitions, on random legal operations.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::run::Way;
use crate::halt::{Halt, Stop};
use crate::kernels::Level;
use crate::memory::LocalMemory;
use crate::tiu::{Scratch, execute, execute_until};
use isa::chip::{Chip, ChipProfile};
use isa::command::Tiu;
use isa::generate::{Location, Random, Sample, operation};
use isa::op::tiu::{TiuKind, TiuOp};
use std::sync::atomic::AtomicBool;

/// Random memory in which the operation is legal.
fn memory(random: &mut Random, sample: &Sample<Tiu>, chip: &ChipProfile) -> LocalMemory {
    let mut local = LocalMemory::new(chip);
    let bytes = random.bytes(local.bytes().len());
    local.bytes_mut().copy_from_slice(&bytes);
    for content in &sample.memory {
        if let Location::Local(address) = content.location {
            local.bytes_mut()[address.0 as usize..][..content.bytes.len()].copy_from_slice(&content.bytes);
        }
    }
    local
}

/// Every way leaves an operation out as a whole when somebody asks to stop.
fn check_stop(op: &TiuOp, chip: &'static ChipProfile, local: &LocalMemory) {
    let (flag, mut scratch) = (AtomicBool::new(true), Scratch::default());
    for way in Level::available().map(Way::Fast).chain([Way::Plain]) {
        scratch.window.way = way;
        let mut after = local.clone();
        let result = execute_until(op, chip, &mut after, &mut scratch, Stop::new(Some(&flag)));
        assert_eq!(result, Err(Halt::Cancelled), "{way:?} {op:?}");
        assert!(after == *local, "{way:?}: a stopped operation changed memory: {op:?}");
    }
}

fn compare(kind: TiuKind, chip: Chip, count: u32) {
    let profile = chip.profile();
    let mut random = Random::new(u64::from(chip as u8) * 1000 + kind as u64);
    let mut scratch = Scratch::default();
    let mut result = |sample: &Sample<Tiu>, mut local: LocalMemory, way: Way| {
        scratch.window.way = way;
        execute(&sample.command.op, profile, &mut local, &mut scratch).unwrap();
        local
    };
    for round in 0..count {
        let Some(sample) = operation(&mut random, profile, kind) else { continue };
        let local = memory(&mut random, &sample, profile);
        let expected = result(&sample, local.clone(), Way::Plain);
        if round % 10 == 0 {
            check_stop(&sample.command.op, profile, &local);
        }
        for level in Level::available() {
            let same = result(&sample, local.clone(), Way::Fast(level)) == expected;
            assert!(same, "{chip:?} round {round} {level:?}: {:?}", sample.command.op);
        }
    }
}

macro_rules! fast_forms {
    ($($name:ident: $kind:ident $count:literal,)*) => {
        $(
            #[test]
            fn $name() {
                Chip::ALL.iter().for_each(|chip| compare(TiuKind::$kind, *chip, $count));
            }
        )*
    };
}

fast_forms! {
    convolutions_are_the_same_in_all_forms: Conv 60,
    depthwise_convolutions_are_the_same_in_all_forms: DepthwiseConv 100,
    averages_are_the_same_in_all_forms: AvgPool 100,
    maxima_are_the_same_in_all_forms: MaxPool 100,
    minima_are_the_same_in_all_forms: MinPool 100,
    matrix_products_are_the_same_in_all_forms: Matmul 100,
}
