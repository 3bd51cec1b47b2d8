//! Sliding sums of products.

use crate::arith::accumulate::{load_sum, step};
use crate::arith::bf16;
use crate::halt::{Stop, Stopped};
use crate::tiu::window::bias::Parameters;
use crate::tiu::window::filter::{Filter, Numbers, Weights, number};
use crate::tiu::window::planes::half;

/// Computes all results, in element order.
pub(crate) fn compute(
    filter: &Filter,
    parameters: &Parameters,
    memory: &[u8],
    results: &mut Vec<u32>,
    stop: Stop<'_>,
) -> Result<(), Stopped> {
    results.clear();
    for at in indices(filter.output.shape()) {
        stop.check()?;
        results.push(result(filter, parameters, memory, at));
    }
    Ok(())
}

/// All indices in element order.
pub(super) fn indices([n, c, h, w]: [usize; 4]) -> impl Iterator<Item = [usize; 4]> {
    (0..n * c * h * w).map(move |at| [at / w / h / c, at / w / h % c, at / w % h, at % w])
}

fn result(filter: &Filter, parameters: &Parameters, memory: &[u8], at: [usize; 4]) -> u32 {
    let sum = filter.sums.map(|sums| sums.read(memory, at.map(|at| at as u32)));
    let window = Window { filter, memory, at };
    match filter.numbers {
        Numbers::Integer { signed_input, signed_weights, fill, finish } => {
            let start = sum.unwrap_or(0).cast_signed();
            let sum = window.taps().fold(start, |sum, (input, weight)| {
                let input = number(input.map_or(fill, |position| memory[position]), signed_input);
                sum.wrapping_add(input * number(window.weight(weight, 1).to_le_bytes()[0], signed_weights))
            });
            finish.apply(sum, &parameters.channels[at[1]]).cast_unsigned()
        }
        Numbers::Float { fill, finish } => {
            let sum = window.taps().fold(sum.map_or(0.0, load_sum), |sum, (input, weight)| {
                let input = input.map_or(fill, |position| bf16::load(half(memory, position)));
                step(sum, input, bf16::load(window.weight(weight, 2)))
            });
            finish.apply(sum, parameters.biases.get(at[1]).copied().unwrap_or(0.0))
        }
    }
}

/// One position of the window.
struct Window<'w> {
    filter: &'w Filter,
    memory: &'w [u8],
    at: [usize; 4],
}

impl<'w> Window<'w> {
    /// Every product: where its input lies (nowhere for padding), and the number of its weight.
    fn taps(&self) -> impl Iterator<Item = (Option<usize>, usize)> + 'w {
        let (filter, [n, c, y, x]) = (self.filter, self.at);
        (0..filter.products()).map(move |product| {
            let (tap, k) = (product / filter.depth(), product % filter.depth());
            let (i, j) = (tap / filter.columns.kernel, tap % filter.columns.kernel);
            let row = filter.rows.source(filter.rows.position(y, i));
            let column = filter.columns.source(filter.columns.position(x, j));
            let input =
                row.zip(column).map(|(h, w)| filter.input.position([n, filter.first(c) + k, h, w].map(|at| at as u32)));
            (input, product)
        })
    }

    fn weight(&self, product: usize, bytes: usize) -> u16 {
        match self.filter.weights {
            Weights::Constant(pattern) => pattern,
            Weights::Stored(plane) if bytes == 2 => half(self.memory, plane.base(self.at[1]) + 2 * product),
            Weights::Stored(plane) => self.memory[plane.base(self.at[1]) + product].into(),
        }
    }
}
