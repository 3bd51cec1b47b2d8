//! Sockets that only this computer reaches, unless told otherwise.

use crate::exit::{Failure, Reason};
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;

/// How long a connection may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(5);

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

/// The first connection whose first byte is `expected`. Others, such as those that a web page makes a browser open, are
/// closed without an answer.
pub(super) fn accept(listener: &TcpListener, expected: impl Fn(u8) -> bool) -> Result<TcpStream, Failure> {
    loop {
        let (stream, _) = listener.accept().map_err(|error| Failure::new(Reason::Io, error))?;
        if starts_with(&stream, &expected).unwrap_or(false) {
            return Ok(stream);
        }
    }
}

fn starts_with(stream: &TcpStream, expected: impl Fn(u8) -> bool) -> std::io::Result<bool> {
    let mut first = [0];
    stream.set_read_timeout(Some(PATIENCE))?;
    let count = stream.peek(&mut first)?;
    stream.set_read_timeout(None)?;
    Ok(count == 1 && expected(first[0]))
}
