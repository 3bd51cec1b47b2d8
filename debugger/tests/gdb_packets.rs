//! Anything may come over the connection that should come from gdb.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use debugger::{Debugger, NoFiles, gdb};
use gdbstub::conn::{Connection, ConnectionExt};
use isa::random::Random;

/// Bytes that arrive, and what is sent back.
struct Wire {
    incoming: std::vec::IntoIter<u8>,
    sent: Vec<u8>,
}

impl Connection for Wire {
    type Error = std::io::Error;

    fn write(&mut self, byte: u8) -> Result<(), Self::Error> {
        self.sent.push(byte);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl ConnectionExt for Wire {
    fn read(&mut self) -> Result<u8, Self::Error> {
        self.incoming.next().ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }

    fn peek(&mut self) -> Result<Option<u8>, Self::Error> {
        Ok(self.incoming.as_slice().first().copied())
    }
}

fn packet(body: &str) -> Vec<u8> {
    let sum = body.bytes().fold(0_u8, u8::wrapping_add);
    format!("+${body}#{sum:02x}").into_bytes()
}

/// Packets as gdb sends them.
const PACKETS: [&str; 49] = [
    "qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;xmlRegisters=i386",
    "vMustReplyEmpty",
    "QStartNoAckMode",
    "?",
    "g",
    "p21",
    "p2f",
    "p30",
    "P21=0500000000000000",
    "P30=00",
    "m500000000,40",
    "m100000000,ffff",
    "mffffffffffffffff,10",
    "M100000000,4:deadbeef",
    "Z0,400000000,4",
    "z0,400000000,4",
    "Z2,100000000,40",
    "Z2,100000000,ffffffffffffffff",
    "Z4,2000000ff,2",
    "vCont?",
    "vCont;c",
    "vCont;s:p1.1;c",
    "vCont;s:1",
    "bs",
    "bc",
    "Hgp1.2",
    "Hc-1",
    "qfThreadInfo",
    "qThreadExtraInfo,p1.1",
    "qXfer:features:read:target.xml:0,ffb",
    "qXfer:exec-file:read:1:0,ffb",
    "vFile:open:2f74707573636f70652f70726f6772616d2e656c66,0,0",
    "vFile:pread:1,1000,0",
    "p21",
    "p2c",
    "P2f=ffffffffffffffff",
    "m1400000000000,400",
    "m1500000000fff,2",
    "m1ffffffffffff,ffff",
    "Z0,4000000700,4",
    "Z4,100000000,0",
    "Hcp1.0",
    "Hcp1.3",
    "Hgp1.1",
    "!",
    "vKill;1",
    "X100000000,2:ab",
    "qRcmd,6272656b",
    "qRcmd,73657420647261",
];

fn serve(bytes: Vec<u8>) {
    let mut debugger = Debugger::new(common::session(3, 1 << 20), Box::new(NoFiles));
    let wire = Wire { incoming: bytes.into_iter(), sent: Vec::new() };
    // Any outcome will do, as long as there is one.
    let _ = gdb::serve(&mut debugger, wire, "/tmp/listing.tpu");
}

#[test]
fn whatever_comes_over_the_connection_ends_well() {
    let rounds = std::env::var("TPUSCOPE_FUZZ_ITERATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let mut random = Random::new(7);
    serve(PACKETS.iter().flat_map(|body| packet(body)).collect());
    for _ in 0..rounds {
        let mut bytes: Vec<u8> =
            (0..30).flat_map(|_| packet(PACKETS[random.below(PACKETS.len() as u32) as usize])).collect();
        for _ in 0..random.below(12) {
            let at = random.below(bytes.len() as u32) as usize;
            bytes[at] = random.below(256) as u8;
        }
        serve(bytes);
    }
}
