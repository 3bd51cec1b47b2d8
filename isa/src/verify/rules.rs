//! The rules by name, and where each is checked.

/// Bytes that both engines use at once.
pub const RACE: &str = "S1";
/// Bytes that nothing wrote.
pub const UNWRITTEN: &str = "S3";
/// A lane's end.
pub const LANE_END: &str = "S6";
/// The DRAM ranges of a base register.
pub const GLOBAL_RANGE: &str = "S8";
/// Alignment and strides.
pub const ALIGNMENT: &str = "S9";
/// A result over its own operands.
pub const OVERLAP: &str = "S10";
/// A wait that nothing satisfies.
pub const UNREACHABLE_WAIT: &str = "S11";
/// Waits in a circle.
pub const WAIT_CYCLE: &str = "S12";
/// Own ids out of order.
pub const ID_ORDER: &str = "S13";
/// A wait without effect.
pub const IGNORED_WAIT: &str = "S14";
/// End and valid bits.
pub const END: &str = "S15";
/// Values that are not legal.
pub const ENCODING: &str = crate::command::ILLEGAL_ENCODING;

/// Where a rule is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Here, from the descriptors alone.
    Static,
    /// While a program runs or its recorded run is examined.
    Run,
    /// With the compiler's map of tensors at hand.
    Map,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub id: &'static str,
    /// What it forbids.
    pub title: &'static str,
    /// Where it is checked.
    pub stage: Stage,
    /// What is known about the hardware beyond the vendor's simulator.
    pub silicon: &'static str,
}

const fn rule(id: &'static str, title: &'static str, stage: Stage, silicon: &'static str) -> Rule {
    Rule { id, title, stage, silicon }
}

const UNVERIFIED: &str = "unverified on silicon";

/// Every rule, S1 to S21.
pub static RULES: [Rule; 21] = [
    rule(RACE, "race between the engines", Stage::Static, UNVERIFIED),
    rule("S2", "overlap inside one engine that parallel bits permit", Stage::Run, UNVERIFIED),
    rule(UNWRITTEN, "read of bytes that nothing wrote", Stage::Static, UNVERIFIED),
    rule("S4", "weights, table or bias used before they are loaded", Stage::Static, UNVERIFIED),
    rule("S5", "stale bytes of another tensor used", Stage::Map, UNVERIFIED),
    rule(LANE_END, "access beyond a lane's end, or a start lane that the chip lacks", Stage::Static, UNVERIFIED),
    rule("S7", "access beyond a tensor's own bytes", Stage::Map, UNVERIFIED),
    rule(
        GLOBAL_RANGE,
        "access outside the DRAM ranges, or a write to one that is read-only",
        Stage::Static,
        UNVERIFIED,
    ),
    rule(
        ALIGNMENT,
        "alignment or stride that the engine refuses, or a result that overlaps itself",
        Stage::Static,
        UNVERIFIED,
    ),
    rule(OVERLAP, "result over an operand in another element order", Stage::Static, UNVERIFIED),
    rule(UNREACHABLE_WAIT, "wait for an id that never comes", Stage::Static, "the driver gives up after 60 s"),
    rule(WAIT_CYCLE, "engines waiting for each other", Stage::Static, "the driver gives up after 60 s"),
    rule(ID_ORDER, "own ids other than 1, 2, 3, ...", Stage::Static, UNVERIFIED),
    rule(IGNORED_WAIT, "wait that has no effect", Stage::Static, UNVERIFIED),
    rule(END, "missing or early end, valid bit off, count other than declared", Stage::Static, UNVERIFIED),
    rule(ENCODING, "illegal encoding", Stage::Static, UNVERIFIED),
    rule("S17", "saturation, overflow, not-a-number", Stage::Run, "a property of the data"),
    rule("S18", "work whose result nothing uses", Stage::Run, "a matter of speed"),
    rule("S19", "wait that could be dropped", Stage::Run, "a matter of speed"),
    rule("S20", "both engines in one bank", Stage::Run, "a matter of speed"),
    rule("S21", "compressed stream that does not fit its tensor", Stage::Run, "a property of the data"),
];

/// The rule called `id`.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_numbered_in_order() {
        for (number, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.id, format!("S{}", number + 1));
            assert_eq!(find(rule.id), Some(rule));
        }
        assert_eq!(find("S22"), None);
    }
}
