//! Takes a model to another version of the format.

use super::{
    header::{ChipName, FIRST_CHIP},
    model::Model,
    schema::{Tensor, Version},
};
use crate::diagnostic::Finding;

/// The version that named the chip.
const CHIP_SINCE: u8 = 1;
/// The version that brought sizes of tensors and the compiler's own version.
const SIZES_SINCE: u8 = 4;

impl Model<'_> {
    /// Sets the version and drops what an older one cannot say but nobody needs to run the model; what was dropped
    /// comes back. Content that matters stays, and [`Model::write`] refuses it.
    pub fn retarget(&mut self, version: Version) -> Vec<Finding> {
        let chip = self.header.chip.unwrap_or(ChipName::new(FIRST_CHIP));
        (self.header.major, self.header.minor) = (version.major, version.minor);
        self.body.version = version;
        let mut dropped = Vec::new();
        if version.minor < SIZES_SINCE {
            dropped.extend(self.drop_compiler_version());
            dropped.extend(self.drop_tensor_sizes());
        }
        if version.minor >= CHIP_SINCE {
            self.header.chip = Some(chip);
        } else if chip == ChipName::new(FIRST_CHIP) {
            self.header.chip = None;
            self.body.target = None;
        }
        dropped
    }

    fn drop_compiler_version(&mut self) -> Option<Finding> {
        let dropped = self.body.compiler_version.take()?;
        Some(Finding::warning("compiler_version", format!("{dropped:?} is dropped")))
    }

    fn drop_tensor_sizes(&mut self) -> Option<Finding> {
        let tensors = self.body.programs.iter_mut().flat_map(|program| &mut program.tensors);
        let derived = tensors.filter(|tensor| tensor.size > 0 && size_follows(tensor));
        let count = derived.map(|tensor| tensor.size = 0).count();
        let what = format!("the sizes of {count} tensors are dropped: they follow from shape and type");
        (count > 0).then(|| Finding::warning("programs", what))
    }
}

fn size_follows(tensor: &Tensor) -> bool {
    !tensor.aligned && tensor.dense_size() == Some(u64::from(tensor.size))
}
