//! Descriptors as text that people read and write.
//!
//! One descriptor is one line, and every descriptor has one: what [`disassemble`] writes, [`assemble_line`] turns back
//! into the same words, whatever they hold.
//!
//! ```
//! # use isa::text::Program;
//! let text = "\
//! .chip cv181x
//! tiu  conv id=12 wait=7 output=i8[1,32,40,40]@0x2000{aligned} input=i8[1,16,80,80]@0x0 weight=i8[16,32,3,3]@0x4000%packed relu pad=1,1,1,1 stride=2,2
//! tiu  mul id=13 output=bf16[1,8,4,4]@L2+0x100 a=bf16[1,8,4,4]@0x0 b=bf16#0.5
//! tdma load id=3 wait=9 dst=int8[16,80,80]@0x0 src=int8[16,80,80]@b1+0x6400 n=2
//! tdma store.compress id=4 dst=int8[16,7,9]@b2+0x0 src=int8[16,7,9]@0x0{packed} bias0=127
//! ";
//! assert_eq!(Program::assemble(text, None).unwrap().disassemble(), text);
//! ```
//!
//! * A line is engine, operation, header, operands, attributes, extras, in this order when written and in any order
//!   behind the operation when read. What holds its usual value is left out. `#` starts a comment at the start of a
//!   line and behind white space; `.chip NAME` says what the text is for, `.segment NAME` starts another segment.
//! * Operations have the names of the tables; those of the TDMA follow a direction (`load.fill`), and the plain
//!   movement of a tensor or matrix is the direction alone (`load`).
//! * `relu` says 1, `!round` says 0, `rshift=7` any value, `ps32=read` a named one, `pad=1,1,2,2` several at once.
//!   A bias that is not written is not used, and one that is written is; otherwise `operands` counts those in use.
//! * A TIU operand is element type, shape `[n,c,h,w]`, address, stride mode unless it is the usual one, strides in
//!   braces: `i8[1,8,4,4]@0x40%packed`. Integers are `i8 u8 i16 u16`; `bf16` and the wide `f32` say that the operation
//!   computes in floating point, with an `s` behind them where the sign bit, which means nothing there, is set; `w2` and
//!   `w3` are width codes that no engine knows. `{aligned}` and `{packed}` are the strides those modes stand for. Strides
//!   make the usual mode `%manual`; otherwise it is `%aligned`. `{plane:96}` is the distance of the high bytes of
//!   16-bit elements from the low ones. `#3`, `#-1.5` and `#0x3f80` are constants; one without shape and mode has those
//!   of the operand before it.
//! * A TDMA operand is element format, shape `[c,h,w]`, address, strides in braces unless they are the usual ones:
//!   aligned channels in local memory, no gaps in DRAM. `{packed}` is without gaps, `{unset}` what the fields hold when
//!   nobody sets them.
//! * `@0x40` and `@L3+0x40` are addresses in local memory, the latter by lane; `@b1+0x40` is an offset from a base register.
//! * `.field=value` sets any field by its full name; it is written where a field that neither operation nor header
//!   accounts for is not what the operation implies. A descriptor of no known operation is `raw` with all its fields.

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
pub use error::{TextError, TextErrors, suggestion};
pub use pen::{Sink, Style};
pub use program::{Descriptor, Program, Segment, TdmaWords, TiuWords, assemble_line};
pub use raw::{RawField, raw};
pub use view::{Named, OperandView, Values, View, view};
