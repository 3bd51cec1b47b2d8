//! A single `.npy` file: magic, version, text header, raw elements.

use super::Limits;
use super::array::{Array, bytes_of};
use super::header::{ByteOrder, Header};
use crate::container::little_endian::{u16_at, u32_at};
use crate::diagnostic::FormatError;
use std::borrow::Cow;

const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// The version whose header length has 16 bits: ample, as the number of axes is bounded.
const VERSION_1: [u8; 2] = [1, 0];
/// NumPy pads the header so that the elements start at a multiple of this.
const ALIGNMENT: usize = 64;

/// Reads a `.npy` file; elements are brought to little-endian C order.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Array, FormatError> {
    read_content(Cow::Borrowed(bytes), limits)
}

/// As [`read`], keeping the memory of an owned input.
pub(super) fn read_content(bytes: Cow<'_, [u8]>, limits: Limits) -> Result<Array, FormatError> {
    let (start, end) = header_range(&bytes, limits)?;
    let header = Header::parse(&bytes[start..end], start as u64)?;
    let found = bytes.len() - end;
    match bytes_of(header.dtype, &header.shape) {
        Some(wanted) if wanted == found as u64 && wanted <= limits.total_bytes => {}
        wanted => return Err(wrong_length(wanted, found, end, limits)),
    }
    let data = to_little_endian_c_order(&header, without_start(bytes, end));
    Array::new(header.dtype, header.shape, data)
}

/// The `.npy` file of `array`.
pub fn write(array: &Array) -> Vec<u8> {
    let text = Header::text(array.dtype(), array.shape());
    let start = MAGIC.len() + VERSION_1.len() + size_of::<u16>();
    let end = (start + text.len() + 1).next_multiple_of(ALIGNMENT);
    let mut bytes = Vec::with_capacity(end + array.data().len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION_1);
    bytes.extend(((end - start) as u16).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.resize(end - 1, b' ');
    bytes.push(b'\n');
    bytes.extend(array.data());
    bytes
}

/// Where the text header starts and ends.
fn header_range(bytes: &[u8], limits: Limits) -> Result<(usize, usize), FormatError> {
    if !bytes.starts_with(MAGIC) {
        return Err(not_an_array(bytes));
    }
    let (start, length) = match bytes.get(6) {
        Some(1) => (10, u16_at(bytes, 8).map(usize::from)),
        Some(2 | 3) => (12, u32_at(bytes, 8).and_then(|length| usize::try_from(length).ok())),
        Some(version) => return Err(error(6, format!("the file has version {version}")).allowed("1 to 3")),
        None => (10, None),
    };
    let length = length.ok_or_else(|| error(bytes.len() as u64, "the file ends within its header".to_owned()))?;
    if length > limits.header_bytes {
        let what = format!("the text header claims {length} bytes");
        return Err(error(8, what).allowed(format!("up to {} bytes", limits.header_bytes)));
    }
    if bytes.len() - start < length {
        return Err(error(bytes.len() as u64, "the file ends within its header".to_owned()));
    }
    Ok((start, start + length))
}

fn not_an_array(bytes: &[u8]) -> FormatError {
    let what = if bytes.first() == Some(&0x80) {
        "the data is a Python pickle, which can run code when loaded"
    } else {
        "the data is not an array"
    };
    error(0, what.to_owned())
        .allowed("the bytes 93 'NUMPY'")
        .help("save the array again with numpy.save or numpy.savez")
}

fn wrong_length(wanted: Option<u64>, found: usize, end: usize, limits: Limits) -> FormatError {
    let wanted = wanted.map_or("more than 2^64".to_owned(), |bytes| bytes.to_string());
    error(end as u64, format!("the shape asks for {wanted} bytes of data and {found} follow"))
        .allowed(format!("as many as the shape asks, at most {}", limits.total_bytes))
}

fn error(offset: u64, what: String) -> FormatError {
    FormatError::new("npy", offset, what).help("save the array again with NumPy")
}

fn without_start(bytes: Cow<'_, [u8]>, start: usize) -> Vec<u8> {
    match bytes {
        Cow::Borrowed(bytes) => bytes[start..].to_vec(),
        Cow::Owned(mut bytes) => {
            bytes.drain(..start);
            bytes
        }
    }
}

fn to_little_endian_c_order(header: &Header, data: Vec<u8>) -> Vec<u8> {
    let size = header.dtype.size();
    let mut data = if header.fortran_order { to_c_order(&header.shape, size, data) } else { data };
    if header.byte_order == ByteOrder::Big {
        data.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    }
    data
}

/// Elements stored first axis fastest, put last axis fastest.
fn to_c_order(shape: &[usize], size: usize, data: Vec<u8>) -> Vec<u8> {
    let Some((&inner, outer)) = shape.split_last().filter(|_| !data.is_empty()) else { return data };
    let rows: usize = outer.iter().product();
    let mut index = vec![0; outer.len()];
    let mut result = Vec::with_capacity(data.len());
    for _ in 0..rows {
        let row = index.iter().zip(outer).rev().fold(0, |at, (&i, &axis)| at * axis + i);
        let elements = (0..inner).filter_map(|i| data.get((i * rows + row) * size..)?.get(..size));
        elements.for_each(|element| result.extend_from_slice(element));
        step(&mut index, outer);
    }
    result
}

/// The next index in C order.
fn step(index: &mut [usize], shape: &[usize]) {
    for (i, &axis) in index.iter_mut().zip(shape).rev() {
        *i += 1;
        if *i < axis {
            return;
        }
        *i = 0;
    }
}
