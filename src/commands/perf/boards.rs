//! The boards to choose from: those that are known, and those of the user's file.

use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style, columns};
use crate::source;
use isa::chip::{Chip, Dram};
use isa::cost::{BoardProfile, Evidence};
use isa::generated::timing::BOARDS;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::path::Path;
use toml::Spanned;

/// What a board may have, for files and for the command line.
pub(super) const CLOCKS: RangeInclusive<u32> = 1..=10_000;
pub(super) const TRANSFERS: RangeInclusive<u32> = 1..=100_000;
pub(super) const BUSES: [u32; 5] = [8, 16, 32, 64, 128];
pub(super) const DRIVERS: RangeInclusive<u32> = 0..=1_000_000;

/// The boards to choose from, the user's first.
pub(crate) struct Boards {
    own: Vec<BoardProfile>,
    /// For chips that no known board carries.
    bare: Vec<BoardProfile>,
}

impl Boards {
    /// Those of a file, if there is one, and those that are known.
    pub(crate) fn read(file: Option<&Path>) -> Result<Boards, Failure> {
        let Some(path) = file else { return Ok(Boards::known()) };
        let bytes = source::read(path)?;
        let bad = |what: String| Failure::new(Reason::BadInput, format!("{}{what}", path.display()));
        let text =
            str::from_utf8(&bytes).map_err(|_| bad(": it is no text; boards are written as TOML".to_string()))?;
        Ok(Boards { own: parse(text, &path.display().to_string()).map_err(bad)?, ..Boards::known() })
    }

    /// Those that are known.
    pub(crate) fn known() -> Boards {
        let homeless = Chip::ALL.iter().filter(|chip| BOARDS.iter().all(|board| board.chip != **chip));
        Boards { own: Vec::new(), bare: homeless.map(|chip| BoardProfile::bare(chip.profile())).collect() }
    }

    fn all(&self) -> impl Iterator<Item = &BoardProfile> {
        let known = BOARDS.iter().filter(|board| self.own.iter().all(|own| own.name != board.name));
        self.own.iter().chain(known).chain(&self.bare)
    }

    /// The board called `name`, or the first that carries the chip.
    pub(crate) fn find(&self, chip: Chip, name: Option<&str>) -> Result<&BoardProfile, Failure> {
        let usage = |message: String| Failure::new(Reason::Usage, message);
        let carriers = || {
            let names: Vec<&str> =
                self.all().filter(|board| board.chip == chip).map(|board| board.name.as_ref()).collect();
            names.join(", ")
        };
        let Some(name) = name else {
            let first = self.all().find(|board| board.chip == chip);
            let message = || format!("no board carries {chip}; describe one in a file and give it with --board-file");
            return first.ok_or_else(|| usage(message()));
        };
        let found = self.all().find(|board| board.name == name);
        let unknown = || {
            let names: Vec<&str> = self.all().map(|board| board.name.as_ref()).collect();
            let from_file = if name.ends_with(".toml") { "; files are given with --board-file" } else { "" };
            format!("unknown board `{}` (allowed: {}){from_file}", name.escape_debug(), names.join(", "))
        };
        let found = found.ok_or_else(|| usage(unknown()))?;
        let carries = found.chip;
        let other = || format!("board {name} carries {carries}, not {chip} (allowed for {chip}: {})", carriers());
        if carries == chip { Ok(found) } else { Err(usage(other())) }
    }

    /// Prints them.
    pub(super) fn list(&self, out: &mut Out) -> Outcome {
        let boards: Vec<&BoardProfile> = self.all().collect();
        if out.is_json() {
            return Ok(out.json(&List { boards })?);
        }
        let mut rows = vec![["board", "chip", "clock", "DRAM", "driver"].map(String::from).to_vec()];
        rows.extend(boards.iter().map(|board| cells(board)));
        let lines = columns(&rows);
        let (head, lines) = lines.split_first().map_or(("", &[][..]), |(head, lines)| (head.as_str(), lines));
        out.line(out.styled(Style::Heading, head))?;
        for (line, board) in lines.iter().zip(boards) {
            out.line(line)?;
            let Evidence { clock, dram, driver } = &board.evidence;
            let known = format!("  clock {clock}; DRAM {dram}; driver {driver}");
            out.line(out.styled(Style::Faint, known))?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct List<'b> {
    boards: Vec<&'b BoardProfile>,
}

fn cells(board: &BoardProfile) -> Vec<String> {
    let Dram { bus_bits, mega_transfers } = board.dram;
    vec![
        board.name.escape_debug().to_string(),
        board.chip.to_string(),
        format!("{} MHz", board.tpu_clock_mhz),
        format!("{bus_bits} bits, {mega_transfers} MT/s, {:.2} GB/s", board.dram_bytes_per_us() as f64 / 1e3),
        format!("{} us", board.driver_us),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    board: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: Spanned<String>,
    chip: Spanned<String>,
    tpu_clock_mhz: Spanned<u32>,
    dram: DramRow,
    driver_us: Spanned<u32>,
    evidence: Option<EvidenceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DramRow {
    bus_bits: Spanned<u32>,
    mega_transfers: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceRow {
    clock: String,
    dram: String,
    driver: String,
}

const FORM: &str = "a board is `[[board]]` with name, chip, tpu_clock_mhz, dram = { bus_bits, mega_transfers }, driver_us \
                    and, if you like, evidence = { clock, dram, driver }";

/// The boards of a file, or what is wrong with it, behind the file's name.
fn parse(text: &str, file: &str) -> Result<Vec<BoardProfile>, String> {
    let place = |span: Range<usize>| Place { text, at: span.start };
    let parsed: File = toml::from_str(text).map_err(|error| {
        let what = error.message().lines().next().unwrap_or_default().to_string();
        match error.span() {
            Some(span) => place(span).told(&format!("{what}; {FORM}")),
            None => format!(": {what}; {FORM}"),
        }
    })?;
    let mut boards: Vec<BoardProfile> = Vec::new();
    for row in parsed.board {
        let row = row.into_inner();
        let name = row.name.span();
        let board = profile(row, file, &place)?;
        if boards.iter().any(|other| other.name == board.name) {
            return Err(place(name).told(&format!("a second board is called `{}`; rename one", board.name)));
        }
        boards.push(board);
    }
    if boards.is_empty() { Err(format!(": it holds no board; {FORM}")) } else { Ok(boards) }
}

fn profile<'t>(row: Row, file: &str, place: &impl Fn(Range<usize>) -> Place<'t>) -> Result<BoardProfile, String> {
    let within = |value: &Spanned<u32>, allowed: RangeInclusive<u32>| {
        let found = *value.get_ref();
        let message = || format!("found {found}, allowed is {} to {}", allowed.start(), allowed.end());
        if allowed.contains(&found) { Ok(found) } else { Err(place(value.span()).told(&message())) }
    };
    let name = row.name.get_ref().trim().to_string();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(place(row.name.span()).told("a board needs a name of visible letters"));
    }
    let chip: Chip = row.chip.get_ref().parse().map_err(|error| place(row.chip.span()).told(&format!("{error}")))?;
    let bus = *row.dram.bus_bits.get_ref();
    if !BUSES.contains(&bus) {
        let message = format!("found {bus}, allowed is {}", BUSES.map(|bits| bits.to_string()).join(", "));
        return Err(place(row.dram.bus_bits.span()).told(&message));
    }
    let given = || Cow::Owned(format!("given in {file}"));
    let evidence = match row.evidence {
        Some(row) => Evidence { clock: row.clock.into(), dram: row.dram.into(), driver: row.driver.into() },
        None => Evidence { clock: given(), dram: given(), driver: given() },
    };
    Ok(BoardProfile {
        name: name.into(),
        chip,
        tpu_clock_mhz: within(&row.tpu_clock_mhz, CLOCKS)?,
        dram: Dram { bus_bits: bus, mega_transfers: within(&row.dram.mega_transfers, TRANSFERS)? },
        driver_us: within(&row.driver_us, DRIVERS)?,
        evidence,
    })
}

/// A place in a file.
struct Place<'t> {
    text: &'t str,
    at: usize,
}

impl Place<'_> {
    /// A message that says where; behind the file's name.
    fn told(&self, what: &str) -> String {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
        let key = before.lines().next_back().filter(|_| !before.ends_with('\n')).and_then(|line| {
            let front = line.trim_end().strip_suffix('=')?.trim_end();
            front.rsplit([' ', '{', ',', '\t']).next().map(str::to_string)
        });
        match key.filter(|key| !key.is_empty()) {
            Some(key) => format!(", line {line}, key `{}`: {what}", key.escape_debug()),
            None => format!(", line {line}: {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const GOOD: &str = "\
# mine
[[board]]
name = \"desk\"
chip = \"sg2002\"
tpu_clock_mhz = 600
dram = { bus_bits = 16, mega_transfers = 1333 }
driver_us = 250
";

    fn told(text: &str) -> String {
        parse(text, "mine.toml").unwrap_err()
    }

    #[test]
    fn a_board_of_ones_own_is_a_board() {
        let boards = Boards { own: parse(GOOD, "mine.toml").unwrap(), ..Boards::known() };
        let desk = boards.find(Chip::Cv181x, Some("desk")).unwrap();
        assert_eq!((desk.tpu_clock_mhz, desk.dram.mega_transfers, desk.driver_us), (600, 1333, 250));
        assert_eq!(desk.evidence.clock, "given in mine.toml");
        assert_eq!(boards.find(Chip::Cv181x, None).unwrap().name, "desk", "one's own come first");
        assert_eq!(boards.find(Chip::Cv180x, None).unwrap().name, "duo");
        assert_eq!(boards.find(Chip::Cv182x, None).unwrap().name, "bare-cv182x", "no board is known");
        assert!(boards.find(Chip::Cv180x, Some("desk")).unwrap_err().message.contains("allowed for cv180x: duo"));
    }

    #[test]
    fn the_file_of_the_specification_is_one() {
        let boards = parse(include_str!("../../../specs/boards.toml"), "boards.toml").unwrap();
        assert_eq!(boards, BOARDS);
    }

    #[test]
    fn mistakes_are_told_by_line_key_and_what_is_allowed() {
        let change = |from: &str, to: &str| told(&GOOD.replace(from, to));
        let clock = change("600", "0");
        assert!(clock.starts_with(", line 5, key `tpu_clock_mhz`: found 0, allowed is 1 to 10000"), "{clock}");
        let bus = change("bus_bits = 16", "bus_bits = 12");
        assert!(bus.starts_with(", line 6, key `bus_bits`: found 12, allowed is 8, 16"), "{bus}");
        let chip = change("sg2002", "bm1684");
        assert!(chip.starts_with(", line 4, key `chip`") && chip.contains("cv180x"), "{chip}");
        let word = change("250", "\"fast\"");
        assert!(word.starts_with(", line 7, key `driver_us`") && word.contains("u32"), "{word}");
        let unknown = change("driver_us", "drivers");
        assert!(unknown.contains("line 7") && unknown.contains("`drivers`"), "{unknown}");
        let missing = change("driver_us = 250\n", "");
        assert!(missing.contains("line 2") && missing.contains("`driver_us`"), "{missing}");
        assert!(told(&format!("{GOOD}{GOOD}")).contains("line 10, key `name`: a second board"));
        assert!(told("board = [").contains("line 1"));
        assert!(told("").contains("`board`"));
        assert!(told("board = []").contains("no board"));
    }
}
