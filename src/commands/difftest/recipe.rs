//! Which programs a run consists of: all follow from seed and number.

use emulator::memory::Space;
use emulator::scenario::{Patch, Stage};
use isa::chip::ChipProfile;
use isa::generate::{Bounds, Choice, Class, Content, FUNCTIONS, Location, Mix, Program, Random, classes, program_of};
use isa::layout::tdma::Function;
use isa::op::tiu::TiuKind;
use isa::text::Descriptor;

/// Memories are filled anew before every program whose number is a multiple of this.
pub(super) const ROUND: u64 = 32;
/// Most descriptors of a program.
const MOST_STEPS: u32 = 5;

/// A sequence of programs.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    pub(super) chip: &'static ChipProfile,
    pub(super) seed: u64,
    kinds: Vec<TiuKind>,
    functions: Vec<Function>,
}

impl Recipe {
    /// Programs of the operations named, or of all when none is.
    pub(super) fn new(chip: &'static ChipProfile, seed: u64, names: &[String]) -> Result<Self, String> {
        let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
        let has = |kind: &TiuKind| kind.info().feature.is_none_or(|(_, has)| has(&chip.features));
        let kinds: Vec<_> = TiuKind::ALL.into_iter().filter(|kind| has(kind) && wanted(kind.info().name)).collect();
        let functions: Vec<_> = FUNCTIONS.into_iter().filter(|function| wanted(function.name())).collect();
        let known = |name: &&String| {
            kinds.iter().any(|kind| kind.info().name == **name) || functions.iter().any(|f| f.name() == **name)
        };
        match names.iter().find(|name| !known(name)) {
            Some(name) => Err(unknown(name, chip)),
            None => Ok(Recipe { chip, seed, kinds, functions }),
        }
    }

    /// The classes that descriptors of the programs have, in order.
    pub(super) fn classes(&self) -> Vec<Class> {
        let named = |class: &Class| {
            self.kinds.iter().any(|kind| kind.info().name == class.operation)
                || self.functions.iter().any(|function| function.name() == class.operation)
        };
        classes(self.chip).into_iter().filter(named).collect()
    }

    /// The program of this number; it starts from fresh memories when `fresh`.
    pub(super) fn stage(&self, number: u64, fresh: bool) -> Option<Stage> {
        let own = Random::new(self.seed).bits() ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut random = Random::new(own);
        let seed = random.bits();
        let most = random.choose(&[6, 9, 9, 12, 17, 34, 4095]);
        let steps = random.within(1..=MOST_STEPS);
        let bounds = Bounds { most, overlaps: true };
        let choice = Choice { kinds: &self.kinds, functions: &self.functions, bounds };
        let made = program_of(&mut random, self.chip, Mix { steps, transfers: 40 }, choice);
        stage(made, self.chip, number, fresh.then_some(seed))
    }
}

fn stage(made: Program, chip: &ChipProfile, number: u64, seed: Option<u64>) -> Option<Stage> {
    let encoded = made.sequence.encode(chip).ok()?;
    let tdma = encoded.tdma.into_iter().map(Descriptor::Tdma);
    let descriptors = tdma.chain(encoded.tiu.into_iter().map(Descriptor::Tiu)).collect();
    let patches = made.memory.into_iter().map(patch).collect();
    Some(Stage {
        name: format!("program_{number}"),
        seed,
        bases: made.arena.bases,
        patches,
        descriptors,
        result: None,
        expected: Vec::new(),
    })
}

fn patch(Content { location, bytes }: Content) -> Patch {
    let (space, offset) = match location {
        Location::Local(address) => (Space::Local, u64::from(address.0)),
        Location::Dram(offset) => (Space::Dram, offset),
    };
    Patch { space, offset, bytes }
}

fn unknown(name: &str, chip: &ChipProfile) -> String {
    let kinds = TiuKind::ALL.iter().map(|kind| kind.info().name);
    let all: Vec<&str> = kinds.chain(FUNCTIONS.iter().map(|function| function.name())).collect();
    format!("{} has no operation `{}` (allowed: {}); correct --ops", chip.name, name.escape_debug(), all.join(", "))
}
