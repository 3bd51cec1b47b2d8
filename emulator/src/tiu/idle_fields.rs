//! Fields that an operation does not have, but that the hardware model judges all the same.

use super::rules::Arithmetic;
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
        TiuOp::Conv(_)
        | TiuOp::DepthwiseConv(_)
        | TiuOp::MaxPool(_)
        | TiuOp::AvgPool(_)
        | TiuOp::MinPool(_)
        | TiuOp::Matmul(_) => Ok(()),
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
    check_plain(fields, 1)
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
        fields.tsk_opd_num = if matches!(kind, TiuKind::Copy | TiuKind::ChannelSum) { 1 } else { 2 };
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
}
