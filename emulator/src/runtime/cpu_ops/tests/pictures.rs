//! Functions that move or mix pixels.

use super::case::{Case, bytes, case, tensor, wave};
use isa::container::{cvimodel::DataType, parameters::Parameter};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = resizes();
    cases.extend(moves());
    cases.extend(samples());
    cases.extend(deformations());
    cases
}

fn interp(mode: &str, [height, width]: [i32; 2]) -> Case {
    let sizes = case("interp").int("height", height).int("width", width);
    sizes.text("coordinate_transformation_mode", mode)
}

fn unscaled(case: Case) -> Case {
    case.int("shrink_factor", 0).int("zoom_factor", 0).int("pad_beg", 0).int("pad_end", 0)
}

fn resizes() -> Vec<Case> {
    let small = || wave(&[1, 1, 2, 3], 0.37);
    let zoom = interp("align_corners", [0, 0]).int("shrink_factor", 0).int("zoom_factor", 2);
    vec![
        unscaled(interp("nearest", [3, 5]))
            .input(bytes(&[1, 1, 2, 3]))
            .output(DataType::Int8, &[1, 1, 3, 5])
            .gives(&[-87.0, -87.0, 2.0, 2.0, 91.0, -87.0, -87.0, 2.0, 2.0, 91.0, -75.0, -75.0, 14.0, 14.0, 103.0]),
        unscaled(interp("nearest_half_pixel", [3, 5])).input(small()).output(DataType::Fp32, &[1, 1, 3, 5]).gives(&[
            -14.43,
            -14.43,
            -0.74,
            12.95,
            12.95,
            -10.7300005,
            -10.7300005,
            2.96,
            16.65,
            16.65,
            -10.7300005,
            -10.7300005,
            2.96,
            16.65,
            16.65,
        ]),
        unscaled(interp("half_pixel", [3, 4])).input(small()).output(DataType::Fp32, &[1, 1, 3, 4]).gives(&[
            -14.43,
            -5.87375,
            4.3937497,
            12.95,
            -12.58,
            -4.0237503,
            6.2437496,
            14.799999,
            -10.7300005,
            -2.1737504,
            8.09375,
            16.65,
        ]),
        unscaled(interp("pytorch_half_pixel", [1, 4]))
            .input(small())
            .output(DataType::Fp32, &[1, 1, 1, 4])
            .gives(&[-14.43, -5.87375, 4.3937497, 12.95]),
        unscaled(interp("asymmetric", [3, 4])).input(small()).output(DataType::Fp32, &[1, 1, 3, 4]).gives(&[
            -14.43,
            -4.1625,
            6.105,
            12.95,
            -11.963333,
            -1.6958332,
            8.571667,
            15.416666,
            -10.7300005,
            -0.4625001,
            9.805,
            16.65,
        ]),
        unscaled(interp("align_corners", [3, 5])).input(small()).output(DataType::Fp32, &[1, 1, 3, 5]).gives(&[
            -14.43,
            -7.585,
            -0.74,
            6.105,
            12.95,
            -12.58,
            -5.735,
            1.11,
            7.955,
            14.799999,
            -10.7300005,
            -3.8850002,
            2.96,
            9.805,
            16.65,
        ]),
        zoom.int("pad_beg", -1)
            .int("pad_end", 0)
            .input(wave(&[1, 1, 3, 3], 0.37))
            .output(DataType::Fp32, &[1, 1, 3, 3])
            .gives(&[2.96, 9.805, 16.65, 4.81, 2.3125, -0.18500042, 6.66, -5.1800003, -17.02]),
    ]
}

fn moves() -> Vec<Case> {
    let preprocess = case("preprocess").float("scale", 0.017).float("raw_scale", 255.0);
    vec![
        case("transpose")
            .input(wave(&[1, 2, 2, 3], 1.0))
            .output(DataType::Fp32, &[1, 3, 2, 2])
            .gives(&[-39.0, -29.0, -19.0, -9.0, -2.0, 8.0, 18.0, 28.0, 35.0, 45.0, -46.0, -36.0]),
        case("pixelshuffle")
            .input(bytes(&[1, 4, 1, 3]))
            .output(DataType::Int8, &[1, 1, 2, 6])
            .int("upscale_factor", 2)
            .text("mode", "DCR")
            .gives(&[-87.0, -75.0, 2.0, 14.0, 91.0, 103.0, -63.0, -51.0, 26.0, 38.0, 115.0, 127.0]),
        preprocess
            .input(wave(&[1, 3, 1, 2], 0.01))
            .output(DataType::Fp32, &[1, 3, 1, 2])
            .with("mean", Parameter::Floats(vec![103.5, 116.25, 123.7]))
            .with("color_order", Parameter::Ints(vec![2, 1, 0]))
            .gives(&[-1.4127, 0.19125001, -0.45900002, -3.2334, -3.79355, -2.1896002]),
    ]
}

fn samples() -> Vec<Case> {
    let grid = || wave(&[1, 2, 2, 2], 0.03);
    let sampler = |mode, padding| case("grid_sampler").int("mode", mode).int("padding_mode", padding);
    let regions = tensor(DataType::Fp32, &[1, 1, 2, 5], &[0.0, 0.0, 1.0, 3.0, 3.0, 0.0, 2.5, -1.0, 9.0, 1.0]);
    vec![
        sampler(0, 0)
            .input(wave(&[1, 2, 3, 3], 0.2))
            .input(grid())
            .output(DataType::Fp32, &[1, 2, 2, 2])
            .flag("align_corners", false)
            .gives(&[-1.4651005, 2.067626, 0.0, -3.107, 0.004899986, -2.126701, 0.0, 2.8929996]),
        sampler(0, 2)
            .input(wave(&[1, 1, 3, 3], 0.2))
            .input(grid())
            .output(DataType::Fp32, &[1, 1, 2, 2])
            .flag("align_corners", true)
            .gives(&[-4.662, 6.8900003, 1.5247997, -1.538]),
        sampler(1, 1)
            .input(wave(&[1, 1, 3, 3], 0.2))
            .input(grid())
            .output(DataType::Fp32, &[1, 1, 2, 2])
            .flag("align_corners", false)
            .gives(&[-5.8, 7.0, 3.6000001, -3.8]),
        case("roi_pooling")
            .input(wave(&[1, 2, 4, 4], 0.25))
            .input(regions)
            .output(DataType::Fp32, &[2, 2, 2, 2])
            .int("pooled_h", 2)
            .int("pooled_w", 2)
            .float("spatial_scale", 0.5)
            .gives(&[11.25, 11.25, 0.0, 7.0, 7.75, 7.75, 10.25, 3.5, 8.75, 0.0, 11.25, 4.5, 5.25, 0.0, 7.75, 1.0]),
    ]
}

fn deformations() -> Vec<Case> {
    let geometry = |function| {
        let strides = case(function).int("stride_h", 1).int("stride_w", 2).int("deform_group", 1);
        strides.int("padding_t", 1).int("padding_l", 0).int("dilation_h", 1).int("dilation_w", 1)
    };
    let picture = || wave(&[1, 2, 2, 3], 0.3);
    let (offsets, masks) = (|| wave(&[1, 8, 3, 1], 0.04), || wave(&[1, 4, 3, 1], 0.02));
    vec![
        geometry("deform_conv2d")
            .input(picture())
            .input(wave(&[2, 2, 2, 2], 0.1))
            .input(tensor(DataType::Fp32, &[2, 1, 1, 1], &[0.5, -0.25]))
            .input(offsets())
            .input(masks())
            .output(DataType::Fp32, &[1, 2, 3, 1])
            .gives(&[16.84605, -5.813983, 7.5053115, 14.2964, -5.631058, 6.1884937]),
        geometry("deform_im2col")
            .input(picture())
            .input(offsets())
            .input(masks())
            .output(DataType::Fp32, &[1, 8, 3, 1])
            .int("kernel_h", 2)
            .int("kernel_w", 2)
            .gives(&[
                -0.0,
                0.29984644,
                0.0,
                -0.0,
                1.7825284,
                -0.94348866,
                2.54448,
                0.0,
                2.9211843,
                -1.7811359,
                -1.2475015,
                -0.72161275,
                -0.0,
                0.07904641,
                0.0,
                -0.0,
                -1.6389122,
                -0.4596483,
                0.26448,
                0.0,
                0.933984,
                1.5431039,
                -0.6077571,
                -0.92067856,
            ]),
    ]
}
