//! One descriptor as a program of its own, with all that it reads and the result that it should have.

use crate::bisect::Culprit;
use crate::session::Session;
use emulator::memory::Space;
use emulator::scenario::{Patch, Scenario, Stage, fingerprint};
use isa::chip::Window;
use isa::diagnostic::Engine;
use isa::footprint::{Region, Span};
use isa::text::Descriptor;

/// Most bytes of DRAM between the first and the last that are touched.
const LARGEST_WINDOW: u64 = 64 << 20;
/// The window ends at a multiple of this.
const PAGE: u64 = 4096;

/// The text of a scenario that fails until the descriptor is repaired.
///
/// # Errors
/// When the descriptor reaches further than a scenario can.
pub(crate) fn scenario(session: &mut Session, culprit: &Culprit) -> Result<String, String> {
    let here = session.position();
    session.go(culprit.turn).map_err(|halted| halted.what)?;
    let window = window(session, culprit.turn)?;
    let reads = session.footprint(culprit.turn).map(|print| print.reads.clone()).unwrap_or_default();
    let patches: Vec<Patch> = reads.iter().flat_map(|region| patches(session, region)).collect();
    let turn = &session.turns()[culprit.turn];
    let descriptor = session.target().descriptor(turn).ok_or("the turn is no descriptor")?;
    let chip = session.target().chip().chip;
    let bases = *session.target().machine().base();
    let stage = |descriptor: Descriptor, result| Stage {
        name: "guilty".into(),
        seed: None,
        bases,
        patches: patches.clone(),
        descriptors: vec![alone(&descriptor, chip.profile())],
        result,
        expected: Vec::new(),
    };
    let result = result_of(&stage(culprit.repaired, None), chip, window)?;
    session.go(here).map_err(|halted| halted.what)?;
    Ok(Scenario { chip, window, stages: vec![stage(descriptor, Some(result))] }.to_string())
}

/// The descriptor as the only one: the first, the last, waiting for nothing.
fn alone(descriptor: &Descriptor, chip: &isa::chip::ChipProfile) -> Descriptor {
    let changes: &[(&str, u64)] = match descriptor.engine() {
        Engine::Tiu => &[("cmd_end", 1), ("cmd_intr_en", 1), ("cmd_id_tpu", 1), ("cmd_id_gdma", 0)],
        _ => &[("eod", 1), ("intp_en", 1), ("cmd_id", 1), ("wait_id_tpu", 0)],
    };
    changes.iter().fold(*descriptor, |descriptor, (name, value)| {
        crate::fields::set(&descriptor, chip, name, *value).unwrap_or(descriptor)
    })
}

/// The fingerprint that a stage leaves.
fn result_of(stage: &Stage, chip: isa::chip::Chip, window: Window) -> Result<u128, String> {
    let mut machine = emulator::machine::Machine::new(chip);
    stage.prepare(&mut machine, window).map_err(|error| error.to_string())?;
    let program = stage.program(chip).map_err(|fault| fault.to_string())?;
    machine.run(&program, &emulator::machine::Limits::default()).map_err(|fault| fault.to_string())?;
    let dram = machine.dram().read(window.offset, window.size).map_err(|error| error.to_string())?;
    Ok(fingerprint(machine.local().bytes(), dram))
}

/// The DRAM that a turn touches.
fn window(session: &Session, turn: usize) -> Result<Window, String> {
    let print = session.footprint(turn);
    let bounds = print.into_iter().flat_map(|print| print.regions());
    let bounds = bounds.filter(|region| matches!(region.span, Span::Dram(_))).filter_map(Region::bounds);
    let (start, end) = bounds.fold((i64::MAX, 0), |(start, end), (from, to)| (start.min(from), end.max(to)));
    if end == 0 {
        return Ok(Window { offset: 0, size: 0 });
    }
    let offset = start.unsigned_abs() / PAGE * PAGE;
    let size = end.unsigned_abs().next_multiple_of(PAGE) - offset;
    match size {
        ..=LARGEST_WINDOW => Ok(Window { offset, size }),
        _ => Err(format!("the descriptor touches DRAM {size} bytes apart, more than a program of its own may")),
    }
}

/// What a region holds now.
fn patches(session: &Session, region: &Region) -> Vec<Patch> {
    let machine = session.target().machine();
    let lane_bytes = machine.local().lane_bytes() as u64;
    let local = matches!(region.span, Span::Local(_));
    let (space, all) = match local {
        true => (Space::Local, machine.local().bytes()),
        false => (Space::Dram, machine.dram().bytes()),
    };
    let mut found: Vec<Patch> = Vec::new();
    for run in region.runs() {
        let offset = u64::from(run.lane) * lane_bytes + run.start.unsigned_abs();
        let Some(bytes) = all.get(offset as usize..(offset + run.len) as usize) else { continue };
        match found.last_mut() {
            Some(last) if last.offset + last.bytes.len() as u64 == offset => last.bytes.extend(bytes),
            _ => found.push(Patch { space, offset, bytes: bytes.to_vec() }),
        }
    }
    found
}
