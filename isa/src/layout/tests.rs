#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;
use crate::chip::Chip;
use proptest::prelude::*;

fn tensor(lane: u32, offset: i64, shape: Shape, strides: Strides) -> LocalTensor {
    LocalTensor { lane, offset, shape, strides, element: 1, lanes: 8 }
}

fn indices(shape: Shape) -> impl Iterator<Item = Index> {
    let [n, c, h, w] = shape;
    (0..n).flat_map(move |n| (0..c).flat_map(move |c| (0..h).flat_map(move |h| (0..w).map(move |w| [n, c, h, w]))))
}

#[test]
fn channels_wrap_into_the_next_group_at_the_last_lane() {
    let tensor = tensor(6, 100, [1, 4, 1, 1], [0, 1000, 0, 1]);
    let places: Vec<_> = (0..4).map(|c| tensor.at([0, c, 0, 0])).map(|place| (place.lane, place.offset)).collect();
    assert_eq!(places, [(6, 100), (7, 100), (0, 1100), (1, 1100)]);
    assert_eq!(tensor.groups_in(6), (0, 1));
    assert_eq!(tensor.groups_in(0), (1, 1));
    assert_eq!(tensor.groups_in(5), (1, 0));
}

#[test]
fn a_plane_may_carry_into_the_next_lane() {
    let chip = Chip::Cv181x.profile();
    let plane = tensor(2, 0x7000, [1, 1, 1, 1], [0, 0, 0, 1]).shifted(0x2000, chip);
    assert_eq!((plane.lane, plane.offset), (3, 0x1000));
}

#[test]
fn addresses_exist_only_inside_lanes() {
    let chip = Chip::Cv180x.profile();
    assert_eq!(Place { lane: 1, offset: 5 }.address(chip).unwrap().0, 0x8005);
    assert_eq!(Place { lane: 1, offset: 0x8000 }.address(chip), None);
    assert_eq!(Place { lane: 2, offset: 0 }.address(chip), None);
    assert_eq!(Place { lane: 0, offset: -1 }.address(chip), None);
}

#[test]
fn dram_tensors_end_behind_their_last_byte() {
    let dram = DramTensor { base: 1, address: 100, shape: [2, 3, 1, 4], strides: [1000, 50, 9, 2], element: 2 };
    assert_eq!(dram.end(), Some(100 + 1000 + 100 + 6 + 2));
    assert_eq!(DramTensor { shape: [2, 3, 0, 4], ..dram }.end(), None);
}

proptest! {
    #[test]
    fn ranges_and_groups_agree_with_every_element(
        lane in 0_u32..8, offset in 0_i64..200, shape in prop::array::uniform4(1_u32..7).prop_map(|[n, c, h, w]| [n, c * 4, h, w]),
        strides in prop::array::uniform4(-40_i64..60), limit in 1_u32..400,
    ) {
        let tensor = tensor(lane, offset, shape, strides);
        let all: Vec<Place> = indices(shape).map(|index| tensor.at(index)).collect();
        let low = all.iter().map(|place| place.offset).min().unwrap();
        let high = all.iter().map(|place| place.offset).max().unwrap();
        prop_assert_eq!(tensor.offsets(), Some((low, high)));
        let outside = |index: &Index| !(0..i64::from(limit)).contains(&tensor.at(*index).offset);
        prop_assert_eq!(tensor.first_outside(limit), indices(shape).find(outside));
        for lane in 0..8 {
            let channels = (0..shape[1]).map(|c| tensor.lane + c).filter(|channel| channel % 8 == lane);
            let groups: Vec<u32> = channels.map(|channel| channel / 8).collect();
            let (first, count) = tensor.groups_in(lane);
            prop_assert_eq!(groups.len() as u32, count);
            prop_assert!(groups.first().is_none_or(|group| *group == first));
        }
    }

    #[test]
    fn parts_hold_the_same_elements(dim in 0_usize..4, from in 0_u32..3, index in prop::array::uniform4(0_u32..3)) {
        let whole = tensor(5, 10, [6, 20, 6, 6], [500, 90, 11, 2]);
        let part = whole.part(dim, from, 3);
        let mut moved = index;
        moved[dim] += from;
        prop_assert_eq!(part.at(index), whole.at(moved));
    }
}
