//! Stopping a run while it goes: requests are read all the time, and those that end a run raise a flag at once.

use super::framing::read;
use serde_json::Value;
use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Most messages that wait for a run to end.
const MOST_WAITING: usize = 1024;

/// Requests that stop a run.
const STOPPING: [&str; 3] = ["pause", "terminate", "disconnect"];

/// The flag that stops runs, and how many requests want it to be set.
pub(super) struct Brake {
    flag: Arc<AtomicBool>,
    /// Requests that were read and not handled yet; `None` when the conversation is over.
    waiting: Mutex<Option<usize>>,
}

impl Brake {
    pub(super) fn new(flag: Arc<AtomicBool>) -> Self {
        Brake { flag, waiting: Mutex::new(Some(0)) }
    }

    /// Changes how many wait; the flag follows.
    fn change(&self, change: impl FnOnce(Option<usize>) -> Option<usize>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = change(*waiting);
        self.flag.store(waiting.is_some_and(|count| count > 0), Ordering::Relaxed);
    }

    /// A request that was read.
    fn note(&self, message: &Value) {
        if stops(message) {
            self.change(|waiting| waiting.map(|count| count + 1));
        }
    }

    /// A request that is being handled.
    pub(super) fn handle(&self, message: &Value) {
        if stops(message) {
            self.change(|waiting| waiting.map(|count| count.saturating_sub(1)));
        }
    }

    /// Lets a run go that nobody asked to stop yet.
    pub(super) fn release(&self) {
        self.change(|waiting| waiting);
    }

    /// The conversation is over; who still reads for it stops nothing any more.
    pub(super) fn retire(&self) {
        self.change(|_| None);
    }
}

fn stops(message: &Value) -> bool {
    message["type"] == "request" && STOPPING.iter().any(|one| message["command"] == *one)
}

/// The messages of an editor, read by a thread of their own. An editor that goes away stops the run too.
pub(super) fn messages(mut input: impl BufRead + Send + 'static, brake: Arc<Brake>) -> Receiver<Result<Value, String>> {
    let (sender, receiver) = sync_channel(MOST_WAITING);
    std::thread::spawn(move || {
        while let Some(message) = read(&mut input).transpose() {
            let last = message.is_err();
            message.iter().for_each(|message| brake.note(message));
            if sender.send(message).is_err() || last {
                break;
            }
        }
        brake.change(|waiting| waiting.map(|count| count + 1));
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_flag_is_up_while_requests_to_stop_wait() {
        let flag = Arc::new(AtomicBool::new(false));
        let brake = Brake::new(Arc::clone(&flag));
        let up = || flag.load(Ordering::Relaxed);
        let pause = json!({ "type": "request", "command": "pause" });
        brake.note(&json!({ "type": "request", "command": "threads" }));
        assert!(!up());
        brake.note(&pause);
        brake.note(&pause);
        brake.release();
        brake.handle(&pause);
        assert!(up(), "another one waits");
        brake.handle(&pause);
        assert!(!up());
        brake.retire();
        brake.note(&pause);
        assert!(!up(), "nobody waits behind the end");
    }
}
