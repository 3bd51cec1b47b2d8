//! The picture: a disc, a frame and a slope, drawn by arithmetic.

/// Width in pixels.
pub(super) const WIDTH: usize = 96;
/// Height in pixels.
pub(super) const HEIGHT: usize = 48;

const RAMP: &[u8] = b" .:-=+*#%@";
const BRIGHTEST: i8 = 127;

/// A grey picture, 0 black to 127 white.
pub(super) struct Picture {
    pixels: Vec<i8>,
}

impl Picture {
    pub(super) fn draw() -> Self {
        let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x as i32, y as i32)));
        Picture { pixels: places.map(|(x, y)| pixel(x, y)).collect() }
    }

    /// The pixel at a place; black outside.
    pub(super) fn at(&self, x: isize, y: isize) -> i32 {
        let inside = (0..WIDTH as isize).contains(&x) && (0..HEIGHT as isize).contains(&y);
        if inside { i32::from(self.pixels[y as usize * WIDTH + x as usize]) } else { 0 }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.pixels.iter().map(|pixel| pixel.cast_unsigned()).collect()
    }

    /// Lines of text, each showing two rows of pixels, as letters are twice as high as wide.
    pub(super) fn rows_of_two(&self) -> impl Iterator<Item = String> + '_ {
        let mean = |x: usize, y: usize| (self.at(x as isize, y as isize) + self.at(x as isize, y as isize + 1)) / 2;
        (0..HEIGHT)
            .step_by(2)
            .map(move |y| (0..WIDTH).map(|x| shade(mean(x, y))).collect::<String>().trim_end().to_string())
    }
}

/// A letter as dark as the value is bright.
pub(super) fn shade(value: i32) -> char {
    let last = RAMP.len() - 1;
    let step = usize::try_from(value.clamp(0, BRIGHTEST.into())).unwrap_or(0) * last;
    char::from(RAMP[step.div_ceil(usize::from(BRIGHTEST.unsigned_abs())).min(last)])
}

fn pixel(x: i32, y: i32) -> i8 {
    let (dx, dy) = (x - 26, (y - 24) * 2);
    let disc = dx * dx + dy * dy / 3 < 18 * 18;
    let frame = (54..90).contains(&x) && (8..40).contains(&y) && !((60..84).contains(&x) && (14..34).contains(&y));
    let slope = (x - 60 > (y - 14) * 24 / 20) && (60..84).contains(&x) && (14..34).contains(&y);
    match (disc, frame, slope) {
        (true, ..) => 110,
        (_, true, _) => 90,
        (.., true) => 50,
        _ => 0,
    }
}
