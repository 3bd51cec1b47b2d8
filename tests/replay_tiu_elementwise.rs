//! Recorded executions that use the TIU's element-wise operations and no others, run again byte for byte.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use emulator::machine::{Limits, Program};
use emulator::trace::{Verdict, replay};
use isa::container::cvtr::{self, Trace};
use isa::op::tiu::{OPS, TiuKind};
use std::collections::BTreeMap;

/// The operations that are not element-wise.
const WINDOWED: [TiuKind; 6] =
    [TiuKind::Conv, TiuKind::DepthwiseConv, TiuKind::MaxPool, TiuKind::AvgPool, TiuKind::MinPool, TiuKind::Matmul];

/// Number of descriptors with each operation.
type Counts = BTreeMap<&'static str, usize>;

/// The TIU operations of a recording if it has some and all are element-wise.
fn elementwise(trace: &Trace<'_>) -> Option<Counts> {
    let program = Program::new(trace.chip, trace.tiu.bytes, trace.tdma.bytes).unwrap();
    let mut counts = Counts::new();
    for command in program.tiu() {
        let kind = command.op.kind();
        if WINDOWED.contains(&kind) {
            return None;
        }
        *counts.entry(OPS[kind as usize].name).or_default() += 1;
    }
    (!counts.is_empty()).then_some(counts)
}

#[test]
fn elementwise_programs_leave_what_was_recorded() {
    let Some(folder) = common::recorded("traces") else { return };
    let (mut programs, mut counts) = (0, Counts::new());
    for path in common::files(&folder, ".zst") {
        let bytes = common::trace(&path);
        let trace = cvtr::read(&bytes).unwrap();
        let Some(used) = elementwise(&trace) else { continue };
        match replay(&trace, &Limits::default()).unwrap() {
            Verdict::Exact(_) => {}
            Verdict::Different(difference) => panic!("{}: {difference}", path.display()),
        }
        programs += 1;
        used.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
    }
    println!("{programs} programs, descriptors: {counts:?}");
    let elementwise = TiuKind::ALL.into_iter().filter(|kind| !WINDOWED.contains(kind));
    let missing: Vec<&str> =
        elementwise.map(|kind| OPS[kind as usize].name).filter(|name| !counts.contains_key(name)).collect();
    assert!(missing.is_empty(), "no recorded program uses {missing:?}");
}
