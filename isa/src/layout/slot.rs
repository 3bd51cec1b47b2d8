//! The rows of the TIU's operands.

use crate::generated::tiu::TiuField::{self, *};

/// The rows of one operand, by what they hold.
pub struct Slot {
    /// What to call it.
    pub name: &'static str,
    /// Address.
    pub address: TiuField,
    /// Sizes in the order n, c, h, w.
    pub shape: [TiuField; 4],
    /// Manual strides in the same order.
    pub strides: [TiuField; 4],
    /// Distance of planes.
    pub planes: TiuField,
    /// Stride mode.
    pub mode: TiuField,
    /// Sign.
    pub signed: TiuField,
    /// Element width.
    pub width: TiuField,
    /// Whether it is a constant.
    pub constant: Option<TiuField>,
}

/// The result.
pub static RESULT: Slot = Slot {
    name: "result",
    address: Res0Addr,
    shape: [Res0N, Res0C, Res0H, Res0W],
    strides: [Res0NStr, Res0CStr, Res0HStr, Res0WStr],
    planes: Res0BStr,
    mode: ShortRes0Str,
    signed: OptRes0Sign,
    width: OptRes0Seg,
    constant: None,
};

/// Operand 0.
pub static FIRST: Slot = Slot {
    name: "operand 0",
    address: Opd0Addr,
    shape: [Opd0N, Opd0C, Opd0H, Opd0W],
    strides: [Opd0NStr, Opd0CStr, Opd0HStr, Opd0WStr],
    planes: Opd0BStr,
    mode: ShortOpd0Str,
    signed: OptOpd0Sign,
    width: OptOpd0Seg,
    constant: Some(OptOpd0Const),
};

/// Operand 1.
pub static SECOND: Slot = Slot {
    name: "operand 1",
    address: Opd1Addr,
    shape: [Opd1N, Opd1C, Opd1H, Opd1W],
    strides: [Opd1NStr, Opd1CStr, Opd1HStr, Opd1WStr],
    planes: Opd1BStr,
    mode: ShortOpd1Str,
    signed: OptOpd1Sign,
    width: OptOpd1Seg,
    constant: Some(OptOpd1Const),
};

/// Operand 2.
pub static THIRD: Slot = Slot {
    name: "operand 2",
    address: Opd2Addr,
    shape: [Opd2N, Opd2C, Opd2H, Opd2W],
    strides: [Opd2NStr, Opd2CStr, Opd2HStr, Opd2WStr],
    planes: Opd2BStr,
    mode: ShortOpd2Str,
    signed: OptOpd2Sign,
    width: OptOpd2Seg,
    constant: Some(OptOpd2Const),
};
