//! What the script needs to know.

use crate::picture::{Kind, Picture, unit_name};
use crate::timing::Unit;
use serde_json::{Value, json};

/// The descriptors of both engines and the critical path, as text that may stand inside a script element.
pub(super) fn json(picture: &Picture<'_>) -> String {
    let forecast = picture.forecast;
    let engine = |unit: Unit| -> Vec<Value> { picture.of(unit).map(|(position, ..)| row(picture, position)).collect() };
    let path: Vec<Value> = forecast
        .critical_path()
        .iter()
        .map(|run| json!([run.span.start, run.span.end, run.layer, unit_name(run.unit), run.descriptors, run.cycles]))
        .collect();
    let memory: Vec<[u64; 2]> =
        picture.memory.steps.iter().map(|(cycle, banks)| [*cycle, banks.iter().sum()]).collect();
    let data = json!({
        "cycles": forecast.cycles,
        "mhz": forecast.board.tpu_clock_mhz,
        "layers": forecast.workload.layers(),
        "kinds": Kind::ALL.map(Kind::name),
        "tiu": engine(Unit::Tiu),
        "tdma": engine(Unit::Tdma),
        "path": path,
        "memory": memory,
        "memory_bytes": picture.memory.bytes(),
        "bandwidth": forecast.board.dram_bytes_per_us(),
    });
    data.to_string().replace('<', "\\u003c")
}

/// Start, end, index, operation, kind, layer, waiting, what it waits for, bytes of DRAM, multiply-adds.
fn row(picture: &Picture<'_>, position: usize) -> Value {
    let Some((work, task)) = picture.works.get(position).zip(picture.forecast.tasks.get(position)) else {
        return Value::Null;
    };
    let awaited = task.awaits.and_then(|awaited| picture.works.get(awaited)).map(|work| work.index);
    let kind = Kind::ALL.iter().position(|kind| *kind == Kind::of(work));
    json!([
        task.span.start,
        task.span.end,
        work.index,
        work.operation,
        kind,
        work.layer,
        task.waiting,
        awaited,
        work.dram_bytes(),
        work.macs()
    ])
}
