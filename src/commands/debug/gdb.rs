//! The debugger for gdb.

use super::folder::Folder;
use super::listen::{Client, Door, announce, listen};
use crate::cli::Debug as Arguments;
use crate::exit::Outcome;
use debugger::gdb::{self, Connection, ConnectionExt, Framing, Parting, elf};
use debugger::{Debugger, NoFiles, Session};
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;

/// Serves one gdb after the other, until one of them ends the session.
pub(super) fn serve(session: Session, address: &str, arguments: &Arguments) -> Outcome {
    let listener = listen(address, arguments.allow_remote)?;
    let folder = Folder::new()?;
    let listing = folder.write("program.tpu", elf::listing(&session).as_bytes())?;
    let python = folder.write("tpuscope_gdb.py", gdb::PYTHON.as_bytes())?;
    // Whoever reaches the port must not reach files.
    let mut debugger = Debugger::new(session, Box::new(NoFiles));
    announce(&listener, |address| {
        format!("start gdb-multiarch, then `target remote {address}`; `source {}` prints descriptors", python.display())
    })?;
    let door = Door::open(listener, gdb::is_gdb);
    loop {
        let client = door.next(debugger.session.cancel())?;
        let parting = gdb::serve(&mut debugger, Wire::new(client), &listing.display().to_string());
        let told = match &parting {
            Ok(Parting::Detached) => "gdb has detached; this ends the session, `disconnect` would have left it open",
            Ok(Parting::Killed) => "gdb has ended the session",
            Ok(Parting::Lost) => "gdb has gone without ending the session; the run stays where it is for the next one",
            Err(why) => &format!("{why}; the run stays where it is for the next connection"),
        };
        writeln!(io::stderr(), "{told}")?;
        if matches!(parting, Ok(Parting::Detached | Parting::Killed)) {
            return Ok(());
        }
    }
}

/// A connection that ends where something comes that gdb does not send.
struct Wire {
    stream: TcpStream,
    incoming: VecDeque<u8>,
    outgoing: Vec<u8>,
    framing: Framing,
}

impl Wire {
    fn new(client: Client) -> Self {
        Wire { stream: client.stream, incoming: client.start.into(), outgoing: Vec::new(), framing: Framing::default() }
    }

    /// Takes what has arrived; without `wait` that may be nothing.
    fn fill(&mut self, wait: bool) -> io::Result<()> {
        let mut bytes = [0; 4096];
        self.stream.set_nonblocking(!wait)?;
        match Read::read(&mut self.stream, &mut bytes) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.incoming.extend(&bytes[..count]);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock && !wait => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Connection for Wire {
    type Error = io::Error;

    fn write(&mut self, byte: u8) -> io::Result<()> {
        self.outgoing.push(byte);
        Ok(())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.outgoing.extend(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.set_nonblocking(false)?;
        Write::write_all(&mut self.stream, &std::mem::take(&mut self.outgoing))
    }

    fn on_session_start(&mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)
    }
}

impl ConnectionExt for Wire {
    fn read(&mut self) -> io::Result<u8> {
        loop {
            match self.incoming.pop_front() {
                Some(byte) if self.framing.allows(byte) => return Ok(byte),
                Some(_) => return Err(ErrorKind::InvalidData.into()),
                None => self.fill(true)?,
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.incoming.is_empty() {
            self.fill(false)?;
        }
        Ok(self.incoming.front().copied())
    }
}
