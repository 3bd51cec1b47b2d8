//! The fast forms against the definitions, on random legal operations.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::run::Way;
use crate::halt::{Halt, Stop};
use crate::kernels::Level;
use crate::memory::LocalMemory;
use crate::pool::Pool;
use crate::tiu::{Means, Scratch, execute_with};
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

/// One thread, and several that share whatever can be cut.
fn pools() -> Vec<Pool> {
    [1, 2, 3, 8].map(|threads| Pool::with_grain(threads, 1).unwrap()).into()
}

/// Every way leaves an operation out as a whole when somebody asks to stop.
fn check_stop(op: &TiuOp, chip: &'static ChipProfile, local: &LocalMemory, pools: &[Pool]) {
    let (flag, mut scratch) = (AtomicBool::new(true), Scratch::default());
    for (way, pool) in ways(pools).chain([(Way::Plain, &pools[0])]) {
        scratch.window.way = way;
        let mut after = local.clone();
        let means = Means { pool, stop: Stop::new(Some(&flag)) };
        let result = execute_with(op, chip, &mut after, &mut scratch, means);
        assert_eq!(result, Err(Halt::Cancelled), "{way:?} {op:?}");
        assert!(after == *local, "{way:?}: a stopped operation changed memory: {op:?}");
    }
}

/// Every level on one thread, and the best on any number.
fn ways(pools: &[Pool]) -> impl Iterator<Item = (Way, &Pool)> {
    let levels = Level::available().map(|level| (Way::Fast(level), &pools[0]));
    levels.chain(pools[1..].iter().map(|pool| (Way::default(), pool)))
}

fn compare(kind: TiuKind, chip: Chip, count: u32) {
    let profile = chip.profile();
    let mut random = Random::new(u64::from(chip as u8) * 1000 + kind as u64);
    let (mut scratch, pools) = (Scratch::default(), pools());
    let mut result = |sample: &Sample<Tiu>, mut local: LocalMemory, (way, pool): (Way, &Pool)| {
        scratch.window.way = way;
        execute_with(&sample.command.op, profile, &mut local, &mut scratch, Means { pool, stop: Stop::NEVER }).unwrap();
        local
    };
    for round in 0..count {
        let Some(sample) = operation(&mut random, profile, kind) else { continue };
        let local = memory(&mut random, &sample, profile);
        let expected = result(&sample, local.clone(), (Way::Plain, &pools[0]));
        if round % 10 == 0 {
            check_stop(&sample.command.op, profile, &local, &pools);
        }
        for (way, pool) in ways(&pools) {
            let same = result(&sample, local.clone(), (way, pool)) == expected;
            let threads = pool.threads();
            assert!(same, "{chip:?} round {round} {way:?} on {threads} threads: {:?}", sample.command.op);
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
