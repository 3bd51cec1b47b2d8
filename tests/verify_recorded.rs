//! The verifier and the footprints against what the vendor's own software emitted and its simulator executed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it covered"
)]

mod common;

use isa::chip::{Chip, ChipProfile};
use isa::command::{Isa, Tdma, Tiu, words_of};
use isa::container::cvimodel::{Limits, SectionKind, inspect};
use isa::container::cvtr::{self, Range, Trace};
use isa::container::packets::{self, Body};
use isa::field::Fields;
use isa::footprint::{Footprint, Region, Span, Touches};
use isa::hardware_order::from_hardware_order;
use isa::verify::{BaseRange, Form, Options, RangeMap, Segment, Words, verify};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn tiu_words(trace: &Trace) -> Vec<Words<Tiu>> {
    let chunks = trace.tiu.bytes.as_chunks::<112>().0.iter();
    let register_order = chunks.map(|bytes| {
        let mut bytes = *bytes;
        from_hardware_order(trace.chip, &mut bytes);
        words_of::<Tiu>(&bytes).unwrap()
    });
    register_order.collect()
}

fn tdma_words(trace: &Trace) -> Vec<Words<Tdma>> {
    trace.tdma.bytes.as_chunks::<64>().0.iter().map(|bytes| words_of::<Tdma>(bytes).unwrap()).collect()
}

#[test]
fn nothing_recorded_is_illegal_or_doubtful() {
    let Some(folder) = common::recorded("traces") else { return };
    let (mut traces, mut descriptors, mut taken) = (0, 0, Duration::ZERO);
    for path in common::files(&folder, ".cvtr.zst") {
        let bytes = common::trace(&path);
        let trace = cvtr::read(&bytes).unwrap();
        let (chip, tiu, tdma) = (trace.chip.profile(), tiu_words(&trace), tdma_words(&trace));
        let ranges: RangeMap =
            trace.base.map(|base| Some(BaseRange { bytes: chip.gmem_size - base, read_only: false }));
        let start = Instant::now();
        let options = Options { ranges: Some(&ranges), declared: Some([tiu.len(), tdma.len()]), ..Options::default() };
        let found = verify(&Segment { chip, tiu: &tiu, tdma: &tdma }, &options);
        taken += start.elapsed();
        assert!(found.is_empty(), "{}: {}", path.display(), found[0]);
        traces += 1;
        descriptors += tiu.len() + tdma.len();
    }
    println!("{traces} recorded executions, {descriptors} descriptors, verified in {taken:?}");
}

/// The bytes that the descriptors write: local ones by address, DRAM ones as ranges.
struct Written {
    local: Vec<bool>,
    dram: Vec<(u64, u64)>,
}

fn writes<E: Touches>(words: &[Words<E>], chip: &ChipProfile) -> Vec<Region> {
    let fields = words.iter().map(|words| <E as Isa>::Fields::unpack(chip.layout as usize, words));
    fields.flat_map(|fields| Footprint::of::<E>(&fields, chip).writes).collect()
}

fn written(trace: &Trace) -> Written {
    let chip = trace.chip.profile();
    let mut local = vec![false; chip.lmem_bytes() as usize];
    let mut dram: BTreeMap<u64, u64> = BTreeMap::new();
    let regions = writes::<Tiu>(&tiu_words(trace), chip).into_iter().chain(writes::<Tdma>(&tdma_words(trace), chip));
    for region in regions {
        for run in region.resolved(&trace.base).runs() {
            if let Span::Local(_) = region.span {
                let start = run.lane as usize * chip.lane_bytes as usize + usize::try_from(run.start).unwrap();
                local[start..start + run.len as usize].fill(true);
            } else {
                let start = run.start as u64 - chip.gmem_start;
                let end = dram.entry(start).or_default();
                *end = (*end).max(start + run.len);
            }
        }
    }
    Written { local, dram: merged(dram) }
}

fn merged(ranges: BTreeMap<u64, u64>) -> Vec<(u64, u64)> {
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if last.1 >= start => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

fn byte_at(ranges: &[Range], address: u64) -> u8 {
    let holds = |range: &&Range| (range.address..range.address + range.bytes.len() as u64).contains(&address);
    ranges.iter().find(holds).map_or(0, |range| range.bytes[(address - range.address) as usize])
}

/// The changed bytes of an image, by address.
fn changed<'a>(before: &'a [Range], after: &'a [Range]) -> impl Iterator<Item = u64> + 'a {
    let bytes = after.iter().flat_map(|range| (range.address..).zip(range.bytes.iter()));
    bytes.filter(|(address, byte)| byte_at(before, *address) != **byte).map(|(address, _)| address)
}

#[test]
fn every_changed_byte_is_one_that_a_footprint_writes() {
    let Some(folder) = common::recorded("traces") else { return };
    let mut count = 0;
    for path in common::files(&folder, ".cvtr.zst") {
        let bytes = common::trace(&path);
        let trace = cvtr::read(&bytes).unwrap();
        let written = written(&trace);
        for address in changed(&trace.dram_before, &trace.dram_after) {
            let next = written.dram.partition_point(|(_, end)| *end <= address);
            let covered = written.dram.get(next).is_some_and(|(start, _)| *start <= address);
            assert!(covered, "{}: DRAM {address:#x} changed", path.display());
            count += 1;
        }
        let local = if trace.header.lmem_post { trace.local_after.as_slice() } else { &[] };
        for address in changed(&trace.local_before, local) {
            assert!(written.local[address as usize], "{}: local {address:#x} changed", path.display());
            count += 1;
        }
    }
    println!("{count} changed bytes");
}

/// The descriptors of one segment, engine by engine.
type Descriptors = (Vec<Words<Tiu>>, Vec<Words<Tdma>>);

/// The segments of a command buffer: what lies between descriptors of the processor.
fn segments(chip: Chip, bytes: &[u8]) -> Vec<Descriptors> {
    let mut all = vec![(Vec::new(), Vec::new())];
    for packet in packets::read(chip, bytes).map(Result::unwrap) {
        let segment = all.last_mut().unwrap();
        match packet.body {
            Body::Tiu(body) => segment.0.push(words_of::<Tiu>(body).unwrap()),
            Body::Tdma(body) => segment.1.push(words_of::<Tdma>(body).unwrap()),
            Body::Cpu(_) => all.push((Vec::new(), Vec::new())),
        }
    }
    all
}

#[test]
fn published_models_are_clean_and_leave_their_weights_alone() {
    let (mut count, mut largest) = (0, (0, Duration::ZERO));
    for path in common::models() {
        let file = std::fs::read(&path).unwrap();
        let (model, _) = inspect(&file, &Limits::default()).unwrap();
        let chip = model.header.chip().unwrap();
        let weights = model.section_of(SectionKind::Weight).map_or(0, |section| section.size as u64);
        let mut ranges: RangeMap = [Some(BaseRange { bytes: 1 << 32, read_only: false }); 8];
        ranges[1] = Some(BaseRange { bytes: weights, read_only: true });
        for section in model.body.sections.iter().filter(|section| section.kind.is_commands()) {
            let bytes = model.contents(section, &Limits::default()).unwrap();
            for (tiu, tdma) in segments(chip, &bytes) {
                let options = Options { form: Form::Packets, ranges: Some(&ranges), ..Options::default() };
                let start = Instant::now();
                let found = verify(&Segment { chip: chip.profile(), tiu: &tiu, tdma: &tdma }, &options);
                let taken = start.elapsed();
                assert!(found.is_empty(), "{} {}: {}", path.display(), section.name, found[0]);
                let size = tiu.len() + tdma.len();
                count += size;
                largest = largest.max((size, taken));
            }
        }
    }
    println!("{count} descriptors; the largest segment has {} and takes {:?}", largest.0, largest.1);
}
