//! `embedding`: rows of a table.

use super::{call::Call, refusal::CpuRefusal};
use isa::container::cvimodel::DataType;

const INDEX_TYPES: [DataType; 4] = [DataType::Int16, DataType::Uint16, DataType::Int32, DataType::Uint32];

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (table, output) = (call.input(1)?, call.output(0)?);
    output.expect(&[table.view.data_type])?;
    let [_, length] = table.dims()?;
    // int8 apart, the runtime takes every table for one of 16-bit numbers.
    let size = if output.view.data_type == DataType::Int8 { 1 } else { 2 };
    let (rows, mut out) = (table.elements::<u8>(), output.elements::<u8>());
    for (row, start) in starts(call, length)?.into_iter().enumerate() {
        let part = rows.part(start * size, length * size)?;
        out.put_part(row as i64 * length * size, part)?;
    }
    call.store(0, &out);
    Ok(())
}

/// Where each wanted row starts in the table.
fn starts(call: &Call<'_>, length: i64) -> Result<Vec<i64>, CpuRefusal> {
    let indices = call.input(0)?;
    let wrapped = |index: u32| i64::from(index.wrapping_mul(length as u32));
    Ok(match indices.expect(&INDEX_TYPES)? {
        DataType::Int16 => all(indices.elements::<i16>().part(0, indices.count())?, |index| i64::from(index) * length),
        DataType::Uint16 => all(indices.elements::<u16>().part(0, indices.count())?, |index| i64::from(index) * length),
        DataType::Int32 => all(indices.elements::<i32>().part(0, indices.count())?, |index| i64::from(index) * length),
        _ => all(indices.elements::<u32>().part(0, indices.count())?, wrapped),
    })
}

fn all<T: Copy>(indices: &[T], start: impl Fn(T) -> i64) -> Vec<i64> {
    indices.iter().map(|index| start(*index)).collect()
}
