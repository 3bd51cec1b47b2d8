//! The compressed end of a transfer.

use super::Stream;
use crate::chip::ChipProfile;
use crate::container::vlc::{self, DataType, Header, groups, map_bytes, max_stream_bytes};
use crate::generated::tdma::TdmaFields;
use crate::layout::tdma::{BF16, Function, destination_shape, function, source_shape};

/// The compressed end of a transfer.
#[derive(Clone, Copy, Debug)]
pub struct Packed {
    /// Its base register.
    pub base: u8,
    /// Where it starts behind that.
    pub address: u64,
    /// The transfer writes it.
    pub is_written: bool,
    /// Bytes of its plain form.
    plain: u64,
    data_type: DataType,
}

impl Packed {
    /// `None` where nothing is compressed.
    #[must_use]
    pub fn of(f: &TdmaFields, chip: &ChipProfile) -> Option<Self> {
        let elements = |shape: [u32; 4]| shape.iter().fold(1, |count: u64, size| count.saturating_mul((*size).into()));
        let (is_written, elements) = match function(f, chip)? {
            Function::Decompress => (false, elements(destination_shape(f))),
            Function::DecompressMatrix => (false, u64::from(f.src_n) * u64::from(f.src_w)),
            Function::Compress => (true, elements(source_shape(f))),
            Function::CompressMatrix => (true, u64::from(f.dst_c) * u64::from(f.dst_w)),
            _ => return None,
        };
        let (base, address) = match is_written {
            true => (f.dst_base_reg_sel, f.dst_base_addr),
            false => (f.src_base_reg_sel, f.src_base_addr),
        };
        let data_type = if f.src_fmt == BF16 { DataType::Bf16 } else { DataType::Int8 };
        Some(Packed {
            base,
            address,
            is_written,
            plain: elements.saturating_mul(data_type.element_bytes() as u64),
            data_type,
        })
    }

    /// The stream that starts with `header`; `None` where that is cut short.
    #[must_use]
    pub fn stream(&self, header: &[u8]) -> Option<Stream> {
        let plain = usize::try_from(self.plain).unwrap_or(usize::MAX);
        let [header, map, data] = vlc::stream_parts(header, plain).ok()?.map(|part| part as u64);
        let most = (max_stream_bytes(plain, self.data_type) as u64).saturating_sub(header).saturating_sub(map);
        Some(Stream { header, map, data: data.min(most) })
    }

    /// A stream of so many bytes.
    #[must_use]
    pub fn stream_of(&self, bytes: u64) -> Stream {
        let plain = usize::try_from(self.plain).unwrap_or(usize::MAX);
        let [header, map] = [Header::BYTES, map_bytes(groups(plain, self.data_type))].map(|part| part as u64);
        Stream { header, map, data: bytes.saturating_sub(header).saturating_sub(map) }
    }
}
