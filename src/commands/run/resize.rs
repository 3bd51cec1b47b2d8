//! Bilinear scaling with the fixed-point arithmetic that OpenCV's `INTER_LINEAR` uses for bytes.

/// A picture of red, green and blue samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) bytes: Vec<u8>,
}

const CHANNELS: usize = 3;
/// Weights of the two neighbours add up to this.
const ONE: f32 = 2048.0;

/// The picture in another size, its sides stretched as they must.
pub(super) fn stretch(picture: &Pixels, width: usize, height: usize) -> Pixels {
    if (picture.width, picture.height) == (width, height) {
        return picture.clone();
    }
    let (columns, rows) = (taps(picture.width, width), taps(picture.height, height));
    let mut bytes = Vec::with_capacity(width * height * CHANNELS);
    for row in &rows {
        let line = |index: usize| &picture.bytes[index * picture.width * CHANNELS..][..picture.width * CHANNELS];
        let (upper, lower) = (line(row.near), line(row.far));
        for column in &columns {
            bytes
                .extend((0..CHANNELS).map(|channel| row.blend(column.mix(upper, channel), column.mix(lower, channel))));
        }
    }
    Pixels { width, height, bytes }
}

/// The picture as large as fits without stretching, in the middle of a black one. Sides are cut to whole pixels, as the
/// vendor's compiler does it for calibration and tests.
pub(super) fn fit(picture: &Pixels, width: usize, height: usize) -> Pixels {
    let ratio = (width as f64 / picture.width as f64).min(height as f64 / picture.height as f64);
    let side = |from: usize, most: usize| ((from as f64 * ratio) as usize).clamp(1, most);
    let inner = stretch(picture, side(picture.width, width), side(picture.height, height));
    let (left, top) = ((width - inner.width) / 2, (height - inner.height) / 2);
    let mut bytes = vec![0; width * height * CHANNELS];
    for (row, line) in inner.bytes.chunks_exact(inner.width * CHANNELS).enumerate() {
        bytes[((top + row) * width + left) * CHANNELS..][..line.len()].copy_from_slice(line);
    }
    Pixels { width, height, bytes }
}

/// The middle of a picture that is no smaller, its sides halved to whole pixels as the vendor's compiler halves them.
pub(super) fn middle(picture: Pixels, width: usize, height: usize) -> Pixels {
    if (picture.width, picture.height) == (width, height) {
        return picture;
    }
    let (left, top) = (picture.width / 2 - width / 2, picture.height / 2 - height / 2);
    let lines = picture.bytes.chunks_exact(picture.width * CHANNELS).skip(top).take(height);
    let bytes = lines.flat_map(|line| &line[left * CHANNELS..][..width * CHANNELS]).copied().collect();
    Pixels { width, height, bytes }
}

/// Two neighbours and how much each counts.
struct Tap {
    near: usize,
    far: usize,
    near_weight: i32,
    far_weight: i32,
}

/// The neighbours of every sample when `from` samples become `to`.
fn taps(from: usize, to: usize) -> Vec<Tap> {
    let step = from as f64 / to as f64;
    let tap = |index: usize| {
        let place = ((index as f64 + 0.5) * step - 0.5) as f32;
        let (near, part) = (place.floor(), place - place.floor());
        let last = from - 1;
        let (near, part) = match near {
            _ if near < 0.0 => (0, 0.0),
            _ if near as usize >= last => (last, 0.0),
            _ => (near as usize, part),
        };
        let weight = |part: f32| (part * ONE).round_ties_even() as i32;
        Tap { near, far: (near + 1).min(last), near_weight: weight(1.0 - part), far_weight: weight(part) }
    };
    (0..to).map(tap).collect()
}

impl Tap {
    /// A sample between two columns of a line, times 2048.
    fn mix(&self, line: &[u8], channel: usize) -> i32 {
        let sample = |column: usize| i32::from(line[column * CHANNELS + channel]);
        sample(self.near) * self.near_weight + sample(self.far) * self.far_weight
    }

    /// A sample between two lines, from what `mix` gave for them.
    fn blend(&self, near: i32, far: i32) -> u8 {
        let part = |weight: i32, value: i32| (weight * (value >> 4)) >> 16;
        ((part(self.near_weight, near) + part(self.far_weight, far) + 2) >> 2).clamp(0, 255) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(width: usize, height: usize, samples: &[u8]) -> Pixels {
        Pixels { width, height, bytes: samples.iter().flat_map(|sample| [*sample; 3]).collect() }
    }

    fn first_channel(picture: &Pixels) -> Vec<u8> {
        picture.bytes.iter().step_by(CHANNELS).copied().collect()
    }

    #[test]
    fn halving_takes_the_mean_of_four() {
        let half = stretch(&gray(4, 2, &[0, 100, 10, 30, 100, 200, 50, 70]), 2, 1);
        assert_eq!(first_channel(&half), [100, 40]);
    }

    #[test]
    fn doubling_keeps_the_corners() {
        let double = stretch(&gray(2, 1, &[0, 200]), 4, 1);
        assert_eq!(first_channel(&double), [0, 50, 150, 200]);
    }

    #[test]
    fn fitting_leaves_black_bars() {
        let fitted = fit(&gray(4, 2, &[9; 8]), 4, 4);
        assert_eq!(first_channel(&fitted), [[0; 4], [9; 4], [9; 4], [0; 4]].concat());
        // Two rows become two and two thirds.
        let cut = fit(&gray(3, 2, &[9; 6]), 4, 4);
        assert_eq!(first_channel(&cut), [[0; 4], [9; 4], [9; 4], [0; 4]].concat());
    }

    #[test]
    fn the_middle_is_cut_at_whole_pixels() {
        let picture = gray(5, 3, &[0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24]);
        assert_eq!(first_channel(&middle(picture.clone(), 2, 2)), [1, 2, 11, 12]);
        assert_eq!(first_channel(&middle(picture.clone(), 3, 1)), [11, 12, 13]);
        assert_eq!(middle(picture.clone(), 5, 3), picture);
    }

    #[test]
    fn single_pixels_fill_everything() {
        assert_eq!(first_channel(&stretch(&gray(1, 1, &[7]), 3, 2)), [7; 6]);
    }
}
