//! `detectionoutput`: the last step of SSD.

mod decode;
mod select;

use super::super::{
    call::Call,
    element::Elements,
    number::product,
    refusal::CpuRefusal,
    sort::{Score, Scored, sort},
    tensor::Tensor,
};
use decode::{Bounds, Decoder};
use std::collections::BTreeMap;

/// Parts of the names by which the inputs are told apart, in the order of use.
const ROLES: [&str; 3] = ["mbox_loc", "mbox_conf", "mbox_priorbox"];
/// Numbers of a result: image, class, score, box.
const RECORD: i64 = 7;

struct Settings {
    classes: i64,
    share_location: bool,
    background: i64,
    candidates: usize,
    overlap: f32,
    score: f32,
    keep: i64,
}

impl Settings {
    fn read(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let (classes, share_location) = (call.positive("num_classes")?, call.flag("share_location")?);
        let code = call.text("code_type")?;
        if code != "CENTER_SIZE" {
            return Err(call.refuse_parameter("code_type", format!("it is {code:?}"), "\"CENTER_SIZE\""));
        }
        let candidates = call.int_within("top_k", 0, i64::from(i32::MAX))? as usize;
        let (overlap, score) = (call.float("nms_threshold")?, call.float("confidence_threshold")?);
        let (background, keep) = (call.int("background_label_id")?, call.int("keep_top_k")?);
        Ok(Settings { classes, share_location, background, candidates, overlap, score, keep })
    }

    /// Classes that have boxes of their own.
    fn box_classes(&self) -> i64 {
        if self.share_location { 1 } else { self.classes }
    }
}

/// A prior box, with its score for some class.
type Candidate = Scored<i64>;
/// Of each class the boxes left, best first.
type Found = BTreeMap<i64, Vec<(Candidate, Bounds)>>;

/// Location, confidence and prior boxes: by name, or else by position.
fn in_order<'t>(call: &'t Call<'_>) -> Result<[Tensor<'t>; 3], CpuRefusal> {
    let named = ROLES.map(|role| call.inputs.iter().position(|input| input.name.contains(role)));
    match named {
        [Some(locations), Some(confidences), Some(priors)] => {
            Ok([call.input(locations)?, call.input(confidences)?, call.input(priors)?])
        }
        _ => call.all_inputs(),
    }
}

pub(in super::super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let settings = Settings::read(call)?;
    let [locations, confidences, priors] = in_order(call)?;
    let (images, [_, _, length]) = (locations.dims::<1>()?[0], priors.dims()?);
    let count = length / 4;
    if count == 0 {
        return Err(priors.refuse(format!("its rows have {length} numbers")).allowed("4 for each prior box"));
    }
    let (scores, values) = (confidences.elements::<f32>(), priors.elements());
    let decoder = Decoder { locations: locations.elements(), priors: values, count, classes: settings.box_classes() };
    let mut found = Vec::new();
    for image in 0..images {
        let per_image = product(&[count, settings.classes]);
        let scores = scores.part(image.saturating_mul(per_image), per_image)?;
        found.push(detect(call, &settings, &decoder, scores, (image, &priors))?);
    }
    let mut out = call.output(0)?.elements();
    write(&found, product(&[images, settings.keep, RECORD]), &mut out)?;
    call.store(0, &out);
    Ok(())
}

/// The boxes of one image.
fn detect(
    call: &Call<'_>,
    settings: &Settings,
    decoder: &Decoder,
    scores: &[f32],
    (image, priors): (i64, &Tensor<'_>),
) -> Result<Found, CpuRefusal> {
    let mut found = Found::new();
    // Shared boxes carry the label -1, and none are decoded when that is the background.
    if settings.share_location && settings.background == -1 {
        return Ok(found);
    }
    for class in (0..settings.classes).filter(|class| *class != settings.background) {
        let candidates = select::likeliest(settings, scores, class);
        let own = if settings.share_location { 0 } else { class };
        let boxes = candidates.iter().map(|candidate| decoder.bounds(image, own, candidate.item, priors));
        let boxes = candidates.iter().copied().zip(boxes.collect::<Result<Vec<_>, _>>()?);
        let kept = select::without_overlaps(call, settings, boxes)?;
        if !kept.is_empty() {
            found.insert(class, kept);
        }
    }
    let count: usize = found.values().map(Vec::len).sum();
    let keep = usize::try_from(settings.keep).unwrap_or(usize::MAX);
    Ok(if count > keep { best(&found, keep) } else { found })
}

/// The best boxes of all classes.
fn best(found: &Found, keep: usize) -> Found {
    let all = found.iter().flat_map(|(class, boxes)| boxes.iter().map(move |found| (*class, *found)));
    let mut all: Vec<_> = all.map(|(class, found)| Scored { score: found.0.score, item: (class, found) }).collect();
    sort(&mut all);
    let mut best = Found::new();
    for Scored { item: (class, found), .. } in all.into_iter().take(keep) {
        best.entry(class).or_default().push(found);
    }
    best
}

/// Writes the results of all images one after the other; the rest of the list is -1.
fn write(found: &[Found], length: i64, out: &mut Elements<f32>) -> Result<(), CpuRefusal> {
    out.clear();
    out.need(length)?;
    for index in 0..length {
        out.put(index, -1.0)?;
    }
    if found.iter().all(BTreeMap::is_empty) {
        for image in 0..found.len() as i64 {
            out.put(image * RECORD, image as f32)?;
        }
    }
    let mut start = 0;
    for (image, classes) in found.iter().enumerate() {
        for (class, boxes) in classes {
            for (Candidate { score, .. }, Bounds { corners: [left, top, right, bottom], .. }) in boxes {
                let head = [image as f32, *class as f32, Score::value(*score)];
                out.put_part(start, &[head[0], head[1], head[2], *left, *top, *right, *bottom])?;
                start += RECORD;
            }
        }
    }
    Ok(())
}
