//! `tpuscope demo`: an edge detector, built, checked, executed and looked at.

mod picture;
mod program;
mod reference;

use crate::cli::Pictures;
use crate::commands::perf::boards::Boards;
use crate::commands::perf::forecast::assumptions;
use crate::commands::perf::pictures::write;
use crate::commands::perf::summary::Summary as Perf;
use crate::commands::perf::table::numbers;
use crate::exit::{Failure, Outcome, Reason};
use crate::output::{Out, Style};
use emulator::forecast::Workload;
use emulator::machine::{Limits, Machine, Program};
use emulator::picture::Picture as View;
use isa::chip::Chip;
use isa::op::EncodeError;
use isa::sequence::Encoded;
use isa::text::Descriptor;
use isa::verify::{Options, Segment, verify};
use picture::Picture;
use program::Plan;
use serde::Serialize;
use std::path::PathBuf;

/// What the demo found, for `--json`.
#[derive(Serialize)]
struct Summary {
    chip: Chip,
    descriptors: Vec<String>,
    findings: usize,
    bytes_compared: usize,
    equal: bool,
    perf: Perf,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
}

pub(crate) fn run(chip: Chip, html: Option<PathBuf>, out: &mut Out) -> Outcome {
    let picture = Picture::draw();
    let plan = Plan::new(chip.profile());
    let sequence = plan.sequence();
    let encoded = sequence.clone().encode(chip.profile()).map_err(|error| refused(&error))?;
    let lines = listing(chip, &encoded);
    let segment = Segment { chip: chip.profile(), tiu: &encoded.tiu, tdma: &encoded.tdma };
    let findings = verify(&segment, &Options::default());
    if let Some(first) = findings.first() {
        return Err(Failure::new(Reason::BreaksRule, first));
    }
    let (tiu, tdma) = sequence.ended();
    let program = Program::from_commands(chip, tiu, tdma).map_err(|fault| Failure::new(Reason::BreaksRule, fault))?;
    let edges = execute(chip, &plan, &program, &picture)?;
    let expected = reference::edges(&picture);
    let pictures = Pictures { html, ..Pictures::default() };
    let perf = forecast(chip, &program, &pictures, out)?;
    let summary = Summary {
        chip,
        descriptors: lines,
        findings: findings.len(),
        bytes_compared: edges.len(),
        equal: edges == expected,
        perf,
        html: pictures.html.map(|file| file.display().to_string()),
    };
    if out.is_json() {
        out.json(&summary)?;
    } else {
        show(&summary, &picture, &edges, out)?;
    }
    if summary.equal { Ok(()) } else { Err(Failure::told(Reason::Different)) }
}

/// How long a board takes for it; writes the page that is asked for.
fn forecast(chip: Chip, program: &Program, pictures: &Pictures, out: &mut Out) -> Result<Perf, Failure> {
    let (boards, workload) = (Boards::known(), Workload::of(program));
    let forecast = workload.on(boards.find(chip, None)?);
    let notes = assumptions(&forecast, true);
    write(pictures, || View::new("an edge detector", &forecast, &notes), out)?;
    Ok(Perf::of(&forecast))
}

/// A program that the chip cannot express.
fn refused(error: &EncodeError) -> Failure {
    let reason =
        if matches!(error, EncodeError::Unsupported { .. }) { Reason::Unsupported } else { Reason::BreaksRule };
    Failure::new(reason, error)
}

fn listing(chip: Chip, encoded: &Encoded) -> Vec<String> {
    let tdma = encoded.tdma.iter().map(|words| Descriptor::Tdma(*words).disassemble(chip));
    tdma.chain(encoded.tiu.iter().map(|words| Descriptor::Tiu(*words).disassemble(chip))).collect()
}

/// The demo's program, and a machine with picture and kernels in its DRAM.
pub(crate) fn prepared(chip: Chip) -> Result<(Machine, Program), Failure> {
    let (tiu, tdma) = Plan::new(chip.profile()).sequence().ended();
    let program = Program::from_commands(chip, tiu, tdma).map_err(|fault| Failure::new(Reason::BreaksRule, fault))?;
    Ok((machine(chip, &Picture::draw())?, program))
}

/// A machine with picture and kernels in its DRAM.
fn machine(chip: Chip, picture: &Picture) -> Result<Machine, Failure> {
    let mut machine = Machine::with_dram(chip, program::DRAM_BYTES);
    // Base registers hold bus addresses, the host's accesses count from the start of DRAM.
    *machine.base_mut() = program::BASES.map(|offset| chip.profile().gmem_start + offset);
    machine.dram_mut().write(program::BASES[program::WEIGHTS], &program::kernels()).map_err(|error| unfit(&error))?;
    machine.dram_mut().write(program::BASES[program::INPUT], &picture.bytes()).map_err(|error| unfit(&error))?;
    Ok(machine)
}

fn unfit(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Reason::BreaksRule, error)
}

/// Runs, and returns the maps that the program stored.
fn execute(chip: Chip, plan: &Plan, program: &Program, picture: &Picture) -> Result<Vec<i8>, Failure> {
    let mut machine = machine(chip, picture)?;
    machine.run(program, &Limits::default()).map_err(|fault| unfit(&fault))?;
    let stored = machine.dram().read(program::BASES[program::OUTPUT], plan.output_bytes());
    Ok(stored.map_err(|error| unfit(&error))?.iter().map(|byte| byte.cast_signed()).collect())
}

fn show(summary: &Summary, picture: &Picture, edges: &[i8], out: &mut Out) -> std::io::Result<()> {
    out.line(out.styled(Style::Heading, format!("An edge detector on the {} TPU", summary.chip)))?;
    out.line("A picture, drawn by the program:")?;
    out.line("")?;
    picture.rows_of_two().try_for_each(|row| out.line(format!("  {row}")))?;
    out.line("")?;
    out.line(format!(
        "{} descriptors: two tiles are loaded, convolved with eight 3x3 kernels, clipped at zero, pooled and stored.",
        summary.descriptors.len()
    ))?;
    out.line(
        "Each engine runs its list in order; `wait` names the other engine's descriptor that must be done first.",
    )?;
    out.line("")?;
    summary.descriptors.iter().try_for_each(|line| out.line(format!("  {line}")))?;
    out.line("")?;
    out.line(format!(
        "Verified before running: {} findings. Executed. The strongest edge at every place:",
        summary.findings
    ))?;
    out.line("")?;
    reference::strongest(edges).try_for_each(|row| out.line(format!("  {row}")))?;
    out.line("")?;
    let verdict = if summary.equal {
        out.styled(Style::Good, format!("All {} bytes equal a plain reference.", summary.bytes_compared))
    } else {
        out.styled(Style::Bad, "The result differs from a plain reference.")
    };
    out.line(verdict)?;
    out.line("")?;
    numbers(&summary.perf, out)?;
    out.line("")?;
    if let Some(file) = &summary.html {
        out.line(format!("The timeline is in {file}; open it in a browser."))?;
        out.line("")?;
    }
    out.line("Try next:")?;
    out.line("  tpuscope demo --chip cv180x          the same on two lanes")?;
    out.line("  tpuscope demo --html edges.html      a page with its timeline")?;
    out.line("  tpuscope model info MODEL.cvimodel   what is in a model")?;
    out.line("  tpuscope disasm MODEL.cvimodel       its descriptors; `tpuscope asm` turns them back")?;
    out.line("  tpuscope model verify MODEL.cvimodel may it run?")?;
    out.line("  tpuscope perf MODEL.cvimodel         how long does it take, and what for?")
}
