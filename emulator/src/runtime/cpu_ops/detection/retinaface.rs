//! `retinaface_detection`: faces with five landmarks.

use super::super::{
    call::Call,
    element::Elements,
    exp::exp_times,
    number::{greatest, least},
    refusal::CpuRefusal,
    sort::{Score, Scored, sort},
    tensor::Tensor,
};

/// Pixels per cell of the three maps and the sizes of their two anchors, coarse to fine.
const MAPS: [(i64, [f32; 2]); 3] = [(32, [32.0, 16.0]), (16, [8.0, 4.0]), (8, [2.0, 1.0])];
/// Middle of an anchor of size 1; its side is twice as long.
const MIDDLE: f32 = 8.5;

struct Settings {
    overlap: f32,
    score: f32,
    keep: i64,
}

/// Box, then x and y of each landmark.
#[derive(Clone, Copy, Debug)]
struct Face {
    bounds: [f32; 4],
    landmarks: [f32; 10],
}

pub(in super::super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let (overlap, score) = (call.float("nms_threshold")?, call.float("confidence_threshold")?);
    let settings = Settings { overlap, score, keep: call.int("keep_topk")? };
    let mut inputs: [Tensor<'_>; 9] = call.all_inputs()?;
    for input in &inputs {
        input.dims::<4>()?;
    }
    inputs.sort_by_key(|input| (input.view.shape[3], input.view.shape[1]));
    let output = call.output(0)?;
    let images = output.dims::<1>()?[0];
    let maps = inputs.chunks_exact(3).zip(MAPS).map(|(inputs, map)| Map::new(inputs, map, images));
    let maps = maps.collect::<Result<Vec<_>, _>>()?;
    let mut out = output.elements();
    out.clear();
    for image in 0..images {
        let mut faces = Vec::new();
        for map in &maps {
            map.faces(image, &settings, &mut faces)?;
        }
        call.work(&[faces.len() as i64, faces.len() as i64])?;
        let keep = usize::try_from(settings.keep).unwrap_or(0);
        let numbers = best(faces, settings.overlap).into_iter().take(keep).flat_map(numbers);
        out.put_part(image * output.image()?, &numbers.collect::<Vec<_>>())?;
    }
    call.store(0, &out);
    Ok(())
}

fn numbers(face: Scored<Face>) -> Vec<f32> {
    let Face { bounds, landmarks } = face.item;
    bounds.into_iter().chain([face.score.value()]).chain(landmarks).collect()
}

/// One kind of statement about every cell, and how it lies in memory.
struct Layer {
    values: Elements<f32>,
    /// From image to image.
    step: i64,
    /// Elements that belong to an image.
    count: i64,
}

impl Layer {
    fn new(tensor: &Tensor<'_>, images: i64) -> Result<Self, CpuRefusal> {
        Ok(Layer { values: tensor.elements(), step: tensor.image()?, count: tensor.count() / images })
    }

    fn image(&self, image: i64) -> Result<&[f32], CpuRefusal> {
        self.values.part(image * self.step, self.count)
    }
}

/// What the network says at one resolution.
struct Map<'a> {
    scores: Layer,
    boxes: Layer,
    landmarks: Layer,
    stride: i64,
    sizes: [f32; 2],
    size: [i64; 2],
    tensors: &'a [Tensor<'a>],
}

impl<'a> Map<'a> {
    fn new(tensors: &'a [Tensor<'a>], (stride, sizes): (i64, [f32; 2]), images: i64) -> Result<Self, CpuRefusal> {
        let layer = |index: usize| Layer::new(&tensors[index], images);
        let [_, _, height, width] = tensors[0].dims()?;
        let (scores, boxes, landmarks) = (layer(0)?, layer(1)?, layer(2)?);
        Ok(Map { scores, boxes, landmarks, stride, sizes, size: [height, width], tensors })
    }

    fn faces(&self, image: i64, settings: &Settings, faces: &mut Vec<Scored<Face>>) -> Result<(), CpuRefusal> {
        let cells = (self.size[0] * self.size[1]) as usize;
        // Of the scores, the first half is about there being no face.
        let scores = self.scores.image(image)?;
        let scores = &scores[scores.len() / 2..];
        let (boxes, landmarks) = (self.boxes.image(image)?, self.landmarks.image(image)?);
        for (number, size) in self.sizes.iter().enumerate() {
            for cell in 0..cells {
                let confidence = get(scores, number * cells + cell).ok_or_else(|| self.short(0))?;
                if confidence <= settings.score {
                    continue;
                }
                let score = Score::new(confidence).ok_or_else(|| self.unordered())?;
                let anchor = self.anchor(cell as i64, *size);
                let delta = |index: usize| get(boxes, (number * 4 + index) * cells + cell);
                let bounds = anchor.bounds(delta).ok_or_else(|| self.short(1))?;
                let delta = |index: usize| get(landmarks, (number * 10 + index) * cells + cell);
                let landmarks = anchor.landmarks(delta).ok_or_else(|| self.short(2))?;
                faces.push(Scored { score, item: Face { bounds, landmarks } });
            }
        }
        Ok(())
    }

    fn anchor(&self, cell: i64, size: f32) -> Anchor {
        let start = |place: i64| (MIDDLE - MIDDLE * size) + (place * self.stride) as f32;
        let end = |place: i64| (MIDDLE + MIDDLE * size) + (place * self.stride) as f32;
        let (row, column) = (cell / self.size[1], cell % self.size[1]);
        let (width, height) = (end(column) - start(column) + 1.0, end(row) - start(row) + 1.0);
        let middle = |start: f32, extent: f32| (f64::from(start) + 0.5 * f64::from(extent - 1.0)) as f32;
        Anchor { x: middle(start(column), width), y: middle(start(row), height), width, height }
    }

    fn short(&self, index: usize) -> CpuRefusal {
        let [height, width] = self.size;
        let refusal = self.tensors[index].refuse("it says nothing about some cells");
        refusal.allowed(format!("{height} x {width} cells, as in the scores"))
    }

    fn unordered(&self) -> CpuRefusal {
        self.tensors[0].refuse("a score is not a number").allowed("numbers, which have an order")
    }
}

fn get(values: &[f32], index: usize) -> Option<f32> {
    values.get(index).copied()
}

/// A box around a cell.
struct Anchor {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Anchor {
    fn bounds(&self, delta: impl Fn(usize) -> Option<f32>) -> Option<[f32; 4]> {
        let x = delta(0)? * self.width + self.x;
        let y = delta(1)? * self.height + self.y;
        let half = |delta: f32, extent: f32| 0.5 * f64::from(exp_times(delta, extent) - 1.0);
        let (across, down) = (half(delta(2)?, self.width), half(delta(3)?, self.height));
        let (x, y) = (f64::from(x), f64::from(y));
        Some([x - across, y - down, x + across, y + down].map(|edge| edge as f32))
    }

    fn landmarks(&self, delta: impl Fn(usize) -> Option<f32>) -> Option<[f32; 10]> {
        let mut landmarks = [0.0; 10];
        for (index, landmark) in landmarks.iter_mut().enumerate() {
            let (centre, extent) = if index % 2 == 0 { (self.x, self.width) } else { (self.y, self.height) };
            *landmark = centre + delta(index)? * extent;
        }
        Some(landmarks)
    }
}

/// The best of overlapping faces. The runtime measures the overlap with the face after the chosen one, but against
/// the chosen one's area.
fn best(mut faces: Vec<Scored<Face>>, threshold: f32) -> Vec<Scored<Face>> {
    sort(&mut faces);
    let mut gone = vec![false; faces.len()];
    let mut kept = Vec::new();
    for index in 0..faces.len() {
        if gone[index] {
            continue;
        }
        kept.push(faces[index]);
        let chosen = area(&faces[index].item);
        for other in index + 1..faces.len() {
            let next = &faces[index + 1].item;
            if !gone[other] && shared_part(next, &faces[other].item, chosen).is_some_and(|part| part > threshold) {
                gone[other] = true;
            }
        }
    }
    kept
}

fn area(face: &Face) -> f32 {
    let [left, top, right, bottom] = face.bounds;
    (right - left + 1.0) * (bottom - top + 1.0)
}

fn shared_part(one: &Face, other: &Face, one_area: f32) -> Option<f32> {
    let (a, b) = (one.bounds, other.bounds);
    let width = least(a[2], b[2]) - greatest(a[0], b[0]) + 1.0;
    let height = least(a[3], b[3]) - greatest(a[1], b[1]) + 1.0;
    let apart = width <= 0.0 || height <= 0.0;
    (!apart).then(|| width * height / (one_area + area(other) - width * height))
}
