//! `proposal`: regions worth a closer look, the middle step of Faster R-CNN.

use super::{
    super::{
        call::Call,
        element::Elements,
        exp::exp,
        number::{greatest, least, product, truncate},
        refusal::CpuRefusal,
        tensor::Tensor,
    },
    faster_rcnn::{Corners, shared_part},
};

const RATIOS: [f32; 3] = [0.5, 1.0, 2.0];
const SCALES: [f32; 3] = [8.0, 16.0, 32.0];
const ANCHORS: i64 = 9;

struct Settings {
    stride: i64,
    base: i64,
    /// Width and height of the network's input.
    net: [f32; 2],
    score: f32,
    overlap: f32,
    keep: i64,
}

impl Settings {
    fn read(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let (stride, base) = (call.int("feat_stride")?, call.int("anchor_base_size")?);
        let [height, width] = [call.int("net_input_h")? as f32, call.int("net_input_w")? as f32];
        let (score, overlap) = (call.float("rpn_obj_threshold")?, call.float("rpn_nms_threshold")?);
        let keep = call.int("rpn_nms_post_top_n")?;
        Ok(Settings { stride, base, net: [width, height], score, overlap, keep })
    }
}

/// Centre and size.
#[derive(Clone, Copy, Debug)]
struct Centred {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

fn plus_half(start: f32, extent: f32) -> f32 {
    (f64::from(start) + 0.5 * f64::from(extent)) as f32
}

fn minus_half(start: f32, extent: f32) -> f32 {
    (f64::from(start) - 0.5 * f64::from(extent)) as f32
}

impl Centred {
    fn new([left, top, right, bottom]: Corners) -> Self {
        let (width, height) = (right - left + 1.0, bottom - top + 1.0);
        Centred { x: plus_half(left, width - 1.0), y: plus_half(top, height - 1.0), width, height }
    }

    fn corners(self) -> Corners {
        let (width, height) = (self.width - 1.0, self.height - 1.0);
        [minus_half(self.x, width), minus_half(self.y, height), plus_half(self.x, width), plus_half(self.y, height)]
    }
}

/// Boxes of three shapes in three sizes around the first place.
fn anchors(base: i64) -> Vec<Centred> {
    let edge = (base as i32).wrapping_sub(1) as f32;
    let square = Centred::new([0.0, 0.0, edge, edge]);
    let shaped = RATIOS.iter().map(|ratio| {
        let whole = |value: f32| truncate(f64::from(value.round())) as f32;
        let width = whole((square.width * square.height / ratio).sqrt());
        let height = whole(width * ratio);
        Centred::new(Centred { width, height, ..square }.corners())
    });
    let scaled = shaped.flat_map(|shape| {
        SCALES.map(|scale| Centred { width: shape.width * scale, height: shape.height * scale, ..shape })
    });
    scaled.map(|anchor| Centred::new(anchor.corners())).collect()
}

/// A box and how likely it holds something.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    bounds: Corners,
    score: f32,
}

pub(in super::super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let settings = Settings::read(call)?;
    let mut inputs: [Tensor<'_>; 2] = call.all_inputs()?;
    for input in &inputs {
        input.dims::<4>()?;
    }
    inputs.sort_by_key(|input| input.view.shape[1]);
    let [scores, deltas] = &inputs;
    let (images, output) = (scores.dims::<1>()?[0], call.output(0)?);
    let (all_scores, all_deltas) = (scores.elements(), deltas.elements());
    let mut out = output.elements();
    out.clear();
    for image in 0..images {
        let (first_score, first_delta) = (image * scores.image()?, image * deltas.image()?);
        let map = Map { scores: &all_scores, deltas: &all_deltas, first_score, first_delta };
        let mut found = map.candidates(&settings, scores.dims()?)?;
        thin_out(call, &mut found, settings.overlap)?;
        let keep = usize::try_from(settings.keep).unwrap_or(usize::MAX);
        let regions = found.iter().take(keep).flat_map(|found| {
            let [left, top, right, bottom] = found.bounds;
            [image as f32, left, top, right, bottom]
        });
        out.put_part(image * output.image()?, &regions.collect::<Vec<_>>())?;
    }
    call.store(0, &out);
    Ok(())
}

/// What the network says about one image.
struct Map<'a> {
    scores: &'a Elements<f32>,
    deltas: &'a Elements<f32>,
    first_score: i64,
    first_delta: i64,
}

impl Map<'_> {
    fn candidates(&self, settings: &Settings, shape: [i64; 4]) -> Result<Vec<Candidate>, CpuRefusal> {
        let [_, _, height, width] = shape;
        let plane = height * width;
        self.scores.part(self.first_score, product(&[2, ANCHORS, plane]))?;
        let mut found = Vec::new();
        for (number, anchor) in (0..).zip(anchors(settings.base)) {
            for place in 0..plane {
                let score = self.scores.at(self.first_score + (ANCHORS + number) * plane + place)?;
                if score >= settings.score {
                    let delta = |index: i64| self.deltas.at(self.first_delta + (4 * number + index) * plane + place);
                    let deltas = [delta(0)?, delta(1)?, delta(2)?, delta(3)?];
                    let at = |cell: i64, centre: f32| (cell * settings.stride) as i32 as f32 + centre;
                    let (x, y) = (at(place % width, anchor.x), at(place / width, anchor.y));
                    found.push(Candidate { bounds: moved(Centred { x, y, ..anchor }, deltas, settings.net), score });
                }
            }
        }
        Ok(found)
    }
}

/// An anchor moved and resized, within the network's input.
fn moved(anchor: Centred, [dx, dy, dw, dh]: [f32; 4], [net_width, net_height]: [f32; 2]) -> Corners {
    let x = anchor.x + anchor.width * dx;
    let y = anchor.y + anchor.height * dy;
    let (width, height) = (anchor.width * exp(dw), anchor.height * exp(dh));
    let clip = |value: f32, limit: f32| greatest(least(value, limit - 1.0), 0.0);
    [
        clip(minus_half(x, width), net_width),
        clip(minus_half(y, height), net_height),
        clip(plus_half(x, width), net_width),
        clip(plus_half(y, height), net_height),
    ]
}

/// Removes of each overlapping pair the less likely box, the earlier one's neighbours first.
fn thin_out(call: &Call<'_>, found: &mut Vec<Candidate>, threshold: f32) -> Result<(), CpuRefusal> {
    if found.is_empty() {
        let what = "no box is likely enough, which crashes the runtime";
        return Err(call.refuse(what).allowed("at least one").help("lower `rpn_obj_threshold`"));
    }
    call.work(&[found.len() as i64, found.len() as i64])?;
    let mut first = 0;
    while first + 1 < found.len() {
        if remove_worse_than(found, first, threshold) {
            found.remove(first);
        } else {
            first += 1;
        }
    }
    Ok(())
}

/// Removes what overlaps with a box and is no better; says whether a better one was met.
fn remove_worse_than(found: &mut Vec<Candidate>, first: usize, threshold: f32) -> bool {
    let mut second = first + 1;
    while second < found.len() {
        let (one, other) = (found[first], found[second]);
        let overlaps = shared_part(&one.bounds, &other.bounds).is_some_and(|part| part > threshold);
        match (overlaps, one.score >= other.score) {
            (true, true) => drop(found.remove(second)),
            (true, false) => return true,
            (false, _) => second += 1,
        }
    }
    false
}
