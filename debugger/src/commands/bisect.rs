//! The descriptor that makes a result wrong, found without anybody watching.

use super::diff;
use crate::answer::{Answer, columns, counted};
use crate::bisect::{self, Culprit};
use crate::debugger::Debugger;
use crate::reference::{self, Known};
use crate::session::Session;
use crate::text::Text;
use crate::twin::{self, Before, Change, Fault, MOST_FAULTS, Verdict, Wrong};
use crate::views::descriptor;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Descriptors that are listed.
const MOST_SHOWN: usize = 12;

/// Against a good run or, with a file of right tensors, by what repairs them.
pub(super) fn bisect(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let (path, program, good) = match words.as_slice() {
        ["--good", path] => (*path, None, true),
        ["--good", path, "-o", program] => (*path, Some(*program), true),
        ["--good", ..] => {
            return Err("give a file whose run is right behind `--good`, then `-o PROGRAM` if you like".into());
        }
        [] => return Err("give a .npz file of right tensors, or `--good` and a file whose run is right".into()),
        [path] => (*path, None, false),
        [path, "-o", program] => (*path, Some(*program), false),
        _ => return Err("give a .npz file of right tensors, then `-o PROGRAM` if you like".into()),
    };
    let here = debugger.session.position();
    let answer = match good {
        true => against_run(debugger, path, program),
        false => against_tensors(debugger, path, program),
    };
    debugger.session.go(here).map_err(|halted| halted.what)?;
    answer
}

fn against_run(debugger: &mut Debugger, path: &str, program: Option<&str>) -> Result<Answer, String> {
    let mut good = debugger.files.session(path)?;
    let (faults, before, differing) = match twin::against(&mut debugger.session, &mut good)? {
        Verdict::Compared { faults, before, differing } => (faults, before, differing),
        Verdict::Unlike(why) => return against_unlike(debugger, &mut good, &why, program),
    };
    let mut answer = told(&debugger.session, &faults, before.as_ref(), differing);
    match (faults.first(), &before) {
        (Some(first), _) => write(debugger, first, program, &mut answer)?,
        (None, Some(Before::Order(..))) if program.is_some() => {
            answer.push("no program is written: each descriptor alone does what it should, only their order is wrong");
        }
        _ => {}
    }
    Ok(answer)
}

/// Against a good run that is laid out otherwise: by the tensors of the same names.
fn against_unlike(
    debugger: &mut Debugger,
    good: &mut Session,
    why: &str,
    program: Option<&str>,
) -> Result<Answer, String> {
    let session = &mut debugger.session;
    let told_apart = |name: &str| reference::is_told_apart(session, name) && reference::is_told_apart(good, name);
    let names: BTreeSet<String> =
        good.symbols().all().iter().map(|symbol| symbol.name.clone()).filter(|name| told_apart(name)).collect();
    let cannot =
        |what: &str| format!("the runs cannot be compared descriptor by descriptor: {why}; nor by tensors: {what}");
    let mut arrays = reference::capture(good).map_err(|what| cannot(&what))?;
    arrays.retain(|(name, _)| names.contains(name));
    let known = reference::known(session, &arrays).map_err(|_| cannot("no names are in both"))?;
    let found = by_tensors(debugger, &known, program)?;
    let mut answer = Answer::line(format!(
        "{why}, so the runs are compared by the {} of the same name and size",
        counted(known.len(), "tensor")
    ));
    answer.extend(found);
    Ok(answer)
}

/// Writes the program of a descriptor alone, if that is wanted.
fn write(debugger: &mut Debugger, fault: &Fault, program: Option<&str>, answer: &mut Answer) -> Result<(), String> {
    let Some(path) = program else { return Ok(()) };
    let text = fault.program(&sentence(&debugger.session, fault));
    debugger.files.write(path, text.as_bytes())?;
    answer.push(format!("{path} holds this descriptor alone; `tpuscope replay {path}` runs it"));
    Ok(())
}

fn against_tensors(debugger: &mut Debugger, path: &str, program: Option<&str>) -> Result<Answer, String> {
    let arrays = diff::read(debugger, path)?;
    let known = reference::known(&debugger.session, &arrays)?;
    by_tensors(debugger, &known, program)
}

fn by_tensors(debugger: &mut Debugger, known: &[Known], program: Option<&str>) -> Result<Answer, String> {
    let session = &mut debugger.session;
    let Some(search) = bisect::search(session, known)? else { return Ok(Answer::line("nothing differs")) };
    let mut answer = Answer { different: true, ..Answer::default() };
    answer.push(format!("{} is the first tensor that is wrong; {}", search.tensor, counted(search.trials, "trial")));
    let Some(first) = search.culprits.first() else {
        answer.push("no other value of any one field makes it right; the descriptors that could be to blame are");
        for turn in search.suspects.iter().take(MOST_SHOWN) {
            answer.push(format!("   turn {turn}: {}", descriptor::line(session, *turn)));
        }
        answer.value = json!({ "tensor": search.tensor, "suspects": search.suspects, "trials": search.trials });
        return Ok(answer);
    };
    let fault = twin::fault(session, first.turn, &first.repaired)?;
    answer.push(blame(session, first, known.len()));
    answer.push(format!("   {}", descriptor::line(session, first.turn)));
    answer.text += &fault.as_ref().map(|fault| fields(&fault.changes)).unwrap_or_default();
    let more = &search.culprits[1..];
    if !more.is_empty() {
        let verb = if more.len() == 1 { "explains" } else { "explain" };
        answer.push(format!("{} {verb} it as well, but less likely:", counted(more.len(), "other change")));
        for one in more.iter().take(MOST_SHOWN) {
            answer.push(format!("   {}: {}", who(session, one.turn), change(one)));
        }
    }
    answer.value = json!({
        "tensor": search.tensor, "turn": first.turn, "field": first.field, "value": first.value,
        "right": first.right, "trials": search.trials, "candidates": search.culprits, "known": known.len(),
    });
    if let Some(fault) = fault {
        write(debugger, &fault, program, &mut answer)?;
    }
    Ok(answer)
}

fn blame(session: &Session, first: &Culprit, known: usize) -> String {
    let rest = if first.explains == known {
        "all that is known is".to_owned()
    } else {
        format!("it is, and {} of {known} tensors in all are", first.explains)
    };
    format!("{} is to blame: {}; with that {rest} right", who(session, first.turn), change(first))
}

fn change(one: &Culprit) -> String {
    let others = match one.others.len() {
        0 => String::new(),
        count => format!(", or of {}", counted(count, "other value")),
    };
    format!("{} is {} instead of {}{others}", one.field, one.value, one.right)
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
