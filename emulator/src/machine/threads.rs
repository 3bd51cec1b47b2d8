//! How many threads a machine has.

use crate::pool::MOST_THREADS;
use std::fmt;
use std::str::FromStr;

/// A number of threads that a machine can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threads(usize);

impl Threads {
    /// Most threads.
    pub const MOST: Threads = Threads(MOST_THREADS);

    /// As many as this, or the nearest number that there can be.
    #[must_use]
    pub fn near(count: usize) -> Self {
        Threads(count.clamp(1, MOST_THREADS))
    }

    /// The number.
    #[must_use]
    pub fn count(self) -> usize {
        self.0
    }
}

impl FromStr for Threads {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().parse() {
            Ok(count) if (1..=MOST_THREADS).contains(&count) => Ok(Threads(count)),
            _ => {
                let text = text.escape_debug();
                Err(format!("`{text}` is no number of threads (allowed: 1 to {MOST_THREADS})"))
            }
        }
    }
}

impl fmt::Display for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use crate::fault::FaultKind;
    use crate::machine::{Limits, Machine, Program, TiuOrder};
    use crate::pool::Pool;
    use isa::chip::{Chip, ChipProfile};
    use isa::command::bytes_of;
    use isa::generate::{self, Location, Mix, Random};
    use isa::text::assemble_line;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn numbers_that_make_no_sense_are_refused_in_one_sentence() {
        assert_eq!("8".parse(), Ok(Threads(8)));
        assert_eq!("64".parse(), Ok(Threads::MOST));
        for bad in ["0", "65", "-1", "", "many", "99999999999999999999999", "1.5"] {
            let told = bad.parse::<Threads>().err();
            let expected = format!("`{bad}` is no number of threads (allowed: 1 to 64)");
            assert_eq!(told, Some(expected));
        }
        assert_eq!([0, 7, usize::MAX].map(|count| Threads::near(count).count()), [1, 7, 64]);
    }

    /// A machine that shares whatever can be cut, with random memory and what the program needs in it.
    fn machine(seed: u64, chip: &ChipProfile, made: &generate::Program, threads: usize) -> Machine {
        let mut machine = Machine::with_dram(chip.chip, made.arena.window.offset + made.arena.window.size);
        machine.pool = Pool::with_grain(threads, 1).unwrap();
        let bytes = Random::new(seed).bytes(machine.local().bytes().len());
        machine.local_mut().bytes_mut().copy_from_slice(&bytes);
        *machine.base_mut() = made.arena.bases;
        for content in &made.memory {
            match content.location {
                Location::Dram(offset) => machine.dram_mut().write(offset, &content.bytes).unwrap(),
                Location::Local(address) => {
                    let place = &mut machine.local_mut().bytes_mut()[address.0 as usize..];
                    place[..content.bytes.len()].copy_from_slice(&content.bytes);
                }
            }
        }
        machine
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn any_number_of_threads_leaves_the_same_memory(seed in any::<u64>(), chip in 0_usize..4) {
            let chip = Chip::ALL[chip].profile();
            let made = generate::program(&mut Random::new(seed), chip, Mix { steps: 12, transfers: 30 });
            let (tiu, tdma) = made.sequence.clone().ended();
            let program = Program::from_commands(chip.chip, tiu, tdma).unwrap();
            let fingerprint = |threads| {
                let mut machine = machine(seed, chip, &made, threads);
                machine.run(&program, &Limits::default()).map(|()| machine.fingerprint())
            };
            let alone = fingerprint(1).unwrap();
            for threads in [2, 3, 8] {
                prop_assert_eq!(fingerprint(threads), Ok(alone), "{} threads", threads);
            }
        }
    }

    /// The same convolution, of four billion products, again and again.
    fn long_program() -> Program {
        let operands = "output=i8[1,64,31,31]@0x0 input=i8[1,256,16,16]@0x2000 weight=i8[256,64,16,16]#3%packed";
        let descriptor = |header: &str| {
            let line = format!("tiu conv id=1 {header} {operands} pad=15,15,15,15 rshift=9");
            bytes_of(assemble_line(&line, Chip::Cv181x).unwrap().unwrap().words())
        };
        let all = [descriptor("").repeat(500), descriptor("end")].concat();
        Program::from_bytes(Chip::Cv181x, &all, TiuOrder::Register, &[]).unwrap()
    }

    #[test]
    fn a_stop_request_reaches_every_thread() {
        let (program, flag) = (long_program(), AtomicBool::new(false));
        let mut machine = Machine::with_dram(Chip::Cv181x, 0);
        machine.set_threads(Threads(3)).unwrap();
        machine.local_mut().bytes_mut().fill(1);
        let before = machine.fingerprint();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(std::time::Duration::from_millis(20));
                flag.store(true, Ordering::Relaxed);
            });
            let limits = Limits { cancel: Some(&flag), ..Limits::default() };
            let fault = machine.run(&program, &limits).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Cancelled, "{fault}");
        });
        let stopped = machine.fingerprint();
        machine.run_steps(&program, 0..1, &Limits::default(), &mut ()).unwrap();
        assert!([before, machine.fingerprint()].contains(&stopped), "a stopped operation left some of its results");
    }
}
