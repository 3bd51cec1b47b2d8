//! Pictures as brightness and colours, as the vendor's compiler prepares them for its tests.
//!
//! Weights and the choice of the upper left pixel are those of `sophgo/tpu-mlir` (`python/utils/preprocess.py`).

use super::resize::Pixels;
use std::fmt;

const BRIGHTNESS: Weights = Weights { rgb: [0.2569, 0.5044, 0.0979], offset: 16.0 };
const BLUE: Weights = Weights { rgb: [-0.1483, -0.2911, 0.4394], offset: 128.0 };
const RED: Weights = Weights { rgb: [0.4394, -0.3679, -0.0715], offset: 128.0 };

/// Where the colours of four pixels lie behind the plane of brightness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    /// A plane of blue, then one of red.
    Planes,
    /// Pairs of blue and red.
    BlueRed,
    /// Pairs of red and blue.
    RedBlue,
}

impl Colours {
    /// What a pixel format says.
    pub(super) fn of(format: &str) -> Option<Self> {
        match format {
            "YUV420_PLANAR" => Some(Colours::Planes),
            "YUV_NV12" => Some(Colours::BlueRed),
            "YUV_NV21" => Some(Colours::RedBlue),
            _ => None,
        }
    }
}

impl fmt::Display for Colours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Colours::Planes => "yuv420",
            Colours::BlueRed => "nv12",
            Colours::RedBlue => "nv21",
        })
    }
}

struct Weights {
    rgb: [f64; 3],
    offset: f64,
}

impl Weights {
    /// In this order, and cut instead of rounded.
    fn of(&self, pixel: &[u8]) -> u8 {
        let [red, green, blue] = self.rgb;
        let [r, g, b] = [0, 1, 2].map(|channel| f64::from(pixel[channel]));
        (red * r + green * g + blue * b + self.offset) as u8
    }
}

/// Brightness of every pixel, then the colours of every second one in every second row, all without padding.
pub(super) fn planes(picture: &Pixels, colours: Colours) -> Vec<u8> {
    let mut bytes: Vec<u8> = picture.bytes.chunks_exact(3).map(|pixel| BRIGHTNESS.of(pixel)).collect();
    let rows = picture.bytes.chunks_exact(picture.width * 3).step_by(2);
    let corners = || rows.clone().flat_map(|row| row.chunks_exact(3).step_by(2));
    match colours {
        Colours::Planes => {
            bytes.extend(corners().map(|pixel| BLUE.of(pixel)));
            bytes.extend(corners().map(|pixel| RED.of(pixel)));
        }
        Colours::BlueRed => bytes.extend(corners().flat_map(|pixel| [BLUE.of(pixel), RED.of(pixel)])),
        Colours::RedBlue => bytes.extend(corners().flat_map(|pixel| [RED.of(pixel), BLUE.of(pixel)])),
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_upper_left_of_four_pixels() {
        let (red, green, blue, white) = ([255, 0, 0], [0, 255, 0], [0, 0, 255], [255; 3]);
        let bytes = [red, green, blue, white, white, white, white, white].concat();
        let picture = Pixels { width: 4, height: 2, bytes };
        let brightness = [81, 144, 40, 235, 235, 235, 235, 235];
        for (colours, expected) in [
            (Colours::Planes, [90, 240, 240, 109]),
            (Colours::BlueRed, [90, 240, 240, 109]),
            (Colours::RedBlue, [240, 90, 109, 240]),
        ] {
            assert_eq!(planes(&picture, colours), [brightness.as_slice(), &expected].concat(), "{colours}");
        }
    }
}
