//! Schedules of arbitrary jobs.

use emulator::timing::{Activity, EngineMoment, Job, Placed, Ready, Schedule, Unit, shares};
use isa::generated::timing::SCHEDULE;
use proptest::prelude::*;
use proptest::sample::Index;

/// A job, and whether both engines rest in front of it.
#[derive(Clone, Debug)]
struct Row {
    job: Job,
    rest: bool,
}

/// Jobs that wait for earlier ones, or for nothing.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (any::<bool>(), 0..200u64, any::<Option<Index>>(), prop::bool::weighted(0.1));
    prop::collection::vec(row, 1..40).prop_map(|rows| {
        let mut counts = [0u32; 2];
        let numbered = rows.into_iter().map(|(tiu, duration, awaits, rest)| {
            let unit = if tiu { Unit::Tiu } else { Unit::Tdma };
            if rest {
                counts = [0; 2];
            }
            let others = counts[unit.other() as usize] as usize;
            let awaits = awaits.filter(|_| others > 0).map(|index| index.index(others) as u32);
            let id = counts[unit as usize];
            counts[unit as usize] += 1;
            Row { job: Job { unit, id, awaits, duration }, rest }
        });
        numbered.collect()
    })
}

fn run(rows: &[Row]) -> Schedule {
    let mut schedule = Schedule::new(Ready { tiu: 3, tdma: 1571 }, SCHEDULE);
    for row in rows {
        if row.rest {
            schedule.rest();
        }
        schedule.push(row.job);
    }
    schedule
}

/// The cycles in which anything changes, and those around them.
fn interesting(schedule: &Schedule) -> Vec<u64> {
    let around = |cycle: u64| [cycle.saturating_sub(1), cycle, cycle + 1];
    schedule.places().iter().flat_map(|placed| [placed.span.start, placed.span.end]).flat_map(around).collect()
}

fn check_activity(schedule: &Schedule, cycle: u64, engine: &EngineMoment) -> Result<(), TestCaseError> {
    let place = |job: usize| schedule.places()[job];
    match engine.activity {
        Activity::Executes { job, elapsed, duration } => {
            let Placed { span, .. } = place(job);
            prop_assert!(span.start <= cycle && cycle < span.end && elapsed < duration);
            prop_assert_eq!((cycle - span.start, span.duration()), (elapsed, duration));
        }
        Activity::Waits { job, on, since } => {
            prop_assert_eq!(Some(job), engine.next);
            prop_assert!(since <= cycle && cycle < place(on).span.end && cycle < place(job).span.start);
            prop_assert_ne!(schedule.jobs()[on].unit, engine.unit);
        }
        Activity::Starts { job, at } => {
            prop_assert_eq!((Some(job), place(job).span.start), (engine.next, at));
            prop_assert!(cycle < at);
        }
        Activity::Rests => prop_assert_eq!((engine.next, engine.queued), (None, 0)),
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_job_starts_before_what_it_waits_for(rows in rows()) {
        let schedule = run(&rows);
        let places = schedule.places();
        let mut free = [3, 1571];
        for (position, (placed, row)) in places.iter().zip(&rows).enumerate() {
            if row.rest && position > 0 {
                free = [places[..position].iter().map(|placed| placed.span.end).max().unwrap(); 2];
            }
            let side = row.job.unit as usize;
            let gap = if side == 0 { SCHEDULE.tiu_behind_tdma } else { SCHEDULE.tdma_behind_tiu };
            prop_assert!(placed.span.start >= free[side]);
            prop_assert_eq!(placed.awaited.is_some(), row.job.awaits.is_some());
            if let Some(awaited) = placed.awaited {
                prop_assert!(placed.span.start >= places[awaited].span.end + gap);
            }
            // It starts for a reason.
            prop_assert!(placed.span.start == placed.free || placed.behind == placed.awaited);
            free[side] = placed.span.end + SCHEDULE.behind_same_engine;
        }
    }

    #[test]
    fn nothing_starts_before_both_engines_came_to_rest(rows in rows()) {
        let schedule = run(&rows);
        let places = schedule.places();
        for (position, _) in rows.iter().enumerate().skip(1).filter(|(_, row)| row.rest) {
            let before = places[..position].iter().map(|placed| placed.span.end).max().unwrap();
            prop_assert!(places[position..].iter().all(|placed| placed.span.start >= before));
        }
    }

    #[test]
    fn another_wait_never_makes_the_end_earlier(rows in rows(), which in any::<Index>(), on in any::<Index>()) {
        let which = which.index(rows.len());
        let start = rows[..=which].iter().rposition(|row| row.rest).unwrap_or(0);
        let others: Vec<u32> = rows[start..which].iter().map(|row| row.job)
            .filter(|job| job.unit != rows[which].job.unit).map(|job| job.id).collect();
        prop_assume!(!others.is_empty());
        // Engines end in order: who waits for a later job waits for the earlier ones too.
        let more = others[on.index(others.len())].max(rows[which].job.awaits.unwrap_or(0));
        let mut waiting = rows.clone();
        waiting[which].job.awaits = Some(more);
        let (before, after) = (run(&rows), run(&waiting));
        prop_assert!(after.end() >= before.end());
        let later = before.places().iter().zip(after.places());
        prop_assert!(later.clone().all(|(before, after)| before.span.start <= after.span.start));
    }

    #[test]
    fn a_longer_job_never_makes_the_end_earlier(rows in rows(), which in any::<Index>(), by in 1..100u64) {
        let mut longer = rows.clone();
        longer[which.index(rows.len())].job.duration += by;
        let (before, after) = (run(&rows).end(), run(&longer).end());
        prop_assert!((before..=before + by).contains(&after));
    }

    #[test]
    fn all_shares_together_are_the_whole(rows in rows()) {
        let schedule = run(&rows);
        prop_assert_eq!(shares(schedule.places()).iter().sum::<u64>(), schedule.end());
    }

    #[test]
    fn every_cycle_has_one_state(rows in rows()) {
        let schedule = run(&rows);
        for cycle in interesting(&schedule) {
            let moment = schedule.at(cycle);
            for unit in Unit::ALL {
                let engine = moment.of(unit);
                check_activity(&schedule, cycle, engine)?;
                let spans = || schedule.places().iter().zip(&rows).filter(|(_, row)| row.job.unit == unit).map(|(p, _)| p.span);
                prop_assert_eq!(spans().filter(|span| span.end <= cycle && span.start <= cycle).count(), engine.retired);
                let executes = matches!(engine.activity, Activity::Executes { .. });
                prop_assert_eq!(spans().any(|span| span.start <= cycle && cycle < span.end), executes);
                prop_assert!(spans().filter(|span| span.start > cycle).count() >= engine.queued);
                prop_assert_eq!(engine.last_retired.is_some(), engine.retired > 0);
            }
        }
        let end = schedule.at(schedule.end());
        prop_assert_eq!(end.tiu.retired + end.tdma.retired, rows.len());
        prop_assert_eq!((end.tiu.activity, end.tdma.activity), (Activity::Rests, Activity::Rests));
    }

    #[test]
    fn what_ran_again_is_as_if_it_ran_once(rows in rows(), keep in any::<Index>()) {
        let whole = run(&rows);
        let mut again = whole.clone();
        let keep = keep.index(rows.len());
        again.truncate(keep);
        let first = run(&rows[..keep]);
        prop_assert_eq!(again.places(), first.places());
        for row in &rows[keep..] {
            if row.rest {
                again.rest();
            }
            again.push(row.job);
        }
        prop_assert_eq!(again.places(), whole.places());
        prop_assert_eq!(again.at(whole.end() / 2), whole.at(whole.end() / 2));
    }
}
