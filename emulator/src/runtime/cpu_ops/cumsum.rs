//! `cumsum`: running sums along one dimension.

use super::{call::Call, number::product, refusal::CpuRefusal};

pub(super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let input = call.input(0)?;
    let axis = call.axis(&input)?;
    let (length, stride) = (input.view.shape[axis], product(&input.view.shape[axis + 1..]));
    let values = input.elements::<f32>();
    let mut out = call.output(0)?.elements();
    for index in 0..input.count() {
        let value = values.at(index)?;
        let first = index / stride % length == 0;
        out.put(index, if first { value } else { value + out.at(index - stride)? })?;
    }
    call.store(0, &out);
    Ok(())
}
