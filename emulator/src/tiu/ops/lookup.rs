//! Lookup: every element selects one of the 256 entries of its lane's table.

use crate::refusal::Refusal;
use crate::tiu::Unit;
use crate::tiu::job::{Inputs, Job, Outputs, TABLE_ENTRIES};
use crate::tiu::operand::Operand;
use crate::tiu::walk::Stream;
use isa::chip::ChipProfile;
use isa::layout::tiu::{element_bytes, lookup_table, shape};
use isa::op::tiu::{Lookup, StrideMode, Tensor};

/// Where the lane number is taken from in the addresses of the result and of the indices.
const LANE_BIT: u32 = 16;

pub(in crate::tiu) fn execute(op: &Lookup, unit: &mut Unit<'_>) -> Result<(), Refusal> {
    let chip = unit.chip;
    let (output, input) = (Operand::output(&op.output), Operand::a(&op.input));
    let table = Operand::b(&op.table, &op.output);
    check(op, [&output, &input, &table], chip)?;
    let element = element_bytes(op.bf16);
    let sources = [input.stream(element, chip)?, tables(op, &table, element, chip)?];
    let results = [output.stream(element, chip)?];
    Job::new(shape(&op.output), chip, element, &sources, &results).run(
        unit,
        match (op.table.constant, op.bf16) {
            (true, _) => &copy,
            (false, false) => &look_up_bytes,
            (false, true) => &look_up_pairs,
        },
    );
    Ok(())
}

fn tables(op: &Lookup, table: &Operand<'_>, element: u32, chip: &ChipProfile) -> Result<Stream, Refusal> {
    if op.table.constant {
        return table.stream(element, chip);
    }
    let (located, first) = lookup_table(&op.output, &op.table, element, chip);
    Ok(Stream::Table { plane: table.place(located, chip)?, first: first as usize })
}

fn copy([_, constant, ..]: Inputs<'_>, [out, _]: Outputs<'_>) {
    out.copy_from_slice(constant);
}

fn look_up_bytes([indices, table, ..]: Inputs<'_>, [out, _]: Outputs<'_>) {
    let Some(table) = table.first_chunk::<TABLE_ENTRIES>() else { return };
    for (out, index) in out.iter_mut().zip(indices) {
        *out = table[usize::from(*index)];
    }
}

/// The low byte of an element is the index.
fn look_up_pairs([indices, table, ..]: Inputs<'_>, [out, _]: Outputs<'_>) {
    let Some(table) = table.as_chunks::<2>().0.first_chunk::<TABLE_ENTRIES>() else { return };
    for (out, [index, _]) in out.as_chunks_mut::<2>().0.iter_mut().zip(indices.as_chunks::<2>().0) {
        *out = table[usize::from(*index)];
    }
}

fn check(op: &Lookup, operands: [&Operand<'_>; 3], chip: &ChipProfile) -> Result<(), Refusal> {
    let [output, input, table] = operands;
    output.check_shape()?;
    if !op.input.constant {
        input.check_shape()?;
        input.check_same_shape(&op.output)?;
    }
    check_table_shape(op, table, chip)?;
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

fn check_table_shape(op: &Lookup, table: &Operand<'_>, chip: &ChipProfile) -> Result<(), Refusal> {
    let Tensor { n, c, h, w, .. } = op.table;
    let lanes = chip.lanes as u16;
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
