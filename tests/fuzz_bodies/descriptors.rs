//! Descriptors of both engines, on every chip: decoded, encoded again, as text, and as parts of a program.

use isa::chip::{Chip, ChipProfile};
use isa::command::{Command, Decoded, Isa, Tdma, Tiu, bytes_of, decode, words_of};
use isa::container::packets::{self, Body, Packet};
use isa::field::Fields;
use isa::footprint::{Footprint, Touches};
use isa::text::{Descriptor, Program, assemble_line};
use isa::verify::{Form, Options, Segment, Words, verify};

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
        let descriptor = Descriptor::from_bytes(E::ENGINE, bytes).expect("the length is right");
        for chip in Chip::ALL {
            check::<E>(&words, chip.profile(), index);
            check_text(descriptor, chip);
        }
    }
}

/// Every descriptor has a line of text that means exactly it.
fn check_text(descriptor: Descriptor, chip: Chip) {
    let line = descriptor.disassemble(chip);
    assert!(line.len() < 1 << 13 && !line.contains('\n'), "{line:?}");
    assert_eq!(assemble_line(&line, chip), Ok(Some(descriptor)), "{line}");
    assert!(!descriptor.raw(chip).is_empty());
    assert_eq!(descriptor.view(chip).engine, descriptor.engine());
}

/// Texts of descriptors; the chip is what the text says, or none.
pub fn text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for chip in [None, Some(Chip::Cv183x), Some(Chip::Cv180x)] {
        match Program::assemble(&text, chip) {
            Ok(program) => {
                let again = Program::assemble(&program.disassemble(), None);
                assert_eq!(again.as_ref(), Ok(&program), "{}", program.disassemble());
            }
            Err(errors) => {
                assert!(!errors.0.is_empty() && errors.0.len() < 2000);
                let last = text.lines().count().max(1);
                assert!(errors.0.iter().all(|error| (1..=last).contains(&error.line)), "{errors}");
                assert!(errors.0.iter().all(|error| error.to_string().len() < 1 << 14), "{errors}");
            }
        }
    }
}

/// What is checked of a command buffer as a whole, whatever its descriptors hold.
pub fn program(data: &[u8]) {
    let Ok(chip) = packets::chip_of(data) else { return };
    let found: Vec<Packet<'_>> = packets::read(chip, data).map_while(Result::ok).collect();
    let tiu: Vec<Words<Tiu>> = found.iter().filter_map(|packet| words_in::<Tiu>(packet.body)).collect();
    let tdma: Vec<Words<Tdma>> = found.iter().filter_map(|packet| words_in::<Tdma>(packet.body)).collect();
    let chip = chip.profile();
    let segment = Segment { chip, tiu: &tiu, tdma: &tdma };
    for form in [Form::Packets, Form::Hardware] {
        for diagnostic in verify(&segment, &Options { form, ..Options::default() }) {
            assert!(!diagnostic.to_string().is_empty());
        }
    }
    let footprints = [footprints::<Tiu>(&tiu, chip), footprints::<Tdma>(&tdma, chip)].concat();
    for pair in footprints.windows(2) {
        assert_eq!(pair[0].conflicts_with(&pair[1]), pair[1].conflicts_with(&pair[0]));
    }
}

fn words_in<E: Isa>(body: Body<'_>) -> Option<Words<E>> {
    words_of::<E>(body.bytes()).filter(|_| body.engine() == E::ENGINE)
}

fn footprints<E: Touches>(all: &[Words<E>], chip: &ChipProfile) -> Vec<Footprint> {
    let footprint = |words| Footprint::of::<E>(&decode::<E>(words, chip, 0).fields, chip);
    let footprints: Vec<Footprint> = all.iter().map(footprint).collect();
    for region in footprints.iter().flat_map(Footprint::regions) {
        let (low, high) = region.bounds().expect("a region that is listed is not empty");
        let runs = region.runs().take(64);
        assert!(low < high && region.byte_count() > 0, "{region:?}");
        for run in runs {
            assert!(low <= run.start && run.start.saturating_add_unsigned(run.len) <= high, "{run:?} of {region:?}");
            assert!(region.contains(run.lane, run.start), "{run:?} of {region:?}");
        }
        assert!(region.intersects(region), "{region:?}");
        let _ = region.overlaps_itself();
    }
    footprints
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
