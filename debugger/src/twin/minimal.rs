//! The smallest program that still fails: one descriptor, what it reads, what it should leave.

use super::alone::Alone;
use super::memory::{bytes_of, contents};
use super::{Fault, Wrong};
use crate::area::Byte;
use emulator::machine::Machine;
use emulator::memory::Space;
use emulator::scenario::{Patch, Scenario, Stage};
use isa::chip::Window;

/// What the name of the only program is.
const NAME: &str = "faulty";

/// Bytes in front of and behind a descriptor and its good counterpart.
pub(super) struct Compared {
    pub(super) minimal: Scenario,
    pub(super) wrong: Vec<Wrong>,
    pub(super) written: usize,
    pub(super) refused: Option<String>,
}

/// Runs both on what the machine holds, which stays as it is.
pub(super) fn compare(machine: &mut Machine, faulty: &Alone, good: &Alone) -> Result<Compared, String> {
    let written = bytes_of(faulty.footprint.writes.iter().chain(&good.footprint.writes));
    let needed = contents(machine, &needed(faulty, good));
    let before = machine.snapshot();
    let back = |machine: &mut Machine| machine.restore(&before).map_err(|error| error.to_string());
    good.run(machine)?;
    let expected = contents(machine, &written);
    back(machine)?;
    let refused = faulty.run(machine).err();
    let found = contents(machine, &written);
    back(machine)?;
    let wrong = found.iter().zip(&expected).filter(|((_, found), (_, expected))| found != expected);
    let wrong: Vec<Wrong> = wrong
        .map(|((place, found), (_, expected))| Wrong { place: *place, found: *found, expected: *expected })
        .collect();
    let stage = Stage {
        name: NAME.into(),
        seed: None,
        bases: *machine.base(),
        patches: patches(machine, &needed),
        descriptors: vec![faulty.descriptor],
        result: None,
        expected: patches(machine, &expected),
    };
    let minimal = Scenario { chip: machine.chip().chip, window: Window { offset: 0, size: 0 }, stages: vec![stage] };
    Ok(Compared { minimal, wrong, written: written.len(), refused })
}

/// What either reads, and what only one of them writes.
fn needed(faulty: &Alone, good: &Alone) -> Vec<Byte> {
    let writes = [faulty, good].map(|one| bytes_of(one.footprint.writes.iter()));
    let [mine, its] = &writes;
    let only = |these: &[Byte], those: &[Byte]| -> Vec<Byte> {
        these.iter().filter(|byte| those.binary_search(byte).is_err()).copied().collect()
    };
    let mut all = bytes_of(faulty.footprint.reads.iter().chain(&good.footprint.reads));
    all.extend(only(mine, its));
    all.extend(only(its, mine));
    all.sort_unstable();
    all.dedup();
    all
}

/// Adjacent bytes together.
fn patches(machine: &Machine, bytes: &[(Byte, u8)]) -> Vec<Patch> {
    let lane = machine.local().lane_bytes() as u64;
    let mut list: Vec<Patch> = Vec::new();
    for (place, value) in bytes {
        let (space, offset) = match place {
            Byte::Dram(at) => (Space::Dram, *at),
            Byte::Lane(number, at) => (Space::Local, u64::from(*number) * lane + at),
        };
        match list.last_mut() {
            Some(last) if last.space == space && last.offset + last.bytes.len() as u64 == offset => {
                last.bytes.push(*value);
            }
            _ => list.push(Patch { space, offset, bytes: vec![*value] }),
        }
    }
    list
}

impl Fault {
    /// The program as text: `tpuscope replay` runs it, `tpuscope debug` steps through it.
    #[must_use]
    pub fn program(&self, what: &str) -> String {
        let actual = self
            .wrong
            .iter()
            .map(|wrong| format!("# {} is {:#04x} instead of {:#04x}\n", wrong.place, wrong.found, wrong.expected));
        let shown: String = actual.take(MOST_SHOWN).collect();
        let more = self.wrong.len().saturating_sub(MOST_SHOWN);
        let more = if more > 0 { format!("# and {more} more bytes\n") } else { String::new() };
        format!("{}\n# {what}\n{shown}{more}", self.minimal)
    }
}

/// Wrong bytes that the text of a program lists.
const MOST_SHOWN: usize = 64;
