//! Random transfers.

mod draft;
mod matrix;
mod stream;
mod tensor;

use super::{Arena, Bounds, Random, Sample};
use crate::chip::ChipProfile;
use crate::command::Tdma;
use crate::field::Fields;
use crate::generated::tdma::TdmaFields;
use crate::layout::tdma::{BF16, Function, INT8, function};
use draft::Draft;

/// The functions that known software uses.
pub const FUNCTIONS: [Function; 21] = [
    Function::LocalCopy,
    Function::DramCopy,
    Function::LoadRun,
    Function::StoreRun,
    Function::CopyRun,
    Function::Load,
    Function::Store,
    Function::FillLocal,
    Function::FillDram,
    Function::LoadTransposed,
    Function::StoreTransposed,
    Function::LoadPlanes(3),
    Function::LoadPlanes(4),
    Function::StoreInterleaved,
    Function::Decompress,
    Function::Compress,
    Function::LoadMatrix,
    Function::StoreMatrix,
    Function::LoadMatrixTransposed,
    Function::DecompressMatrix,
    Function::CompressMatrix,
];

/// A random transfer that selects this function; `None` for [`Function::Nothing`].
#[must_use]
pub fn transfer(random: &mut Random, chip: &ChipProfile, arena: &Arena, wanted: Function) -> Option<Sample<Tdma>> {
    transfer_within(random, chip, arena, wanted, Bounds::FULL)
}

pub(super) fn transfer_within(
    random: &mut Random,
    chip: &ChipProfile,
    arena: &Arena,
    wanted: Function,
    bounds: Bounds,
) -> Option<Sample<Tdma>> {
    bounds.shrinking(|bounds| {
        let fields = TdmaFields::defaults(chip.layout as usize);
        let mut draft = Draft { random, chip, arena, fields, bounds, memory: Vec::new() };
        draft.select(wanted)?;
        draft.build(wanted)?;
        draft.tables(wanted);
        (function(&draft.fields, chip) == Some(wanted)).then(|| draft.finish())?
    })
}

const LOAD: u8 = 0;
const STORE: u8 = 1;
const COPY: u8 = 2;
const MOVE: u8 = 3;

/// The formats that the function can convert, as source and destination.
pub(super) fn formats(wanted: Function) -> &'static [(u8, u8)] {
    use Function::*;
    const SAME: [(u8, u8); 2] = [(INT8, INT8), (BF16, BF16)];
    const WIDEN: [(u8, u8); 3] = [SAME[0], SAME[1], (INT8, BF16)];
    const NARROW: [(u8, u8); 3] = [SAME[0], SAME[1], (BF16, INT8)];
    const ALL: [(u8, u8); 4] = [SAME[0], SAME[1], (INT8, BF16), (BF16, INT8)];
    match wanted {
        LocalCopy => &ALL,
        Load | LoadTransposed | LoadMatrix | Decompress => &WIDEN,
        Store | StoreTransposed | StoreMatrix => &NARROW,
        LoadPlanes(_) | StoreInterleaved | LoadMatrixTransposed => &SAME[..1],
        _ => &SAME,
    }
}

impl Draft<'_> {
    /// Sets the fields that select the function, and formats that it can convert.
    fn select(&mut self, wanted: Function) -> Option<()> {
        use Function::*;
        let f = &mut self.fields;
        f.trans_dir = match wanted {
            LocalCopy => MOVE,
            DramCopy | CopyRun => COPY,
            Nothing => return None,
            other if other.reads_local() || other == FillDram => STORE,
            _ => LOAD,
        };
        f.trans_fmt = matches!(wanted, LoadRun | StoreRun | CopyRun);
        f.sys_dtype =
            matches!(wanted, LoadMatrix | StoreMatrix | LoadMatrixTransposed | DecompressMatrix | CompressMatrix);
        f.compress_en = matches!(wanted, Decompress | Compress | DecompressMatrix | CompressMatrix);
        (f.spec_func, f.transpose_md) = match wanted {
            FillLocal | FillDram => (4, 0),
            LoadTransposed | StoreTransposed | LoadMatrixTransposed => (1, 0),
            LoadPlanes(channels) => (1, (channels - 2) as u8),
            StoreInterleaved => (1, 3),
            _ => (0, 0),
        };
        (self.fields.src_fmt, self.fields.dst_fmt) = self.random.choose(formats(wanted));
        self.fields.int8_sign = self.random.chance(50);
        self.fields.int8_rnd_mode = self.random.chance(50);
        Some(())
    }

    fn build(&mut self, wanted: Function) -> Option<()> {
        use Function::*;
        match wanted {
            LoadRun | StoreRun | CopyRun => self.run(wanted),
            LoadMatrix | StoreMatrix | LoadMatrixTransposed | DecompressMatrix | CompressMatrix => self.matrix(wanted),
            LoadPlanes(channels) => self.planes(channels),
            _ => self.tensor(wanted),
        }
    }

    /// Some local moves of bf16 become table moves; indices exist only for numbers.
    fn tables(&mut self, wanted: Function) {
        let bf16 = self.fields.src_fmt == BF16 && self.fields.dst_fmt == BF16;
        if wanted != Function::LocalCopy || !bf16 {
            return;
        }
        match self.random.below(4) {
            0 => self.fields.mv_lut_base = true,
            1 => {
                self.fields.mv_lut_idx = true;
                self.fill_source(|random| random.below(255) as u8 & random.choose(&[0xfe, 0xbf, 0xf7]));
            }
            _ => {}
        }
    }
}
