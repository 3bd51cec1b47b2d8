#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::chip::Chip;
use crate::diagnostic::Severity;
use crate::generated::tdma::{TdmaField as D, TdmaFields};
use crate::generated::tiu::{TiuField as T, TiuFields};

/// Two loads, an addition and a multiplication of 1 x 8 x 2 x 16 bytes, a store; all waits in place.
struct Program {
    chip: Chip,
    tiu: Vec<TiuFields>,
    tdma: Vec<TdmaFields>,
}

const SHAPE: [u64; 4] = [1, 8, 2, 16];
const STRIDES: [u64; 4] = [128, 32, 16, 1];

fn put_tiu(fields: &mut TiuFields, rows: &[(T, u64)]) {
    rows.iter().for_each(|(row, value)| fields.try_set(*row as usize, *value).unwrap());
}

fn put_tdma(fields: &mut TdmaFields, rows: &[(D, u64)]) {
    rows.iter().for_each(|(row, value)| fields.try_set(*row as usize, *value).unwrap());
}

fn multiplication(chip: Chip, id: u64, wait: u64, [result, a, b]: [u64; 3]) -> TiuFields {
    let mut fields = TiuFields::defaults(chip.profile().layout as usize);
    put_tiu(&mut fields, &[(T::CmdEn, 1), (T::CmdIdEn, 1), (T::CmdIdTpu, id), (T::CmdIdGdma, wait), (T::TskTyp, 3)]);
    put_tiu(&mut fields, &[(T::TskEuTyp, 0), (T::TskOpdNum, 2), (T::OptResShift, 8), (T::OptReluTyp, 0)]);
    put_tiu(&mut fields, &[(T::OptOpd0Sign, 1), (T::OptOpd1Sign, 1), (T::OptRes0Sign, 1), (T::OptShiftTyp, 1)]);
    for (slot, address) in
        [(&crate::layout::slot::RESULT, result), (&crate::layout::slot::FIRST, a), (&crate::layout::slot::SECOND, b)]
    {
        put_tiu(&mut fields, &[(slot.address, address), (slot.mode, 3), (slot.width, 1)]);
        for at in 0..4 {
            put_tiu(&mut fields, &[(slot.shape[at], SHAPE[at]), (slot.strides[at], STRIDES[at])]);
        }
    }
    fields
}

fn transfer(chip: Chip, id: u64, wait: u64, direction: u64, local: u64, dram: u64) -> TdmaFields {
    let mut fields = TdmaFields::defaults(chip.profile().layout as usize);
    put_tdma(
        &mut fields,
        &[(D::Vld, 1), (D::BarEn, 1), (D::CmdId, id), (D::WaitIdTpu, wait), (D::TransDir, direction)],
    );
    put_tdma(&mut fields, &[(D::SrcN, 1), (D::SrcC, 8), (D::SrcH, 2), (D::SrcW, 16)]);
    put_tdma(&mut fields, &[(D::DstC, 8), (D::DstH, 2), (D::DstW, 16)]);
    let near = [(D::DstNStride, 128), (D::DstCStride, 32), (D::DstHStride, 16), (D::DstBaseAddr, local)];
    let dram = dram + chip.profile().gmem_start;
    let far =
        [(D::SrcNStride, 256), (D::SrcCStride, 32), (D::SrcHStride, 16), (D::SrcBaseAddr, dram), (D::SrcBaseRegSel, 1)];
    if direction == 0 {
        put_tdma(&mut fields, &near);
        put_tdma(&mut fields, &far);
        return fields;
    }
    put_tdma(&mut fields, &[(D::SrcNStride, 128), (D::SrcCStride, 32), (D::SrcHStride, 16), (D::SrcBaseAddr, local)]);
    put_tdma(&mut fields, &[(D::DstNStride, 256), (D::DstCStride, 32), (D::DstHStride, 16), (D::DstBaseAddr, dram)]);
    fields
}

fn program(chip: Chip) -> Program {
    let mut tiu =
        vec![multiplication(chip, 1, 2, [0x400, 0x0, 0x200]), multiplication(chip, 2, 3, [0x600, 0x400, 0x800])];
    let mut tdma = vec![
        transfer(chip, 1, 0, 0, 0x0, 0x1000),
        transfer(chip, 2, 0, 0, 0x200, 0x2000),
        transfer(chip, 3, 0, 0, 0x800, 0x3000),
        transfer(chip, 4, 2, 1, 0x600, 0x4000),
    ];
    put_tiu(&mut tiu[1], &[(T::CmdEnd, 1), (T::CmdIntrEn, 1)]);
    put_tdma(&mut tdma[3], &[(D::Eod, 1), (D::IntpEn, 1)]);
    Program { chip, tiu, tdma }
}

impl Program {
    fn verify_with(&self, options: &Options) -> Vec<Diagnostic> {
        let layout = self.chip.profile().layout as usize;
        let tiu: Vec<_> = self.tiu.iter().map(|fields| fields.pack(layout).unwrap()).collect();
        let tdma: Vec<_> = self.tdma.iter().map(|fields| fields.pack(layout).unwrap()).collect();
        verify(&Segment { chip: self.chip.profile(), tiu: &tiu, tdma: &tdma }, options)
    }

    fn verify(&self) -> Vec<Diagnostic> {
        let ranges = [Some(BaseRange { bytes: 1 << 20, read_only: false }); 8];
        self.verify_with(&Options { ranges: Some(&ranges), ..Options::default() })
    }

    fn tiu(mut self, index: usize, rows: &[(T, u64)]) -> Self {
        put_tiu(&mut self.tiu[index], rows);
        self
    }

    fn tdma(mut self, index: usize, rows: &[(D, u64)]) -> Self {
        put_tdma(&mut self.tdma[index], rows);
        self
    }

    /// Some finding has this severity, rule and place, names a field, and says what to do.
    #[track_caller]
    fn has(&self, severity: Severity, rule: &str, engine: Engine, index: usize, field: &str) {
        let found = self.verify();
        let named = |d: &&Diagnostic| d.field.as_ref().is_some_and(|place| place.name == field);
        let wanted = |d: &&Diagnostic| (d.severity, d.rule, d.engine, d.index) == (severity, rule, engine, index);
        let hit = found.iter().filter(wanted).find(named);
        assert!(hit.is_some(), "{rule} {engine} {index} {field} is not among {found:#?}");
        assert!(!hit.unwrap().help.is_empty());
    }
}

use Engine::{Tdma as TDMA, Tiu as TIU};
use Severity::{Error, Warning};

fn small() -> Program {
    program(Chip::Cv181x)
}

#[test]
fn the_legal_program_is_clean_on_every_chip() {
    for chip in Chip::ALL {
        assert_eq!(program(chip).verify(), [], "{chip}");
    }
}

#[test]
fn waits_that_never_come_are_found_on_both_engines() {
    small().tiu(1, &[(T::CmdIdGdma, 9)]).has(Error, "S11", TIU, 1, "cmd_id_gdma");
    small().tdma(3, &[(D::WaitIdTpu, 3)]).has(Error, "S11", TDMA, 3, "wait_id_tpu");
    small().tdma(3, &[(D::WaitIdTpu, 3), (D::BarEn, 0)]).has(Error, "S11", TDMA, 3, "wait_id_tpu");
    small().tiu(1, &[(T::CmdIdEn, 0)]).has(Error, "S11", TDMA, 3, "wait_id_tpu");
}

#[test]
fn the_shortest_circle_is_named_with_all_its_ids() {
    let stuck = small().tdma(1, &[(D::WaitIdTpu, 1)]);
    stuck.has(Error, "S12", TIU, 0, "cmd_id_gdma");
    let found = stuck.verify();
    let circle = found.iter().find(|d| d.rule == "S12").unwrap();
    assert!(circle.what.contains("tiu descriptor 0 (id 1) waits for tdma id 2"), "{}", circle.what);
    assert!(circle.what.contains("tdma descriptor 1 (id 2), which waits for tiu id 1"), "{}", circle.what);
    assert_eq!(circle.field.as_ref().unwrap().allowed, "at most 1");
    let longer = small().tdma(0, &[(D::WaitIdTpu, 2)]);
    longer.has(Error, "S12", TIU, 1, "cmd_id_gdma");
}

#[test]
fn ids_count_up_from_one() {
    small().tiu(1, &[(T::CmdIdTpu, 1)]).has(Error, "S13", TIU, 1, "cmd_id_tpu");
    small().tiu(0, &[(T::CmdIdTpu, 0)]).has(Error, "S13", TIU, 0, "cmd_id_tpu");
    small().tdma(2, &[(D::CmdId, 7)]).has(Error, "S13", TDMA, 2, "cmd_id");
    small().tdma(2, &[(D::CmdId, 1)]).has(Error, "S13", TDMA, 2, "cmd_id");
    let mut gap = small();
    (gap.tdma[2].cmd_id, gap.tdma[3].cmd_id) = (4, 5);
    assert_eq!(gap.verify().iter().filter(|d| d.rule == "S13").count(), 1, "a gap is reported once");
}

#[test]
fn waits_without_effect_are_doubtful() {
    small().tdma(3, &[(D::BarEn, 0)]).has(Warning, "S14", TDMA, 3, "bar_en");
    small().tiu(0, &[(T::CmdIdEn, 0)]).has(Warning, "S14", TIU, 0, "cmd_id_en");
    small().tiu(1, &[(T::CmdIdGdma, 1)]).has(Warning, "S14", TIU, 1, "cmd_id_gdma");
    let packets = Options { form: Form::Packets, ..Options::default() };
    assert_eq!(small().tdma(3, &[(D::BarEn, 0)]).verify_with(&packets), [], "the driver side sets the barrier");
}

#[test]
fn ends_belong_on_the_last_descriptor() {
    small().tiu(1, &[(T::CmdEnd, 0)]).has(Error, "S15", TIU, 1, "cmd_end");
    small().tdma(3, &[(D::Eod, 0)]).has(Error, "S15", TDMA, 3, "eod");
    small().tiu(0, &[(T::CmdEnd, 1)]).has(Error, "S15", TIU, 0, "cmd_end");
    small().tdma(1, &[(D::Eod, 1)]).has(Error, "S15", TDMA, 1, "eod");
    small().tiu(1, &[(T::CmdEn, 0)]).has(Error, "S15", TIU, 1, "cmd_en");
    small().tdma(0, &[(D::Vld, 0)]).has(Error, "S15", TDMA, 0, "vld");
    let packets = Options { form: Form::Packets, ..Options::default() };
    assert_eq!(small().tiu(1, &[(T::CmdEnd, 0)]).tdma(3, &[(D::Eod, 0)]).verify_with(&packets), []);
}

#[test]
fn counts_are_compared_with_the_header() {
    let declared = Options { declared: Some([2, 5]), ..Options::default() };
    let found = small().verify_with(&declared);
    assert_eq!(found.iter().map(|d| (d.rule, d.engine)).collect::<Vec<_>>(), [("S15", TDMA)]);
    let fits = Options { declared: Some([2, 4]), ..Options::default() };
    assert_eq!(small().verify_with(&fits), []);
}

#[test]
fn lanes_end() {
    small().tiu(0, &[(T::Opd0Addr, 0x7ff8)]).has(Error, "S6", TIU, 0, "opd0_addr");
    small().tiu(0, &[(T::Res0Addr, 8 * 0x8000)]).has(Error, "S6", TIU, 0, "res0_addr");
    small().tdma(2, &[(D::DstBaseAddr, 0x40000)]).has(Error, "S6", TDMA, 2, "dst_base_addr");
    small().tdma(2, &[(D::DstHStride, 0x7ff8)]).has(Error, "S6", TDMA, 2, "dst_base_addr");
    let wrapped = small().tiu(0, &[(T::Opd0Addr, 3 * 0x8000 + 0x7fe8)]);
    let found = wrapped.verify();
    let end = found.iter().find(|d| d.rule == "S6").unwrap();
    assert!(end.what.contains("element (0, 0, 1, 8)"), "{}", end.what);
    assert!(end.help.contains("40 bytes lower"), "{}", end.help);
}

#[test]
fn dram_ranges_hold() {
    small().tdma(0, &[(D::SrcBaseAddr, 0xf_ffff)]).has(Error, "S8", TDMA, 0, "src_base_addr");
    small().tdma(3, &[(D::DstNStride, 0), (D::DstCStride, 0xff_0000)]).has(Error, "S8", TDMA, 3, "dst_base_addr");
    small().tdma(0, &[(D::SrcBaseAddr, 0xff_ffff_fff0)]).has(Error, "S8", TDMA, 0, "src_base_addr");
    let mut ranges = [Some(BaseRange { bytes: 1 << 20, read_only: true }); 8];
    let rules = |ranges: &RangeMap| -> Vec<_> {
        small()
            .verify_with(&Options { ranges: Some(ranges), ..Options::default() })
            .iter()
            .map(|d| (d.rule, d.index))
            .collect()
    };
    assert_eq!(rules(&ranges), [("S8", 3)], "only the store writes");
    ranges = [None; 8];
    ranges[0] = Some(BaseRange { bytes: 0x4100, read_only: false });
    assert_eq!(rules(&ranges), [("S8", 0), ("S8", 1), ("S8", 2)], "the loads use register 1");
    ranges = [Some(BaseRange { bytes: 0x40ff, read_only: false }); 8];
    assert_eq!(rules(&ranges), [("S8", 3)], "one byte short");
}

#[test]
fn written_elements_have_their_own_bytes() {
    for row in [T::Res0WStr, T::Res0HStr] {
        small().tiu(0, &[(row, 0)]).has(Error, "S9", TIU, 0, "res0_addr");
    }
    small().tiu(0, &[(T::Res0HStr, 9)]).has(Error, "S9", TIU, 0, "res0_addr");
    small().tdma(1, &[(D::DstHStride, 0)]).has(Error, "S9", TDMA, 1, "dst_base_addr");
    assert_eq!(small().tdma(1, &[(D::SrcHStride, 0)]).verify(), [], "reading again is a broadcast");
    assert_eq!(small().tiu(0, &[(T::Opd0WStr, 0)]).verify(), []);
    let fill = [(D::SpecFunc, 4), (D::DstHStride, 0)];
    assert_eq!(small().tdma(1, &fill).verify(), [], "the same constant twice is harmless");
}

#[test]
fn results_spare_their_operands() {
    small().tiu(0, &[(T::Res0Addr, 0x8)]).has(Error, "S10", TIU, 0, "res0_addr");
    assert_eq!(small().tiu(0, &[(T::Res0Addr, 0x0)]).verify(), [], "in place, element by element");
    small().tiu(0, &[(T::Res0Addr, 0x0), (T::Res0HStr, 17)]).has(Error, "S10", TIU, 0, "res0_addr");
    let moved = |by: u64| {
        small()
            .tdma(2, &[(D::TransDir, 3), (D::SrcNStride, 128), (D::SrcBaseAddr, 0x800), (D::DstBaseAddr, 0x800 + by)])
    };
    moved(8).has(Error, "S10", TDMA, 2, "dst_base_addr");
    assert_eq!(moved(0).verify(), []);
    let down =
        small().tdma(2, &[(D::TransDir, 3), (D::SrcNStride, 128), (D::SrcBaseAddr, 0x808), (D::DstBaseAddr, 0x800)]);
    assert_eq!(down.verify(), [], "a copy downwards has read what it overwrites");
}

#[test]
fn illegal_values_are_named_with_the_legal_ones() {
    small().tiu(0, &[(T::Res0N, 0)]).has(Error, "S16", TIU, 0, "res0_n");
    small().tiu(0, &[(T::Opd0W, 0)]).has(Error, "S16", TIU, 0, "opd0_w");
    small().tdma(0, &[(D::DstFmt, 3)]).has(Error, "S16", TDMA, 0, "dst_fmt");
    small().tiu(0, &[(T::TskTyp, 7)]).has(Error, "S16", TIU, 0, "tsk_typ");
    small().tiu(0, &[(T::TskEuTyp, 13)]).has(Error, "S16", TIU, 0, "tsk_typ");
    small().tdma(0, &[(D::SpecFunc, 2)]).has(Error, "S16", TDMA, 0, "spec_func");
    small().tiu(0, &[(T::ReservedB3, 1)]).has(Error, "S16", TIU, 0, "reserved_b3");
    small().tiu(0, &[(T::Opd1C, 9)]).has(Error, "S16", TIU, 0, "opd1_c");
    small().tiu(0, &[(T::OptShiftTyp, 0)]).has(Error, "S16", TIU, 0, "opt_shift_typ");
    small().tiu(0, &[(T::ShortRes0Str, 0)]).has(Error, "S16", TIU, 0, "short_res0_str");
    small().tdma(0, &[(D::DstW, 15)]).has(Error, "S16", TDMA, 0, "dst_w");
    let found = small().tiu(0, &[(T::TskOpdNum, 3)]).verify();
    assert_eq!(
        found[0].to_string(),
        "error S16: tiu descriptor 0, word 0 field tsk_opd_num = 3: number of operands (allowed: 2); give tsk_opd_num \
         the value 2"
    );
}

#[test]
fn features_are_those_of_the_chip() {
    let older = program(Chip::Cv183x).tiu(0, &[(T::TskEuTyp, 11)]);
    assert!(older.verify().iter().any(|d| d.rule == "S16" && d.index == 0), "greater-or-equal is newer");
    let newer = small().tiu(0, &[(T::TskEuTyp, 11), (T::OptResShift, 0)]);
    assert_eq!(newer.verify(), []);
}

#[test]
fn values_in_fields_without_meaning_are_only_doubtful() {
    let found = small().tiu(0, &[(T::ConvOpd0XIns0, 15)]).verify();
    assert_eq!(found.iter().map(|d| (d.severity, d.rule)).collect::<Vec<_>>(), [(Warning, "S16")]);
}

#[test]
fn early_convolutions_and_the_transfers_around_them_agree() {
    let with = |early: u64, load: u64, store: u64| {
        let mut program = small().tdma(1, &[(D::IntraCmdParal, load)]).tdma(3, &[(D::IntraCmdParal, store)]);
        put_tiu(&mut program.tiu[0], &[(T::TskTyp, 0), (T::CmdPreExe, early & 1)]);
        put_tiu(&mut program.tiu[1], &[(T::TskTyp, 0), (T::CmdPreExe, early & 2)]);
        let named = |d: &Diagnostic| {
            d.field.as_ref().filter(|f| ["cmd_pre_exe", "intra_cmd_paral"].contains(&f.name)).is_some()
        };
        program.verify().iter().filter(|d| named(d)).map(|d| (d.engine, d.index)).collect::<Vec<_>>()
    };
    assert_eq!(with(0, 0, 0), []);
    assert_eq!(with(1, 1, 0), []);
    assert_eq!(with(2, 0, 1), []);
    assert_eq!(with(3, 0, 0), [(TIU, 0), (TDMA, 3)]);
    assert_eq!(with(0, 1, 1), [(TIU, 0), (TDMA, 3)]);
    assert_eq!(small().tdma(0, &[(D::IntraCmdParal, 1)]).verify(), [], "other operations wait for all parts");
}

#[test]
fn matrices_need_room_for_a_whole_piece() {
    let matrix = |width| {
        let load = [(D::SysDtype, 1), (D::SrcN, 1), (D::SrcC, 1), (D::SrcW, 16), (D::DstC, 1), (D::DstH, 1)];
        small().tdma(2, &load).tdma(2, &[(D::DstW, width)])
    };
    assert_eq!(matrix(0x7800).verify(), []);
    matrix(0x7801).has(Error, "S6", TDMA, 2, "dst_w");
}

#[test]
fn empty_and_enormous_segments_are_no_trouble() {
    let chip = Chip::Cv180x.profile();
    assert_eq!(verify(&Segment { chip, tiu: &[], tdma: &[] }, &Options::default()), []);
    let words = [u32::MAX; 28];
    let found = verify(&Segment { chip, tiu: &[words; 3], tdma: &[[u32::MAX; 16]; 3] }, &Options::default());
    assert!(found.iter().any(|d| d.rule == "S16"));
}

#[test]
fn more_descriptors_than_ids_are_refused_once_per_descriptor_too_many() {
    let layout = Chip::Cv181x.profile().layout as usize;
    let template = small().tdma[0];
    let words: Vec<_> =
        (1..=65_537_u32).map(|id| TdmaFields { cmd_id: id as u16, ..template }.pack(layout).unwrap()).collect();
    let segment = Segment { chip: Chip::Cv181x.profile(), tiu: &[], tdma: &words };
    let found = verify(&segment, &Options { form: Form::Packets, ..Options::default() });
    let first = found.iter().find(|d| d.rule == "S13").unwrap();
    assert_eq!(first.index, 65_535);
    assert!(first.help.contains("split"), "{}", first.help);
}

#[test]
fn bytes_that_nothing_wrote_are_missed_unless_they_do_not_matter() {
    let blank = Options { starts_blank: true, ..Options::default() };
    let rules =
        |program: &Program| -> Vec<_> { program.verify_with(&blank).iter().map(|d| (d.rule, d.index)).collect() };
    assert_eq!(rules(&small()), []);
    assert_eq!(rules(&small().tiu(0, &[(T::Opd0Addr, 0x3000)])), [("S3", 0)]);
    let unsigned = [(T::OptOpd0Sign, 0), (T::OptOpd1Sign, 0), (T::OptRes0Sign, 0), (T::OptResShift, 0)];
    let xor = || small().tiu(0, &unsigned).tiu(0, &[(T::TskEuTyp, 9)]);
    let cleared = |second| xor().tiu(0, &[(T::Opd0Addr, 0x3000), (T::Opd1Addr, second)]);
    assert_eq!(rules(&cleared(0x3000)), []);
    assert_eq!(rules(&cleared(0x3010)), [("S3", 0)]);
}

#[test]
fn waits_that_are_missing_or_off_are_races() {
    small().tiu(0, &[(T::CmdIdGdma, 0)]).has(Error, "S1", TIU, 0, "cmd_id_gdma");
    small().tdma(3, &[(D::WaitIdTpu, 0)]).has(Error, "S1", TDMA, 3, "wait_id_tpu");
    small().tdma(3, &[(D::BarEn, 0)]).has(Error, "S1", TDMA, 3, "bar_en");
    let found = small().tdma(3, &[(D::WaitIdTpu, 1)]).verify();
    assert_eq!(
        found[0].what,
        "the source is read while tiu descriptor 1 (id 2) may be writing the same bytes as its result, first at offset 0x600 of lane 0"
    );
    assert_eq!(found[0].field.as_ref().unwrap().allowed, "at least 2");
}
