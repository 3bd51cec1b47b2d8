//! Help, and the end.

use super::{Command, Completes, Group, all, find};
use crate::answer::{Answer, columns};
use crate::debugger::Debugger;
use crate::text::{Text, Tone};
use crate::{area, place};
use serde_json::json;

const BASE: Command = Command::of(Group::Other, Completes::Nothing, help);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "help",
        aliases: &["h", "?"],
        usage: "help [COMMAND|places|areas|expressions]",
        summary: "lists the commands, or tells about one",
        details: "",
        completes: Completes::Commands,
        run: help,
        ..BASE
    },
    Command {
        name: "echo",
        aliases: &[],
        usage: "echo TEXT",
        summary: "says something, for scripts",
        details: "",
        run: |_, arguments| Ok(Answer::line(arguments)),
        ..BASE
    },
    Command {
        name: "quit",
        aliases: &["q", "exit"],
        usage: "quit",
        summary: "ends",
        details: "",
        run: |_, _| Ok(Answer { quit: true, ..Answer::default() }),
        ..BASE
    },
];

const TITLES: [(Group, &str); 6] = [
    (Group::Running, "Running"),
    (Group::Stopping, "Stopping"),
    (Group::Looking, "Looking"),
    (Group::Finding, "Finding"),
    (Group::Changing, "Changing"),
    (Group::Other, "Other"),
];

const EXPRESSIONS: &str = "\
Every field of the descriptor by its name (`descriptor` lists them), operands as `input.c`, `output.w`, `opd0.addr`,
and step, cycle, duration, stall, engine, index, id, wait, op, layer, segment. Memory as dram[OFFSET] and
lane[NUMBER,OFFSET]; elements of tensors as NAME[0,2,1,1], names that start with a digit in quotes.
Joined by || && == != < <= > >= & + - * / % and brackets; `!` in front says not.
  op == conv && input.c > 32 && relu
  dram[0x4000] != 0
A condition about a field that a descriptor does not have does not hold.
";

fn help(_: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    match arguments {
        "" => Ok(overview()),
        "places" => Ok(Answer::line(format!("places of the run are {}", place::FORMS))),
        "areas" => Ok(Answer::line(format!("areas of memory are {}", area::FORMS))),
        "expressions" => Ok(Answer::new(EXPRESSIONS, json!(EXPRESSIONS))),
        name => find(name).map(about),
    }
}

fn overview() -> Answer {
    let mut text = Text::new();
    for (group, title) in TITLES {
        text.add(Tone::Heading, title);
        text += "\n";
        let rows = all().filter(|command| command.group == group).map(|command| {
            let names = [&[command.name], command.aliases].concat().join(" ");
            vec![Text::of(Tone::Name, &format!("  {names}")), command.summary.into()]
        });
        text.append(&columns(&rows.collect::<Vec<_>>()));
    }
    text += "An empty line does the last step again. Names may be cut short. `help COMMAND` tells more;\n`help places`, `help areas` and `help expressions` tell what arguments look like.\n";
    Answer::new(text, json!(all().collect::<Vec<_>>()))
}

fn about(command: &Command) -> Answer {
    let mut text = Text::of(Tone::Name, command.usage);
    text += &format!("\n  {}\n", command.summary);
    if !command.aliases.is_empty() {
        text += &format!("  also {}\n", command.aliases.join(", "));
    }
    command.details.lines().for_each(|line| text += &format!("  {line}\n"));
    Answer::new(text, json!(command))
}
