//! The innermost loops in the instructions of AArch64.

#![allow(unsafe_code, reason = "vector instructions that every such host has")]

use super::tile::{Block, Dot, Sums, choose};
use super::{Operands, WIDTH};
use std::arch::aarch64::*;

/// Sums with `smlal`, which adds a product of 16-bit numbers to each 32-bit sum.
pub(super) struct NeonDot;

/// Rows that the tiles compute side by side.
const ROWS: usize = 4;

impl Dot for NeonDot {
    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &Block,
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        for column in (0..count.min(WIDTH)).step_by(16) {
            for row in (0..rows).step_by(ROWS) {
                // SAFETY: these instructions are part of the architecture.
                unsafe {
                    choose!(
                        ROWS.min(rows - row), (count - column).div_ceil(8).min(2),
                        tile, (operands, weights, [row, column], position, sums), [1 2 4], [1 2]
                    );
                }
            }
        }
    }
}

/// `R` rows from `row` on at `8 * V` positions from `column` on: all sums stay in registers.
#[target_feature(enable = "neon")]
fn tile<const R: usize, const V: usize>(
    operands: &Operands<'_>,
    weights: &Block,
    [row, column]: [usize; 2],
    position: usize,
    sums: &mut Sums,
) {
    let mut totals = [[[vdupq_n_s32(0); 2]; V]; R];
    for (offset, weights) in operands.offsets.iter().zip(weights) {
        let words = &operands.field[offset + position + column..][..8 * V];
        let mut activations = [[vdupq_n_s16(0); 4]; V];
        for (activations, words) in activations.iter_mut().zip(words.as_chunks::<8>().0) {
            *activations = channels(words);
        }
        let Some(weights) = weights[row..].first_chunk::<R>() else { return };
        for (totals, weights) in totals.iter_mut().zip(weights) {
            let weights = vget_low_s16(vmovl_s8(vcreate_s8(u64::from(*weights))));
            for (totals, activations) in totals.iter_mut().zip(activations) {
                *totals = add_products(*totals, activations, weights);
            }
        }
    }
    for (sums, totals) in sums[row..].iter_mut().zip(totals) {
        for (sums, total) in sums[column..].as_chunks_mut::<4>().0.iter_mut().zip(totals.as_flattened()) {
            // SAFETY: the sums are as long as the vector.
            unsafe { vst1q_s32(sums.as_mut_ptr(), *total) };
        }
    }
}

/// The four channels of eight positions as 16-bit numbers.
#[target_feature(enable = "neon")]
#[inline]
fn channels(words: &[u32; 8]) -> [int16x8_t; 4] {
    // SAFETY: the words are as long as the four vectors.
    let uint8x8x4_t(a, b, c, d) = unsafe { vld4_u8(words.as_ptr().cast()) };
    [a, b, c, d].map(|bytes| vreinterpretq_s16_u16(vmovl_u8(bytes)))
}

/// Adds the products of one step at eight positions.
#[target_feature(enable = "neon")]
#[inline]
fn add_products([low, high]: [int32x4_t; 2], channels: [int16x8_t; 4], weights: int16x4_t) -> [int32x4_t; 2] {
    let [a, b, c, d] = channels;
    let low = vmlal_lane_s16::<0>(low, vget_low_s16(a), weights);
    let low = vmlal_lane_s16::<1>(low, vget_low_s16(b), weights);
    let low = vmlal_lane_s16::<2>(low, vget_low_s16(c), weights);
    let low = vmlal_lane_s16::<3>(low, vget_low_s16(d), weights);
    let high = vmlal_high_lane_s16::<0>(high, a, weights);
    let high = vmlal_high_lane_s16::<1>(high, b, weights);
    let high = vmlal_high_lane_s16::<2>(high, c, weights);
    [low, vmlal_high_lane_s16::<3>(high, d, weights)]
}
