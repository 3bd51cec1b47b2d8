//! Tensors as CPU functions take them.

use super::{
    element::{Element, Elements},
    refusal::{CpuRefusal, Place},
};
use isa::container::cvimodel::DataType;

/// A tensor to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TensorView<'a> {
    /// Its name; `detectionoutput` tells its inputs apart by it.
    pub name: &'a str,
    /// Type of its elements.
    pub data_type: DataType,
    /// Its extents, outermost first.
    pub shape: &'a [i64],
    /// Its elements without gaps, little endian.
    pub bytes: &'a [u8],
}

/// A tensor to write. Functions may leave parts of it as they find them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorBuf {
    /// Its name.
    pub name: String,
    /// Type of its elements.
    pub data_type: DataType,
    /// Its extents, outermost first.
    pub shape: Vec<i64>,
    /// Its elements without gaps, little endian.
    pub bytes: Vec<u8>,
}

impl TensorBuf {
    /// The tensor, to be read.
    #[must_use]
    pub fn view(&self) -> TensorView<'_> {
        TensorView { name: &self.name, data_type: self.data_type, shape: &self.shape, bytes: &self.bytes }
    }
}

/// Largest extent and largest number of elements: the runtime counts in 32 bits.
const MOST: i64 = i32::MAX as i64;

/// A tensor whose shape fits its bytes, with its place in the call.
pub(super) struct Tensor<'a> {
    pub(super) function: &'static str,
    pub(super) place: Place,
    pub(super) view: TensorView<'a>,
}

impl<'a> Tensor<'a> {
    pub(super) fn new(function: &'static str, place: Place, view: TensorView<'a>) -> Result<Self, CpuRefusal> {
        let tensor = Tensor { function, place, view };
        let Some(size) = view.data_type.size() else {
            return Err(tensor.refuse(format!("its type is {}", view.data_type)).allowed("a known type"));
        };
        let bytes = tensor.checked_count().map(|count| count as u64 * size);
        match bytes {
            None => {
                let what = format!("its shape is {:?}", view.shape);
                Err(tensor.refuse(what).allowed("positive extents, at most 2147483647 elements"))
            }
            Some(bytes) if bytes != view.bytes.len() as u64 => {
                let what = format!("it has {} bytes", view.bytes.len());
                Err(tensor.refuse(what).allowed(format!("{bytes}, as its shape {:?} asks for", view.shape)))
            }
            Some(_) => Ok(tensor),
        }
    }

    fn checked_count(&self) -> Option<i64> {
        let extents = self.view.shape.iter();
        extents.into_iter().try_fold(1_i64, |count, extent| {
            let product = count.checked_mul(*extent).filter(|product| *product <= MOST);
            product.filter(|_| *extent > 0)
        })
    }

    pub(super) fn count(&self) -> i64 {
        self.view.shape.iter().product()
    }

    /// The first extents.
    pub(super) fn dims<const N: usize>(&self) -> Result<[i64; N], CpuRefusal> {
        let mut dims = [1; N];
        let Some(first) = self.view.shape.get(..N) else {
            let what = format!("its shape {:?} is too short", self.view.shape);
            return Err(self.refuse(what).allowed(format!("at least {N} dimensions")));
        };
        dims.copy_from_slice(first);
        Ok(dims)
    }

    /// Elements per step of the first of four dimensions.
    pub(super) fn image(&self) -> Result<i64, CpuRefusal> {
        let [_, channels, height, width] = self.dims()?;
        Ok(channels * height * width)
    }

    pub(super) fn elements<T: Element>(&self) -> Elements<T> {
        Elements::read(self.view.bytes, self.function, self.place.clone())
    }

    /// Refuses other types than `allowed`.
    pub(super) fn expect(&self, allowed: &[DataType]) -> Result<DataType, CpuRefusal> {
        let found = self.view.data_type;
        if allowed.contains(&found) {
            return Ok(found);
        }
        let names: Vec<_> = allowed.iter().map(ToString::to_string).collect();
        Err(self.refuse(format!("its type is {found}")).allowed(names.join(", ")))
    }

    pub(super) fn refuse(&self, what: impl Into<String>) -> CpuRefusal {
        CpuRefusal::new(self.function, self.place.clone(), what)
    }
}
