//! What editors are told that they may ask for.

use serde_json::{Value, json};

/// Results that a run can stop behind: the filter, its name, what it means, and what its condition is.
pub(super) const FILTERS: [(&str, &str, &str, &str); 2] = [
    ("nan", "NaN or infinity", "Stops behind a result that is not a finite number.", "a condition, such as op == conv"),
    (
        "saturation",
        "Saturation",
        "Stops behind a result of which more than a tenth is at an end of its range.",
        "another part of the whole, such as 0.5",
    ),
];

const CAN: [&str; 27] = [
    "supportsConfigurationDoneRequest",
    "supportsFunctionBreakpoints",
    "supportsConditionalBreakpoints",
    "supportsHitConditionalBreakpoints",
    "supportsLogPoints",
    "supportsInstructionBreakpoints",
    "supportsDataBreakpoints",
    "supportsDataBreakpointBytes",
    "supportsBreakpointLocationsRequest",
    "supportsExceptionFilterOptions",
    "supportsExceptionInfoRequest",
    "supportsStepBack",
    "supportsGotoTargetsRequest",
    "supportsRestartRequest",
    "supportsCompletionsRequest",
    "supportsDisassembleRequest",
    "supportsReadMemoryRequest",
    "supportsWriteMemoryRequest",
    "supportsSetVariable",
    "supportsSetExpression",
    "supportsSteppingGranularity",
    "supportsEvaluateForHovers",
    "supportsClipboardContext",
    "supportsLoadedSourcesRequest",
    "supportsDelayedStackTraceLoading",
    "supportsTerminateRequest",
    "supportTerminateDebuggee",
];

pub(super) fn all() -> Value {
    let mut capabilities = json!({});
    CAN.iter().for_each(|name| capabilities[*name] = json!(true));
    let filter = |(filter, label, description, condition): &(&str, &str, &str, &str)| {
        json!({
            "filter": filter, "label": label, "description": description, "default": false,
            "supportsCondition": true, "conditionDescription": condition,
        })
    };
    capabilities["exceptionBreakpointFilters"] = FILTERS.iter().map(filter).collect();
    capabilities
}
