//! The performance monitor: what it leaves in memory, and that it leaves everything else alone.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::models;
use common::small_model::small_model;
use emulator::clock::Clock;
use emulator::machine::Limits;
use emulator::pmu::{Listing, Summary, layers};
use emulator::runtime::{Network, read};
use isa::chip::Chip;
use isa::cost::{BoardProfile, board};
use isa::generated::timing::SCHEDULE;
use std::path::{Path, PathBuf};

/// The largest models take minutes without optimisation.
const MOST_DESCRIPTORS: usize = 1000;

fn usual_board() -> &'static BoardProfile {
    board("cv1811h-evb").unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pmu");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// Published models for the usual board's chip, and one of a few numbers.
fn files() -> Vec<Vec<u8>> {
    let published = models().into_iter().map(|model| std::fs::read(model).unwrap());
    let fits = |file: &Vec<u8>| {
        let network = Network::load(file, 0).unwrap();
        network.machine().chip().chip == Chip::Cv181x && network.descriptors() <= MOST_DESCRIPTORS
    };
    published.filter(fits).chain([small_model(&scratch("small"))]).collect()
}

fn monitored(file: &[u8]) -> Network {
    let mut network = Network::of_model_monitored(&read(file).unwrap(), 0, usual_board()).unwrap();
    network.run(&Limits::default(), &mut ()).unwrap();
    network
}

/// A record, read from its bytes by hand.
struct Record {
    kind: u64,
    id: u64,
    events: [u64; 2],
    end: u64,
    start: u64,
}

fn word(bytes: &[u8], at: usize) -> u64 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()).into()
}

/// The records behind a command buffer, and the clock in its header.
fn by_hand(buffer: &[u8]) -> (Vec<Record>, u64) {
    let (size, offset) = (word(buffer, 0x18), word(buffer, 0x1c));
    assert_eq!(buffer.len() as u64, offset + size);
    let descriptors = word(buffer, 12) + word(buffer, 16);
    assert_eq!(size, (16 * descriptors + (1 << 20)).div_ceil(4096) * 4096);
    let list = buffer[offset as usize..].chunks(16).take_while(|record| word(record, 0) != 0);
    let record = |record: &[u8]| {
        let first = word(record, 0) | word(record, 4) << 32;
        let events = [first >> 20 & 0x3f_ffff, first >> 42];
        Record { kind: first & 15, id: first >> 4 & 0xffff, events, end: word(record, 8), start: word(record, 12) }
    };
    (list.map(record).collect(), word(buffer, 0x14))
}

#[test]
fn every_descriptor_has_its_record() {
    for file in files() {
        let network = monitored(&file);
        let mut clock = Clock::new(usual_board());
        let mut again = Network::load(&file, 0).unwrap();
        again.run(&Limits::default(), &mut clock).unwrap();
        let lists: Vec<_> = network.monitored().map(by_hand).collect();
        let [(records, clock_hz)] = lists.as_slice() else { continue };
        assert_eq!((*clock_hz, records.len()), (500_000_000, network.descriptors()));
        assert!(records.is_sorted_by_key(|record| record.end));
        // The same times, counted from when the monitor is turned on.
        let mut spans: Vec<_> = clock.schedule().places().iter().map(|placed| placed.span).collect();
        spans.sort_by_key(|span| span.end);
        for (record, span) in records.iter().zip(spans) {
            assert_eq!(record.end, span.end + SCHEDULE.first_tdma);
            assert!((1..=4).contains(&record.kind) && record.id > 0);
            assert!(record.events[0] <= record.events[1], "a burst has a beat");
            assert!(record.kind < 3 || record.events == [0, 0]);
        }
    }
}

#[test]
fn totals_equal_the_sum_of_records() {
    for file in files() {
        let network = monitored(&file);
        for buffer in network.monitored() {
            let (records, clock) = by_hand(buffer);
            let of = |kinds: &[u64]| records.iter().filter(|record| kinds.contains(&record.kind)).collect::<Vec<_>>();
            let cycles = |kinds: &[u64]| of(kinds).iter().map(|record| record.end - record.start).sum::<u64>();
            let bytes = |kinds: &[u64]| of(kinds).iter().map(|record| record.events[1] * 16).sum::<u64>();
            let listing = Listing::read(Chip::Cv181x, buffer).unwrap();
            let summary = Summary::of(&listing.records(), listing.clock_hz);
            assert_eq!((summary.tiu_cycles, summary.tdma_cycles), (cycles(&[4]), cycles(&[1, 2, 3])));
            assert_eq!((summary.load_bytes, summary.store_bytes), (bytes(&[1]), bytes(&[2])));
            assert_eq!((u64::from(summary.clock_hz), summary.records), (clock, records.len()));
            let first = records.first().map_or(0, |record| record.start);
            assert_eq!(summary.cycles, records.last().map_or(0, |record| record.end) - first);
            assert!(listing.entries.iter().all(|entry| !entry.name.is_empty()));
            // Where nothing numbers layers, there are none.
            if listing.entries.iter().any(|entry| entry.layer == 0) {
                continue;
            }
            let layers = layers(&listing.entries);
            assert_eq!(layers.iter().map(|layer| u64::from(layer.tiu)).sum::<u64>(), cycles(&[4]));
            assert_eq!(layers.iter().map(|layer| u64::from(layer.bytes)).sum::<u64>(), bytes(&[1, 2]));
        }
    }
}

#[test]
fn the_monitor_changes_no_byte_outside_of_its_buffers() {
    for file in files() {
        let mut watched = monitored(&file);
        let mut plain = Network::load(&file, 0).unwrap();
        plain.run(&Limits::default(), &mut ()).unwrap();
        let mut buffers = Vec::new();
        for buffer in watched.monitored() {
            let start = buffer.as_ptr() as usize - watched.machine().dram().bytes().as_ptr() as usize;
            buffers.push((start, buffer.len()));
        }
        assert!(!buffers.is_empty());
        for (start, len) in buffers {
            watched.machine_mut().dram_mut().write(start as u64, &vec![0; len]).unwrap();
        }
        assert_eq!(watched.machine().fingerprint(), plain.machine().fingerprint());
    }
}

#[test]
fn running_again_records_the_same() {
    let file = small_model(&scratch("again"));
    let mut network = monitored(&file);
    let first: Vec<u8> = network.monitored().flatten().copied().collect();
    network.run(&Limits::default(), &mut ()).unwrap();
    assert_eq!(network.monitored().flatten().copied().collect::<Vec<u8>>(), first);
}
