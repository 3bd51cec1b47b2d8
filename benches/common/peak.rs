//! How many int8 multiply-adds per second can this host do at best?
//!
//! Loops that leave registers alone: what kernels reach beyond loading, widening and storing nobody can.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

use std::hint::black_box;
use std::time::Instant;

/// Sums that do not wait for each other: more than any host has multiply-adds in flight.
const CHAINS: usize = 12;
/// Additions to each chain in one call.
const STEPS: usize = 20_000;
/// Calls, of which the fastest counts.
const CALLS: usize = 100;

/// The host's best multiply-add.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peak {
    /// Its name.
    pub(crate) instruction: &'static str,
    /// Multiply-adds per second.
    pub(crate) rate: f64,
}

impl Peak {
    /// Finds and measures it.
    pub(crate) fn measure() -> Self {
        let (instruction, width, run) = best();
        let seconds = (0..CALLS).map(|_| seconds(run)).fold(f64::INFINITY, f64::min);
        Peak { instruction, rate: (CHAINS * STEPS * width) as f64 / seconds }
    }
}

fn seconds(run: fn()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

/// Name, multiply-adds of one addition to a chain, and the loop.
type Best = (&'static str, usize, fn());

#[cfg(target_arch = "x86_64")]
fn best() -> Best {
    if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vnni") {
        // SAFETY: the host has these instructions.
        return ("vpdpbusd", 64, || unsafe { x86::vpdpbusd() });
    }
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the host has these instructions.
        return ("vpmaddwd", 16, || unsafe { x86::vpmaddwd() });
    }
    PORTABLE
}

#[cfg(not(target_arch = "x86_64"))]
fn best() -> Best {
    PORTABLE
}

const PORTABLE: Best = ("portable", LANES, portable);
const LANES: usize = 4;

/// What the compiler makes of plain sums of 16-bit products.
fn portable() {
    let weight = black_box([3_i32; LANES]);
    let mut sums = black_box([[1_i32; LANES]; CHAINS]);
    for _ in 0..STEPS {
        for sum in &mut sums {
            for (sum, weight) in sum.iter_mut().zip(weight) {
                *sum = sum.wrapping_add(i32::from(*sum as i16) * weight);
            }
        }
    }
    black_box(sums);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{CHAINS, STEPS};
    use std::arch::x86_64::*;
    use std::hint::black_box;

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn vpdpbusd() {
        let (activations, weight) = black_box((_mm512_set1_epi8(1), _mm512_set1_epi8(3)));
        let mut sums = black_box([_mm512_setzero_si512(); CHAINS]);
        for _ in 0..STEPS {
            sums.iter_mut().for_each(|sum| *sum = _mm512_dpbusd_epi32(*sum, activations, weight));
        }
        black_box(sums);
    }

    /// The sum is a factor too, or the product would be computed once.
    #[target_feature(enable = "avx2")]
    pub(super) fn vpmaddwd() {
        let weight = black_box(_mm256_set1_epi16(3));
        let mut sums = black_box([_mm256_set1_epi16(1); CHAINS]);
        for _ in 0..STEPS {
            sums.iter_mut().for_each(|sum| *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(*sum, weight)));
        }
        black_box(sums);
    }
}
