//! A worker process as its supervisor sees it.

use super::protocol::{Event, Request, send};
use crate::cli::Difftest as Arguments;
use crate::exit::{Failure, Reason};
use isa::chip::Chip;
use std::io::{self, BufRead, BufReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child as Process, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::time::{Duration, Instant};

/// How often the wish to stop is looked at.
const TICK: Duration = Duration::from_millis(100);
/// Events that may wait for the supervisor.
const BACKLOG: usize = 1000;
/// Bytes that are kept of what the library prints.
const NOISE: usize = 4096;

/// What came of waiting for a worker.
pub(super) enum Heard {
    Event(Event),
    /// The worker is gone; the last that it printed, or that it took too long.
    Gone(String),
    /// The user wants to stop.
    Stopped,
}

/// A running worker; dropping it ends the process.
pub(super) struct Child {
    process: Process,
    to: UnixStream,
    events: Receiver<Event>,
    noise: Receiver<String>,
    limit: Duration,
}

impl Child {
    /// Starts a worker and waits until it can be asked for something.
    pub(super) fn ready(arguments: &Arguments, chip: Chip, asked: &AtomicBool) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::file(Path::new("the worker process"), "start", &error);
        let mut child = Self::start(arguments, chip).map_err(failed)?;
        match child.hear(asked) {
            Heard::Event(Event::Unusable { message }) => Err(Failure::new(Reason::Unsupported, message)),
            Heard::Gone(why) => {
                let path = arguments.reference.display();
                let told = format!("{path} does not survive being loaded: {why}; give another library");
                Err(Failure::new(Reason::Unsupported, told))
            }
            _ => Ok(child),
        }
    }

    fn start(arguments: &Arguments, chip: Chip) -> io::Result<Self> {
        let (to, theirs) = UnixStream::pair()?;
        let (noise, printed) = io::pipe()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["difftest-worker", "--chip", chip.profile().name, "--seed", &arguments.seed.to_string()]);
        command.arg("--reference").arg(std::path::absolute(&arguments.reference)?);
        command.args(arguments.ops.iter().flat_map(|name| ["--ops", name]));
        command.stdin(OwnedFd::from(theirs)).stdout(printed.try_clone()?).stderr(printed);
        // Ctrl-C is for the supervisor.
        let process = command.process_group(0).spawn()?;
        let events = listen(to.try_clone()?);
        Ok(Child { process, to, events, noise: remember(noise), limit: Duration::from_secs(arguments.time_limit) })
    }

    pub(super) fn ask(&mut self, request: &Request) {
        // A worker that is gone says so where its answer is waited for.
        drop(send(&mut self.to, request));
    }

    /// The next event.
    pub(super) fn hear(&mut self, asked: &AtomicBool) -> Heard {
        let since = Instant::now();
        loop {
            if asked.load(Ordering::Relaxed) {
                return Heard::Stopped;
            }
            match self.events.recv_timeout(TICK) {
                Ok(event) => return Heard::Event(event),
                Err(RecvTimeoutError::Disconnected) => return Heard::Gone(self.last_words()),
                Err(RecvTimeoutError::Timeout) if since.elapsed() > self.limit => {
                    return Heard::Gone(format!("took longer than {} s", self.limit.as_secs()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The last line that the worker printed.
    fn last_words(&mut self) -> String {
        let printed = self.noise.recv_timeout(TICK).unwrap_or_default();
        let line = printed.lines().map(str::trim).rfind(|line| !line.is_empty());
        let status = self.process.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        format!("{status}: {}", line.unwrap_or("it printed nothing"))
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Turns lines into events; the channel closes with the connection.
fn listen(from: UnixStream) -> Receiver<Event> {
    let (sender, events) = sync_channel(BACKLOG);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let Ok(event) = serde_json::from_str(&line) else { break };
            if sender.send(event).is_err() {
                break;
            }
        }
    });
    events
}

/// Keeps the end of what is printed and hands it over when the worker is gone.
fn remember(mut from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, noise) = channel();
    std::thread::spawn(move || {
        let (mut kept, mut more) = (Vec::new(), [0; NOISE]);
        while let Ok(count @ 1..) = from.read(&mut more) {
            kept.extend_from_slice(&more[..count]);
            kept.drain(..kept.len().saturating_sub(NOISE));
        }
        // Nobody asks for the noise of a worker that was not needed any more.
        drop(sender.send(String::from_utf8_lossy(&kept).into_owned()));
    });
    noise
}
