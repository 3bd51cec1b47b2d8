//! `tpuscope model diff`: what differs between two models.

use super::open;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::Out;
use crate::source;
use isa::container::cvimodel::Limits;
use std::path::Path;

pub(super) fn run(left: &Path, right: &Path, out: &mut Out) -> Outcome {
    let (left_bytes, right_bytes) = (source::read(left)?, source::read(right)?);
    let differences = open(left, &left_bytes)?.differences(&open(right, &right_bytes)?, &Limits::default());
    if out.is_json() {
        out.json(&serde_json::json!({ "equal": differences.is_empty(), "differences": differences }))?;
    } else {
        for difference in &differences {
            out.line(difference)?;
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(Failure::told(Reason::Different)) }
}
