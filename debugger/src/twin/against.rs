//! Descriptor by descriptor against a good run of the same program.
//!
//! Everything in front of a descriptor runs as in the good run. What differs behind it is therefore its own doing, and
//! descriptors that are equal need not be looked at.

use super::alone::Alone;
use super::minimal::{Compared, compare};
use super::{Before, Change, Fault, MOST_FAULTS, Verdict, changes, memory};
use crate::fields;
use crate::session::Session;
use crate::target::Target;
use crate::turn::{Kind, Turn};
use emulator::machine::Machine;
use isa::text::Descriptor;

/// Compares the session's run with a good one, which is given the same inputs. The session is at its start afterwards.
///
/// # Errors
/// Runs that cannot start, inputs that the good one lacks, a good descriptor that cannot run.
pub fn against(session: &mut Session, good: &mut Session) -> Result<Verdict, String> {
    session.go(0).map_err(|halted| halted.what)?;
    share_inputs(session.target(), good)?;
    if let Some(why) = unlike(session, good) {
        return Ok(Verdict::Unlike(why));
    }
    if let Some(at) = first_out_of_order(session.turns(), good.turns()) {
        return Ok(out_of_order(session, good, at));
    }
    let before = memory::difference(session.target().machine(), good.target().machine());
    let before = before.map(|(count, first)| Before::Memory(count, first)).or_else(|| prepared(session, good));
    let (mut faults, mut differing) = (Vec::new(), 0);
    for at in 0..session.turns().len() {
        let Some((mine, its)) = differing_pair(session, good, at) else { continue };
        differing += 1;
        good.go(at).map_err(|halted| format!("the good run stops: {}", halted.what))?;
        faults.extend(judge(good, at, &mine, &its)?);
        if faults.len() == MOST_FAULTS {
            break;
        }
    }
    Ok(Verdict::Compared { faults, before, differing })
}

fn share_inputs(mine: &Target, good: &mut Session) -> Result<(), String> {
    let (Some(network), Some(_)) = (mine.model(), good.target().model()) else {
        let both = mine.model().is_some() == good.target().model().is_some();
        return if both { Ok(()) } else { Err("one is a model, the other is not; give two of a kind".into()) };
    };
    good.edit(|target| {
        let Some(its) = target.model_mut() else { return Ok(()) };
        for number in network.inputs() {
            let name = &network.tensors()[*number].name;
            let twin = its.tensors().iter().position(|tensor| tensor.name == *name);
            let twin =
                twin.ok_or_else(|| format!("the good model has no input `{name}`; give one of the same network"))?;
            let bytes = network.bytes(*number).map_err(|error| error.to_string())?;
            its.fill(twin, bytes).map_err(|error| error.to_string())?;
        }
        Ok(())
    })
}

/// Why the two cannot be compared descriptor by descriptor.
fn unlike(session: &Session, good: &Session) -> Option<String> {
    let (mine, its) = (session.target(), good.target());
    if mine.chip().chip != its.chip().chip {
        return Some(format!("they are for {} and {}", mine.chip().name, its.chip().name));
    }
    if session.turns().len() != good.turns().len() {
        return Some(format!("they have {} and {} turns", session.turns().len(), good.turns().len()));
    }
    if counts(session.turns()) != counts(good.turns()) {
        return Some("their engines get different numbers of descriptors".into());
    }
    (mine.machine().base() != its.machine().base()).then(|| "their memory is laid out differently".into())
}

/// The routine, segment and place of every turn, whatever the order.
fn counts(turns: &[Turn]) -> Vec<(usize, usize, String, usize)> {
    let key = |turn: &Turn| {
        let operation = if turn.kind == Kind::Host { turn.operation.clone() } else { turn.engine.to_string() };
        (turn.routine, turn.segment, operation, turn.ordinal)
    };
    let mut all: Vec<_> = turns.iter().map(key).collect();
    all.sort();
    all
}

fn first_out_of_order(mine: &[Turn], its: &[Turn]) -> Option<usize> {
    mine.iter().zip(its).position(|(mine, its)| mine.engine != its.engine || mine.kind != its.kind)
}

/// The first descriptor whose fields of synchronisation differ.
fn out_of_order(session: &Session, good: &Session, at: usize) -> Verdict {
    let twin = |turn: &Turn| {
        good.turns()
            .iter()
            .find(|other| (other.engine, other.ordinal) == (turn.engine, turn.ordinal) && other.step().is_some())
    };
    let chip = session.target().chip();
    let pair = |turn: &Turn| -> Option<Vec<Change>> {
        let (mine, its) = (session.target().descriptor(turn)?, good.target().descriptor(twin(turn)?)?);
        Some(changes(&mine, &its, chip)).filter(|changes| !changes.is_empty())
    };
    let sync = |changes: &Vec<Change>| changes.iter().any(|one| one.field.contains("id") || one.field.contains("sync"));
    let found = session.turns().iter().enumerate().find_map(|(turn, info)| Some((turn, pair(info).filter(sync)?)));
    let (turn, changes) = found.unwrap_or((at, Vec::new()));
    Verdict::Compared { faults: Vec::new(), before: Some(Before::Order(turn, changes)), differing: 1 }
}

/// The first program of a scenario that finds other memory.
fn prepared(session: &Session, good: &Session) -> Option<Before> {
    let pairs = session.turns().iter().filter_map(|turn| session.target().stage(turn).zip(good.target().stage(turn)));
    let mut other =
        pairs.filter(|(mine, its)| (mine.seed, mine.bases, &mine.patches) != (its.seed, its.bases, &its.patches));
    other.next().map(|(mine, _)| Before::Prepared(mine.name.clone()))
}

fn differing_pair(session: &Session, good: &Session, at: usize) -> Option<(Descriptor, Descriptor)> {
    let mine = session.target().descriptor(session.turns().get(at)?)?;
    let its = good.target().descriptor(good.turns().get(at)?)?;
    (mine != its).then_some((mine, its))
}

/// What a turn of the session does otherwise with another descriptor in its place. The session is at the turn
/// afterwards.
///
/// # Errors
/// A run that does not come as far, a descriptor that cannot run.
pub fn fault(session: &mut Session, turn: usize, right: &Descriptor) -> Result<Option<Fault>, String> {
    session.go(turn).map_err(|halted| halted.what)?;
    let found = session.turns().get(turn).and_then(|info| session.target().descriptor(info));
    judge(session, turn, &found.ok_or("the turn is no descriptor")?, right)
}

/// Whether the descriptor makes something else than the good one of what the good run holds.
fn judge(good: &mut Session, turn: usize, mine: &Descriptor, its: &Descriptor) -> Result<Option<Fault>, String> {
    let tried = good.attempt(|target| {
        let machine = target.machine_mut();
        let expected = Alone::new(its, machine).map_err(|why| format!("the good descriptor of turn {turn}: {why}"))?;
        let found = Alone::new(mine, machine)?;
        let Compared { minimal, wrong, written, refused } = compare(machine, &found, &expected)?;
        if wrong.is_empty() && refused.is_none() {
            return Ok(None);
        }
        let changes = guilty(machine, mine, its, &expected)?;
        Ok(Some(Fault { turn, changes, wrong, written, refused, minimal }))
    });
    tried?
}

/// The fields without which the descriptor would do what the good one does: the others are put right one by one. Those
/// about order do not matter here.
fn guilty(machine: &mut Machine, mine: &Descriptor, its: &Descriptor, expected: &Alone) -> Result<Vec<Change>, String> {
    let chip = machine.chip();
    let all = changes(mine, its, chip);
    if all.len() < 2 {
        return Ok(all);
    }
    if let Some(alone) = explaining(machine, mine, its, &all)? {
        return Ok(vec![alone]);
    }
    let right = outcome(machine, expected)?;
    let mut left = *mine;
    let mut guilty = Vec::new();
    for change in all {
        let Ok(repaired) = fields::set(&left, chip, change.field, change.expected) else {
            guilty.push(change);
            continue;
        };
        let alone = Alone::new(&repaired, machine);
        if alone.is_ok_and(|alone| outcome(machine, &alone) == Ok(right)) {
            guilty.push(change);
        } else {
            left = repaired;
        }
    }
    Ok(guilty)
}

/// The field that alone, put into the good descriptor, makes of it what the faulty one does.
fn explaining(
    machine: &mut Machine,
    mine: &Descriptor,
    its: &Descriptor,
    all: &[Change],
) -> Result<Option<Change>, String> {
    let chip = machine.chip();
    let wrong = outcome(machine, &Alone::new(mine, machine)?)?;
    for change in all {
        let spoilt = fields::set(its, chip, change.field, change.found);
        if let Ok(alone) = spoilt.and_then(|spoilt| Alone::new(&spoilt, machine))
            && outcome(machine, &alone)? == wrong
        {
            return Ok(Some(change.clone()));
        }
    }
    Ok(None)
}

/// A number for what the descriptor makes of the machine, which stays as it is; `None` where it cannot run.
fn outcome(machine: &mut Machine, alone: &Alone) -> Result<Option<u128>, String> {
    let before = machine.snapshot();
    let number = alone.run(machine).ok().map(|()| machine.fingerprint());
    machine.restore(&before).map(|()| number).map_err(|error| error.to_string())
}
