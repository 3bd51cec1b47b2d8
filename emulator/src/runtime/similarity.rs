//! How alike two tensors are, with the measures and quirks of the vendor's `model_runner`.

use serde::Serialize;

/// Numbers closer to zero than this count as zero.
const NEARLY_ZERO: f32 = 0.001;
/// A tensor with a larger part of such numbers has them all replaced, so that the rest does not decide alone.
const MOSTLY: f32 = 0.9;

/// How alike two tensors are; 1 is the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Similarity {
    /// Cosine of the angle between them.
    pub cosine: f32,
    /// Correlation. The vendor's tool reports the cosine here.
    pub correlation: f32,
    /// One less their distance over the length of their mean.
    pub euclidean: f32,
}

impl Similarity {
    /// Compares two tensors of as many elements.
    #[must_use]
    pub fn between(left: &[f32], right: &[f32]) -> Self {
        if left == right {
            return Similarity { cosine: 1.0, correlation: 1.0, euclidean: 1.0 };
        }
        let (left, right) = (filled(left), filled(right));
        let cosine = cosine(&left, &right);
        Similarity { cosine, correlation: cosine, euclidean: euclidean(&left, &right) }
    }

    /// Whether no measure falls below `least`. A measure that is not a number does not.
    #[must_use]
    pub fn reaches(&self, least: &Similarity) -> bool {
        let below = |value: f32, least: f32| value < least;
        !(below(self.cosine, least.cosine)
            || below(self.correlation, least.correlation)
            || below(self.euclidean, least.euclidean))
    }
}

/// The numbers, those near zero replaced where nearly all are.
fn filled(values: &[f32]) -> Vec<f32> {
    let small = |value: &f32| value.abs() < NEARLY_ZERO;
    let part = values.iter().filter(|value| small(value)).count() as f32 / values.len() as f32;
    let fill = part > MOSTLY;
    values.iter().map(|value| if fill && small(value) { NEARLY_ZERO } else { *value }).collect()
}

fn mean(values: impl Iterator<Item = f64>, count: usize) -> f32 {
    (values.sum::<f64>() / count as f64) as f32
}

fn cosine(left: &[f32], right: &[f32]) -> f32 {
    let squares = |values: &[f32]| mean(values.iter().map(|value| f64::from(*value).powi(2)), values.len());
    let products = left.iter().zip(right).map(|(left, right)| f64::from(left * right));
    mean(products, left.len()) / (squares(left) * squares(right)).sqrt()
}

fn euclidean(left: &[f32], right: &[f32]) -> f32 {
    let pairs = || left.iter().zip(right);
    let distance: f64 = pairs().map(|(left, right)| f64::from(left - right).powi(2)).sum();
    let length: f64 = pairs().map(|(left, right)| f64::from((left + right) / 2.0).powi(2)).sum();
    (1.0 - distance.sqrt() / length.sqrt()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_tensors_are_alike_even_if_all_zero() {
        assert_eq!(Similarity::between(&[0.0; 4], &[0.0; 4]).cosine, 1.0);
    }

    #[test]
    fn measures_are_those_of_hand_computed_vectors() {
        let found = Similarity::between(&[1.0, 2.0, 2.0], &[2.0, 1.0, 2.0]);
        assert!((found.cosine - 8.0 / 9.0).abs() < 1e-6, "{found:?}");
        let euclidean = 1.0 - (2.0_f32).sqrt() / (1.5_f32 * 1.5 * 2.0 + 4.0).sqrt();
        assert!((found.euclidean - euclidean).abs() < 1e-6, "{found:?}");
        let least = |cosine| Similarity { cosine, correlation: 0.0, euclidean: 0.0 };
        assert!(found.reaches(&least(0.88)) && !found.reaches(&least(0.9)));
    }

    #[test]
    fn tensors_of_almost_only_zeros_are_lifted() {
        let (mut left, mut right) = ([0.0; 20], [0.0; 20]);
        (left[0], right[1]) = (0.002, 0.002);
        let found = Similarity::between(&left, &right);
        assert!(found.cosine > 0.9, "{found:?}");
    }
}
