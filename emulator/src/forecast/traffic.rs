//! What moves over time.

use super::Forecast;
use crate::timing::Unit;

impl Forecast<'_> {
    /// Bytes of DRAM in a microsecond, over the whole.
    #[must_use]
    pub fn bandwidth(&self) -> f64 {
        let microseconds = self.milliseconds(self.cycles) * 1e3;
        if microseconds > 0.0 { self.total().dram_bytes as f64 / microseconds } else { 0.0 }
    }

    /// Bytes of DRAM that move in each of `count` equal parts of the time, every transfer at its own even pace.
    #[must_use]
    pub fn traffic(&self, count: usize) -> Vec<f64> {
        let mut bytes = vec![0.0; count];
        let width = self.cycles.max(1) as f64 / count.max(1) as f64;
        for (work, task) in self.descriptors().filter(|(work, _)| work.unit() == Unit::Tdma) {
            let (from, to) = (task.span.start as f64 / width, task.span.end as f64 / width);
            let each = work.dram_bytes() as f64 / (to - from).max(f64::MIN_POSITIVE);
            spread(from, to, count, |part, share| bytes[part] += each * share);
        }
        bytes
    }
}

/// Calls `put` with every whole number from `from` to `to` below `count` and how much of the unit behind it lies between.
pub(super) fn spread(from: f64, to: f64, count: usize, mut put: impl FnMut(usize, f64)) {
    let last = (to.ceil() as usize).min(count);
    for part in from.floor() as usize..last {
        let share = to.min((part + 1) as f64) - from.max(part as f64);
        put(part, share.max(0.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_shared_among_the_units_it_covers() {
        let mut shares = Vec::new();
        spread(0.5, 2.25, 4, |part, share| shares.push((part, share)));
        assert_eq!(shares, [(0, 0.5), (1, 1.0), (2, 0.25)]);
        spread(3.5, 9.0, 4, |part, share| assert_eq!((part, share), (3, 0.5)));
    }
}
