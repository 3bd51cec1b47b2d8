//! Texts of many lines.

use isa::chip::Chip;
use isa::text::{Descriptor, Program, Segment, Sink, Style};

const TEXT: &str = "\
# Two segments.
.chip sg2002   # a member of the family

tiu add id=1 output=i8[1,8,4,4]@0x0 a=i8[1,8,4,4]@0x10 b=i8#3  # a constant

.segment second
\ttdma  load id=1 wait=1 dst=int8[8,4,4]@0x0 src=int8[8,4,4]@b1+0x40
  tiu raw
";

const CANONICAL: &str = "\
.chip cv181x
tiu  add id=1 output=i8[1,8,4,4]@0x0 a=i8[1,8,4,4]@0x10 b=i8#3

.segment second
tdma load id=1 wait=1 dst=int8[8,4,4]@0x0 src=int8[8,4,4]@b1+0x40
tiu  raw
";

#[test]
fn comments_blanks_and_segments_are_understood() {
    let raw = TEXT.replace("tiu raw", "tiu raw .tsk_typ=tensor .tsk_eu_typ=31");
    let program = Program::assemble(&raw, None).unwrap();
    assert_eq!(program.chip, Chip::Cv181x);
    let names: Vec<&str> = program.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["", "second"]);
    assert_eq!(program.descriptors().count(), 3);
    let again = program.disassemble();
    assert_eq!(again, CANONICAL.replace("tiu  raw", "tiu  raw .tsk_typ=tensor .tsk_eu_typ=31"));
    assert_eq!(Program::assemble(&again, None).unwrap(), program);
}

#[test]
fn carriage_returns_are_white_space() {
    let program = Program::assemble(&CANONICAL.replace("tiu  raw\n", "").replace('\n', "\r\n"), None).unwrap();
    assert_eq!(program.descriptors().count(), 2);
}

#[test]
fn the_caller_may_name_the_chip() {
    let line = "tiu and output=u8[1,1,1,1]@0x0 a=u8[1,1,1,1]@0x0 b=u8#1";
    let old = Program::assemble(line, Some(Chip::Cv183x)).unwrap();
    let new = Program::assemble(line, Some(Chip::Cv180x)).unwrap();
    assert_eq!(old.chip, Chip::Cv183x);
    assert_ne!(old.segments, new.segments);
    let overruled = Program::assemble(&format!(".chip cv183x\n{line}"), Some(Chip::Cv180x)).unwrap();
    assert_eq!(overruled, old);
}

#[test]
fn unwritable_segment_names_are_bent() {
    let segment = Segment { name: "two words\n#".into(), descriptors: Vec::new() };
    let program = Program { chip: Chip::Cv180x, segments: vec![segment] };
    let again = Program::assemble(&program.disassemble(), None).unwrap();
    assert_eq!(again.segments[0].name, "two_words__");
}

#[test]
fn an_empty_text_needs_a_chip_too() {
    assert!(Program::assemble("", None).unwrap_err().to_string().contains(".chip cv181x"));
    let empty = Program::assemble("# nothing\n", Some(Chip::Cv182x)).unwrap();
    assert_eq!(empty, Program::new(Chip::Cv182x, Vec::new()));
}

#[test]
fn descriptors_are_read_from_bytes_of_the_right_length() {
    use isa::diagnostic::Engine;
    assert_eq!(Descriptor::from_bytes(Engine::Tdma, &[0; 64]), Some(Descriptor::Tdma([0; 16])));
    assert_eq!(Descriptor::from_bytes(Engine::Tiu, &[0; 64]), None);
    assert_eq!(Descriptor::from_bytes(Engine::Cpu, &[0; 64]), None);
}

/// Marks what it is told.
#[derive(Default)]
struct Marks(String);

impl Sink for Marks {
    const STYLED: bool = true;

    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn style(&mut self, style: Style) {
        self.0.push_str(match style {
            Style::Engine => "<e>",
            Style::Mnemonic => "<m>",
            Style::Header => "<h>",
            Style::Operand => "<o>",
            Style::Attribute => "<a>",
            Style::Extra => "<x>",
        });
    }
}

#[test]
fn styles_stand_before_what_they_are_for() {
    let line = "tiu mul id=2 output=i8[1,1,1,1]@0x0 a=i8[1,1,1,1]@0x0 b=i8#1 rshift=3 .opd2_n=2";
    let descriptor = isa::text::assemble_line(line, Chip::Cv181x).unwrap().unwrap();
    let mut marks = Marks::default();
    descriptor.write(Chip::Cv181x, &mut marks);
    let expected =
        "<e>tiu  <m>mul<h> id=2 <o>output=i8[1,1,1,1]@0x0 <o>a=i8[1,1,1,1]@0x0 <o>b=i8#1<a> rshift=3<x> .opd2_n=2";
    assert_eq!(marks.0, expected);
}
