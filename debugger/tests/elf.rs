//! The program that gdb is given, read by somebody else's reader of ELF files.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::Kind;
use debugger::gdb::{addresses, elf};
use goblin::elf::Elf;
use goblin::elf::section_header::SHT_NOBITS;

#[test]
fn sections_and_symbols_are_where_turns_are() {
    let session = common::session(12, 1 << 20);
    let bytes = elf::program(&session, "/tmp/listing.tpu");
    let file = Elf::parse(&bytes).unwrap();
    assert!(file.is_64 && file.little_endian);
    assert_eq!(file.header.e_machine, goblin::elf::header::EM_RISCV);
    let name = |at: usize| file.shdr_strtab.get_at(at).unwrap();
    let names: Vec<&str> = file.section_headers.iter().map(|section| name(section.sh_name)).collect();
    for wanted in [".text.tiu", ".text.tdma", ".dram", ".debug_line", ".debug_info", ".debug_abbrev", ".debug_aranges"]
    {
        assert!(names.contains(&wanted), "{names:?}");
    }
    for section in file.section_headers.iter().filter(|section| section.sh_type != SHT_NOBITS) {
        assert!(section.sh_offset + section.sh_size <= bytes.len() as u64, "{}", name(section.sh_name));
    }
    let functions: Vec<u64> =
        file.syms.iter().filter(|symbol| symbol.is_function()).map(|symbol| symbol.st_value).collect();
    for layer in session.symbols().layers().iter().filter(|layer| layer.count > 0) {
        let turn = &session.turns()[layer.first];
        if turn.kind != Kind::Prepare {
            assert!(functions.contains(&addresses::of_turn(turn).unwrap()), "{}", layer.name);
        }
    }
}

#[test]
fn code_holds_the_words_of_every_descriptor() {
    let session = common::session(12, 1 << 20);
    for (number, turn) in session.turns().iter().enumerate() {
        let Some(descriptor) = session.target().descriptor(turn) else { continue };
        let address = addresses::of_turn(turn).unwrap();
        assert_eq!(addresses::turn_at(&session, address), Some(number));
        let words: Vec<u8> = descriptor.words().iter().flat_map(|word| word.to_le_bytes()).collect();
        let read: Vec<u8> = (0..words.len() as u64).filter_map(|at| addresses::read(&session, address + at)).collect();
        assert_eq!(read, words, "turn {number}");
    }
}

#[test]
fn the_listing_has_a_line_for_each_turn_and_one_behind_them() {
    let session = common::session(5, 1 << 20);
    assert_eq!(elf::listing(&session).lines().count(), session.turns().len() + 1);
}
