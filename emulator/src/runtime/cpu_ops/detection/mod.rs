//! The functions that turn what a network says about places of a picture into a list of boxes.

pub(super) mod faster_rcnn;
mod overlap;
pub(super) mod proposal;
pub(super) mod retinaface;
pub(super) mod ssd;
pub(super) mod yolo;
