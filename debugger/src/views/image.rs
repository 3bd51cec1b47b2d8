//! Operands and tensors as pictures.

use super::tensor::{Numbers, Statistics};
use crate::element;
use crate::picture::{Picture, Pixel};
use crate::text::{Text, Tone};
use isa::container::cvimodel::DataType;
use serde_json::{Value, json};

/// From dark to light, where there are no colours.
const RAMP: &[u8] = b" .:-=+*#%@";
/// Small pictures are enlarged up to this many pixels.
const SMALL: usize = 32;
/// Most channels of a sheet.
const MOST: usize = 256;
/// What is no number has this colour.
const NO_NUMBER: Pixel = [255, 0, 128];

/// Which channel is which colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Red first.
    Rgb,
    /// Blue first.
    Bgr,
}

/// Numbers as pictures: one, or one for each channel.
#[derive(Clone, Debug)]
pub struct Image {
    tiles: Vec<Picture>,
    /// How many there would be without a limit.
    count: usize,
    title: String,
    /// What the channels are.
    kind: &'static str,
    /// The numbers that are black and white.
    ends: (f64, f64),
}

impl Image {
    /// Three channels are colours, others are grey pictures of their own. Without rows, channels are the rows.
    #[must_use]
    pub fn new(numbers: &Numbers, order: Order) -> Self {
        let [n, c, h, w] = as_pictures(&numbers.shape);
        let ends = ends(numbers);
        let levels: Vec<Option<u8>> = numbers.values.iter().map(|value| level(*value, ends)).collect();
        let (kind, per_tile) = match (c, order) {
            (3, Order::Rgb) => ("red, green, blue", 3),
            (3, Order::Bgr) => ("blue, green, red", 3),
            _ => ("grey", 1),
        };
        let count = n.saturating_mul(c) / per_tile;
        let tile = |levels: &[Option<u8>]| Picture { width: w, height: h, pixels: pixels(levels, per_tile, order) };
        // Files may state larger extents than they have numbers for.
        let numbers_per_tile = per_tile.saturating_mul(h).saturating_mul(w).max(1);
        let tiles = levels.chunks_exact(numbers_per_tile).take(count.min(MOST)).map(tile).collect();
        let title = format!("{}: {}", numbers.title, Statistics::of(&numbers.values).line());
        Image { tiles, count, title, kind, ends }
    }

    /// All of it, each number a pixel.
    #[must_use]
    pub fn picture(&self) -> Picture {
        Picture::sheet(&self.tiles, self.columns())
    }

    /// Pictures side by side, so that the whole is about as wide as high.
    fn columns(&self) -> usize {
        let (width, height) = self.extents();
        let area = (self.tiles.len() * height) as f64 / width.max(1) as f64;
        (area.sqrt().ceil() as usize).clamp(1, self.tiles.len().max(1))
    }

    fn extents(&self) -> (usize, usize) {
        self.tiles.first().map_or((1, 1), |tile| (tile.width.max(1), tile.height.max(1)))
    }

    /// As characters, no wider than `width`: each is two pixels, one above the other.
    #[must_use]
    pub fn text(&self, width: usize) -> Text {
        let picture = self.fitted(width.max(1));
        let mut text = Text::from(format!("{}\n", self.line()));
        for y in (0..picture.height).step_by(2) {
            for x in 0..picture.width {
                let top = picture.at(x, y);
                let bottom = (y + 1 < picture.height).then(|| picture.at(x, y + 1));
                let letter = shade(top, bottom.unwrap_or(top));
                text.add(Tone::Pixels { top, bottom }, letter.encode_utf8(&mut [0; 4]));
            }
            text += "\n";
        }
        text
    }

    /// Neither wider nor higher than so many pixels, each picture by itself so that gaps stay.
    fn fitted(&self, most: usize) -> Picture {
        let columns = self.columns().min(most.div_ceil(2));
        let rows = self.tiles.len().div_ceil(columns).max(1);
        let (width, height) = self.extents();
        let room = |count: usize| (most.saturating_sub(count - 1) / count).max(1);
        let (across, down) = (room(columns), room(rows));
        // What is left of either extent, as a fraction of the same denominator.
        let (part, of) = if width * down > height * across { (across, width) } else { (down, height) };
        let small = (SMALL / width.max(height)).max(1);
        let (part, of) = if part > of { (small.min(part / of).max(1), 1) } else { (part, of) };
        let scaled = |extent: usize| (extent * part / of).max(1);
        let tiles: Vec<Picture> = self.tiles.iter().map(|tile| tile.scaled(scaled(width), scaled(height))).collect();
        Picture::sheet(&tiles, columns)
    }

    /// What is shown, in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let (black, white) = self.ends;
        let many = match (self.tiles.len(), self.count) {
            (1, 1) => String::new(),
            (shown, count) if shown == count => format!(", {count} pictures, {} in a row", self.columns()),
            (shown, count) => format!(", the first {shown} of {count} pictures, {} in a row", self.columns()),
        };
        let (black, white) = (element::text(black), element::text(white));
        format!("{}; {}{many}; black is {black}, white {white}", self.title, self.kind)
    }

    /// As data, beside the numbers.
    #[must_use]
    pub fn json(&self) -> Value {
        let (width, height) = self.extents();
        json!({
            "width": width, "height": height, "channels": self.kind, "pictures": self.count, "columns": self.columns(),
            "black": self.ends.0, "white": self.ends.1,
        })
    }
}

/// Extents as n, c, h, w, such that there is something to see.
fn as_pictures(shape: &[usize]) -> [usize; 4] {
    let extent = |from_last: usize| shape.iter().rev().nth(from_last).copied().unwrap_or(1);
    let n = shape.iter().rev().skip(3).fold(1, |n: usize, extent| n.saturating_mul(*extent));
    match [extent(2), extent(1), extent(0)] {
        [c, 1, 1] => [n, 1, 1, c],
        [c, 1, w] => [n, 1, c, w],
        [c, h, w] => [n, c, h, w],
    }
}

/// The numbers that are black and white: the ends of the range of pictures, else the smallest and largest.
fn ends(numbers: &Numbers) -> (f64, f64) {
    let Statistics { count, min, max, not_finite, .. } = Statistics::of(&numbers.values);
    match numbers.data_type {
        DataType::Uint8 => (0.0, 255.0),
        _ if count == not_finite => (0.0, 1.0),
        _ => (min, max),
    }
}

fn level(value: f64, (black, white): (f64, f64)) -> Option<u8> {
    let range = if white > black { white - black } else { 1.0 };
    value.is_finite().then(|| ((value - black) / range * 255.0).round() as u8)
}

fn pixels(levels: &[Option<u8>], channels: usize, order: Order) -> Vec<Pixel> {
    let area = levels.len() / channels.max(1);
    let channel = |number: usize, at: usize| levels.get(number * area + at).copied().flatten();
    let numbers = match (channels, order) {
        (3, Order::Rgb) => [0, 1, 2],
        (3, Order::Bgr) => [2, 1, 0],
        _ => [0, 0, 0],
    };
    let pixel = |at: usize| {
        let [red, green, blue] = numbers.map(|number| channel(number, at));
        Some([red?, green?, blue?])
    };
    (0..area).map(|at| pixel(at).unwrap_or(NO_NUMBER)).collect()
}

/// The character that is as light as two pixels.
fn shade(top: Pixel, bottom: Pixel) -> char {
    let light = |[red, green, blue]: Pixel| 2 * u32::from(red) + 5 * u32::from(green) + u32::from(blue);
    let light = (light(top) + light(bottom)) / 16;
    char::from(RAMP[light as usize * RAMP.len() / 256])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(shape: &[usize], data_type: DataType, values: Vec<f64>) -> Numbers {
        Numbers { title: "x".into(), shape: shape.to_vec(), data_type, values }
    }

    #[test]
    fn three_channels_are_colours_in_their_order() {
        let numbers = numbers(&[1, 3, 2, 1], DataType::Uint8, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(Image::new(&numbers, Order::Rgb).picture().pixels, [[1, 3, 5], [2, 4, 6]]);
        assert_eq!(Image::new(&numbers, Order::Bgr).picture().pixels, [[5, 3, 1], [6, 4, 2]]);
    }

    #[test]
    fn numbers_are_stretched_and_what_is_none_stands_out() {
        let numbers = numbers(&[1, 1, 2, 2], DataType::Bf16, vec![-1.0, 3.0, f64::NAN, 1.0]);
        let pixels = Image::new(&numbers, Order::Rgb).picture().pixels;
        assert_eq!(pixels, [[0; 3], [255; 3], NO_NUMBER, [128; 3]]);
    }

    #[test]
    fn extents_without_numbers_are_left_out() {
        for shape in [vec![1, 2, 3, 3], vec![usize::MAX; 6], vec![2, 3, usize::MAX, usize::MAX]] {
            let image = Image::new(&numbers(&shape, DataType::Uint8, vec![9.0; 11]), Order::Rgb);
            assert!(image.picture().pixels.len() <= 9, "{shape:?}");
            assert!(!image.text(80).is_empty());
        }
    }

    #[test]
    fn whatever_its_extents_a_picture_fits() {
        for shape in [[1, 1, 640, 640], [1, 64, 80, 80], [1, 3, 1, 4000], [1, 1, 4000, 1], [2, 5, 3, 7], [1, 900, 1, 1]]
        {
            let count = shape.iter().product();
            let numbers =
                numbers(&shape, DataType::Int8, (0..count).map(|value| (value % 251) as f64 - 128.0).collect());
            for width in [1, 2, 20, 79, 200] {
                let text = Image::new(&numbers, Order::Rgb).text(width);
                let lines: Vec<&str> = text.lines().skip(1).collect();
                // A few characters do not hold many pictures.
                assert!(!lines.is_empty() && (width < 20 || lines.len() <= width.div_ceil(2)), "{shape:?} {width}");
                assert!(lines.iter().all(|line| (1..=width).contains(&line.chars().count())), "{shape:?} {width}");
            }
        }
    }
}
