//! The formats around descriptors, and the recorded and exchanged data beside them.

use super::{check_error, steered};
use isa::chip::Chip;
use isa::container::cvtr;
use isa::container::dmabuf::{self, Dmabuf, Placement};
use isa::container::npz::{self, Array, Compression, DataType as ElementType, Limits, NpzReader};
use isa::container::packets::{self as command_packets, Packet};
use isa::container::parameters::Parameters;
use isa::container::vlc::{self, DataType, Header, Params};

/// Command buffers of every chip.
pub fn packets(data: &[u8]) {
    if let Err(error) = command_packets::chip_of(data) {
        check_error(&error, data);
    }
    for chip in Chip::ALL {
        let mut reader = command_packets::read(chip, data);
        let found: Vec<Packet<'_>> = reader.by_ref().map_while(|packet| check_packet(packet, data)).collect();
        assert!(reader.next().is_none(), "packets follow an error");
        let written = command_packets::write(chip, found);
        assert!(data.starts_with(&written), "packets are written differently");
    }
}

fn check_packet<'a>(packet: Result<Packet<'a>, isa::diagnostic::FormatError>, data: &[u8]) -> Option<Packet<'a>> {
    packet.inspect_err(|error| check_error(error, data)).ok()
}

/// Buffers as the driver gets them; the first bytes choose where they are placed.
pub fn dmabuf_read(data: &[u8]) {
    let Some((steering, data)) = steered::<4>(data) else { return };
    if let Err(error) = dmabuf::chips_of(data) {
        check_error(&error, data);
    }
    for chip in Chip::ALL {
        match dmabuf::read(chip, data) {
            Ok(buffer) => check_dmabuf(&buffer, &placement(steering)),
            Err(error) => check_error(&error, data),
        }
    }
}

fn placement([low, high, pmu, base]: [u8; 4]) -> Placement {
    let device_address = u64::from(low) << 12 | u64::from(high) << 33;
    Placement { device_address, pmu_bytes: u32::from(pmu) << 24, array_bases: [u64::from(base) << 56; 8] }
}

fn check_dmabuf(buffer: &Dmabuf<'_>, placement: &Placement) {
    let packets = check_packets_of(buffer);
    assert!(buffer.pmu_bytes() > 0);
    let Ok(placed) = buffer.placed(placement) else { return };
    let again = dmabuf::read(buffer.chip, &placed).expect("a placed buffer is a buffer");
    assert_eq!(again.is_placed(), !buffer.segments.is_empty(), "placing leaves no mark");
    if origins_are_free(buffer) {
        assert_eq!(again.to_packets().ok(), packets, "placing changes the commands");
    }
}

/// Whether the fields that placing fills are still empty.
fn origins_are_free(buffer: &Dmabuf<'_>) -> bool {
    let runs = buffer.segments.iter().flat_map(|segment| [segment.record.tiu, segment.record.tdma]);
    runs.into_iter().all(|run| run.count == 0 || run.origin == 0)
}

/// The packets of a buffer, if it has a form in packets, which must convert to a buffer with the same packets.
fn check_packets_of(buffer: &Dmabuf<'_>) -> Option<Vec<u8>> {
    let packets = buffer.to_packets().ok()?;
    let converted = dmabuf::from_packets(buffer.chip, &packets).expect("packets made of a buffer convert");
    let again = dmabuf::read(buffer.chip, &converted).expect("a converted buffer is a buffer");
    assert_eq!(again.to_packets().as_ref(), Ok(&packets), "packets change on their way through a buffer");
    let descriptors = |buffer: &Dmabuf<'_>| (buffer.header.tiu_count, buffer.header.tdma_count);
    assert_eq!(descriptors(&again), descriptors(buffer));
    Some(packets)
}

/// Conversion of command buffers, of every chip.
pub fn dmabuf_from_packets(data: &[u8]) {
    for chip in Chip::ALL {
        match dmabuf::from_packets(chip, data) {
            Ok(converted) => check_converted(chip, &converted, data),
            Err(error) => check_error(&error, data),
        }
    }
}

fn check_converted(chip: Chip, converted: &[u8], data: &[u8]) {
    assert!(converted.len() <= 512 + 6 * data.len(), "{} bytes become {}", data.len(), converted.len());
    let buffer = dmabuf::read(chip, converted).expect("a converted buffer is a buffer");
    if let Some(packets) = check_packets_of(&buffer) {
        assert_eq!(dmabuf::from_packets(chip, &packets).as_deref(), Ok(converted));
    }
}

/// Compressed tensors; the first two bytes say how long the plain one is.
pub fn vlc_decode(data: &[u8]) {
    let Some((steering, stream)) = steered::<2>(data) else { return };
    let plain_bytes = usize::from(u16::from_le_bytes(steering));
    if let Ok(header) = Header::parse(stream) {
        assert_eq!(stream.first_chunk(), Some(&header.write()));
        let _ = (header.check(), header.expect(DataType::Bf16), header.params.check_store());
    }
    match vlc::decode(stream, plain_bytes) {
        Ok((plain, consumed)) => check_decoded(&plain, plain_bytes, consumed, stream),
        Err(error) => check_error(&error, stream),
    }
}

fn check_decoded(plain: &[u8], plain_bytes: usize, consumed: usize, stream: &[u8]) {
    assert_eq!(plain.len(), plain_bytes);
    assert!(consumed <= stream.len());
    assert_eq!(vlc::stream_bytes(stream, plain_bytes), Ok(consumed));
    let params = Header::parse(stream).expect("it has just been decoded").params;
    if params.check().is_ok() {
        check_compressed(plain, &params);
    }
}

/// Compression of tensors; the first four bytes choose the parameters.
pub fn vlc_encode(data: &[u8]) {
    let Some(([kind, bias0, bias1, flags], plain)) = steered::<4>(data) else { return };
    let data_type = if kind & 1 == 0 { DataType::Int8 } else { DataType::Bf16 };
    let params = Params { data_type, signed: flags & 1 == 1, bias0, bias1, zero_guard: flags & 2 == 2 };
    if params.check().is_ok() {
        check_compressed(plain, &params);
    } else if let Ok(stream) = vlc::encode(plain, &params) {
        let _ = vlc::decode(&stream, plain.len());
    }
    let chosen = Params::for_weights(plain, data_type, params.signed);
    assert!(chosen.check().is_ok(), "{chosen:?}");
    check_compressed(plain, &chosen);
}

fn check_compressed(plain: &[u8], params: &Params) {
    let stream = match vlc::encode(plain, params) {
        Ok(stream) => stream,
        Err(error) => return check_error(&error, plain),
    };
    assert!(stream.len() <= vlc::max_stream_bytes(plain.len(), params.data_type));
    let (decoded, consumed) = vlc::decode(&stream, plain.len()).expect("what was encoded decodes");
    assert_eq!(consumed, stream.len());
    assert_eq!(decoded, kept(plain, params));
    assert_eq!(vlc::encode(&decoded, params), Ok(stream), "encoding is not stable");
}

/// What compression keeps: everything, except what a zero guard drops.
fn kept(plain: &[u8], params: &Params) -> Vec<u8> {
    let mut kept = plain.to_vec();
    if params.data_type == DataType::Bf16 && params.zero_guard {
        let without_exponent = |element: &&mut [u8; 2]| u16::from_le_bytes(**element) & 0x7f80 == 0;
        kept.as_chunks_mut().0.iter_mut().filter(without_exponent).for_each(|element| *element = [0; 2]);
    }
    kept
}

/// Small enough that a fuzzer reaches it.
const ARRAY_LIMITS: Limits = Limits { total_bytes: 1 << 20, header_bytes: 1 << 12 };

/// Archives of arrays.
pub fn npz(data: &[u8]) {
    let arrays = match npz::read(data, ARRAY_LIMITS) {
        Ok(arrays) => arrays,
        Err(error) => return check_error(&error, data),
    };
    let total: usize = arrays.iter().map(|(_, array)| array.data().len()).sum();
    assert!(total as u64 <= ARRAY_LIMITS.total_bytes, "the limit does not hold: {total}");
    let reader = NpzReader::new(data, ARRAY_LIMITS).expect("it has just been read");
    assert!(reader.names().eq(arrays.iter().map(|(name, _)| name)));
    for compression in [Compression::Stored, Compression::Deflated] {
        let written = npz::write(&arrays, compression).expect("what was read can be written");
        assert_eq!(npz::read(&written, ARRAY_LIMITS).as_ref(), Ok(&arrays));
    }
}

/// Single arrays.
pub fn npy(data: &[u8]) {
    let array = match npz::read_npy(data, ARRAY_LIMITS) {
        Ok(array) => array,
        Err(error) => return check_error(&error, data),
    };
    assert!(array.data().len() <= data.len());
    let written = npz::write_npy(&array);
    assert_eq!(npz::read_npy(&written, ARRAY_LIMITS).as_ref(), Ok(&array));
    ElementType::ALL.into_iter().for_each(|dtype| check_cast(&array, dtype));
}

fn check_cast(array: &Array, dtype: ElementType) {
    let cast = array.cast(dtype);
    assert_eq!((cast.dtype(), cast.shape(), cast.len()), (dtype, array.shape(), array.len()));
    assert_eq!(cast.cast(dtype).len(), cast.len());
}

/// Parameters of CPU functions.
pub fn parameters(data: &[u8]) {
    let parameters = match Parameters::read(data) {
        Ok(parameters) => parameters,
        Err(error) => return check_error(&error, data),
    };
    assert!(parameters.to_string().len() <= 64 * data.len() + 4096);
    let written = parameters.write().expect("what was read can be written");
    let again = Parameters::read(&written).expect("what was written can be read");
    // Numbers that are not equal to themselves do not compare.
    assert_eq!(format!("{again:?}"), format!("{parameters:?}"));
    assert_eq!(again.write().as_ref(), Ok(&written), "writing is not stable");
    for (name, _) in &parameters.entries {
        assert!(parameters.get(name).is_some());
    }
}

/// Recorded executions.
pub fn trace(data: &[u8]) {
    let trace = match cvtr::read(data) {
        Ok(trace) => trace,
        Err(error) => return check_error(&error, data),
    };
    let lists = [&trace.dram_before, &trace.dram_after, &trace.local_before, &trace.local_after];
    let ranges: usize = lists.into_iter().flatten().map(|range| range.bytes.len()).sum();
    assert!(ranges + trace.tiu.bytes.len() + trace.tdma.bytes.len() <= data.len());
    assert_eq!(trace.header.chip.parse(), Ok(trace.chip));
}
