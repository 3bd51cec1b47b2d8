//! Descriptors as text that people read and write.
//!
//! One descriptor is one line, and every descriptor has one: what [`disassemble`] writes, [`assemble_line`] turns back
//! into the same words, whatever they hold.
//!
//! ```text
//! # A comment.
//! .chip cv181x
//! tiu  conv id=12 wait=7 output=i8[1,32,40,40]@0x2000{aligned} input=i8[1,16,80,80]@0x0 weight=i8[16,32,3,3]@0x4000%packed pad=1,1,1,1 stride=2,2 operands=2 relu
//! tiu  mul id=13 output=bf16[1,8,4,4]@L2+0x100 a=bf16[1,8,4,4]@0x0 b=bf16#0.5
//! tdma load id=3 wait=9 dst=int8[16,80,80]@0x0 src=int8[16,80,80]@b1+0x6400 n=2
//! tdma store.compress id=4 dst=int8[16,80,80]@b2+0x0 src=int8[16,80,80]@0x0 bias0=127
//! ```
//!
//! * A line is engine, operation, header, operands, attributes, extras, in this order when written and in any order
//!   behind the operation when read. What holds its usual value is left out: header fields, attributes, the last operand.
//! * Operations have the names of the tables; those of the TDMA follow a direction (`load.lut`), and the plain
//!   movement of a tensor or matrix is the direction alone (`load`).
//! * `relu` says 1, `!round` says 0, `rshift=7` any value, `ps32=read` a named one; `pad=1,1,2,2` several at once.
//! * A TIU operand is element type, shape `[n,c,h,w]`, address, stride mode unless it is the usual one, strides in braces.
//!   The element types of floating-point operations tell the field `bf16`. Integers are `i8 u8 i16 u16`; `bf16` and `f32` are
//!   the narrow and the wide floating-point number, with an `s` behind it where the sign bit, which means nothing there, is set.
//!   `{aligned}` and `{packed}` are the strides of a compact tensor, and stand for the mode `%manual`, as all strides do.
//!   `plane` is the distance of the high from the low bytes of 16-bit elements. `#3`, `#-1.5` and `#0x3f80` are constants; one
//!   without a shape has that of the operand before it.
//! * A TDMA operand is element format, shape `[c,h,w]`, address, strides in braces unless they are the usual ones:
//!   those of aligned channels in local memory, those without gaps in DRAM. `{packed}` is without gaps in local memory too,
//!   `{unset}` what the fields hold when nobody sets them.
//! * `@0x40` and `@L3+0x40` are addresses in local memory (the latter by lane), `@b1+0x40` is an offset from a base register.
//! * `.field=value` sets any field by its full name; written where a field that neither operation nor header
//!   accounts for is not what the operation implies. A descriptor of no known operation is `raw` with all its fields.
//! * `#` starts a comment at the start of a line and behind white space.

mod asm;
mod cursor;
mod dialect;
mod disasm;
mod error;
mod mnemonic;
mod operand;
mod pen;
mod plan;
mod program;
mod raw;
mod view;

pub use disasm::{disassemble, write};
pub use error::{TextError, TextErrors};
pub use pen::{Sink, Style};
pub use program::{Descriptor, Program, Segment, TdmaWords, TiuWords, assemble_line};
pub use raw::{RawField, raw};
pub use view::{Named, OperandView, Values, View, view};
