//! `argmax`, `argmax_with_conf`, `argmax_v3`: where is the largest value of each row?
//!
//! The TPU has already found the largest value of every tile of 256; the functions look for it in the best tile.
//! bf16 numbers are compared as 16-bit integers, so that of two negative numbers the smaller one wins.

use super::{
    call::Call,
    element::{Element, Elements},
    number::{from_bf16, product},
    refusal::CpuRefusal,
    tensor::Tensor,
};
use isa::container::cvimodel::DataType;

const TILE: i64 = 256;

/// A type in which values are compared.
trait Ordinal: Element + Ord + Default {
    /// The real number it stands for.
    fn real(self) -> f32;
    /// Whether a scale belongs to it.
    const SCALED: bool;
}

impl Ordinal for i8 {
    fn real(self) -> f32 {
        f32::from(self)
    }
    const SCALED: bool = true;
}

impl Ordinal for i16 {
    fn real(self) -> f32 {
        from_bf16(self as u16)
    }
    const SCALED: bool = false;
}

/// Values, largest value of every tile, and how rows lie in them.
struct Rows<T> {
    values: Elements<T>,
    tiles: Elements<T>,
    count: i64,
    length: i64,
}

impl<T: Ordinal> Rows<T> {
    fn new(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let (values, tiles) = (call.input(0)?, call.input(1)?);
        let axis = call.axis(&values)?;
        let (count, length) = (product(&values.view.shape[..axis]), values.view.shape[axis]);
        Ok(Rows { values: values.elements(), tiles: tiles.elements(), count, length })
    }

    fn tiles_of(&self, row: i64) -> Result<&[T], CpuRefusal> {
        let tiles = (self.length + TILE - 1) / TILE;
        self.tiles.part(row * tiles, tiles)
    }

    /// The first largest value, and the tile that holds it.
    fn best_tile(&self, row: i64) -> Result<(T, i64), CpuRefusal> {
        let tiles = self.tiles_of(row)?;
        Ok(first_above(tiles[0], 0, tiles.iter().skip(1).zip(1..)))
    }

    /// The same among positive values; zero in the first tile when there is none.
    fn best_positive_tile(&self, row: i64) -> Result<(T, i64), CpuRefusal> {
        Ok(first_above(T::default(), 0, self.tiles_of(row)?.iter().zip(0..)))
    }

    /// Where `value` first stands in a tile; at its start when it does not.
    fn find(&self, row: i64, (value, tile): (T, i64)) -> Result<f32, CpuRefusal> {
        let offset = tile * TILE;
        let values = self.values.part(row * self.length + offset, TILE.min(self.length - offset))?;
        let index = values.iter().position(|other| *other == value).unwrap_or(0);
        Ok((index as i64 + offset) as f32)
    }
}

fn first_above<'t, T: Ordinal + 't>(value: T, index: i64, others: impl Iterator<Item = (&'t T, i64)>) -> (T, i64) {
    others.fold((value, index), |best, (value, index)| if *value > best.0 { (*value, index) } else { best })
}

/// The data type of the values decides; everything that is not int8 is read as 16-bit integers.
fn is_int8(call: &Call<'_>) -> Result<bool, CpuRefusal> {
    let input: Tensor<'_> = call.input(0)?;
    Ok(input.view.data_type == DataType::Int8)
}

pub(super) fn argmax(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    if is_int8(call)? { indices_of_positive::<i8>(call) } else { indices_of_positive::<i16>(call) }
}

fn indices_of_positive<T: Ordinal>(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let rows = Rows::<T>::new(call)?;
    let mut out = call.output(0)?.elements();
    for row in 0..rows.count {
        out.put(row, rows.find(row, rows.best_positive_tile(row)?)?)?;
    }
    call.store(0, &out);
    Ok(())
}

pub(super) fn with_confidence(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    if is_int8(call)? { pairs::<i8>(call) } else { pairs::<i16>(call) }
}

fn pairs<T: Ordinal>(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let rows = Rows::<T>::new(call)?;
    let scale = if T::SCALED { call.float("scale")? } else { 1.0 };
    let mut out = call.output(0)?.elements();
    for row in 0..rows.count {
        let best = rows.best_tile(row)?;
        out.put(2 * row, best.0.real() * scale)?;
        out.put(2 * row + 1, rows.find(row, best)?)?;
    }
    call.store(0, &out);
    Ok(())
}

pub(super) fn v3(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    if is_int8(call)? { indices_and_values::<i8>(call) } else { indices_and_values::<i16>(call) }
}

fn indices_and_values<T: Ordinal>(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let rows = Rows::<T>::new(call)?;
    let scale = if call.has("scale") { call.float("scale")? } else { 1.0 };
    let mut indices = call.output(0)?.elements();
    let mut values = if call.outputs.len() > 1 { Some(call.output(1)?.elements()) } else { None };
    for row in 0..rows.count {
        let best = rows.best_tile(row)?;
        indices.put(row, rows.find(row, best)?)?;
        if let Some(values) = &mut values {
            let value = best.0.real();
            values.put(row, if T::SCALED { value * scale } else { value })?;
        }
    }
    call.store(0, &indices);
    values.iter().for_each(|values| call.store(1, values));
    Ok(())
}
