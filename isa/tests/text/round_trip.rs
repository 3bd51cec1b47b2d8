//! What is written reads back as the same words, whatever they hold.

use isa::chip::{Chip, ChipProfile};
use isa::command::{Command, Isa, Tdma, Tiu, decode};
use isa::field::{FieldInfo, Fields, Kind};
use isa::text::{Descriptor, assemble_line};
use proptest::prelude::*;

fn chips() -> impl Strategy<Value = Chip> {
    proptest::sample::select(Chip::ALL.to_vec())
}

fn check(descriptor: Descriptor, chip: Chip) -> Result<String, TestCaseError> {
    let line = descriptor.disassemble(chip);
    match assemble_line(&line, chip) {
        Ok(Some(back)) => prop_assert_eq!(back, descriptor, "{}", line),
        other => prop_assert!(false, "{line}: {other:?}"),
    }
    Ok(line)
}

/// A legal value of a field, and now and then its default.
fn legal_value(info: &'static FieldInfo, layout: usize) -> BoxedStrategy<u64> {
    let default = info.defaults[layout];
    let Some(place) = info.places[layout].filter(|_| !matches!(info.kind, Kind::Reserved | Kind::Group)) else {
        return Just(default).boxed();
    };
    if !info.values.is_empty() {
        let values: Vec<u64> = info.values.iter().map(|(_, value)| *value).collect();
        return proptest::sample::select(values).boxed();
    }
    let (low, high) = info.legal[layout].unwrap_or((0, place.max()));
    prop_oneof![3 => low..=high, 1 => low..=high.min(low + 40), 1 => Just(default)].boxed()
}

/// An operation of any kind with legal values everywhere.
fn legal_op<E: Isa>(layout: usize) -> impl Strategy<Value = Command<E>> {
    let values: Vec<_> = E::Fields::RECORD.fields.iter().map(|info| legal_value(info, layout)).collect();
    (0..E::ops().len(), values).prop_map(move |(kind, values)| {
        let mut fields = E::Fields::defaults(layout);
        for (row, value) in values.into_iter().enumerate() {
            fields.try_set(row, value).unwrap();
        }
        Command { header: E::header(&fields), op: E::op(kind, &fields) }
    })
}

fn check_op<E: Isa>(
    command: &Command<E>,
    chip: &ChipProfile,
    wrap: fn(<E::Fields as Fields>::Words) -> Descriptor,
) -> Result<(), TestCaseError> {
    let Ok(words) = command.encode(chip) else {
        return Ok(());
    };
    let line = check(wrap(words), chip.chip)?;
    let selected = decode::<E>(&words, chip, 0).command().unwrap();
    if selected.info().name == command.info().name {
        prop_assert!(!line.contains(" ."), "an operation says more than its typed form: {line}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_tiu_words_survive(words: [u32; 28], chip in chips()) {
        check(Descriptor::Tiu(words), chip)?;
    }

    #[test]
    fn any_tdma_words_survive(words: [u32; 16], chip in chips()) {
        check(Descriptor::Tdma(words), chip)?;
    }

    #[test]
    fn nearly_empty_words_survive(places in prop::collection::vec((0_usize..28, 0_u32..32), 0..6), chip in chips()) {
        let (mut tiu, mut tdma) = ([0; 28], [0; 16]);
        for (word, bit) in places {
            tiu[word] |= 1 << bit;
            tdma[word % 16] |= 1 << bit;
        }
        check(Descriptor::Tiu(tiu), chip)?;
        check(Descriptor::Tdma(tdma), chip)?;
    }

    #[test]
    fn legal_tiu_operations_need_no_extras(chip in chips(), both in (legal_op::<Tiu>(0), legal_op::<Tiu>(1))) {
        let command = if chip.profile().layout as usize == 0 { both.0 } else { both.1 };
        check_op::<Tiu>(&command, chip.profile(), Descriptor::Tiu)?;
    }

    #[test]
    fn legal_tdma_operations_need_no_extras(chip in chips(), both in (legal_op::<Tdma>(0), legal_op::<Tdma>(1))) {
        let command = if chip.profile().layout as usize == 0 { both.0 } else { both.1 };
        check_op::<Tdma>(&command, chip.profile(), Descriptor::Tdma)?;
    }

    #[test]
    fn compact_strides_have_names(c in 1_u16..40, h in 1_u16..20, w in 1_u16..20, lane in 0_u32..2, chip in chips()) {
        let line = format!("tiu  copy output=i8[2,{c},{h},{w}]@L{lane}+0x40{{aligned}} a=i8[2,{c},{h},{w}]@0x0{{packed}}");
        let descriptor = assemble_line(&line, chip).unwrap().unwrap();
        let again = descriptor.disassemble(chip);
        prop_assert!(again.contains("{aligned}") && !again.contains(':'), "{again}");
        check(descriptor, chip)?;
    }
}

#[test]
fn constants_of_every_value_survive() {
    for element in ["i8", "u8", "i16", "u16", "bf16", "bf16s", "f32", "iw2", "fw3s"] {
        for value in 0..=0xffff_u32 {
            let line = format!("tiu add output={element}[1,1,1,1]@0x0 a={element}[1,1,1,1]@0x0 b={element}#{value:#x}");
            let descriptor = assemble_line(&line, Chip::Cv181x).unwrap().unwrap();
            let again = descriptor.disassemble(Chip::Cv181x);
            assert_eq!(assemble_line(&again, Chip::Cv181x).unwrap(), Some(descriptor), "{again}");
        }
    }
}
