//! S1: descriptors of different engines that touch the same bytes of local memory with nothing to order them.
//!
//! Each engine works in order, so a descriptor is certainly behind another engine's when its own wait, or one before
//! it, names that id or a larger one. DRAM needs no look: one engine alone reaches it.

use super::memory::first_shared;
use super::report::Report;
use super::schedule::{Turn, turns};
use super::sync::{Link, Linked};
use super::{Examined, rules};
use crate::chip::ChipProfile;
use crate::command::{Isa, Tdma, Tiu};
use crate::diagnostic::{Diagnostic, Engine, Severity};
use crate::field::Fields;
use crate::footprint::{Footprint, Region, Span};

/// Comparisons after which a contrived program is left alone; published models need a thousandth.
const MOST_COMPARISONS: u64 = 1 << 28;
/// What an exact comparison costs, in comparisons of bounds.
const EXACT_COST: u64 = 2000;

/// The lowest and one past the highest offset in any lane.
type Bounds = (i64, i64);

/// Where a descriptor is at work in local memory.
#[derive(Clone, Copy)]
struct Reach {
    reads: Bounds,
    writes: Bounds,
}

const NOWHERE: Bounds = (i64::MAX, i64::MIN);

/// Two unordered descriptors in the same bytes.
struct Race<'f> {
    turn: Turn,
    /// The other engine's descriptor.
    other: usize,
    mine: &'f Region,
    its: &'f Region,
    writes: [bool; 2],
}

pub(super) fn check(
    tiu: &Examined<Tiu>,
    tdma: &Examined<Tdma>,
    links: [&[Link]; 2],
    chip: &ChipProfile,
    found: &mut Vec<Diagnostic>,
) {
    let last = links.map(|links| links.iter().map(|link| link.id).max().unwrap_or(0));
    let certain = [certain(links[0], last[1]), certain(links[1], last[0])];
    let turns = turns([&certain[0], &certain[1]]);
    let mut search = Search::new([&tiu.footprints, &tdma.footprints]);
    for turn in turns {
        let Some(race) = search.latest(turn) else { continue };
        match turn.side {
            0 => report::<Tiu, Tdma>(tiu, links, &race, chip, found),
            _ => report::<Tdma, Tiu>(tdma, links, &race, chip, found),
        }
    }
    if search.left == 0 {
        found.push(unfinished(rules::RACE));
    }
}

/// A check that has been given up.
pub(super) fn unfinished(rule: &'static str) -> Diagnostic {
    let (severity, engine) = (Severity::Warning, Engine::Tiu);
    let what = "the program is too intricate to be checked to its end".to_string();
    let help = "split it into segments".to_string();
    Diagnostic { severity, rule, engine, index: 0, field: None, what, help }
}

/// The links with only the waits that count; one that is never satisfied orders its descriptor behind all that come.
fn certain(links: &[Link], last: u32) -> Vec<Link> {
    links.iter().map(|link| link.certain(last)).collect()
}

struct Search<'f> {
    footprints: [&'f [Footprint]; 2],
    reach: [Vec<Reach>; 2],
    left: u64,
}

impl<'f> Search<'f> {
    fn new(footprints: [&'f [Footprint]; 2]) -> Self {
        let reach = footprints.map(|list| list.iter().map(Reach::of).collect());
        Search { footprints, reach, left: MOST_COMPARISONS }
    }

    /// The last descriptor that has had its turn without being certain to be done, and is in the way.
    fn latest(&mut self, turn: Turn) -> Option<Race<'f>> {
        let (side, reach) = (turn.side, self.reach[turn.side][turn.index]);
        for other in (turn.after..turn.others).rev() {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return None;
            }
            if reach.is_apart_from(&self.reach[1 - side][other]) {
                continue;
            }
            self.left = self.left.saturating_sub(EXACT_COST);
            let (mine, its) = (&self.footprints[side][turn.index], &self.footprints[1 - side][other]);
            if let Some((mine, its, writes)) = clash(mine, its) {
                return Some(Race { turn, other, mine, its, writes });
            }
        }
        None
    }
}

impl Reach {
    fn of(footprint: &Footprint) -> Self {
        Reach { reads: bounds(&footprint.reads), writes: bounds(&footprint.writes) }
    }

    fn is_apart_from(&self, other: &Reach) -> bool {
        let apart = |a: Bounds, b: Bounds| a.0 >= b.1 || b.0 >= a.1;
        apart(self.writes, other.writes) && apart(self.writes, other.reads) && apart(self.reads, other.writes)
    }
}

fn bounds(regions: &[Region]) -> Bounds {
    let local = regions.iter().filter(|region| matches!(region.span, Span::Local(_)));
    let each = local.filter_map(Region::bounds);
    each.fold(NOWHERE, |all, next| (all.0.min(next.0), all.1.max(next.1)))
}

/// Regions of two descriptors that share a byte, at least one of them written, and which of them are.
fn clash<'f>(mine: &'f Footprint, its: &'f Footprint) -> Option<(&'f Region, &'f Region, [bool; 2])> {
    let meet = |mine: &'f [Region], its: &'f [Region], writes| {
        let pairs = mine.iter().flat_map(|a| its.iter().map(move |b| (a, b)));
        pairs.into_iter().find(|(a, b)| a.intersects(b)).map(|(a, b)| (a, b, writes))
    };
    meet(&mine.reads, &its.writes, [false, true])
        .or_else(|| meet(&mine.writes, &its.reads, [true, false]))
        .or_else(|| meet(&mine.writes, &its.writes, [true, true]))
}

#[cold]
fn report<E: Linked, O: Isa>(
    examined: &Examined<E>,
    links: [&[Link]; 2],
    race: &Race<'_>,
    chip: &ChipProfile,
    found: &mut Vec<Diagnostic>,
) {
    let (index, other) = (race.turn.index, race.other);
    let id = links[1 - race.turn.side][other].id;
    let what = format!(
        "the {} is {} while {} descriptor {other} (id {id}) may be {} the same bytes as its {}{}",
        race.mine.role.name(),
        if race.writes[0] { "written" } else { "read" },
        O::ENGINE,
        if race.writes[1] { "writing" } else { "reading" },
        race.its.role.name(),
        first_shared(race.mine, race.its),
    );
    let switched_off = links[race.turn.side][index].is_ignored();
    let (row, allowed, help) = if switched_off {
        let name = E::Fields::RECORD.fields[E::ROWS.switch].name;
        (E::ROWS.switch, "1".to_string(), format!("set {name}, so that the wait counts"))
    } else {
        let help = format!("wait for id {id}, or let that descriptor wait for this one");
        (E::ROWS.wait, format!("at least {id}"), help)
    };
    let mut report = Report::<E> { chip, fields: &examined.fields[index], index, found };
    report.push(Severity::Error, rules::RACE, row, allowed, what, help);
}
