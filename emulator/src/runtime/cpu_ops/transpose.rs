//! `transpose` and `pixelshuffle`: elements moved to other places.

use super::{call::Call, refusal::CpuRefusal};

/// Channels last to channels first; the output's shape says how many there are.
pub(super) fn transpose(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (values, output) = (call.input(0)?.elements::<u32>(), call.output(0)?);
    let [images, channels, height, width] = output.dims()?;
    let (plane, image) = (height * width, output.image()?);
    let mut out = output.elements();
    for start in (0..images).map(|index| index * image) {
        for index in 0..image {
            out.put(start + index % channels * plane + index / channels, values.at(start + index)?)?;
        }
    }
    call.store(0, &out);
    Ok(())
}

/// Channels to blocks of pixels; it moves single bytes.
pub(super) fn pixel_shuffle(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let mode = call.text("mode")?;
    if mode != "DCR" {
        return Err(call.refuse_parameter("mode", format!("it is {mode:?}"), "\"DCR\""));
    }
    let block = call.positive("upscale_factor")?;
    let (input, output) = (call.input(0)?, call.output(0)?);
    let ([images, channels, height, width], to) = (input.dims()?, output.dims::<4>()?);
    let (values, mut out) = (input.elements::<u8>(), output.elements());
    for index in 0..images * channels * height * width {
        let (row, column) = (index / width % height, index % width);
        let channel = index / (width * height) % channels;
        let image = index / input.image()?;
        let (within, tile) = (channel % to[1], channel / to[1]);
        let (down, across) = (row * block + tile / block, column * block + tile % block);
        let plane = (image * to[1] + within) * to[2];
        out.put(plane.saturating_add(down).saturating_mul(to[3]).saturating_add(across), values.at(index)?)?;
    }
    call.store(0, &out);
    Ok(())
}
