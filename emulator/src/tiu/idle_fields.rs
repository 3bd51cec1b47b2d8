//! Fields that an operation does not have, but that the hardware model judges all the same.

use super::rules::Arithmetic;
use super::window::demand;
use crate::refusal::Refusal;
use isa::generated::tiu::TiuFields;
use isa::op::tiu::TiuOp;

/// Checks what [`super::execute`] cannot see: fields of the descriptor that are not part of `op`.
///
/// Their values do not change any result. Descriptors made by known software hold them at values that pass.
///
/// # Errors
/// A value that the hardware model refuses.
pub fn check_idle_fields(op: &TiuOp, fields: &TiuFields) -> Result<(), Refusal> {
    match op {
        TiuOp::Mul(_) | TiuOp::Mac(_) | TiuOp::Add(_) | TiuOp::Sub(_) => check_count(fields, 2),
        TiuOp::Max(_) | TiuOp::Min(_) | TiuOp::Ge(_) => check_comparison(fields),
        TiuOp::Shift(_) => {
            check_count(fields, 2)?;
            arithmetic(fields, 2).check_no_shift()?;
            arithmetic(fields, 2).check()
        }
        TiuOp::And(_) | TiuOp::Or(_) | TiuOp::Xor(_) => check_plain(fields, 2),
        TiuOp::Copy(_) => check_plain(fields, 1),
        TiuOp::Lookup(_) => check_lookup(fields),
        TiuOp::ChannelSum(_) => check_channel_sum(fields),
        TiuOp::Conv(_) => check_conv(fields),
        TiuOp::DepthwiseConv(_) => check_strides(fields),
        TiuOp::MaxPool(_) | TiuOp::MinPool(_) => check_extreme(fields),
        TiuOp::AvgPool(_) => check_average(fields),
        TiuOp::Matmul(_) => check_matmul(fields),
    }
}

fn check_plain(fields: &TiuFields, operands: u8) -> Result<(), Refusal> {
    check_count(fields, operands)?;
    arithmetic(fields, operands).check()
}

fn check_comparison(fields: &TiuFields) -> Result<(), Refusal> {
    check_plain(fields, 2)?;
    if fields.opd_typ { Ok(()) } else { arithmetic(fields, 2).check_no_shift() }
}

fn check_lookup(fields: &TiuFields) -> Result<(), Refusal> {
    check_plain(fields, 2)?;
    for (name, value) in [("opt_opd2_seg", fields.opt_opd2_seg), ("opt_opd2_sign", fields.opt_opd2_sign.into())] {
        if fields.opd_typ && value != 1 {
            let refusal = Refusal::new("a bf16 lookup wants the third operand's flags set").field(name, value, "1");
            return Err(refusal.help("set the flag"));
        }
    }
    Ok(())
}

fn check_channel_sum(fields: &TiuFields) -> Result<(), Refusal> {
    if fields.tens_lookup {
        let refusal = Refusal::new("a descriptor is either a channel sum or a lookup").field("tens_lookup", 1_u64, "0");
        return Err(refusal.help("clear one of the two flags"));
    }
    check_plain(fields, 1)?;
    check_own_strides(fields)?;
    demand(fields.short_opd1_str == 0, "short_opd1_str", fields.short_opd1_str, "0", "there is no second operand")
}

fn check_own_strides(fields: &TiuFields) -> Result<(), Refusal> {
    let shared = fields.short_nchwstr_same;
    demand(!shared, "short_nchwstr_same", shared, "0", "every operand has strides of its own here")
}

/// Operands behind the first have no strides to choose, in use or not.
fn check_modes(fields: &TiuFields) -> Result<(), Refusal> {
    for (name, mode) in [("short_opd1_str", fields.short_opd1_str), ("short_opd2_str", fields.short_opd2_str)] {
        demand(mode != 3, name, mode, "0 to 2", "only the first operand and the result have manual strides")?;
    }
    Ok(())
}

fn check_strides(fields: &TiuFields) -> Result<(), Refusal> {
    check_own_strides(fields)?;
    check_modes(fields)
}

fn check_conv(fields: &TiuFields) -> Result<(), Refusal> {
    demand(!fields.opt_res_add, "opt_res_add", fields.opt_res_add, "0", "there is no former result to be added")?;
    check_strides(fields)
}

fn check_matmul(fields: &TiuFields) -> Result<(), Refusal> {
    for (name, flag) in [("tens_mdsum", fields.tens_mdsum), ("tens_lookup", fields.tens_lookup)] {
        demand(!flag, name, flag, "0", "the flag belongs to another operation")?;
    }
    let width = fields.opt_opd2_seg;
    demand(width == 0, "opt_opd2_seg", width, "0", "the bias has more than 8 bits, in use or not")?;
    check_strides(fields)
}

/// What poolings say of an operand that they lack, and of a multiplication.
fn check_pool(fields: &TiuFields) -> Result<(), Refusal> {
    demand(fields.opt_opd2_sign, "opt_opd2_sign", fields.opt_opd2_sign, "1", "the third operand counts as signed")?;
    let multiplied = fields.opd_typ && fields.opt_chl_quan;
    demand(!multiplied, "opt_chl_quan", fields.opt_chl_quan, "0", "bf16 results have no multiplier")?;
    check_modes(fields)?;
    let relu = fields.opt_relu_typ;
    let fits = fields.opd_typ || relu == 0 || (relu == 1 && fields.opt_opd0_sign);
    demand(fits, "opt_relu_typ", relu, "0, 1 for signed numbers", "no such relu of these numbers")
}

fn check_extreme(fields: &TiuFields) -> Result<(), Refusal> {
    check_count(fields, 1)?;
    let shift = fields.opt_res_shift;
    demand(shift == 0, "opt_res_shift", shift, "0", "the operation has no shift")?;
    check_pool(fields)
}

/// A third operand would count as signed.
fn check_average(fields: &TiuFields) -> Result<(), Refusal> {
    let count = fields.tsk_opd_num;
    let fits = fields.opd_typ || matches!(count, 1 | 2) || (count == 3 && fields.opt_opd0_sign);
    demand(fits, "tsk_opd_num", count, "1, 2, 3 for signed numbers", "no such number of operands")?;
    check_pool(fields)
}

fn check_count(fields: &TiuFields, operands: u8) -> Result<(), Refusal> {
    if fields.tsk_opd_num == operands {
        return Ok(());
    }
    let refusal =
        Refusal::new("wrong number of operands").field("tsk_opd_num", fields.tsk_opd_num, operands.to_string());
    Err(refusal.help("set the number that the operation has"))
}

fn arithmetic(fields: &TiuFields, operands: u8) -> Arithmetic {
    Arithmetic {
        bf16: fields.opd_typ,
        signed: fields.opt_opd0_sign || operands == 2 && fields.opt_opd1_sign,
        signed_result: fields.opt_res0_sign,
        wide_result: fields.opt_res0_seg == 0,
        relu: fields.opt_relu_typ,
        rshift: fields.opt_res_shift,
        arith: fields.opt_shift_typ,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::chip::Layout;
    use isa::field::Fields;
    use isa::op::tiu::TiuKind;

    fn blames(kind: TiuKind, change: impl Fn(&mut TiuFields)) -> Option<&'static str> {
        let mut fields = TiuFields::defaults(Layout::Cv183x as usize);
        let single = matches!(kind, TiuKind::Copy | TiuKind::ChannelSum | TiuKind::MaxPool | TiuKind::MinPool);
        fields.tsk_opd_num = if single { 1 } else { 2 };
        (fields.short_opd1_str, fields.short_opd2_str, fields.opt_opd2_seg) = (0, 0, 0);
        fields.opt_opd0_sign = true;
        fields.opt_opd1_sign = true;
        fields.opt_res0_sign = true;
        fields.opt_res0_seg = 1;
        fields.opt_res_shift = 0;
        fields.opt_relu_typ = 0;
        change(&mut fields);
        let refusal = check_idle_fields(&TiuOp::from_fields(kind, &fields), &fields).err();
        refusal.and_then(|refusal| refusal.field).map(|field| field.name)
    }

    #[test]
    fn the_number_of_operands_is_fixed() {
        for kind in TiuKind::ALL.into_iter().filter(|kind| *kind as usize >= TiuKind::ChannelSum as usize) {
            assert_eq!(blames(kind, |_| {}), None, "{kind:?}");
            assert_eq!(blames(kind, |fields| fields.tsk_opd_num = 3), Some("tsk_opd_num"), "{kind:?}");
        }
    }

    #[test]
    fn operations_without_a_shift_still_watch_its_fields() {
        let shift = |fields: &mut TiuFields| (fields.opt_res_shift, fields.opt_shift_typ) = (2, true);
        assert_eq!(blames(TiuKind::Max, shift), Some("opt_res_shift"));
        assert_eq!(blames(TiuKind::Shift, shift), Some("opt_res_shift"));
        assert_eq!(blames(TiuKind::Copy, shift), None);
        let logical = |fields: &mut TiuFields| (fields.opt_res_shift, fields.opt_shift_typ) = (2, false);
        assert_eq!(blames(TiuKind::Copy, logical), Some("opt_shift_typ"));
    }

    #[test]
    fn relu_excuses_an_unsigned_result() {
        assert_eq!(blames(TiuKind::Copy, |fields| fields.opt_res0_sign = false), Some("opt_res0_sign"));
        let relu = |fields: &mut TiuFields| (fields.opt_res0_sign, fields.opt_relu_typ) = (false, 1);
        assert_eq!(blames(TiuKind::Copy, relu), None);
    }

    #[test]
    fn a_bf16_lookup_wants_the_flags_of_an_operand_it_lacks() {
        let bf16 =
            |fields: &mut TiuFields| (fields.opd_typ, fields.opt_opd2_seg, fields.opt_opd2_sign) = (true, 1, true);
        assert_eq!(blames(TiuKind::Lookup, bf16), None);
        let narrow = |fields: &mut TiuFields| (fields.opd_typ, fields.opt_opd2_seg) = (true, 0);
        assert_eq!(blames(TiuKind::Lookup, narrow), Some("opt_opd2_seg"));
    }

    #[test]
    fn a_channel_sum_is_no_lookup() {
        assert_eq!(blames(TiuKind::ChannelSum, |fields| fields.tens_lookup = true), Some("tens_lookup"));
    }

    #[test]
    fn window_operations_watch_fields_that_they_lack() {
        use TiuKind::{AvgPool, Conv, DepthwiseConv, Matmul, MaxPool, MinPool};
        type Case = (&'static [TiuKind], fn(&mut TiuFields), Option<&'static str>);
        let pools = &[MaxPool, MinPool, AvgPool];
        let cases: [Case; 13] = [
            (&[Conv, DepthwiseConv, Matmul, MaxPool, MinPool, AvgPool], |_| {}, None),
            (&[Conv, DepthwiseConv, Matmul], |fields| fields.short_nchwstr_same = true, Some("short_nchwstr_same")),
            (&[Conv, DepthwiseConv, MaxPool, AvgPool], |fields| fields.short_opd2_str = 3, Some("short_opd2_str")),
            (&[DepthwiseConv, MinPool, AvgPool], |fields| fields.short_opd1_str = 3, Some("short_opd1_str")),
            (&[Conv], |fields| fields.opt_res_add = true, Some("opt_res_add")),
            (&[Matmul], |fields| fields.tens_lookup = true, Some("tens_lookup")),
            (&[Matmul], |fields| fields.opt_opd2_seg = 1, Some("opt_opd2_seg")),
            (&[MaxPool, MinPool], |fields| fields.opt_res_shift = 1, Some("opt_res_shift")),
            (&[MaxPool, MinPool], |fields| fields.tsk_opd_num = 2, Some("tsk_opd_num")),
            (&[AvgPool], |fields| fields.tsk_opd_num = 0, Some("tsk_opd_num")),
            (pools, |fields| fields.opt_opd2_sign = false, Some("opt_opd2_sign")),
            (pools, |fields| (fields.opd_typ, fields.opt_chl_quan) = (true, true), Some("opt_chl_quan")),
            (pools, |fields| (fields.opt_opd0_sign, fields.opt_relu_typ) = (false, 1), Some("opt_relu_typ")),
        ];
        for (kinds, change, blamed) in cases {
            kinds.iter().for_each(|kind| assert_eq!(blames(*kind, change), blamed, "{kind:?}"));
        }
    }
}
