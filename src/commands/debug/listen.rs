//! Sockets that only this computer reaches, unless told otherwise.

use crate::exit::{Failure, Reason};
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// How long a connection may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks at whether somebody pressed Ctrl-C.
const MOMENT: Duration = Duration::from_millis(100);
/// Most connections that are looked at at a time.
const MOST: usize = 64;
/// Most bytes in which a connection says what it is.
const LONGEST_START: usize = 4096;

/// Listens at `PORT` of this computer, or at `HOST:PORT`.
pub(super) fn listen(text: &str, allow_remote: bool) -> Result<TcpListener, Failure> {
    let usage = |what: String| Failure::new(Reason::Usage, what);
    let address = address(text).ok_or_else(|| usage(format!("`{text}` is no address; give PORT or HOST:PORT")))?;
    if !address.ip().is_loopback() && !allow_remote {
        let what =
            format!("{address} is reached from other computers; give 127.0.0.1, or --allow-remote if you mean it");
        return Err(usage(what));
    }
    TcpListener::bind(address)
        .map_err(|error| Failure::new(Reason::Io, format!("cannot listen at {address}: {error}; give another port")))
}

fn address(text: &str) -> Option<SocketAddr> {
    match text.parse::<u16>() {
        Ok(port) => Some(SocketAddr::from(([127, 0, 0, 1], port))),
        Err(_) => text.to_socket_addrs().ok()?.next(),
    }
}

/// Says on standard error where it listens, with what to do next.
pub(super) fn announce(listener: &TcpListener, next: impl Fn(SocketAddr) -> String) -> Result<(), Failure> {
    let address = listener.local_addr().map_err(|error| Failure::new(Reason::Io, error))?;
    writeln!(std::io::stderr(), "listening at {address}; {}", next(address))?;
    Ok(())
}

/// A connection that has shown what it is, and what it has sent so far.
pub(super) struct Client {
    pub(super) stream: TcpStream,
    pub(super) start: Vec<u8>,
}

/// What lets clients in, one after the other. Connections that start otherwise than clients do, such as those that a web
/// page makes a browser open, are closed without an answer; those that are silent keep nobody waiting.
pub(super) struct Door {
    clients: Receiver<Client>,
}

impl Door {
    /// Opens for those whose first bytes `recognise` knows; it is asked again as long as it needs more of them.
    pub(super) fn open(listener: TcpListener, recognise: fn(&[u8]) -> Option<bool>) -> Self {
        let (sender, clients) = channel();
        std::thread::spawn(move || {
            let mut looked_at = VecDeque::new();
            loop {
                // An error is about this connection, or about too many files: it passes.
                let Ok((stream, _)) = listener.accept() else {
                    std::thread::sleep(MOMENT);
                    continue;
                };
                let stream = Arc::new(stream);
                make_room(&mut looked_at, &stream);
                let sender = sender.clone();
                // Where nobody waits for clients any more, there is nobody to tell either.
                std::thread::spawn(move || recognised(&stream, recognise).map(|client| sender.send(client)));
            }
        });
        Door { clients }
    }

    /// The next client; an error when `asked` says that somebody pressed Ctrl-C.
    pub(super) fn next(&self, asked: &AtomicBool) -> Result<Client, Failure> {
        loop {
            match self.clients.recv_timeout(MOMENT) {
                Ok(client) => return Ok(client),
                Err(RecvTimeoutError::Timeout) if asked.load(Ordering::Relaxed) => {
                    return Err(Failure::new(Reason::Interrupted, "stopped by Ctrl-C while waiting for a connection"));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::new(Reason::Io, "the port is closed")),
            }
        }
    }
}

/// Adds a connection that is looked at from now on; where there are too many, the oldest has to go.
fn make_room(looked_at: &mut VecDeque<Weak<TcpStream>>, stream: &Arc<TcpStream>) {
    looked_at.retain(|one| one.strong_count() > 0);
    if looked_at.len() >= MOST
        && let Some(oldest) = looked_at.pop_front().and_then(|one| one.upgrade())
    {
        drop(oldest.shutdown(Shutdown::Both));
    }
    looked_at.push_back(Arc::downgrade(stream));
}

/// The connection, if its first bytes come in time and are those of a client.
fn recognised(mut stream: &TcpStream, recognise: fn(&[u8]) -> Option<bool>) -> Option<Client> {
    let deadline = Instant::now() + PATIENCE;
    let mut start = Vec::new();
    let mut bytes = [0; 512];
    while recognise(&start).is_none() && start.len() < LONGEST_START {
        let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        stream.set_read_timeout(Some(left)).ok()?;
        match stream.read(&mut bytes) {
            Ok(0) | Err(_) => return None,
            Ok(count) => start.extend(&bytes[..count]),
        }
    }
    stream.set_read_timeout(None).ok()?;
    let stream = stream.try_clone().ok()?;
    (recognise(&start) == Some(true)).then_some(Client { stream, start })
}
