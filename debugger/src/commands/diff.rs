//! Tensors against those of a reference file.

use crate::answer::{Answer, counted};
use crate::debugger::Debugger;
use crate::element;
use crate::reference::{self, Difference};
use crate::session::Session;
use crate::views::descriptor;
use isa::container::npz::{self, Array};
use serde_json::json;

pub(super) fn diff(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    let arrays = read(debugger, arguments)?;
    let known = reference::known(&debugger.session, &arrays)?;
    let here = debugger.session.position();
    let compared = reference::compare(&mut debugger.session, &known);
    debugger.session.go(here).map_err(|halted| halted.what)?;
    let differences = compared?;
    let mut answer = Answer { different: !differences.is_empty(), ..Answer::default() };
    answer.push(format!("{} compared, {} different", counted(known.len(), "tensor"), differences.len()));
    for difference in &differences {
        answer.text += &told(&debugger.session, difference);
    }
    answer.value = json!({
        "compared": known.len(),
        "different": differences.iter().map(|one| json!({
            "tensor": one.name, "index": one.index, "found": one.found, "expected": one.expected,
            "count": one.count, "total": one.total, "turn": one.writer, "inherited_from": one.inherited,
        })).collect::<Vec<_>>(),
    });
    Ok(answer)
}

/// Writes every tensor as it is when it is complete: what `diff` and `bisect` compare another run with.
pub(super) fn reference(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    if arguments.is_empty() {
        return Err("give the file to write".into());
    }
    let session = &mut debugger.session;
    let here = session.position();
    let arrays = reference::capture(session)?;
    session.go(here).map_err(|halted| halted.what)?;
    let bytes = npz::write(&arrays, npz::Compression::Deflated).map_err(|error| error.to_string())?;
    debugger.files.write(arguments, &bytes)?;
    Ok(Answer::line(format!("{} in {arguments}, each as it is when it is complete", counted(arrays.len(), "tensor"))))
}

/// The arrays of a file.
pub(super) fn read(debugger: &mut Debugger, path: &str) -> Result<Vec<(String, Array)>, String> {
    let bytes = debugger.files.read(path)?;
    npz::read(&bytes, npz::Limits::default()).map_err(|error| format!("{path}: {error}"))
}

fn told(session: &Session, one: &Difference) -> String {
    let index: Vec<String> = one.index.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "{}[{}] is {} instead of {}; {} of {} elements differ\n",
        one.name,
        index.join(","),
        element::text(one.found),
        element::text(one.expected),
        one.count,
        one.total
    );
    text += &match &one.inherited {
        Some(from) => format!("  inherited from {from}\n"),
        None => "  its own fault: everything it was computed from that the reference has is right\n".into(),
    };
    if let Some(turn) = one.writer {
        text += &format!("  written by turn {turn}: {}\n", descriptor::line(session, turn));
    }
    text
}
