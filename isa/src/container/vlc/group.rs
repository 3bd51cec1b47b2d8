//! One group of sixteen symbols: raw, or Golomb-Rice coded with one order for all.

use super::{GROUP, unary};

/// Sixteen symbols.
pub(super) type Symbols = [u8; GROUP];

/// The longest unary field that the map byte can express.
const MAX_UNARY_BITS: u32 = 47;
/// Every symbol has at least its end mark in the unary field.
const MIN_UNARY_BITS: u32 = GROUP as u32;
const MAX_ORDER: u32 = 5;
const RAW_ORDER: u8 = 7;
const RAW_BITS: u32 = 8 * GROUP as u32;
/// Width of the field that counts the zero symbols of a coded bf16 group.
const COUNT_BITS: u32 = 4;

/// How a group is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// The symbols as they are.
    Raw,
    /// The low `order` bits of every symbol as bit planes, then the upper bits in unary.
    Rice {
        /// Low bits of each symbol.
        order: u32,
        /// Length of the unary field.
        unary_bits: u32,
    },
}

/// Why a group cannot be decoded: what was found, and what would have been legal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) what: String,
    pub(super) allowed: &'static str,
}

/// Apart from the way of sound groups, on which it would weigh.
#[cold]
pub(super) fn fault(what: impl Into<String>, allowed: &'static str) -> Box<Fault> {
    Box::new(Fault { what: what.into(), allowed })
}

impl Coding {
    /// The shortest coding; the lower order among equals. `counted` groups hold the number of their zeros.
    pub(super) fn shortest(symbols: &Symbols, counted: bool) -> Coding {
        let mut best = (Coding::Raw, RAW_BITS + 1);
        for order in 0..=MAX_ORDER {
            let upper: u32 = symbols.iter().map(|&symbol| u32::from(symbol >> order)).sum();
            let coding = Coding::Rice { order, unary_bits: MIN_UNARY_BITS + upper };
            let bits = coding.bits(counted);
            if upper <= MAX_UNARY_BITS - MIN_UNARY_BITS && bits < best.1 {
                best = (coding, bits);
            }
        }
        best.0
    }

    /// The coding that a map byte announces.
    #[inline]
    pub(super) fn of_map_byte(byte: u8, counted: bool) -> Result<Coding, Box<Fault>> {
        let (order, unary_bits) = (u32::from(byte >> 5), MIN_UNARY_BITS + u32::from(byte & 0x1f));
        let coding = Coding::Rice { order, unary_bits };
        match byte >> 5 {
            RAW_ORDER => Ok(Coding::Raw),
            _ if order > MAX_ORDER => {
                Err(fault(format!("map byte {byte:#04x} has order {order}"), "0 to 5, or 7 for raw"))
            }
            _ if coding.bits(counted) > RAW_BITS => Err(too_long(byte, coding.bits(counted))),
            _ => Ok(coding),
        }
    }

    /// The map byte that announces this coding.
    pub(super) fn map_byte(self) -> u8 {
        match self {
            Coding::Raw => RAW_ORDER << 5,
            Coding::Rice { order, unary_bits } => (order << 5 | (unary_bits - MIN_UNARY_BITS)) as u8,
        }
    }

    /// Bits of the group in the stream.
    #[inline]
    pub(super) fn bits(self, counted: bool) -> u32 {
        match self {
            Coding::Raw => RAW_BITS,
            Coding::Rice { order, unary_bits } => order * MIN_UNARY_BITS + count_bits(order, counted) + unary_bits,
        }
    }

    /// The bits of `symbols` in this coding.
    pub(super) fn pack(self, symbols: &Symbols, counted: bool) -> u128 {
        let Coding::Rice { order, .. } = self else {
            return u128::from_le_bytes(*symbols);
        };
        let planes = (0..order).fold(0, |planes, bit| planes | u128::from(plane(symbols, bit)) << (16 * bit));
        let zeros = symbols.iter().filter(|&&symbol| symbol == 0).count() as u128;
        let counter = if counted && order > 0 { zeros << (16 * order) } else { 0 };
        planes | counter | u128::from(unary(symbols, order)) << (16 * order + count_bits(order, counted))
    }

    /// The symbols that start at the lowest bit of `bits`.
    #[inline(always)]
    pub(super) fn unpack(self, bits: u128, counted: bool) -> Result<Symbols, Box<Fault>> {
        let Coding::Rice { order, unary_bits } = self else {
            return Ok(bits.to_le_bytes());
        };
        let above = bits >> (16 * order);
        let count_bits = count_bits(order, counted);
        let unary = (above >> count_bits) as u64 & ((1 << unary_bits) - 1);
        let symbols = (upper_parts(unary, unary_bits, order)? | lower_parts(bits, order)).to_le_bytes();
        if count_bits > 0 {
            check_count(&symbols, above as u32 & 0xf)?;
        }
        Ok(symbols)
    }
}

fn count_bits(order: u32, counted: bool) -> u32 {
    if counted && order > 0 { COUNT_BITS } else { 0 }
}

/// One bit of each symbol, that of the first symbol lowest.
fn plane(symbols: &Symbols, bit: u32) -> u16 {
    symbols.iter().rev().fold(0, |plane, symbol| plane << 1 | u16::from(symbol >> bit & 1))
}

/// The low `order` bits of each symbol, from as many planes. Planes that are not there cost less than a loop that ends
/// at a different place for each group.
#[inline(always)]
fn lower_parts(bits: u128, order: u32) -> u128 {
    let planes = bits & PLANES[order as usize];
    let (mut first, mut last) = (0, 0);
    for bit in 0..MAX_ORDER {
        let [low, high] = ((planes >> (16 * bit)) as u16).to_le_bytes().map(usize::from);
        first |= SPREAD[low] << bit;
        last |= SPREAD[high] << bit;
    }
    u128::from(first) | u128::from(last) << 64
}

/// The bits of no plane, of one, and so on.
static PLANES: [u128; 8] = [0, 0xffff, 0xffff_ffff, (1 << 48) - 1, (1 << 64) - 1, (1 << 80) - 1, 0, 0];

/// Bit `i` of the index, moved to the lowest bit of byte `i`.
static SPREAD: [u64; 256] = spread();

const fn spread() -> [u64; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 8 * 256 {
        table[at / 8] |= (((at / 8) >> (at % 8) & 1) as u64) << (8 * (at % 8));
        at += 1;
    }
    table
}

/// For each symbol as many zero bits as its upper part says, then a one.
fn unary(symbols: &Symbols, order: u32) -> u64 {
    let mut end = 0;
    symbols.iter().fold(0, |unary, symbol| {
        end += u32::from(symbol >> order) + 1;
        unary | 1 << (end - 1)
    })
}

#[inline(always)]
fn upper_parts(unary: u64, unary_bits: u32, order: u32) -> Result<u128, Box<Fault>> {
    let (upper, ones) = unary::gaps(unary);
    if ones != GROUP as u32 || unary >> (unary_bits - 1) != 1 {
        return Err(bad_unary(unary, unary_bits));
    }
    if upper & u128::from_le_bytes([!(0xff >> order); GROUP]) != 0 {
        return Err(fault(format!("a symbol of order {order} exceeds 255"), "symbols up to 255"));
    }
    Ok(upper << order)
}

fn check_count(symbols: &Symbols, announced: u32) -> Result<(), Box<Fault>> {
    let zeros = symbols.iter().map(|&symbol| u32::from(symbol == 0)).sum::<u32>();
    if zeros == announced {
        return Ok(());
    }
    Err(fault(format!("{zeros} symbols are zero where the count field says {announced}"), "equal numbers"))
}

#[cold]
fn too_long(byte: u8, bits: u32) -> Box<Fault> {
    fault(format!("map byte {byte:#04x} announces a group of {bits} bits"), "up to 128 bits")
}

#[cold]
fn bad_unary(unary: u64, unary_bits: u32) -> Box<Fault> {
    let ones = unary.count_ones();
    fault(format!("the unary field of {unary_bits} bits has {ones} ones"), "16 ones, the last of them in its last bit")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn symbols() -> impl Strategy<Value = Symbols> {
        (any::<Symbols>(), 0u32..8).prop_map(|(symbols, shift)| symbols.map(|symbol| symbol >> shift))
    }

    /// The length by its definition, for every order.
    fn length(symbols: &Symbols, order: u32, counted: bool) -> Option<u32> {
        let unary: u32 = symbols.iter().map(|&symbol| u32::from(symbol >> order) + 1).sum();
        let count = if counted && order > 0 { 4 } else { 0 };
        (unary <= 47).then_some(16 * order + count + unary)
    }

    /// What the bits say, symbol by symbol.
    fn plain_symbols(bits: u128, order: u32, unary_bits: u32) -> Option<Symbols> {
        let mut left = bits >> (16 * order) & ((1 << unary_bits) - 1);
        let mut symbols = [0; GROUP];
        let mut used = 0;
        for (at, symbol) in symbols.iter_mut().enumerate() {
            let upper = if left == 0 { return None } else { left.trailing_zeros() };
            (left, used) = (left >> (upper + 1), used + upper + 1);
            let lower = (0..order).fold(0, |lower, bit| lower | (bits >> (16 * bit + at as u32) & 1) << bit);
            *symbol = u8::try_from(u128::from(upper) << order | lower).ok()?;
        }
        (left == 0 && used == unary_bits).then_some(symbols)
    }

    #[test]
    fn equal_symbols_take_the_lower_order() {
        // Twice 1 and fourteen times 0: 18 bits at order 0, 32 at order 1.
        let mut few = [0; 16];
        few[3] = 1;
        few[9] = 1;
        assert_eq!(Coding::shortest(&few, false), Coding::Rice { order: 0, unary_bits: 18 });
        // Sixteen ones: 32 bits with either.
        assert_eq!(Coding::shortest(&[1; 16], false), Coding::Rice { order: 0, unary_bits: 32 });
    }

    #[test]
    fn wide_symbols_stay_raw() {
        assert_eq!(Coding::shortest(&[255; 16], false), Coding::Raw);
        assert_eq!(Coding::Raw.map_byte(), 0xe0);
        assert_eq!(Coding::Raw.pack(&[9; 16], true), u128::from_le_bytes([9; 16]));
    }

    #[test]
    fn a_coded_group_is_planes_then_unary() {
        let mut symbols = [0; 16];
        symbols[0] = 3;
        symbols[8] = 1;
        let coding = Coding::Rice { order: 1, unary_bits: 17 };
        assert_eq!(coding.pack(&symbols, false), 0x1_fffe_0101);
        assert_eq!(coding.pack(&symbols, true), 0x1_fffe << 20 | 0xe << 16 | 0x0101);
        assert_eq!(coding.map_byte(), 0x21);
    }

    #[test]
    fn contradictions_are_faults() {
        let rice = |order, unary_bits| Coding::Rice { order, unary_bits };
        assert!(Coding::of_map_byte(0xc0, false).unwrap_err().what.contains("order 6"));
        assert!(Coding::of_map_byte(0xbf, true).unwrap_err().what.contains("131 bits"));
        assert_eq!(Coding::of_map_byte(0xff, true), Ok(Coding::Raw));
        assert!(rice(0, 16).unpack(0x7fff, false).unwrap_err().what.contains("15 ones"));
        assert!(rice(0, 17).unpack(0x1_ffff, false).unwrap_err().what.contains("17 ones"));
        assert!(rice(0, 17).unpack(0xffff, false).is_err(), "a zero after the last end mark");
        assert!(rice(4, 32).unpack(0xffff_0000 << 64, false).unwrap_err().what.contains("255"));
        assert!(rice(1, 16).unpack(0xffff << 20 | 3 << 16 | 0xfffe, true).unwrap_err().what.contains("count"));
        assert!(rice(1, 16).unpack(0xffff << 20 | 1 << 16 | 0xfffe, true).is_ok());
    }

    proptest! {
        #[test]
        fn groups_come_back(symbols in symbols(), counted: bool) {
            let coding = Coding::shortest(&symbols, counted);
            prop_assert_eq!(Coding::of_map_byte(coding.map_byte(), counted), Ok(coding));
            let bits = coding.pack(&symbols, counted);
            prop_assert_eq!(coding.unpack(bits | u128::MAX.checked_shl(coding.bits(counted)).unwrap_or(0), counted), Ok(symbols));
        }

        #[test]
        fn no_order_is_shorter(symbols in symbols(), counted: bool) {
            let coding = Coding::shortest(&symbols, counted);
            let shortest = (0..=5).filter_map(|order| length(&symbols, order, counted)).min().unwrap_or(129);
            prop_assert_eq!(coding.bits(counted), shortest.min(128));
            prop_assert_eq!(coding == Coding::Raw, shortest > 128);
        }

        #[test]
        fn any_bits_decode_or_fail(byte: u8, bits: u128, counted: bool) {
            if let Ok(coding) = Coding::of_map_byte(byte, counted) {
                prop_assert!(coding.bits(counted) <= 128);
                let found = coding.unpack(bits, counted);
                if let (Coding::Rice { order, unary_bits }, false) = (coding, counted) {
                    prop_assert_eq!(found.ok(), plain_symbols(bits, order, unary_bits));
                }
            }
        }
    }
}
