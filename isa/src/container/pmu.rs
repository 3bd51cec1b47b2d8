//! Lists of PMU records, as they lie in memory.

use crate::generated::pmu_record::PmuRecordFields;

/// Bytes of a record.
pub const RECORD_BYTES: usize = 16;
/// The largest count that an event counter holds.
pub const MOST_EVENTS: u32 = (1 << 22) - 1;

/// What a record is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RecordKind {
    /// A transfer from DRAM to local memory.
    Load = 1,
    /// A transfer to DRAM.
    Store = 2,
    /// A transfer inside local memory.
    Move = 3,
    /// An operation of the TIU.
    Tiu = 4,
}

impl RecordKind {
    /// The kind of a `type` field.
    #[must_use]
    pub fn from_bits(bits: u8) -> Option<Self> {
        [RecordKind::Load, RecordKind::Store, RecordKind::Move, RecordKind::Tiu]
            .into_iter()
            .find(|kind| *kind as u8 == bits)
    }
}

/// The records at the start of `bytes`, up to the first whose first word is zero or that is cut short.
pub fn records(bytes: &[u8]) -> impl Iterator<Item = PmuRecordFields> {
    let words = bytes.as_chunks::<RECORD_BYTES>().0.iter().map(|record| {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(record.as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        words
    });
    words.take_while(|words| words[0] != 0).map(|words| PmuRecordFields::unpack_bits(&words))
}

/// The bytes of a record; values wider than their fields are the largest there.
#[must_use]
pub fn bytes_of(record: &PmuRecordFields) -> [u8; RECORD_BYTES] {
    let most = |count: u32| count.min(MOST_EVENTS);
    let record = PmuRecordFields {
        r#type: record.r#type & 0xf,
        event0: most(record.event0),
        event1: most(record.event1),
        ..*record
    };
    let mut bytes = [0; RECORD_BYTES];
    for (bytes, word) in bytes.as_chunks_mut().0.iter_mut().zip(record.pack_bits().unwrap_or_default()) {
        *bytes = word.to_le_bytes();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_lie_where_the_driver_finds_them() {
        let record = PmuRecordFields { r#type: 2, id: 0x1234, event0: 5, event1: 0x3f_ffff, end: 9, start: 7 };
        let bytes = bytes_of(&record);
        let first = u64::from_le_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(|at| bytes[at]));
        assert_eq!((first & 0xf, first >> 4 & 0xffff, first >> 20 & 0x3f_ffff, first >> 42), (2, 0x1234, 5, 0x3f_ffff));
        assert_eq!(bytes[8..], [9, 0, 0, 0, 7, 0, 0, 0]);
        assert_eq!(records(&bytes).collect::<Vec<_>>(), [record]);
    }

    #[test]
    fn a_zero_word_or_a_missing_byte_ends_the_list() {
        let record = PmuRecordFields { r#type: 4, id: 1, event0: u32::MAX, event1: 0, end: 2, start: 1 };
        let bytes = [bytes_of(&record), [0; 16], bytes_of(&record)].concat();
        assert_eq!(records(&bytes).count(), 1);
        assert_eq!(records(&bytes[..15]).count(), 0);
        assert_eq!(records(&bytes).next().map(|record| record.event0), Some(MOST_EVENTS));
    }
}
