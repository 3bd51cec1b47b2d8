//! What memories hold before a program that nobody prepared them for.

use isa::random::Random;

const BLOCK: usize = 256;

/// `count` bytes that depend on nothing but the seed: anything, moderate bf16 numbers, small integers, or a mixture.
#[must_use]
pub fn fill(seed: u64, count: usize) -> Vec<u8> {
    let mut random = Random::new(seed);
    let kind = random.below(4);
    let mut bytes = random.bytes(count);
    for block in bytes.chunks_mut(BLOCK) {
        match if kind == 3 { random.below(3) } else { kind } {
            0 => {}
            1 => block.as_chunks_mut::<2>().0.iter_mut().for_each(moderate),
            _ => block.iter_mut().for_each(|byte| *byte = (*byte).cast_signed().wrapping_shr(4).cast_unsigned()),
        }
    }
    bytes
}

/// Makes a bf16 number lie between 2^-8 and 2^8, so that sums do not drown in one huge summand.
fn moderate(bytes: &mut [u8; 2]) {
    let bits = u16::from_le_bytes(*bytes);
    let exponent = 119 + (bits >> 7 & 15);
    *bytes = (bits & 0x807f | exponent << 7).to_le_bytes();
}
