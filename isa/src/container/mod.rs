//! The file and buffer formats around descriptors.

pub mod cvimodel;
pub mod cvtr;
pub mod dmabuf;
pub mod flatbuffer;
#[cfg(test)]
mod hostile;
mod little_endian;
pub mod npz;
pub mod packets;
pub mod parameters;
pub mod pmu;
pub mod vlc;
