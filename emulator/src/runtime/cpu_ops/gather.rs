//! `gathernd_tf` and `gatherelements_pt`: elements picked by index tensors.

use super::{call::Call, number::product, refusal::CpuRefusal, tensor::Tensor};

/// Slices picked by index tuples, which may share leading dimensions with the data.
pub(super) fn nd(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (input, indices, output) = (call.input(0)?, call.input(1)?, call.output(0)?);
    let tuples = Tuples::new(call, &input, &indices)?;
    let slice = output.count() / (tuples.batches * tuples.per_batch);
    if slice * tuples.batches * tuples.per_batch != output.count() {
        let what = format!("its {} elements are no multiple of {} tuples", output.count(), tuples.per_batch);
        return Err(output.refuse(what).allowed("equal slices"));
    }
    let (values, index, mut out) = (input.elements::<u32>(), indices.elements::<i32>(), output.elements());
    for number in 0..tuples.batches * tuples.per_batch {
        let tuple = index.part(number * tuples.length, tuples.length)?;
        let offset = tuples.offset(number / tuples.per_batch, tuple);
        out.put_part(number * slice, values.part(offset.saturating_mul(slice), slice)?)?;
    }
    call.store(0, &out);
    Ok(())
}

/// How index tuples address the data.
struct Tuples {
    batches: i64,
    per_batch: i64,
    length: i64,
    /// Extents of the data behind the shared dimensions.
    extents: Vec<i64>,
}

impl Tuples {
    fn new(call: &Call<'_>, input: &Tensor<'_>, indices: &Tensor<'_>) -> Result<Self, CpuRefusal> {
        let (data, shape) = (input.view.shape, indices.view.shape);
        let shared = call.int_within("batch_dims", 0, data.len().min(shape.len()) as i64)? as usize;
        let last = call.int_within("indice_dims", 1, shape.len() as i64)? as usize - 1;
        let (batches, length, extents) = (product(&shape[..shared]), shape[last], data[shared..].to_vec());
        let per_batch = indices.count() / batches / length;
        if per_batch * batches * length != indices.count() {
            let what = format!("{} indices do not make tuples of {length}", indices.count());
            return Err(indices.refuse(what).allowed("dimension `indice_dims` - 1 apart from the shared ones"));
        }
        if length > extents.len() as i64 {
            let what = format!("it holds tuples of {length}");
            return Err(indices.refuse(what).allowed(format!("at most {} indices per tuple", extents.len())));
        }
        Ok(Tuples { batches, per_batch, length, extents })
    }

    fn offset(&self, batch: i64, tuple: &[i32]) -> i64 {
        let inner = tuple.iter().zip(&self.extents).rev();
        let (offset, gap) = inner.fold((0, 1_i32), |(offset, gap): (i64, _), (index, extent)| {
            (offset + i64::from(index.wrapping_mul(gap)), gap.wrapping_mul(*extent as i32))
        });
        offset + i64::from((batch as i32).wrapping_mul(gap))
    }
}

/// Each element's position is its own but along one dimension, where the index tensor says it.
pub(super) fn elements(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (input, indices) = (call.input(0)?, call.input(1)?);
    let (data, shape) = (input.view.shape, indices.view.shape);
    let rank = data.len();
    if !(1..=4).contains(&rank) || shape.len() < rank {
        return Err(call.refuse(format!("ranks are {rank} and {}", shape.len())).allowed("1 to 4, both the same"));
    }
    // There is nothing to choose for one dimension, and the runtime does not look.
    let axis = if rank == 1 { call.int("axis").map(|_| 0)? } else { call.axis(&input)? };
    let (values, index, mut out) = (input.elements::<u32>(), indices.elements::<i32>(), call.output(0)?.elements());
    for number in 0..product(&shape[..rank]) {
        let picked = i64::from(index.at(number)?);
        out.put(number, values.at(source(data, &shape[..rank], number, axis, picked))?)?;
    }
    call.store(0, &out);
    Ok(())
}

/// Position in `data` of the element that belongs at `number` in a tensor of `shape`.
fn source(data: &[i64], shape: &[i64], number: i64, axis: usize, picked: i64) -> i64 {
    let mut rest = number;
    let (mut position, mut stride) = (0, 1);
    for dimension in (0..shape.len()).rev() {
        let own = rest % shape[dimension];
        position += stride * if dimension == axis { picked } else { own };
        rest /= shape[dimension];
        stride *= data[dimension];
    }
    position
}
