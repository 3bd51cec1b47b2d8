//! Sorting by score, best first, with equal scores in the order in which the vendor's C++ library leaves them.
//!
//! Quantised scores are often equal, and which of two equal boxes comes first decides which one survives. So the
//! algorithms are those of libstdc++: median-of-three quicksort down to 16 items, heap sort below a depth, insertion
//! sort at the end.

use std::cmp::Ordering;

/// A score that can be compared: any number, but not NaN.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) struct Score(f32);

impl Score {
    pub(super) fn new(value: f32) -> Option<Self> {
        (!value.is_nan()).then_some(Score(value))
    }

    pub(super) fn value(self) -> f32 {
        self.0
    }
}

/// An item with a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scored<T> {
    pub(super) score: Score,
    pub(super) item: T,
}

impl<T> Scored<T> {
    fn before(&self, other: &Self) -> bool {
        self.score.partial_cmp(&other.score) == Some(Ordering::Greater)
    }
}

/// Runs of at most this length are left to insertion.
const SHORT: usize = 16;

/// `std::sort`.
pub(super) fn sort<T: Copy>(items: &mut [Scored<T>]) {
    if let Some(depth) = items.len().checked_ilog2() {
        partition_down(items, 2 * depth);
        insert_all(items);
    }
}

/// `std::partial_sort`: the best `count` in front, in order.
pub(super) fn sort_best<T: Copy>(items: &mut [Scored<T>], count: usize) {
    let count = count.min(items.len());
    make_heap(&mut items[..count]);
    for index in count..items.len() {
        if count > 0 && items[index].before(&items[0]) {
            let value = items[index];
            items[index] = items[0];
            sift(&mut items[..count], 0, value);
        }
    }
    for end in (1..count).rev() {
        let value = items[end];
        items[end] = items[0];
        sift(&mut items[..end], 0, value);
    }
}

fn partition_down<T: Copy>(mut items: &mut [Scored<T>], mut depth: u32) {
    while items.len() > SHORT {
        if depth == 0 {
            return sort_best(items, items.len());
        }
        depth -= 1;
        let cut = partition(items);
        let (front, back) = items.split_at_mut(cut);
        partition_down(back, depth);
        items = front;
    }
}

/// Moves the median of three to the front and splits the rest around it.
fn partition<T: Copy>(items: &mut [Scored<T>]) -> usize {
    let candidates = [1, items.len() / 2, items.len() - 1];
    items.swap(0, median(items, candidates));
    let pivot = items[0];
    let (mut low, mut high) = (1, items.len());
    loop {
        while items[low].before(&pivot) {
            low += 1;
        }
        high -= 1;
        while pivot.before(&items[high]) {
            high -= 1;
        }
        if low >= high {
            return low;
        }
        items.swap(low, high);
        low += 1;
    }
}

fn median<T>(items: &[Scored<T>], [a, b, c]: [usize; 3]) -> usize {
    let before = |x: usize, y: usize| items[x].before(&items[y]);
    let (first, second) = if before(a, b) { (a, b) } else { (b, a) };
    match (before(second, c), before(first, c)) {
        (true, _) => second,
        (false, true) => c,
        (false, false) => first,
    }
}

/// Insertion sort; it keeps equal items in order.
fn insert_all<T: Copy>(items: &mut [Scored<T>]) {
    for index in 1..items.len() {
        let value = items[index];
        let mut hole = index;
        while hole > 0 && value.before(&items[hole - 1]) {
            items[hole] = items[hole - 1];
            hole -= 1;
        }
        items[hole] = value;
    }
}

/// Makes a heap with the worst item on top.
fn make_heap<T: Copy>(items: &mut [Scored<T>]) {
    for parent in (0..items.len() / 2).rev() {
        sift(items, parent, items[parent]);
    }
}

/// Fills the hole at `start` with `value`: the hole sinks to the bottom, then the value rises from there.
fn sift<T: Copy>(items: &mut [Scored<T>], start: usize, value: Scored<T>) {
    let mut hole = start;
    while let Some(child) = worse_child(items, hole) {
        items[hole] = items[child];
        hole = child;
    }
    while hole > start && items[(hole - 1) / 2].before(&value) {
        items[hole] = items[(hole - 1) / 2];
        hole = (hole - 1) / 2;
    }
    items[hole] = value;
}

fn worse_child<T>(items: &[Scored<T>], parent: usize) -> Option<usize> {
    let (left, right) = (2 * parent + 1, 2 * parent + 2);
    match (items.get(left)?, items.get(right)) {
        (a, Some(b)) if !b.before(a) => Some(right),
        _ => Some(left),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;

    fn scored(scores: impl IntoIterator<Item = i32>) -> Vec<Scored<usize>> {
        let scores = scores.into_iter().enumerate();
        scores.map(|(item, score)| Scored { score: Score::new(score as f32).unwrap(), item }).collect()
    }

    fn order(items: &[Scored<usize>]) -> Vec<usize> {
        items.iter().map(|item| item.item).collect()
    }

    #[test]
    fn equal_scores_stand_as_the_vendors_library_leaves_them() {
        let mut items = scored((0..40).map(|index| index * 7 % 5));
        sort(&mut items);
        let recorded = [
            17, 2, 37, 22, 7, 32, 27, 12, 9, 24, 14, 29, 19, 34, 4, 39, 21, 1, 26, 31, 36, 16, 11, 6, 18, 23, 38, 13,
            28, 3, 8, 33, 0, 20, 5, 35, 10, 30, 15, 25,
        ];
        assert_eq!(order(&items), recorded);
    }

    #[test]
    fn the_best_few_stand_as_the_vendors_library_leaves_them() {
        let mut items = scored((0..40).map(|index| index * 7 % 5));
        sort_best(&mut items, 12);
        assert_eq!(order(&items[..12]), [22, 17, 27, 7, 2, 37, 32, 12, 24, 14, 9, 4]);
    }

    #[test]
    fn unlucky_orders_are_sorted_by_the_heap() {
        let mut items = scored([
            -19, 0, -18, -1, -17, -2, -16, -3, -18, -4, -16, -5, -20, -6, -15, -7, -17, -8, -10, -9, 0, -1, -2, -3, -4,
            -5, -6, -7, -8, -9, -15, -13, -14, -12, -13, -11, -12, -10, -11, -14,
        ]);
        sort(&mut items);
        let recorded = [
            1, 20, 3, 21, 5, 22, 7, 23, 9, 24, 11, 25, 13, 26, 15, 27, 17, 28, 19, 29, 18, 37, 35, 38, 36, 33, 31, 34,
            39, 32, 14, 30, 6, 10, 16, 4, 2, 8, 0, 12,
        ];
        assert_eq!(order(&items), recorded);
    }

    #[test]
    fn what_is_no_number_has_no_score() {
        assert_eq!(Score::new(f32::NAN), None);
        assert_eq!(Score::new(f32::INFINITY).map(Score::value), Some(f32::INFINITY));
    }
}
