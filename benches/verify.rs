//! How long does it take to verify the largest model?
//!
//! Published models below `TPUSCOPE_DATA`, if there are any; otherwise random programs of a similar size.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod common;
#[path = "../tests/common/mod.rs"]
mod recorded;

use common::brief;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isa::chip::Chip;
use isa::command::{Tdma, Tiu, words_of};
use isa::container::cvimodel::{Limits, inspect};
use isa::container::packets::{self, Body};
use isa::generate::{Mix, Random, program};
use isa::sequence::Encoded;
use isa::verify::{Form, Options, Segment, verify};
use std::hint::black_box;
use std::path::Path;

/// Descriptors, segment by segment.
struct Workload {
    name: String,
    chip: Chip,
    form: Form,
    segments: Vec<Encoded>,
}

impl Workload {
    fn size(&self) -> usize {
        self.segments.iter().map(|segment| segment.tiu.len() + segment.tdma.len()).sum()
    }

    fn verify(&self) -> usize {
        let options = Options { form: self.form, ..Options::default() };
        let findings = self.segments.iter().map(|Encoded { tiu, tdma }| {
            let segment = Segment { chip: self.chip.profile(), tiu, tdma };
            verify(&segment, &Options { starts_blank: self.form == Form::Packets, ..options }).len()
        });
        findings.sum()
    }

    fn of_model(path: &Path) -> Workload {
        let file = std::fs::read(path).unwrap();
        let (model, _) = inspect(&file, &Limits::default()).unwrap();
        let chip = model.header.chip().unwrap();
        let commands = model.body.sections.iter().filter(|section| section.kind.is_commands());
        let contents = commands.map(|section| model.contents(section, &Limits::default()).unwrap());
        let segments = contents.map(|bytes| segment_of(chip, &bytes)).collect();
        Workload { name: path.file_stem().unwrap().to_string_lossy().into(), chip, form: Form::Packets, segments }
    }

    fn random() -> Workload {
        let chip = Chip::Cv181x;
        let mut random = Random::new(1);
        let mix = Mix { steps: 1000, transfers: 50 };
        let mut segment = || program(&mut random, chip.profile(), mix).sequence.encode(chip.profile()).unwrap();
        let segments = (0..6).map(|_| segment()).collect();
        Workload { name: "random programs".into(), chip, form: Form::Hardware, segments }
    }
}

fn segment_of(chip: Chip, bytes: &[u8]) -> Encoded {
    let mut segment = Encoded::default();
    for packet in packets::read(chip, bytes).map(Result::unwrap) {
        match packet.body {
            Body::Tiu(body) => segment.tiu.push(words_of::<Tiu>(body).unwrap()),
            Body::Tdma(body) => segment.tdma.push(words_of::<Tdma>(body).unwrap()),
            Body::Cpu(_) => {}
        }
    }
    segment
}

fn verifying(c: &mut Criterion) {
    let models = recorded::models();
    let largest = models.iter().map(|path| Workload::of_model(path)).max_by_key(Workload::size);
    let workload = largest.unwrap_or_else(Workload::random);
    assert_eq!(workload.verify(), 0, "{} is sound", workload.name);
    let mut group = c.benchmark_group("descriptors verified per second");
    group.throughput(Throughput::Elements(workload.size() as u64));
    group.bench_function(format!("{}, {}", workload.name, workload.size()), |b| {
        b.iter(|| black_box(black_box(&workload).verify()));
    });
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = verifying }
criterion_main!(benches);
