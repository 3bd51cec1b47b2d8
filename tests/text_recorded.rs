//! The text form of recorded and published descriptors: every line reads back, and none needs a field's bare name.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod common;

use isa::chip::Chip;
use isa::container::cvtr;
use isa::diagnostic::Engine;
use isa::hardware_order::{TIU_BYTES, from_hardware_order};
use isa::text::{Descriptor, Program};
use std::collections::BTreeMap;
use std::path::Path;

/// The descriptors of a recording, in register order.
fn descriptors(trace: &cvtr::Trace<'_>) -> Vec<Descriptor> {
    let tiu = trace.tiu.bytes.as_chunks::<TIU_BYTES>().0.iter().map(|bytes| {
        let mut bytes = *bytes;
        from_hardware_order(trace.chip, &mut bytes);
        Descriptor::from_bytes(Engine::Tiu, &bytes).unwrap()
    });
    let tdma = trace.tdma.bytes.chunks_exact(64).map(|bytes| Descriptor::from_bytes(Engine::Tdma, bytes).unwrap());
    tiu.chain(tdma).collect()
}

fn check(path: &Path, program: &Program) {
    let text = program.disassemble();
    let again = Program::assemble(&text, None).unwrap_or_else(|errors| panic!("{}:\n{errors}", path.display()));
    assert_eq!(&again, program, "{}", path.display());
    let bare = text.lines().find(|line| line.contains(" .") || line.contains(" raw"));
    assert_eq!(bare, None, "{}", path.display());
}

#[test]
fn recorded_descriptors_read_back_from_their_lines() {
    let Some(folder) = common::recorded("traces") else { return };
    let mut counts: BTreeMap<Chip, usize> = BTreeMap::new();
    for path in common::files(&folder, ".zst") {
        let bytes = common::trace(&path);
        let trace = cvtr::read(&bytes).unwrap();
        let program = Program::new(trace.chip, descriptors(&trace));
        *counts.entry(trace.chip).or_default() += program.descriptors().count();
        check(&path, &program);
    }
    println!("lines: {counts:?}");
    assert!(counts.values().all(|count| *count > 0) && counts.len() == Chip::ALL.len());
}
