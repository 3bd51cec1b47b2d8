//! The lines of the vendor's `model_runner`, letter by letter: scripts look for them.
//!
//! Labels and number formats are those of `sophgo/cviruntime` (`tool/model_runner.cpp`, `src/common`).

use crate::commands::pmu::decimal;
use crate::commands::run::compare::{Comparison, Verdict};
use emulator::runtime::TensorInfo;
use emulator::runtime::similarity::Similarity;
use isa::container::cvimodel::{DataType, FIRST_CHIP, Model, Version};
use std::borrow::Cow;

/// Digits behind the point where C prints `%f`.
const DECIMALS: usize = 6;
/// Significant digits where C++ streams a number.
const SIGNIFICANT: i32 = 6;

/// The first line: the newest format, and the version of the program between `)` and `@`.
pub(super) fn greeting() -> String {
    format!("Cvitek Runtime ({}){}@tpuscope", Version::NEWEST, env!("CARGO_PKG_VERSION"))
}

pub(super) fn tolerance(least: &Similarity) -> String {
    format!("Tolerance, {}", measures(least, ", "))
}

/// What the runtime says of a model that it loads.
pub(super) fn loading(model: &Model<'_>) -> Vec<String> {
    let body = &model.body;
    let target = body.target.as_deref().map_or_else(|| FIRST_CHIP.to_string(), str::to_owned);
    let shared = body.programs.iter().map(|program| program.shared_size).max().unwrap_or(0);
    vec![
        format!("version: {}", body.version),
        format!("{} Build at {} For platform {}", plain(&body.name), plain(&body.build_time), plain(&target)),
        format!("Max SharedMem size:{shared}"),
    ]
}

pub(super) fn version(model: &Model<'_>) -> String {
    let version = model.body.version;
    format!("cvimodel's version:{}.{}", version.major, version.minor)
}

/// An input: type and quantisation, and how it takes pictures if it does.
pub(super) fn input(index: usize, tensor: &TensorInfo) -> Vec<String> {
    let scale = fixed(tensor.scale);
    let mut lines = vec![format!("{}, qscale:{scale}, zero_point: {}", output(index, tensor), tensor.zero_point)];
    if let Some(format) = &tensor.pixel_format {
        let aligned = if tensor.padding.is_some() { "True" } else { "False" };
        lines.push(format!("           pixel_format:{}, aligned:{aligned}", plain(format)));
        let (scale, mean) = (three(&tensor.channel_scale), three(&tensor.channel_mean));
        lines.push(format!("           scale:<{scale}>, mean:<{mean}>"));
    }
    lines
}

pub(super) fn output(index: usize, tensor: &TensorInfo) -> String {
    let extent = |axis| tensor.shape.get(axis).copied().unwrap_or(1).to_string();
    let shape = [0, 1, 2, 3].map(extent).join(",");
    format!("  [{index}] {} <{shape}>,{}", plain(&tensor.name), type_name(tensor.data_type))
}

pub(super) fn comparison(comparison: &Comparison) -> String {
    match comparison {
        Comparison::Missing { name } => format!("Warning, Cannot find {} in reference", plain(name)),
        Comparison::WrongSize { name, found, expected } => {
            format!("{} {found} vs {expected}, size are not equal", plain(name))
        }
        Comparison::Verdict(Verdict { name, passed, similarity, .. }) => {
            let word = if *passed { "Pass" } else { "Error" };
            format!("{word}, [{}] {}", plain(name), measures(similarity, " "))
        }
    }
}

/// How the outputs of `count` runs compared.
pub(super) fn compared(passed: usize, count: usize) -> String {
    format!("Compare result: {passed}/{count} passed.")
}

/// How long `count` runs took; whole microseconds, as the vendor's clock gives them.
pub(super) fn performance(count: usize, milliseconds: f64) -> String {
    let elapsed = (milliseconds * 1e3) as u64;
    let each = (elapsed / count as u64) as f64 / 1e3;
    let (total, rate) = (general(elapsed as f64 / 1e3), 1e3 / each);
    format!(
        "Performance result: {count} runs take {total} ms, each run takes {each:.DECIMALS$} ms, fps {rate:.DECIMALS$}"
    )
}

fn measures(similarity: &Similarity, between: &str) -> String {
    let Similarity { cosine, correlation, euclidean } = similarity;
    let named = [("cosine", cosine), ("correlation", correlation), ("euclidean", euclidean)];
    named.map(|(name, value)| format!("{name}:{}", fixed(*value))).join(between)
}

fn three(values: &[f32]) -> String {
    [0, 1, 2].map(|index| fixed(values.get(index).copied().unwrap_or(0.0))).join(", ")
}

fn type_name(data_type: DataType) -> Cow<'static, str> {
    Cow::Borrowed(match data_type {
        DataType::Fp32 => "fp32",
        DataType::Int32 => "i32",
        DataType::Uint32 => "u32",
        DataType::Bf16 => "bf16",
        DataType::Int16 => "i16",
        DataType::Uint16 => "u16",
        DataType::Int8 => "i8",
        DataType::Uint8 => "u8",
        other @ DataType::Unknown(_) => return Cow::Owned(other.to_string()),
    })
}

/// Text from a file as it is, unless it would command the terminal.
fn plain(text: &str) -> Cow<'_, str> {
    match text.chars().any(char::is_control) {
        true => Cow::Owned(text.escape_debug().to_string()),
        false => Cow::Borrowed(text),
    }
}

/// A number as C prints it with `%f`.
fn fixed(value: f32) -> String {
    decimal(value.into(), DECIMALS)
}

/// A number as C prints it with `%g`: six significant digits, no zeros at the end, an exponent when it is large or small.
fn general(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let digits = SIGNIFICANT as usize - 1;
    let scientific = format!("{value:.digits$e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..SIGNIFICANT).contains(&exponent) {
        let decimals = (SIGNIFICANT - 1 - exponent) as usize;
        return without_zeros(&format!("{value:.decimals$}")).to_owned();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", without_zeros(mantissa), exponent.unsigned_abs())
}

fn without_zeros(number: &str) -> &str {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_c_prints_them() {
        let cases = [
            (0.0, "0"),
            (0.5, "0.5"),
            (12.3456789, "12.3457"),
            (100.0, "100"),
            (123_456.0, "123456"),
            (999_999.5, "1e+06"),
            (1_234_567.0, "1.23457e+06"),
            (0.000_123_456_7, "0.000123457"),
            (0.000_012, "1.2e-05"),
        ];
        for (value, text) in cases {
            assert_eq!(general(value), text);
        }
        assert_eq!(
            (fixed(1.0), fixed(-0.125), fixed(f32::INFINITY)),
            ("1.000000".into(), "-0.125000".into(), "inf".into())
        );
        assert_eq!((fixed(f32::NAN.copysign(1.0)), fixed(f32::NAN.copysign(-1.0))), ("nan".into(), "-nan".into()));
    }

    #[test]
    fn speed_counts_whole_microseconds() {
        let told = performance(3, 10.000_9);
        assert_eq!(told, "Performance result: 3 runs take 10 ms, each run takes 3.333000 ms, fps 300.030003");
        assert!(performance(5, 0.000_5).ends_with("each run takes 0.000000 ms, fps inf"));
    }

    #[test]
    fn text_that_would_command_the_terminal_is_escaped() {
        assert_eq!((plain("it's/a:name"), plain("a\x1b[1m")), ("it's/a:name".into(), "a\\u{1b}[1m".into()));
    }
}
