//! What is said about calls that cannot run.

use super::{
    case::{Case, bytes, case, tensor, wave},
    run,
};
use crate::runtime::cpu_ops::CpuFunction;
use isa::container::{cvimodel::DataType, parameters::Parameter};

/// Makes a call worse: another extent, type, byte or parameter, or something less.
pub(super) fn spoil(case: &mut Case, kind: u8, place: usize, value: i32) {
    let small = i64::from(value.unsigned_abs() % 9);
    let inputs = case.inputs.len();
    match kind {
        0 => extend(&mut case.inputs[place % inputs], place, small + 1),
        1 => extend(&mut case.outputs[0], place, small),
        2 => case.inputs[place % inputs].data_type = DataType::from(value as u8 % 9),
        3 if inputs > 1 => drop(case.inputs.remove(place % inputs)),
        4 => {
            let bytes = &mut case.inputs[place % inputs].bytes;
            let start = place / 4 * 4 % bytes.len().max(1);
            bytes.iter_mut().skip(start).zip(value.to_le_bytes()).for_each(|(byte, new)| *byte = new);
        }
        _ => spoil_parameter(case, place, value),
    }
}

/// Another extent, and the bytes that go with it.
fn extend(tensor: &mut super::super::tensor::TensorBuf, place: usize, extent: i64) {
    let axis = place % tensor.shape.len();
    tensor.shape[axis] = extent;
    let size = tensor.data_type.size().unwrap_or(1);
    tensor.bytes.resize(tensor.shape.iter().product::<i64>() as usize * size as usize, 3);
}

fn spoil_parameter(case: &mut Case, place: usize, value: i32) {
    let entries = &mut case.parameters.entries;
    if entries.is_empty() {
        return;
    }
    let index = place % entries.len();
    match &mut entries[index].1 {
        Parameter::Int(old) if place & 256 == 0 => *old = value % 40 - 8,
        Parameter::Int(old) => *old = value,
        Parameter::Float(old) => *old = f32::from_bits(value as u32),
        Parameter::Bool(old) => *old = !*old,
        Parameter::Text(old) => old.truncate(place % 8),
        Parameter::Ints(list) => list.push(value),
        Parameter::Floats(list) => drop(list.pop()),
    }
}

/// What is said about a call.
fn said(case: &Case) -> String {
    run(case).unwrap_err().to_string()
}

#[test]
fn an_unknown_function_is_answered_with_the_known_ones() {
    let said = CpuFunction::find("my_custom_op").unwrap_err().to_string();
    assert!(said.starts_with("CPU function `my_custom_op`: there is no such function (allowed: argmax, argmax_v3,"));
    assert!(said.ends_with(
        "yolo_detection); code that a model brings along is never run: build the model without custom operations"
    ));
}

#[test]
fn missing_and_mistyped_parts_are_named() {
    let softmax = || case("softmax").input(wave(&[1, 2, 1, 2], 1.0)).output(DataType::Fp32, &[1, 2, 1, 2]);
    assert_eq!(said(&case("softmax")), "CPU function `softmax`: it has 0 inputs (allowed: at least 1)");
    assert_eq!(said(&softmax()), "CPU function `softmax`, parameter `axis`: it is missing (allowed: an integer)");
    assert_eq!(
        said(&softmax().text("axis", "c")),
        "CPU function `softmax`, parameter `axis`: it is \"c\" (allowed: an integer)"
    );
    assert_eq!(
        said(&softmax().int("axis", -1)),
        "CPU function `softmax`, parameter `axis`: it is -1 (allowed: 0 or more)"
    );
}

#[test]
fn tensors_must_hold_what_their_shapes_promise() {
    let mut short = wave(&[1, 2, 1, 2], 1.0);
    short.bytes.pop();
    let softmax = |input| case("softmax").int("axis", 1).output(DataType::Fp32, &[1, 2, 1, 2]).input(input);
    let place = "CPU function `softmax`, input 0 `t`: ";
    assert_eq!(
        said(&softmax(short)),
        format!("{place}it has 15 bytes (allowed: 16, as its shape [1, 2, 1, 2] asks for)")
    );
    let mut hollow = wave(&[1, 2, 1, 2], 1.0);
    hollow.shape = vec![1, 0, 1, 2];
    assert_eq!(
        said(&softmax(hollow.clone())),
        format!("{place}its shape is [1, 0, 1, 2] (allowed: positive extents, at most 2147483647 elements)")
    );
    hollow.shape = vec![i64::MAX, i64::MAX, 1, 2];
    assert!(said(&softmax(hollow.clone())).contains("positive extents"));
    hollow.data_type = DataType::Unknown(77);
    assert!(said(&softmax(hollow)).contains("a known type"));
}

#[test]
fn tensors_must_be_large_enough_for_each_other() {
    let transpose = case("transpose").input(bytes(&[1, 2, 2, 1])).output(DataType::Fp32, &[1, 2, 2, 1]);
    assert_eq!(
        said(&transpose),
        "CPU function `transpose`, input 0 `t`: element 1 is needed (allowed: the 1 32-bit elements it holds); \
         shapes and parameters do not fit together: rebuild the model"
    );
    let flat = case("transpose").input(bytes(&[4, 4])).output(DataType::Fp32, &[2, 2]);
    assert_eq!(
        said(&flat),
        "CPU function `transpose`, output 0 `t`: its shape [2, 2] is too short (allowed: at least 4 dimensions)"
    );
}

#[test]
fn unknown_ways_are_answered_with_the_known_ones() {
    let interp = ["shrink_factor", "zoom_factor", "pad_beg", "pad_end", "height", "width"]
        .iter()
        .fold(case("interp"), |case, name| case.int(name, 0))
        .text("coordinate_transformation_mode", "tf_crop_and_resize")
        .input(wave(&[1, 1, 2, 2], 1.0))
        .output(DataType::Fp32, &[1, 1, 2, 2]);
    assert_eq!(
        said(&interp),
        "CPU function `interp`, parameter `coordinate_transformation_mode`: it is \"tf_crop_and_resize\" (allowed: \
         \"half_pixel\", \"pytorch_half_pixel\", \"asymmetric\", \"nearest...\", \"align_corners\")"
    );
    let shuffle = case("pixelshuffle").text("mode", "CRD").int("upscale_factor", 2);
    assert!(said(&shuffle).ends_with("parameter `mode`: it is \"CRD\" (allowed: \"DCR\")"));
}

#[test]
fn sizes_that_would_never_end_are_refused() {
    let pool = case("roi_pooling")
        .input(wave(&[1, 1, 2, 2], 1.0))
        .input(wave(&[1, 1, 1, 5], 1.0))
        .output(DataType::Fp32, &[1, 1, 1, 1])
        .int("pooled_h", i32::MAX)
        .int("pooled_w", i32::MAX)
        .float("spatial_scale", 1.0);
    assert!(said(&pool).contains("output 0 `t`: 4611686014132420609 elements from 0 are needed"));
}

#[test]
fn calls_that_crash_the_runtime_are_refused() {
    let quiet = case("proposal")
        .input(wave(&[1, 18, 1, 1], 0.0))
        .input(wave(&[1, 36, 1, 1], 0.0))
        .output(DataType::Fp32, &[1, 1, 1, 5])
        .int("feat_stride", 16)
        .int("anchor_base_size", 16)
        .int("net_input_h", 64)
        .int("net_input_w", 64)
        .float("rpn_obj_threshold", 0.5)
        .float("rpn_nms_threshold", 0.5)
        .int("rpn_nms_post_top_n", 1);
    assert_eq!(
        said(&quiet),
        "CPU function `proposal`: no box is likely enough, which crashes the runtime (allowed: at least one); lower \
         `rpn_obj_threshold`"
    );
    let many = [16, 8].iter().fold(case("yolo_detection"), |case, side| {
        case.input(tensor(DataType::Fp32, &[1, 18, *side, *side], &vec![1.0; (18 * side * side) as usize]))
    });
    let many = many.output(DataType::Fp32, &[1, 1, 1, 6]).flag("tiny", true).int("class_num", 1).int("keep_topk", 1);
    let many = many.int("net_input_h", 64).int("net_input_w", 64).float("nms_threshold", 0.5);
    assert_eq!(
        said(&many.float("obj_threshold", 0.1)),
        "CPU function `yolo_detection`: more boxes are likely enough than the runtime can take (allowed: at most 200 \
         per image); raise `obj_threshold`"
    );
}
