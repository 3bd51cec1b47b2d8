//! The same computation, written plainly.

use super::picture::{HEIGHT, Picture, WIDTH, shade};
use super::program::{DIRECTIONS, POOL, SHIFT, weight};

const ROWS: usize = HEIGHT / POOL;
const COLUMNS: usize = WIDTH / POOL;

/// Convolve, clip at zero, halve with rounding, saturate, pool: one map per direction.
pub(super) fn edges(picture: &Picture) -> Vec<i8> {
    let places = (0..DIRECTIONS).flat_map(|d| (0..ROWS).flat_map(move |y| (0..COLUMNS).map(move |x| (d, y, x))));
    places.map(|(direction, y, x)| pooled(picture, direction, y, x)).collect()
}

fn pooled(picture: &Picture, direction: usize, y: usize, x: usize) -> i8 {
    let window = (0..POOL).flat_map(|dy| (0..POOL).map(move |dx| (y * POOL + dy, x * POOL + dx)));
    window.map(|(y, x)| convolved(picture, direction, y as isize, x as isize)).max().unwrap_or(0)
}

fn convolved(picture: &Picture, direction: usize, y: isize, x: isize) -> i8 {
    let taps = (0..3).flat_map(|row| (0..3).map(move |column| (row, column)));
    let sum: i32 = taps
        .map(|(row, column)| {
            i32::from(weight(direction, row, column)) * picture.at(x + column as isize - 1, y + row as isize - 1)
        })
        .sum();
    let half = 1 << (SHIFT - 1);
    i8::try_from((sum.max(0) + half) >> SHIFT).unwrap_or(i8::MAX)
}

/// Lines of text: at every place the strongest of all directions, two letters wide.
pub(super) fn strongest(edges: &[i8]) -> impl Iterator<Item = String> + '_ {
    let at = |y: usize, x: usize| {
        let maps = edges.chunks_exact(ROWS * COLUMNS);
        maps.map(|map| i32::from(map[y * COLUMNS + x])).max().unwrap_or(0)
    };
    (0..ROWS).map(move |y| {
        let row: String = (0..COLUMNS).flat_map(|x| [shade(at(y, x)); 2]).collect();
        row.trim_end().to_string()
    })
}
