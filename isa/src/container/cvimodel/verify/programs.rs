//! Is each program complete: known inputs and outputs, memory, and a step that makes every output?

use super::{Resources, repeated, routines, tensors};
use crate::{
    chip::Chip,
    container::{
        cvimodel::{Model, Program},
        flatbuffer::plain,
    },
    diagnostic::Finding,
};
use std::collections::HashMap;

/// Stands in for a chip that is not known: the runtime treats all but the first the same.
const LIKE_MOST: Chip = Chip::ALL[Chip::ALL.len() - 1];

pub(super) fn check(model: &Model<'_>, resources: &Resources<'_>) -> Vec<Finding> {
    if model.body.programs.is_empty() {
        return vec![Finding::error("programs", "there is no program").allowed("one program or more")];
    }
    let chip = model.header.chip().unwrap_or(LIKE_MOST);
    let programs = model.body.programs.iter().enumerate();
    programs
        .flat_map(|(index, program)| check_program(resources, chip, &format!("programs[{index}]"), program))
        .collect()
}

fn check_program(resources: &Resources<'_>, chip: Chip, place: &str, program: &Program) -> Vec<Finding> {
    let known: HashMap<&str, usize> = by_name(program);
    let mut findings = repeated_tensors(place, program);
    findings.extend(unknown_names(place, "inputs", &program.inputs, &known));
    findings.extend(unknown_names(place, "outputs", &program.outputs, &known));
    findings.extend(no_inputs(place, program));
    findings.extend(two_kinds_of_memory(place, program));
    findings.extend(tensors::check(place, program, chip));
    findings.extend(routines::check(resources, place, program, &known));
    findings
}

fn by_name(program: &Program) -> HashMap<&str, usize> {
    program.tensors.iter().enumerate().map(|(index, tensor)| (tensor.name.as_str(), index)).collect()
}

fn repeated_tensors(place: &str, program: &Program) -> Vec<Finding> {
    let names = repeated(program.tensors.iter().map(|tensor| tensor.name.as_str())).into_iter();
    let names = names.map(|(later, first, name)| {
        let what = format!("tensor {first} is called `{}` too", plain(name));
        Finding::error(format!("{place}.tensors[{later}].name"), what).allowed("a name of its own")
    });
    names.chain(repeated_ids(place, program)).collect()
}

/// The compilers at hand leave every number at zero; numbers that are used must differ.
fn repeated_ids(place: &str, program: &Program) -> Vec<Finding> {
    let mut first = HashMap::new();
    let mut findings = Vec::new();
    for (index, tensor) in program.tensors.iter().enumerate().filter(|(_, tensor)| tensor.id != 0) {
        if let Some(known) = first.insert(tensor.id, index) {
            let what = format!("tensor {known} has number {} too", tensor.id);
            findings.push(Finding::warning(format!("{place}.tensors[{index}].id"), what));
        }
    }
    findings
}

fn unknown_names(place: &str, list: &str, names: &[String], known: &HashMap<&str, usize>) -> Vec<Finding> {
    let unknown = names.iter().enumerate().filter(|(_, name)| !known.contains_key(name.as_str()));
    unknown
        .map(|(index, name)| {
            let what = format!("there is no tensor `{}`", plain(name));
            Finding::error(format!("{place}.{list}[{index}]"), what).allowed("the name of a tensor of the program")
        })
        .collect()
}

fn no_inputs(place: &str, program: &Program) -> Option<Finding> {
    let what = "the program has no input";
    program.inputs.is_empty().then(|| {
        Finding::error(format!("{place}.inputs"), what).allowed("one input or more").help("the runtime crashes on it")
    })
}

fn two_kinds_of_memory(place: &str, program: &Program) -> Option<Finding> {
    let both = program.neuron_size > 0 && (program.shared_size > 0 || program.private_size > 0);
    let what = "both the old activation memory and shared or private memory are asked for";
    both.then(|| Finding::warning(format!("{place}.neuron_size"), what).help("the runtime only takes the old one"))
}
