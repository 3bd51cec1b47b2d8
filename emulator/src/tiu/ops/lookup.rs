//! Lookup: every element selects one of the 256 entries of its lane's table.

use crate::kernels::look_up;
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
    let results = [output.stream(element, chip)?];
    let sources = [input.stream(element, chip)?, tables(op, &table, element, chip)?];
    let job = Job::new(shape(&op.output), chip, element, &sources, &results);
    match (op.table.constant, op.bf16) {
        (true, _) => job.run_chunks(unit, copy),
        (false, false) => job.run_chunks(unit, look_up_bytes),
        (false, true) => job.run_chunks(unit, look_up_pairs),
    }
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
    look_up(table, indices, out);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiu::testing::{Stage, patterns, row};

    /// Two channels, one in each lane, whose rows are 16 bytes apart.
    fn tensor(address: u32) -> Tensor {
        Tensor { c: 2, mode: StrideMode::Aligned, ..row(address, 3) }
    }

    fn table(address: u32) -> Tensor {
        Tensor { c: 2, h: 16, w: 16, ..tensor(address) }
    }

    #[test]
    fn every_lane_has_its_own_table() {
        let double: Vec<u8> = (0..=255_u8).map(|index| index.wrapping_mul(2)).collect();
        let negate: Vec<u8> = (0..=255_u8).map(u8::wrapping_neg).collect();
        let contents: [(usize, &[u8]); 4] =
            [(0, &[1, 2, 200]), (0x8000, &[1, 2, 200]), (0x1000, &double), (0x9000, &negate)];
        let op = Lookup { output: tensor(0x100), input: tensor(0), table: table(0x1000), bf16: false };
        let stage = Stage::new(contents).run(op);
        assert_eq!((stage.bytes(0x100), stage.bytes(0x8100)), ([2, 4, 144], [255, 254, 56]));
        let moved = Lookup { output: tensor(0x8100), input: tensor(0x8000), table: table(0x1000), bf16: false };
        assert_eq!(Stage::new(contents).run(moved).bytes(0x8100), [2, 4, 144], "the table does not follow the lane");
    }

    #[test]
    fn bf16_entries_are_selected_by_the_low_byte_and_pass_unchanged() {
        let entries: [u16; 256] = std::array::from_fn(|index| 0x7f80 | index as u16);
        let (entries, indices) = (patterns(entries), patterns([0x4201, 0x00ff, 0x1100]));
        let with = |tensor: Tensor| Tensor { c: 1, signed: true, ..tensor };
        let table = Tensor { c: 2, h: 32, w: 8, signed: true, ..table(0x1000) };
        let op = Lookup { output: with(tensor(0x100)), input: with(tensor(0)), table, bf16: true };
        let stage = Stage::new([(0, &indices), (0x1000, &entries)]).run(op);
        assert_eq!(stage.bytes::<6>(0x100), *patterns([0x7f81, 0x7fff, 0x7f80]));
    }

    #[test]
    fn a_constant_table_gives_the_constant() {
        let table = Tensor { constant: true, ..table(0x1234) };
        let op = Lookup { output: tensor(0x100), input: tensor(0), table, bf16: false };
        assert_eq!(Stage::new([]).run(op).bytes(0x100), [0x34, 0x34, 0x34, 0]);
    }

    #[test]
    fn the_table_has_256_entries_inside_every_lane() {
        let op = Lookup { output: tensor(0x100), input: tensor(0), table: table(0x7f01), bf16: false };
        assert_eq!(Stage::new([]).blame(op), Some("opd1_addr"));
        let op = Lookup { table: Tensor { h: 32, ..table(0x1000) }, ..op };
        assert_eq!(Stage::new([]).blame(op), Some("opd1_h"));
        let op = Lookup { table: Tensor { mode: StrideMode::Manual, ..table(0x1000) }, ..op };
        assert_eq!(Stage::new([]).blame(op), Some("short_opd1_str"));
        let op = Lookup { table: table(0x1000), input: tensor(0x1_0000), ..op };
        assert_eq!(Stage::new([]).blame(op), Some("opd0_addr"));
    }
}
