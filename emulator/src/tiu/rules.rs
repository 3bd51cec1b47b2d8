//! Rules on shift, relu and sign that integer operations share.

use crate::refusal::Refusal;

/// The fields that the rules connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arithmetic {
    /// `opd_typ`: the rules are laxer for bf16, whatever the operation makes of it.
    pub(crate) bf16: bool,
    /// Any operand in use is signed, constants included.
    pub(crate) signed: bool,
    /// The result is signed.
    pub(crate) signed_result: bool,
    /// The result has two planes.
    pub(crate) wide_result: bool,
    /// `opt_relu_typ`.
    pub(crate) relu: u8,
    /// `opt_res_shift`.
    pub(crate) rshift: u8,
    /// `opt_shift_typ`.
    pub(crate) arith: bool,
}

impl Arithmetic {
    /// Demands all rules.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        self.check_relu()?;
        if self.bf16 {
            return Ok(());
        }
        self.check_shift()?;
        self.check_result_sign()
    }

    fn check_relu(&self) -> Result<(), Refusal> {
        if self.relu == 0 {
            return Ok(());
        }
        let refuse = |what: &str, allowed: &str| Refusal::new(what).field("opt_relu_typ", self.relu, allowed);
        if self.wide_result {
            return Err(refuse("relu needs an 8-bit or bf16 result", "0").help("switch relu off, or narrow the result"));
        }
        if !self.bf16 && self.relu > 1 {
            return Err(refuse("no such relu", "0 off, 1 on").help("use 0 or 1"));
        }
        if !self.bf16 && !self.signed {
            return Err(refuse("relu of unsigned numbers", "0").help("switch relu off, or declare an operand signed"));
        }
        Ok(())
    }

    /// Demands an arithmetic shift exactly when something is signed.
    pub(crate) fn check_shift(&self) -> Result<(), Refusal> {
        if self.bf16 || self.rshift == 0 || self.arith == self.signed {
            return Ok(());
        }
        let what = if self.signed {
            "a signed operand needs an arithmetic shift"
        } else {
            "unsigned operands need a logical shift"
        };
        let refusal = Refusal::new(what).field("opt_shift_typ", self.arith, u8::from(self.signed).to_string());
        Err(refusal.help("derive the kind of shift from the operands' signs"))
    }

    fn check_result_sign(&self) -> Result<(), Refusal> {
        let may_be_unsigned = !self.signed || self.relu != 0;
        let legal = if self.signed_result { self.signed } else { may_be_unsigned };
        if legal {
            return Ok(());
        }
        let what = if self.signed {
            "a signed operand needs a signed result"
        } else {
            "unsigned operands need an unsigned result"
        };
        let refusal = Refusal::new(what).field("opt_res0_sign", self.signed_result, u8::from(self.signed).to_string());
        Err(refusal.help("set the result's sign flag as the operands', or use relu for an unsigned result"))
    }

    /// Demands that there is no shift.
    pub(crate) fn check_no_shift(&self) -> Result<(), Refusal> {
        if self.rshift == 0 {
            return Ok(());
        }
        let refusal = Refusal::new("the operation does not shift its result").field("opt_res_shift", self.rshift, "0");
        Err(refusal.help("set the shift to 0"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Arithmetic = Arithmetic {
        bf16: false,
        signed: true,
        signed_result: true,
        wide_result: false,
        relu: 0,
        rshift: 3,
        arith: true,
    };

    fn blames(arithmetic: Arithmetic) -> Option<&'static str> {
        arithmetic.check().err().and_then(|refusal| refusal.field).map(|field| field.name)
    }

    #[test]
    fn the_shift_follows_the_signs() {
        assert_eq!(blames(PLAIN), None);
        assert_eq!(blames(Arithmetic { arith: false, ..PLAIN }), Some("opt_shift_typ"));
        assert_eq!(blames(Arithmetic { arith: false, rshift: 0, ..PLAIN }), None);
        assert_eq!(blames(Arithmetic { signed: false, signed_result: false, ..PLAIN }), Some("opt_shift_typ"));
    }

    #[test]
    fn relu_needs_signed_operands_and_a_narrow_result() {
        let relu = Arithmetic { relu: 1, ..PLAIN };
        assert_eq!(blames(relu), None);
        assert_eq!(blames(Arithmetic { wide_result: true, ..relu }), Some("opt_relu_typ"));
        assert_eq!(blames(Arithmetic { signed: false, arith: false, ..relu }), Some("opt_relu_typ"));
        assert_eq!(blames(Arithmetic { relu: 2, ..relu }), Some("opt_relu_typ"));
    }

    #[test]
    fn only_relu_makes_signed_numbers_unsigned() {
        let unsigned = Arithmetic { signed_result: false, ..PLAIN };
        assert_eq!(blames(unsigned), Some("opt_res0_sign"));
        assert_eq!(blames(Arithmetic { relu: 1, ..unsigned }), None);
        assert_eq!(blames(Arithmetic { signed: false, arith: false, ..PLAIN }), Some("opt_res0_sign"));
    }

    #[test]
    fn bf16_knows_only_the_rule_on_planes() {
        let bf16 = Arithmetic { bf16: true, signed: false, relu: 3, ..PLAIN };
        assert_eq!(blames(bf16), None);
        assert_eq!(blames(Arithmetic { wide_result: true, ..bf16 }), Some("opt_relu_typ"));
    }
}
