//! What a model runs beside the TPU's command buffers.

pub mod cpu_ops;
