//! Files made to break readers: no panic, no endless work, no memory beyond what their size allows.

use crate::{
    independent::{crate_view, tables, written_by_the_crate},
    samples::{fetched_sample, sample, timeless_sample},
};
use isa::chip::Chip;
use isa::container::cvimodel::{Body, Limits, Model, Program, Section, SectionKind, Tensor, Version, inspect, merge};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// How many damaged files are tried; `TPUSCOPE_FUZZ_ITERATIONS` asks for more.
fn iterations() -> u64 {
    let asked = std::env::var("TPUSCOPE_FUZZ_ITERATIONS").ok().and_then(|value| value.parse().ok());
    asked.unwrap_or(20_000)
}

/// A small generator of numbers that look random (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }

    /// A number that readers stumble over.
    fn number(&mut self) -> u32 {
        let odd = [0, 1, 3, 4, 8, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffc, u32::MAX];
        if self.roll(3) == 0 { self.roll(4096) as u32 } else { odd[self.roll(odd.len())] }
    }
}

/// Damages one to four places of the header or the tables.
fn damage(file: &mut Vec<u8>, dice: &mut Dice) {
    let reach = 48 + tables(file).len();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(reach);
        match dice.roll(8) {
            0 => file[at] ^= 1 << dice.roll(8),
            1 => file[at] = dice.roll(256) as u8,
            2..=4 => put(file, at & !3, dice),
            5 => put(file, at & !1, dice),
            6 => file.copy_within(at.min(reach - 8)..at.min(reach - 8) + 8, dice.roll(reach)),
            _ if dice.roll(20) == 0 => file.truncate(at.max(48)),
            _ => put(file, 48 + 4 * dice.roll(reach / 4 - 12), dice),
        }
        if file.len() < reach {
            return;
        }
    }
}

fn put(file: &mut [u8], at: usize, dice: &mut Dice) {
    let number = dice.number().to_le_bytes();
    file.iter_mut().skip(at).zip(number).for_each(|(byte, value)| *byte = value);
}

/// Bytes that the value takes, vectors and text included.
fn footprint(body: &Body) -> usize {
    let texts = |texts: &[String]| texts.iter().map(|text| size_of::<String>() + text.len()).sum::<usize>();
    let shape = |dims: &[i64]| size_of_val(dims);
    let tensor = |tensor: &Tensor| {
        size_of::<Tensor>()
            + tensor.name.len()
            + shape(&tensor.shape.dims)
            + 4 * (tensor.scale.len() + tensor.mean.len())
    };
    let program = |program: &Program| {
        let routines = program.routines.iter();
        let routines = routines.map(|routine| 200 + texts(&routine.inputs) + texts(&routine.outputs));
        program.tensors.iter().map(tensor).sum::<usize>() + routines.sum::<usize>() + texts(&program.inputs)
    };
    let weights = body.weights.iter().map(|weight| 80 + weight.name.len());
    let sections = body.sections.iter().map(|section| 48 + section.name.len());
    body.programs.iter().map(program).sum::<usize>() + weights.sum::<usize>() + sections.sum::<usize>()
}

#[test]
fn damaged_files_are_read_or_refused_at_a_place_inside_them() {
    let seeds = [sample().write().unwrap(), fetched_sample().write().unwrap(), timeless_sample(0).write().unwrap()];
    let mut packed = sample();
    packed.compress().unwrap();
    let packed = packed.write().unwrap();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for round in 0..iterations() {
        let mut file = seeds.get(dice.roll(4)).unwrap_or(&packed).clone();
        damage(&mut file, &mut dice);
        let started = Instant::now();
        check(&file, round);
        assert!(started.elapsed() < Duration::from_secs(1), "round {round} took too long");
    }
}

fn check(file: &[u8], round: u64) {
    match inspect(file, &Limits::default()) {
        Ok((model, _)) => {
            assert!(footprint(&model.body) <= 16 * file.len() + 4096, "round {round}");
            let again = model.write();
            let read_back = again.as_ref().map(|again| Model::read(again).unwrap().0.body);
            // Numbers that are not equal to themselves do not compare.
            assert!(
                read_back.is_err() || format!("{:?}", read_back.unwrap()) == format!("{:?}", model.body),
                "round {round}"
            );
        }
        Err(error) => {
            assert!(error.offset <= file.len() as u64, "round {round}: {error}");
            assert!(!error.what.is_empty() && !error.help.is_empty(), "round {round}: {error}");
        }
    }
}

/// Our reader accepts tables exactly when the crate does, except for what is listed here.
#[test]
fn damaged_tables_are_judged_as_the_crate_judges_them() {
    let stricter = ["the vtable of", "repeats parts of the file"];
    let seed = sample().write().unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut accepted = 0;
    for round in 0..iterations() {
        let mut file = seed.clone();
        damage(&mut file, &mut dice);
        if file.len() < seed.len() || file[..48] != seed[..48] {
            continue;
        }
        let theirs = crate_view(tables(&file));
        match (Model::read(&file), theirs) {
            (Ok(_), Ok(_)) => accepted += 1,
            (Err(_), Err(_)) => {}
            // A section may reach past the end of the file: a matter of the container, not of the tables.
            (Err(error), Ok(_)) if error.what.contains("behind the tables") => accepted += 1,
            (Err(error), Ok(_)) => {
                assert!(stricter.iter().any(|rule| error.what.contains(rule)), "round {round}: {error}")
            }
            (Ok(_), Err(error)) => panic!("round {round}: only the crate refuses: {error}"),
        }
    }
    assert!(accepted > 0);
}

/// One tensor, listed over and over: a few bytes each in the file, hundreds each once read.
#[test]
fn a_bomb_of_repeated_tables_is_refused() {
    let bomb = written_by_the_crate(100_000);
    let error = Model::read(&bomb).unwrap_err();
    assert!(error.what.contains("`programs[0].tensors") && error.what.contains("repeats parts of the file"), "{error}");
    assert!(Model::read(&written_by_the_crate(3)).is_ok());
}

/// Tens of thousands of sections whose names, or file names, are the same.
#[test]
fn many_sections_of_one_name_cost_no_more_than_others() {
    let model = |kind, names: &mut dyn Iterator<Item = String>| {
        let mut model = Model::new("many", Chip::Cv181x, Version::NEWEST);
        for (index, name) in names.enumerate() {
            model.push_section(Section::new(kind, &name), &(index as u32).to_le_bytes()).unwrap();
        }
        model
    };
    let started = Instant::now();
    let numbered = (10_001..20_001).map(|number| format!("x_{number}"));
    let taken = model(SectionKind::Cmdbuf, &mut numbered.chain((0..10_000).map(|_| "x".to_owned())));
    let blobs = taken.extract(&Limits::default()).unwrap();
    let names: HashSet<&str> = blobs.iter().map(|blob| blob.file_name.as_str()).collect();
    assert_eq!(names.len(), 20_000);
    let libraries = model(SectionKind::X86Library, &mut (0..20_000).map(|_| "custom".to_owned()));
    let merged = merge(&[libraries.clone(), libraries]).unwrap();
    assert_eq!(merged.body.sections.len(), 20_000);
    assert!(started.elapsed() < Duration::from_secs(5), "it took {:?}", started.elapsed());
}
