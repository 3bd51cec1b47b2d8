//! Functions that compute or pick single numbers.

use super::case::{Case, bytes, case, tensor, wave};
use isa::container::{cvimodel::DataType, parameters::Parameter};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = arg_max();
    cases.extend(conversions());
    cases.extend(reductions());
    cases.extend(normalisations());
    cases.extend(lookups());
    cases
}

fn arg_max() -> Vec<Case> {
    let row = || {
        let mut row = vec![-3.0; 300];
        (row[7], row[280], row[290]) = (4.0, 9.0, 9.0);
        tensor(DataType::Int8, &[1, 1, 1, 300], &row)
    };
    let tiles = || tensor(DataType::Int8, &[1, 2, 1, 1], &[4.0, 9.0]);
    let negative = tensor(DataType::Bf16, &[2, 2, 1, 1], &[-1.0, -2.0, 0.5, 3.0]);
    let best = tensor(DataType::Bf16, &[2, 1, 1, 1], &[-2.0, 3.0]);
    vec![
        case("argmax").input(row()).input(tiles()).output(DataType::Fp32, &[1, 1, 1, 1]).int("axis", 3).gives(&[280.0]),
        case("argmax_with_conf")
            .input(row())
            .input(tiles())
            .output(DataType::Fp32, &[1, 1, 1, 2])
            .int("axis", 3)
            .float("scale", 0.1)
            .gives(&[0.90000004, 280.0]),
        case("argmax_v3")
            .input(row())
            .input(tiles())
            .output(DataType::Fp32, &[1, 1, 1, 1])
            .output(DataType::Fp32, &[1, 1, 1, 1])
            .int("axis", 3)
            .float("scale", 0.1)
            .gives(&[280.0])
            .gives(&[0.90000004]),
        case("argmax_v3")
            .input(negative)
            .input(best)
            .output(DataType::Fp32, &[2, 1, 1, 1])
            .output(DataType::Fp32, &[2, 1, 1, 1])
            .int("axis", 1)
            .gives(&[1.0, 1.0])
            .gives(&[-2.0, 3.0]),
    ]
}

fn conversions() -> Vec<Case> {
    let reals = || tensor(DataType::Fp32, &[1, 1, 1, 8], &[0.25, 0.75, -0.25, -0.75, 63.2, 63.8, -900.0, 4e9]);
    let quant = |from: &str, to: &str| case("quant").text("from", from).text("to", to);
    vec![
        quant("NONE", "INT8")
            .input(reals())
            .output(DataType::Int8, &[1, 1, 1, 8])
            .float("scale", 2.0)
            .gives(&[1.0, 2.0, -1.0, -2.0, 126.0, 127.0, -128.0, -128.0]),
        quant("NONE", "BF16").input(reals()).output(DataType::Bf16, &[1, 1, 1, 8]).gives(&[
            0.25,
            0.75,
            -0.25,
            -0.75,
            63.25,
            63.75,
            -900.0,
            3992977400.0,
        ]),
        quant("INT8", "NONE")
            .input(bytes(&[1, 1, 1, 6]))
            .output(DataType::Fp32, &[1, 1, 1, 6])
            .float("threshold", 3.3)
            .gives(&[-2.2429688, 0.0515625, 2.3460937, -1.9335938, 0.3609375, 2.6554687]),
    ]
}

fn reductions() -> Vec<Case> {
    let reduce = |function, axes: &[i32]| case(function).with("axes", Parameter::Ints(axes.to_vec()));
    vec![
        reduce("cpu_reduce_mean", &[2, 3])
            .input(wave(&[1, 2, 3, 3], 0.3))
            .output(DataType::Fp32, &[1, 2, 1, 1])
            .gives(&[-0.96666694, 1.3000001]),
        reduce("cpu_reduce_mean", &[3])
            .input(bytes(&[1, 2, 1, 3]))
            .output(DataType::Int8, &[1, 2, 1, 1])
            .gives(&[2.0, 14.0]),
        reduce("cpu_reduce_max", &[1])
            .input(wave(&[1, 3, 1, 3], 0.3))
            .output(DataType::Fp32, &[1, 1, 1, 3])
            .gives(&[-5.7000003, 5.4, 13.500001]),
        reduce("cpu_reduce_max", &[1])
            .input(bytes(&[1, 3, 1, 3]))
            .output(DataType::Int8, &[1, 1, 1, 3])
            .gives(&[-63.0, 26.0, 115.0]),
        reduce("reduce_l2", &[1, 3])
            .input(wave(&[1, 3, 2, 3], 0.3))
            .output(DataType::Fp32, &[1, 1, 2, 1])
            .gives(&[26.276987, 26.447685]),
        reduce("reduce_l2", &[3]).input(bytes(&[1, 1, 2, 3])).output(DataType::Int8, &[1, 1, 2, 1]).gives(&[15.0, 6.0]),
    ]
}

fn normalisations() -> Vec<Case> {
    let scale = tensor(DataType::Fp32, &[2, 1, 1, 1], &[1.25, 9.0]);
    let bias = tensor(DataType::Fp32, &[2, 1, 1, 1], &[0.5, -0.125]);
    let softmax = |function| case(function).input(wave(&[2, 3, 1, 2], 0.11)).output(DataType::Fp32, &[2, 3, 1, 2]);
    vec![
        softmax("softmax").int("axis", 1).gives(&[
            0.00027732865,
            0.0056508007,
            0.95093656,
            0.00028990486,
            0.048786204,
            0.9940593,
            0.0056507983,
            0.9488249,
            0.00028990486,
            0.048677854,
            0.9940593,
            0.0024973352,
        ]),
        softmax("softmax_cpu").int("axis", 3).gives(&[
            0.016790645,
            0.9832093,
            0.9991247,
            0.0008753597,
            0.016790653,
            0.9832093,
            0.016790653,
            0.9832093,
            0.016790653,
            0.9832093,
            0.9991247,
            0.0008753597,
        ]),
        case("cumsum").input(wave(&[1, 2, 3, 2], 0.1)).output(DataType::Fp32, &[1, 2, 3, 2]).int("axis", 2).gives(&[
            -3.9, -0.2, -0.4000001, -3.1000001, 0.39999992, 1.3999999, -1.9, 1.8000001, -6.5, 0.90000004, -3.7, -2.7,
        ]),
        case("instance_norm")
            .input(wave(&[2, 2, 1, 3], 0.7))
            .input(scale)
            .input(bias)
            .output(DataType::Fp32, &[2, 2, 1, 3])
            .float("variance_epsilon", 1e-5)
            .gives(&[
                -0.6279501,
                0.94890714,
                2.5257645,
                -1.1677147,
                0.4091426,
                1.986,
                0.22440511,
                1.8012625,
                -0.92627454,
                -0.31535935,
                1.261498,
                -1.4660391,
            ]),
    ]
}

fn lookups() -> Vec<Case> {
    let picks = |shape: &[i64], values: &[f32]| tensor(DataType::Int32, shape, values);
    vec![
        case("embedding")
            .input(tensor(DataType::Uint16, &[1, 1, 1, 3], &[2.0, 0.0, 2.0]))
            .input(bytes(&[3, 4, 1, 1]))
            .output(DataType::Int8, &[1, 1, 3, 4])
            .gives(&[115.0, -51.0, 38.0, 127.0, -87.0, 2.0, 91.0, -75.0, 115.0, -51.0, 38.0, 127.0]),
        case("gathernd_tf")
            .input(wave(&[2, 2, 1, 3], 0.5))
            .input(picks(&[2, 2, 1, 1], &[1.0, 0.0, 0.0, 1.0]))
            .output(DataType::Fp32, &[2, 2, 1, 3])
            .int("batch_dims", 1)
            .int("indice_dims", 3)
            .gives(&[-14.5, 4.0, 22.5, -19.5, -1.0, 17.5, -9.5, 9.0, -23.0, -4.5, 14.0, -18.0]),
        case("gatherelements_pt")
            .input(wave(&[1, 2, 2, 3], 0.5))
            .input(picks(&[1, 2, 2, 2], &[2.0, 0.0, 1.0, 1.0, 0.0, 2.0, 2.0, 0.0]))
            .output(DataType::Fp32, &[1, 2, 2, 2])
            .int("axis", 3)
            .gives(&[17.5, -19.5, 4.0, 4.0, -9.5, -23.0, -18.0, -4.5]),
    ]
}
