//! `yolo_detection`: the last step of YOLO versions 2 to 4.

mod anchors;
mod features;

use super::{
    super::{call::Call, refusal::CpuRefusal, tensor::Tensor},
    overlap::{Detection, kept, suppress},
};
use features::{Centred, Feature};

/// Boxes that the runtime can take; one more and it stops.
const MOST_BOXES: usize = 200;

struct Settings {
    /// Width and height of the network's input.
    net: [f32; 2],
    overlap: f32,
    score: f32,
    keep: i64,
    classes: i64,
    tiny: bool,
    yolo_v4: bool,
}

impl Settings {
    fn read(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let [height, width] = [call.int("net_input_h")? as f32, call.int("net_input_w")? as f32];
        let (overlap, score) = (call.float("nms_threshold")?, call.float("obj_threshold")?);
        let flag = |name| if call.has(name) { call.flag(name) } else { Ok(false) };
        flag("spp_net")?;
        let (tiny, yolo_v4) = (flag("tiny")?, flag("yolo_v4")?);
        let classes = if call.has("class_num") { call.positive("class_num")? } else { 80 };
        let keep = call.int("keep_topk")?;
        Ok(Settings { net: [width, height], overlap, score, keep, classes, tiny, yolo_v4 })
    }
}

pub(in super::super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let settings = Settings::read(call)?;
    let mut inputs =
        if settings.tiny { Vec::from(call.all_inputs::<2>()?) } else { Vec::from(call.all_inputs::<3>()?) };
    for input in &inputs {
        input.dims::<4>()?;
    }
    inputs.sort_by_key(|input: &Tensor<'_>| std::cmp::Reverse(input.view.shape[3]));
    let anchors = anchors::read(call, &settings, inputs.len())?;
    let features = inputs.iter().zip(anchors).map(|(input, anchors)| Feature::new(input, anchors, &settings));
    let features = features.collect::<Result<Vec<_>, _>>()?;
    let output = call.output(0)?;
    let (images, mut out) = (output.dims::<1>()?[0], output.elements());
    out.clear();
    for image in 0..images {
        let mut found = Vec::new();
        for feature in &features {
            feature.boxes(call, image, &mut found)?;
        }
        suppress(call, &mut found, settings.overlap, shared_part)?;
        out.put_part(image * output.image()?, &kept(&found, settings.keep))?;
    }
    call.store(0, &out);
    Ok(())
}

/// Adds a box, unless there are too many.
fn add(call: &Call<'_>, found: &mut Vec<Detection<Centred>>, detection: Detection<Centred>) -> Result<(), CpuRefusal> {
    if found.len() == MOST_BOXES {
        let refusal = call.refuse("more boxes are likely enough than the runtime can take");
        return Err(refusal.allowed(format!("at most {MOST_BOXES} per image")).help("raise `obj_threshold`"));
    }
    found.push(detection);
    Ok(())
}

/// Intersection over union; boxes that lie apart share nothing.
fn shared_part(one: &Centred, other: &Centred) -> Option<f32> {
    let common = |one: [f32; 2], other: [f32; 2]| {
        let edges = |[centre, extent]: [f32; 2]| (centre - extent / 2.0, centre + extent / 2.0);
        let ((left, right), (other_left, other_right)) = (edges(one), edges(other));
        let start = if left > other_left { left } else { other_left };
        let end = if right < other_right { right } else { other_right };
        end - start
    };
    let width = common([one.x, one.width], [other.x, other.width]);
    let height = common([one.y, one.height], [other.y, other.height]);
    let shared = if width < 0.0 || height < 0.0 { 0.0 } else { width * height };
    Some(shared / (one.width * one.height + other.width * other.height - shared))
}
