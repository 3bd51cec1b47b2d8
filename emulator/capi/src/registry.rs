//! The live models. Handles are counted and never used twice.

use crate::Handle;
use crate::guard::Problem;
use crate::model::Model;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The first handle: a number that hosts hardly come up with by themselves.
const FIRST: usize = 0x7c1c_0001;

static MODELS: Mutex<Models> = Mutex::new(Models { next: FIRST, live: BTreeMap::new() });

struct Models {
    next: usize,
    live: BTreeMap<usize, Arc<Model>>,
}

/// Registers a model and returns its handle.
pub(crate) fn add(model: Model) -> Handle {
    let mut models = models();
    let number = models.next;
    models.next += 1;
    models.live.insert(number, Arc::new(model));
    std::ptr::without_provenance_mut(number)
}

/// The model of a handle; it lives on until the last function that uses it is done.
pub(crate) fn find(handle: Handle) -> Result<Arc<Model>, Problem> {
    models().live.get(&handle.addr()).cloned().ok_or_else(|| unknown(handle))
}

/// Takes a model out.
pub(crate) fn remove(handle: Handle) -> Result<Arc<Model>, Problem> {
    models().live.remove(&handle.addr()).ok_or_else(|| unknown(handle))
}

/// Nothing inside panics while holding the lock, and if it did, the map would still be one.
fn models() -> MutexGuard<'static, Models> {
    MODELS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cold]
fn unknown(handle: Handle) -> Problem {
    let what = if handle.is_null() { "the handle is null".into() } else { format!("{handle:p} is no live model") };
    Problem::new(format!("{what}; give what bm_cmodel_init stored and bm_cmodel_exit has not freed"))
}
