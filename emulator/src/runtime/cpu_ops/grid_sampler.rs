//! `grid_sampler`: a picture read at the points of a grid.

use super::{
    call::Call,
    element::Elements,
    number::{greatest, least, truncate},
    refusal::CpuRefusal,
};

/// What lies beyond the edges.
#[derive(Clone, Copy)]
enum Beyond {
    Zeros,
    Border,
    Reflection,
}

/// How grid coordinates become positions.
#[derive(Clone, Copy)]
struct Coordinates {
    beyond: Beyond,
    align_corners: bool,
}

impl Coordinates {
    fn read(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let beyond = [Beyond::Zeros, Beyond::Border, Beyond::Reflection];
        let beyond = beyond[call.int_within("padding_mode", 0, 2)? as usize];
        Ok(Coordinates { beyond, align_corners: call.flag("align_corners")? })
    }

    /// From -1..1 to a position along `size` pixels.
    fn position(self, coordinate: f32, size: i64) -> f32 {
        let extent = size as f32;
        let position = if self.align_corners {
            ((coordinate + 1.0) * 0.5) * (size - 1) as f32
        } else {
            ((coordinate + 1.0) * extent - 1.0) * 0.5
        };
        let clip = |position| least((size - 1) as f32, greatest(position, 0.0));
        match self.beyond {
            Beyond::Zeros => position,
            Beyond::Border => clip(position),
            Beyond::Reflection if self.align_corners => clip(reflect(position, 0, 2 * (size - 1))),
            Beyond::Reflection => clip(reflect(position, -1, 2 * size - 1)),
        }
    }
}

/// Mirrors a position into the range between two bounds, given as twice their value.
fn reflect(position: f32, twice_low: i64, twice_high: i64) -> f32 {
    if twice_low == twice_high {
        return 0.0;
    }
    let low = twice_low as f32 / 2.0;
    let span = (twice_high - twice_low) as f32 / 2.0;
    let distance = (position - low).abs();
    let extra = distance % span;
    let flips = truncate(f64::from((distance / span).floor()));
    if flips % 2 == 0 { extra + low } else { span - extra + low }
}

/// The picture's channels, the output's planes.
struct Planes {
    channels: i64,
    height: i64,
    width: i64,
    out: i64,
}

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let coordinates = Coordinates::read(call)?;
    let nearest = call.int_within("mode", 0, 1)? == 1;
    let (input, grid) = (call.input(0)?, call.input(1)?);
    let [images, channels, height, width] = input.dims()?;
    let [_, rows, columns] = grid.dims()?;
    if !matches!(grid.view.shape, [_, _, _, 2] | [_, _, _, _, 3]) {
        let what = format!("its shape is {:?}", grid.view.shape);
        return Err(grid.refuse(what).allowed("[n, height, width, 2] or [n, depth, height, width, 3]"));
    }
    let planes = Planes { channels, height, width, out: rows * columns };
    let (values, points, mut out) = (input.elements(), grid.elements(), call.output(0)?.elements());
    out.need(images * channels * planes.out)?;
    for number in 0..images * planes.out {
        let (image, point) = (number / planes.out, number % planes.out);
        let x = coordinates.position(points.at(2 * number)?, width);
        let y = coordinates.position(points.at(2 * number + 1)?, height);
        let taps = if nearest { planes.nearest(x, y) } else { planes.bilinear(x, y) };
        planes.sample(&values, image, &taps, point, &mut out)?;
    }
    call.store(0, &out);
    if let Some(output) = call.outputs.first_mut() {
        output.shape = vec![images, channels, rows, columns];
    }
    Ok(())
}

/// A pixel of a plane and its weight.
type Tap = (i64, f32);

impl Planes {
    fn pixel(&self, x: i64, y: i64) -> Option<i64> {
        ((0..self.width).contains(&x) && (0..self.height).contains(&y)).then_some(y * self.width + x)
    }

    fn nearest(&self, x: f32, y: f32) -> Taps {
        let place = |position: f32| i64::from(truncate(f64::from(position.round())));
        Taps::One(self.pixel(place(x), place(y)))
    }

    fn bilinear(&self, x: f32, y: f32) -> Taps {
        let place = |position: f32| truncate(f64::from(position.floor()));
        let (left, top) = (place(x), place(y));
        let (dx, dy) = (x - left as f32, y - top as f32);
        let (tx, ty) = (1.0 - dx, 1.0 - dy);
        let (left, top) = (i64::from(left), i64::from(top));
        let corners =
            [(left, top, tx * ty), (left + 1, top, dx * ty), (left, top + 1, tx * dy), (left + 1, top + 1, dx * dy)];
        Taps::Four(corners.map(|(x, y, weight)| self.pixel(x, y).map(|pixel| (pixel, weight))))
    }

    fn sample(
        &self,
        values: &Elements<f32>,
        image: i64,
        taps: &Taps,
        point: i64,
        out: &mut Elements<f32>,
    ) -> Result<(), CpuRefusal> {
        for plane in image * self.channels..(image + 1) * self.channels {
            let start = plane * self.height * self.width;
            let value = match taps {
                Taps::One(pixel) => pixel.map_or(Ok(0.0), |pixel| values.at(start + pixel))?,
                Taps::Four(taps) => taps
                    .iter()
                    .flatten()
                    .try_fold(0.0, |sum: f32, (pixel, weight)| Ok(sum + values.at(start + pixel)? * weight))?,
            };
            out.put(plane * self.out + point, value)?;
        }
        Ok(())
    }
}

/// The pixels that make a point.
enum Taps {
    One(Option<i64>),
    Four([Option<Tap>; 4]),
}
