//! Compressed streams against recorded ones, against themselves, and after damage.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

use isa::container::vlc::{DataType, Header, Params, decode, decode_into, encode, max_stream_bytes, stream_bytes};
use proptest::prelude::*;

/// A tensor and the stream that the vendor's encoder makes of it.
struct Vector {
    name: &'static str,
    params: Params,
    plain: &'static str,
    stream: &'static str,
    /// What the vendor's decoder makes of the stream; empty where that is `plain`.
    decoded: &'static str,
}

const VECTORS: &[Vector] = &[
    Vector {
        name: "one byte",
        params: Params { data_type: DataType::Int8, signed: true, bias0: 0, bias1: 0, zero_guard: false },
        plain: "fd",
        stream: "1000001000000000000000000000000005000000000000000000000000000000e0ff1f00000000000000000000000000",
        decoded: "",
    },
    Vector {
        name: "unsigned, orders growing with the values",
        params: Params { data_type: DataType::Int8, signed: false, bias0: 0, bias1: 0, zero_guard: false },
        plain: "00050a0f04090e03080d02070c01060b00050a0f04090e03080d02070c01060b000a141e08121c06101a040e18020c16000a141e08121c06101a040e18020c160014283c1024380c2034081c3004182c0014283c1024380c2034081c3004182c0028507820487018406810386008305800285078204870184068103860083058",
        stream: "60000000000000000000000000000000585878789898b8b80000000000000000aaaacccc254a4c2c96aaaacccc254a4c2c960000aaaacccc254a4c2c960000aaaacccc254a4c2c9600000000aaaacccc254a4c2c9600000000aaaacccc254a4c2c96000000000000aaaacccc254a4c2c96000000000000aaaacccc254a4c2c96",
        decoded: "",
    },
    Vector {
        name: "signed without biases",
        params: Params { data_type: DataType::Int8, signed: true, bias0: 0, bias1: 0, zero_guard: false },
        plain: "ff000003f9fd020af9020cf6010ff20111ef0014eb0016e8ff19e4ff1be1fe1eddfe20dafd23d6fd",
        stream: "300000100000000000000000000000006f9b9500000000000000000000000000314908f8f823ef343262c9b6402b605a6c5032998c18316e03a801c4022000c01086e07f000000000000000000000000",
        decoded: "",
    },
    Vector {
        name: "signed weights, a gap around zero",
        params: Params { data_type: DataType::Int8, signed: true, bias0: 4, bias1: 4, zero_guard: false },
        plain: "00faf908fbfa0700fb06f9f805fa0008fbfa07f8fb00f9f805faf90800fa07f8fb06f90005",
        stream: "2000001004040000000000000000000038490c00000000000000000000000000362d252c4ea286dba68ee3ebba5c8560fe1f0000000000000000000000000000",
        decoded: "",
    },
    Vector {
        name: "signed, largest biases",
        params: Params { data_type: DataType::Int8, signed: true, bias0: 126, bias1: 127, zero_guard: false },
        plain: "7f80007f80807f7f0000807f01ff7e81",
        stream: "100000107e7f000000000000000000009e00000000000000000000000000000032a4c9e800d000c0ff3f002000200000",
        decoded: "",
    },
    Vector {
        name: "raw groups between coded ones",
        params: Params { data_type: DataType::Int8, signed: false, bias0: 0, bias1: 0, zero_guard: false },
        plain: "00000000000000000000000000000000c8217ad32c85de3790e9429bf44da6ff00000000000000000000000000000000",
        stream: "2000000000000000000000000000000000e00000000000000000000000000000ffffc8217ad32c85de3790e9429bf44da6ffffff000000000000000000000000",
        decoded: "",
    },
    Vector {
        name: "two map lines",
        params: Params { data_type: DataType::Int8, signed: true, bias0: 0, bias1: 0, zero_guard: false },
        plain: "00010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c00081200000200030800060e00091400010400040a000710000a0000020600050c0008120000020003080006",
        stream: "b00000100000000000000000000000006c7271707271726e756d766d746d766d3100000000000000000000000000000000008200a0645b16e60d00102008292326fc2c26000041005032b865615e0000010290b262c2cf62008004014049825b16e60100081082942d26fc2c02004810009424b865610e0080003148d962c2cf02009020042861825b16660000081083942d26fc0c00800431402926b86561020080003148dd62c24f00004810039462825b1606000002cc20e52d26fc000020410c502c26b86521000020800c52de62c20700408081ff0f0000000000000000",
        decoded: "",
    },
    Vector {
        name: "bf16 special values",
        params: Params { data_type: DataType::Bf16, signed: false, bias0: 127, bias1: 0, zero_guard: false },
        plain: "0000008001007f80807f80ffc17fffff80007f7f803f80bf0040003faa3e49c0",
        stream: "200000207f0000000000000000000000e0000000000000000000000000000000fdfdfdfdfffffffffbfe000002010302008001ff008041ff007f008000002ac9",
        decoded: "",
    },
    Vector {
        name: "bf16 special values under a zero guard",
        params: Params { data_type: DataType::Bf16, signed: false, bias0: 127, bias1: 0, zero_guard: true },
        plain: "0000008001007f80807f80ffc17fffff80007f7f803f80bf0040003faa3e49c0",
        stream: "200000207f8000000000000000000000e000000000000000000000000000000000000000fffffffffcfe010103020403008041ff007f008000002ac900000000",
        decoded: "0000000000000000807f80ffc17fffff80007f7f803f80bf0040003faa3e49c0",
    },
    Vector {
        name: "bf16 weights",
        params: Params { data_type: DataType::Bf16, signed: false, bias0: 124, bias1: 0, zero_guard: false },
        plain: "803f69bf523f3b3f24bf0d3ff63edfbec83eb13e9abe833e6c3e55be3e3e273e10bef93de23dcbbdb43d9d3d86bd6f3d",
        stream: "400000207c000000000000000000000033e000000000000000000000000000000000489254d5074897da216db0fb468ad11c60abf6390108080808080818b8bfbfbfbfbfbfbf87cc135ba6e9307c030000000000000000000000000000000000",
        decoded: "",
    },
    Vector {
        name: "bf16 weights with zeros",
        params: Params { data_type: DataType::Bf16, signed: false, bias0: 124, bias1: 0, zero_guard: true },
        plain: "000069bf523f000024bf0d3f0000dfbec83e00009abe833e000055be3e3e000010bef93d0000cbbdb43d000086bd6f3d",
        stream: "200000207c80000000000000000000002c0d0000000000000000000000000000b66d964cd6fae952a40ddf489a03d53e3299f01f326f99c6f00d000000000000",
        decoded: "",
    },
    Vector {
        name: "bf16 high bias",
        params: Params { data_type: DataType::Bf16, signed: false, bias0: 200, bias1: 0, zero_guard: true },
        plain: "00703d707a70b770f47031716e71ab71e871257262729f72dc72197356739373",
        stream: "20000020c88000000000000000000000b0000000000000000000000000000000ffff9899e0e100feffffa0aaaaaa0ad0a3774317e3b6825622f6c19561350100",
        decoded: "",
    },
    Vector {
        name: "bf16 zeros",
        params: Params { data_type: DataType::Bf16, signed: false, bias0: 127, bias1: 0, zero_guard: true },
        plain: "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        stream: "100000207f800000000000000000000000000000000000000000000000000000ffffffff000000000000000000000000",
        decoded: "",
    },
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn recorded_tensors_encode_to_recorded_streams() {
    for vector in VECTORS {
        assert_eq!(encode(&bytes(vector.plain), &vector.params).unwrap(), bytes(vector.stream), "{}", vector.name);
    }
}

#[test]
fn recorded_streams_decode_to_recorded_tensors() {
    for vector in VECTORS {
        let (plain, stream) = (bytes(vector.plain), bytes(vector.stream));
        let expected = if vector.decoded.is_empty() { plain } else { bytes(vector.decoded) };
        assert_eq!(decode(&stream, expected.len()).unwrap(), (expected, stream.len()), "{}", vector.name);
    }
}

#[test]
fn recorded_headers_hold_the_parameters_and_the_length() {
    for vector in VECTORS {
        let stream = bytes(vector.stream);
        let header = Header::parse(&stream).unwrap();
        assert_eq!((header.check(), header.params), (Ok(()), vector.params), "{}", vector.name);
        assert_eq!(stream_bytes(&stream, vector.plain.len() / 2).unwrap(), stream.len(), "{}", vector.name);
    }
}

#[test]
fn weights_get_the_recorded_parameters() {
    for vector in VECTORS.iter().filter(|vector| vector.name.contains("weights")) {
        let chosen = Params::for_weights(&bytes(vector.plain), vector.params.data_type, vector.params.signed);
        assert_eq!(chosen, vector.params, "{}", vector.name);
    }
}

/// Parameters that lose nothing but what a zero guard does.
fn params() -> impl Strategy<Value = Params> {
    prop_oneof![
        any::<(u8, u8)>().prop_map(|(bias0, bias1)| Params { bias0, bias1: bias1 & 0x7f, ..Params::int8(false) }),
        any::<(u8, u8)>().prop_map(|(bias0, bias1)| Params {
            bias0: bias0 & 0x7f,
            bias1: bias1 & 0x7f,
            ..Params::int8(true)
        }),
        any::<(u8, bool)>().prop_map(|(bias0, guard)| Params { bias0, ..Params::bf16(guard) }),
    ]
}

/// Bytes of several distributions: zeros, small ones, the whole range, extremes, and a mixture with zeros.
fn int8_data() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        Just(Just(0u8).boxed()),
        (0u32..8).prop_map(|shift| any::<i8>().prop_map(move |value| (value >> shift).cast_unsigned()).boxed()),
        Just(prop_oneof![Just(0), Just(1), Just(127), Just(128), Just(255)].boxed()),
        Just(prop_oneof![3 => Just(0), 1 => any::<u8>()].boxed()),
    ];
    byte.prop_flat_map(|byte| prop::collection::vec(byte, 0..700))
}

/// Elements of several distributions, with infinities, NaN, subnormal values and both zeros.
fn bf16_data() -> impl Strategy<Value = Vec<u8>> {
    let special = || prop::sample::select(vec![0x0000u16, 0x8000, 0x0001, 0x807f, 0x7f80, 0xff80, 0x7fc1, 0xffff]);
    let around_one = || (0x3c00u16..0x4200, any::<bool>()).prop_map(|(value, sign)| value | u16::from(sign) << 15);
    let element = prop_oneof![
        Just(special().boxed()),
        Just(around_one().boxed()),
        Just(any::<u16>().boxed()),
        Just(prop_oneof![2 => Just(0), 3 => around_one(), 1 => special()].boxed()),
    ];
    element
        .prop_flat_map(|element| prop::collection::vec(element, 0..400))
        .prop_map(|values| values.iter().flat_map(|value| value.to_le_bytes()).collect())
}

/// What a stream keeps of a tensor.
fn kept(plain: &[u8], params: &Params) -> Vec<u8> {
    let mut kept = plain.to_vec();
    if params.data_type == DataType::Bf16 && params.zero_guard {
        for element in kept.chunks_exact_mut(2) {
            if u16::from_le_bytes([element[0], element[1]]) & 0x7f80 == 0 {
                element.fill(0);
            }
        }
    }
    kept
}

fn check_round_trip(plain: &[u8], params: &Params) -> Result<(), TestCaseError> {
    let stream = encode(plain, params).unwrap();
    prop_assert!(stream.len() <= max_stream_bytes(plain.len(), params.data_type));
    prop_assert_eq!(stream_bytes(&stream, plain.len()).unwrap(), stream.len());
    prop_assert_eq!(Header::parse(&stream).unwrap().params, *params);
    let mut decoded = vec![0xa5; plain.len()];
    prop_assert_eq!(decode_into(&stream, &mut decoded).unwrap(), stream.len());
    prop_assert_eq!(decoded, kept(plain, params));
    Ok(())
}

proptest! {
    #[test]
    fn tensors_come_back(params in params(), int8 in int8_data(), bf16 in bf16_data()) {
        let plain = if params.data_type == DataType::Int8 { int8 } else { bf16 };
        check_round_trip(&plain, &params)?;
    }

    #[test]
    fn weights_come_back_with_chosen_parameters(int8 in int8_data(), bf16 in bf16_data(), signed: bool) {
        for (plain, data_type) in [(int8, DataType::Int8), (bf16, DataType::Bf16)] {
            let params = Params::for_weights(&plain, data_type, signed);
            prop_assert!(params.check().is_ok());
            check_round_trip(&plain, &params)?;
        }
    }

    #[test]
    fn illegal_parameters_give_streams_too(
        data_type in prop_oneof![Just(DataType::Int8), Just(DataType::Bf16)],
        rest: (bool, u8, u8, bool),
        bf16 in bf16_data(),
    ) {
        let params = Params { data_type, signed: rest.0, bias0: rest.1, bias1: rest.2, zero_guard: rest.3 };
        let stream = encode(&bf16, &params).unwrap();
        prop_assert_eq!(decode(&stream, bf16.len()).unwrap().1, stream.len());
    }
}

/// A small generator whose sequence is the same everywhere.
struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 >> 33) as usize % limit
    }

    fn damage(&mut self, stream: &mut Vec<u8>) {
        let at = self.below(stream.len());
        match self.below(8) {
            0..=3 => stream[at] ^= 1 << self.below(8),
            4 => stream[at] = self.below(256) as u8,
            5 => stream[at % Header::BYTES] = self.below(256) as u8,
            6 if self.below(8) == 0 => stream.truncate(at.max(1)),
            _ => stream.extend_from_slice(&[0xff; 3]),
        }
    }
}

#[test]
fn damaged_streams_are_decoded_or_refused() {
    let streams: Vec<(Vec<u8>, usize)> = VECTORS.iter().map(|v| (bytes(v.stream), v.plain.len() / 2)).collect();
    let mut noise = Noise(1);
    let (mut decoded, mut refused) = (0, 0);
    for round in 0..200_000 {
        let (stream, plain_bytes) = &streams[round % streams.len()];
        let (mut stream, mut asked) = (stream.clone(), *plain_bytes);
        for _ in 0..=noise.below(4) {
            noise.damage(&mut stream);
        }
        if noise.below(16) == 0 {
            asked = [asked + 1, asked / 2, usize::MAX, noise.below(4096)][noise.below(4)];
        }
        match decode(&stream, asked) {
            Ok((plain, consumed)) => {
                assert!(plain.len() == asked && consumed <= stream.len());
                decoded += 1;
            }
            Err(error) => {
                assert!(!error.allowed.is_empty() && !error.help.is_empty(), "{error}");
                refused += 1;
            }
        }
    }
    assert!(decoded > 10_000 && refused > 10_000, "{decoded} decoded, {refused} refused");
}
