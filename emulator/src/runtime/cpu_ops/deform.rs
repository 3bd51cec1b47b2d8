//! `deform_conv2d` and `deform_im2col`: a convolution whose taps are moved by offsets and weighted by a mask.

use super::{call::Call, element::Elements, refusal::CpuRefusal, tensor::Tensor};
use isa::container::cvimodel::DataType;

/// The geometry: vertical first in every pair.
struct Window {
    kernel: [i64; 2],
    stride: [i64; 2],
    pad: [i64; 2],
    dilation: [i64; 2],
    picture: [i64; 2],
    result: [i64; 2],
    channels: i64,
    channels_per_group: i64,
}

impl Window {
    fn new(call: &Call<'_>, picture: &Tensor<'_>, kernel: [i64; 2]) -> Result<Self, CpuRefusal> {
        let [_, channels, height, width] = picture.dims()?;
        let stride = [call.positive("stride_h")?, call.positive("stride_w")?];
        let pad = [call.int("padding_t")?, call.int("padding_l")?];
        let dilation = [call.int("dilation_h")?, call.int("dilation_w")?];
        let groups = call.int_within("deform_group", 1, channels)?;
        let picture = [height, width];
        let size = |axis: usize| {
            let reach = dilation[axis].checked_mul(kernel[axis] - 1)?.checked_add(1)?;
            let size = (picture[axis] + 2 * pad[axis] - reach) / stride[axis] + 1;
            (1..=i64::from(i32::MAX)).contains(&size).then_some(size)
        };
        let (Some(rows), Some(columns)) = (size(0), size(1)) else {
            let what = format!("kernel {kernel:?} and padding {pad:?} leave nothing of {picture:?} pixels");
            return Err(call.refuse(what).allowed("a result of at least one pixel"));
        };
        let channels_per_group = channels / groups;
        Ok(Window { kernel, stride, pad, dilation, picture, result: [rows, columns], channels, channels_per_group })
    }

    fn taps(&self) -> i64 {
        self.kernel[0] * self.kernel[1]
    }

    fn places(&self) -> i64 {
        self.result[0] * self.result[1]
    }
}

/// One image with its offsets and masks.
struct Image<'a> {
    window: &'a Window,
    values: &'a Elements<f32>,
    offsets: &'a Elements<f32>,
    masks: &'a Elements<f32>,
    /// Where the image starts in each of them.
    starts: [i64; 3],
}

impl Image<'_> {
    /// What a tap of a channel sees at a place of the result.
    fn sample(&self, channel: i64, tap: i64, place: i64) -> Result<f32, CpuRefusal> {
        let window = self.window;
        let group = channel / window.channels_per_group;
        let (taps, places) = (window.taps(), window.places());
        let offset = |axis: i64| self.offsets.at(self.starts[1] + (2 * (group * taps + tap) + axis) * places + place);
        let mask = self.masks.at(self.starts[2] + (group * taps + tap) * places + place)?;
        let (row, column) = (place / window.result[1], place % window.result[1]);
        let moved = |axis: usize, place: i64, tap: i64, offset: f32| {
            let start = place * window.stride[axis] - window.pad[axis] + tap * window.dilation[axis];
            start as i32 as f32 + offset
        };
        let y = moved(0, row, tap / window.kernel[1], offset(0)?);
        let x = moved(1, column, tap % window.kernel[1], offset(1)?);
        let [height, width] = window.picture.map(|extent| extent as f32);
        let inside = y > -1.0 && x > -1.0 && y < height && x < width;
        Ok(if inside { self.between(channel, y, x)? } else { 0.0 } * mask)
    }

    /// The picture between four pixels; those outside count as zero.
    fn between(&self, channel: i64, y: f32, x: f32) -> Result<f32, CpuRefusal> {
        let [height, width] = self.window.picture;
        let (top, left) = (y.floor() as i64, x.floor() as i64);
        let (below, right) = (y - top as f32, x - left as f32);
        let (above, before) = (1.0 - below, 1.0 - right);
        let start = self.starts[0] + channel * height * width;
        let pixel = |y: i64, x: i64| {
            let inside = (0..height).contains(&y) && (0..width).contains(&x);
            if inside { self.values.at(start + y * width + x) } else { Ok(0.0) }
        };
        Ok(above * before * pixel(top, left)?
            + above * right * pixel(top, left + 1)?
            + below * before * pixel(top + 1, left)?
            + below * right * pixel(top + 1, left + 1)?)
    }
}

/// The tensors of a call: picture, offsets, masks, result.
struct Tensors<'t> {
    picture: Tensor<'t>,
    offsets: Tensor<'t>,
    masks: Tensor<'t>,
    output: Tensor<'t>,
}

impl<'t> Tensors<'t> {
    fn new(call: &'t Call<'_>, first: usize) -> Result<Self, CpuRefusal> {
        let (picture, output) = (call.input(0)?, call.output(0)?);
        picture.expect(&[DataType::Fp32])?;
        output.expect(&[DataType::Fp32])?;
        Ok(Tensors { picture, offsets: call.input(first)?, masks: call.input(first + 1)?, output })
    }

    /// Runs `one` with each image and the start of its result.
    fn for_each(
        &self,
        window: &Window,
        mut one: impl FnMut(&Image<'_>, i64) -> Result<(), CpuRefusal>,
    ) -> Result<(), CpuRefusal> {
        let inputs = [&self.picture, &self.offsets, &self.masks];
        let (values, offsets, masks) = (inputs[0].elements(), inputs[1].elements(), inputs[2].elements());
        for number in 0..self.picture.dims::<1>()?[0] {
            let start = |tensor: &Tensor<'_>| Ok::<_, CpuRefusal>(number * tensor.image()?);
            let starts = [start(inputs[0])?, start(inputs[1])?, start(inputs[2])?];
            let image = Image { window, values: &values, offsets: &offsets, masks: &masks, starts };
            one(&image, number * self.output.image()?)?;
        }
        Ok(())
    }
}

/// The samples that a convolution would multiply.
pub(super) fn im2col(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let tensors = Tensors::new(call, 1)?;
    let window = Window::new(call, &tensors.picture, [call.positive("kernel_h")?, call.positive("kernel_w")?])?;
    let mut out = tensors.output.elements();
    let (taps, places) = (window.taps(), window.places());
    out.need(super::number::product(&[window.channels, taps, places]))?;
    tensors.for_each(&window, |image, start| {
        for index in 0..window.channels * taps * places {
            let (channel, tap) = (index / places / taps, index / places % taps);
            out.put(start + index, image.sample(channel, tap, index % places)?)?;
        }
        Ok(())
    })?;
    call.store(0, &out);
    Ok(())
}

/// Bias first, then samples times weights; the bias step adds nothing times the old contents of the output.
pub(super) fn conv2d(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (tensors, filter) = (Tensors::new(call, 3)?, call.input(1)?);
    let [filters, _, height, width] = filter.dims()?;
    let window = Window::new(call, &tensors.picture, [height, width])?;
    let (weights, bias) = (filter.elements::<f32>(), call.input(2)?.elements::<f32>());
    let mut out = tensors.output.elements::<f32>();
    let (taps, places) = (window.taps(), window.places());
    let depth = window.channels * taps;
    out.need(super::number::product(&[filters, places]))?;
    call.work(&[tensors.picture.dims::<1>()?[0], places, depth, filters + 1])?;
    weights.need(super::number::product(&[filters, depth]))?;
    tensors.for_each(&window, |image, start| {
        for place in 0..places {
            let samples = (0..depth).map(|index| image.sample(index / taps, index % taps, place));
            let samples = samples.collect::<Result<Vec<_>, _>>()?;
            for number in 0..filters {
                let target = start + number * places + place;
                let old = (0.0 + bias.at(number)?) + 0.0 * out.at(target)?;
                let row = weights.part(number * depth, depth)?;
                let sum = samples.iter().zip(row).fold(0.0, |sum: f32, (sample, weight)| sum + sample * weight);
                out.put(target, sum + old)?;
            }
        }
        Ok(())
    })?;
    call.store(0, &out);
    Ok(())
}
