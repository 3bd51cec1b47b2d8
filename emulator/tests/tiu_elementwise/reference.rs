//! The element-wise operations written down as plainly as possible: one element at a time, everything read first.

use isa::chip::ChipProfile;
use isa::op::tiu::{ChannelSum, Lookup, Mac, Mul, Tensor, TiuOp};

/// What happens to `memory`; the operation must be one that the executor accepts.
pub(crate) fn execute(op: &TiuOp, chip: &ChipProfile, memory: &mut [u8]) {
    let unit = Unit { chip, memory };
    match op {
        TiuOp::Mul(o) if o.bf16 && !o.quant => {
            unit.bf16(&o.output, [&o.a, &o.b], |a, b, _| relu_bits(store(fp32(load(a) * load(b), 0.0)), o.relu))
        }
        TiuOp::Mul(o) => {
            let finish = finish_mul(o);
            unit.integer(&o.output, [(&o.a, false), (&o.b, false)], false, |[a, b, _], last| finish(a * b, last))
        }
        TiuOp::Mac(o) if o.bf16 => unit.bf16(&o.output, [&o.a, &o.b], |a, b, old| {
            relu_bits(store(sum(fp32(load(a) * load(b), 0.0), load_old(old))), o.relu)
        }),
        TiuOp::Mac(o) => {
            unit.integer(&o.output, [(&o.a, false), (&o.b, false)], true, |values, last| mac(o, values, last))
        }
        TiuOp::Add(o) if o.bf16 => {
            unit.bf16(&o.output, [&o.a, &o.b], |a, b, _| relu_bits(store(sum(load(a), load(b))), o.relu))
        }
        TiuOp::Add(o) => unit.integer(&o.output, [(&o.a, true), (&o.b, true)], false, |[a, b, _], last| {
            saturate(relu(shift(a + b, o.rshift, o.arith, o.round, last), o.relu), &o.output)
        }),
        TiuOp::Sub(o) if o.bf16 => unit.bf16(&o.output, [&o.a, &o.b], |a, b, _| store(sum(load(a), -load(b)))),
        TiuOp::Sub(o) => unit.integer(&o.output, [(&o.a, true), (&o.b, true)], false, |[a, b, _], last| {
            saturate(shift(a - b, o.rshift, o.arith, o.round, last), &o.output)
        }),
        TiuOp::Max(o) if o.bf16 => unit.bf16(&o.output, [&o.a, &o.b], |a, b, _| pick(a, b, |a, b| a.max(b))),
        TiuOp::Max(o) => unit.bytes(&o.output, [&o.a, &o.b], |a, b| a.max(b)),
        TiuOp::Min(o) if o.bf16 => unit.bf16(&o.output, [&o.a, &o.b], |a, b, _| pick(a, b, |a, b| a.min(b))),
        TiuOp::Min(o) => unit.bytes(&o.output, [&o.a, &o.b], |a, b| a.min(b)),
        TiuOp::Ge(o) if o.bf16 => {
            unit.bf16(&o.output, [&o.a, &o.b], |a, b, _| pick(a, b, |a, b| if a >= b { 1.0 } else { 0.0 }))
        }
        TiuOp::Ge(o) => unit.bytes(&o.output, [&o.a, &o.b], |a, b| i64::from(a >= b)),
        TiuOp::And(o) => unit.bits(&o.output, [&o.a, &o.b], |a, b| a & b),
        TiuOp::Or(o) => unit.bits(&o.output, [&o.a, &o.b], |a, b| a | b),
        TiuOp::Xor(o) => unit.bits(&o.output, [&o.a, &o.b], |a, b| a ^ b),
        TiuOp::Copy(o) if o.bf16 => unit.bf16(&o.output, [&o.a, &o.a], |a, _, _| store(load(a))),
        TiuOp::Copy(o) => unit.bytes(&o.output, [&o.a, &o.a], |a, _| a),
        TiuOp::Shift(o) => {
            let wide = Tensor { width: 0, ..o.output };
            unit.integer(&wide, [(&o.a, true), (&o.b, false)], false, |[a, amount, _], _| {
                if amount >= 0 { a << amount } else { a >> -amount }
            });
        }
        TiuOp::Lookup(o) => unit.look_up(o),
        TiuOp::ChannelSum(o) => unit.sum_channels(o),
        other => unreachable!("{:?} is not element-wise", other.kind()),
    }
}

struct Unit<'m> {
    chip: &'m ChipProfile,
    memory: &'m mut [u8],
}

type Strides = [usize; 4];

fn indices(tensor: &Tensor) -> impl Iterator<Item = [usize; 4]> + use<> {
    let [n, c, h, w] = [tensor.n, tensor.c, tensor.h, tensor.w].map(usize::from);
    (0..n * c * h * w).map(move |i| [i / (c * h * w), i / (h * w) % c, i / w % h, i % w])
}

fn own_strides(tensor: &Tensor) -> Strides {
    [tensor.n_stride, tensor.c_stride, tensor.h_stride, tensor.w_stride].map(usize::from)
}

fn beside(output: &Tensor, tensor: &Tensor) -> usize {
    (output.addr.0 & 0xff_0000 | tensor.addr.0 & 0xffff) as usize
}

impl Unit<'_> {
    fn place(&self, address: usize, strides: Strides, [n, c, h, w]: [usize; 4]) -> usize {
        let (lanes, lane_bytes) = (self.chip.lanes as usize, self.chip.lane_bytes as usize);
        let (start, offset) = (address / lane_bytes, address % lane_bytes);
        let slot = (start + c) / lanes;
        let byte = offset + n * strides[0] + slot * strides[1] + h * strides[2] + w * strides[3];
        (start + c) % lanes * lane_bytes + byte
    }

    fn read8(&self, address: usize, tensor: &Tensor, index: [usize; 4]) -> i64 {
        let byte = if tensor.constant {
            tensor.addr.0 as u8
        } else {
            self.memory[self.place(address, own_strides(tensor), index)]
        };
        if tensor.signed { i64::from(byte as i8) } else { i64::from(byte) }
    }

    fn read16(&self, address: usize, tensor: &Tensor, index: [usize; 4]) -> i64 {
        let bits = if tensor.constant {
            tensor.addr.0 as u16
        } else {
            let high = address + usize::from(tensor.plane_stride);
            let byte = |address| self.memory[self.place(address, own_strides(tensor), index)];
            u16::from_le_bytes([byte(address), byte(high)])
        };
        if tensor.signed { i64::from(bits as i16) } else { i64::from(bits) }
    }

    fn read_pair(&self, address: usize, tensor: &Tensor, index: [usize; 4]) -> u16 {
        if tensor.constant {
            return tensor.addr.0 as u16;
        }
        let at = self.place(address, own_strides(tensor), index);
        u16::from_le_bytes([self.memory[at], self.memory[at + 1]])
    }

    /// Operands are 16 bits wide where their flag says so; the third value is the old result.
    fn integer(
        self,
        output: &Tensor,
        [(a, a_wide), (b, b_wide)]: [(&Tensor, bool); 2],
        old: bool,
        f: impl Fn([i64; 3], bool) -> i64,
    ) {
        let count = indices(output).count();
        let read = |address: usize, tensor: &Tensor, wide: bool, index| {
            if wide { self.read16(address, tensor, index) } else { self.read8(address, tensor, index) }
        };
        let values: Vec<i64> = indices(output)
            .enumerate()
            .map(|(number, index)| {
                let a = read(a.addr.0 as usize, a, a_wide, index);
                let b = read(beside(output, b), b, b_wide, index);
                let old = if old { self.read16(output.addr.0 as usize, output, index) } else { 0 };
                f([a, b, old], number >= count - count % 4)
            })
            .collect();
        let strides = own_strides(output);
        let address = output.addr.0 as usize;
        let planes = if output.width == 0 { vec![0, 1] } else { vec![0] };
        for plane in planes {
            for (index, value) in indices(output).zip(&values) {
                let at = self.place(address + plane * usize::from(output.plane_stride), strides, index);
                self.memory[at] = (value >> (8 * plane)) as u8;
            }
        }
    }

    fn bytes(self, output: &Tensor, [a, b]: [&Tensor; 2], f: impl Fn(i64, i64) -> i64) {
        self.integer(output, [(a, false), (b, false)], false, |[a, b, _], _| f(a, b));
    }

    fn bits(self, output: &Tensor, [a, b]: [&Tensor; 2], f: impl Fn(i64, i64) -> i64) {
        let wide = output.width == 0;
        self.integer(output, [(a, wide), (b, wide)], false, |[a, b, _], _| f(a, b));
    }

    fn bf16(self, output: &Tensor, [a, b]: [&Tensor; 2], f: impl Fn(u16, u16, u16) -> u16) {
        let (strides, address) = (own_strides(output), output.addr.0 as usize);
        let b_address = if std::ptr::eq(a, b) { a.addr.0 as usize } else { beside(output, b) };
        let values: Vec<u16> = indices(output)
            .map(|index| {
                let a = self.read_pair(a.addr.0 as usize, a, index);
                f(a, self.read_pair(b_address, b, index), self.read_pair(address, output, index))
            })
            .collect();
        for byte in 0..2 {
            for (index, value) in indices(output).zip(&values) {
                let at = self.place(address, strides, index);
                self.memory[at + byte] = value.to_le_bytes()[byte];
            }
        }
    }

    fn aligned(&self, address: usize, tensor: &Tensor, element: usize) -> Strides {
        let [c, h, w] = [tensor.c, tensor.h, tensor.w].map(usize::from);
        let channel = (h * w * element).div_ceil(16) * 16;
        let start = address / self.chip.lane_bytes as usize;
        [channel * (start + c).div_ceil(self.chip.lanes as usize), channel, w * element, element]
    }

    fn look_up(self, op: &Lookup) {
        let element = if op.bf16 { 2 } else { 1 };
        let (output, input) = (op.output.addr.0 as usize, op.input.addr.0 as usize);
        let lanes = self.chip.lanes as usize;
        let entry = |[n, c, h, w]: [usize; 4], byte: usize| {
            let at = self.place(input, self.aligned(input, &op.output, element), [n, c, h, w]);
            let index = if op.input.constant { op.input.addr.0 as u8 } else { self.memory[at] };
            let channel = ((output >> 16) + c) % lanes;
            let table = self.place(beside(&op.output, &op.table), [0, 256 * element, 0, 0], [0, channel, 0, 0]);
            if op.table.constant {
                op.table.addr.0.to_le_bytes()[byte]
            } else {
                self.memory[table + usize::from(index) * element + byte]
            }
        };
        let strides = self.aligned(output, &op.output, element);
        let writes: Vec<(usize, u8)> = indices(&op.output)
            .flat_map(|index| (0..element).map(move |byte| (index, byte)))
            .map(|(index, byte)| (self.place(output, strides, index) + byte, entry(index, byte)))
            .collect();
        writes.into_iter().for_each(|(at, byte)| self.memory[at] = byte);
    }

    fn sum_channels(self, op: &ChannelSum) {
        let (output, input) = (op.output.addr.0 as usize, op.input.addr.0 as usize);
        let strides = self.aligned(input, &op.input, 1);
        let mut sums = vec![0; op.input.c.into()];
        for index in indices(&op.input) {
            let byte = self.memory[self.place(input, strides, index)];
            sums[index[1]] += if op.input.signed { i64::from(byte as i8) } else { i64::from(byte) };
        }
        for byte in 0..if op.output.width == 0 { 2 } else { 1 } {
            for (channel, sum) in sums.iter().enumerate() {
                let value = saturate(shift(*sum, op.rshift, op.arith, op.round, false), &op.output);
                let at = self.place(output, [0, 1, 0, 0], [0, channel, 0, 0]);
                self.memory[at + byte] = (value >> (8 * byte)) as u8;
            }
        }
    }
}

fn finish_mul(op: &Mul) -> impl Fn(i64, bool) -> i64 {
    let op = *op;
    move |product, last| {
        let value = if op.quant {
            requantise(product, i64::from(op.multiplier as i32), op.rshift.into())
        } else {
            shift(product, op.rshift, op.arith, op.round, last)
        };
        saturate(relu(value, op.relu), &op.output)
    }
}

fn mac(op: &Mac, [a, b, old]: [i64; 3], last: bool) -> i64 {
    let value = wrap(a * b + wrap(old << op.lshift));
    saturate(relu(shift(value, op.rshift, op.arith, op.round, last), op.relu), &op.output)
}

fn wrap(value: i64) -> i64 {
    i64::from(value as i32)
}

fn relu(value: i64, kind: u8) -> i64 {
    if kind == 1 { value.max(0) } else { value }
}

fn saturate(value: i64, output: &Tensor) -> i64 {
    let bits = if output.width == 0 { 16 } else { 8 };
    let (low, high) = if output.signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) };
    value.clamp(low, high)
}

fn shift(value: i64, amount: u8, arith: bool, round: bool, last: bool) -> i64 {
    let amount = match amount {
        0 => return value,
        33.. if last => (amount - 1) % 32 + 1,
        33.. if round || !arith => return 0,
        33.. => return value >> 63,
        _ => amount,
    };
    let value = if arith { value } else { value & 0xffff_ffff };
    let halves = (value >> (amount - 1)) + i64::from(round);
    if arith { wrap(halves) >> 1 } else { (halves & 0xffff_ffff) >> 1 }
}

fn requantise(value: i64, multiplier: i64, shift: u32) -> i64 {
    let (left, right) = if shift < 32 { (0, shift) } else { ((64 - shift) % 32, 0) };
    let product = wrap(value << left) * multiplier;
    let nudge = if product >= 0 { 1 << 30 } else { 1 - (1 << 30) };
    let value = wrap((product + nudge) / (1 << 31));
    let mask = (1_i64 << right) - 1;
    let threshold = (mask >> 1) + i64::from(value < 0);
    (value >> right) + i64::from(value & mask > threshold)
}

fn load(bits: u16) -> f64 {
    match bits >> 7 & 0xff {
        0 => 0.0,
        0xff => f64::NAN,
        _ => f32::from_bits(u32::from(bits) << 16).into(),
    }
}

fn load_old(bits: u16) -> f64 {
    if bits >> 7 & 0xff == 0xff { f64::NAN } else { f32::from_bits(u32::from(bits) << 16).into() }
}

/// `value + error`, an error too small to change `value`, cut to single precision.
fn fp32(value: f64, error: f64) -> f64 {
    let kept = 0xffff_ffff_e000_0000;
    let mut bits = value.to_bits() & kept;
    if bits == value.to_bits() && value != 0.0 && error * value.signum() < 0.0 {
        bits -= 1 << 29;
    }
    match f64::from_bits(bits) {
        cut if value.is_nan() || cut.abs() >= 2_f64.powi(128) => f64::NAN,
        cut if cut.abs() < 2_f64.powi(-126) => 0.0,
        cut => cut,
    }
}

fn sum(a: f64, b: f64) -> f64 {
    let sum = a + b;
    let part = sum - a;
    fp32(sum, (a - (sum - part)) + (b - part))
}

fn store(value: f64) -> u16 {
    if value.is_nan() {
        return 0x7f7f;
    }
    let bits = (value as f32).to_bits();
    let rounded = ((u64::from(bits) + 0x7fff + u64::from(bits >> 16 & 1)) >> 16) as u16;
    match rounded >> 7 & 0xff {
        0xff => 0x7f7f,
        0 => 0,
        _ => rounded,
    }
}

fn pick(a: u16, b: u16, f: impl Fn(f64, f64) -> f64) -> u16 {
    let (a, b) = (load(a), load(b));
    if a.is_nan() || b.is_nan() { 0x7f7f } else { store(f(a, b)) }
}

fn relu_bits(bits: u16, kind: u8) -> u16 {
    if kind == 1 && bits & 0x8000 != 0 { 0 } else { bits }
}
