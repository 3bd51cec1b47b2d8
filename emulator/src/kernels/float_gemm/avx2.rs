//! The innermost loop for hosts whose vector instructions round as one register says: it says "towards zero" while the
//! loop runs, which only a loop in assembly may rely on.

#![allow(unsafe_code, reason = "vector instructions that the host was found to have")]

use super::{BLOCK, Dot, Operands, PortableDot, Sums, WIDTH};
use crate::kernels::Level;
use std::arch::asm;

/// Sums with 256-bit vectors.
pub(super) struct Avx2Dot {
    /// Positions at which every term finds a word in the field.
    room: usize,
}

impl Avx2Dot {
    /// Demands that the host has the instructions.
    pub(super) fn new(operands: &Operands<'_>) -> Self {
        assert!(Level::best() >= Level::Avx2, "the host has no such instructions");
        Avx2Dot { room: operands.field.len().saturating_sub(operands.reach()) }
    }
}

impl Dot for Avx2Dot {
    #[inline(always)]
    fn block(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        size: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        PortableDot.block(operands, weights, size, position, sums);
    }

    #[inline(always)]
    fn plain(
        &self,
        operands: &Operands<'_>,
        weights: &[[f32; BLOCK]],
        [rows, count]: [usize; 2],
        position: usize,
        sums: &mut Sums,
    ) {
        let (tile, width): (Tile, usize) = match (rows, count) {
            (1, ..=8) => (one_row_of_8, 8),
            (1, _) => (one_row_of_48, 48),
            (_, ..=8) => (four_rows_of_8, 8),
            (_, _) => (four_rows_of_24, 24),
        };
        for column in (0..count).step_by(width) {
            assert!(position + column + width <= self.room && column + width <= WIDTH);
            // SAFETY: the host has the instructions; no term reaches beyond the field, and the sums hold the columns.
            unsafe { tile(operands, weights, position + column, column, sums) };
        }
    }
}

/// Adds all products to the sums from `column` on. Demands the instructions, and words and sums as wide as the tile.
type Tile = unsafe fn(&Operands<'_>, &[[f32; BLOCK]], usize, usize, &mut Sums);

/// How the loops round: towards zero, without exceptions.
const TRUNCATE: u32 = 0x7f80;

/// Defines a [`Tile`]: what loads the sums, what adds the products of a term whose words start at `{word}` and whose
/// weights at `{weight}`, what stores the sums.
macro_rules! tile {
    ($name:ident, $load:tt, $step:tt, $store:tt) => {
        unsafe fn $name(
            operands: &Operands<'_>,
            weights: &[[f32; BLOCK]],
            position: usize,
            column: usize,
            sums: &mut Sums,
        ) {
            let terms = weights.len().min(operands.offsets.len());
            if terms == 0 {
                return;
            }
            let mut modes = [0, TRUNCATE];
            // SAFETY: demanded of the caller; the rounding mode is as before when the loop has ended.
            unsafe {
                tile!(@ $load, $step, $store,
                    modes = in(reg) &raw mut modes,
                    sum = in(reg) sums.as_mut_ptr().cast::<f32>().add(column),
                    field = in(reg) operands.field.as_ptr().add(position),
                    offset = inout(reg) operands.offsets.as_ptr() => _,
                    weight = inout(reg) weights.as_ptr() => _,
                    terms = inout(reg) terms => _,
                    word = out(reg) _);
            }
        }
    };
    (@ [$($load:literal)*], [$($step:literal)*], [$($store:literal)*], $($operands:tt)*) => {
        asm!(
            "stmxcsr [{modes}]",
            "ldmxcsr [{modes} + 4]",
            $($load,)*
            "2:",
            "mov {word}, [{offset}]",
            "lea {word}, [{field} + 4*{word}]",
            $($step,)*
            "add {offset}, 8",
            "add {weight}, 16",
            "dec {terms}",
            "jnz 2b",
            $($store,)*
            "ldmxcsr [{modes}]",
            "vzeroupper",
            $($operands)*,
            out("ymm0") _, out("ymm1") _, out("ymm2") _, out("ymm3") _, out("ymm4") _, out("ymm5") _,
            out("ymm6") _, out("ymm7") _, out("ymm8") _, out("ymm9") _, out("ymm10") _, out("ymm11") _,
            out("ymm12") _, out("ymm13") _, out("ymm14") _, out("ymm15") _,
            options(nostack),
        )
    };
}

const _: () = assert!(WIDTH * size_of::<f32>() == 192, "the distance of rows below");

tile!(
    four_rows_of_24,
    ["vmovups ymm0, [{sum}]" "vmovups ymm1, [{sum} + 32]" "vmovups ymm2, [{sum} + 64]"
     "vmovups ymm3, [{sum} + 192]" "vmovups ymm4, [{sum} + 224]" "vmovups ymm5, [{sum} + 256]"
     "vmovups ymm6, [{sum} + 384]" "vmovups ymm7, [{sum} + 416]" "vmovups ymm8, [{sum} + 448]"
     "vmovups ymm9, [{sum} + 576]" "vmovups ymm10, [{sum} + 608]" "vmovups ymm11, [{sum} + 640]"],
    ["vmovups ymm12, [{word}]" "vmovups ymm13, [{word} + 32]" "vmovups ymm14, [{word} + 64]"
     "vbroadcastss ymm15, [{weight}]"
     "vfmadd231ps ymm0, ymm12, ymm15" "vfmadd231ps ymm1, ymm13, ymm15" "vfmadd231ps ymm2, ymm14, ymm15"
     "vbroadcastss ymm15, [{weight} + 4]"
     "vfmadd231ps ymm3, ymm12, ymm15" "vfmadd231ps ymm4, ymm13, ymm15" "vfmadd231ps ymm5, ymm14, ymm15"
     "vbroadcastss ymm15, [{weight} + 8]"
     "vfmadd231ps ymm6, ymm12, ymm15" "vfmadd231ps ymm7, ymm13, ymm15" "vfmadd231ps ymm8, ymm14, ymm15"
     "vbroadcastss ymm15, [{weight} + 12]"
     "vfmadd231ps ymm9, ymm12, ymm15" "vfmadd231ps ymm10, ymm13, ymm15" "vfmadd231ps ymm11, ymm14, ymm15"],
    ["vmovups [{sum}], ymm0" "vmovups [{sum} + 32], ymm1" "vmovups [{sum} + 64], ymm2"
     "vmovups [{sum} + 192], ymm3" "vmovups [{sum} + 224], ymm4" "vmovups [{sum} + 256], ymm5"
     "vmovups [{sum} + 384], ymm6" "vmovups [{sum} + 416], ymm7" "vmovups [{sum} + 448], ymm8"
     "vmovups [{sum} + 576], ymm9" "vmovups [{sum} + 608], ymm10" "vmovups [{sum} + 640], ymm11"]
);

tile!(
    four_rows_of_8,
    ["vmovups ymm0, [{sum}]" "vmovups ymm1, [{sum} + 192]" "vmovups ymm2, [{sum} + 384]" "vmovups ymm3, [{sum} + 576]"],
    ["vmovups ymm12, [{word}]"
     "vbroadcastss ymm4, [{weight}]" "vbroadcastss ymm5, [{weight} + 4]"
     "vbroadcastss ymm6, [{weight} + 8]" "vbroadcastss ymm7, [{weight} + 12]"
     "vfmadd231ps ymm0, ymm12, ymm4" "vfmadd231ps ymm1, ymm12, ymm5"
     "vfmadd231ps ymm2, ymm12, ymm6" "vfmadd231ps ymm3, ymm12, ymm7"],
    ["vmovups [{sum}], ymm0" "vmovups [{sum} + 192], ymm1" "vmovups [{sum} + 384], ymm2" "vmovups [{sum} + 576], ymm3"]
);

tile!(
    one_row_of_48,
    ["vmovups ymm0, [{sum}]" "vmovups ymm1, [{sum} + 32]" "vmovups ymm2, [{sum} + 64]"
     "vmovups ymm3, [{sum} + 96]" "vmovups ymm4, [{sum} + 128]" "vmovups ymm5, [{sum} + 160]"],
    ["vbroadcastss ymm15, [{weight}]"
     "vfmadd231ps ymm0, ymm15, [{word}]" "vfmadd231ps ymm1, ymm15, [{word} + 32]"
     "vfmadd231ps ymm2, ymm15, [{word} + 64]" "vfmadd231ps ymm3, ymm15, [{word} + 96]"
     "vfmadd231ps ymm4, ymm15, [{word} + 128]" "vfmadd231ps ymm5, ymm15, [{word} + 160]"],
    ["vmovups [{sum}], ymm0" "vmovups [{sum} + 32], ymm1" "vmovups [{sum} + 64], ymm2"
     "vmovups [{sum} + 96], ymm3" "vmovups [{sum} + 128], ymm4" "vmovups [{sum} + 160], ymm5"]
);

tile!(
    one_row_of_8,
    ["vmovups ymm0, [{sum}]"],
    ["vbroadcastss ymm15, [{weight}]" "vfmadd231ps ymm0, ymm15, [{word}]"],
    ["vmovups [{sum}], ymm0"]
);
