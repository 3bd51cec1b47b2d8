//! Are the sections of a kind the runtime takes, and do they hold what they claim?

use super::repeated;
use crate::{
    container::{
        cvimodel::{
            Limits, Md5, Model, Section, SectionKind,
            sections::{overlapping, sum_of_claims},
        },
        flatbuffer::plain,
    },
    diagnostic::Finding,
};
use std::collections::HashSet;

pub(super) fn check(model: &Model<'_>, limits: &Limits) -> Vec<Finding> {
    let sections = &model.body.sections;
    let mut findings = layout(sections);
    findings.extend(repeated_names(sections));
    findings.extend(several_weights(sections));
    findings.extend(unused_commands(model));
    for (index, section) in sections.iter().enumerate() {
        findings.extend(flags(index, section));
    }
    // Shared bytes would be looked at again and again.
    if overlapping(sections).next().is_none() {
        findings.extend(native_code(model));
        findings.extend(blocks(model, limits));
    }
    findings
}

fn layout(sections: &[Section]) -> Vec<Finding> {
    let shared = overlapping(sections).map(|(first, second)| {
        let what = format!("sections `{}` and `{}` share bytes", plain(&first.name), plain(&second.name));
        Finding::error("sections", what).allowed("sections of their own bytes").help("rebuild the model")
    });
    shared.chain(gap(sections)).collect()
}

fn gap(sections: &[Section]) -> Option<Finding> {
    let used: u64 = sections.iter().map(|section| u64::from(section.size)).sum();
    let end = sections.iter().map(|section| u64::from(section.offset) + u64::from(section.size)).max();
    let unused = end.unwrap_or_default().saturating_sub(used);
    (unused > 0).then(|| Finding::warning("sections", format!("{unused} bytes between the sections belong to none")))
}

fn repeated_names(sections: &[Section]) -> Vec<Finding> {
    let commands: Vec<_> = sections.iter().enumerate().filter(|(_, section)| section.kind.is_commands()).collect();
    let finding = |(later, first, name): (usize, usize, &str)| {
        let (place, first) = (format!("sections[{}].name", commands[later].0), commands[first].0);
        let what = format!("command section {first} is called `{}` too", plain(name));
        Finding::error(place, what).allowed("a name of its own").help("the runtime would only ever run the first")
    };
    repeated(commands.iter().map(|(_, section)| section.name.as_str())).into_iter().map(finding).collect()
}

fn several_weights(sections: &[Section]) -> Option<Finding> {
    let mut weights = sections.iter().enumerate().filter(|(_, section)| section.kind == SectionKind::Weight).skip(1);
    let (index, _) = weights.next()?;
    let what = format!("section {index} is another weight section");
    Some(Finding::error(format!("sections[{index}].kind"), what).allowed("one weight section"))
}

fn unused_commands(model: &Model<'_>) -> Vec<Finding> {
    let routines = model.body.programs.iter().flat_map(|program| &program.routines);
    let used: HashSet<_> = routines.filter_map(|routine| routine.commands()).collect();
    let sections = model.body.sections.iter().enumerate();
    let unused = sections
        .filter(|(_, section)| section.kind.is_commands() && !used.contains(&(section.kind, section.name.as_str())));
    unused
        .map(|(index, section)| {
            let what = format!("no routine uses section `{}`", plain(&section.name));
            Finding::warning(format!("sections[{index}]"), what)
        })
        .collect()
}

fn flags(index: usize, section: &Section) -> Vec<Finding> {
    let place = |field: &str| format!("sections[{index}].{field}");
    let named = format!("section `{}`", plain(&section.name));
    let mut findings = Vec::new();
    if let SectionKind::Unknown(_) = section.kind {
        let what = format!("{named} is of {} kind", section.kind);
        findings.push(Finding::warning(place("kind"), what).help("the runtime ignores it"));
    }
    if section.encrypted && section.kind == SectionKind::Dmabuf {
        let what = format!("{named} is an encrypted dmabuf");
        findings.push(Finding::error(place("encrypted"), what).allowed("encrypted weights and cmdbufs"));
    } else if section.encrypted {
        let what = format!("{named} is encrypted");
        findings.push(Finding::warning(place("encrypted"), what).help("its content cannot be checked"));
    }
    if section.compressed && !section.kind.is_commands() {
        let what = format!("{named} of kind {} is compressed", section.kind);
        findings.push(Finding::error(place("compressed"), what).allowed("compressed cmdbufs and dmabufs"));
    }
    if section.compressed && section.decompressed_size == 0 {
        let what = format!("{named} is compressed, but its size is not stated");
        findings.push(Finding::error(place("decompressed_size"), what).allowed("the size before compression"));
    }
    findings
}

fn native_code(model: &Model<'_>) -> Vec<Finding> {
    let sections = model.body.sections.iter().enumerate();
    let native = sections.filter(|(_, section)| section.kind.is_native_code() && section.size > 0);
    native
        .filter_map(|(index, section)| {
            let md5 = Md5::of(model.stored(section).ok()?);
            let what = format!("{} bytes of {} code, MD5 {md5}", section.size, section.kind);
            let help = "the vendor's runtime runs such code while loading; nothing here ever does";
            Some(Finding::warning(format!("sections[{index}]"), what).help(help))
        })
        .collect()
}

fn blocks(model: &Model<'_>, limits: &Limits) -> Vec<Finding> {
    let sections = &model.body.sections;
    let claimed = sum_of_claims(sections);
    if claimed > limits.decompressed {
        let what = format!("the compressed sections claim {claimed} bytes together");
        let allowed = format!("at most {} bytes", limits.decompressed);
        let help = "raise the limit if this is meant";
        return vec![Finding::error("sections", what).allowed(allowed).help(help)];
    }
    let packed = sections.iter().enumerate().filter(|(_, section)| section.is_lz4() && !section.encrypted);
    let broken = packed.filter_map(|(index, section)| Some((index, model.contents(section, limits).err()?)));
    broken.map(|(index, error)| Finding::from_error(format!("sections[{index}].decompressed_size"), error)).collect()
}
