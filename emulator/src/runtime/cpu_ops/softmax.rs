//! `softmax` and `softmax_cpu`: exponentials along one dimension, divided by their sum.

use super::{call::Call, element::Elements, exp::exp, number::product, refusal::CpuRefusal};

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let input = call.input(0)?;
    let shape = input.view.shape;
    let axis = call.int_within("axis", 0, i64::from(i32::MAX))? as usize % shape.len();
    let rows = Rows { count: shape[axis], length: product(&shape[axis + 1..]) };
    let values = input.elements();
    let mut out = call.output(0)?.elements();
    for block in 0..product(&shape[..axis]) {
        rows.softmax(&values, block, &mut out)?;
    }
    call.store(0, &out);
    Ok(())
}

/// The rows over which a block is summed.
struct Rows {
    count: i64,
    length: i64,
}

impl Rows {
    fn softmax(&self, values: &Elements<f32>, block: i64, out: &mut Elements<f32>) -> Result<(), CpuRefusal> {
        let starts = || (0..self.count).map(|row| (block * self.count + row) * self.length);
        let largest = self.largest(values, starts())?;
        let mut sums = vec![0.0_f32; largest.len()];
        for start in starts() {
            let row = values.part(start, self.length)?;
            let powers: Vec<f32> = row.iter().zip(&largest).map(|(value, largest)| exp(value - largest)).collect();
            sums.iter_mut().zip(&powers).for_each(|(sum, power)| *sum += power);
            out.put_part(start, &powers)?;
        }
        for start in starts() {
            let row = out.part(start, self.length)?;
            let shares: Vec<f32> = row.iter().zip(&sums).map(|(power, sum)| power / sum).collect();
            out.put_part(start, &shares)?;
        }
        Ok(())
    }

    /// The largest value of each column; every block also counts the first row of the first block.
    fn largest(&self, values: &Elements<f32>, starts: impl Iterator<Item = i64>) -> Result<Vec<f32>, CpuRefusal> {
        let mut largest = values.part(0, self.length)?.to_vec();
        for start in starts {
            for (largest, value) in largest.iter_mut().zip(values.part(start, self.length)?) {
                if *largest < *value {
                    *largest = *value;
                }
            }
        }
        Ok(largest)
    }
}
