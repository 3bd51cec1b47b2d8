//! Corner pixels on corner pixels, as Caffe resizes; negative padding crops.

use super::{
    super::{call::Call, element::Elements, refusal::CpuRefusal},
    Resize, Settings,
};

/// A pixel, whether it has a next one, and the weights of both.
struct Tap {
    pixel: i64,
    next: i64,
    weights: [f32; 2],
}

fn taps(from: i64, to: i64) -> Vec<Tap> {
    let step = if to > 1 { (from - 1) as f32 / (to - 1) as f32 } else { 0.0 };
    let tap = |index: i64| {
        let position = step * index as f32;
        let pixel = position as i64;
        let next = if pixel < from - 1 { pixel + 1 } else { pixel };
        let weight = position - pixel as f32;
        Tap { pixel, next, weights: [1.0 - weight, weight] }
    };
    (0..to).map(tap).collect()
}

impl Settings {
    /// Size of the result for the cropped size of one axis.
    fn corner_size(&self, cropped: i64, wanted: i64) -> Option<i64> {
        let shrunk = |factor: i64| (cropped - 1) / factor + 1;
        let zoomed = |size: i64, factor: i64| Some(size + (size - 1).checked_mul(factor - 1)?);
        match (self.shrink, self.zoom) {
            (0, 0) => self.sized().then_some(wanted),
            (shrink, 0) => Some(shrunk(shrink)),
            (0, zoom) => zoomed(cropped, zoom),
            _ if self.sized() => Some(wanted),
            (shrink, zoom) => zoomed(shrunk(shrink), zoom),
        }
    }

    /// Sizes of the picture after cropping.
    fn cropped(&self, call: &Call<'_>, from: [i64; 2]) -> Result<[i64; 2], CpuRefusal> {
        let cropped = from.map(|extent| extent + self.pad[0] + self.pad[1]);
        let refuse = |name, value: i64, allowed: &str| call.refuse_parameter(name, format!("it is {value}"), allowed);
        if self.pad[0] > 0 {
            return Err(refuse("pad_beg", self.pad[0], "0 or less, to crop"));
        }
        if self.pad[1] > 0 {
            return Err(refuse("pad_end", self.pad[1], "0 or less, to crop"));
        }
        if cropped.iter().any(|extent| *extent < 1) {
            return Err(refuse("pad_beg", self.pad[0], "less cropping than the picture is large"));
        }
        Ok(cropped)
    }
}

pub(super) fn run(
    call: &Call<'_>,
    settings: &Settings,
    resize: Resize,
    values: &Elements<f32>,
    out: &mut Elements<f32>,
) -> Result<(), CpuRefusal> {
    let cropped = settings.cropped(call, resize.from)?;
    let size = |axis: usize| settings.corner_size(cropped[axis], settings.size[axis]);
    let (Some(height), Some(width)) = (size(0), size(1)) else {
        let refusal = call.refuse("its parameters say no size");
        return Err(refusal.allowed("`height` and `width`, `zoom_factor`, `shrink_factor`"));
    };
    let plane = Resize { to: [height, width], ..resize }.output_plane(out)?;
    let first = -settings.pad[0] * (resize.from[1] + 1);
    for number in 0..resize.planes {
        let (start, target) = (number * resize.input_plane() + first, number * plane);
        if cropped == [height, width] {
            for row in 0..height {
                out.put_part(target + row * width, values.part(start + row * resize.from[1], width)?)?;
            }
        } else {
            stretch(
                cropped,
                [height, width],
                |y, x| values.at(start + y * resize.from[1] + x),
                |index, value| out.put(target + index, value),
            )?;
        }
    }
    Ok(())
}

/// Computes a plane of size `to` from the values of one of size `from`.
fn stretch(
    from: [i64; 2],
    to: [i64; 2],
    value: impl Fn(i64, i64) -> Result<f32, CpuRefusal>,
    mut put: impl FnMut(i64, f32) -> Result<(), CpuRefusal>,
) -> Result<(), CpuRefusal> {
    let columns = taps(from[1], to[1]);
    for (row, start) in taps(from[0], to[0]).iter().zip((0..).step_by(columns.len())) {
        for (column, index) in columns.iter().zip(start..) {
            put(index, mix(row, column, &value)?)?;
        }
    }
    Ok(())
}

fn mix(row: &Tap, column: &Tap, value: impl Fn(i64, i64) -> Result<f32, CpuRefusal>) -> Result<f32, CpuRefusal> {
    let across = |y: i64| -> Result<f32, CpuRefusal> {
        Ok(column.weights[0] * value(y, column.pixel)? + column.weights[1] * value(y, column.next)?)
    };
    Ok(row.weights[0] * across(row.pixel)? + row.weights[1] * across(row.next)?)
}
