//! Functions that list boxes.

use super::case::{Case, case, tensor, wave};
use crate::runtime::cpu_ops::tensor::TensorBuf;
use isa::container::cvimodel::DataType;

pub(super) fn cases() -> Vec<Case> {
    vec![yolo(), ssd(true), ssd(false), proposal(), faster_rcnn(), retinaface()]
}

/// Probabilities in steps of an eighth, many of them equal.
fn chances(shape: &[i64]) -> TensorBuf {
    let count = shape.iter().product::<i64>();
    let values: Vec<f32> = (0..count).map(|index| ((index * 37 + 11) % 101 / 13) as f32 / 8.0).collect();
    tensor(DataType::Fp32, shape, &values)
}

fn yolo() -> Case {
    case("yolo_detection")
        .input(wave(&[1, 21, 1, 1], 0.05))
        .input(wave(&[1, 21, 2, 2], 0.05))
        .output(DataType::Fp32, &[1, 1, 3, 6])
        .int("net_input_h", 64)
        .int("net_input_w", 96)
        .float("nms_threshold", 0.3)
        .float("obj_threshold", 0.4)
        .int("keep_topk", 3)
        .int("class_num", 2)
        .flag("tiny", true)
        .gives(&[
            0.062276673,
            0.29934382,
            0.010443631,
            0.22996555,
            1.0,
            0.837003,
            0.32850525,
            0.057026196,
            0.5202581,
            0.08221313,
            0.0,
            0.45680293,
            0.88426244,
            0.091212764,
            0.5605404,
            0.06633443,
            1.0,
            0.5682645,
        ])
}

fn ssd(share_location: bool) -> Case {
    let priors = [[0.1, 0.1, 0.5, 0.6], [0.12, 0.1, 0.5, 0.6], [0.4, 0.4, 0.9, 0.8], [0.0, 0.5, 0.3, 0.9]];
    let variances = [[0.1, 0.1, 0.2, 0.2]; 4];
    let priors: Vec<f32> = priors.into_iter().chain(variances).flatten().collect();
    let boxes = if share_location { 16 } else { 48 };
    let case = case("detectionoutput")
        .input(wave(&[1, boxes, 1, 1], 0.03))
        .input(chances(&[1, 12, 1, 1]))
        .input(tensor(DataType::Fp32, &[1, 2, 16, 1], &priors))
        .output(DataType::Fp32, &[1, 1, 3, 7])
        .int("num_classes", 3)
        .flag("share_location", share_location)
        .int("background_label_id", 0)
        .text("code_type", "CENTER_SIZE")
        .int("top_k", 3)
        .float("nms_threshold", 0.4)
        .float("confidence_threshold", 0.2)
        .int("keep_top_k", 3);
    if share_location {
        case.gives(&[
            0.0,
            1.0,
            0.75,
            0.022566125,
            0.53195465,
            0.27923387,
            0.9592453,
            0.0,
            1.0,
            0.625,
            0.28526586,
            0.42805296,
            0.8767341,
            0.7503471,
            0.0,
            2.0,
            0.875,
            0.14959098,
            0.13898808,
            0.488649,
            0.69601196,
        ])
    } else {
        case.gives(&[
            0.0,
            1.0,
            0.75,
            0.024300009,
            0.40588576,
            0.32430002,
            0.90531427,
            0.0,
            1.0,
            0.625,
            0.43384302,
            0.4323678,
            0.8271569,
            0.82523227,
            0.0,
            2.0,
            0.875,
            0.14728974,
            0.14042744,
            0.45903027,
            0.65257263,
        ])
    }
}

fn proposal() -> Case {
    case("proposal")
        .input(chances(&[1, 18, 1, 2]))
        .input(wave(&[1, 36, 1, 2], 0.01))
        .output(DataType::Fp32, &[1, 1, 3, 5])
        .int("feat_stride", 16)
        .int("anchor_base_size", 16)
        .int("net_input_h", 120)
        .int("net_input_w", 160)
        .float("rpn_obj_threshold", 0.6)
        .float("rpn_nms_threshold", 0.7)
        .int("rpn_nms_post_top_n", 3)
        .gives(&[
            0.0, 0.0, 1.4059601, 35.40242, 80.79404, 0.0, 0.0, 0.0, 159.0, 45.542694, 0.0, 3.7818909, 0.0, 116.17811,
            68.32048,
        ])
}

fn faster_rcnn() -> Case {
    let regions = [[0.0, 3.0, 4.0, 40.0, 50.0], [0.0, 5.0, 4.0, 41.0, 52.0], [0.0, 30.0, 35.0, 70.0, 60.0]];
    case("frcn_detection")
        .input(tensor(DataType::Fp32, &[1, 1, 3, 5], regions.as_flattened()))
        .input(chances(&[3, 3, 1, 1]))
        .input(wave(&[3, 12, 1, 1], 0.01))
        .output(DataType::Fp32, &[1, 1, 3, 6])
        .float("nms_threshold", 0.4)
        .float("obj_threshold", 0.6)
        .int("keep_topk", 3)
        .int("class_num", 3)
        .gives(&[
            -20.619465, 6.874605, 29.659466, 39.665398, 2.0, 0.75, 7.979912, 18.190138, 34.58009, 69.189865, 2.0,
            0.875, 31.428436, 41.624207, 58.91156, 66.85579, 1.0, 0.625,
        ])
}

fn retinaface() -> Case {
    let widths = [3, 1, 2];
    let maps = widths.iter().fold(case("retinaface_detection"), |case, width| {
        let case = case.input(wave(&[1, 20, 1, *width], 0.02)).input(wave(&[1, 8, 1, *width], 0.02));
        case.input(chances(&[1, 4, 1, *width]))
    });
    maps.output(DataType::Fp32, &[1, 1, 2, 15])
        .float("nms_threshold", 0.4)
        .float("confidence_threshold", 0.6)
        .int("keep_topk", 2)
        .gives(&[
            -148.9628,
            -168.64307,
            187.0028,
            26.72306,
            0.875,
            19.02,
            -70.96,
            147.79999,
            57.82,
            -0.15999985,
            -90.14,
            128.62,
            38.64,
            -19.34,
            -109.31999,
            26.871542,
            21.628336,
            33.48846,
            29.931662,
            0.75,
            15.42,
            11.02,
            22.619999,
            18.22,
            29.82,
            25.42,
            0.65999985,
            -3.7399998,
            7.8600006,
            3.46,
        ])
}
