//! Descriptors of both engines, on every chip.

use isa::chip::{Chip, ChipProfile};
use isa::command::{Command, Decoded, Isa, Tdma, Tiu, bytes_of, decode, words_of};
use isa::field::Fields;

/// TIU descriptors; bytes beyond whole ones are left alone.
pub fn descriptor_tiu(data: &[u8]) {
    descriptors::<Tiu>(data);
}

/// TDMA descriptors; bytes beyond whole ones are left alone.
pub fn descriptor_tdma(data: &[u8]) {
    descriptors::<Tdma>(data);
}

fn descriptors<E: Isa>(data: &[u8]) {
    assert_eq!(words_of::<E>(data).is_some(), data.len() == E::BYTES);
    for (index, bytes) in data.chunks_exact(E::BYTES).enumerate() {
        let words = words_of::<E>(bytes).expect("the length is right");
        assert_eq!(bytes_of(words.as_ref()), bytes);
        Chip::ALL.iter().for_each(|chip| check::<E>(&words, chip.profile(), index));
    }
}

fn check<E: Isa>(words: &<E::Fields as Fields>::Words, chip: &ChipProfile, index: usize) {
    let decoded = decode::<E>(words, chip, index);
    assert_eq!(decoded.fields.pack(chip.layout as usize), Ok(*words), "fields lose bits");
    for diagnostic in &decoded.diagnostics {
        assert_eq!((diagnostic.engine, diagnostic.index), (E::ENGINE, index));
        assert!(!diagnostic.to_string().is_empty());
    }
    match &decoded.command() {
        Some(command) => check_command(command, &decoded, words, chip),
        None => assert!(!decoded.diagnostics.is_empty(), "an unknown operation goes unnoticed"),
    }
}

fn check_command<E: Isa>(
    command: &Command<E>,
    decoded: &Decoded<E>,
    words: &<E::Fields as Fields>::Words,
    chip: &ChipProfile,
) {
    let extras = command.extras(&decoded.fields, chip.layout);
    check_complete(command, &extras, decoded, chip);
    let encoded = command.encode(chip);
    if extras.is_empty() && decoded.diagnostics.is_empty() {
        assert_eq!(encoded, Ok(*words), "a plain descriptor is encoded differently");
    }
    match encoded {
        Ok(encoded) => {
            let again = decode::<E>(&encoded, chip, 0);
            let parts = again.command().map(|command| (command.header, command.op));
            assert_eq!(parts, Some((command.header, command.op)), "encoding changes the command");
            assert_eq!(command.extras(&again.fields, chip.layout), [], "encoding adds something");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The command and what it leaves out are the whole descriptor.
fn check_complete<E: Isa>(command: &Command<E>, extras: &[(usize, u64)], decoded: &Decoded<E>, chip: &ChipProfile) {
    let layout = chip.layout as usize;
    let plain = E::fields(&command.header, &command.op, chip.layout);
    let mut fields = plain.unwrap_or_else(|_| E::Fields::defaults(layout));
    for &(row, value) in extras {
        fields.set(layout, row, value).expect("what was read fits");
    }
    assert_eq!(fields, decoded.fields, "a descriptor is more than its command and the extras");
}
