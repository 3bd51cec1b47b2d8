//! `frcn_detection`: the last step of Faster R-CNN.

use super::{
    super::{
        call::Call,
        element::Elements,
        exp::exp,
        number::{greatest, least, product},
        refusal::CpuRefusal,
        tensor::Tensor,
    },
    overlap::{Detection, kept, suppress},
};

/// Left, top, right, bottom.
pub(super) type Corners = [f32; 4];

struct Settings {
    overlap: f32,
    score: f32,
    keep: i64,
    classes: i64,
}

impl Settings {
    fn read(call: &Call<'_>) -> Result<Self, CpuRefusal> {
        let (overlap, score) = (call.float("nms_threshold")?, call.float("obj_threshold")?);
        Ok(Settings { overlap, score, keep: call.int("keep_topk")?, classes: call.positive("class_num")? })
    }
}

/// What the network says about one image.
struct Image<'a> {
    deltas: &'a Elements<f32>,
    scores: &'a Elements<f32>,
    regions: &'a [f32],
    first_delta: i64,
    first_score: i64,
}

pub(super) fn shared_part(one: &Corners, other: &Corners) -> Option<f32> {
    let area = |b: &Corners| (b[2] - b[0] + 1.0) * (b[3] - b[1] + 1.0);
    let width = least(one[2], other[2]) - greatest(one[0], other[0]);
    let height = least(one[3], other[3]) - greatest(one[1], other[1]);
    let apart = !(width > 0.0 && height > 0.0);
    (!apart).then(|| width * height / (area(one) + area(other) - width * height))
}

pub(in super::super) fn run(call: &mut Call<'_>) -> Result<(), CpuRefusal> {
    let settings = Settings::read(call)?;
    let mut inputs: [Tensor<'_>; 3] = call.all_inputs()?;
    for input in &inputs {
        input.dims::<4>()?;
    }
    inputs.sort_by_key(|input| std::cmp::Reverse(input.view.shape[1]));
    let [deltas, scores, regions] = &inputs;
    let [images, _, count] = regions.dims()?;
    let (all_deltas, all_scores, all_regions) = (deltas.elements(), scores.elements(), regions.elements());
    let output = call.output(0)?;
    let mut out = output.elements();
    out.clear();
    for number in 0..images {
        // The runtime steps by bytes where elements are meant.
        let step = |tensor: &Tensor<'_>| tensor.view.bytes.len() as i64 / images;
        let regions = all_regions.part(number * regions.image()?, 5 * count)?;
        let (first_delta, first_score) = (number * step(deltas), number * step(scores));
        let image = Image { deltas: &all_deltas, scores: &all_scores, regions, first_delta, first_score };
        let mut found = image.candidates(call, &settings)?;
        suppress(call, &mut found, settings.overlap, shared_part)?;
        out.put_part(number * output.image()?, &kept(&found, settings.keep))?;
    }
    call.store(0, &out);
    Ok(())
}

impl Image<'_> {
    /// Every class but the first that is likely enough in a region.
    fn candidates(&self, call: &Call<'_>, settings: &Settings) -> Result<Vec<Detection<Corners>>, CpuRefusal> {
        let classes = settings.classes;
        let count = self.regions.len() as i64 / 5;
        self.deltas.part(self.first_delta, product(&[count, classes, 4]))?;
        let mut found = Vec::new();
        for (number, region) in (0..).zip(self.regions.chunks_exact(5)) {
            for class in 1..classes {
                let score = self.scores.at(self.first_score + number * classes + class)?;
                if score > settings.score {
                    let delta = self.deltas.part(self.first_delta + (number * classes + class) * 4, 4)?;
                    found.push(Detection { bounds: shifted(region, delta), class, score });
                }
            }
        }
        if found.len() as i64 > count {
            let what = format!("{} boxes are likely enough, which overruns the runtime's list", found.len());
            return Err(call.refuse(what).allowed(format!("{count}, one per region")).help("raise `obj_threshold`"));
        }
        Ok(found)
    }
}

/// A region (batch number in front) moved and resized.
fn shifted(region: &[f32], delta: &[f32]) -> Corners {
    let height = region[4] - region[2] + 1.0;
    let width = region[3] - region[1] + 1.0;
    let half_on = |start: f32, extent: f32| (f64::from(start) + f64::from(extent) * 0.5) as f32;
    let x = delta[0] * width + half_on(region[1], width);
    let y = delta[1] * height + half_on(region[2], height);
    let (width, height) = (exp(delta[2]) * width, exp(delta[3]) * height);
    [x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0]
}
