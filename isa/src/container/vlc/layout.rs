//! Where the three parts of a stream lie, and how long they can be.

use super::{ALIGNMENT, DataType, GROUP, Header, error};
use crate::diagnostic::FormatError;

/// Groups of a plain tensor.
pub(crate) fn groups(plain_bytes: usize, data_type: DataType) -> usize {
    plain_bytes.div_ceil(GROUP * data_type.element_bytes())
}

/// Bytes of the map in front of the data.
pub(crate) fn map_bytes(groups: usize) -> usize {
    groups.div_ceil(ALIGNMENT).saturating_mul(ALIGNMENT)
}

/// The most bytes that `plain_bytes` of data can grow to: every group raw.
pub fn max_stream_bytes(plain_bytes: usize, data_type: DataType) -> usize {
    let groups = groups(plain_bytes, data_type);
    let raw = groups.saturating_mul(GROUP * data_type.element_bytes());
    Header::BYTES.saturating_add(map_bytes(groups)).saturating_add(raw)
}

/// How many bytes the stream at the start of `stream` occupies when it decodes to `plain_bytes`, from its header alone.
pub fn stream_bytes(stream: &[u8], plain_bytes: usize) -> Result<usize, FormatError> {
    Ok(stream_parts(stream, plain_bytes)?.into_iter().fold(0, usize::saturating_add))
}

/// The same for header, map and data.
pub fn stream_parts(stream: &[u8], plain_bytes: usize) -> Result<[usize; 3], FormatError> {
    let header = Header::parse(stream)?;
    let map = map_bytes(groups(plain_bytes, header.params.data_type));
    Ok([Header::BYTES, map, header.data_bytes as usize])
}

/// The parts of a stream that is known to be complete.
pub(super) struct Layout<'a> {
    pub(super) header: Header,
    /// One byte for each group.
    pub(super) map: &'a [u8],
    pub(super) data: &'a [u8],
    /// Offset of the data part.
    pub(super) data_start: usize,
}

impl<'a> Layout<'a> {
    pub(super) fn of(stream: &'a [u8], plain_bytes: usize) -> Result<Self, FormatError> {
        let header = Header::parse(stream)?;
        let data_type = header.params.data_type;
        check_lengths(&header, plain_bytes)?;
        let groups = groups(plain_bytes, data_type);
        let data_start = Header::BYTES.saturating_add(map_bytes(groups));
        let end = data_start.saturating_add(header.data_bytes as usize);
        let (Some(map), Some(data)) = (stream.get(Header::BYTES..data_start), stream.get(data_start..end)) else {
            return Err(error(stream.len(), format!("the stream ends after {} bytes", stream.len()))
                .allowed(format!("{end} bytes, from its header and {plain_bytes} plain bytes"))
                .help("check the tensor's shape and address"));
        };
        Ok(Layout { header, map: &map[..groups], data, data_start })
    }
}

fn check_lengths(header: &Header, plain_bytes: usize) -> Result<(), FormatError> {
    let data_type = header.params.data_type;
    if !plain_bytes.is_multiple_of(data_type.element_bytes()) {
        return Err(odd_length(plain_bytes));
    }
    let groups = groups(plain_bytes, data_type);
    let most = groups.saturating_mul(GROUP * data_type.element_bytes());
    let data_bytes = header.data_bytes as usize;
    if data_bytes > most || !data_bytes.is_multiple_of(ALIGNMENT) {
        return Err(error(0, format!("the header announces {data_bytes} data bytes for {plain_bytes} plain bytes"))
            .allowed(format!("a multiple of 16 up to {most}"))
            .help("check that the address points at a compressed tensor and that its shape is right"));
    }
    Ok(())
}

/// A bf16 tensor with half an element at its end.
pub(super) fn odd_length(plain_bytes: usize) -> FormatError {
    error(0, format!("{plain_bytes} plain bytes of bf16 data"))
        .allowed("an even number of bytes")
        .help("count two bytes for each element")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
mod tests {
    use super::*;
    use crate::container::vlc::Params;

    #[test]
    fn the_worst_case_adds_header_and_map_to_padded_groups() {
        assert_eq!(max_stream_bytes(0, DataType::Int8), 16);
        assert_eq!(max_stream_bytes(1, DataType::Int8), 16 + 16 + 16);
        assert_eq!(max_stream_bytes(257, DataType::Int8), 16 + 32 + 272);
        assert_eq!(max_stream_bytes(512, DataType::Bf16), 16 + 16 + 512);
        assert_eq!(max_stream_bytes(usize::MAX, DataType::Int8), usize::MAX);
    }

    #[test]
    fn the_size_comes_from_the_header_and_the_shape() {
        let header = Header::new(Params::bf16(true), 48).write();
        assert_eq!(stream_bytes(&header, 512).unwrap(), 16 + 16 + 48);
        assert_eq!(stream_bytes(&header, 514).unwrap(), 16 + 32 + 48);
        assert_eq!(stream_bytes(&header[..9], 514).unwrap_err().offset, 9);
        assert_eq!(stream_bytes(&header, usize::MAX).unwrap(), 16 + usize::MAX / 512 * 16 + 16 + 48);
    }

    #[test]
    fn absurd_lengths_are_errors() {
        let header = Header::new(Params::int8(true), 16).write();
        assert!(Layout::of(&header, usize::MAX).is_err());
        assert!(Layout::of(&header, 0).is_err(), "data without groups");
        let header = Header::new(Params::bf16(true), 0).write();
        assert!(Layout::of(&header, 3).is_err(), "half an element");
    }
}
