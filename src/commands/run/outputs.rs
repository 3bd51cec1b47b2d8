//! Tensors as arrays in a file, in the form that the vendor's `model_runner` gives them.

use super::session::failure;
use crate::exit::Failure;
use crate::output::Out;
use crate::source;
use emulator::runtime::{Network, TensorInfo};
use isa::container::cvimodel::DataType;
use isa::container::npz::{self, Array, Compression};
use std::collections::HashSet;
use std::path::Path;

/// The numbers of the tensors to show: the outputs, or every tensor whose memory is still its own.
pub(crate) fn chosen(network: &Network, all: bool) -> Vec<usize> {
    if !all {
        // A model may name an output twice; a file cannot.
        let mut seen = HashSet::new();
        return network.outputs().iter().copied().filter(|number| seen.insert(*number)).collect();
    }
    (0..network.tensors().len()).filter(|number| !network.tensors()[*number].overwritten).collect()
}

/// The tensors numbered `chosen` by name.
pub(crate) fn arrays(network: &Network, chosen: &[usize]) -> Result<Vec<(String, Array)>, Failure> {
    let array = |number: &usize| {
        let tensor = &network.tensors()[*number];
        let bytes = network.bytes(*number).map_err(|error| failure(Path::new(&tensor.name), &error))?;
        Ok((tensor.name.clone(), array(tensor, bytes)?))
    };
    chosen.iter().map(array).collect()
}

/// bf16 goes as the 16-bit integers with its bits. Integers of 16 bits without a sign go as real numbers, so that the
/// two cannot be taken for each other.
fn array(tensor: &TensorInfo, bytes: &[u8]) -> Result<Array, Failure> {
    let failed = |error| Failure::format(Path::new(&tensor.name), &error);
    let element = match tensor.data_type {
        DataType::Fp32 => npz::DataType::F32,
        DataType::Int32 => npz::DataType::I32,
        DataType::Uint32 => npz::DataType::U32,
        DataType::Bf16 => npz::DataType::U16,
        DataType::Int16 => npz::DataType::I16,
        DataType::Uint16 => {
            let values: Vec<f32> =
                bytes.as_chunks().0.iter().map(|bytes| f32::from(u16::from_le_bytes(*bytes))).collect();
            return Array::from_values(&extents(tensor, values.len()), &values).map_err(failed);
        }
        DataType::Uint8 => npz::DataType::U8,
        _ => npz::DataType::I8,
    };
    Array::new(element, extents(tensor, bytes.len() / element.size()), bytes.to_vec()).map_err(failed)
}

/// The shape of the tensor; padded pictures become rows of bytes.
fn extents(tensor: &TensorInfo, elements: usize) -> Vec<usize> {
    let shape: Vec<usize> = tensor.shape.iter().map(|extent| usize::try_from(*extent).unwrap_or(0)).collect();
    match shape.first() {
        Some(&batch) if shape.iter().product::<usize>() != elements && batch > 0 && elements.is_multiple_of(batch) => {
            vec![batch, 1, 1, elements / batch]
        }
        _ => shape,
    }
}

/// Writes the tensors numbered `chosen` to an `.npz` file.
pub(crate) fn write(network: &Network, chosen: &[usize], path: &Path, out: &mut Out) -> Result<(), Failure> {
    let arrays = arrays(network, chosen)?;
    let bytes = npz::write(&arrays, Compression::Stored).map_err(|error| Failure::format(path, &error))?;
    source::write(path, &bytes, out)
}
