//! Joins several models of one network, e.g. for different batch sizes, into one with a program each.

use super::{
    FORMAT,
    model::Model,
    schema::{Body, Program, Weight},
    sections::Layout,
    tags::SectionKind,
};
use crate::{container::flatbuffer::plain, diagnostic::FormatError};
use std::{borrow::Cow, collections::HashSet};

/// Joins models that share their weights: the weight section of each must be the beginning of the longest one.
///
/// Command sections are renamed `<name>_<index of the model>`; names, hints and build time are those of the first
/// model, the version is the newest among them.
///
/// # Errors
/// When there is no model, chips or kinds of commands differ, weights disagree, or sections of a model share bytes.
pub fn merge(models: &[Model<'_>]) -> Result<Model<'static>, FormatError> {
    let Some(first) = models.first() else {
        return Err(FormatError::new(FORMAT, 0, "there is nothing to merge").allowed("one model or more"));
    };
    check_chips(models, first)?;
    check_commands(models)?;
    let (mut layout, mut libraries) = (Layout::default(), Libraries::new());
    let longest = longest_weights(models)?;
    for (index, model) in models.iter().enumerate() {
        model.check_disjoint()?;
        add_sections(&mut layout, &mut libraries, index, model, index == longest)?;
    }
    let newest = models.iter().max_by_key(|model| model.body.version).unwrap_or(first);
    let body = Body {
        version: newest.body.version,
        weights: merge_weights(models),
        programs: models.iter().enumerate().flat_map(|(index, model)| renamed_programs(index, model)).collect(),
        sections: layout.sections,
        target: newest.body.target.clone(),
        ..first.body.clone()
    };
    Ok(Model { header: newest.header, body, payload: Cow::Owned(layout.payload) })
}

fn check_chips(models: &[Model<'_>], first: &Model<'_>) -> Result<(), FormatError> {
    let chip = first.header.chip_name();
    let Some(other) = models.iter().position(|model| model.header.chip_name() != chip) else {
        return Ok(());
    };
    let what =
        format!("model {other} is for {}, model 0 for {}", plain(&models[other].header.chip_name()), plain(&chip));
    Err(FormatError::new(FORMAT, 0, what).allowed("models for the same chip").help("build them for one chip"))
}

fn check_commands(models: &[Model<'_>]) -> Result<(), FormatError> {
    let find = |kind| models.iter().position(|model| model.section_of(kind).is_some());
    let (Some(packets), Some(fetched)) = (find(SectionKind::Cmdbuf), find(SectionKind::Dmabuf)) else {
        return Ok(());
    };
    let what = format!("model {packets} has cmdbuf sections, model {fetched} dmabuf sections");
    let help = "build all models with the same kind";
    Err(FormatError::new(FORMAT, 0, what).allowed("one kind of commands").help(help))
}

/// Index of the model whose weight section begins with those of all others.
fn longest_weights(models: &[Model<'_>]) -> Result<usize, FormatError> {
    let weights: Vec<&[u8]> = models.iter().map(weight_bytes).collect::<Result<_, _>>()?;
    let longest = (0..models.len()).max_by_key(|&index| weights[index].len()).unwrap_or_default();
    for (index, bytes) in weights.iter().enumerate() {
        if let Some(at) = bytes.iter().zip(weights[longest]).position(|(one, other)| one != other) {
            let what = format!("the weights of models {index} and {longest} differ from byte {at:#x} on");
            let help = "build the models with merged weights";
            return Err(FormatError::new(FORMAT, at as u64, what).allowed("equal beginnings").help(help));
        }
    }
    Ok(longest)
}

fn weight_bytes<'m>(model: &'m Model<'_>) -> Result<&'m [u8], FormatError> {
    model.section_of(SectionKind::Weight).map_or(Ok(&[]), |section| model.stored(section))
}

/// The libraries taken so far: models built with the same library bring one copy each.
type Libraries<'m> = HashSet<(SectionKind, &'m str, &'m [u8])>;

fn add_sections<'m>(
    layout: &mut Layout,
    libraries: &mut Libraries<'m>,
    index: usize,
    model: &'m Model<'_>,
    with_weights: bool,
) -> Result<(), FormatError> {
    for section in &model.body.sections {
        let bytes = model.stored(section)?;
        let unwanted = section.kind == SectionKind::Weight && !with_weights;
        if unwanted || section.kind.is_native_code() && !libraries.insert((section.kind, &section.name, bytes)) {
            continue;
        }
        let mut section = section.clone();
        if section.kind.is_commands() {
            section.name = renamed(&section.name, index);
        }
        layout.push(section, bytes)?;
    }
    Ok(())
}

fn merge_weights(models: &[Model<'_>]) -> Vec<Weight> {
    let mut known = HashSet::new();
    let weights = models.iter().flat_map(|model| &model.body.weights);
    weights.filter(|weight| known.insert((&weight.name, weight.offset, weight.size))).cloned().collect()
}

fn renamed_programs(index: usize, model: &Model<'_>) -> Vec<Program> {
    let mut programs = model.body.programs.clone();
    let routines = programs.iter_mut().flat_map(|program| &mut program.routines);
    for tpu in routines.filter_map(|routine| routine.tpu.as_mut()) {
        let names = [tpu.cmdbuf_section.as_mut(), tpu.dmabuf_section.as_mut()];
        names.into_iter().flatten().for_each(|name| *name = renamed(name, index));
    }
    programs
}

fn renamed(name: &str, index: usize) -> String {
    format!("{name}_{index}")
}
