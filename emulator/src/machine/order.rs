//! Who runs when.
//!
//! Each engine runs its descriptors in order. A descriptor starts once the other engine has published an id at least
//! as large as the one it waits for; 0 waits for nothing. Where no wait decides, the engines take turns: the TIU runs
//! one descriptor if it may, then the TDMA, then the TIU again. A program has no branches, so that all of this is
//! known before it runs.

use crate::fault::{Fault, FaultKind};
use isa::chip::ChipProfile;
use isa::command::{TdmaCommand, TiuCommand};
use isa::diagnostic::Engine;
use isa::op::CommandId;

/// What synchronisation needs to know of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) id: CommandId,
    pub(super) wait: CommandId,
}

impl From<&TiuCommand> for Link {
    /// Without its flag a TIU descriptor does not wait; its id is published all the same.
    fn from(command: &TiuCommand) -> Self {
        let wait = if command.header.sync { command.header.wait } else { CommandId(0) };
        Link { id: command.header.id, wait }
    }
}

impl From<&TdmaCommand> for Link {
    fn from(command: &TdmaCommand) -> Self {
        Link { id: command.header.id, wait: command.header.wait }
    }
}

/// A descriptor's engine and position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot(u32);

const TDMA: u32 = 1 << 31;

impl Slot {
    pub(super) fn new(engine: Engine, index: usize) -> Self {
        Slot(index as u32 | if engine == Engine::Tdma { TDMA } else { 0 })
    }

    #[inline]
    pub(super) fn engine(self) -> Engine {
        if self.0 & TDMA == 0 { Engine::Tiu } else { Engine::Tdma }
    }

    #[inline]
    pub(super) fn index(self) -> usize {
        (self.0 & !TDMA) as usize
    }
}

/// Most descriptors of one engine.
pub(super) const MOST_DESCRIPTORS: usize = TDMA as usize;

struct Queue<'a> {
    engine: Engine,
    links: &'a [Link],
    next: usize,
    published: CommandId,
}

impl<'a> Queue<'a> {
    fn new(engine: Engine, links: &'a [Link]) -> Self {
        Queue { engine, links, next: 0, published: CommandId(0) }
    }

    fn head(&self) -> Option<Link> {
        self.links.get(self.next).copied()
    }

    /// Runs the next descriptor if the other engine has come far enough.
    fn turn(&mut self, other: CommandId) -> Option<Slot> {
        let head = self.head().filter(|head| head.wait <= other)?;
        let slot = Slot::new(self.engine, self.next);
        self.next += 1;
        self.published = head.id;
        Some(slot)
    }
}

/// The order in which the descriptors of both engines run.
pub(super) fn order(tiu: &[Link], tdma: &[Link], chip: &ChipProfile) -> Result<Vec<Slot>, Box<Fault>> {
    check_ids(Engine::Tiu, tiu, chip)?;
    check_ids(Engine::Tdma, tdma, chip)?;
    let (mut tiu, mut tdma) = (Queue::new(Engine::Tiu, tiu), Queue::new(Engine::Tdma, tdma));
    let all = tiu.links.len() + tdma.links.len();
    let mut order = Vec::with_capacity(all);
    while order.len() < all {
        let before = order.len();
        order.extend(tiu.turn(tdma.published));
        order.extend(tdma.turn(tiu.published));
        if order.len() == before {
            return Err(deadlock(&tiu, &tdma, chip).into());
        }
    }
    Ok(order)
}

/// The positions of the descriptors of `others` for which those of `links` wait: the first whose id is large enough.
pub(super) fn awaited(links: &[Link], others: &[Link]) -> Vec<Option<u32>> {
    let first = |wait: CommandId| others.partition_point(|other| other.id < wait) as u32;
    links.iter().map(|link| (link.wait.0 > 0).then(|| first(link.wait))).collect()
}

fn id_field(engine: Engine) -> &'static str {
    if engine == Engine::Tiu { "cmd_id_tpu" } else { "cmd_id" }
}

fn wait_field(engine: Engine) -> &'static str {
    if engine == Engine::Tiu { "cmd_id_gdma" } else { "wait_id_tpu" }
}

/// Ids that fall would make what is published ambiguous; the TIU has no id 0.
fn check_ids(engine: Engine, links: &[Link], chip: &ChipProfile) -> Result<(), Box<Fault>> {
    let mut least = if engine == Engine::Tiu { 1 } else { 0 };
    for (index, link) in links.iter().enumerate() {
        if link.id.0 < least {
            let fault =
                Fault::new(FaultKind::Synchronisation, engine, index, link.id, "the ids of an engine may not fall");
            let fault = fault.field(chip, id_field(engine), link.id.0.into(), format!("{least} to 65535"));
            return Err(fault.help("number the descriptors of a segment from 1, and split longer lists").into());
        }
        least = link.id.0;
    }
    Ok(())
}

#[cold]
fn deadlock(tiu: &Queue<'_>, tdma: &Queue<'_>, chip: &ChipProfile) -> Fault {
    let (stuck, other) = if tiu.head().is_some() { (tiu, tdma) } else { (tdma, tiu) };
    let head = stuck.head().unwrap_or(Link { id: CommandId(0), wait: CommandId(0) });
    let have = other.published;
    let what = format!("it waits for id {} of the {}, {}", head.wait, other.engine, standstill(other, stuck.engine));
    Fault::new(FaultKind::Synchronisation, stuck.engine, stuck.next, head.id, what)
        .field(chip, wait_field(stuck.engine), head.wait.0.into(), format!("0 to {have}"))
        .help("lower the wait, or let the other engine publish the id earlier")
}

/// Why the other engine publishes nothing more.
fn standstill(other: &Queue<'_>, waiting: Engine) -> String {
    let have = other.published;
    match other.head() {
        None if other.links.is_empty() => "which has no descriptors".into(),
        None => format!("whose last id is {have}"),
        Some(head) => format!(
            "which has published {have} and itself waits in descriptor {} (id {}) for id {} of the {waiting}",
            other.next, head.id, head.wait
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::chip::Chip;
    use proptest::prelude::*;

    fn links(pairs: &[(u16, u16)]) -> Vec<Link> {
        pairs.iter().map(|(id, wait)| Link { id: CommandId(*id), wait: CommandId(*wait) }).collect()
    }

    fn told(tiu: &[(u16, u16)], tdma: &[(u16, u16)]) -> Result<String, Box<Fault>> {
        let order = order(&links(tiu), &links(tdma), Chip::Cv181x.profile())?;
        Ok(order.iter().map(|slot| format!("{}{} ", &slot.engine().to_string()[1..2], slot.index())).collect())
    }

    #[test]
    fn engines_take_turns_where_nothing_decides() {
        assert_eq!(told(&[(1, 0), (2, 0)], &[(1, 0), (2, 0), (3, 0)]).unwrap(), "i0 d0 i1 d1 d2 ");
    }

    #[test]
    fn waits_are_honoured() {
        assert_eq!(told(&[(1, 1), (2, 2)], &[(1, 0), (2, 1)]).unwrap(), "d0 i0 d1 i1 ");
        let tiu = [(1, 0), (2, 5), (3, 5), (4, 5), (5, 5)];
        let tdma = [(1, 0), (2, 1), (3, 0), (4, 0), (5, 0), (6, 0), (7, 4), (8, 0)];
        assert_eq!(told(&tiu, &tdma).unwrap(), "i0 d0 d1 d2 d3 d4 i1 d5 i2 i3 d6 i4 d7 ");
    }

    #[test]
    fn the_first_large_enough_id_is_awaited() {
        let (tiu, tdma) = (links(&[(1, 0), (2, 3), (3, 6)]), links(&[(1, 0), (5, 1), (5, 0), (6, 2)]));
        assert_eq!(awaited(&tiu, &tdma), [None, Some(1), Some(3)]);
        assert_eq!(awaited(&tdma, &tiu), [None, Some(0), None, Some(1)]);
    }

    #[test]
    fn a_gap_in_the_ids_satisfies_waits_below() {
        assert_eq!(told(&[(1, 0), (5, 0)], &[(1, 0), (2, 3)]).unwrap(), "i0 d0 i1 d1 ");
    }

    #[test]
    fn a_wait_that_never_ends_is_named() {
        let fault = told(&[(1, 0), (2, 9)], &[(1, 0), (2, 0)]).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "tiu descriptor 1 (id 2), word 1 field cmd_id_gdma = 9: it waits for id 9 of the tdma, whose last id is 2 \
             (allowed: 0 to 2); lower the wait, or let the other engine publish the id earlier"
        );
        let fault = told(&[], &[(1, 1)]).unwrap_err();
        assert!(fault.what.ends_with("of the tiu, which has no descriptors"), "{fault}");
        let fault = told(&[(1, 1), (2, 0)], &[(1, 2)]).unwrap_err();
        assert_eq!((fault.engine, fault.index), (Engine::Tiu, 0));
        assert!(
            fault.what.contains("which has published 0 and itself waits in descriptor 0 (id 1) for id 2 of the tiu")
        );
    }

    #[test]
    fn ids_may_repeat_but_not_fall() {
        assert!(told(&[(3, 0), (3, 0)], &[(0, 0), (0, 0)]).is_ok());
        assert_eq!(told(&[], &[(5, 0), (3, 0)]).unwrap_err().field.unwrap().allowed, "5 to 65535");
        assert_eq!(told(&[(0, 0)], &[]).unwrap_err().field.unwrap().allowed, "1 to 65535");
    }

    proptest! {
        #[test]
        fn every_order_obeys_every_wait(waits in prop::collection::vec((any::<bool>(), 0_u16..12), 0..24)) {
            let (mut tiu, mut tdma) = (Vec::new(), Vec::new());
            for (first, wait) in waits {
                let list = if first { &mut tiu } else { &mut tdma };
                list.push(Link { id: CommandId(list.len() as u16 + 1), wait: CommandId(wait) });
            }
            let Ok(order) = order(&tiu, &tdma, Chip::Cv180x.profile()) else { return Ok(()) };
            let mut done = [0, 0];
            for slot in &order {
                let side = usize::from(slot.engine() == Engine::Tdma);
                let link = if side == 0 { tiu[slot.index()] } else { tdma[slot.index()] };
                prop_assert_eq!(slot.index(), done[side]);
                prop_assert!(usize::from(link.wait.0) <= done[1 - side]);
                done[side] += 1;
            }
            prop_assert_eq!(done, [tiu.len(), tdma.len()]);
        }
    }
}
