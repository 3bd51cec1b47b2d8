//! Boxes of one class that overlap: the worse one is erased.

use super::super::{call::Call, refusal::CpuRefusal};

/// A box with what it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detection<B> {
    pub(super) bounds: B,
    pub(super) class: i64,
    /// Zero once erased.
    pub(super) score: f32,
}

impl<B: Copy + Into<[f32; 4]>> Detection<B> {
    /// As the runtime writes it: bounds, class, score.
    fn numbers(&self) -> [f32; 6] {
        let [a, b, c, d] = self.bounds.into();
        [a, b, c, d, self.class as f32, self.score]
    }
}

/// Erases of each overlapping pair of a class the one with the lower score. `overlap` gives the shared part of two
/// boxes' union, or nothing when they lie apart.
pub(super) fn suppress<B>(
    call: &Call<'_>,
    detections: &mut [Detection<B>],
    threshold: f32,
    overlap: impl Fn(&B, &B) -> Option<f32>,
) -> Result<(), CpuRefusal> {
    call.work(&[detections.len() as i64, detections.len() as i64])?;
    for first in 0..detections.len() {
        if detections[first].score == 0.0 {
            continue;
        }
        for second in first + 1..detections.len() {
            let (one, other) = (&detections[first], &detections[second]);
            if other.score == 0.0 || one.class != other.class {
                continue;
            }
            let Some(overlap) = overlap(&one.bounds, &other.bounds) else { continue };
            if overlap > 1.0 || overlap.is_nan() {
                let what = format!("boxes {first} and {second} overlap by {overlap}, where the runtime stops");
                return Err(call.refuse(what).allowed("at most 1"));
            }
            if overlap > threshold {
                let worse = if one.score < other.score { first } else { second };
                detections[worse].score = 0.0;
            }
        }
    }
    Ok(())
}

/// The first `most` of the detections left, six numbers each.
pub(super) fn kept<B: Copy + Into<[f32; 4]>>(detections: &[Detection<B>], most: i64) -> Vec<f32> {
    let most = usize::try_from(most).unwrap_or(0);
    let left = detections.iter().filter(|detection| detection.score > 0.0);
    left.take(most).flat_map(Detection::numbers).collect()
}
