//! Messages as bytes: a length, an empty line, JSON.

use serde_json::Value;
use std::io::{BufRead, Read, Write};

/// Largest message that is read.
const LARGEST: usize = 16 << 20;
/// Most lines in front of a message, and most bytes of one.
const MOST_LINES: usize = 32;
const LONGEST_LINE: u64 = 4096;

/// What messages start with, in any case of letters. It holds a colon, which no method of a browser's request does.
const STARTS: [&[u8]; 2] = [b"content-length:", b"content-type:"];

/// Whether a connection that starts with these bytes is an editor's; `None` where more of them are needed.
#[must_use]
pub fn is_editor(start: &[u8]) -> Option<bool> {
    let length = |known: &[u8]| known.len().min(start.len());
    let possible = STARTS.iter().find(|known| start[..length(known)].eq_ignore_ascii_case(&known[..length(known)]));
    possible.map_or(Some(false), |known| (start.len() >= known.len()).then_some(true))
}

/// The next message; `None` where the connection ends between two.
///
/// # Errors
/// What is no message: a line that is no header, a length that is missing or too large, JSON that cannot be read.
pub fn read(input: &mut impl BufRead) -> Result<Option<Value>, String> {
    let mut length = None;
    for lines in 0.. {
        let mut line = Vec::new();
        let count = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        let count = count.map_err(|error| format!("cannot read from the editor: {error}"))?;
        match (count, lines) {
            (0, 0) => return Ok(None),
            (0, _) | (_, MOST_LINES..) => return Err("the headers of a message do not end".into()),
            _ => {}
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            break;
        }
        let (name, value) = text.split_once(':').ok_or("a message starts with `Content-Length: NUMBER`")?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok();
        } else if !name.eq_ignore_ascii_case("content-type") {
            return Err("a message has no headers but Content-Length and Content-Type".into());
        }
    }
    let length = length.filter(|length| *length <= LARGEST);
    let length = length.ok_or_else(|| format!("a message has a Content-Length (allowed: 0 to {LARGEST})"))?;
    let mut bytes = Vec::new();
    let read = input.by_ref().take(length as u64).read_to_end(&mut bytes);
    match read {
        Ok(count) if count == length => {}
        _ => return Err("the connection ended inside a message".into()),
    }
    serde_json::from_slice(&bytes).map(Some).map_err(|error| format!("a message is no JSON: {error}"))
}

/// Writes a message.
///
/// # Errors
/// As the connection has it.
pub fn write(output: &mut (impl Write + ?Sized), message: &Value) -> std::io::Result<()> {
    let text = message.to_string();
    // In one piece, which a connection sends without waiting for the next.
    output.write_all(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn messages_survive_bytes() {
        let message = serde_json::json!({ "seq": 1, "text": "ü" });
        let mut bytes = Vec::new();
        write(&mut bytes, &message).unwrap();
        write(&mut bytes, &message).unwrap();
        let mut input = bytes.as_slice();
        assert_eq!(read(&mut input).unwrap(), Some(message.clone()));
        assert_eq!(read(&mut input).unwrap(), Some(message));
        assert_eq!(read(&mut input).unwrap(), None);
    }

    #[test]
    fn editors_are_known_by_their_first_header() {
        assert_eq!(is_editor(b"Content-Length: 5\r\n"), Some(true));
        assert_eq!(is_editor(b"CONTENT-TYPE:"), Some(true));
        assert!([&b""[..], b"C", b"content-"].iter().all(|start| is_editor(start).is_none()));
        for start in ["CONNECT a:1 HTTP/1.1", "Content-Length / HTTP/1.1", "POST /", "\x16\x03\x01", "{"] {
            assert_eq!(is_editor(start.as_bytes()), Some(false), "{start:?}");
        }
    }

    #[test]
    fn what_is_no_message_is_refused() {
        let cases: [&[u8]; 6] = [
            b"POST / HTTP/1.1\r\n\r\n",
            b"Content-Length: 99999999999\r\n\r\n",
            b"Content-Length: 5\r\n\r\n{}",
            b"Content-Length: 2\r\n\r\n{{",
            b"Host: x\r\nContent-Length: 2\r\n\r\n{}",
            b"\r\n",
        ];
        for bytes in cases {
            assert!(read(&mut &bytes[..]).is_err(), "{}", String::from_utf8_lossy(bytes));
        }
        assert!(read(&mut vec![b'a'; 1 << 20].as_slice()).is_err());
    }
}
