//! What the performance monitor recorded, in the vendor's words: scripts read them.

mod text;

pub(crate) use text::decimal;

use super::perf::Boards;
use super::run::session::Session;
use crate::cli::BoardOptions;
use crate::exit::{Failure, Outcome};
use crate::output::Out;
use crate::source;
use emulator::pmu::{Listing, Summary, layers};
use isa::container::cvimodel::{FIRST_CHIP, Model};
use isa::cost::BoardProfile;
use std::path::{Path, PathBuf};

/// The environment variable that turns the monitor on.
const ENABLE: &str = "TPU_ENABLE_PMU";
/// The one that names the tables to write.
const TABLES: &str = "TPU_PMUBUF_OUTPUT_FILE";

/// How a run is watched.
pub(crate) struct Watch {
    board: BoardProfile,
    /// What the names of the two tables start with.
    tables: Option<PathBuf>,
}

impl Watch {
    /// Watches when the environment, a board or `tables` says so, which goes before what the environment says. Without a
    /// board it is the first that carries the chip of `model`.
    pub(crate) fn new(
        model: &Model<'_>,
        boards: &BoardOptions,
        tables: Option<&Path>,
    ) -> Result<Option<Self>, Failure> {
        let is_on = |value: String| value.trim().parse().is_ok_and(|on: i32| on > 0);
        if *boards == BoardOptions::default() && tables.is_none() && !std::env::var(ENABLE).is_ok_and(is_on) {
            return Ok(None);
        }
        let all = Boards::read(boards.board_file.as_deref())?;
        let board = all.find(model.header.chip().unwrap_or(FIRST_CHIP), boards.board.as_deref())?.clone();
        let tables = tables.map(Path::to_owned).or_else(|| std::env::var_os(TABLES).map(PathBuf::from));
        Ok(Some(Watch { board, tables }))
    }

    /// The board.
    pub(crate) fn board(&self) -> &BoardProfile {
        &self.board
    }

    /// Tells what the monitor recorded in the last run: a few lines for each routine of the TPU, unless standard output is
    /// for something else, and the tables if any are asked for, of the last routine.
    pub(crate) fn tell(&self, session: &Session, is_quiet: bool, out: &mut Out) -> Outcome {
        for listing in listings(session)? {
            let summary = Summary::of(&listing.records(), listing.clock_hz);
            if !is_quiet && !out.is_json() {
                text::summary(listing.chip, &summary).iter().try_for_each(|line| out.line(line))?;
            }
            self.write(&listing, &summary, out)?;
        }
        Ok(())
    }

    fn write(&self, listing: &Listing, summary: &Summary, out: &mut Out) -> Outcome {
        let Some(tables) = &self.tables else { return Ok(()) };
        let named = |ending: &str| {
            let mut name = tables.clone().into_os_string();
            name.push(ending);
            PathBuf::from(name)
        };
        source::write(&named("_des.csv"), text::descriptors(listing).as_bytes(), out)?;
        let layers = text::layers(&layers(&listing.entries), summary.clock_hz);
        source::write(&named("_layer.csv"), layers.as_bytes(), out)
    }
}

/// The sums of the last run, one for each routine of the TPU.
pub(crate) fn summaries(session: &Session) -> Result<Vec<Summary>, Failure> {
    let listings = listings(session)?;
    Ok(listings.iter().map(|listing| Summary::of(&listing.records(), listing.clock_hz)).collect())
}

fn listings(session: &Session) -> Result<Vec<Listing>, Failure> {
    let chip = session.network.machine().chip().chip;
    let listings = session.network.monitored().map(|memory| Listing::read(chip, memory));
    listings.collect::<Result<_, _>>().map_err(|error| Failure::format(&session.path, &error))
}
