//! The functions that a model runs on the host processor, with the numbers of the vendor's runtime
//! (`sophgo/cviruntime`, `src/common/cpu_function`) as built for x86-64.
//!
//! What that runtime does by accident it does here too, as long as every access stays within a tensor. Calls that
//! would crash it, or read memory that is not theirs, are refused. The runtime of the smallest chip is built without
//! these functions; those for ARM use an approximate exponential in `detectionoutput` and fuse multiplications with
//! additions where their compiler likes to.

mod argmax;
mod call;
mod cumsum;
mod deform;
mod detection;
mod element;
mod embedding;
mod exp;
mod gather;
mod grid_sampler;
mod instance_norm;
mod interp;
mod number;
mod preprocess;
mod quant;
mod reduce;
pub mod refusal;
mod roi_pooling;
mod softmax;
mod sort;
pub mod tensor;
mod transpose;

use call::Call;
use isa::container::parameters::Parameters;
pub(super) use number::truncate;
use refusal::{CpuRefusal, Place};
use std::fmt;
use tensor::{TensorBuf, TensorView};

/// A function of the vendor's runtime.
pub struct CpuFunction {
    name: &'static str,
    body: fn(&mut Call<'_>) -> Result<(), CpuRefusal>,
}

/// Every function, in the order of their names.
static FUNCTIONS: [CpuFunction; 27] = [
    CpuFunction { name: "argmax", body: argmax::argmax },
    CpuFunction { name: "argmax_v3", body: argmax::v3 },
    CpuFunction { name: "argmax_with_conf", body: argmax::with_confidence },
    CpuFunction { name: "cpu_reduce_max", body: reduce::max },
    CpuFunction { name: "cpu_reduce_mean", body: reduce::mean },
    CpuFunction { name: "cumsum", body: cumsum::run },
    CpuFunction { name: "deform_conv2d", body: deform::conv2d },
    CpuFunction { name: "deform_im2col", body: deform::im2col },
    CpuFunction { name: "detectionoutput", body: detection::ssd::run },
    CpuFunction { name: "embedding", body: embedding::run },
    CpuFunction { name: "frcn_detection", body: detection::faster_rcnn::run },
    CpuFunction { name: "gatherelements_pt", body: gather::elements },
    CpuFunction { name: "gathernd_tf", body: gather::nd },
    CpuFunction { name: "grid_sampler", body: grid_sampler::run },
    CpuFunction { name: "instance_norm", body: instance_norm::run },
    CpuFunction { name: "interp", body: interp::run },
    CpuFunction { name: "pixelshuffle", body: transpose::pixel_shuffle },
    CpuFunction { name: "preprocess", body: preprocess::run },
    CpuFunction { name: "proposal", body: detection::proposal::run },
    CpuFunction { name: "quant", body: quant::run },
    CpuFunction { name: "reduce_l2", body: reduce::l2 },
    CpuFunction { name: "retinaface_detection", body: detection::retinaface::run },
    CpuFunction { name: "roi_pooling", body: roi_pooling::run },
    CpuFunction { name: "softmax", body: softmax::run },
    CpuFunction { name: "softmax_cpu", body: softmax::run },
    CpuFunction { name: "transpose", body: transpose::transpose },
    CpuFunction { name: "yolo_detection", body: detection::yolo::run },
];

impl CpuFunction {
    /// Every function, in the order of their names.
    #[must_use]
    pub fn all() -> &'static [CpuFunction] {
        &FUNCTIONS
    }

    /// The function called `name`.
    ///
    /// # Errors
    /// When there is no such function. Models may bring functions of their own as native code, which is never run.
    pub fn find(name: &str) -> Result<&'static CpuFunction, CpuRefusal> {
        let names = || FUNCTIONS.iter().map(CpuFunction::name).collect::<Vec<_>>().join(", ");
        FUNCTIONS.iter().find(|function| function.name == name).ok_or_else(|| {
            let refusal = CpuRefusal::new(name, Place::Call, "there is no such function").allowed(names());
            refusal.help("code that a model brings along is never run: build the model without custom operations")
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Runs the function. What it does not write keeps its old contents.
    ///
    /// # Errors
    /// When tensors or parameters are missing or do not fit together; the outputs are then as they were.
    pub fn run(
        &self,
        inputs: &[TensorView<'_>],
        outputs: &mut [TensorBuf],
        parameters: &Parameters,
    ) -> Result<(), CpuRefusal> {
        (self.body)(&mut Call { function: self.name, inputs, outputs, parameters })
    }
}

impl fmt::Debug for CpuFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CpuFunction").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests;
