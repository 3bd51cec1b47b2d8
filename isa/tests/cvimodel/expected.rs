//! What a file must store for a value: one line for each field that is not at its default, in the order of the tables.

use isa::container::cvimodel::{
    Body, CpuRoutine, PreprocessHints, Program, Quantisation, Routine, Section, Shape, Tensor, TpuRoutine, Weight,
};

/// The lines for everything below the outermost table.
pub(crate) fn stored_values(body: &Body) -> Vec<String> {
    let mut lines = Lines::default();
    lines.body(body);
    lines.0
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn table(&mut self, name: &str) {
        self.0.push(format!("{name}:"));
    }

    fn number<const N: usize>(&mut self, name: &str, bytes: [u8; N]) {
        if bytes.iter().any(|&byte| byte != 0) {
            self.0.push(format!("{name}={bytes:?}"));
        }
    }

    fn text<'t>(&mut self, name: &str, texts: impl IntoIterator<Item = &'t String>) {
        self.0.extend(texts.into_iter().map(|text| format!("{name}={text:?}")));
    }

    fn reals(&mut self, name: &str, reals: &[f32]) {
        let bytes: Vec<u8> = reals.iter().flat_map(|real| real.to_le_bytes()).collect();
        if !reals.is_empty() {
            self.0.push(format!("{name}={bytes:?}"));
        }
    }

    fn shape(&mut self, shape: Option<&Shape>) {
        if let Some(shape) = shape {
            self.table("ShapeTable");
            let bytes: Vec<u8> = shape.dims.iter().flat_map(|extent| extent.to_le_bytes()).collect();
            self.0.push(format!("dim={bytes:?}"));
        }
    }

    fn quantisation(&mut self, quantisation: &Quantisation) {
        self.table("QuantTable");
        self.number("type", [quantisation.kind.into()]);
        let Quantisation { max, min, zero_point, scale, .. } = quantisation;
        for (name, real) in [("max", max), ("min", min), ("zero", zero_point), ("scale", scale)] {
            self.number(name, real.to_le_bytes());
        }
    }

    fn tensor(&mut self, tensor: &Tensor) {
        self.table("TensorTable");
        self.number("id", tensor.id.to_le_bytes());
        self.text("name", [&tensor.name]);
        self.number("offset", tensor.offset.to_le_bytes());
        self.number("dtype", [tensor.data_type.into()]);
        self.shape(Some(&tensor.shape));
        self.shape(tensor.stride.as_ref());
        tensor.quantisation.iter().for_each(|quantisation| self.quantisation(quantisation));
        self.number("overwrote", [tensor.overwritten.into()]);
        self.reals("scales", &tensor.scale);
        self.reals("mean", &tensor.mean);
        self.text("pixel", &tensor.pixel_format);
        self.number("aligned", [tensor.aligned.into()]);
        self.number("size", tensor.size.to_le_bytes());
    }

    fn weight(&mut self, weight: &Weight) {
        self.table("WeightTable");
        self.text("name", [&weight.name]);
        self.number("offset", weight.offset.to_le_bytes());
        self.number("size", weight.size.to_le_bytes());
        self.shape(weight.shape.as_ref());
        self.number("type", [weight.data_type.into()]);
    }

    fn routine(&mut self, routine: &Routine) {
        self.table("RoutineTable");
        self.number("type", [routine.kind.into()]);
        self.text("in", &routine.inputs);
        self.text("out", &routine.outputs);
        if let Some(TpuRoutine { cmdbuf_section, dmabuf_section }) = &routine.tpu {
            self.table("TpuTable");
            self.text("cmdbuf", cmdbuf_section);
            self.text("dmabuf", dmabuf_section);
        }
        if let Some(CpuRoutine { function, arguments }) = &routine.cpu {
            self.table("CpuTable");
            self.text("function", [function]);
            self.0.push(format!("arguments={arguments:?}"));
        }
    }

    fn program(&mut self, program: &Program) {
        self.table("ProgramTable");
        self.number("batch", program.batch.to_le_bytes());
        self.number("neuron", program.neuron_size.to_le_bytes());
        self.text("in", &program.inputs);
        self.text("out", &program.outputs);
        program.tensors.iter().for_each(|tensor| self.tensor(tensor));
        program.routines.iter().for_each(|routine| self.routine(routine));
        self.number("shared", program.shared_size.to_le_bytes());
        self.number("private", program.private_size.to_le_bytes());
    }

    fn section(&mut self, section: &Section) {
        self.table("SectionTable");
        self.number("type", [section.kind.into()]);
        self.text("name", [&section.name]);
        self.number("size", section.size.to_le_bytes());
        self.number("offset", section.offset.to_le_bytes());
        self.number("encrypt", [section.encrypted.into()]);
        self.number("compress", [section.compressed.into()]);
        self.number("plain", section.decompressed_size.to_le_bytes());
    }

    fn preprocess_hints(&mut self, hints: &PreprocessHints) {
        self.table("PreTable");
        self.text("color", &hints.color);
        self.number("raw", hints.raw_scale.to_le_bytes());
        self.text("mean", &hints.mean);
        self.text("std", &hints.std);
        self.number("input", hints.input_scale.to_le_bytes());
        self.text("format", &hints.data_format);
    }

    fn body(&mut self, body: &Body) {
        self.table("BodyTable");
        let version = body.version;
        self.0.extend([version.major, version.minor, version.patch].map(|byte| format!("version={:?}", [byte])));
        self.text("name", [&body.name]);
        self.text("time", [&body.build_time]);
        body.preprocess_hints.iter().for_each(|hints| self.preprocess_hints(hints));
        if let Some(hints) = &body.postprocess_hints {
            self.table("PostTable");
            self.number("softmax", [hints.done_softmax.into()]);
        }
        body.weights.iter().for_each(|weight| self.weight(weight));
        body.programs.iter().for_each(|program| self.program(program));
        body.sections.iter().for_each(|section| self.section(section));
        self.text("target", &body.target);
        self.text("compiler", &body.compiler_version);
    }
}
