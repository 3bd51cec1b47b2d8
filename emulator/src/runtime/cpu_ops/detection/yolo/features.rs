//! Boxes in a feature map: three per cell, each with a confidence and a score for every class.

use super::{
    super::{
        super::{call::Call, element::Elements, exp::exp, refusal::CpuRefusal, tensor::Tensor},
        overlap::Detection,
    },
    Settings, add,
    anchors::Anchors,
};

const BOXES_PER_CELL: i64 = 3;
/// Numbers of a box in front of its classes: x, y, width, height, confidence.
const HEAD: i64 = 5;
/// Scores below are squeezed, so that no exponential vanishes.
const DEEP: f32 = -100.0;

/// Centre and size as parts of the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Centred {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl From<Centred> for [f32; 4] {
    fn from(b: Centred) -> Self {
        [b.x, b.y, b.width, b.height]
    }
}

/// A feature map of the whole batch.
pub(super) struct Feature<'a> {
    values: Elements<f32>,
    settings: &'a Settings,
    anchors: Anchors,
    rows: i64,
    columns: i64,
    image: i64,
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

impl<'a> Feature<'a> {
    pub(super) fn new(input: &Tensor<'_>, anchors: Anchors, settings: &'a Settings) -> Result<Self, CpuRefusal> {
        let [_, _, rows, columns] = input.dims()?;
        Ok(Feature { values: input.elements(), settings, anchors, rows, columns, image: input.image()? })
    }

    /// Adds the boxes that are likely enough.
    pub(super) fn boxes(
        &self,
        call: &Call<'_>,
        image: i64,
        found: &mut Vec<Detection<Centred>>,
    ) -> Result<(), CpuRefusal> {
        for cell in 0..self.rows * self.columns {
            for slot in 0..BOXES_PER_CELL {
                let confidence = sigmoid(self.value(image, cell, slot, 4)?);
                if confidence < self.settings.score {
                    continue;
                }
                let (class, share) = self.class(image, cell, slot)?;
                let score = confidence * share;
                if score < self.settings.score {
                    continue;
                }
                let bounds = self.bounds(image, cell, slot)?;
                add(call, found, Detection { bounds, class, score })?;
            }
        }
        Ok(())
    }

    /// One number of a box.
    fn value(&self, image: i64, cell: i64, slot: i64, index: i64) -> Result<f32, CpuRefusal> {
        let plane = slot * (self.settings.classes + HEAD) + index;
        self.values.at((image * self.image + cell).saturating_add(plane.saturating_mul(self.rows * self.columns)))
    }

    /// The likeliest class and its share; -1 when no share is above zero.
    fn class(&self, image: i64, cell: i64, slot: i64) -> Result<(i64, f32), CpuRefusal> {
        let mut scores = Vec::new();
        for class in 0..self.settings.classes {
            scores.push(self.value(image, cell, slot, HEAD + class)?);
        }
        let largest = scores.iter().fold(f32::NEG_INFINITY, |best, score| if *score > best { *score } else { best });
        let smallest = scores.iter().fold(f32::INFINITY, |best, score| if *score < best { *score } else { best });
        let lowered = scores.iter().map(|score| score - largest);
        let squeezed = lowered.map(|score| if smallest < DEEP { score / smallest * DEEP } else { score });
        let powers: Vec<f32> = squeezed.map(exp).collect();
        let sum = powers.iter().fold(0.0, |sum: f32, power| sum + power);
        let shares = (0..).zip(powers.iter().map(|power| power / sum));
        Ok(shares.fold((-1, 0.0), |best, (class, share)| if share > best.1 { (class, share) } else { best }))
    }

    fn bounds(&self, image: i64, cell: i64, slot: i64) -> Result<Centred, CpuRefusal> {
        let value = |index| self.value(image, cell, slot, index);
        let centre = |value: f32, place: i64, count: i64| (sigmoid(value) + place as f32) / count as f32;
        let extent = |value: f32, anchor: f32, net: f32| exp(value) * anchor / net;
        let anchor = 2 * slot as usize;
        let [net_width, net_height] = self.settings.net;
        Ok(Centred {
            x: centre(value(0)?, cell % self.columns, self.columns),
            y: centre(value(1)?, cell / self.columns, self.rows),
            width: extent(value(2)?, self.anchors[anchor], net_width),
            height: extent(value(3)?, self.anchors[anchor + 1], net_height),
        })
    }
}
