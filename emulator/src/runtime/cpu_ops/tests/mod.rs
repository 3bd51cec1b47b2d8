#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod case;
mod detections;
mod numbers;
mod pictures;
mod refusals;

use super::{CpuFunction, tensor::TensorView};
use case::Case;
use proptest::prelude::*;

fn cases() -> Vec<Case> {
    [numbers::cases(), pictures::cases(), detections::cases()].concat()
}

/// Runs a case and returns its outputs.
fn run(case: &Case) -> Result<Vec<super::tensor::TensorBuf>, super::refusal::CpuRefusal> {
    let views: Vec<TensorView<'_>> = case.inputs.iter().map(super::tensor::TensorBuf::view).collect();
    let mut outputs = case.outputs.clone();
    let result = CpuFunction::find(case.function)?.run(&views, &mut outputs, &case.parameters);
    if result.is_err() {
        assert_eq!(outputs, case.outputs, "a refused call leaves its outputs alone");
    }
    result.map(|()| outputs)
}

#[test]
fn every_function_gives_what_the_vendors_runtime_gave() {
    for case in cases() {
        let outputs = run(&case).unwrap();
        let bits = |numbers: &[f32]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
        assert_eq!(outputs.len(), case.expected.len(), "{}", case.function);
        for (output, expected) in outputs.iter().zip(&case.expected) {
            let found = case::numbers(output);
            assert_eq!(bits(&found), bits(expected), "{}: {found:?} instead of {expected:?}", case.function);
        }
    }
}

#[test]
fn every_function_is_listed_once_and_recorded() {
    let names: Vec<&str> = CpuFunction::all().iter().map(CpuFunction::name).collect();
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    assert_eq!(names, isa::container::cvimodel::CPU_FUNCTIONS);
    let cases = cases();
    for name in names {
        assert!(cases.iter().any(|case| case.function == name), "no recorded call of {name}");
        assert_eq!(CpuFunction::find(name).unwrap().name(), name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Shapes, parameters and numbers that fit nothing are answered or refused, never a panic.
    #[test]
    fn spoilt_calls_are_refused(
        number in 0..1000_usize,
        changes in prop::collection::vec((0..6_u8, any::<u16>(), any::<i32>()), 1..4),
    ) {
        let cases = cases();
        let mut case = cases[number % cases.len()].clone();
        for (kind, place, value) in changes {
            refusals::spoil(&mut case, kind, usize::from(place), value);
        }
        drop(run(&case));
    }
}
