//! `preprocess`: channels in another order, then scaled, shifted, scaled.

use super::{call::Call, element::Elements, refusal::CpuRefusal, tensor::Tensor};

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (scale, raw_scale) = (call.float("scale")?, call.float("raw_scale")?);
    let (mean, order) = (call.floats("mean")?, call.ints("color_order")?);
    let input = call.input(0)?;
    let [images, channels, height, width] = input.dims()?;
    let (plane, count) = (height * width, images * channels * height * width);
    if !mean.is_empty() && (mean.len() as i64) < channels {
        let allowed = format!("none or {channels} values");
        return Err(call.refuse_parameter("mean", format!("it has {} values", mean.len()), &allowed));
    }
    let mut out = call.output(0)?.elements();
    reorder(call, &input, &order, &mut out)?;
    for index in 0..count {
        let mut value = out.at(index)?;
        if raw_scale != 0.0 {
            value *= raw_scale;
        }
        if !mean.is_empty() {
            value -= mean[(index / plane % channels) as usize];
        }
        if scale != 1.0 {
            value *= scale;
        }
        out.put(index, value)?;
    }
    call.store(0, &out);
    Ok(())
}

/// Copies the planes to where `order` sends them; without an order they stay in place.
fn reorder(call: &Call<'_>, input: &Tensor<'_>, order: &[i32], out: &mut Elements<f32>) -> Result<(), CpuRefusal> {
    let [images, channels, height, width] = input.dims()?;
    let plane = height * width;
    if !order.is_empty() && (order.len() as i64) < channels {
        let allowed = format!("none or {channels} values");
        return Err(call.refuse_parameter("color_order", format!("it has {} values", order.len()), &allowed));
    }
    let values = input.elements();
    for number in 0..images * channels {
        let (image, channel) = (number / channels, number % channels);
        let target = order.get(channel as usize).map_or(channel, |target| i64::from(*target));
        out.put_part((image * channels + target) * plane, values.part(number * plane, plane)?)?;
    }
    Ok(())
}
