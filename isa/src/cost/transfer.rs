//! Cycles of a transfer.

use super::BoardProfile;
use super::rows::{BLOCK, Stream, blocks, words, words_from_stream};
use crate::chip::ChipProfile;
use crate::command::Tdma;
use crate::footprint::{Certainty, Footprint, Region, Span};
use crate::generated::tdma::TdmaFields;
use crate::generated::timing::{COMPRESSED_LOAD, COMPRESSED_STORE, DRAM, DRAM_COPY, LOAD, LOCAL_MOVE, STORE};
use crate::layout::tdma::{Function, element_bytes, function};
use crate::layout::{DramTensor, LocalTensor};
use serde::Serialize;

const HUNDREDTHS: u64 = 100;
const THOUSANDTHS: u128 = 1000;

/// Duration of one form of transfer, in hundredths of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferCost {
    /// However small it is.
    pub fixed: u64,
    /// For each word of local memory.
    pub per_word: u64,
}

/// What DRAM delivers of what its bus could, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DramCost {
    /// Of its bandwidth, in long transfers.
    pub efficiency: u64,
    /// Of its time, during which it holds up a transfer that waits for local memory otherwise.
    pub stalls: u64,
}

/// What a transfer moves between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// DRAM, or a constant, to local memory.
    Load,
    /// Compressed DRAM to local memory.
    CompressedLoad,
    /// Local memory, or a constant, to DRAM.
    Store,
    /// Local memory to compressed DRAM.
    CompressedStore,
    /// Local memory to local memory.
    LocalMove,
    /// DRAM to DRAM.
    DramCopy,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 6] =
        [Form::Load, Form::CompressedLoad, Form::Store, Form::CompressedStore, Form::LocalMove, Form::DramCopy];

    /// Its measured constants.
    #[must_use]
    pub fn cost(self) -> &'static TransferCost {
        match self {
            Form::Load => &LOAD,
            Form::CompressedLoad => &COMPRESSED_LOAD,
            Form::Store => &STORE,
            Form::CompressedStore => &COMPRESSED_STORE,
            Form::LocalMove => &LOCAL_MOVE,
            Form::DramCopy => &DRAM_COPY,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Form::Load => "load",
            Form::CompressedLoad => "compressed_load",
            Form::Store => "store",
            Form::CompressedStore => "compressed_store",
            Form::LocalMove => "local_move",
            Form::DramCopy => "dram_copy",
        }
    }

    fn of(function: Function) -> Form {
        match function {
            Function::Decompress | Function::DecompressMatrix => Form::CompressedLoad,
            Function::Compress | Function::CompressMatrix => Form::CompressedStore,
            Function::DramCopy | Function::CopyRun => Form::DramCopy,
            Function::FillDram => Form::Store,
            Function::LocalCopy => Form::LocalMove,
            _ if function.reads_local() => Form::Store,
            _ => Form::Load,
        }
    }
}

/// What the duration of a transfer follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// What it moves between.
    pub form: Form,
    /// 64-byte blocks of DRAM, read and written.
    pub blocks: u64,
    /// 16-byte words of local memory, read and written: lines touched in each lane and row.
    pub words: u64,
}

/// Where the cycles of a transfer go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// However small the transfer is.
    pub fixed: u64,
    /// DRAM.
    pub dram: u64,
    /// Local memory, at the same time as DRAM.
    pub local: u64,
    /// The duration.
    pub cycles: u64,
}

impl Transfer {
    /// The transfer of a descriptor; `None` when it selects no function.
    ///
    /// How far data can be compressed is not in the descriptor: `stream` is the length of a compressed stream, the
    /// longest there can be if it is not known.
    #[must_use]
    pub fn of(fields: &TdmaFields, chip: &ChipProfile, stream: Option<u64>) -> Option<Transfer> {
        let function = function(fields, chip)?;
        let footprint = Footprint::of::<Tdma>(fields, chip);
        let blocks = footprint.regions().map(|region| region_blocks(region, stream)).fold(0, u64::saturating_add);
        let words = local_words(function, fields, &footprint);
        Some(Transfer { form: Form::of(function), blocks, words })
    }

    /// Cycles on `on`.
    #[must_use]
    pub fn cycles(&self, on: &BoardProfile) -> Breakdown {
        let cost = self.form.cost();
        let dram = dram_hundredths(self.blocks, on);
        let stalls = narrow(u128::from(dram) * u128::from(DRAM.stalls) / THOUSANDTHS);
        let local = cost.per_word.saturating_mul(self.words).saturating_add(stalls);
        let total = cost.fixed.saturating_add(dram.max(local));
        let [fixed, dram, local, cycles] =
            [cost.fixed, dram, local, total].map(|part| part.saturating_add(HUNDREDTHS / 2) / HUNDREDTHS);
        Breakdown { fixed, dram, local, cycles }
    }
}

/// Waiting for DRAM takes more cycles of a faster clock, and fewer of a faster memory.
fn dram_hundredths(blocks: u64, on: &BoardProfile) -> u64 {
    let cycles = u128::from(blocks) * u128::from(BLOCK * HUNDREDTHS) * u128::from(on.tpu_clock_mhz) * THOUSANDTHS;
    let delivered = u128::from(on.dram_bytes_per_us()) * u128::from(DRAM.efficiency);
    narrow(cycles / delivered.max(1))
}

fn narrow(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn region_blocks(region: &Region, stream: Option<u64>) -> u64 {
    match (&region.span, region.certainty, stream) {
        (Span::Local(_), ..) => 0,
        (Span::Dram(longest), Certainty::AtMost, Some(bytes)) => {
            let element = u32::try_from(bytes).unwrap_or(u32::MAX);
            blocks(&DramTensor { element, ..*longest })
        }
        (Span::Dram(tensor), ..) => blocks(tensor),
    }
}

fn local_words(function: Function, f: &TdmaFields, footprint: &Footprint) -> u64 {
    let tensors = footprint.regions().filter_map(|region| match &region.span {
        Span::Local(tensor) => Some(tensor),
        Span::Dram(_) => None,
    });
    match function {
        Function::Decompress => decompressed(tensors, f, None),
        Function::DecompressMatrix => decompressed(tensors, f, Some(f.src_w)),
        _ => tensors.map(words).fold(0, u64::saturating_add),
    }
}

/// Words of tensors that a stream fills; the pieces of a matrix lie beside each other in each of its rows.
fn decompressed<'t>(tensors: impl Iterator<Item = &'t LocalTensor>, f: &TdmaFields, columns: Option<u16>) -> u64 {
    let element = u64::from(element_bytes(f.src_fmt));
    let (mut start, mut words) = (0, 0u64);
    for tensor in tensors {
        let [_, c, h, w] = tensor.shape.map(u64::from);
        let bytes = c.saturating_mul(h).saturating_mul(w).saturating_mul(element);
        let batch = columns.map_or(bytes, |columns| u64::from(columns) * element);
        words = words.saturating_add(words_from_stream(tensor, &Stream { start, batch, element }));
        start += bytes;
    }
    words
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use crate::chip::{Chip, Dram};
    use crate::command::Isa;
    use crate::cost::board;
    use crate::field::Fields;
    use crate::generate::{Arena, FUNCTIONS, Random, transfer};
    use crate::generated::timing::BOARDS;

    const SMALL: Transfer = Transfer { form: Form::Load, blocks: 840, words: 3360 };

    #[test]
    fn a_measured_load_is_predicted_within_a_fiftieth() {
        let cycles = SMALL.cycles(board("cv183x-evb").unwrap()).cycles;
        assert!(cycles.abs_diff(5524) < 5524 / 50, "{cycles}");
    }

    #[test]
    fn numbers_beyond_any_transfer_stay_the_largest() {
        let huge = Transfer { form: Form::Store, blocks: u64::MAX, words: u64::MAX };
        assert_eq!(huge.cycles(board("cv183x-evb").unwrap()).cycles, u64::MAX / 100);
    }

    #[test]
    fn unknown_boards_are_told_which_there_are() {
        assert!(board("evb").unwrap_err().to_string().contains("cv183x-evb"));
    }

    #[test]
    fn matrices_out_of_step_with_their_stream_take_two_words_for_one() {
        let mut f = TdmaFields::defaults(Chip::Cv183x.profile().layout as usize);
        (f.sys_dtype, f.compress_en) = (true, true);
        (f.src_n, f.src_c, f.src_w, f.src_c_stride) = (1014, 1014, 488, 488);
        (f.dst_c, f.dst_w, f.dst_n_stride, f.dst_c_stride) = (31, 16, 16, 16);
        let words = Transfer::of(&f, Chip::Cv183x.profile(), None).unwrap().words;
        assert_eq!(words, 507 * 31 + 507 * 61);
    }

    #[test]
    fn compressed_streams_are_as_long_as_their_owner_says_or_as_long_as_possible() {
        let mut f = TdmaFields::defaults(Chip::Cv181x.profile().layout as usize);
        (f.compress_en, f.src_w, f.dst_w) = (true, 4096, 4096);
        let blocks = |stream| Transfer::of(&f, Chip::Cv181x.profile(), stream).unwrap().blocks;
        assert_eq!(blocks(Some(640)), 10);
        assert!(blocks(None) >= 4096 / 64);
    }

    /// Every function of every chip, as legal programs and as bits that nobody checked.
    fn all_kinds(mut check: impl FnMut(&Transfer, &BoardProfile)) {
        let mut random = Random::new(3);
        for on in &BOARDS {
            let chip = on.chip.profile();
            let arena = Arena::new(&mut random, chip);
            for function in FUNCTIONS {
                let legal = transfer(&mut random, chip, &arena, function);
                let fields =
                    legal.map(|sample| Tdma::fields(&sample.command.header, &sample.command.op, chip.layout).unwrap());
                fields.iter().filter_map(|f| Transfer::of(f, chip, None)).for_each(|transfer| check(&transfer, on));
            }
            for _ in 0..200 {
                let words = [0; 16].map(|_: u32| random.bits() as u32);
                let fields = TdmaFields::unpack(chip.layout as usize, &words);
                Transfer::of(&fields, chip, None).iter().for_each(|transfer| check(transfer, on));
            }
        }
    }

    #[test]
    fn every_transfer_takes_time() {
        all_kinds(|transfer, on| {
            let parts = transfer.cycles(on);
            assert!(parts.cycles > 0 && parts.cycles >= parts.dram.max(parts.local), "{transfer:?} {parts:?}");
        });
    }

    #[test]
    fn faster_memory_takes_fewer_cycles_and_a_faster_clock_less_time() {
        all_kinds(|transfer, on| {
            let faster = Dram { mega_transfers: on.dram.mega_transfers * 2, ..on.dram };
            let memory = BoardProfile { dram: faster, ..on.clone() };
            let clock = BoardProfile { tpu_clock_mhz: on.tpu_clock_mhz * 2, ..on.clone() };
            let [slow, memory, clock] = [on, &memory, &clock].map(|board| transfer.cycles(board).cycles);
            assert!(memory <= slow && slow <= clock, "{transfer:?}");
            assert!(clock / 2 <= slow, "{transfer:?}");
        });
    }
}
