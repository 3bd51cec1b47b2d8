//! `tpuscope model verify`: is the container sound, and may its descriptors run?

use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style, path_text};
use crate::source;
use crate::streams;
use isa::chip::Chip;
use isa::container::cvimodel::{Limits, Model, Program, Region, SectionKind, Tensor, inspect};
use isa::diagnostic::{Diagnostic, Finding, Severity};
use isa::verify::{BaseRange, Options, RangeMap, verify};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What was found in one file.
#[derive(Serialize)]
struct Report<'p> {
    #[serde(serialize_with = "path_text")]
    file: &'p Path,
    errors: usize,
    warnings: usize,
    descriptors: usize,
    container: Vec<Finding>,
    programs: Vec<Located>,
}

/// A finding about a descriptor, with the stream it is in.
#[derive(Serialize)]
struct Located {
    stream: String,
    segment: usize,
    #[serde(flatten)]
    diagnostic: Diagnostic,
}

pub(super) fn run(files: &[PathBuf], warnings: bool, out: &mut Out) -> Outcome {
    let mut reports = Vec::new();
    for file in files {
        reports.push(check(file)?);
    }
    if out.is_json() {
        out.json(&serde_json::json!({ "files": reports }))?;
    } else {
        for report in &reports {
            print(report, warnings, out)?;
        }
    }
    let container = reports.iter().any(|report| report.container.iter().any(|found| found.severity == Severity::Error));
    let hardware =
        reports.iter().any(|report| report.programs.iter().any(|found| found.diagnostic.severity == Severity::Error));
    match (container, hardware) {
        (false, false) => Ok(()),
        (true, _) => Err(Failure::told(Reason::BadInput)),
        (false, true) => Err(Failure::told(Reason::BreaksRule)),
    }
}

fn check(file: &Path) -> Result<Report<'_>, Failure> {
    let content = source::read(file)?;
    let limits = Limits::default();
    let failed = |error| Failure::format(file, &error);
    let (model, container) = inspect(&content, &limits).map_err(failed)?;
    let mut report = Report { file, errors: 0, warnings: 0, descriptors: 0, container, programs: Vec::new() };
    for stream in streams::of_model(&model, &limits).map_err(failed)? {
        let ranges = model.body.programs.get(stream.program).map(|program| ranges(&model, program, stream.chip));
        stream.each_segment(|segment, descriptors| {
            // Nothing is kept in local memory from one routine to the next.
            let starts_blank = segment == 0;
            let options = Options { form: stream.form, ranges: ranges.as_ref(), declared: None, starts_blank };
            report.descriptors += descriptors.tiu.len() + descriptors.tdma.len();
            let found = verify(descriptors, &options).into_iter();
            let located = |diagnostic| Located { stream: stream.title.clone(), segment, diagnostic };
            report.programs.extend(found.map(located));
        });
    }
    let container = report.container.iter().map(|found| found.severity);
    let severities = container.chain(report.programs.iter().map(|found| found.diagnostic.severity));
    let (errors, rest): (Vec<_>, Vec<_>) = severities.partition(|severity| *severity == Severity::Error);
    (report.errors, report.warnings) = (errors.len(), rest.len());
    Ok(report)
}

/// The DRAM that a program may touch: what the model declares, by base register.
fn ranges(model: &Model<'_>, program: &Program, chip: Chip) -> RangeMap {
    let weights = model.body.sections.iter().filter(|section| section.kind == SectionKind::Weight);
    let weights = weights.map(|section| u64::from(section.size)).sum();
    let mut map = RangeMap::default();
    let mut set = |region: Region, bytes: u64, read_only: bool| {
        if bytes > 0 {
            map[usize::from(region.register())] = Some(BaseRange { bytes, read_only });
        }
    };
    set(Region::Shared, u64::from(program.shared_size.max(program.neuron_size)), false);
    set(Region::Weight, weights, true);
    set(Region::Private, u64::from(program.private_size), false);
    let outside = program.tensors.iter().filter_map(|tensor| Some((tensor.address()?.region, tensor)));
    for (region, tensor) in outside.filter(|(region, _)| matches!(region, Region::Io(_))) {
        set(region, memory_size(tensor, chip), program.inputs.contains(&tensor.name));
    }
    map
}

fn memory_size(tensor: &Tensor, chip: Chip) -> u64 {
    tensor.memory_size(chip).or_else(|| tensor.dense_size()).unwrap_or(0)
}

fn print(report: &Report<'_>, warnings: bool, out: &mut Out) -> std::io::Result<()> {
    let shown = |severity: Severity| warnings || severity == Severity::Error;
    for finding in report.container.iter().filter(|finding| shown(finding.severity)) {
        out.line(format!("  {finding}"))?;
    }
    for found in report.programs.iter().filter(|found| shown(found.diagnostic.severity)) {
        out.line(format!("  {} segment {}: {}", found.stream, found.segment, found.diagnostic))?;
    }
    let verdict = match (report.errors, report.warnings) {
        (0, 0) => out.styled(Style::Good, "sound"),
        (0, count) => out.styled(Style::Warning, format!("sound, {count} warnings")),
        (errors, count) => out.styled(Style::Bad, format!("{errors} errors, {count} warnings")),
    };
    out.line(format!("{}: {verdict} ({} descriptors)", report.file.display(), report.descriptors))
}
