//! What is said of a run.

use super::compare::{Compared, numbers};
use super::inputs::Source;
use super::outputs;
use super::session::{Session, Timing};
use crate::commands::pmu;
use crate::exit::Failure;
use crate::output::{Out, Style, bytes, columns, path_text};
use crate::source;
use emulator::pmu::Summary;
use emulator::runtime::{Network, TensorInfo};
use isa::container::cvimodel::DataType;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What is said of a run.
#[derive(Serialize)]
pub(super) struct Report {
    #[serde(serialize_with = "path_text")]
    model: PathBuf,
    chip: String,
    program: usize,
    /// How many programs the model has.
    programs: usize,
    descriptors: usize,
    device_bytes: u64,
    threads: usize,
    time: Timing,
    inputs: Vec<Tensor>,
    outputs: Vec<Tensor>,
    compared: Option<Compared>,
    /// What the performance monitor counted in the last run, for each routine of the TPU.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pmu: Vec<Summary>,
}

#[derive(Serialize)]
struct Tensor {
    name: String,
    shape: Vec<i64>,
    data_type: String,
    scale: f32,
    pixel_format: Option<String>,
    /// Rows and planes of pictures are padded.
    aligned: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    least: f32,
    greatest: f32,
    /// Elements that are no number.
    not_numbers: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    top: Vec<Entry>,
}

/// One of the largest values.
#[derive(Serialize)]
struct Entry {
    index: usize,
    /// Its place along the axis of classes.
    class: usize,
    label: Option<String>,
    value: f32,
}

/// What to show of every output.
pub(super) struct Top<'l> {
    pub(super) count: usize,
    pub(super) labels: Option<&'l [String]>,
}

/// The labels in a file, one on each line.
pub(super) fn labels(path: &Path) -> Result<Vec<String>, Failure> {
    Ok(String::from_utf8_lossy(&source::read(path)?).lines().map(|line| line.trim().to_owned()).collect())
}

impl Report {
    pub(super) fn new(
        session: &Session,
        programs: usize,
        sources: Vec<Source>,
        chosen: &[usize],
        time: Timing,
        compared: Option<Compared>,
        top: &Top<'_>,
    ) -> Result<Self, Failure> {
        let network = &session.network;
        let mut inputs = tensors(network, network.inputs(), &Top { count: 0, labels: None })?;
        for (input, source) in inputs.iter_mut().zip(sources) {
            input.source = Some(source);
        }
        Ok(Report {
            model: session.path.clone(),
            chip: network.machine().chip().name.to_string(),
            program: session.program,
            programs,
            descriptors: network.descriptors(),
            device_bytes: network.device_bytes(),
            threads: network.machine().threads(),
            time,
            inputs,
            outputs: tensors(network, chosen, top)?,
            compared,
            pmu: pmu::summaries(session)?,
        })
    }

    /// Whether an output differs from the reference.
    pub(super) fn is_different(&self) -> bool {
        self.compared.as_ref().is_some_and(|compared| compared.failed > 0)
    }

    pub(super) fn print(&self, out: &mut Out) -> std::io::Result<()> {
        let others = if self.programs > 1 { format!(" of {}", self.programs) } else { String::new() };
        let heading = format!("{} program {}{others} on {}", self.model.display(), self.program, self.chip);
        out.line(out.styled(Style::Heading, heading))?;
        let inputs = self.inputs.iter().map(|tensor| tensor.row("input"));
        let rows: Vec<Vec<String>> = inputs.chain(self.outputs.iter().map(|tensor| tensor.row("output"))).collect();
        for line in columns(&rows) {
            out.line(format!("  {line}"))?;
        }
        self.outputs.iter().try_for_each(|tensor| tensor.print_top(out))?;
        let time = &self.time;
        let (descriptors, memory) = (self.descriptors, bytes(self.device_bytes));
        let threads = if self.threads == 1 { String::new() } else { format!(" on {} threads", self.threads) };
        let speed = match time.runs {
            1 => format!("1 run{threads}, {:.3} ms", time.first_ms),
            runs => format!("{runs} runs{threads}, median {:.3} ms, first {:.3} ms", time.median_ms, time.first_ms),
        };
        out.line(format!("{descriptors} descriptors, {memory} of DRAM; {speed} on this computer"))?;
        self.compared.iter().try_for_each(|compared| print_compared(compared, out))
    }
}

fn tensors(network: &Network, numbers: &[usize], top: &Top<'_>) -> Result<Vec<Tensor>, Failure> {
    let arrays = outputs::arrays(network, numbers)?;
    let each = numbers.iter().zip(&arrays);
    Ok(each.map(|(number, (_, array))| tensor(&network.tensors()[*number], &self::numbers(array), top)).collect())
}

fn tensor(info: &TensorInfo, values: &[f32], top: &Top<'_>) -> Tensor {
    Tensor {
        name: info.name.clone(),
        shape: info.shape.clone(),
        data_type: info.data_type.to_string(),
        scale: info.scale,
        pixel_format: info.pixel_format.clone(),
        aligned: info.padding.is_some(),
        source: None,
        least: values.iter().copied().reduce(f32::min).unwrap_or(0.0),
        greatest: values.iter().copied().reduce(f32::max).unwrap_or(0.0),
        not_numbers: values.iter().filter(|value| value.is_nan()).count(),
        top: largest(info, values, top),
    }
}

/// The largest values as real numbers, the first of equal ones first.
fn largest(info: &TensorInfo, values: &[f32], top: &Top<'_>) -> Vec<Entry> {
    if top.count == 0 {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*right].total_cmp(&values[*left]));
    let (classes, inner) = classes(&info.shape);
    let quantised = matches!(info.data_type, DataType::Int8 | DataType::Uint8);
    let (zero, factor) = if quantised { (info.zero_point as f32, info.scale) } else { (0.0, 1.0) };
    let entry = |index: usize| {
        let class = index / inner % classes;
        let label = top.labels.and_then(|labels| labels.get(class)).cloned();
        Entry { index, class, label, value: (values[index] - zero) * factor }
    };
    order.into_iter().take(top.count).map(entry).collect()
}

/// Number of classes, and of elements from one to the next: they lie along the only axis there is, or the second.
fn classes(shape: &[i64]) -> (usize, usize) {
    let long: Vec<usize> = (1..shape.len()).filter(|axis| shape[*axis] > 1).collect();
    let axis = if let [axis] = long.as_slice() { *axis } else { 1 };
    let inner = shape.iter().skip(axis + 1).product::<i64>().max(1) as usize;
    (shape.get(axis).map_or(1, |extent| *extent as usize).max(1), inner)
}

impl Tensor {
    fn row(&self, role: &str) -> Vec<String> {
        let shape: Vec<String> = self.shape.iter().map(ToString::to_string).collect();
        vec![
            role.to_string(),
            self.name.escape_debug().to_string(),
            format!("{}[{}]{}", self.data_type, shape.join(","), self.layout()),
            self.range(),
            self.source.as_ref().map(|source| source_text(source, self.scale)).unwrap_or_default(),
        ]
    }

    fn range(&self) -> String {
        let range = format!("{} to {}", number(self.least), number(self.greatest));
        if self.not_numbers == 0 { range } else { format!("{range}, {} not numbers", self.not_numbers) }
    }

    /// How the tensor takes pictures, if it does.
    fn layout(&self) -> String {
        let format = self.pixel_format.as_ref().map(|format| format!(" {}", format.escape_debug()));
        format.unwrap_or_default() + if self.aligned { " aligned" } else { "" }
    }

    fn print_top(&self, out: &mut Out) -> std::io::Result<()> {
        if self.top.is_empty() {
            return Ok(());
        }
        out.line(format!("largest of {}", self.name.escape_debug()))?;
        let row = |entry: &Entry| {
            let label = entry.label.as_deref().unwrap_or_default().escape_debug().to_string();
            vec![number(entry.value), format!("class {}", entry.class), format!("element {}", entry.index), label]
        };
        let rows: Vec<Vec<String>> = self.top.iter().map(row).collect();
        columns(&rows).iter().try_for_each(|line| out.line(format!("  {line}")))
    }
}

/// A number without more zeros than anybody counts.
fn number(value: f32) -> String {
    let plain = value == 0.0 || !value.is_finite() || (1e-4..1e7).contains(&value.abs());
    if plain { value.to_string() } else { format!("{value:e}") }
}

fn source_text(source: &Source, scale: f32) -> String {
    match source {
        Source::Zeros => "zeros: nothing was given".into(),
        Source::Bytes => "bytes as given".into(),
        Source::Quantised => format!("real numbers times {scale}"),
        Source::Picture(steps) => steps.to_string(),
        Source::Batch(each) => {
            let mut texts: Vec<String> = each.iter().map(|source| source_text(source, scale)).collect();
            texts.dedup();
            format!("{} files: {}", each.len(), texts.join("; "))
        }
    }
}

fn print_compared(compared: &Compared, out: &mut Out) -> std::io::Result<()> {
    for verdict in &compared.tensors {
        let how = match (&verdict.data_types, verdict.first_difference) {
            ([here, there], _) if here != there => format!("NumPy type {here}, but {there} in the reference"),
            (_, None) => "equal in every byte".to_string(),
            (_, Some(first)) => format!("{} bytes differ, the first at {first}", verdict.different_bytes),
        };
        let style = if verdict.passed { Style::Good } else { Style::Bad };
        let word = out.styled(style, if verdict.passed { "pass" } else { "fail" });
        let alike = &verdict.similarity;
        out.line(format!(
            "{word} {}: {how}; cosine {:.6}, correlation {:.6}, euclidean {:.6}",
            verdict.name.escape_debug(),
            alike.cosine,
            alike.correlation,
            alike.euclidean
        ))?;
    }
    let names: Vec<String> = compared.missing_names.iter().map(|name| name.escape_debug().to_string()).collect();
    let names = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    let Compared { passed, failed, missing, .. } = compared;
    out.line(format!("{passed} passed, {failed} failed, {missing} not in the reference{names}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_lie_along_the_only_axis_or_the_second() {
        assert_eq!((classes(&[1, 1000, 1, 1]), classes(&[1, 1, 1, 1000])), ((1000, 1), (1000, 1)));
        assert_eq!((classes(&[1, 1, 10, 1]), classes(&[4, 10])), ((10, 1), (10, 1)));
        assert_eq!((classes(&[1, 80, 20, 30]), classes(&[1, 1, 16, 16]), classes(&[1])), ((80, 600), (1, 256), (1, 1)));
    }

    #[test]
    fn numbers_stay_short() {
        let cases = [(0.0, "0"), (-29.0, "-29"), (0.298_828_13, "0.29882813"), (3.389_531_4e38, "3.3895314e38")];
        for (value, text) in cases.into_iter().chain([(2.793_967_7e-7, "2.7939677e-7"), (f32::NAN, "NaN")]) {
            assert_eq!(number(value), text);
        }
    }
}
