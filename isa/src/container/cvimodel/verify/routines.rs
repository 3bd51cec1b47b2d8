//! Can every step of a program run: commands or function there, tensors known and filled by then?

use super::Resources;
use crate::{
    container::{
        cvimodel::{CpuRoutine, Program, Routine, RoutineKind, TpuRoutine},
        flatbuffer::plain,
        parameters::Parameters,
    },
    diagnostic::Finding,
};
use std::collections::{HashMap, HashSet};

/// The functions built into the vendor's runtime (`sophgo/cviruntime`, `src/common/model.cpp`).
pub const CPU_FUNCTIONS: [&str; 27] = [
    "argmax",
    "argmax_v3",
    "argmax_with_conf",
    "cpu_reduce_max",
    "cpu_reduce_mean",
    "cumsum",
    "deform_conv2d",
    "deform_im2col",
    "detectionoutput",
    "embedding",
    "frcn_detection",
    "gatherelements_pt",
    "gathernd_tf",
    "grid_sampler",
    "instance_norm",
    "interp",
    "pixelshuffle",
    "preprocess",
    "proposal",
    "quant",
    "reduce_l2",
    "retinaface_detection",
    "roi_pooling",
    "softmax",
    "softmax_cpu",
    "transpose",
    "yolo_detection",
];

/// What the steps of a program may refer to.
struct Names<'m> {
    tensors: &'m HashMap<&'m str, usize>,
    weights: &'m HashSet<&'m str>,
    /// Inputs of the program and outputs of earlier steps.
    filled: HashSet<&'m str>,
}

pub(super) fn check<'m>(
    resources: &'m Resources<'m>,
    program_place: &str,
    program: &'m Program,
    tensors: &'m HashMap<&'m str, usize>,
) -> Vec<Finding> {
    let filled = program.inputs.iter().map(String::as_str).collect();
    let mut names = Names { tensors, weights: &resources.weights, filled };
    let mut findings = Vec::new();
    for (index, routine) in program.routines.iter().enumerate() {
        let place = format!("{program_place}.routines[{index}]");
        findings.extend(names.check_inputs(&place, routine));
        findings.extend(names.check_outputs(&place, routine));
        findings.extend(check_body(resources, &place, routine));
    }
    findings.extend(names.unfilled_outputs(program_place, program));
    findings
}

impl<'m> Names<'m> {
    fn check_inputs(&self, place: &str, routine: &Routine) -> Vec<Finding> {
        let inputs = routine.inputs.iter().enumerate();
        inputs
            .filter_map(|(index, name)| self.check_input(&format!("{place}.inputs[{index}]"), routine, name))
            .collect()
    }

    fn check_input(&self, place: &str, routine: &Routine, name: &str) -> Option<Finding> {
        let is_weight = routine.kind == RoutineKind::Cpu && self.weights.contains(name);
        if self.tensors.contains_key(name) {
            let what = format!("`{}` is read before any step fills it", plain(name));
            return (!self.filled.contains(name)).then(|| Finding::warning(place, what));
        }
        let what = format!("there is no tensor `{}`", plain(name));
        (!is_weight)
            .then(|| Finding::error(place, what).allowed("a tensor of the program; for CPU functions also a weight"))
    }

    fn check_outputs(&mut self, place: &str, routine: &'m Routine) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (index, name) in routine.outputs.iter().enumerate() {
            self.filled.insert(name);
            if !self.tensors.contains_key(name.as_str()) {
                let what = format!("there is no tensor `{}`", plain(name));
                let finding = Finding::error(format!("{place}.outputs[{index}]"), what);
                findings.push(finding.allowed("a tensor of the program"));
            }
        }
        findings
    }

    fn unfilled_outputs(&self, place: &str, program: &Program) -> Vec<Finding> {
        let outputs = program.outputs.iter().enumerate().filter(|(_, name)| !self.filled.contains(name.as_str()));
        outputs
            .map(|(index, name)| {
                let what = format!("no step fills output `{}`", plain(name));
                Finding::warning(format!("{place}.outputs[{index}]"), what)
            })
            .collect()
    }
}

fn check_body(resources: &Resources<'_>, place: &str, routine: &Routine) -> Option<Finding> {
    match (routine.kind, &routine.tpu, &routine.cpu) {
        (RoutineKind::Tpu, Some(tpu), _) => check_tpu(resources, &format!("{place}.tpu"), routine, tpu),
        (RoutineKind::Cpu, _, Some(cpu)) => check_cpu(resources, &format!("{place}.cpu"), cpu),
        (RoutineKind::Unknown(_), _, _) => {
            let what = format!("a step of {} kind", routine.kind);
            Some(Finding::error(format!("{place}.kind"), what).allowed("tpu, cpu"))
        }
        (kind, _, _) => {
            let what = format!("a {kind} step that does not say what to run");
            Some(Finding::error(place, what).allowed("commands for the TPU, a function for the CPU"))
        }
    }
}

fn check_tpu(resources: &Resources<'_>, place: &str, routine: &Routine, tpu: &TpuRoutine) -> Option<Finding> {
    let Some((kind, name)) = routine.commands() else {
        return Some(Finding::error(place, "no command section is named").allowed("a cmdbuf or a dmabuf section"));
    };
    let section = resources.commands.get(&(kind, name));
    let name = plain(name);
    match section {
        None => {
            let what = format!("there is no {kind} section `{name}`");
            Some(Finding::error(place, what).allowed("the name of such a section"))
        }
        Some(section) if section.size == 0 => {
            let what = format!("{kind} section `{name}` is empty");
            Some(Finding::error(place, what).allowed("commands").help("the runtime crashes on it"))
        }
        Some(_) if tpu.cmdbuf_section.is_some() && tpu.dmabuf_section.is_some() => {
            let what = "both a cmdbuf and a dmabuf are named";
            Some(Finding::warning(place, what).help("the runtime takes the cmdbuf"))
        }
        Some(_) => None,
    }
}

fn check_cpu(resources: &Resources<'_>, place: &str, cpu: &CpuRoutine) -> Option<Finding> {
    if let Err(error) = Parameters::read(&cpu.arguments) {
        return Some(Finding::from_error(format!("{place}.arguments"), error));
    }
    if CPU_FUNCTIONS.binary_search(&cpu.function.as_str()).is_ok() {
        return None;
    }
    let what = format!("function `{}` is not built into the runtime", plain(&cpu.function));
    let place = format!("{place}.function");
    if resources.has_native_code {
        return Some(
            Finding::warning(place, what).help("it must come from the code in the model, which is never run here"),
        );
    }
    Some(Finding::error(place, what).allowed("a built-in function").help("see the list of CPU functions"))
}
