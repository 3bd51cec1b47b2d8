//! Memory and descriptors by address.

use super::{Adapter, Reply, text, variables};
use crate::area::number;
use crate::commands;
use crate::gdb::addresses;
use crate::views::descriptor;
use serde_json::{Value, json};

/// Most bytes of memory in one answer.
const MOST_BYTES: u64 = 1 << 16;
/// Most descriptors in one answer.
const MOST_LINES: i64 = 4096;

impl Adapter {
    fn address(arguments: &Value) -> Result<u64, String> {
        let text = text(arguments, "memoryReference");
        let address = number(text).ok_or_else(|| format!("`{}` is no address", text.escape_debug()))?;
        Ok(address.wrapping_add_signed(arguments["offset"].as_i64().unwrap_or(0)))
    }

    pub(super) fn disassemble(&self, arguments: &Value) -> Result<Value, String> {
        let session = &self.debugger.session;
        let address = Self::address(arguments)?;
        let start = addresses::turn_at(session, address).and_then(|turn| session.turns().get(turn));
        let start = start.ok_or_else(|| format!("there is no descriptor at {address:#x}"))?;
        let shift = arguments["instructionOffset"].as_i64().unwrap_or(0);
        let count = arguments["instructionCount"].as_i64().unwrap_or(1).clamp(0, MOST_LINES);
        let turns: Vec<(usize, u64)> = addresses::turns_of(session, start.engine)
            .filter_map(|(at, turn)| Some((at, addresses::of_turn(turn)?)))
            .collect();
        let first = (start.ordinal as i64).saturating_add(shift);
        let (base, size) = addresses::code(start.engine);
        let source = variables::source(&self.listing);
        let line = |ordinal: i64| match usize::try_from(ordinal).ok().and_then(|ordinal| turns.get(ordinal)) {
            Some((at, address)) => json!({
                "address": format!("{address:#x}"), "instruction": descriptor::line(session, *at),
                "symbol": session.symbols().layer_of(&session.turns()[*at]),
                "location": source, "line": self.client.line(*at),
            }),
            None => {
                let address = base.wrapping_add_signed(ordinal.saturating_mul(size as i64));
                json!({ "address": format!("{address:#x}"), "instruction": "", "presentationHint": "invalid" })
            }
        };
        let lines: Vec<Value> = (0..count).map(|at| line(first.saturating_add(at))).collect();
        Ok(json!({ "instructions": lines }))
    }

    pub(super) fn read_memory(&self, arguments: &Value) -> Result<Value, String> {
        let session = &self.debugger.session;
        let address = Self::address(arguments)?;
        let count = arguments["count"].as_u64().unwrap_or(0).min(MOST_BYTES);
        let bytes: Vec<u8> = (0..count).map_while(|at| addresses::read(session, address.wrapping_add(at))).collect();
        let unreadable = count - bytes.len() as u64;
        Ok(json!({ "address": format!("{address:#x}"), "data": encode(&bytes), "unreadableBytes": unreadable }))
    }

    pub(super) fn write_memory(&mut self, arguments: &Value) -> Result<Reply, String> {
        let address = Self::address(arguments)?;
        let bytes = decode(text(arguments, "data")).ok_or("the data are no base64")?;
        let session = &self.debugger.session;
        let place = |at: u64| addresses::byte_at(session, address.wrapping_add(at));
        let places: Option<Vec<_>> = (0..bytes.len() as u64).map(place).collect();
        let places = places.ok_or_else(|| format!("{} bytes at {address:#x} leave the memory", bytes.len()))?;
        commands::poke(&mut self.debugger.session, &places, &bytes);
        let events = self.invalidated().into_iter().collect();
        Ok(Reply { body: json!({ "bytesWritten": bytes.len() }), events, ..Reply::default() })
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as base64.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { letter.into() } else { '=' });
        }
    }
    text
}

/// The bytes of base64.
fn decode(text: &str) -> Option<Vec<u8>> {
    let letters = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(letters.len() * 3 / 4);
    for chunk in letters.chunks(4) {
        let mut number = 0_u32;
        for letter in chunk {
            number = number << 6 | LETTERS.iter().position(|one| one == letter)? as u32;
        }
        number <<= 6 * (4 - chunk.len());
        let count = [0, 0, 1, 2, 3].get(chunk.len()).copied()?;
        bytes.extend(&number.to_be_bytes()[1..1 + count]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_base64() {
        assert_eq!([encode(b"a"), encode(b"ab"), encode(b"abc")], ["YQ==", "YWI=", "YWJj"]);
        for length in 0..9 {
            let bytes: Vec<u8> = (0..length).map(|at: u8| at.wrapping_mul(37).wrapping_add(200)).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
        assert_eq!(decode("a*=="), None);
    }
}
