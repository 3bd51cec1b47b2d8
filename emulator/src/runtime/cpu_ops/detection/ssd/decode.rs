//! From a prior box and how the network moves it to a box.

use super::super::super::{element::Elements, exp::exp, refusal::CpuRefusal, tensor::Tensor};

/// A box and its area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Left, top, right, bottom.
    pub(super) corners: [f32; 4],
    pub(super) area: f32,
}

impl Bounds {
    fn new(corners: [f32; 4]) -> Self {
        let [left, top, right, bottom] = corners;
        let area = if right < left || bottom < top { 0.0 } else { (right - left) * (bottom - top) };
        Bounds { corners, area }
    }
}

/// All that is known about boxes: `count` priors followed by their variances, and moves for each prior and class.
pub(super) struct Decoder {
    pub(super) locations: Elements<f32>,
    pub(super) priors: Elements<f32>,
    pub(super) count: i64,
    pub(super) classes: i64,
}

impl Decoder {
    /// The box of a prior for a class.
    pub(super) fn bounds(&self, image: i64, class: i64, prior: i64, tensor: &Tensor<'_>) -> Result<Bounds, CpuRefusal> {
        let start = ((image * self.count + prior) * self.classes + class).saturating_mul(4);
        let (own, variance) = (self.priors.part(4 * prior, 4)?, self.priors.part(4 * (self.count + prior), 4)?);
        let delta = self.locations.part(start, 4)?;
        let axis = |axis: usize| {
            let (start, end) = (own[axis], own[axis + 2]);
            let extent = end - start;
            let positive = extent > 0.0;
            let middle = (f64::from(start + end) * 0.5) as f32;
            let centre = variance[axis] * delta[axis] * extent + middle;
            let extent = exp(variance[axis + 2] * delta[axis + 2]) * extent;
            let (centre, half) = (f64::from(centre), f64::from(extent) * 0.5);
            positive.then_some([(centre - half) as f32, (centre + half) as f32])
        };
        match (axis(0), axis(1)) {
            (Some([left, right]), Some([top, bottom])) => Ok(Bounds::new([left, top, right, bottom])),
            _ => {
                let refusal = tensor.refuse(format!("prior box {prior} is {own:?}, where the runtime stops"));
                Err(refusal.allowed("right of left and below top"))
            }
        }
    }
}
