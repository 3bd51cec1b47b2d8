//! `tpuscope perf MODEL --at CYCLE`: what do both engines do?

use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style};
use emulator::forecast::{Forecast, Work};
use emulator::timing::{Activity, EngineMoment, Unit};
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct Report {
    cycle: u64,
    of_cycles: u64,
    ms: f64,
    engines: [Engine; 2],
}

/// One engine.
#[derive(Serialize)]
struct Engine {
    engine: &'static str,
    #[serde(flatten)]
    doing: Doing,
    retired: usize,
    last_retired: Option<Descriptor>,
    next: Option<Descriptor>,
    /// How many have not started before both engines come to rest.
    queued: usize,
}

#[derive(Serialize)]
#[serde(tag = "does", rename_all = "snake_case")]
enum Doing {
    Executes { descriptor: Descriptor, elapsed: u64, duration: u64 },
    Waits { descriptor: Descriptor, on: Descriptor, since: u64 },
    Starts { descriptor: Descriptor, at: u64 },
    Rests,
}

/// A descriptor and where it stands in the model.
#[derive(Serialize)]
struct Descriptor {
    engine: &'static str,
    id: u16,
    operation: &'static str,
    layer: String,
    routine: usize,
    segment: usize,
    /// Position among its engine's descriptors in the segment, from 0.
    index: usize,
}

/// Tells what both engines do in `cycle`.
pub(super) fn tell(forecast: &Forecast<'_>, cycle: u64, out: &mut Out) -> Outcome {
    if cycle > forecast.cycles {
        let what = format!("there is no cycle {cycle}; the model takes {}, counted from 0", forecast.cycles);
        return Err(Failure::new(Reason::Usage, what));
    }
    let works: Vec<&Work> = forecast.workload.works().collect();
    let moment = forecast.schedule.at(cycle);
    let engines = Unit::ALL.map(|unit| engine(forecast, &works, moment.of(unit)));
    let report = Report { cycle, of_cycles: forecast.cycles, ms: forecast.milliseconds(cycle), engines };
    if out.is_json() {
        out.json(&report)?
    } else {
        print(&report, out)?
    }
    Ok(())
}

fn engine(forecast: &Forecast<'_>, works: &[&Work], moment: &EngineMoment) -> Engine {
    let named = |position: usize| works.get(position).map(|work| descriptor(forecast, work));
    let doing = match moment.activity {
        Activity::Executes { job, elapsed, duration } => {
            named(job).map(|descriptor| Doing::Executes { descriptor, elapsed, duration })
        }
        Activity::Waits { job, on, since } => {
            named(job).zip(named(on)).map(|(descriptor, on)| Doing::Waits { descriptor, on, since })
        }
        Activity::Starts { job, at } => named(job).map(|descriptor| Doing::Starts { descriptor, at }),
        Activity::Rests => None,
    };
    Engine {
        engine: moment.unit.name(),
        doing: doing.unwrap_or(Doing::Rests),
        retired: moment.retired,
        last_retired: moment.last_retired.and_then(named),
        next: moment.next.and_then(named),
        queued: moment.queued,
    }
}

fn descriptor(forecast: &Forecast<'_>, work: &Work) -> Descriptor {
    Descriptor {
        engine: work.unit().name(),
        id: work.id,
        operation: work.operation,
        layer: forecast.workload.layers().get(work.layer).cloned().unwrap_or_default(),
        routine: work.routine,
        segment: work.segment,
        index: work.index,
    }
}

fn print(report: &Report, out: &mut Out) -> io::Result<()> {
    let heading = format!("cycle {} of {} ({:.3} ms)", report.cycle, report.of_cycles, report.ms);
    out.line(out.styled(Style::Heading, heading))?;
    for engine in &report.engines {
        let Engine { engine: name, doing, retired, last_retired, queued, .. } = engine;
        out.line(format!("{name:<5}{}", sentence(doing)))?;
        let last = last_retired.as_ref().map_or(String::new(), |last| format!(", the last {}", text(last)));
        out.line(format!("     {retired} retired{last}; {queued} queued"))?;
    }
    Ok(())
}

fn sentence(doing: &Doing) -> String {
    match doing {
        Doing::Executes { descriptor, elapsed, duration } => {
            format!("executes {}: {elapsed} of {duration} cycles are over", text(descriptor))
        }
        Doing::Waits { descriptor, on, since } => {
            format!("waits since cycle {since} in front of {} for {}", text(descriptor), text(on))
        }
        Doing::Starts { descriptor, at } => format!("starts {} in cycle {at}", text(descriptor)),
        Doing::Rests => "rests".to_owned(),
    }
}

fn text(descriptor: &Descriptor) -> String {
    let Descriptor { engine, id, operation, layer, .. } = descriptor;
    format!("{engine} {operation} id {id} ({})", layer.escape_debug())
}
