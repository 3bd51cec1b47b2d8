//! One pixel for each: moved, never computed.

use super::{
    super::{call::Call, element::Element, number::truncate, refusal::CpuRefusal},
    Resize,
};

/// The pixel before resizing that stands at each position after it.
fn sources(from: i64, to: i64, half_pixel: bool) -> Vec<i64> {
    let scale = from as f32 / to as f32;
    let centred = |index: i64| ((index as f64 + 0.5) * f64::from(scale) - 1.0).ceil();
    let plain = |index: i64| f64::from(index as f32 * scale);
    let source = |index| i64::from(truncate(if half_pixel { centred(index) } else { plain(index) }));
    (0..to).map(source).collect()
}

pub(super) fn run<T: Element>(call: &mut Call<'_>, resize: Resize, mode: &str) -> Result<(), CpuRefusal> {
    let (values, mut out) = (call.input(0)?.elements::<T>(), call.output(0)?.elements::<T>());
    let plane = resize.output_plane(&out)?;
    let half_pixel = mode == "nearest_half_pixel";
    let rows = sources(resize.from[0], resize.to[0], half_pixel);
    let columns = sources(resize.from[1], resize.to[1], half_pixel);
    for number in 0..resize.planes {
        let mut target = number * plane;
        for row in rows.iter().map(|row| number * resize.input_plane() + row * resize.from[1]) {
            for column in &columns {
                out.put(target, values.at(row + column)?)?;
                target += 1;
            }
        }
    }
    call.store(0, &out);
    Ok(())
}
