//! Published models: read, checked, decoded and written back without loss.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test stops at the first surprise")]

mod common;

use isa::chip::ChipProfile;
use isa::command::{Isa, Tdma, Tiu, decode, words_of};
use isa::container::cvimodel::{Limits, Model, inspect};
use isa::container::packets::{self, Body};
use isa::diagnostic::Severity;
use isa::field::Fields;

/// A descriptor's words decode without a finding, and its typed form accounts for every bit.
fn check_descriptor<E: Isa>(bytes: &[u8], chip: &ChipProfile, index: usize, place: &str) {
    let words = words_of::<E>(bytes).unwrap();
    let decoded = decode::<E>(&words, chip, index);
    assert_eq!(decoded.diagnostics, [], "{place}");
    let command = decoded.command().unwrap();
    let extras = command.extras(&decoded.fields, chip.layout);
    let names: Vec<_> = extras.iter().map(|(row, value)| (E::Fields::RECORD.fields[*row].name, value)).collect();
    assert!(
        extras.is_empty(),
        "{place}: {} descriptor {index} leaves {names:?} to no field of {}",
        E::ENGINE,
        command.info().name
    );
    assert_eq!(command.encode(chip).unwrap(), words, "{place}");
}

#[test]
fn every_descriptor_of_every_model_is_fully_understood() {
    let mut count = 0;
    for path in common::models() {
        let file = std::fs::read(&path).unwrap();
        let (model, findings) = inspect(&file, &Limits::default()).unwrap();
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        let chip = model.header.chip().unwrap();
        for section in model.body.sections.iter().filter(|section| section.kind.is_commands()) {
            let bytes = model.contents(section, &Limits::default()).unwrap();
            let mut own = Vec::new();
            for (index, packet) in packets::read(chip, &bytes).map(Result::unwrap).enumerate() {
                let place = format!("{} {}", path.display(), section.name);
                match packet.body {
                    Body::Tiu(body) => check_descriptor::<Tiu>(body, chip.profile(), index, &place),
                    Body::Tdma(body) => check_descriptor::<Tdma>(body, chip.profile(), index, &place),
                    Body::Cpu(_) => {}
                }
                own.push(packet);
                count += 1;
            }
            assert!(packets::write(chip, own) == *bytes, "{} {}", path.display(), section.name);
        }
    }
    println!("{count} descriptors");
}

#[test]
fn a_model_written_back_is_the_same_model() {
    for path in common::models() {
        let file = std::fs::read(&path).unwrap();
        let (model, _) = Model::read(&file).unwrap();
        let written = model.write().unwrap();
        let (again, findings) = Model::read(&written).unwrap();
        assert_eq!(findings, [], "{}", path.display());
        assert_eq!(model.differences(&again, &Limits::default()), [], "{}", path.display());
    }
}
