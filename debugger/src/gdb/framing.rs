//! Which bytes come from gdb, and which from somebody who wants to be taken for it.
//!
//! Web pages can make browsers send nearly anything to a port of this computer: any body, even any word of letters, digits
//! and signs like `$`, `+` and `#` as the method in front. What they cannot do without is the space behind the method.

/// Packets that debuggers greet with; none of them does anything.
const GREETINGS: [&str; 5] = ["qSupported", "QStartNoAckMode", "vMustReplyEmpty", "!", "?"];

/// Whether a connection that starts with these bytes is a debugger's; `None` where more of them are needed.
#[must_use]
pub fn is_gdb(start: &[u8]) -> Option<bool> {
    // Acknowledgements, and Ctrl-C for those who want a running target to stop.
    let rest = &start[start.iter().take_while(|byte| matches!(byte, b'+' | 0x03)).count()..];
    let Some((b'$', packet)) = rest.split_first() else { return if rest.is_empty() { None } else { Some(false) } };
    let length = packet.iter().position(|byte| *byte == b'#').unwrap_or(packet.len());
    let (body, sum) = packet.split_at(length);
    match body {
        _ if !body.iter().all(u8::is_ascii_graphic) => Some(false),
        _ if sum.len() < 3 => None,
        _ => {
            let mut framing = Framing::default();
            let framed = rest.iter().all(|byte| framing.allows(*byte));
            Some(framed && GREETINGS.iter().any(|greeting| greets(body, greeting)))
        }
    }
}

fn greets(body: &[u8], greeting: &str) -> bool {
    body.strip_prefix(greeting.as_bytes()).is_some_and(|rest| matches!(rest.first(), None | Some(b':' | b';')))
}

/// Where a stream of packets is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Framing {
    /// Between two packets.
    #[default]
    Between,
    /// In a packet.
    Inside,
    /// In front of the first digit of its sum.
    Sum,
    /// In front of the second one.
    LastDigit,
}

impl Framing {
    /// Takes note of a byte; whether gdb could send it here.
    #[must_use]
    pub fn allows(&mut self, byte: u8) -> bool {
        let (next, allowed) = match (*self, byte) {
            (Framing::Between, b'$') => (Framing::Inside, true),
            (Framing::Between, b'+' | b'-' | 0x03) => (Framing::Between, true),
            (Framing::Between, _) => (Framing::Between, false),
            (Framing::Inside, b'#') => (Framing::Sum, true),
            (Framing::Inside, _) => (Framing::Inside, true),
            (Framing::Sum, digit) => (Framing::LastDigit, digit.is_ascii_hexdigit()),
            (Framing::LastDigit, digit) => (Framing::Between, digit.is_ascii_hexdigit()),
        };
        *self = next;
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debuggers_are_known_by_their_first_packet() {
        for start in ["+$qSupported:multiprocess+;swbreak+#c6", "+$QStartNoAckMode#b0", "\x03+$?#3f", "$!#21"] {
            assert_eq!(is_gdb(start.as_bytes()), Some(true), "{start:?}");
            assert!((0..start.len()).all(|end| is_gdb(&start.as_bytes()[..end]).is_none()), "{start:?}");
        }
    }

    #[test]
    fn nothing_that_a_browser_sends_is_a_debugger() {
        for start in [
            "GET / HTTP/1.1",
            "POST / HTTP/1.1",
            "OPTIONS *",
            "\x16\x03\x01",
            "$k#6b / HTTP/1.1",
            "$?#3f / HTTP/1.1",
            "$vCont / HTTP/1.1",
            "$qSupported / HTTP/1.1\r\nA: #c6",
            "$qSupportedX#00",
            "+-$?#3f",
        ] {
            assert_eq!(is_gdb(start.as_bytes()), Some(false), "{start:?}");
        }
    }

    #[test]
    fn a_method_that_looks_like_a_packet_ends_at_the_space_behind_it() {
        let mut framing = Framing::default();
        let allowed = |framing: &mut Framing, text: &str| text.bytes().all(|byte| framing.allows(byte));
        assert!(allowed(&mut framing, "+$qSupported:a b#00-\x03$g#67+"));
        for text in ["$?#3f /", "$?#3g", "\r\n$k#6b"] {
            assert!(!allowed(&mut Framing::default(), text), "{text:?}");
        }
    }
}
