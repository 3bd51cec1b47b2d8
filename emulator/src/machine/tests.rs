#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::fault::{Fault, FaultKind};
use crate::observer::{Observer, Step};
use isa::command::{Command, Isa, Tdma, TdmaCommand, Tiu, TiuCommand, bytes_of};
use isa::diagnostic::Engine;
use isa::field::Fields;
use isa::footprint::Footprint;
use isa::generated::tdma::TdmaFields;
use isa::generated::tiu::TiuFields;
use isa::hardware_order::{TiuBytes, to_hardware_order};
use isa::op::CommandId;
use isa::op::tdma::{TdmaKind, TdmaOp};
use isa::op::tiu::{TiuKind, TiuOp};
use proptest::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

const CHIP: Chip = Chip::Cv181x;
const DRAM: u64 = 1 << 18;

/// A TDMA descriptor that sets `set` beside the defaults.
fn tdma(id: u16, wait: u16, set: impl FnOnce(&mut TdmaFields)) -> TdmaCommand {
    let layout = CHIP.profile().layout;
    let mut fields = TdmaFields::defaults(layout as usize);
    set(&mut fields);
    let mut command = Command::<Tdma>::new(TdmaOp::from_fields(TdmaKind::of(&fields, layout).unwrap(), &fields));
    (command.header.id, command.header.wait) = (CommandId(id), CommandId(wait));
    command
}

/// Loads the byte at `from` to offset `to` of lane 0.
fn load(id: u16, wait: u16, from: u32, to: u32) -> TdmaCommand {
    tdma(id, wait, |f| (f.src_base_addr, f.dst_base_addr) = (from.into(), to.into()))
}

/// Stores the byte at offset `from` of lane 0 to `to`.
fn store(id: u16, wait: u16, from: u32, to: u32) -> TdmaCommand {
    tdma(id, wait, |f| (f.trans_dir, f.src_base_addr, f.dst_base_addr) = (1, from.into(), to.into()))
}

/// Copies the byte at offset `from` of lane 0 to `to`.
fn copy(id: u16, wait: u16, from: u32, to: u32) -> TiuCommand {
    let layout = CHIP.profile().layout;
    let mut f = TiuFields::defaults(layout as usize);
    let copies = Tiu::ops().iter().position(|op| op.name == "copy").unwrap();
    let empty = TiuOp::from_fields(TiuKind::ALL[copies], &f);
    let mut fields = empty.to_fields(layout).unwrap();
    (fields.opd0_addr, fields.res0_addr) = (from, to);
    (fields.short_opd0_str, fields.short_res0_str) = (3, 3);
    (fields.opt_opd0_seg, fields.opt_res0_seg) = (1, 1);
    f = fields;
    let mut command = Command::<Tiu>::new(TiuOp::from_fields(TiuKind::of(&f, layout).unwrap(), &f));
    (command.header.id, command.header.wait) = (CommandId(id), CommandId(wait));
    command
}

fn ended(mut tiu: Vec<TiuCommand>, mut tdma: Vec<TdmaCommand>) -> (Vec<TiuCommand>, Vec<TdmaCommand>) {
    tiu.iter_mut().last().into_iter().for_each(|last| last.header.end = true);
    tdma.iter_mut().last().into_iter().for_each(|last| last.header.end = true);
    (tiu, tdma)
}

fn program(tiu: Vec<TiuCommand>, tdma: Vec<TdmaCommand>) -> Program {
    let (tiu, tdma) = ended(tiu, tdma);
    Program::from_commands(CHIP, tiu, tdma).unwrap()
}

/// A machine whose DRAM holds its own low address bytes.
fn machine() -> Machine {
    let mut machine = Machine::with_dram(CHIP, DRAM);
    let bytes: Vec<u8> = (0..=255).collect();
    machine.dram_mut().write(0, &bytes).unwrap();
    machine
}

#[derive(Default)]
struct Diary(Vec<String>);

impl Diary {
    fn note(&mut self, what: &str, step: &Step<'_>) {
        self.0.push(format!("{what} {} {}", step.engine(), step.index));
    }
}

impl Observer for Diary {
    fn wants_footprints(&self) -> bool {
        true
    }
    fn fetch(&mut self, step: &Step<'_>) {
        self.note("fetch", step);
    }
    fn start(&mut self, step: &Step<'_>, _: &Machine) {
        self.note("start", step);
    }
    fn touch(&mut self, step: &Step<'_>, footprint: &Footprint) {
        self.note(&format!("{} reads {} writes", footprint.reads.len(), footprint.writes.len()), step);
    }
    fn retire(&mut self, step: &Step<'_>, machine: &Machine) {
        self.note(&format!("{} after", machine.local().bytes()[0x20]), step);
    }
    fn fault(&mut self, fault: &Fault) {
        self.0.push(format!("fault {} {}", fault.engine, fault.index));
    }
}

#[test]
fn both_engines_work_together() {
    let program = program(vec![copy(1, 1, 0x10, 0x20)], vec![load(1, 0, 7, 0x10), store(2, 1, 0x20, 0x100)]);
    let mut machine = machine();
    machine.run(&program, &Limits::default()).unwrap();
    assert_eq!(machine.dram().read(0x100, 1).unwrap(), [7]);
}

#[test]
fn the_observer_hears_every_event_in_order() {
    let program = program(vec![copy(1, 1, 0x10, 0x20)], vec![load(1, 0, 7, 0x10), store(2, 1, 0x20, 0x100)]);
    let mut diary = Diary::default();
    machine().observe(&program, &Limits::default(), &mut diary).unwrap();
    let expected = "fetch tiu 0, fetch tdma 0, start tdma 0, 1 reads 1 writes tdma 0, 0 after tdma 0, fetch tdma 1, \
                    start tiu 0, 1 reads 1 writes tiu 0, 7 after tiu 0, start tdma 1, 1 reads 1 writes tdma 1, \
                    7 after tdma 1";
    assert_eq!(diary.0.join(", "), expected);
}

#[test]
fn an_observer_may_stand_behind_a_pointer() {
    let program = program(vec![], vec![load(1, 0, 7, 0x40_0000)]);
    let mut diary = Diary::default();
    let pointer: &mut dyn Observer = &mut diary;
    assert!(machine().observe(&program, &Limits::default(), pointer).is_err());
    assert_eq!(diary.0.last().unwrap(), "fault tdma 0");
}

#[test]
fn a_fault_names_descriptor_step_and_field_and_keeps_what_ran_before() {
    let program = program(vec![], vec![load(1, 0, 7, 0x10), load(2, 0, 7, 0x4_0000), load(3, 0, 7, 0x11)]);
    let mut machine = machine();
    let fault = machine.run(&program, &Limits::default()).unwrap_err();
    assert_eq!(
        (fault.kind, fault.engine, fault.index, fault.id.0, fault.step),
        (FaultKind::Operation, Engine::Tdma, 1, 2, Some(1))
    );
    let field = fault.field.as_ref().unwrap();
    assert_eq!(
        (field.name, field.value, field.word, field.allowed.as_str()),
        ("dst_base_addr", 0x4_0000, 11, "0 to 0x3ffff")
    );
    assert_eq!(machine.local().bytes()[0x10..0x12], [7, 0]);
}

#[test]
fn limits_and_flags_stop_a_run() {
    let program = program(vec![], (1..6).map(|id| load(id, 0, id.into(), id.into())).collect());
    let mut machine = machine();
    let limits = Limits { steps: 3, ..Limits::default() };
    let fault = machine.run(&program, &limits).unwrap_err();
    assert_eq!((fault.kind, fault.step), (FaultKind::Exhausted, Some(3)));
    assert_eq!(machine.local().bytes()[..6], [0, 1, 2, 3, 0, 0]);
    let fault = machine.run(&program, &Limits { elements: 4, ..Limits::default() }).unwrap_err();
    assert_eq!((fault.kind, fault.step), (FaultKind::Exhausted, Some(4)));
    let flag = AtomicBool::new(true);
    let limits = Limits { cancel: Some(&flag), ..Limits::default() };
    assert_eq!(machine.run(&program, &limits).unwrap_err().kind, FaultKind::Cancelled);
    flag.store(false, Ordering::Relaxed);
    assert!(machine.run(&program, &limits).is_ok());
}

#[test]
fn a_flag_stops_a_transfer_that_takes_for_ever() {
    let huge = tdma(1, 0, |f| {
        (f.trans_dir, f.src_n, f.src_c, f.dst_c) = (3, 65535, 65535, 65535);
        (f.src_n_stride, f.src_c_stride, f.dst_n_stride, f.dst_c_stride) = (0, 0, 0, 0);
    });
    let program = program(vec![], vec![huge]);
    let flag = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            flag.store(true, Ordering::Relaxed);
        });
        let limits = Limits { cancel: Some(&flag), ..Limits::default() };
        assert_eq!(machine().run(&program, &limits).unwrap_err().kind, FaultKind::Cancelled);
    });
}

#[test]
fn a_program_runs_only_on_its_chip() {
    let fault =
        Machine::with_dram(Chip::Cv180x, DRAM).run(&program(vec![], vec![load(1, 0, 0, 0)]), &Limits::default());
    assert_eq!(fault.unwrap_err().what, "a program for cv181x on a cv180x");
}

/// The program as the engines find it in DRAM.
fn bytes(tiu: &[TiuCommand], tdma: &[TdmaCommand]) -> (Vec<u8>, Vec<u8>) {
    let chip = CHIP.profile();
    let hardware = |command: &TiuCommand| {
        let mut bytes: TiuBytes = bytes_of(&command.encode(chip).unwrap()).try_into().unwrap();
        to_hardware_order(&mut bytes);
        bytes
    };
    let tdma = tdma.iter().flat_map(|command| bytes_of(&command.encode(chip).unwrap())).collect();
    (tiu.iter().flat_map(hardware).collect(), tdma)
}

#[test]
fn bytes_and_commands_make_the_same_program() {
    let (tiu, tdma) = ended(vec![copy(1, 1, 0x10, 0x20)], vec![load(1, 0, 7, 0x10), store(2, 1, 0x20, 0x100)]);
    let (hardware, transfers) = bytes(&tiu, &tdma);
    let program = Program::new(CHIP, &hardware, &transfers).unwrap();
    assert_eq!((program.tiu(), program.tdma()), (tiu.as_slice(), tdma.as_slice()));
    let register: Vec<u8> = tiu.iter().flat_map(|command| bytes_of(&command.encode(CHIP.profile()).unwrap())).collect();
    let same = Program::from_bytes(CHIP, &register, TiuOrder::Register, &transfers).unwrap();
    let parts = |step: Step<'_>| (step.number, step.index, step.awaits, format!("{:?}", step.command));
    assert!(program.steps().map(parts).eq(same.steps().map(parts)));
    assert_eq!((program.len(), program.is_empty()), (3, false));
}

#[test]
fn wrong_programs_are_refused_before_they_run() {
    let (tiu, tdma) = ended(vec![copy(1, 0, 0, 1)], vec![load(1, 0, 7, 0x10)]);
    let (hardware, transfers) = bytes(&tiu, &tdma);
    let refused = |tiu: &[u8], tdma: &[u8]| Program::new(CHIP, tiu, tdma).unwrap_err();
    let fault = refused(&hardware, &transfers[..63]);
    assert_eq!(fault.to_string(), "tdma descriptor 0 (id 0): 63 bytes of descriptors; give a multiple of 64 bytes");
    assert_eq!(refused(&hardware[1..], &transfers).help, "give a multiple of 112 bytes");
    let mut unknown = transfers.clone();
    unknown[4] = 2;
    let fault = refused(&[], &unknown);
    assert_eq!((fault.kind, fault.index, fault.field.as_ref().unwrap().name), (FaultKind::Encoding, 0, "spec_func"));
    let mut endless = transfers.clone();
    endless[0] &= !4;
    let fault = refused(&[], &endless);
    assert_eq!((fault.index, fault.field.as_ref().unwrap().name), (0, "eod"));
    assert!(refused(&[0; 112], &[]).field.is_some());
}

#[test]
fn an_early_end_bit_does_not_end_the_run() {
    let mut first = load(1, 0, 7, 0x10);
    first.header.end = true;
    let mut machine = machine();
    machine.run(&program(vec![], vec![first, load(2, 0, 8, 0x11)]), &Limits::default()).unwrap();
    assert_eq!(machine.local().bytes()[0x10..0x12], [7, 8]);
}

#[test]
fn a_snapshot_fits_only_its_own_kind_of_machine() {
    let snapshot = machine().snapshot();
    assert!(Machine::with_dram(Chip::Cv180x, DRAM).restore(&snapshot).is_err());
    let error = Machine::with_dram(CHIP, DRAM * 2).restore(&snapshot).unwrap_err();
    assert!(error.to_string().contains("262144 bytes of DRAM"), "{error}");
}

#[test]
fn a_reset_machine_is_a_new_one() {
    let mut machine = machine();
    machine.base_mut()[1] = 5;
    machine.local_mut().bytes_mut()[9] = 9;
    assert_ne!(machine.fingerprint(), Machine::with_dram(CHIP, DRAM).fingerprint());
    machine.reset();
    assert_eq!(machine.fingerprint(), Machine::with_dram(CHIP, DRAM).fingerprint());
}

/// A transfer of up to 3 pages between places that the program also uses elsewhere.
fn random_step() -> impl Strategy<Value = TdmaCommand> {
    (0_u8..5, 0_u64..24, 0_u64..24, 1_u16..12000).prop_map(|(kind, from, to, count)| {
        tdma(0, 0, |f| {
            let (local, dram) = (|place: u64| place % 4 * 5000, |place: u64| place * 7000);
            (f.src_w, f.dst_w) = (count, count);
            match kind {
                0 => (f.src_base_addr, f.dst_base_addr) = (dram(from), local(to)),
                1 => (f.trans_dir, f.src_base_addr, f.dst_base_addr) = (1, local(from), dram(to)),
                2 => (f.trans_dir, f.src_base_addr, f.dst_base_addr) = (2, dram(from), dram(to)),
                3 => (f.trans_dir, f.src_base_addr, f.dst_base_addr) = (3, local(from), local(to)),
                _ => (f.trans_dir, f.spec_func, f.const_val, f.dst_base_addr) = (1, 4, (from % 3) as u16, dram(to)),
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn going_back_and_forth_is_exact(steps in prop::collection::vec(random_step(), 1..24), jumps in prop::collection::vec((0_usize..24, 0_usize..24, any::<bool>()), 1..30)) {
        let program = program(vec![], steps);
        let mut straight = machine();
        let mut states = vec![straight.fingerprint()];
        for number in 0..program.len() {
            straight.run_steps(&program, number..number + 1, &Limits::default(), &mut ()).unwrap();
            states.push(straight.fingerprint());
        }
        let mut moving = machine();
        let mut snapshots = vec![(0, moving.snapshot())];
        let mut at = 0;
        for (target, choice, host) in jumps {
            let target = target % states.len();
            if target < at {
                let usable: Vec<_> = snapshots.iter().filter(|(number, _)| *number <= target).collect();
                let (number, snapshot) = usable[choice % usable.len()];
                if host {
                    moving.dram_mut().bytes_mut()[choice * 4000] ^= 0xff;
                }
                moving.restore(snapshot).unwrap();
                at = *number;
            }
            moving.run_steps(&program, at..target, &Limits::default(), &mut ()).unwrap();
            at = target;
            prop_assert_eq!(moving.fingerprint(), states[at]);
            snapshots.push((at, moving.snapshot()));
        }
    }

    #[test]
    fn any_bytes_run_or_are_refused(
        descriptors in prop::collection::vec(any::<[u32; 16]>(), 1..4), sane in any::<[bool; 5]>(), chip in 0_usize..4,
    ) {
        let sensible = |mut words: [u32; 16]| {
            words[0] = words[0] & 0xffff | 4;
            words[1] &= if sane[0] { 0xe13d } else { 0xffff };
            for word in &mut words[4..11] {
                *word &= if sane[1] { 0x001f_001f } else { u32::MAX };
            }
            (5..8).step_by(2).for_each(|word| words[word] &= if sane[2] { 0xff } else { u32::MAX });
            words[11] &= if sane[3] { 0x1_ffff } else { u32::MAX };
            words[12] &= if sane[3] { 0x1_ffff } else { u32::MAX };
            words[13] &= if sane[4] { 0x0000_001f } else { u32::MAX };
            words[14] &= if sane[4] { 0 } else { u32::MAX };
            words
        };
        let bytes: Vec<u8> = descriptors.into_iter().flat_map(|words| bytes_of(&sensible(words))).collect();
        let chip = Chip::ALL[chip];
        let mut machine = Machine::with_dram(chip, DRAM);
        *machine.base_mut() = [chip.profile().gmem_start; 8];
        if let Ok(program) = Program::new(chip, &[], &bytes) {
            let limits = Limits { elements: 1 << 20, ..Limits::default() };
            if let Err(fault) = machine.run(&program, &limits) {
                prop_assert!(!fault.what.is_empty() && !fault.help.is_empty() && !fault.line.is_empty(), "{fault}");
            }
        }
    }
}
