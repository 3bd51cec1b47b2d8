//! Element-wise operations: the executor against a plain per-element reference, on random programs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod programs;
mod reference;

use emulator::memory::LocalMemory;
use emulator::tiu::{Scratch, execute};
use isa::field::Fields;
use isa::generated::tiu::RECORD;
use isa::op::tiu::{TiuKind, TiuOp};
use programs::{Program, programs};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

/// Runs the program both ways; whether it was accepted.
fn agree(program: &Program, scratch: &mut Scratch) -> Result<bool, TestCaseError> {
    let mut local = LocalMemory::new(program.chip);
    let before = program.contents.bytes(local.bytes().len());
    local.bytes_mut().copy_from_slice(&before);
    if execute(&program.op, program.chip, &mut local, scratch).is_err() {
        prop_assert!(local.bytes() == before, "a refused operation changed memory");
        return Ok(false);
    }
    let mut wanted = before;
    reference::execute(&program.op, program.chip, &mut wanted);
    let differs = local.bytes().iter().zip(&wanted).position(|(found, wanted)| found != wanted);
    prop_assert_eq!(differs, None, "first differing byte");
    Ok(true)
}

/// Many programs with one operation, at least half of which must be legal.
fn check(kind: TiuKind) {
    let config = Config::default();
    let cases = config.cases;
    let (scratch, accepted) = (Cell::new(Scratch::default()), Cell::new(0));
    let mut runner = TestRunner::new(config);
    let result = runner.run(&programs(kind), |program| {
        let mut buffers = scratch.take();
        let agreed = agree(&program, &mut buffers);
        scratch.set(buffers);
        accepted.set(accepted.get() + u32::from(agreed?));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{kind:?}: {error}");
    }
    assert!(accepted.get() > cases / 2, "only {} of {cases} programs were legal", accepted.get());
}

/// The operation with some of its descriptor's fields replaced.
fn damaged(program: &Program, damage: &[(usize, u64)]) -> TiuOp {
    let layout = program.chip.layout;
    let mut fields = program.op.to_fields(layout).unwrap();
    for (row, value) in damage {
        let row = row % RECORD.fields.len();
        if let Some(place) = RECORD.fields[row].places[layout as usize] {
            fields.set(layout as usize, row, value & place.max()).unwrap();
        }
    }
    TiuOp::from_fields(program.op.kind(), &fields)
}

proptest! {
    #[test]
    fn damaged_operations_are_executed_or_refused(
        program in prop::sample::select(ELEMENTWISE).prop_flat_map(programs),
        damage in prop::collection::vec((any::<usize>(), any::<u64>()), 1..4),
    ) {
        let mut local = LocalMemory::new(program.chip);
        local.bytes_mut().fill(5);
        let untouched = local.clone();
        let op = damaged(&program, &damage);
        if execute(&op, program.chip, &mut local, &mut Scratch::default()).is_err() {
            prop_assert!(local == untouched, "a refused operation changed memory");
        }
    }
}

macro_rules! agreement {
    ($($name:ident $kind:ident)*) => {
        const ELEMENTWISE: &[TiuKind] = &[$(TiuKind::$kind),*];
        $(
        #[test]
        fn $name() {
            check(TiuKind::$kind);
        }
    )*};
}

agreement! {
    mul_agrees_with_the_reference Mul
    mac_agrees_with_the_reference Mac
    add_agrees_with_the_reference Add
    sub_agrees_with_the_reference Sub
    max_agrees_with_the_reference Max
    min_agrees_with_the_reference Min
    shift_agrees_with_the_reference Shift
    and_agrees_with_the_reference And
    or_agrees_with_the_reference Or
    xor_agrees_with_the_reference Xor
    copy_agrees_with_the_reference Copy
    ge_agrees_with_the_reference Ge
    lookup_agrees_with_the_reference Lookup
    channel_sum_agrees_with_the_reference ChannelSum
}
