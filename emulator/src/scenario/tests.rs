#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::machine::Limits;

const TEXT: &str = "\
.chip cv180x
#: window 0x2000000 0x1000

.segment first
#: seed 0x7
#: bases 0x0 0x10 0x0 0x0 0x0 0x0 0x0 0x0
#: local 0x8001 0102ff
#: dram 0x2000000 00
#: expect local 0x8001 0102fe
#: result 0000000000000000000000000000002a
tdma load id=1 end interrupt dst=int8[2,4,4]@0x0 src=int8[2,4,4]@b1+0x2000000

.segment second
tiu  max id=1 end interrupt output=i8[1,2,4,4]@0x100%manual a=i8[1,2,4,4]@0x0%manual b=i8#3
";

#[test]
fn text_holds_everything() {
    let scenario = Scenario::parse(TEXT).unwrap();
    assert_eq!(scenario.to_string(), TEXT);
    assert_eq!(scenario.stages[0].patches[0].bytes, [1, 2, 255]);
    assert_eq!(scenario.stages[0].result, Some(42));
}

#[test]
fn mistakes_are_named_by_line() {
    for (from, to, line) in
        [("0x1000", "0x10000000", 2), ("seed 0x7", "seed 7", 5), ("0102ff", "0102f", 7), ("dram", "heap", 8)]
    {
        let told = Scenario::parse(&TEXT.replace(from, to)).unwrap_err().to_string();
        assert!(told.starts_with(&format!("line {line} cannot be read")), "{told}");
    }
    let told = Scenario::parse(&TEXT.replace("tiu  max", "tiu  mix")).unwrap_err().to_string();
    assert!(told.contains("mix"), "{told}");
}

#[test]
fn a_stage_finds_its_memory_and_leaves_its_result() {
    let scenario = Scenario::parse(TEXT).unwrap();
    let mut machine = Machine::new(scenario.chip);
    for stage in &scenario.stages {
        stage.prepare(&mut machine, scenario.window).unwrap();
        machine.run(&stage.program(scenario.chip).unwrap(), &Limits::default()).unwrap();
    }
    let local = machine.local().bytes();
    assert_eq!(local[0x100].cast_signed(), local[0].cast_signed().max(3));
    let outside = Scenario { window: Window { offset: u64::MAX, size: 2 }, ..scenario };
    assert!(outside.stages[0].prepare(&mut machine, outside.window).is_err());
}

#[test]
fn bytes_that_are_not_as_expected_are_counted_and_the_first_is_named() {
    let scenario = Scenario::parse(TEXT).unwrap();
    let (mut machine, stage) = (Machine::new(scenario.chip), &scenario.stages[0]);
    stage.prepare(&mut machine, scenario.window).unwrap();
    let Mismatch { offset, found, expected, count, .. } = stage.mismatch(&machine).unwrap().unwrap();
    assert_eq!((offset, found, expected, count), (0x8003, 255, 254, 1));
    machine.local_mut().bytes_mut()[0x8003] = 254;
    assert_eq!(stage.mismatch(&machine).unwrap(), None);
}

#[test]
fn fills_depend_on_their_seed_only() {
    assert_eq!(fill(5, 1000), fill(5, 1000));
    assert_ne!(fill(5, 1000), fill(6, 1000));
    assert!(fill(5, 0).is_empty());
}

#[test]
fn damaged_texts_are_refused_or_mean_what_they_say() {
    for (at, _) in TEXT.char_indices() {
        for other in ["", " ", "#", "\n", "0", "f", ".segment ", "\u{e9}"] {
            let damaged = format!("{}{other}{}", &TEXT[..at], &TEXT[at + 1..]);
            if let Ok(scenario) = Scenario::parse(&damaged) {
                assert_eq!(Scenario::parse(&scenario.to_string()).as_ref(), Ok(&scenario), "{damaged}");
            }
        }
    }
}
