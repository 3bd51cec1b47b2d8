//! Decoded programs: hosts run the same descriptors again for every inference.

use emulator::fault::Fault;
use emulator::machine::Program;
use isa::chip::Chip;

/// Most programs that are kept.
const MOST_PROGRAMS: usize = 16;
/// Most bytes of descriptors whose programs are kept, beside those of the last one.
const MOST_BYTES: usize = 8 << 20;

/// The programs that ran last, the latest at the end.
#[derive(Default)]
pub(crate) struct Programs(Vec<Kept>);

struct Kept {
    tiu: Vec<u8>,
    tdma: Vec<u8>,
    program: Program,
}

impl Kept {
    fn bytes(&self) -> usize {
        self.tiu.len() + self.tdma.len()
    }
}

impl Programs {
    /// The program of these descriptors, decoded now unless it ran lately.
    pub(crate) fn decode(&mut self, chip: Chip, tiu: &[u8], tdma: &[u8]) -> Result<&Program, Box<Fault>> {
        let kept = match self.0.iter().position(|kept| kept.tiu == tiu && kept.tdma == tdma) {
            Some(at) => self.0.remove(at),
            None => Kept { program: Program::new(chip, tiu, tdma)?, tiu: tiu.to_vec(), tdma: tdma.to_vec() },
        };
        self.make_room(kept.bytes());
        Ok(&self.0.push_mut(kept).program)
    }

    /// Forgets the oldest programs until there is room for one more of `bytes` bytes.
    fn make_room(&mut self, bytes: usize) {
        let mut all = bytes + self.0.iter().map(Kept::bytes).sum::<usize>();
        let excess = self.0.iter().take_while(|kept| {
            let over = all > MOST_BYTES;
            all -= kept.bytes();
            over
        });
        let excess = excess.count().max((self.0.len() + 1).saturating_sub(MOST_PROGRAMS));
        self.0.drain(..excess);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::command::bytes_of;
    use isa::text::assemble_line;

    const CHIP: Chip = Chip::ALL[0];

    /// A list of `count` loads, the first of which goes to `to`.
    fn loads(count: usize, to: usize) -> Vec<u8> {
        let line = |index: usize| {
            let (end, to) = (if index + 1 == count { "end " } else { "" }, if index == 0 { to } else { 0 });
            format!("tdma load id=1 {end}dst=int8[1,1,16]@{to:#x} src=int8[1,1,16]@b0+0x0")
        };
        (0..count).flat_map(|index| bytes_of(assemble_line(&line(index), CHIP).unwrap().unwrap().words())).collect()
    }

    #[test]
    fn programs_are_those_of_their_descriptors() {
        let mut programs = Programs::default();
        for round in 0..3 {
            for to in (0..2 * MOST_PROGRAMS).map(|to| 16 * to) {
                let expected = Program::new(CHIP, &[], &loads(1, to)).unwrap();
                let program = programs.decode(CHIP, &[], &loads(1, to)).unwrap();
                assert_eq!(program.tdma(), expected.tdma(), "round {round}");
            }
            assert_eq!(programs.0.len(), MOST_PROGRAMS);
        }
        programs.decode(CHIP, &[], &loads(1, 0)).unwrap();
        programs.decode(CHIP, &[], &loads(1, 0)).unwrap();
        assert_eq!(programs.0.len(), MOST_PROGRAMS);
    }

    #[test]
    fn large_programs_displace_others() {
        let mut programs = Programs::default();
        for to in 0..3 {
            programs.decode(CHIP, &[], &loads(2 * MOST_BYTES / 64 / 5, 16 * to)).unwrap();
        }
        assert_eq!(programs.0.len(), 2);
        programs.decode(CHIP, &[], &loads(MOST_BYTES / 64 + 1, 0)).unwrap();
        assert_eq!(programs.0.len(), 1);
        assert!(programs.decode(CHIP, &[], &[1]).is_err());
    }
}
