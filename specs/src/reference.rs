//! The reference pages.

use crate::table::Tables;
use crate::Output;

pub(crate) fn outputs(_tables: &Tables) -> Vec<Output> {
    Vec::new()
}
