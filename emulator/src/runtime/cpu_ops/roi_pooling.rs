//! `roi_pooling`: the largest value in each bin of regions of a picture, but at least zero.

use super::{
    call::Call,
    element::Elements,
    number::{product, truncate},
    refusal::CpuRefusal,
};

/// Bins along one axis: their size and where they start.
#[derive(Clone, Copy)]
struct Bins {
    start: i32,
    size: f32,
    extent: i32,
}

impl Bins {
    fn new(from: f32, to: f32, count: i64, extent: i64) -> Self {
        let place = |value: f32| truncate(f64::from(value.round()));
        let start = place(from);
        let length = place(to).wrapping_sub(start).wrapping_add(1).max(1);
        Bins { start, size: length as f32 / count as f32, extent: extent as i32 }
    }

    /// The pixels of a bin: whole ones, overlapping its neighbours.
    fn pixels(self, bin: i64) -> std::ops::Range<i64> {
        let clip = |edge: f32| truncate(f64::from(edge)).wrapping_add(self.start).max(0).min(self.extent);
        let first = clip((bin as f32 * self.size).floor());
        let end = clip(((bin + 1) as f32 * self.size).ceil());
        i64::from(first)..i64::from(end)
    }
}

/// The picture and the pooled size.
struct Pool {
    channels: i64,
    height: i64,
    width: i64,
    pooled: [i64; 2],
    scale: f32,
}

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let pooled = [call.positive("pooled_h")?, call.positive("pooled_w")?];
    let scale = call.float("spatial_scale")?;
    let ([first, second], output) = (call.all_inputs()?, call.output(0)?);
    let [wanted_regions, wanted_channels] = output.dims()?;
    let straight = first.dims::<2>()?[1] == wanted_channels && second.dims::<3>()?[2] == wanted_regions;
    let (picture, regions) = if straight { (first, second) } else { (second, first) };
    let ([images, channels, height, width], [_, _, count]) = (picture.dims()?, regions.dims()?);
    let pool = Pool { channels, height, width, pooled, scale };
    let mut out = output.elements();
    out.clear();
    let per_image = count.saturating_mul(output.image()?);
    let per_region = product(&[channels, pooled[0], pooled[1]]);
    out.need(((images - 1).saturating_mul(per_image)).saturating_add(count.saturating_mul(per_region)))?;
    call.work(&[4, images, count, channels, height * width + pooled[0] * pooled[1]])?;
    let (values, boxes) = (picture.elements(), regions.elements::<f32>());
    for number in 0..images * count {
        let (image, region) = (number / count, number % count);
        let corners = boxes.part(image * regions.image()? + 5 * region, 5)?;
        let source = i64::from(truncate(f64::from(corners[0])));
        if source >= images {
            let what = format!("region {number} lies in image {source}");
            return Err(regions.refuse(what).allowed(format!("0 to {}", images - 1)));
        }
        pool.region(&values, source, corners, image * per_image + region * per_region, &mut out)?;
    }
    call.store(0, &out);
    Ok(())
}

impl Pool {
    fn region(
        &self,
        values: &Elements<f32>,
        image: i64,
        corners: &[f32],
        start: i64,
        out: &mut Elements<f32>,
    ) -> Result<(), CpuRefusal> {
        let [rows, columns] = self.pooled;
        let across = Bins::new(corners[1] * self.scale, corners[3] * self.scale, columns, self.width);
        let down = Bins::new(corners[2] * self.scale, corners[4] * self.scale, rows, self.height);
        for bin in 0..self.channels * rows * columns {
            let plane = (image * self.channels + bin / (rows * columns)) * self.height * self.width;
            let (down, across) = (down.pixels(bin / columns % rows), across.pixels(bin % columns));
            out.put(start + bin, self.largest(values, plane, down, &across)?)?;
        }
        Ok(())
    }

    fn largest(
        &self,
        values: &Elements<f32>,
        plane: i64,
        down: std::ops::Range<i64>,
        across: &std::ops::Range<i64>,
    ) -> Result<f32, CpuRefusal> {
        let mut largest = 0.0;
        for row in down.filter(|_| !across.is_empty()) {
            for value in values.part(plane + row * self.width + across.start, across.end - across.start)? {
                if *value > largest {
                    largest = *value;
                }
            }
        }
        Ok(largest)
    }
}
