//! From a picture file to the numbers of an input.

use super::resize::{self, Pixels};
use super::yuv::{self, Colours};
use crate::cli::{ColorOrder, PictureOptions};
use emulator::runtime::{TensorInfo, from_floats};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits};
use isa::container::cvimodel::DataType;
use serde::Serialize;
use std::fmt;
use std::io::Cursor;

/// File name endings of pictures.
pub(super) const ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "bmp"];
/// The largest picture taken, in pixels of either direction.
const LARGEST: u32 = 16_384;

/// What was done to a picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Steps {
    /// Width and height of the file.
    pub(crate) from: [usize; 2],
    /// Width and height to which it was scaled; the input is the middle.
    pub(crate) scaled: [usize; 2],
    /// Width and height of the input.
    pub(crate) to: [usize; 2],
    /// Order of the channels, or the form of brightness and colours.
    pub(crate) color: String,
    /// What was taken from each channel; nothing when pixels were passed on as they are.
    pub(crate) mean: Vec<f32>,
    /// What each channel was multiplied with behind that.
    pub(crate) scale: Vec<f32>,
    /// Neither the command line nor the model says how to scale; this was assumed.
    pub(crate) assumed: bool,
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([width, height], [to_width, to_height]) = (self.from, self.to);
        write!(f, "picture {width}x{height} as ")?;
        if self.scaled != self.to {
            write!(f, "{}x{}, the middle ", self.scaled[0], self.scaled[1])?;
        }
        write!(f, "{to_width}x{to_height} {}", self.color)?;
        if self.mean.iter().any(|mean| *mean != 0.0) {
            write!(f, ", less {}", numbers(&self.mean))?;
        }
        if !self.scale.is_empty() {
            write!(f, ", times {}", numbers(&self.scale))?;
        }
        if self.assumed {
            f.write_str(" (assumed; see --mean and --scale)")?;
        }
        Ok(())
    }
}

/// The numbers of the channels, once if they are all the same.
fn numbers(values: &[f32]) -> String {
    let same = values.windows(2).all(|pair| pair[0] == pair[1]);
    let values: Vec<String> = values.iter().take(if same { 1 } else { values.len() }).map(f32::to_string).collect();
    values.join(",")
}

/// A picture, ready for a place of the tensor's batch.
pub(super) struct Prepared {
    pub(super) bytes: Vec<u8>,
    pub(super) steps: Steps,
}

/// Why a picture cannot be used.
pub(super) enum Problem {
    /// It is damaged.
    File(String),
    /// The input does not take pictures like that.
    Model(String),
}

/// Whether the file begins like a picture.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok_and(is_read)
}

fn is_read(format: ImageFormat) -> bool {
    matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Bmp)
}

/// The picture in `file` as `tensor` takes it.
pub(super) fn prepare(file: &[u8], tensor: &TensorInfo, options: &PictureOptions) -> Result<Prepared, Problem> {
    let frame = Frame::of(tensor, options)?;
    let mut picture = decode(file)?;
    let from = [picture.width, picture.height];
    if frame.is_gray() {
        // Before it is scaled, so that no sample is rounded twice.
        picture.bytes.chunks_exact_mut(3).for_each(|pixel| pixel.fill(gray(pixel)));
    }
    let [height, width] = frame.scaled(options)?;
    let picture = match options.keep_aspect_ratio {
        true => resize::fit(&picture, width, height),
        false => resize::stretch(&picture, width, height),
    };
    let picture = resize::middle(picture, frame.width, frame.height);
    let scaling = Scaling::of(tensor, options, frame.channels)?;
    let bytes = frame.arrange(&picture);
    let bytes = match &scaling {
        Scaling::None => bytes,
        Scaling::By { mean, scale, .. } => quantise(&frame, &bytes, mean, scale, tensor)?,
    };
    let (mean, scale, assumed) = match scaling {
        Scaling::None => (Vec::new(), Vec::new(), false),
        Scaling::By { mean, scale, assumed } => (mean, scale, assumed),
    };
    let (scaled, to) = ([width, height], [frame.width, frame.height]);
    let steps = Steps { from, scaled, to, color: frame.samples.to_string(), mean, scale, assumed };
    Ok(Prepared { bytes, steps })
}

fn decode(file: &[u8]) -> Result<Pixels, Problem> {
    let damaged = |error: &dyn std::fmt::Display| Problem::File(format!("the picture cannot be read: {error}"));
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|error| damaged(&error))?;
    if !reader.format().is_some_and(is_read) {
        return Err(Problem::File("it is no picture (allowed: JPEG, PNG, BMP)".into()));
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LARGEST), Some(LARGEST));
    reader.limits(limits.clone());
    let picture = upright(reader, limits).map_err(|error| damaged(&error))?.into_rgb8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    Ok(Pixels { width, height, bytes: picture.into_raw() })
}

/// The picture as the camera was held, which programs that show it turn it to as well.
fn upright(reader: ImageReader<Cursor<&[u8]>>, mut limits: Limits) -> ImageResult<DynamicImage> {
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// The picture that an input wants.
struct Frame {
    channels: usize,
    height: usize,
    width: usize,
    samples: Samples,
}

/// Samples of a picture and how they lie.
#[derive(Clone, Copy)]
enum Samples {
    /// A plane for each channel.
    Planes(ColorOrder),
    /// The channels of a pixel together.
    Packed(ColorOrder),
    /// Brightness, and colours at half width and height.
    Yuv(Colours),
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Samples::Planes(color) | Samples::Packed(color) => color.fmt(f),
            Samples::Yuv(colours) => colours.fmt(f),
        }
    }
}

impl Frame {
    fn of(tensor: &TensorInfo, options: &PictureOptions) -> Result<Self, Problem> {
        let dims: Vec<usize> = tensor.shape.iter().filter_map(|extent| usize::try_from(*extent).ok()).collect();
        let &[batch, second, third, fourth] = dims.as_slice() else { return Err(Self::refuse(tensor)) };
        if batch * second * third * fourth == 0 {
            return Err(Self::refuse(tensor));
        }
        let format = tensor.pixel_format.as_deref().unwrap_or_default();
        if let Some(colours) = Colours::of(format) {
            return Self::yuv(tensor, options, colours, [second, third, fourth]);
        }
        let packed = format.ends_with("PACKED") || (format.is_empty() && fourth == 3 && second != 3);
        let (channels, height, width) =
            if packed && matches!(fourth, 1 | 3) { (fourth, second, third) } else { (second, third, fourth) };
        let known =
            format.is_empty() || format == "GRAYSCALE" || format.starts_with("RGB_") || format.starts_with("BGR_");
        if !known || !matches!(channels, 1 | 3) {
            return Err(Self::refuse(tensor));
        }
        let color = options.pixel_format.unwrap_or(match (channels, format.starts_with("BGR")) {
            (1, _) => ColorOrder::Gray,
            (_, true) => ColorOrder::Bgr,
            (_, false) => ColorOrder::Rgb,
        });
        if (channels == 1) != (color == ColorOrder::Gray) {
            let what = format!("input `{}` has {channels} channels, which is not {color}", tensor.name.escape_debug());
            return Err(Problem::Model(format!("{what}; choose another --pixel-format")));
        }
        let samples = if packed { Samples::Packed(color) } else { Samples::Planes(color) };
        Ok(Frame { channels, height, width, samples })
    }

    /// The video hardware writes brightness and colours; nothing is left to choose.
    fn yuv(
        tensor: &TensorInfo,
        options: &PictureOptions,
        colours: Colours,
        [channels, height, width]: [usize; 3],
    ) -> Result<Self, Problem> {
        let even = height.is_multiple_of(2) && width.is_multiple_of(2);
        if channels != 3 || !even || tensor.padding.is_none() || tensor.data_type != DataType::Uint8 {
            return Err(Self::refuse(tensor));
        }
        if options.pixel_format.is_some() || options.has_scaling() {
            let what = format!("input `{}` takes its pictures as {colours}", tensor.name.escape_debug());
            return Err(Problem::Model(format!("{what}; leave out --pixel-format, --mean and --scale")));
        }
        Ok(Frame { channels, height, width, samples: Samples::Yuv(colours) })
    }

    /// Height and width to which a picture is scaled.
    fn scaled(&self, options: &PictureOptions) -> Result<[usize; 2], Problem> {
        let allowed = |extent: usize, least: usize| (least..=LARGEST as usize).contains(&extent);
        match options.resize_dims[..] {
            [] => Ok([self.height, self.width]),
            [height, width] if allowed(height, self.height) && allowed(width, self.width) => Ok([height, width]),
            _ => Err(Problem::Model(format!(
                "--resize-dims is {:?} (allowed: a height from {} and a width from {}, to {LARGEST}); choose a size out of which the input can be cut",
                options.resize_dims, self.height, self.width
            ))),
        }
    }

    fn is_gray(&self) -> bool {
        matches!(self.samples, Samples::Planes(ColorOrder::Gray) | Samples::Packed(ColorOrder::Gray))
    }

    fn refuse(tensor: &TensorInfo) -> Problem {
        let format = tensor.pixel_format.as_deref().unwrap_or("none");
        let name = tensor.name.escape_debug();
        Problem::Model(format!(
            "input `{name}` of shape {:?} and pixel format {format} takes no picture (allowed: 1 or 3 channels, RGB, BGR, gray or aligned YUV); give it as npz or raw bytes",
            tensor.shape
        ))
    }

    /// The samples of a picture in the order of the tensor.
    fn arrange(&self, picture: &Pixels) -> Vec<u8> {
        let pixels = picture.bytes.chunks_exact(3);
        match self.samples {
            Samples::Planes(color) => {
                let plane = |channel| pixels.clone().map(move |pixel| sample(color, pixel, channel));
                (0..self.channels).flat_map(plane).collect()
            }
            Samples::Packed(color) => {
                pixels.flat_map(|pixel| (0..self.channels).map(move |channel| sample(color, pixel, channel))).collect()
            }
            Samples::Yuv(colours) => yuv::planes(picture, colours),
        }
    }

    /// The channel of the sample at `index`.
    fn channel(&self, index: usize) -> usize {
        match self.samples {
            Samples::Packed(_) => index % self.channels,
            Samples::Planes(_) | Samples::Yuv(_) => index / (self.height * self.width),
        }
    }
}

fn sample(color: ColorOrder, pixel: &[u8], channel: usize) -> u8 {
    match color {
        ColorOrder::Rgb => pixel[channel],
        ColorOrder::Bgr => pixel[2 - channel],
        ColorOrder::Gray => gray(pixel),
    }
}

/// Brightness with the weights of ITU-R BT.601, in 14-bit fixed point.
fn gray(pixel: &[u8]) -> u8 {
    const WEIGHTS: [u32; 3] = [4899, 9617, 1868];
    let sum: u32 = pixel.iter().zip(WEIGHTS).map(|(sample, weight)| u32::from(*sample) * weight).sum();
    ((sum + (1 << 13)) >> 14) as u8
}

/// What happens to samples before they are quantised.
enum Scaling {
    /// The model does it: samples are passed on.
    None,
    /// (sample - mean) * scale.
    By { mean: Vec<f32>, scale: Vec<f32>, assumed: bool },
}

impl Scaling {
    fn of(tensor: &TensorInfo, options: &PictureOptions, channels: usize) -> Result<Self, Problem> {
        let hinted = !tensor.channel_scale.is_empty() && tensor.channel_scale.iter().any(|scale| *scale != 0.0);
        let each = |values: &[f32], default: f32, name: &str| match values {
            [] => Ok(vec![default; channels]),
            [value] => Ok(vec![*value; channels]),
            _ if values.len() >= channels => Ok(values[..channels].to_vec()),
            _ => Err(Problem::Model(format!("{name} has {} values (allowed: 1 or {channels})", values.len()))),
        };
        if options.has_scaling() {
            let (mean, scale) = (each(&options.mean, 0.0, "--mean")?, each(&options.scale, 1.0, "--scale")?);
            return Ok(Scaling::By { mean, scale, assumed: false });
        }
        if tensor.data_type == DataType::Uint8 {
            return Ok(Scaling::None);
        }
        if hinted {
            // The file's mean is taken behind the factor.
            let scale = each(&tensor.channel_scale, 1.0, "the model's scale")?;
            let mean = each(&tensor.channel_mean, 0.0, "the model's mean")?;
            let mean = mean.iter().zip(&scale).map(|(mean, scale)| mean / scale).collect();
            return Ok(Scaling::By { mean, scale, assumed: false });
        }
        Ok(Scaling::By { mean: vec![0.0; channels], scale: vec![1.0 / 255.0; channels], assumed: true })
    }
}

fn quantise(
    frame: &Frame,
    values: &[u8],
    mean: &[f32],
    scale: &[f32],
    tensor: &TensorInfo,
) -> Result<Vec<u8>, Problem> {
    let real = |(index, sample): (usize, &u8)| {
        let channel = frame.channel(index);
        (f32::from(*sample) - mean[channel]) * scale[channel]
    };
    let reals: Vec<f32> = values.iter().enumerate().map(real).collect();
    from_floats(tensor, &reals).ok_or_else(|| {
        let name = tensor.name.escape_debug();
        Problem::Model(format!(
            "input `{name}` is {}, for which pictures have no rule; give it as npz",
            tensor.data_type
        ))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
    use super::*;
    use image::{Rgb, RgbImage};

    #[test]
    fn brightness_keeps_gray_gray() {
        assert_eq!((gray(&[0; 3]), gray(&[77; 3]), gray(&[255; 3])), (0, 77, 255));
        assert_eq!(gray(&[255, 0, 0]), 76);
    }

    #[test]
    fn pictures_are_turned_as_the_camera_was_held() {
        let mut jpeg = Vec::new();
        let picture = RgbImage::from_fn(8, 16, |_, row| if row < 8 { Rgb([255; 3]) } else { Rgb([0; 3]) });
        picture.write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg).unwrap();
        // One entry: orientation, a short, once: upper left of the scene is upper right of the sensor.
        let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        jpeg.splice(2..2, exif.iter().copied());
        let Ok(turned) = decode(&jpeg) else { panic!("it is a picture") };
        assert_eq!((turned.width, turned.height), (16, 8));
        assert!(turned.bytes[0] < 50 && turned.bytes[15 * 3] > 200, "{:?}", &turned.bytes[..48]);
    }

    #[test]
    fn channels_lie_in_planes_or_together() {
        let picture = Pixels { width: 2, height: 1, bytes: vec![1, 2, 3, 4, 5, 6] };
        let mut frame = Frame { channels: 3, height: 1, width: 2, samples: Samples::Planes(ColorOrder::Bgr) };
        assert_eq!(frame.arrange(&picture), [3, 6, 2, 5, 1, 4]);
        assert_eq!((frame.channel(1), frame.channel(4)), (0, 2));
        frame.samples = Samples::Packed(ColorOrder::Bgr);
        assert_eq!(frame.arrange(&picture), [3, 2, 1, 6, 5, 4]);
        assert_eq!((frame.channel(1), frame.channel(4)), (1, 1));
    }

    #[test]
    fn a_size_out_of_which_the_input_cannot_be_cut_is_refused() {
        let frame = Frame { channels: 3, height: 2, width: 4, samples: Samples::Planes(ColorOrder::Rgb) };
        let scaled = |dims: &[usize]| {
            frame.scaled(&PictureOptions { resize_dims: dims.to_vec(), ..PictureOptions::default() }).ok()
        };
        assert_eq!((scaled(&[]), scaled(&[3, 8])), (Some([2, 4]), Some([3, 8])));
        for wrong in [&[1, 8][..], &[3, 3], &[256], &[2, 4, 1], &[2, 1 << 20]] {
            assert_eq!(scaled(wrong), None, "{wrong:?}");
        }
    }
}
