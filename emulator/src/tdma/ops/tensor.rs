//! Tensors and matrices from one shape into another of as many elements.

use super::{formats, matrix};
use crate::refusal::Refusal;
use crate::tdma::convert::{Conversion, Pairs};
use crate::tdma::plan::Plan;
use crate::tdma::scene::{End, Scene, elements};
use crate::tdma::side::NCHW;
use isa::layout::tdma::BF16;
use isa::op::tdma::{Direction, Tensor};

pub(super) fn plan(op: &Tensor, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    let both = Both { source: End::source(&op.src), target: End::target(&op.dst), n: op.n };
    let formats = formats!(op);
    match op.direction {
        Direction::Load if op.matrix => matrix::load(op, scene),
        Direction::Store if op.matrix => matrix::store(op, scene),
        Direction::Load => load(&both, formats.conversion(Pairs::Widening, scene.chip)?, scene),
        Direction::Store => store(&both, formats.conversion(Pairs::Narrowing, scene.chip)?, scene),
        Direction::Move => both.in_local(formats.conversion(Pairs::Any, scene.chip)?, scene),
        Direction::Copy => copy(&both, scene),
    }
}

/// Two tensors of as many elements.
pub(super) struct Both<'a> {
    pub(super) source: End<'a>,
    pub(super) target: End<'a>,
    pub(super) n: u16,
}

impl Both<'_> {
    /// Refuses empty shapes and shapes of different sizes.
    fn check(&self) -> Result<(), Refusal> {
        self.source.need_sizes(self.n)?;
        self.target.need_sizes(self.n)?;
        let count = |end: End<'_>| end.shape(self.n).into_iter().map(u64::from).product::<u64>();
        let (have, wanted) = (count(self.target), count(self.source));
        if have == wanted { Ok(()) } else { Err(self.refuse(have, wanted)) }
    }

    #[cold]
    fn refuse(&self, have: u64, wanted: u64) -> Refusal {
        let (s, t, names) = (self.source.endpoint, self.target.endpoint, self.target.names);
        let sizes = [(s.c, t.c, names.c), (s.h, t.h, names.h), (s.w, t.w, names.w)];
        let (_, size, name) = sizes.into_iter().find(|(s, t, _)| s != t).unwrap_or(sizes[2]);
        Refusal::new(format!("the source has {wanted} elements and the destination {have}"))
            .field(name, size, format!("shapes of {wanted} elements"))
            .help("give both sides as many elements")
    }

    /// A copy inside local memory.
    pub(super) fn in_local(&self, conversion: Conversion, scene: &Scene<'_>) -> Result<Plan, Refusal> {
        self.check()?;
        let from = scene.local_side(self.source, self.source.shape(self.n), conversion.source_bytes(), NCHW)?;
        let to = scene.local_side(self.target, self.target.shape(self.n), conversion.target_bytes(), NCHW)?;
        Ok(elements(from, to, conversion))
    }
}

fn load(both: &Both<'_>, conversion: Conversion, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    both.check()?;
    let from = scene.dram_side(both.source, both.source.shape(both.n), conversion.source_bytes(), NCHW)?;
    let to = scene.local_side(both.target, both.target.shape(both.n), conversion.target_bytes(), NCHW)?;
    Ok(elements(from, to, conversion))
}

fn store(both: &Both<'_>, conversion: Conversion, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    both.check()?;
    let from = scene.local_side(both.source, both.source.shape(both.n), conversion.source_bytes(), NCHW)?;
    let to = scene.dram_side(both.target, both.target.shape(both.n), conversion.target_bytes(), NCHW)?;
    Ok(elements(from, to, conversion))
}

/// DRAM to DRAM takes any formats and converts nothing; only two bf16 sides have two bytes per element.
fn copy(both: &Both<'_>, scene: &Scene<'_>) -> Result<Plan, Refusal> {
    both.check()?;
    let wide = [both.source, both.target].iter().all(|end| end.endpoint.format == BF16);
    let conversion = if wide { Conversion::Pairs } else { Conversion::Bytes };
    let from = scene.dram_side(both.source, both.source.shape(both.n), conversion.source_bytes(), NCHW)?;
    let to = scene.dram_side(both.target, both.target.shape(both.n), conversion.target_bytes(), NCHW)?;
    Ok(elements(from, to, conversion))
}
