//! Matrix products.

use crate::arith::accumulate::step;
use crate::arith::bf16;
use crate::halt::{Stop, Stopped};
use crate::tiu::window::filter::number;
use crate::tiu::window::matrix::{Kind, Product};
use crate::tiu::window::planes::half;

/// Computes all results, row after row.
pub(crate) fn compute(product: &Product, memory: &[u8], results: &mut Vec<u32>, stop: Stop<'_>) -> Result<(), Stopped> {
    results.clear();
    for row in 0..product.rows {
        for column in 0..product.columns {
            stop.check()?;
            results.push(result(product, memory, row, column));
        }
    }
    Ok(())
}

fn result(product: &Product, memory: &[u8], row: usize, column: usize) -> u32 {
    let terms = product.order().map(|k| (product.left.position(row, k), product.right.position(k, column)));
    match product.kind {
        Kind::Integer { signed_left, signed_right, finish, channel } => {
            let start = product.addend(memory, row, column);
            let sum = terms.fold(start, |sum: i32, (left, right)| {
                sum.wrapping_add(number(memory[left], signed_left) * number(memory[right], signed_right))
            });
            finish.apply(sum, &channel).cast_unsigned()
        }
        Kind::Float { finish } => {
            let sum = terms.fold(product.start(memory, row, column), |sum, (left, right)| {
                step(sum, bf16::load(half(memory, left)), bf16::load(half(memory, right)))
            });
            finish.apply(sum, product.bias(memory, column))
        }
    }
}
