#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed test may panic")]

use super::*;
use crate::container::hostile;
use half::{bf16, f16};
use proptest::prelude::*;

/// Written with `numpy.savez_compressed` and `numpy.savez`: 0 to 23 less 5, of shape 2, 3, 4, in every type.
const NUMPY_DEFLATED: &[u8] = include_bytes!("../../../tests/data/numpy_deflated.npz");
const NUMPY_STORED: &[u8] = include_bytes!("../../../tests/data/numpy_stored.npz");

fn ramp(dtype: DataType) -> Array {
    let values: Vec<i64> = (-5..19).collect();
    Array::from_values(&[2, 3, 4], &values).unwrap().cast(dtype)
}

fn text_of(result: Result<impl Sized, crate::diagnostic::FormatError>) -> String {
    result.err().unwrap().to_string()
}

fn read_all(bytes: &[u8]) -> Result<Vec<(String, Array)>, crate::diagnostic::FormatError> {
    read(bytes, Limits::default())
}

fn npy_with_header(header: &str, data: &[u8]) -> Vec<u8> {
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\x00".as_slice(), &length, header.as_bytes(), data].concat()
}

#[test]
fn numpy_archives_read_as_numpy_means_them() {
    let reader = NpzReader::new(NUMPY_DEFLATED, Limits::default()).unwrap();
    for dtype in DataType::ALL {
        let array = reader.array(&format!("type/{}", dtype.code())).unwrap().unwrap();
        assert_eq!(array, ramp(dtype), "{dtype:?}");
    }
    assert_eq!(reader.array("big:i4").unwrap().unwrap(), ramp(DataType::I32));
    assert_eq!(reader.array("big:f8").unwrap().unwrap(), ramp(DataType::F64));
    let unsigned: Vec<u16> = (0..24).collect();
    assert_eq!(reader.array("fortran:u2").unwrap().unwrap(), Array::from_values(&[2, 3, 4], &unsigned).unwrap());
    assert_eq!(reader.array("scalar").unwrap().unwrap(), Array::from_values(&[], &[2.5_f32]).unwrap());
    assert_eq!(reader.array("empty").unwrap().unwrap(), Array::from_values::<i16>(&[0, 3], &[]).unwrap());
    assert_eq!(reader.array("größe").unwrap().unwrap(), Array::from_values(&[3], &[1_u8, 2, 3]).unwrap());
    assert_eq!(reader.array("absent").unwrap(), None);
    let stored = read_all(NUMPY_STORED).unwrap();
    assert_eq!(stored[0], ("type/f4".to_owned(), ramp(DataType::F32)));
    assert_eq!(stored.len(), 4);
}

#[test]
fn an_array_is_written_byte_for_byte_as_numpy_does() {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }";
    let padded = format!("{header:<117}\n");
    assert_eq!(write_npy(&ramp(DataType::F32)), npy_with_header(&padded, ramp(DataType::F32).data()));
}

#[test]
fn values_convert_like_casts() {
    let floats = Array::from_values(&[5], &[-1.9_f32, 300.7, f32::NAN, 1e20, 0.0]).unwrap();
    assert_eq!(floats.to_vec::<i8>(), [-1, 127, 0, 127, 0]);
    assert_eq!(floats.to_vec::<bool>(), [true, true, true, true, false]);
    let integers = Array::from_values(&[3], &[u64::MAX, 257, 0]).unwrap();
    assert_eq!(integers.to_vec::<u8>(), [255, 1, 0]);
    assert_eq!(integers.to_vec::<f32>()[0], 2_f32.powi(64));
    assert_eq!(integers.cast(DataType::I16).values::<i16>().unwrap().collect::<Vec<_>>(), [-1, 257, 0]);
    let halves = Array::from_values(&[1], &[f16::from_f32(0.5)]).unwrap();
    assert_eq!(halves.to_vec::<f64>(), [0.5]);
    let brains = Array::from_values(&[1], &[bf16::from_f32(-3.0)]).unwrap();
    assert_eq!(brains.dtype(), DataType::U16);
    assert_eq!(brains.values::<bf16>().unwrap().next().unwrap().to_f32(), -3.0);
}

#[test]
fn values_of_another_type_are_refused() {
    let text = text_of(ramp(DataType::I8).values::<f32>().map(|_| ()));
    assert!(text.contains("i1") && text.contains("f4"), "{text}");
}

#[test]
fn data_must_match_the_shape() {
    assert!(text_of(Array::new(DataType::I32, vec![2], vec![0; 7])).contains("8 bytes"));
    assert!(text_of(Array::new(DataType::I32, vec![usize::MAX, 2], vec![])).contains("more than 2^64"));
    assert!(text_of(Array::new(DataType::I8, vec![1; 65], vec![0])).contains("65 axes"));
}

#[test]
fn headers_of_other_versions_and_spellings_are_read() {
    let header = "{\"shape\": (2L, 1,), 'descr': '>u2', 'fortran_order': True}  ";
    let mut bytes = [b"\x93NUMPY\x03\x00".as_slice(), &(header.len() as u32).to_le_bytes()].concat();
    bytes.extend(header.as_bytes());
    bytes.extend([1, 2, 3, 4]);
    let expected = Array::from_values(&[2, 1], &[0x102_u16, 0x304]).unwrap();
    assert_eq!(read_npy(&bytes, Limits::default()).unwrap(), expected);
    let raw = npy_with_header("{'descr': '|V2', 'fortran_order': False, 'shape': (1,)}", &[0x80, 0x3f]);
    assert_eq!(read_npy(&raw, Limits::default()).unwrap().values::<bf16>().unwrap().next(), Some(bf16::ONE));
}

#[test]
fn the_longest_header_round_trips() {
    let mut shape = vec![usize::MAX; 64];
    shape[63] = 0;
    let array = Array::new(DataType::U8, shape, vec![]).unwrap();
    assert_eq!(read_npy(&write_npy(&array), Limits::default()).unwrap(), array);
}

#[test]
fn pickles_and_other_elements_are_refused_with_the_reason() {
    let cases = [
        ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "pickled Python objects"),
        ("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)}", "structured"),
        ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "\"<c8\""),
        ("{'descr': '<i4', 'fortran_order': False, 'shape': (8796093022208,)}", "35184372088832 bytes"),
        ("{'descr': '<i4', 'fortran_order': False, 'shape': (-1,)}", "not a size"),
        ("{'descr': '<i4', 'fortran_order': False}", "lacks a key"),
        ("{'descr': '<i4', 'descr': '<i4'}", "twice"),
        ("{'colour': 1}", "unknown key"),
        ("{'descr': '<i4', 'fortran_order': Maybe}", "truth value"),
        ("{'descr': '<i4', 'fortran_order': False, 'shape': ()} x", "goes on"),
        ("import os", "not a Python dictionary"),
    ];
    for (header, reason) in cases {
        let text = text_of(read_npy(&npy_with_header(header, &[0; 4]), Limits::default()));
        assert!(text.contains(reason), "{header}: {text}");
    }
    assert!(text_of(read_npy(b"\x80\x04K\x01.", Limits::default())).contains("pickle"));
    assert!(text_of(read_all(b"\x80\x04K\x01.")).contains("pickle"));
}

#[test]
fn a_huge_header_is_refused() {
    let bytes = [b"\x93NUMPY\x02\x00".as_slice(), &u32::MAX.to_le_bytes(), &[b' '; 100]].concat();
    assert!(text_of(read_npy(&bytes, Limits::default())).contains("4294967295 bytes"));
}

/// An archive of one deflated array of zeros.
fn zeros(bytes: usize) -> Vec<u8> {
    let array = Array::new(DataType::U8, vec![bytes], vec![0; bytes]).unwrap();
    write(&[("zeros".to_owned(), array)], Compression::Deflated).unwrap()
}

/// Where the directory of an archive without a comment starts.
fn directory_of(archive: &[u8]) -> usize {
    u32::from_le_bytes(*archive[archive.len() - 6..].first_chunk().unwrap()) as usize
}

fn patch(archive: &mut [u8], at: usize, value: u32) {
    archive[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn a_bomb_is_refused_by_its_directory() {
    let bomb = zeros(1 << 22);
    assert!(bomb.len() < 1 << 13);
    let limits = Limits { total_bytes: 1 << 20, ..Limits::default() };
    assert!(text_of(read(&bomb, limits)).contains("unpacked size to 4194432 bytes"));
}

#[test]
fn a_bomb_that_lies_about_its_size_stops_unpacking_there() {
    let mut bomb = zeros(1 << 22);
    let directory = directory_of(&bomb);
    patch(&mut bomb, directory + 24, 1000);
    assert!(text_of(read_all(&bomb)).contains("does not unpack to the 1000 bytes"));
}

#[test]
fn sizes_beyond_what_deflate_can_do_are_refused() {
    let mut archive = zeros(1 << 10);
    let directory = directory_of(&archive);
    patch(&mut archive, directory + 24, 1 << 29);
    assert!(text_of(read_all(&archive)).contains("536870912 bytes from"));
}

/// The archive with its end record widened to 64 bits, and the first entry claiming `size` in a 64-bit field.
fn widened(archive: &[u8], size: u64) -> Vec<u8> {
    let (start, end) = (directory_of(archive), archive.len() - 22);
    let mut directory = archive[start..end].to_vec();
    let name = usize::from(directory[28]);
    directory.splice(46 + name..46 + name, [1, 0, 8, 0].into_iter().chain(size.to_le_bytes()));
    directory[30] = 12;
    patch(&mut directory, 24, u32::MAX);
    let mut bytes = [&archive[..start], &directory].concat();
    let wide_end = bytes.len() as u64;
    bytes.extend(0x0606_4b50_u32.to_le_bytes());
    bytes.extend([44_u64, 45 << 32 | 45].map(u64::to_le_bytes).concat());
    bytes.extend([0, 1, 1, directory.len() as u64, start as u64].map(u64::to_le_bytes).concat().split_off(4));
    bytes.extend(0x0706_4b50_u32.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(wide_end.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend(&archive[end..end + 4]);
    bytes.extend([0, 0, 0, 0, 1, 0, 1, 0]);
    bytes.extend([0xff; 8]);
    bytes.extend([0; 2]);
    bytes
}

#[test]
fn wide_sizes_are_read_and_eight_tebibytes_are_refused() {
    let archive = zeros(1000);
    assert_eq!(read_all(&widened(&archive, 1128)).unwrap(), read_all(&archive).unwrap());
    assert!(text_of(read_all(&widened(&archive, 8 << 40))).contains("8796093022208 bytes"));
}

#[test]
fn members_that_share_bytes_are_refused() {
    let array = |name: &str| (name.to_owned(), ramp(DataType::U8));
    let mut archive = write(&[array("a"), array("b")], Compression::Stored).unwrap();
    let directory = directory_of(&archive);
    let second = directory + 46 + "a.npy".len();
    patch(&mut archive, second + 42, 0);
    archive[second + 46] = b'a';
    assert!(text_of(read_all(&archive)).contains("share bytes"));
}

#[test]
fn a_name_differing_between_directory_and_member_is_refused() {
    let mut archive = zeros(10);
    archive[30] = b'!';
    assert!(text_of(read_all(&archive)).contains("not where the directory says"));
}

#[test]
fn repeated_names_are_refused_both_ways() {
    let array = |name: &str| (name.to_owned(), ramp(DataType::U8));
    assert!(text_of(write(&[array("a"), array("a")], Compression::Stored)).contains("two arrays"));
    let mut archive = write(&[array("a"), array("b")], Compression::Stored).unwrap();
    let places: Vec<usize> = (0..archive.len() - 5).filter(|&at| &archive[at..at + 5] == b"b.npy").collect();
    places.iter().for_each(|&at| archive[at] = b'a');
    assert!(text_of(read_all(&archive)).contains("two arrays are called \"a\""));
}

#[test]
fn damage_is_caught_by_the_checksum() {
    let mut archive = write(&[("a".to_owned(), ramp(DataType::U8))], Compression::Stored).unwrap();
    let last = directory_of(&archive) - 1;
    archive[last] ^= 1;
    assert!(text_of(read_all(&archive)).contains("checksum"));
}

#[test]
fn unsupported_packing_is_refused() {
    let mut archive = zeros(10);
    let directory = directory_of(&archive);
    archive[directory + 10] = 14;
    assert!(text_of(read_all(&archive)).contains("method 14"));
    archive[directory + 10] = 8;
    archive[directory + 8] = 1;
    assert!(text_of(read_all(&archive)).contains("encrypted"));
}

#[test]
fn every_truncation_is_an_error() {
    for length in 0..NUMPY_DEFLATED.len() {
        assert!(read_all(&NUMPY_DEFLATED[..length]).is_err(), "{length}");
    }
}

#[test]
fn an_error_inside_an_archive_names_the_array() {
    let mut writer = zip_writer::ZipWriter::new(Compression::Stored);
    writer.add("model/weights.npy", b"not an array").unwrap();
    assert!(text_of(read_all(&writer.finish().unwrap())).contains("in \"model/weights\", the data is not an array"));
}

fn any_array() -> impl Strategy<Value = Array> {
    let shape = prop::collection::vec(0_usize..5, 0..5);
    (prop::sample::select(DataType::ALL.to_vec()), shape).prop_flat_map(|(dtype, shape)| {
        let bytes = dtype.size() * shape.iter().product::<usize>();
        let data = prop::collection::vec(any::<u8>(), bytes);
        data.prop_map(move |data| Array::new(dtype, shape.clone(), data).unwrap())
    })
}

proptest! {
    #[test]
    fn archives_round_trip(
        arrays in prop::collection::btree_map("[a-z/:é.]{0,12}", any_array(), 0..5),
        deflated: bool,
    ) {
        let arrays: Vec<(String, Array)> = arrays.into_iter().collect();
        let compression = if deflated { Compression::Deflated } else { Compression::Stored };
        prop_assert_eq!(read_all(&write(&arrays, compression).unwrap()).unwrap(), arrays);
    }

    #[test]
    fn fortran_order_is_the_reverse_of_c_order(array in any_array()) {
        let shape: Vec<usize> = array.shape().iter().rev().copied().collect();
        let transposed = Array::new(array.dtype(), shape, array.data().to_vec()).unwrap();
        let text = String::from_utf8_lossy(&write_npy(&transposed)).into_owned();
        let header = text[text.find('{').unwrap()..=text.find('}').unwrap()].replace("False", "True");
        let read_back = read_npy(&npy_with_header(&header, array.data()), Limits::default()).unwrap();
        prop_assert_eq!(read_back.shape(), transposed.shape());
        let axes = array.shape();
        for (place, expected) in array.data().chunks(array.dtype().size()).enumerate() {
            let mut rest = place;
            let index: Vec<usize> = axes.iter().rev().map(|&axis| { let i = rest % axis; rest /= axis; i }).collect();
            let at = index.iter().zip(read_back.shape()).fold(0, |at, (&i, &axis)| at * axis + i);
            let size = array.dtype().size();
            prop_assert_eq!(&read_back.data()[at * size..][..size], expected);
        }
    }
}

proptest! {
    #![proptest_config(hostile::cases())]

    #[test]
    fn damaged_archives_never_panic(
        bytes in prop_oneof![hostile::damaged(NUMPY_DEFLATED.to_vec()), hostile::damaged(NUMPY_STORED.to_vec())],
    ) {
        let limits = Limits { total_bytes: 1 << 16, header_bytes: 1 << 12 };
        if let Ok(arrays) = read(&bytes, limits) {
            let total: usize = arrays.iter().map(|(_, array)| array.data().len()).sum();
            prop_assert!(total < 1 << 16);
        }
    }

    #[test]
    fn damaged_arrays_never_panic(bytes in hostile::damaged(write_npy(&ramp(DataType::U8)))) {
        let _ = read_npy(&bytes, Limits::default());
    }
}
