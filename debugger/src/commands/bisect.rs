//! The descriptor that makes a result wrong, found without anybody watching.

use super::diff;
use crate::answer::{Answer, columns, counted};
use crate::debugger::Debugger;
use crate::session::Session;
use crate::text::Text;
use crate::twin::{self, Before, Change, Fault, MOST_FAULTS, Verdict, Wrong};
use crate::views::descriptor;
use serde_json::{Value, json};

/// Against a good run or, with a file of right tensors, by what repairs them.
pub(super) fn bisect(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let (path, program) = match words.as_slice() {
        ["--good", path] => (*path, None),
        ["--good", path, "-o", program] => (*path, Some(*program)),
        ["--good", ..] => {
            return Err("give a file whose run is right behind `--good`, then `-o PROGRAM` if you like".into());
        }
        [] => return Err("give a .npz file of right tensors, or `--good` and a file whose run is right".into()),
        _ => return diff::bisect(debugger, arguments),
    };
    let here = debugger.session.position();
    let answer = against_run(debugger, path, program);
    debugger.session.go(here).map_err(|halted| halted.what)?;
    answer
}

fn against_run(debugger: &mut Debugger, path: &str, program: Option<&str>) -> Result<Answer, String> {
    let mut good = debugger.files.session(path)?;
    let (faults, before, differing) = match twin::against(&mut debugger.session, &mut good)? {
        Verdict::Compared { faults, before, differing } => (faults, before, differing),
        Verdict::Unlike(why) => {
            return Err(format!(
                "the runs cannot be compared descriptor by descriptor: {why}; compare tensors with `bisect FILE.npz`"
            ));
        }
    };
    let mut answer = told(&debugger.session, &faults, before.as_ref(), differing);
    if let (Some(path), Some(first)) = (program, faults.first()) {
        let text = first.program(&sentence(&debugger.session, first));
        debugger.files.write(path, text.as_bytes())?;
        answer.push(format!("{path} holds this descriptor alone; `tpuscope replay {path}` runs it"));
    }
    Ok(answer)
}

fn told(session: &Session, faults: &[Fault], before: Option<&Before>, differing: usize) -> Answer {
    let mut answer = Answer { different: !faults.is_empty() || before.is_some(), ..Answer::default() };
    if let Some(first) = faults.first() {
        answer.push(sentence(session, first));
        answer.push(format!("   {}", descriptor::line(session, first.turn)));
        answer.text += &fields(&first.changes);
    }
    if let Some(before) = before {
        answer.push(elsewhere(session, before));
    }
    if let [_, more @ ..] = faults
        && !more.is_empty()
    {
        let turns: Vec<String> = more.iter().map(|fault| fault.turn.to_string()).collect();
        let end = if faults.len() == MOST_FAULTS { ", and perhaps more" } else { "" };
        answer.push(format!("at fault by themselves, too: turns {}{end}", turns.join(", ")));
    }
    if !answer.different {
        answer.push(format!("no descriptor is at fault; {} in fields that do not matter", differ(differing)));
    }
    answer.value = json!({
        "faults": faults.iter().map(|fault| data(session, fault)).collect::<Vec<_>>(),
        "before": before.map(|before| elsewhere(session, before)),
        "differing": differing,
    });
    answer
}

fn differ(count: usize) -> String {
    if count == 1 { "1 differs".into() } else { format!("{count} differ") }
}

/// One sentence: who, what and how much.
fn sentence(session: &Session, fault: &Fault) -> String {
    let who = who(session, fault.turn);
    let fields: Vec<String> = fault
        .changes
        .iter()
        .map(|change| format!("{} is {} instead of {}", change.field, change.found, change.expected))
        .collect();
    let what = match (&fault.refused, fault.wrong.first()) {
        (Some(why), _) => format!("it cannot run: {why}"),
        (None, Some(first)) => {
            format!("{} of {} bytes are wrong, the first {}", fault.wrong.len(), fault.written, byte(first))
        }
        (None, None) => "nothing comes out wrong".into(),
    };
    format!("{who} is at fault itself, what it reads is right: {}; {what}", fields.join(", "))
}

fn who(session: &Session, turn: usize) -> String {
    let Some(info) = session.turns().get(turn) else { return format!("turn {turn}") };
    let layer = session.symbols().layer_of(info);
    let layer = if layer.is_empty() { String::new() } else { format!(", layer {layer}") };
    format!("turn {turn} ({} {}{layer})", info.label(), info.operation)
}

fn byte(wrong: &Wrong) -> String {
    format!("{} with {:#04x} instead of {:#04x}", wrong.place, wrong.found, wrong.expected)
}

fn fields(changes: &[Change]) -> Text {
    let row = |change: &Change| {
        let values = format!("{} instead of {}", change.found, change.expected);
        vec![format!("   {}", change.field), values, change.meaning.to_owned()]
    };
    columns(&changes.iter().map(row).collect::<Vec<_>>())
}

/// What differs without a descriptor that is to blame.
fn elsewhere(session: &Session, before: &Before) -> String {
    match before {
        Before::Memory(count, first) => {
            let crate::area::Byte::Dram(at) = first.place else {
                return format!("{} differ before the run, the first {}", counted(*count, "byte"), byte(first));
            };
            let names: Vec<&str> = session.symbols().at(at).map(|symbol| symbol.name.as_str()).collect();
            let names = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
            format!("inherited: {} differ before the run, the first {}{names}", counted(*count, "byte"), byte(first))
        }
        Before::Prepared(name) => format!("inherited: program `{name}` is given other memory"),
        Before::Order(turn, changes) => {
            let fields: Vec<String> = changes
                .iter()
                .map(|change| format!("{} is {} instead of {}", change.field, change.found, change.expected))
                .collect();
            format!("{} runs at another time: {}", who(session, *turn), fields.join(", "))
        }
    }
}

fn data(session: &Session, fault: &Fault) -> Value {
    json!({
        "turn": descriptor::json(session, fault.turn),
        "fields": fault.changes,
        "wrong": fault.wrong.len(),
        "written": fault.written,
        "first": fault.wrong.first().map(|first| json!({
            "place": first.place.to_string(), "found": first.found, "expected": first.expected,
        })),
        "refused": fault.refused,
    })
}
