//! Half-pixel centres: each result is a mean of four neighbours.

use super::{
    super::{
        element::Elements,
        number::{greatest, least},
        refusal::CpuRefusal,
    },
    Resize,
};

/// Two neighbours along one axis and their weights.
struct Tap {
    near: i64,
    far: i64,
    near_weight: f32,
    far_weight: f32,
}

/// How positions after resizing map to positions before.
#[derive(Clone, Copy)]
struct Axis {
    length: i64,
    scale: f32,
    resized: i64,
    /// A single resized pixel lies at the start instead of in the middle.
    pytorch: bool,
}

impl Axis {
    /// The resized length is computed back from the scale, and may so lose a pixel.
    fn new(length: i64, wanted: i64, pytorch: bool) -> Self {
        let scale = wanted as f32 / length as f32;
        Axis { length, scale, resized: (length as f32 * scale) as i64, pytorch }
    }

    fn tap(self, index: i64) -> Tap {
        let last = (self.length - 1) as f32;
        let position = greatest(0.0, least(self.position(index as f32), last));
        let near = (position as i64).min(self.length - 1);
        let far = (near + 1).min(self.length - 1);
        if near == far {
            return Tap { near, far, near_weight: 0.5, far_weight: 0.5 };
        }
        let distance = |pixel: i64| (position - pixel as f32).abs();
        Tap { near, far, near_weight: distance(far), far_weight: distance(near) }
    }

    fn position(self, index: f32) -> f32 {
        if self.scale == 1.0 {
            index
        } else if self.pytorch && self.resized <= 1 {
            0.0
        } else {
            (index + 0.5) / self.scale - 0.5
        }
    }

    fn taps(self) -> Vec<Tap> {
        (0..self.resized).map(|index| self.tap(index)).collect()
    }
}

pub(super) fn run(
    resize: Resize,
    pytorch: bool,
    values: &Elements<f32>,
    out: &mut Elements<f32>,
) -> Result<(), CpuRefusal> {
    let down = Axis::new(resize.from[0], resize.to[0], pytorch);
    let across = Axis::new(resize.from[1], resize.to[1], pytorch);
    let resize = Resize { to: [down.resized, across.resized], ..resize };
    let plane = resize.output_plane(out)?;
    let (rows, columns) = (down.taps(), across.taps());
    for number in 0..resize.planes {
        let source = values.part(number * resize.input_plane(), resize.input_plane())?;
        let mut target = number * plane;
        for row in &rows {
            for column in &columns {
                out.put(target, mean(source, resize.from[1], row, column))?;
                target += 1;
            }
        }
    }
    Ok(())
}

fn mean(plane: &[f32], width: i64, row: &Tap, column: &Tap) -> f32 {
    let value = |y: i64, x: i64| plane[(y * width + x) as usize];
    column.near_weight * row.near_weight * value(row.near, column.near)
        + column.far_weight * row.near_weight * value(row.near, column.far)
        + column.near_weight * row.far_weight * value(row.far, column.near)
        + column.far_weight * row.far_weight * value(row.far, column.far)
}
