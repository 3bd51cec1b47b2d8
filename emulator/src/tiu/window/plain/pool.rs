//! Largest and smallest values.

use super::filter::indices;
use crate::arith::bf16;
use crate::halt::{Stop, Stopped};
use crate::tiu::window::extreme::{Extreme, Values};
use crate::tiu::window::filter::number;
use crate::tiu::window::planes::half;

/// Computes all results, in element order.
pub(crate) fn compute(pool: &Extreme, memory: &[u8], results: &mut Vec<u32>, stop: Stop<'_>) -> Result<(), Stopped> {
    results.clear();
    for at in indices(pool.output.shape()) {
        stop.check()?;
        results.push(result(pool, memory, at));
    }
    Ok(())
}

fn result(pool: &Extreme, memory: &[u8], at: [usize; 4]) -> u32 {
    match pool.values {
        Values::Bytes { signed, fill } => {
            let taps = taps(pool, at).map(|tap| number(tap.map_or(fill, |position| memory[position]), signed));
            let start = number(fill, signed);
            let best = if pool.largest { taps.fold(start, i32::max) } else { taps.fold(start, i32::min) };
            best.cast_unsigned()
        }
        Values::Halves { fill } => {
            let taps = taps(pool, at).map(|tap| bf16::load(tap.map_or(fill, |position| half(memory, position))));
            let best = taps.reduce(if pool.largest { bf16::max } else { bf16::min }).unwrap_or(f32::NAN);
            bf16::store(best).into()
        }
    }
}

/// Where the values under the window lie; nowhere for padding.
fn taps(pool: &Extreme, [n, c, y, x]: [usize; 4]) -> impl Iterator<Item = Option<usize>> {
    (0..pool.rows.kernel * pool.columns.kernel).map(move |tap| {
        let row = pool.rows.source(pool.rows.position(y, tap / pool.columns.kernel))?;
        let column = pool.columns.source(pool.columns.position(x, tap % pool.columns.kernel))?;
        Some(pool.input.position([n, c, row, column].map(|at| at as u32)))
    })
}
