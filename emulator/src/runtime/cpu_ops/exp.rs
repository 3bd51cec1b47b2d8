//! The exponential function, the same on every host.
//!
//! `exp` follows the method that glibc, musl and the chips' C libraries share: 2^(k/32) from a table times a cubic in
//! the remainder, in double precision with fused steps, rounded once.

/// 2^(i/32), rounded to double precision.
const ROOTS: [u64; 32] = [
    0x3ff0_0000_0000_0000,
    0x3ff0_59b0_d315_8574,
    0x3ff0_b558_6cf9_890f,
    0x3ff1_1301_d012_5b51,
    0x3ff1_72b8_3c7d_517b,
    0x3ff1_d487_3168_b9aa,
    0x3ff2_387a_6e75_6238,
    0x3ff2_9e9d_f51f_dee1,
    0x3ff3_06fe_0a31_b715,
    0x3ff3_71a7_373a_a9cb,
    0x3ff3_dea6_4c12_3422,
    0x3ff4_4e08_6061_892d,
    0x3ff4_bfda_d536_2a27,
    0x3ff5_342b_569d_4f82,
    0x3ff5_ab07_dd48_5429,
    0x3ff6_247e_b03a_5585,
    0x3ff6_a09e_667f_3bcd,
    0x3ff7_1f75_e8ec_5f74,
    0x3ff7_a114_73eb_0187,
    0x3ff8_2589_994c_ce13,
    0x3ff8_ace5_422a_a0db,
    0x3ff9_3737_b0cd_c5e5,
    0x3ff9_c491_82a3_f090,
    0x3ffa_5503_b23e_255d,
    0x3ffa_e89f_995a_d3ad,
    0x3ffb_7f76_f2fb_5e47,
    0x3ffc_199b_dd85_529c,
    0x3ffc_b720_dcef_9069,
    0x3ffd_5818_dcfb_a487,
    0x3ffd_fc97_337b_9b5f,
    0x3ffe_a4af_a2a4_90da,
    0x3fff_5076_5b6e_4540,
];

/// What the rounding of [`ROOTS`] left over.
const REMAINDERS: [u64; 32] = [
    0x0000_0000_0000_0000,
    0x3c8d_73e2_a475_b465,
    0x3c98_a62e_4adc_610b,
    0xbc96_c510_3944_9b3a,
    0xbc81_9041_b9d7_8a76,
    0x3c9e_016e_00a2_643c,
    0x3c99_b07e_b6c7_0573,
    0x3c86_12e8_afad_1255,
    0x3c86_f46a_d231_82e4,
    0xbc96_3aea_bf42_eae2,
    0x3c8a_da09_11f0_9ebc,
    0x3c48_9b7a_04ef_80d0,
    0x3c7d_4397_afec_42e2,
    0xbc80_7abe_1db1_3cad,
    0x3c96_324c_0546_47ad,
    0xbc93_83c1_7e40_b497,
    0xbc9b_dd34_13b2_6456,
    0xbc81_6e47_8688_7a99,
    0xbc84_1577_ee04_992f,
    0xbc9d_4c1d_d415_32d8,
    0x3c96_e9f1_5686_4b27,
    0xbc67_5fc7_81b5_7ebc,
    0x3c7c_7c46_b071_f2be,
    0xbc9d_2f6e_db8d_41e1,
    0x3c97_a1cd_345d_cc81,
    0xbc75_584f_7e54_ac3b,
    0x3c81_1065_8950_48dd,
    0x3c75_03cb_d1e9_49db,
    0x3c82_ed02_d75b_3707,
    0xbc91_a5cd_4f18_4b5c,
    0xbc9e_9c23_179c_2893,
    0x3c99_d3e1_2dd8_a18b,
];

/// 32 / ln 2.
const STEPS: f64 = f64::from_bits(0x4047_1547_652b_82fe);
/// ln 2 / 32, cut so that its products with table steps are exact, and what was cut off.
const STEP: [f64; 2] = [f64::from_bits(0x3f96_2e42_fee0_0000), f64::from_bits(0x3d9a_39ef_3579_3c76)];
/// Adding it rounds to an integer.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Coefficients of 2^(r/32), from the cubic term down; the constant is 1.
const CUBIC: [f64; 3] = [
    f64::from_bits(0x3ebc_6af8_4b91_2394),
    f64::from_bits(0x3f2e_bfce_50fa_c4f3),
    f64::from_bits(0x3f96_2e42_ff0c_52d6),
];
/// Above, the result is infinite; below the second, it is zero.
const LIMITS: [f32; 2] = [f32::from_bits(0x42b1_7217), f32::from_bits(0xc2cf_f1b4)];

/// e^x as `expf` of the C libraries gives it.
pub(super) fn exp(x: f32) -> f32 {
    if x.is_nan() {
        return x + x;
    }
    if x > LIMITS[0] {
        return f32::INFINITY;
    }
    if x < LIMITS[1] {
        return 0.0;
    }
    let shifted = STEPS.mul_add(f64::from(x), ROUNDER);
    let steps = shifted - ROUNDER;
    let rest = STEPS.mul_add(f64::from(x), -steps);
    let high = CUBIC[0].mul_add(rest, CUBIC[1]);
    let low = CUBIC[2].mul_add(rest, 1.0);
    (high.mul_add(rest * rest, low) * root(steps as i64)) as f32
}

/// e^x in double precision times a factor, rounded once. `factor` is a size of ordinary magnitude, so that beyond
/// e^200 the product is infinite and below e^-200 it is zero.
pub(super) fn exp_times(x: f32, factor: f32) -> f32 {
    let x = f64::from(x.clamp(-200.0, 200.0));
    let steps = (x * STEPS + ROUNDER) - ROUNDER;
    let r = x - steps * STEP[0] - steps * STEP[1];
    let series = 1.0 / 120.0 + r * (1.0 / 720.0 + r / 5040.0);
    let growth = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * series)));
    let steps = steps as i64;
    let root = root(steps);
    let remainder = REMAINDERS[steps.rem_euclid(32) as usize];
    let remainder = f64::from_bits(remainder) * f64::from_bits(exponent_bits(steps, 1023));
    ((root + (remainder + root * growth)) * f64::from(factor)) as f32
}

/// 2^(steps/32).
fn root(steps: i64) -> f64 {
    let bits = ROOTS[steps.rem_euclid(32) as usize];
    f64::from_bits(bits.wrapping_add(exponent_bits(steps, 0)))
}

/// The power of two in `steps`, as exponent bits on top of `base`.
fn exponent_bits(steps: i64, base: i64) -> u64 {
    ((steps.div_euclid(32) + base) << 52) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_those_of_the_c_libraries() {
        let recorded: [(u32, u32); 10] = [
            (0x0000_0000, 0x3f80_0000),
            (0x3f80_0000, 0x402d_f854),
            (0xbf80_0000, 0x3ebc_5ab2),
            (0x42b1_7217, 0x7f7f_ff84),
            (0x42b1_7218, 0x7f80_0000),
            (0xc2cf_f1b4, 0x0000_0001),
            (0xc2cf_f1b5, 0x0000_0000),
            (0xff80_0000, 0x0000_0000),
            (0x7f80_0000, 0x7f80_0000),
            (0x7f80_0001, 0x7fc0_0001),
        ];
        for (x, expected) in recorded {
            assert_eq!(exp(f32::from_bits(x)).to_bits(), expected, "{x:#x}");
        }
    }

    #[test]
    fn the_product_is_rounded_once() {
        assert_eq!(exp_times(0.0, 545.0), 545.0);
        assert_eq!(exp_times(1.0, 18.0), 48.929_073);
        assert_eq!((exp_times(-300.0, 545.0), exp_times(300.0, 18.0)), (0.0, f32::INFINITY));
        assert!(exp_times(f32::NAN, 18.0).is_nan());
    }
}
