//! Sizes of the boxes that the network was trained to move: three per feature map.

use super::{
    super::super::{call::Call, refusal::CpuRefusal},
    Settings,
};

/// Widths and heights.
pub(super) type Anchors = [f32; 6];

const TINY: [Anchors; 2] = [[10.0, 14.0, 23.0, 27.0, 37.0, 58.0], [81.0, 82.0, 135.0, 169.0, 344.0, 319.0]];
const V3: [Anchors; 3] = [
    [10.0, 13.0, 16.0, 30.0, 33.0, 23.0],
    [30.0, 61.0, 62.0, 45.0, 59.0, 119.0],
    [116.0, 90.0, 156.0, 198.0, 373.0, 326.0],
];
const V4: [Anchors; 3] = [
    [142.0, 110.0, 192.0, 243.0, 459.0, 401.0],
    [36.0, 75.0, 76.0, 55.0, 72.0, 146.0],
    [12.0, 16.0, 19.0, 36.0, 40.0, 28.0],
];

/// The anchors of each of `maps` feature maps: those of the parameter, or the version's own.
pub(super) fn read(call: &Call<'_>, settings: &Settings, maps: usize) -> Result<Vec<Anchors>, CpuRefusal> {
    let text = if call.has("anchors") { call.text("anchors")? } else { String::new() };
    if text.is_empty() {
        return Ok(match (settings.tiny, settings.yolo_v4) {
            (true, _) => TINY.to_vec(),
            (false, true) => V4.to_vec(),
            (false, false) => V3.to_vec(),
        });
    }
    let parts = text.strip_suffix(',').unwrap_or(&text).split(',');
    let numbers: Option<Vec<f32>> = parts.map(|part| Some(part.trim().parse::<f64>().ok()? as f32)).collect();
    let anchors = numbers.filter(|numbers| numbers.len() == maps * 6);
    let anchors = anchors.map(|numbers| numbers.chunks_exact(6).flat_map(<[f32; 6]>::try_from).collect());
    let allowed = format!("{} numbers with commas between them", maps * 6);
    anchors.ok_or_else(|| call.refuse_parameter("anchors", format!("it is {text:?}"), &allowed))
}
