//! Runs placed operations.

use super::bias::Parameters;
use super::extreme::Extreme;
use super::filter::Filter;
use super::matrix::Product;
use super::plain;
use crate::memory::LocalMemory;

/// Buffers that outlive an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    pub(crate) parameters: Parameters,
    results: Vec<u32>,
}

impl Filter {
    /// Computes and writes all results.
    pub(crate) fn run(&self, local: &mut LocalMemory, buffers: &mut Buffers) {
        plain::filter::compute(self, &buffers.parameters, local.bytes(), &mut buffers.results);
        self.output.write(local.bytes_mut(), &buffers.results);
    }
}

impl Extreme {
    /// Computes and writes all results.
    pub(crate) fn run(&self, local: &mut LocalMemory, buffers: &mut Buffers) {
        plain::pool::compute(self, local.bytes(), &mut buffers.results);
        self.output.write(local.bytes_mut(), &buffers.results);
    }
}

impl Product {
    /// Computes and writes all results.
    pub(crate) fn run(&self, local: &mut LocalMemory, buffers: &mut Buffers) {
        plain::matmul::compute(self, local.bytes(), &mut buffers.results);
        self.output.write(local.bytes_mut(), &buffers.results);
    }
}
