//! Runs placed operations.

use super::bias::Parameters;
use super::extreme::Extreme;
use super::filter::Filter;
use super::matrix::Product;
use super::packed::{
    self, PackedConv, PackedDepthwise, PackedFloatConv, PackedFloatProduct, PackedPool, PackedProduct, SlidingDepthwise,
};
use super::plain;
use crate::halt::Stopped;
use crate::kernels::Level;
use crate::memory::LocalMemory;
use crate::tiu::Means;

/// How operations are computed; the results are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As they are defined.
    #[cfg(test)]
    Plain,
    /// In their fast forms, with these instructions.
    Fast(Level),
}

impl Default for Way {
    fn default() -> Self {
        Way::Fast(Level::best())
    }
}

impl Way {
    /// The instructions to use for fast forms.
    fn level(self) -> Option<Level> {
        match self {
            #[cfg(test)]
            Way::Plain => None,
            Way::Fast(level) => Some(level),
        }
    }
}

/// Buffers that outlive an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    pub(super) way: Way,
    pub(crate) parameters: Parameters,
    packed: packed::Buffers,
    results: Vec<u32>,
}

impl Filter {
    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(&self, local: &mut LocalMemory, buffers: &mut Buffers, means: Means<'_>) -> Result<(), Stopped> {
        if let Some(level) = buffers.way.level()
            && let Some(conv) = PackedConv::new(self)
        {
            return conv.run(level, &buffers.parameters, local.bytes_mut(), &mut buffers.packed, means);
        }
        if let Some(level) = buffers.way.level()
            && let Some(depthwise) = SlidingDepthwise::new(self, level)
        {
            return depthwise.run(level, &buffers.parameters, local.bytes_mut(), &mut buffers.packed, means);
        }
        if let Some(level) = buffers.way.level()
            && let Some(depthwise) = PackedDepthwise::new(self)
        {
            return depthwise.run(level, &buffers.parameters, local.bytes_mut(), &mut buffers.packed, means);
        }
        if let Some(level) = buffers.way.level()
            && let Some(conv) = PackedFloatConv::new(self)
        {
            return conv.run(level, &buffers.parameters, local.bytes_mut(), &mut buffers.packed, means);
        }
        plain::filter::compute(self, &buffers.parameters, local.bytes(), &mut buffers.results, means.stop)?;
        self.output.write(local.bytes_mut(), &buffers.results);
        Ok(())
    }
}

impl Extreme {
    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(&self, local: &mut LocalMemory, buffers: &mut Buffers, means: Means<'_>) -> Result<(), Stopped> {
        if let Some(level) = buffers.way.level()
            && let Some(pool) = PackedPool::new(self)
        {
            return pool.run(level, local.bytes_mut(), &mut buffers.packed, means);
        }
        plain::pool::compute(self, local.bytes(), &mut buffers.results, means.stop)?;
        self.output.write(local.bytes_mut(), &buffers.results);
        Ok(())
    }
}

impl Product {
    /// Computes and writes all results, or none if somebody asks to stop.
    pub(crate) fn run(&self, local: &mut LocalMemory, buffers: &mut Buffers, means: Means<'_>) -> Result<(), Stopped> {
        if let Some(level) = buffers.way.level()
            && let Some(product) = PackedProduct::new(self)
        {
            return product.run(level, local.bytes_mut(), &mut buffers.packed, means);
        }
        if let Some(level) = buffers.way.level()
            && let Some(product) = PackedFloatProduct::new(self)
        {
            return product.run(level, local.bytes_mut(), &mut buffers.packed, means);
        }
        plain::matmul::compute(self, local.bytes(), &mut buffers.results, means.stop)?;
        self.output.write(local.bytes_mut(), &buffers.results);
        Ok(())
    }
}
