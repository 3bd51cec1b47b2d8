//! The named bit ranges of the raw words and the packing code agree on every field of every record.

use isa::field::Fields;
use isa::generated::raw;
use isa::generated::{
    cpu_descriptor::CpuDescriptorFields, dmabuf_header::DmabufHeaderFields, packet_header::PacketHeaderFields,
    pmu_record::PmuRecordFields, tdma::TdmaFields, tiu::TiuFields, vlc_header::VlcHeaderFields,
};
use proptest::prelude::*;

/// Random words: every field reads the same both ways, and packing gives the words back.
fn agree<F: Fields>(words: F::Words, layout: usize, row: impl Fn(F::Words, usize) -> u64) {
    let fields = F::unpack(layout, &words);
    for (number, info) in F::RECORD.fields.iter().enumerate() {
        if info.places[layout].is_some() {
            assert_eq!(fields.get(number), row(words, number), "{} {}", F::RECORD.name, info.name);
        }
    }
    assert_eq!(fields.pack(layout), Ok(words), "{}", F::RECORD.name);
}

proptest! {
    #[test]
    fn descriptors(tiu: [u32; 28], tdma: [u32; 16]) {
        agree::<TiuFields>(tiu, 0, |words, row| raw::Cv183xTiu::new(words).row(row));
        agree::<TiuFields>(tiu, 1, |words, row| raw::Cv182xTiu::new(words).row(row));
        agree::<TdmaFields>(tdma, 0, |words, row| raw::Cv183xTdma::new(words).row(row));
        agree::<TdmaFields>(tdma, 1, |words, row| raw::Cv182xTdma::new(words).row(row));
    }

    #[test]
    fn headers(packet: [u32; 2], buffer: [u32; 32], cpu: [u32; 7], record: [u32; 4]) {
        agree::<PacketHeaderFields>(packet, 0, |words, row| raw::PacketHeader::new(words).row(row));
        agree::<DmabufHeaderFields>(buffer, 0, |words, row| raw::DmabufHeader::new(words).row(row));
        agree::<CpuDescriptorFields>(cpu, 0, |words, row| raw::CpuDescriptor::new(words).row(row));
        agree::<PmuRecordFields>(record, 0, |words, row| raw::PmuRecord::new(words).row(row));
        agree::<VlcHeaderFields>(record, 0, |words, row| raw::VlcHeader::new(words).row(row));
    }

    /// One more than a field's largest value is refused for every field.
    #[test]
    fn too_wide_values_are_refused(tiu: [u32; 28]) {
        for layout in 0..2 {
            for (row, info) in TiuFields::RECORD.fields.iter().enumerate() {
                let Some(place) = info.places[layout] else { continue };
                let mut fields = TiuFields::unpack(layout, &tiu);
                prop_assert!(fields.set(layout, row, place.max()).is_ok(), "{}", info.name);
                prop_assert!(fields.set(layout, row, place.max() + 1).is_err(), "{}", info.name);
            }
        }
    }
}
