//! Sums of progressions: the arithmetic behind strided boxes.
//!
//! A strided box holds the offsets `i1*s1 + i2*s2 + ...`; two boxes meet when the difference of their starts is such a
//! sum over the strides of both. So one question answers membership, overlap and self-overlap.

/// The numbers `0, stride, 2*stride, ...`, `count` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Progression {
    pub(super) count: u64,
    pub(super) stride: u64,
}

impl Progression {
    pub(super) fn extent(self) -> u64 {
        (self.count - 1).saturating_mul(self.stride)
    }
}

/// A few progressions; a box has four dimensions, a pair of boxes eight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progressions {
    items: [Progression; Progressions::MOST],
    len: usize,
}

impl Progressions {
    const MOST: usize = 8;
    const NONE: Progressions =
        Progressions { items: [Progression { count: 1, stride: 0 }; Progressions::MOST], len: 0 };

    pub(super) fn new(items: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut list = Progressions::NONE;
        items.into_iter().for_each(|(count, stride)| list.push(Progression { count, stride }));
        list
    }

    /// Adds a progression in order of strides; equal strides become one.
    pub(super) fn push(&mut self, new: Progression) {
        if new.count <= 1 || new.stride == 0 {
            return;
        }
        if let Some(same) = self.items[..self.len].iter_mut().find(|item| item.stride == new.stride) {
            same.count += new.count - 1;
        } else if self.len < Self::MOST {
            let at = self.items[..self.len].partition_point(|item| item.stride < new.stride);
            self.items.copy_within(at..self.len, at + 1);
            self.items[at] = new;
            self.len += 1;
        }
    }

    pub(super) fn joined(mut self, other: &Progressions) -> Self {
        other.as_slice().iter().for_each(|item| self.push(*item));
        self
    }

    /// By rising stride.
    pub(super) fn as_slice(&self) -> &[Progression] {
        &self.items[..self.len]
    }

    pub(super) fn extent(&self) -> u64 {
        self.as_slice().iter().fold(0, |sum, item| sum.saturating_add(item.extent()))
    }

    /// Lengthens `run` by every progression that fills the space between its copies, and drops those.
    pub(super) fn absorb(&mut self, run: u64) -> u64 {
        let mut run = run;
        let mut absorbed = 0;
        for item in &self.items[..self.len] {
            if item.stride > run {
                break;
            }
            run = run.saturating_add(item.extent());
            absorbed += 1;
        }
        self.items.copy_within(absorbed..self.len, 0);
        self.len -= absorbed;
        run
    }

    /// Whether no two sums are closer than `run`, because every progression steps over the smaller ones.
    pub(super) fn is_nested(&self, run: u64) -> bool {
        let mut inner = run;
        self.as_slice().iter().all(|item| {
            let steps_over = item.stride >= inner;
            inner = inner.saturating_add(item.extent());
            steps_over
        })
    }

    /// Whether some sum lies in `low ..= high`.
    ///
    /// Exact, except that after a hundred thousand steps, which only contrived strides need, the answer is yes.
    pub(super) fn reach(mut self, low: i64, high: i64) -> bool {
        if low > high {
            return false;
        }
        let width = self.absorb(low.abs_diff(high).saturating_add(1));
        let low = high.saturating_sub_unsigned(width - 1);
        search(self.as_slice(), self.extent(), (low, high), &mut 100_000)
    }
}

fn search(items: &[Progression], extent: u64, (low, high): (i64, i64), budget: &mut u32) -> bool {
    if high < 0 || u64::try_from(low).is_ok_and(|low| low > extent) {
        return false;
    }
    let Some((largest, rest)) = items.split_last() else { return true };
    let inner = extent - largest.extent();
    let above = low.saturating_sub_unsigned(inner);
    let first = u64::try_from(above).map_or(0, |above| above.div_ceil(largest.stride));
    let last = (high.unsigned_abs() / largest.stride).min(largest.count - 1);
    let mut step = first;
    while step <= last {
        *budget = budget.saturating_sub(1);
        let moved = step.saturating_mul(largest.stride);
        let window = (low.saturating_sub_unsigned(moved), high.saturating_sub_unsigned(moved));
        if *budget == 0 || search(rest, inner, window, budget) {
            return true;
        }
        step += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn sums(items: &[(u64, u64)]) -> BTreeSet<i64> {
        let mut all = BTreeSet::from([0]);
        for (count, stride) in items {
            all = all.iter().flat_map(|sum| (0..*count).map(move |i| sum + (i * stride) as i64)).collect();
        }
        all
    }

    proptest! {
        #[test]
        fn reaching_agrees_with_the_listed_sums(
            items in prop::collection::vec((1_u64..6, 0_u64..30), 0..5), low in -20_i64..200, width in 0_i64..6,
        ) {
            let expected = sums(&items).range(low..=low + width).next().is_some();
            prop_assert_eq!(Progressions::new(items).reach(low, low + width), expected);
        }

        #[test]
        fn absorbing_keeps_the_bytes(items in prop::collection::vec((1_u64..6, 0_u64..30), 0..5), run in 1_u64..9) {
            let bytes = |sums: BTreeSet<i64>, run: u64| -> BTreeSet<i64> {
                sums.iter().flat_map(|sum| *sum..*sum + run as i64).collect()
            };
            let mut list = Progressions::new(items.clone());
            let longer = list.absorb(run);
            let left: Vec<(u64, u64)> = list.as_slice().iter().map(|item| (item.count, item.stride)).collect();
            prop_assert_eq!(bytes(sums(&items), run), bytes(sums(&left), longer));
            let distinct = sums(&left).len() as u64 == left.iter().map(|(count, _)| count).product::<u64>();
            prop_assert!(!list.is_nested(longer) || distinct);
        }
    }

    #[test]
    fn contrived_strides_end_with_yes() {
        let strides = [1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099, 1_000_117, 1_000_121];
        let list = Progressions::new(strides.map(|stride| (65_535, stride)));
        assert!(list.reach(200_000_000_001, 200_000_000_001));
    }
}
