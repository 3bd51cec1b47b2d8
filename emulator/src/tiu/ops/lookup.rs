//! Lookup: every element selects one of the 256 entries of its lane's table.

use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::job::{Inputs, Job, Outputs};
use crate::tiu::operand::Operand;
use crate::tiu::plane::{Geometry, Shape, Strides};
use crate::tiu::walk::Stream;
use isa::op::tiu::{Lookup, StrideMode, Tensor};

/// Entries of a table.
const ENTRIES: usize = 256;
/// Where the lane number is taken from in the addresses of the result and of the indices.
const LANE_BIT: u32 = 16;

pub(in crate::tiu) fn execute(op: &Lookup, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let geometry = Geometry::of(unit.local);
    let (output, input) = (Operand::output(&op.output), Operand::a(&op.input));
    let table = Operand::b(&op.table, &op.output);
    check(op, [&output, &input, &table], geometry)?;
    let element = if op.bf16 { 2 } else { 1 };
    let shape = Shape::of(&op.output);
    let stream = |operand: &Operand<'_>| {
        let strides = Strides::aligned(shape, operand.lane(geometry), geometry.lanes, element);
        operand.stream(geometry, strides, element)
    };
    let (results, indices, entries) = (stream(&output)?, stream(&input)?, tables(op, &table, geometry, element)?);
    Job::new(shape, geometry.lanes, element, &[indices, entries], &[results]).run(unit, &|inputs, outputs| match (
        op.table.constant,
        op.bf16,
    ) {
        (true, _) => copy(inputs, outputs),
        (false, false) => look_up_bytes(inputs, outputs),
        (false, true) => look_up_pairs(inputs, outputs),
    });
    Ok(())
}

/// The unit takes the table of the channel's number plus the result's address / 65536.
///
/// For tensors from lane 0 that is the table in the channel's own lane.
fn tables(op: &Lookup, table: &Operand<'_>, geometry: Geometry, element: usize) -> Result<Stream, Refusal> {
    if op.table.constant {
        return table.stream(geometry, Strides::explicit(&op.table), element);
    }
    let size = ENTRIES * element;
    let strides = Strides { n: 0, c: size, h: 0, w: 0 };
    // The last entry, not the whole table, must start inside the lane.
    table.place(geometry, size - element, Shape { n: 1, c: geometry.lanes, h: 1, w: 1 }, strides, element)?;
    let plane = table.place(geometry, 0, Shape { n: 1, c: geometry.lanes, h: 1, w: 1 }, strides, size)?;
    Ok(Stream::Table { plane, first: (op.output.addr.0 >> LANE_BIT) as usize % geometry.lanes })
}

fn copy([_, constant, ..]: Inputs<'_>, [out, _]: Outputs<'_>) {
    out.copy_from_slice(constant);
}

fn look_up_bytes([indices, table, ..]: Inputs<'_>, [out, _]: Outputs<'_>) {
    let Some(table) = table.first_chunk::<ENTRIES>() else { return };
    for (out, index) in out.iter_mut().zip(indices) {
        *out = table[usize::from(*index)];
    }
}

/// The low byte of an element is the index.
fn look_up_pairs([indices, table, ..]: Inputs<'_>, [out, _]: Outputs<'_>) {
    let Some(table) = table.as_chunks::<2>().0.first_chunk::<ENTRIES>() else { return };
    for (out, [index, _]) in out.as_chunks_mut::<2>().0.iter_mut().zip(indices.as_chunks::<2>().0) {
        *out = table[usize::from(*index)];
    }
}

fn check(op: &Lookup, operands: [&Operand<'_>; 3], geometry: Geometry) -> Result<(), Refusal> {
    let [output, input, table] = operands;
    output.check_shape()?;
    if !op.input.constant {
        input.check_shape()?;
        input.check_same_shape(&op.output)?;
    }
    check_table_shape(op, table, geometry)?;
    for operand in operands {
        operand.check_mode(StrideMode::Aligned)?;
        if op.bf16 {
            operand.check_width(1)?;
            operand.check_signed(true)?;
        } else {
            operand.check_narrow()?;
        }
    }
    check_addresses(op, input)
}

fn check_table_shape(op: &Lookup, table: &Operand<'_>, geometry: Geometry) -> Result<(), Refusal> {
    let Tensor { n, c, h, w, .. } = op.table;
    let lanes = geometry.lanes as u16;
    let (rows, columns) = if op.bf16 { (32, 8) } else { (16, 16) };
    for (part, size, wanted) in [("n", n, 1), ("c", c, lanes), ("h", h, rows), ("w", w, columns)] {
        if size != wanted {
            let refusal = table.refuse(part, size, "a table has 256 entries in every lane", wanted.to_string());
            return Err(refusal.help(format!("declare the table as 1 x {lanes} x {rows} x {columns}")));
        }
    }
    Ok(())
}

fn check_addresses(op: &Lookup, input: &Operand<'_>) -> Result<(), Refusal> {
    let (found, wanted) = (op.input.addr.0 >> LANE_BIT, op.output.addr.0 >> LANE_BIT);
    if found == wanted {
        return Ok(());
    }
    let allowed = format!("{:#x} to {:#x}", wanted << LANE_BIT, (wanted << LANE_BIT) + 0xffff);
    let refusal = input.refuse("addr", op.input.addr.0, "indices and result start too many lanes apart", allowed);
    Err(refusal.help("start both tensors in the same lane"))
}
