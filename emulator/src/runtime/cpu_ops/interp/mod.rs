//! `interp`: pictures at another size, in five ways.

mod asymmetric;
mod bilinear;
mod corners;
mod nearest;

use super::{call::Call, element::Elements, number::product, refusal::CpuRefusal, tensor::Tensor};
use isa::container::cvimodel::DataType;

/// Names of the ways; every name that begins like the fourth is one of its kind.
const MODES: &str = "\"half_pixel\", \"pytorch_half_pixel\", \"asymmetric\", \"nearest...\", \"align_corners\"";

/// Sizes of a picture's planes before and after.
#[derive(Clone, Copy, Debug)]
struct Resize {
    planes: i64,
    from: [i64; 2],
    to: [i64; 2],
}

impl Resize {
    fn input_plane(&self) -> i64 {
        self.from[0] * self.from[1]
    }

    /// Elements of a plane of the result, when all planes fit into `out`.
    fn output_plane<T: super::element::Element>(&self, out: &Elements<T>) -> Result<i64, CpuRefusal> {
        out.need(product(&[self.planes, self.to[0], self.to[1]]))?;
        Ok(self.to[0] * self.to[1])
    }
}

/// The parameters, all of which must be there.
struct Settings {
    mode: String,
    shrink: i64,
    zoom: i64,
    pad: [i64; 2],
    size: [i64; 2],
}

impl Settings {
    fn read(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let most = i64::from(i32::MAX);
        let factor = |name| call.int_within(name, 0, most);
        let (shrink, zoom) = (factor("shrink_factor")?, factor("zoom_factor")?);
        let pad = [call.int("pad_beg")?, call.int("pad_end")?];
        let size = [factor("height")?, factor("width")?];
        Ok(Settings { mode: call.text("coordinate_transformation_mode")?, shrink, zoom, pad, size })
    }

    fn sized(&self) -> bool {
        self.size.iter().all(|extent| *extent != 0)
    }
}

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let settings = Settings::read(call)?;
    let (input, output) = (call.input(0)?, call.output(0)?);
    let [images, channels, height, width] = input.dims()?;
    let [_, _, rows, columns] = output.dims()?;
    let to = if settings.sized() { settings.size } else { [rows, columns] };
    let resize = Resize { planes: images * channels, from: [height, width], to };
    let nearest = settings.mode.starts_with("nearest");
    match (settings.mode.as_str(), input.view.data_type) {
        (_, DataType::Bf16) if nearest => nearest::run::<u16>(call, resize, &settings.mode),
        (_, DataType::Int8) if nearest => nearest::run::<u8>(call, resize, &settings.mode),
        _ if nearest => nearest::run::<u32>(call, resize, &settings.mode),
        ("half_pixel" | "pytorch_half_pixel" | "asymmetric" | "align_corners", _) => real(call, &settings, resize),
        (other, _) => Err(call.refuse_parameter("coordinate_transformation_mode", format!("it is {other:?}"), MODES)),
    }
}

/// The ways that compute with real numbers.
fn real(call: &mut Call<'_>, settings: &Settings, resize: Resize) -> Result<(), CpuRefusal> {
    let input: Tensor<'_> = call.input(0)?;
    let (values, mut out) = (input.elements(), call.output(0)?.elements());
    match settings.mode.as_str() {
        "asymmetric" => asymmetric::run(resize, &values, &mut out)?,
        "align_corners" => corners::run(call, settings, resize, &values, &mut out)?,
        mode => bilinear::run(resize, mode == "pytorch_half_pixel", &values, &mut out)?,
    }
    call.store(0, &out);
    Ok(())
}
