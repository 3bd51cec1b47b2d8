//! `instance_norm`: planes moved to mean 0 and variance 1.

use super::{call::Call, refusal::CpuRefusal};
use isa::container::cvimodel::DataType;

/// Mean and variance of a plane.
struct Statistics {
    mean: f32,
    variance: f32,
}

impl Statistics {
    fn of(plane: &[f32]) -> Self {
        let count = plane.len() as f32;
        let mean = plane.iter().fold(0.0, |sum, value| sum + value) / count;
        let add = |sum: f32, value: &f32| {
            let distance = f64::from(value - mean);
            (f64::from(sum) + distance * distance) as f32
        };
        Statistics { mean, variance: plane.iter().fold(0.0, add) / count }
    }
}

/// Of all images in a batch, the last one's statistics serve for all, and of all scales only the first counts: it
/// divides the statistics.
pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (input, output) = (call.input(0)?, call.output(0)?);
    input.expect(&[DataType::Fp32])?;
    output.expect(&[DataType::Fp32])?;
    let epsilon = call.float("variance_epsilon")?;
    let [images, channels, height, width] = input.dims()?;
    let plane = height * width;
    let factor = 1.0 / call.input(1)?.elements::<f32>().at(0)?;
    let (bias, values, mut out) = (call.input(2)?.elements::<f32>(), input.elements::<f32>(), output.elements());
    for channel in 0..channels {
        let last = Statistics::of(values.part(((images - 1) * channels + channel) * plane, plane)?);
        let (mean, variance) = (last.mean * factor, last.variance * factor);
        let (deviation, bias) = (f64::from(variance + epsilon).sqrt(), f64::from(bias.at(channel)?));
        for start in (0..images).map(|image| (image * channels + channel) * plane) {
            let part = values.part(start, plane)?.iter();
            let moved: Vec<f32> = part.map(|value| (f64::from(value - mean) / deviation + bias) as f32).collect();
            out.put_part(start, &moved)?;
        }
    }
    call.store(0, &out);
    Ok(())
}
