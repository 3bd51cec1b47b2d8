//! Models of any content come back as written.

use isa::{
    chip::Chip,
    container::cvimodel::{
        Body, CpuRoutine, DataType, Limits, Model, PostprocessHints, PreprocessHints, Program, Quantisation, Routine,
        RoutineKind, Section, SectionKind, Shape, Tensor, TpuRoutine, Version, Weight,
    },
};
use proptest::{collection::vec, option, prelude::*};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z_0-9]{0,12}", 1 => ".{0,6}"]
}

fn real() -> impl Strategy<Value = f32> {
    prop_oneof![Just(0.0), -1e30_f32..1e30, Just(f32::INFINITY), Just(f32::MIN_POSITIVE)]
}

fn shape() -> impl Strategy<Value = Shape> {
    vec(prop_oneof![1_i64..5, any::<i64>()], 0..6).prop_map(|dims| Shape { dims })
}

fn quantisation() -> impl Strategy<Value = Quantisation> {
    let reals = (real(), real(), real(), real());
    (any::<u8>(), reals).prop_map(|(kind, (max, min, zero_point, scale))| Quantisation {
        kind: kind.into(),
        max,
        min,
        zero_point,
        scale,
    })
}

fn tensor() -> impl Strategy<Value = Tensor> {
    let place = (any::<u32>(), text(), any::<i64>(), any::<u8>(), shape(), option::of(shape()));
    let picture = (vec(real(), 0..4), vec(real(), 0..4), option::of(text()), any::<bool>(), any::<u32>());
    (place, option::of(quantisation()), any::<bool>(), picture).prop_map(
        |(place, quantisation, overwritten, picture)| {
            let (id, name, offset, data_type, shape, stride) = place;
            let (scale, mean, pixel_format, aligned, size) = picture;
            let data_type = data_type.into();
            Tensor {
                id,
                name,
                offset,
                data_type,
                shape,
                stride,
                quantisation,
                overwritten,
                scale,
                mean,
                pixel_format,
                aligned,
                size,
            }
        },
    )
}

fn weight() -> impl Strategy<Value = Weight> {
    let parts = (text(), any::<i64>(), any::<u32>(), option::of(shape()), any::<u8>());
    parts.prop_map(|(name, offset, size, shape, kind)| Weight {
        name,
        offset,
        size,
        shape,
        data_type: DataType::from(kind),
    })
}

fn routine() -> impl Strategy<Value = Routine> {
    let tpu = (option::of(text()), option::of(text()))
        .prop_map(|(cmdbuf_section, dmabuf_section)| TpuRoutine { cmdbuf_section, dmabuf_section });
    let cpu = (text(), vec(any::<u8>(), 0..9)).prop_map(|(function, arguments)| CpuRoutine { function, arguments });
    let parts = (any::<u8>(), vec(text(), 0..4), vec(text(), 0..4), option::of(tpu), option::of(cpu));
    parts.prop_map(|(kind, inputs, outputs, tpu, cpu)| Routine {
        kind: RoutineKind::from(kind),
        inputs,
        outputs,
        tpu,
        cpu,
    })
}

fn program() -> impl Strategy<Value = Program> {
    let sizes = (any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>());
    let parts = (sizes, vec(text(), 0..3), vec(text(), 0..3), vec(tensor(), 0..4), vec(routine(), 0..3));
    parts.prop_map(|((batch, neuron_size, shared_size, private_size), inputs, outputs, tensors, routines)| Program {
        batch,
        neuron_size,
        inputs,
        outputs,
        tensors,
        routines,
        shared_size,
        private_size,
    })
}

/// A section and its bytes.
fn section() -> impl Strategy<Value = (Section, Vec<u8>)> {
    let parts = (any::<u8>(), text(), any::<bool>(), any::<bool>(), any::<u32>(), vec(any::<u8>(), 0..20));
    parts.prop_map(|(kind, name, encrypted, compressed, decompressed_size, bytes)| {
        let section = Section::new(SectionKind::from(kind % 6), &name);
        (Section { encrypted, compressed, decompressed_size, ..section }, bytes)
    })
}

fn hints() -> impl Strategy<Value = PreprocessHints> {
    let texts = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    (texts, real(), real()).prop_map(|((color, mean, std, data_format), raw_scale, input_scale)| PreprocessHints {
        color,
        raw_scale,
        mean,
        std,
        input_scale,
        data_format,
    })
}

fn body() -> impl Strategy<Value = Body> {
    let names = (text(), text(), option::of(text()), option::of(text()));
    let hints = (option::of(hints()), option::of(any::<bool>()));
    let parts = (any::<u8>(), names, hints, vec(weight(), 0..4), vec(program(), 0..3));
    parts.prop_map(|(patch, names, (preprocess_hints, softmax), weights, programs)| {
        let (name, build_time, target, compiler_version) = names;
        Body {
            version: Version { major: 1, minor: 4, patch },
            name,
            build_time,
            preprocess_hints,
            postprocess_hints: softmax.map(|done_softmax| PostprocessHints { done_softmax }),
            weights,
            programs,
            sections: Vec::new(),
            target,
            compiler_version,
        }
    })
}

fn model() -> impl Strategy<Value = Model<'static>> {
    (body(), vec(section(), 0..5), any::<[u8; 2]>()).prop_map(|(body, sections, padding)| {
        let mut model = Model { body, ..Model::new("", Chip::Cv182x, Version::NEWEST) };
        model.header.padding = padding;
        for (section, bytes) in sections {
            model.push_section(section, &bytes).unwrap();
        }
        model
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(model in model()) {
        let file = model.write().unwrap();
        let (again, _) = Model::read(&file).unwrap();
        prop_assert_eq!(&again.body, &model.body);
        prop_assert_eq!(&again.payload, &model.payload);
        prop_assert_eq!(again.write().unwrap(), file);
    }

    #[test]
    fn any_model_can_be_verified_compared_extracted_and_shown(one in model(), other in model()) {
        let limits = Limits::default();
        prop_assert_eq!(one.differences(&one, &limits), vec![]);
        prop_assert_eq!(one.differences(&other, &limits).is_empty(), one == other);
        prop_assert!(one.verify(&limits).iter().all(|finding| !finding.what.is_empty()));
        let _ = one.extract(&limits);
        prop_assert!(serde_json::to_value(&one).is_ok());
    }

    #[test]
    fn the_independent_reader_sees_the_same(model in model()) {
        crate::independent::assert_same(&model);
    }
}
