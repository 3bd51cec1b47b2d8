//! The mapping between element bytes (or bf16 exponents) and symbols: frequent values get small symbols.

use super::{DataType, Params};

/// A symbol for every byte, or a byte for every symbol.
pub(super) type Table = [u8; 256];

/// The symbol of every byte.
pub(super) fn forward(params: &Params) -> Table {
    match (params.data_type, params.signed) {
        (DataType::Int8, false) => table(|byte| byte),
        (DataType::Int8, true) => table(|byte| fold(towards_zero(byte.cast_signed(), params))),
        (DataType::Bf16, _) => table(|exponent| centre(exponent, params)),
    }
}

/// The bytes of symbols.
#[allow(clippy::large_enum_variant, reason = "there is one for each stream")]
pub(super) enum Inverse {
    /// The symbols themselves.
    Same,
    /// Those of positive and of negative numbers.
    Signed([Side; 2]),
    /// The exponent of every symbol.
    Exponents(Table),
}

impl Inverse {
    pub(super) fn new(params: &Params) -> Self {
        match (params.data_type, params.signed) {
            (DataType::Int8, false) => Inverse::Same,
            (DataType::Int8, true) => Inverse::Signed([Side::new(params.bias0, 127), Side::new(params.bias1, 128)]),
            (DataType::Bf16, _) => Inverse::Exponents(table(|symbol| uncentre(symbol, params))),
        }
    }

    /// Turns symbols into their bytes.
    #[inline(always)]
    pub(super) fn apply(&self, symbols: &mut [u8]) {
        match self {
            Inverse::Same => {}
            Inverse::Signed([positive, negative]) => {
                for symbol in symbols {
                    let [even, odd] = [positive.magnitude(*symbol / 2), negative.magnitude(*symbol / 2 + 1)];
                    *symbol = if *symbol % 2 == 0 { even } else { odd.wrapping_neg() };
                }
            }
            Inverse::Exponents(table) => {
                for symbol in symbols {
                    *symbol = table[usize::from(*symbol)];
                }
            }
        }
    }
}

/// How the magnitudes of one sign were rotated down.
#[derive(Clone, Copy)]
pub(super) struct Side {
    bias: u8,
    /// The largest one that has not come around.
    limit: u8,
    /// How many there are.
    span: u8,
}

impl Side {
    fn new(bias: u8, span: u8) -> Self {
        Side { bias, limit: span.saturating_sub(bias), span }
    }

    #[inline(always)]
    fn magnitude(self, rotated: u8) -> u8 {
        let around = if rotated > self.limit { self.span } else { 0 };
        let moved = rotated.wrapping_add(self.bias).wrapping_sub(around);
        if rotated == 0 { 0 } else { moved }
    }
}

fn table(map: impl Fn(u8) -> u8) -> Table {
    let mut table = [0; 256];
    for (index, entry) in (0u8..=255).zip(&mut table) {
        *entry = map(index);
    }
    table
}

/// 0, -1, 1, -2, 2, ... become 0, 1, 2, 3, 4, ...
fn fold(value: i8) -> u8 {
    value.unsigned_abs().wrapping_mul(2).wrapping_sub(u8::from(value < 0))
}

fn unfold(symbol: u8) -> i8 {
    let magnitude = symbol.div_ceil(2).cast_signed();
    if symbol % 2 == 1 { magnitude.wrapping_neg() } else { magnitude }
}

/// The bias of the value's sign, and how many values that sign has.
fn side(value: i8, params: &Params) -> (i32, i32) {
    if value < 0 { (params.bias1.into(), 128) } else { (params.bias0.into(), 127) }
}

fn with_sign_of(value: i8, magnitude: i32) -> i8 {
    let magnitude = magnitude as i8;
    if value < 0 { magnitude.wrapping_neg() } else { magnitude }
}

/// Rotates the magnitudes of each sign down by that sign's bias; zero stays.
fn towards_zero(value: i8, params: &Params) -> i8 {
    let (bias, span) = side(value, params);
    let magnitude = i32::from(value.unsigned_abs()) - bias;
    match (value, magnitude) {
        (0, _) => 0,
        (_, ..=0) => with_sign_of(value, magnitude + span),
        _ => with_sign_of(value, magnitude),
    }
}

/// Exponents count outwards from the bias, alternating, while there are some on both sides; the others follow in order.
/// With a zero guard, exponent zero comes before all of them.
fn centre(exponent: u8, params: &Params) -> u8 {
    let guard = u8::from(params.zero_guard);
    let distance = exponent.wrapping_sub(params.bias0).cast_signed();
    match both_sides(params.bias0) {
        _ if params.zero_guard && exponent == 0 => 0,
        Sides::Low(end) if u16::from(exponent) >= end => exponent,
        Sides::High(start) if exponent < start => (255 - exponent).wrapping_add(guard),
        _ => fold(distance).wrapping_add(guard),
    }
}

fn uncentre(symbol: u8, params: &Params) -> u8 {
    let guard = u8::from(params.zero_guard);
    let rank = symbol.wrapping_sub(guard);
    match both_sides(params.bias0) {
        _ if params.zero_guard && symbol == 0 => 0,
        Sides::Low(end) if u16::from(symbol) >= end => symbol,
        Sides::High(start) if rank > 255 - start => 255 - rank,
        _ => unfold(rank).cast_unsigned().wrapping_add(params.bias0),
    }
}

/// The exponents with a mirror image on the other side of the bias.
enum Sides {
    /// All below this one.
    Low(u16),
    /// All from this one on.
    High(u8),
}

fn both_sides(bias: u8) -> Sides {
    match bias {
        0..=128 => Sides::Low(2 * u16::from(bias)),
        129.. => Sides::High(bias - (255 - bias)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int8(bias0: u8, bias1: u8) -> Params {
        Params { bias0, bias1, ..Params::int8(true) }
    }

    fn inverse(params: &Params) -> Table {
        let mut table = std::array::from_fn(|symbol| symbol as u8);
        Inverse::new(params).apply(&mut table);
        table
    }

    fn away_from_zero(value: i8, params: &Params) -> i8 {
        let (bias, span) = side(value, params);
        let magnitude = i32::from(value.unsigned_abs()) + bias;
        match value {
            0 => 0,
            _ if magnitude > span => with_sign_of(value, magnitude - span),
            _ => with_sign_of(value, magnitude),
        }
    }

    #[test]
    fn many_symbols_at_a_time_are_each_for_itself() {
        for (bias0, bias1) in (0..=255).flat_map(|bias0| (0..=127).map(move |bias1| (bias0, bias1))) {
            let params = int8(bias0, bias1);
            let bytes = inverse(&params);
            for symbol in 0..=255_u8 {
                let expected = away_from_zero(unfold(symbol), &params).cast_unsigned();
                assert_eq!(bytes[usize::from(symbol)], expected, "{symbol} {params:?}");
            }
        }
    }

    fn symbol(value: i8, params: &Params) -> u8 {
        forward(params)[usize::from(value.cast_unsigned())]
    }

    #[test]
    fn unsigned_bytes_are_their_own_symbols() {
        assert!(forward(&Params::int8(false)).iter().zip(0..=255u8).all(|(&symbol, byte)| symbol == byte));
    }

    #[test]
    fn signed_bytes_alternate() {
        let got = [0, -1, 1, -2, 2, 127, -128].map(|value| symbol(value, &int8(0, 0)));
        assert_eq!(got, [0, 1, 2, 3, 4, 254, 255]);
    }

    #[test]
    fn biases_rotate_each_sign() {
        let params = int8(4, 2);
        let got = [0, 5, 6, 127, 1, 4].map(|value| symbol(value, &params));
        assert_eq!(got, [0, 2, 4, 246, 248, 254]);
        let got = [-3, -4, -128, -1, -2].map(|value| symbol(value, &params));
        assert_eq!(got, [1, 3, 251, 253, 255]);
    }

    #[test]
    fn exponents_count_outwards_from_the_bias() {
        let table = forward(&Params::bf16(false));
        assert_eq!([127usize, 126, 128, 125, 0, 253, 254, 255].map(|e| table[e]), [0, 1, 2, 3, 253, 252, 254, 255]);
        let table = forward(&Params { bias0: 254, ..Params::bf16(false) });
        assert_eq!([254usize, 253, 255, 252, 0].map(|e| table[e]), [0, 1, 2, 3, 255]);
    }

    #[test]
    fn a_zero_guard_moves_the_others_up() {
        let table = forward(&Params::bf16(true));
        assert_eq!([0usize, 127, 126, 128, 253, 254, 255].map(|e| table[e]), [0, 1, 2, 3, 253, 254, 255]);
    }

    #[test]
    fn legal_parameters_lose_nothing() {
        let int8 = (0..=127).flat_map(|bias0| (0..=127).map(move |bias1| int8(bias0, bias1)));
        let bf16 = (0..=255).flat_map(|bias0| [false, true].map(|guard| Params { bias0, ..Params::bf16(guard) }));
        for params in int8.chain(bf16) {
            let (forward, inverse) = (forward(&params), inverse(&params));
            for byte in 0..=255u8 {
                assert_eq!(inverse[usize::from(forward[usize::from(byte)])], byte, "{params:?}");
            }
        }
    }
}
