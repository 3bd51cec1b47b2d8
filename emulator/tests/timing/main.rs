//! What holds of every schedule.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod golden;
mod programs;
mod schedules;
