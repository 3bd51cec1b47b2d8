//! `quant`: real numbers to int8 or bf16, and back.

use super::{
    call::Call,
    element::{Element, Elements},
    number::truncate,
    refusal::CpuRefusal,
};
use isa::container::cvimodel::DataType;

/// Real numbers are stretched by this before their lower half is cut off.
const BF16_STRETCH: f32 = 1.001_957;

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (from, to) = (call.text("from")?, call.text("to")?);
    let mut scale = if call.has("scale") || (from == "NONE" && to == "INT8" && !call.has("threshold")) {
        call.float("scale")?
    } else {
        1.0
    };
    let to_real = to == "NONE";
    if call.has("threshold") {
        let threshold = call.float("threshold")?;
        scale = if to_real { threshold / 128.0 } else { 128.0 / threshold };
    }
    if to_real { dequantise(call, scale) } else { quantise(call, scale) }
}

fn dequantise(call: &mut Call<'_>, scale: f32) -> Result<(), CpuRefusal> {
    let (input, output) = (call.input(0)?, call.output(0)?);
    if input.expect(&[DataType::Int8, DataType::Bf16])? == DataType::Int8 {
        let mut out = output.elements();
        convert(&input.elements(), &mut out, input.count(), |value: i8| f32::from(value) * scale)?;
        call.store(0, &out);
    } else {
        let mut out = output.elements();
        convert(&input.elements(), &mut out, input.count(), |bits: u16| u32::from(bits) << 16)?;
        call.store(0, &out);
    }
    Ok(())
}

fn quantise(call: &mut Call<'_>, scale: f32) -> Result<(), CpuRefusal> {
    let (input, output) = (call.input(0)?, call.output(0)?);
    if output.expect(&[DataType::Int8, DataType::Bf16])? == DataType::Int8 {
        let mut out = output.elements();
        convert(&input.elements(), &mut out, input.count(), |value: f32| to_int8(value * scale))?;
        call.store(0, &out);
    } else {
        let mut out = output.elements();
        convert(&input.elements(), &mut out, input.count(), to_bf16)?;
        call.store(0, &out);
    }
    Ok(())
}

fn convert<A: Element, B: Element>(
    input: &Elements<A>,
    out: &mut Elements<B>,
    count: i64,
    one: impl Fn(A) -> B,
) -> Result<(), CpuRefusal> {
    let values: Vec<B> = input.part(0, count)?.iter().map(|value| one(*value)).collect();
    out.put_part(0, &values)
}

/// Rounds half away from zero and saturates.
fn to_int8(value: f32) -> i8 {
    truncate(f64::from(value.round())).clamp(-128, 127) as i8
}

fn to_bf16(value: f32) -> u16 {
    ((value * BF16_STRETCH).settled().to_bits() >> 16) as u16
}
