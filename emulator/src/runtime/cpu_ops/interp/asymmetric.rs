//! Corners of pixels aligned at the start only.

use super::{
    super::{element::Elements, number::least, refusal::CpuRefusal},
    Resize,
};

/// A position between two pixels of an axis, or on one.
#[derive(Clone, Copy)]
struct Spot {
    low: i64,
    high: i64,
    position: f32,
}

impl Spot {
    fn new(index: i64, from: i64, to: i64) -> Self {
        let scale = from as f32 / to as f32;
        let position = least(index as f32 * scale, (from - 1) as f32);
        Spot { low: position.floor() as i64, high: position.ceil() as i64, position }
    }

    fn on_pixel(self) -> bool {
        self.low as f32 == self.position
    }

    fn weights(self) -> [f32; 2] {
        [self.high as f32 - self.position, self.position - self.low as f32]
    }
}

pub(super) fn run(resize: Resize, values: &Elements<f32>, out: &mut Elements<f32>) -> Result<(), CpuRefusal> {
    let plane = resize.output_plane(out)?;
    let spots = |axis: usize| -> Vec<Spot> {
        (0..resize.to[axis]).map(|index| Spot::new(index, resize.from[axis], resize.to[axis])).collect()
    };
    let (rows, columns) = (spots(0), spots(1));
    for number in 0..resize.planes {
        let start = number * resize.input_plane();
        let mut target = number * plane;
        for row in &rows {
            for column in &columns {
                let value = |y: i64, x: i64| values.at(start + y * resize.from[1] + x);
                out.put(target, mix(*row, *column, value)?)?;
                target += 1;
            }
        }
    }
    Ok(())
}

fn mix(row: Spot, column: Spot, value: impl Fn(i64, i64) -> Result<f32, CpuRefusal>) -> Result<f32, CpuRefusal> {
    let ([above, below], [left, right]) = (row.weights(), column.weights());
    Ok(match (row.on_pixel(), column.on_pixel()) {
        (true, true) => value(row.low, column.low)?,
        (true, false) => value(row.low, column.low)? * left + value(row.low, column.high)? * right,
        (false, true) => value(row.low, column.low)? * above + value(row.high, column.low)? * below,
        (false, false) => {
            value(row.low, column.low)? * (left * above)
                + value(row.low, column.high)? * (right * above)
                + value(row.high, column.low)? * (left * below)
                + value(row.high, column.high)? * (right * below)
        }
    })
}
