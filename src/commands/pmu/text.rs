//! Lines and tables of the vendor's runtime, letter by letter, its spellings and spaces included.
//!
//! Labels, columns and number formats are those of `sophgo/cviruntime` (`src/soc/*/tpu_pmu.cpp`).

use emulator::pmu::{Entry, Layer, Listing, Summary};
use isa::chip::Chip;
use isa::container::pmu::RecordKind;
use isa::generated::tdma::TdmaFields;

/// Digits behind the point where C prints `%lf`.
const DECIMALS: usize = 6;
/// Columns that every record has; the fifth has no name.
const COMMON: &str = "pmutype, desID, event0, event1, , start, duration, end, layerID, desType, ";
const TRANSFER: &str = "    srcAddr, dstAddr, trans_fmt, transpose_md, cmd_id, wait_id_tpu, dst_h_stride, dst_c_stride_low,     \
                            dst_n_stride, src_h_stride, src_c_stride_low, src_n_stride, dst_c, src_c, dst_w, dst_h, src_w, src_h, src_n\n";
const LAYER: &str = "layerID, start, duration, end, duration(%), parallelism(%), TIU(%),     loadNeuron(%), \
                     loadWeight(%), storeNeuron(%), throughput(MB/s), last_tdmaID, dumpStart, dumpLen, TIU, loadNeuron,     \
                     loadWeight, storeNeuron, byteCnt\n";

/// The banner and four lines of a run.
pub(super) fn summary(chip: Chip, summary: &Summary) -> Vec<String> {
    let megahertz = summary.clock_hz / 1_000_000;
    let mut lines = Vec::new();
    if !summary.is_clock_known {
        lines.push(format!("can't get tpu clock, assume to {megahertz}Mhz"));
    }
    let (tdma, tiu, all) = (summary.tdma_cycles, summary.tiu_cycles, summary.cycles);
    let two = |value: f64| decimal(value, 2);
    let parallelism = two(summary.parallelism());
    lines.push("=======================inference total info ==========================".to_owned());
    lines.push(format!(
        "{:<20} {megahertz:>8}Mhz, {:<20} {:>9}MB, {:<20} {:>7}MB/s",
        format!("{chip}_tpu_clock:"),
        "inferece_data:",
        two(summary.megabytes()),
        "inference_bw:",
        two(summary.bandwidth())
    ));
    lines.push(format!(
        "{:<20} {tdma:>10}t, {:<20} {tiu:>10}t, {:<20} {all:>10}t",
        "tdma_exe_tick:", "tiu_exe_tick", "inference_tick"
    ));
    let [tdma_percent, tiu_percent] = [tdma, tiu].map(|cycles| two(summary.percent(cycles)));
    lines.push(format!(
        "{:<20} {tdma_percent:>10}%, {:<20} {tiu_percent:>10}%, {:<20} {parallelism:>10}%",
        "tdma_exe_percent:", "tiu_exe_percent:", "paralellism_percent"
    ));
    let [tdma, tiu, all] = [tdma, tiu, all].map(|cycles| two(summary.milliseconds(cycles)));
    lines.push(format!(
        "{:<20} {tdma:>9}ms, {:<20} {tiu:>9}ms, {:<20} {all:>9}ms",
        "tdma_exe_ms:", "tiu_exe_ms:", "inference_ms:"
    ));
    lines
}

/// The table of descriptors.
pub(super) fn descriptors(listing: &Listing) -> String {
    let mut table = format!("{COMMON}{TRANSFER}");
    listing.entries.iter().for_each(|entry| table.push_str(&row(entry)));
    table
}

fn row(entry: &Entry) -> String {
    let record = &entry.record;
    let class = match entry.kind {
        RecordKind::Load => 1,
        RecordKind::Store | RecordKind::Move => 2,
        RecordKind::Tiu => 3,
    };
    let (start, end) = (record.start, record.end);
    let mut row = format!(
        "{}, {}, {}, {}, {class}, {start}, {}, {end}, {}, {}",
        record.r#type,
        record.id,
        record.event0,
        record.event1,
        end.wrapping_sub(start),
        entry.layer,
        entry.name
    );
    if entry.kind != RecordKind::Tiu {
        row += &transfer(entry.transfer.as_deref());
    }
    row.push('\n');
    row
}

/// Addresses are decimal behind their `0x`.
fn transfer(fields: Option<&TdmaFields>) -> String {
    let Some(f) = fields else { return format!(", 0x0, 0x0,         {}", ["0"; 17].join(", ")) };
    let columns = [
        f.trans_fmt.into(),
        f.transpose_md.into(),
        f.cmd_id.into(),
        f.wait_id_tpu.into(),
        f.dst_h_stride.into(),
        f.dst_c_stride & 0xffff,
        f.dst_n_stride,
        f.src_h_stride.into(),
        f.src_c_stride & 0xffff,
        f.src_n_stride,
        f.dst_c.into(),
        f.src_c.into(),
        f.dst_w.into(),
        f.dst_h.into(),
        f.src_w.into(),
        f.src_h.into(),
        f.src_n.into(),
    ];
    let columns = columns.map(|column: u32| column.to_string()).join(", ");
    format!(", 0x{}, 0x{},         {columns}", f.src_base_addr, f.dst_base_addr)
}

/// The table of layers.
pub(super) fn layers(layers: &[Layer], clock_hz: u32) -> String {
    let total = layers.iter().map(|layer| u64::from(layer.cycles())).fold(0, u64::wrapping_add);
    let mut table = LAYER.to_owned();
    for layer in layers {
        table += &layer_row(layer, total, clock_hz);
        table.push('\n');
    }
    table
}

fn layer_row(layer: &Layer, total: u64, clock_hz: u32) -> String {
    let cycles = f64::from(layer.cycles());
    let part = |cycles_of: u32| f64::from(cycles_of) / cycles * 100.0;
    let parallelism = part(layer.tdma.wrapping_add(layer.tiu));
    let parallelism = if parallelism < 100.0 { 100.0 } else { parallelism };
    let percents = [
        cycles / total as f64 * 100.0,
        parallelism,
        part(layer.tiu),
        part(layer.load_neuron),
        part(layer.load_weight),
        part(layer.store_neuron),
    ];
    let throughput = f64::from(layer.bytes) * f64::from(clock_hz) / cycles / 1024.0 / 1024.0;
    let whole = [layer.tiu, layer.load_neuron, layer.load_weight, layer.store_neuron, layer.bytes];
    format!(
        "{}, {}, {}, {}, {}%, {}MB/s, {}, 0x0, 0x0, {}",
        layer.number.cast_signed(),
        layer.start.cast_signed(),
        layer.cycles().cast_signed(),
        layer.end.cast_signed(),
        percents.map(|percent| decimal(percent, DECIMALS)).join("%, "),
        decimal(throughput, 2),
        layer.last_id,
        whole.map(|number| number.cast_signed().to_string()).join(", ")
    )
}

/// A number as C prints it with `%f` and so many digits behind the point.
pub(crate) fn decimal(value: f64, digits: usize) -> String {
    match (value.is_nan(), value.is_sign_negative()) {
        (true, true) => "-nan".into(),
        (true, false) => "nan".into(),
        _ => format!("{value:.digits$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isa::generated::pmu_record::PmuRecordFields;

    fn entry(record: PmuRecordFields, kind: RecordKind, transfer: Option<TdmaFields>) -> Entry {
        Entry { record, kind, layer: 7, name: "TDMA Tensor Load".into(), transfer: transfer.map(Box::new) }
    }

    #[test]
    fn a_run_is_told_in_a_banner_and_four_lines() {
        let sums = Summary {
            clock_hz: 500_000_000,
            is_clock_known: true,
            records: 2,
            tdma_cycles: 200_000,
            tiu_cycles: 100_000,
            cycles: 250_000,
            load_bytes: 1 << 20,
            store_bytes: 1 << 19,
        };
        let lines = summary(Chip::Cv181x, &sums);
        assert_eq!(
            lines,
            [
                "=======================inference total info ==========================",
                "cv181x_tpu_clock:         500Mhz, inferece_data:            1.50MB, inference_bw:        3000.00MB/s",
                "tdma_exe_tick:           200000t, tiu_exe_tick             100000t, inference_tick           250000t",
                "tdma_exe_percent:         80.00%, tiu_exe_percent:          40.00%, paralellism_percent      120.00%",
                "tdma_exe_ms:              0.40ms, tiu_exe_ms:               0.20ms, inference_ms:             0.50ms",
            ]
        );
    }

    #[test]
    fn addresses_of_the_table_are_decimal() {
        let record = PmuRecordFields { r#type: 1, id: 3, event0: 2, event1: 9, end: 30, start: 10 };
        let fields = TdmaFields { src_base_addr: 64, dst_base_addr: 16, cmd_id: 3, ..TdmaFields::DEFAULT_CV182X };
        let text = row(&entry(record, RecordKind::Load, Some(fields)));
        assert!(
            text.starts_with("1, 3, 2, 9, 1, 10, 20, 30, 7, TDMA Tensor Load, 0x64, 0x16,         0, 0, 3, "),
            "{text}"
        );
        let header = format!("{COMMON}{TRANSFER}");
        assert_eq!(text.matches(',').count(), header.matches(',').count());
    }

    #[test]
    fn numbers_that_are_none_look_as_in_c() {
        assert_eq!((decimal(f64::NAN.copysign(-1.0), 2), decimal(1.0 / 3.0, 2)), ("-nan".into(), "0.33".into()));
        assert_eq!(decimal(f64::INFINITY, 6), "inf");
    }
}
