//! Pictures, and the files that hold them.

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// Red, green and blue.
pub type Pixel = [u8; 3];

/// What separates pictures that lie side by side.
const GAP: Pixel = [0, 0, 96];

/// A picture, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels of a row.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// All of them.
    pub pixels: Vec<Pixel>,
}

impl Picture {
    /// The pixel at a place; black outside.
    #[must_use]
    pub fn at(&self, x: usize, y: usize) -> Pixel {
        let inside = x < self.width && y < self.height;
        self.pixels.get(y * self.width + x).copied().filter(|_| inside).unwrap_or_default()
    }

    /// With other numbers of rows and columns: each pixel is the mean of what it covers.
    #[must_use]
    pub fn scaled(&self, width: usize, height: usize) -> Picture {
        let covered = |at: usize, of: usize, from: usize| {
            let start = at * from / of.max(1);
            start..((at + 1) * from / of.max(1)).max(start + 1)
        };
        let pixel = |y: usize, x: usize| {
            let rows = covered(y, height, self.height);
            let all = rows.flat_map(|row| covered(x, width, self.width).map(move |column| (column, row)));
            mean(all.map(|(column, row)| self.at(column, row)))
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| pixel(y, x))).collect();
        Picture { width, height, pixels }
    }

    /// Pictures of one size side by side, `columns` in a row, with gaps between.
    #[must_use]
    pub fn sheet(tiles: &[Picture], columns: usize) -> Picture {
        let (tile_width, tile_height) = tiles.first().map_or((0, 0), |tile| (tile.width, tile.height));
        let columns = columns.clamp(1, tiles.len().max(1));
        let rows = tiles.len().div_ceil(columns);
        let (width, height) = (columns * (tile_width + 1) - 1, (rows * (tile_height + 1)).saturating_sub(1));
        let mut pixels = vec![GAP; width * height];
        for (number, tile) in tiles.iter().enumerate() {
            let (left, top) = (number % columns * (tile_width + 1), number / columns * (tile_height + 1));
            for y in 0..tile.height {
                let start = (top + y) * width + left;
                pixels[start..start + tile.width].copy_from_slice(&tile.pixels[y * tile.width..(y + 1) * tile.width]);
            }
        }
        Picture { width, height, pixels }
    }

    /// A file of the format that the end of its name says.
    ///
    /// # Errors
    /// Another ending, or colours in a file that has none.
    pub fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        let is_grey = self.pixels.iter().all(|[red, green, blue]| red == green && green == blue);
        let header = |magic: &str| format!("{magic}\n{} {}\n255\n", self.width, self.height).into_bytes();
        match path.rsplit('.').next() {
            Some("png") => Ok(self.png()),
            Some("ppm") => Ok([header("P6"), self.pixels.concat()].concat()),
            Some("pgm") if is_grey => Ok([header("P5"), self.pixels.iter().map(|pixel| pixel[0]).collect()].concat()),
            Some("pgm") => Err("a .pgm file has no colours; write a .ppm or .png file".into()),
            _ => Err(format!("{path} is no picture; end its name in .png, .ppm or .pgm")),
        }
    }

    fn png(&self) -> Vec<u8> {
        let size = [self.width, self.height].map(|extent| u32::try_from(extent).unwrap_or(u32::MAX).to_be_bytes());
        // Eight bits of three colours, compressed, not interlaced.
        let header = [size.concat(), vec![8, 2, 0, 0, 0]].concat();
        let row = |row: &[Pixel]| [vec![0], row.concat()].concat();
        let rows: Vec<u8> = self.pixels.chunks(self.width.max(1)).flat_map(row).collect();
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut out, *b"IHDR", &header);
        chunk(&mut out, *b"IDAT", &compressed(&rows));
        chunk(&mut out, *b"IEND", &[]);
        out
    }
}

fn mean(pixels: impl Iterator<Item = Pixel>) -> Pixel {
    let mut sums = [0_u64; 3];
    let mut count = 0;
    for pixel in pixels {
        count += 1;
        sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u64::from(value));
    }
    sums.map(|sum| (sum / u64::max(count, 1)) as u8)
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    drop(encoder.write_all(bytes));
    encoder.finish().unwrap_or_default()
}

fn chunk(out: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(content);
    out.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(name);
    out.extend(content);
    out.extend(sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, levels: &[u8]) -> Picture {
        Picture { width, height: levels.len() / width, pixels: levels.iter().map(|level| [*level; 3]).collect() }
    }

    #[test]
    fn scaling_takes_means_and_repeats() {
        let picture = grey(4, &[0, 10, 20, 30, 40, 50, 60, 70]);
        assert_eq!(picture.scaled(2, 1), grey(2, &[25, 45]));
        assert_eq!(grey(1, &[7]).scaled(2, 2), grey(2, &[7; 4]));
        assert_eq!(picture.scaled(4, 2), picture);
    }

    #[test]
    fn sheets_have_gaps_between_pictures_only() {
        let sheet = Picture::sheet(&[grey(2, &[1, 2]), grey(2, &[3, 4]), grey(2, &[5, 6])], 2);
        let reds: Vec<u8> = sheet.pixels.iter().map(|pixel| pixel[0]).collect();
        assert_eq!((sheet.width, sheet.height), (5, 3));
        assert_eq!(reds, [1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 5, 6, 0, 0, 0]);
        assert_eq!(sheet.at(2, 0), GAP);
    }

    #[test]
    fn files_are_what_their_names_say() {
        let picture = grey(2, &[0, 255]);
        assert_eq!(picture.file("a.pgm"), Ok(b"P5\n2 1\n255\n\x00\xff".to_vec()));
        assert_eq!(picture.file("a.ppm"), Ok(b"P6\n2 1\n255\n\0\0\0\xff\xff\xff".to_vec()));
        let colored = Picture { width: 1, height: 1, pixels: vec![[1, 2, 3]] };
        assert!(colored.file("a.pgm").is_err_and(|why| why.contains("no colours")));
        assert!(colored.file("a.gif").is_err_and(|why| why.contains(".png, .ppm or .pgm")));
    }
}
