//! Every byte-format reader survives damaged inputs: a short, repeatable version of the coverage-guided runs.
//!
//! `TPUSCOPE_FUZZ_ITERATIONS` asks for more inputs per reader. The long run of descriptor decoding is
//! `TPUSCOPE_FUZZ_ITERATIONS=10000000 cargo test --release --test fuzz_smoke random`.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

mod fuzz_bodies;

use fuzz_bodies::{TARGETS, Target};
use isa::command::{Isa, Tdma, Tiu};
use std::time::{Duration, Instant};

/// Longer than any input may take, by far.
const PATIENCE: Duration = Duration::from_secs(5);

fn iterations() -> u64 {
    let asked = std::env::var("TPUSCOPE_FUZZ_ITERATIONS").ok().and_then(|value| value.parse().ok());
    asked.unwrap_or(3000)
}

/// A small generator of numbers that look random (xorshift); the same ones every time.
struct Dice(u64);

impl Dice {
    /// Differs by name, so that no two readers see the same damage.
    fn for_target(name: &str) -> Self {
        Dice(
            name.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn roll(&mut self, sides: usize) -> usize {
        ((self.next() >> 33) % sides.max(1) as u64) as usize
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }

    /// A number that readers stumble over.
    fn number(&mut self) -> u32 {
        let odd = [0, 1, 2, 4, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffc, !0];
        if self.roll(3) == 0 { self.roll(4096) as u32 } else { odd[self.roll(odd.len())] }
    }
}

/// Damages one to six places.
fn damage(input: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(input.len());
        match dice.roll(9) {
            0 if !input.is_empty() => input[at] ^= 1 << dice.roll(8),
            1 if !input.is_empty() => input[at] = dice.next() as u8,
            2 => put(input, at & !3, dice),
            3 => put(input, at & !1, dice),
            4 => put(input, at, dice),
            5 => copy(input, at, dice),
            6 => drop(input.splice(at..at, other.iter().copied().skip(dice.roll(other.len())).take(16))),
            7 => drop(input.drain(at..(at + dice.roll(16)).min(input.len()))),
            _ if dice.roll(8) == 0 => input.truncate(at),
            _ => {}
        }
    }
}

fn put(input: &mut [u8], at: usize, dice: &mut Dice) {
    let number = dice.number().to_le_bytes();
    let size = 1 << dice.roll(3);
    input.iter_mut().skip(at).zip(number).take(size).for_each(|(byte, value)| *byte = value);
}

fn copy(input: &mut [u8], from: usize, dice: &mut Dice) {
    let size = dice.roll(16).min(input.len() - from);
    let to = dice.roll(input.len() - size + 1);
    input.copy_within(from..from + size, to);
}

/// Runs a body; a failure names the input.
fn run(target: &Target, round: u64, input: &[u8]) {
    let started = Instant::now();
    let outcome = std::panic::catch_unwind(|| (target.body)(input));
    let hex: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(outcome.is_ok(), "{} fails in round {round} on {hex}", target.name);
    assert!(started.elapsed() < PATIENCE, "{} takes too long in round {round} on {hex}", target.name);
}

fn smoke(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("the target is listed");
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    seeds.iter().for_each(|seed| run(target, 0, seed));
    let mut dice = Dice::for_target(name);
    for round in 1..=iterations() {
        let mut input = seeds[dice.roll(seeds.len())].clone();
        damage(&mut input, &seeds[dice.roll(seeds.len())], &mut dice);
        run(target, round, &input);
    }
}

macro_rules! smoke_tests {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                smoke(stringify!($name));
            }
        )*

        #[test]
        fn every_reader_is_tested() {
            assert_eq!(TARGETS.map(|target| target.name), [$(stringify!($name)),*]);
        }
    };
}

smoke_tests! {
    cvimodel lz4_section parameters packets dmabuf_read dmabuf_from_packets vlc_decode vlc_encode npz npy trace
    descriptor_tiu descriptor_tdma text program scenario network
}

fn random_inputs<E: Isa>(body: fn(&[u8]), dice: &mut Dice) {
    let mut bytes = vec![0; E::BYTES];
    for round in 0..iterations() {
        dice.fill(&mut bytes);
        // Few random opcodes exist: every other input has small numbers only.
        if round % 2 == 0 {
            bytes.iter_mut().for_each(|byte| *byte &= 0x11);
        }
        body(&bytes);
    }
}

#[test]
fn random_tiu_descriptors_decode() {
    random_inputs::<Tiu>(fuzz_bodies::descriptor_tiu, &mut Dice(1));
}

#[test]
fn random_tdma_descriptors_decode() {
    random_inputs::<Tdma>(fuzz_bodies::descriptor_tdma, &mut Dice(2));
}
