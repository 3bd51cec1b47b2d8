//! What has to hold for any bytes, one function for each reader.
//!
//! The stable smoke test and the coverage-guided targets in `tests/fuzz` run the same functions. Each takes whatever
//! bytes it is given, panics when a promise of its reader is broken, and starts from the seeds listed beside it.

#![allow(unreachable_pub, reason = "public to the coverage-guided targets, which use this as a crate")]
#![allow(clippy::expect_used, reason = "a failed expectation is a finding")]

mod containers;
mod descriptors;
mod emulated;
mod models;
pub mod seeds;

pub use containers::{dmabuf_from_packets, dmabuf_read, npy, npz, packets, parameters, trace, vlc_decode, vlc_encode};
pub use descriptors::{descriptor_tdma, descriptor_tiu, program, text};
pub use emulated::{network, scenario};
pub use models::{cvimodel, lz4_section};

use isa::diagnostic::FormatError;

/// One reader under test.
#[derive(Clone, Copy)]
pub struct Target {
    /// Name of the coverage-guided target, and of its folder of seeds.
    pub name: &'static str,
    /// What has to hold.
    pub body: fn(&[u8]),
    /// Inputs to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every reader.
pub const TARGETS: [Target; 17] = [
    Target { name: "cvimodel", body: cvimodel, seeds: seeds::models },
    Target { name: "lz4_section", body: lz4_section, seeds: seeds::lz4_sections },
    Target { name: "parameters", body: parameters, seeds: seeds::parameters },
    Target { name: "packets", body: packets, seeds: seeds::packets },
    Target { name: "dmabuf_read", body: dmabuf_read, seeds: seeds::dmabufs },
    Target { name: "dmabuf_from_packets", body: dmabuf_from_packets, seeds: seeds::packets },
    Target { name: "vlc_decode", body: vlc_decode, seeds: seeds::streams },
    Target { name: "vlc_encode", body: vlc_encode, seeds: seeds::plain_tensors },
    Target { name: "npz", body: npz, seeds: seeds::archives },
    Target { name: "npy", body: npy, seeds: seeds::arrays },
    Target { name: "trace", body: trace, seeds: seeds::traces },
    Target { name: "descriptor_tiu", body: descriptor_tiu, seeds: seeds::tiu_descriptors },
    Target { name: "descriptor_tdma", body: descriptor_tdma, seeds: seeds::tdma_descriptors },
    Target { name: "text", body: text, seeds: seeds::texts },
    Target { name: "program", body: program, seeds: seeds::programs },
    Target { name: "scenario", body: scenario, seeds: seeds::scenarios },
    Target { name: "network", body: network, seeds: seeds::networks },
];

/// An error says what is wrong, and where, without leaving the input.
fn check_error(error: &FormatError, input: &[u8]) {
    assert!(!error.what.is_empty(), "an error says nothing: {error:?}");
    assert!(!error.help.is_empty() || !error.allowed.is_empty(), "an error helps nobody: {error}");
    assert!(error.offset <= input.len() as u64, "an error lies outside {} bytes: {error}", input.len());
    assert!(error.to_string().len() < 1 << 16, "an error is a flood: {} bytes", error.to_string().len());
}

/// The first `N` bytes as numbers that steer a test, and the rest as its input.
fn steered<const N: usize>(data: &[u8]) -> Option<([u8; N], &[u8])> {
    data.split_first_chunk().map(|(head, rest)| (*head, rest))
}
