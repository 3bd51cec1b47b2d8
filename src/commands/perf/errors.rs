//! Errors of predictions in percent.

use serde::Serialize;

/// Errors of one class of records.
#[derive(Debug, Serialize)]
pub(super) struct Class {
    pub(super) name: &'static str,
    pub(super) n: usize,
    pub(super) median_pct: f64,
    pub(super) p90_pct: f64,
    pub(super) total_pct: f64,
}

impl Class {
    /// The errors of pairs of predicted and measured durations.
    pub(super) fn of(name: &'static str, pairs: &[(u64, u64)]) -> Class {
        let mut errors: Vec<f64> =
            pairs.iter().map(|(predicted, measured)| percent(*predicted, *measured).abs()).collect();
        errors.sort_by(f64::total_cmp);
        let sum = |side: fn(&(u64, u64)) -> u64| pairs.iter().map(side).fold(0, u64::saturating_add);
        let total_pct = percent(sum(|pair| pair.0), sum(|pair| pair.1));
        Class { name, n: pairs.len(), median_pct: quantile(&errors, 50), p90_pct: quantile(&errors, 90), total_pct }
    }

    /// As a row of a table.
    pub(super) fn cells(&self) -> Vec<String> {
        let percents = [self.median_pct, self.p90_pct, self.total_pct].map(|value| format!("{value:.2}"));
        [self.name.to_string(), self.n.to_string()].into_iter().chain(percents).collect()
    }
}

/// By how much `predicted` exceeds `measured`.
pub(super) fn percent(predicted: u64, measured: u64) -> f64 {
    (predicted as f64 - measured as f64) / measured.max(1) as f64 * 100.0
}

/// The value below which `hundredths` of the sorted values lie, interpolated.
fn quantile(sorted: &[f64], hundredths: usize) -> f64 {
    let place = sorted.len().saturating_sub(1) * hundredths;
    let at = |index: usize| sorted.get(index).or(sorted.last()).copied().unwrap_or(0.0);
    let (low, part) = (at(place / 100), (place % 100) as f64 / 100.0);
    low + (at(place / 100 + 1) - low) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 50), 2.0);
        assert_eq!(quantile(&[1.0, 3.0], 50), 2.0);
        assert_eq!(quantile(&[], 90), 0.0);
    }

    #[test]
    fn errors_cancel_in_the_total_only() {
        let class = Class::of("load", &[(110, 100), (90, 100)]);
        assert_eq!((class.n, class.median_pct, class.total_pct), (2, 10.0, 0.0));
    }
}
