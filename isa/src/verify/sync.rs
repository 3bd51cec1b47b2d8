//! S11 to S15: ids, waits and end bits.

use super::{Form, Options, cycle, rules};
use crate::chip::ChipProfile;
use crate::command::{Isa, Tdma, Tiu, field_place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::field::Fields;
use crate::generated::tdma::{TdmaField, TdmaFields};
use crate::generated::tiu::{TiuField, TiuFields};

/// What synchronisation sees of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The id it publishes; 0 publishes nothing.
    pub(super) id: u32,
    /// The id it waits for; 0 waits for nothing.
    pub(super) wait: u32,
    /// The wait as written, honoured or not.
    written: u32,
    /// The wait that the hardware honours for certain.
    certain: u32,
    stored_id: u32,
    valid: bool,
    end: bool,
}

impl Link {
    /// Only the wait that the hardware honours for certain, and for no id behind `last`.
    pub(super) fn certain(&self, last: u32) -> Self {
        Link { wait: self.certain.min(last), ..*self }
    }

    /// Whether the wait may have no effect.
    pub(super) fn is_ignored(&self) -> bool {
        self.certain < self.written
    }
}

/// The links of an engine's descriptors.
pub(super) fn links<E: Linked>(fields: &[E::Fields], form: Form) -> Vec<Link> {
    fields.iter().map(|fields| E::link(fields, form)).collect()
}

/// An engine's rows that synchronisation is about.
pub(super) struct Rows {
    id: usize,
    pub(super) wait: usize,
    pub(super) switch: usize,
    valid: usize,
    end: usize,
}

/// Engines whose descriptors wait for others.
pub(super) trait Linked: Isa {
    const ROWS: Rows;
    fn link(fields: &Self::Fields, form: Form) -> Link;
}

impl Linked for Tiu {
    const ROWS: Rows = Rows {
        id: TiuField::CmdIdTpu as usize,
        wait: TiuField::CmdIdGdma as usize,
        switch: TiuField::CmdIdEn as usize,
        valid: TiuField::CmdEn as usize,
        end: TiuField::CmdEnd as usize,
    };

    fn link(f: &TiuFields, _form: Form) -> Link {
        let when = |value: u16| if f.cmd_id_en { u32::from(value) } else { 0 };
        Link {
            id: when(f.cmd_id_tpu),
            wait: when(f.cmd_id_gdma),
            written: f.cmd_id_gdma.into(),
            certain: when(f.cmd_id_gdma),
            stored_id: f.cmd_id_tpu.into(),
            valid: f.cmd_en,
            end: f.cmd_end,
        }
    }
}

impl Linked for Tdma {
    const ROWS: Rows = Rows {
        id: TdmaField::CmdId as usize,
        wait: TdmaField::WaitIdTpu as usize,
        switch: TdmaField::BarEn as usize,
        valid: TdmaField::Vld as usize,
        end: TdmaField::Eod as usize,
    };

    /// The vendor's simulator waits even with the barrier off, so an unreachable wait is fatal either way.
    fn link(f: &TdmaFields, form: Form) -> Link {
        let (id, wait) = (f.cmd_id.into(), f.wait_id_tpu.into());
        let certain = if f.bar_en || form == Form::Packets { wait } else { 0 };
        Link { id, wait, written: wait, certain, stored_id: id, valid: f.vld, end: f.eod }
    }
}

/// One engine's descriptors and what has been found.
struct Line<'a, E: Linked> {
    fields: &'a [E::Fields],
    links: &'a [Link],
    chip: &'a ChipProfile,
    found: &'a mut Vec<Diagnostic>,
}

pub(super) fn check(
    tiu: &[TiuFields],
    tdma: &[TdmaFields],
    [tiu_links, tdma_links]: [&[Link]; 2],
    chip: &ChipProfile,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) {
    let mut line = Line::<Tiu> { fields: tiu, links: tiu_links, chip, found };
    line.check(tdma_links, options, 0);
    let mut line = Line::<Tdma> { fields: tdma, links: tdma_links, chip, found };
    line.check(tiu_links, options, 1);
    if let Some(circle) = cycle::find(tiu_links, tdma_links) {
        let mut line = Line::<Tiu> { fields: tiu, links: tiu_links, chip, found };
        let (what, help) = circle.explain(tiu_links, tdma_links);
        let allowed = format!("at most {}", circle.harmless_wait(tdma_links));
        line.report(Severity::Error, rules::WAIT_CYCLE, circle.tiu, Tiu::ROWS.wait, allowed, what, help);
    }
}

impl<E: Linked> Line<'_, E> {
    #[cold]
    #[allow(clippy::too_many_arguments, reason = "the parts of a diagnostic")]
    fn report(
        &mut self,
        severity: Severity,
        rule: &'static str,
        index: usize,
        row: usize,
        allowed: String,
        what: String,
        help: String,
    ) {
        let value = self.fields[index].get(row);
        let field = field_place(&E::Fields::RECORD.fields[row], self.chip.layout as usize, value, allowed);
        self.found.push(Diagnostic { severity, rule, engine: E::ENGINE, index, field: Some(field), what, help });
    }

    fn check(&mut self, other: &[Link], options: &Options, engine: usize) {
        self.ids();
        self.waits(other, options.form);
        self.ends(options.form);
        if let Some(declared) = options.declared.map(|counts| counts[engine]) {
            self.count(declared);
        }
    }

    fn ids(&mut self) {
        let mut before = 0;
        for (index, link) in self.links.iter().enumerate() {
            let (id, wanted) = (link.stored_id, before + 1);
            if id != wanted {
                let what = match id {
                    0 => "the descriptor has no id".to_string(),
                    _ if id == before => "the id of the descriptor before".to_string(),
                    _ if id < before => "an id that came before".to_string(),
                    _ => format!("a gap of {} ids", id - wanted),
                };
                let (allowed, help) = if wanted > 65_535 {
                    ("1 to 65535".to_string(), "split the program into two segments".to_string())
                } else {
                    (wanted.to_string(), format!("number the descriptors 1, 2, 3, ...; this one is {}", index + 1))
                };
                self.report(Severity::Error, rules::ID_ORDER, index, E::ROWS.id, allowed, what, help);
            }
            before = if id == 0 { wanted } else { id };
        }
    }

    fn waits(&mut self, other: &[Link], form: Form) {
        let most = other.iter().map(|link| link.id).max().unwrap_or(0);
        let mut highest = 0;
        for (index, link) in self.links.iter().enumerate() {
            if link.wait > most {
                let what = format!("waits for id {}, but the other engine's last id is {most}", link.wait);
                let help = "lower the wait, or add the descriptors that it is meant for".to_string();
                self.report(
                    Severity::Error,
                    rules::UNREACHABLE_WAIT,
                    index,
                    E::ROWS.wait,
                    format!("0 to {most}"),
                    what,
                    help,
                );
            }
            self.ignored(index, link, highest, form);
            highest = highest.max(link.wait);
        }
    }

    fn ignored(&mut self, index: usize, link: &Link, highest: u32, form: Form) {
        let (written, row) = (link.written, E::ROWS.switch);
        let off = self.fields[index].get(row) == 0;
        let driver_sets_it = E::ENGINE == crate::diagnostic::Engine::Tdma && form == Form::Packets;
        if written != 0 && off && !driver_sets_it {
            let name = E::Fields::RECORD.fields[row].name;
            let what = format!("the wait for id {written} is switched off");
            let help = format!("set {name}, or clear the wait");
            self.report(Severity::Warning, rules::IGNORED_WAIT, index, row, "1".to_string(), what, help);
        } else if link.wait != 0 && link.wait < highest {
            let what = format!("an earlier descriptor already waits for id {highest}");
            let help = "drop the wait, or raise it if more is needed".to_string();
            let allowed = format!("0, or at least {highest}");
            self.report(Severity::Warning, rules::IGNORED_WAIT, index, E::ROWS.wait, allowed, what, help);
        }
    }

    fn ends(&mut self, form: Form) {
        let count = self.links.len();
        for (index, link) in self.links.iter().enumerate() {
            if !link.valid {
                let what = "the descriptor is marked invalid".to_string();
                let help = "set the valid bit, or remove the descriptor".to_string();
                self.report(Severity::Error, rules::END, index, E::ROWS.valid, "1".to_string(), what, help);
            }
            let last = index + 1 == count;
            if link.end && !last {
                let what = format!("the engine stops here; descriptors {} to {} are dead", index + 1, count - 1);
                let help = "clear the end bit".to_string();
                self.report(Severity::Error, rules::END, index, E::ROWS.end, "0".to_string(), what, help);
            }
            if !link.end && last && form == Form::Hardware {
                let what = "nothing stops the engine behind the last descriptor".to_string();
                let help = "set the end bit".to_string();
                self.report(Severity::Error, rules::END, index, E::ROWS.end, "1".to_string(), what, help);
            }
        }
    }

    fn count(&mut self, declared: usize) {
        let count = self.links.len();
        if count != declared {
            let what = format!("the header announces {declared} descriptors, but there are {count}");
            let help = "correct the header".to_string();
            let (index, engine) = (count.saturating_sub(1), E::ENGINE);
            self.found.push(Diagnostic {
                severity: Severity::Error,
                rule: rules::END,
                engine,
                index,
                field: None,
                what,
                help,
            });
        }
    }
}
