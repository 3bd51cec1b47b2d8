//! Which prior boxes show something of a class?

use super::{
    super::super::{
        call::Call,
        number::{greatest, least},
        refusal::CpuRefusal,
        sort::{Score, Scored, sort, sort_best},
    },
    Bounds, Candidate, Settings,
};

/// The likeliest boxes of a class, best first. `scores` holds one score per box and class.
pub(super) fn likeliest(settings: &Settings, scores: &[f32], class: i64) -> Vec<Candidate> {
    let own = scores.iter().skip(class as usize).step_by(settings.classes as usize);
    let likely = (0..).zip(own).filter(|(_, score)| **score > settings.score);
    let likely = likely.filter_map(|(item, score)| Some(Scored { score: Score::new(*score)?, item }));
    let mut likely: Vec<Candidate> = likely.collect();
    if settings.candidates < likely.len() {
        sort_best(&mut likely, settings.candidates);
        likely.truncate(settings.candidates);
    } else {
        sort(&mut likely);
    }
    likely
}

/// Leaves out boxes that overlap with a better one.
pub(super) fn without_overlaps(
    call: &Call<'_>,
    settings: &Settings,
    boxes: impl Iterator<Item = (Candidate, Bounds)>,
) -> Result<Vec<(Candidate, Bounds)>, CpuRefusal> {
    let mut kept: Vec<(Candidate, Bounds)> = Vec::new();
    for (number, (candidate, bounds)) in (1..).zip(boxes) {
        call.work(&[number, kept.len() as i64])?;
        if kept.iter().all(|(_, better)| keeps(&bounds, better, settings.overlap)) {
            kept.push((candidate, bounds));
        }
    }
    Ok(kept)
}

/// Whether a box may stay beside a better one.
fn keeps(bounds: &Bounds, better: &Bounds, threshold: f32) -> bool {
    let (a, b) = (bounds.corners, better.corners);
    if b[0] > a[2] || b[2] < a[0] || b[1] > a[3] || b[3] < a[1] {
        return true;
    }
    let width = least(a[2], b[2]) - greatest(a[0], b[0]);
    let height = least(a[3], b[3]) - greatest(a[1], b[1]);
    width * height * (threshold + 1.0) <= (bounds.area + better.area) * threshold
}
