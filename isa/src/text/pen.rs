//! Where text goes, and how numbers get there quickly.

/// What a stretch of text is, for a reader with colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// The engine.
    Engine,
    /// The operation.
    Mnemonic,
    /// Ids, layer and the like.
    Header,
    /// An operand.
    Operand,
    /// A further field of the operation.
    Attribute,
    /// A field that the operation does not account for.
    Extra,
}

/// Receives text in pieces.
pub trait Sink {
    /// Whether [`Sink::style`] wants to be told.
    const STYLED: bool = false;

    /// Appends text.
    fn text(&mut self, text: &str);

    /// What follows is of this style.
    fn style(&mut self, style: Style) {
        let _ = style;
    }
}

impl Sink for String {
    #[inline]
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }
}

const ROOM: usize = 512;

/// Gathers short pieces, so that the sink sees few long ones.
pub(super) struct Pen<'s, S: Sink> {
    gathered: [u8; ROOM],
    length: usize,
    sink: &'s mut S,
}

impl<'s, S: Sink> Pen<'s, S> {
    pub(super) fn new(sink: &'s mut S) -> Self {
        Pen { gathered: [0; ROOM], length: 0, sink }
    }

    /// Hands everything on; nothing may be left in a pen that goes away.
    pub(super) fn flush(&mut self) {
        if let Ok(text) = std::str::from_utf8(&self.gathered[..self.length]) {
            self.sink.text(text);
        }
        self.length = 0;
    }

    #[inline]
    pub(super) fn style(&mut self, style: Style) {
        if S::STYLED {
            self.flush();
            self.sink.style(style);
        }
    }

    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        self.ascii(text.as_bytes());
    }

    #[inline]
    pub(super) fn decimal(&mut self, value: u64) {
        match value {
            0..=9 => self.ascii(&[b'0' + value as u8]),
            10..=99 => self.ascii(&[b'0' + (value / 10) as u8, b'0' + (value % 10) as u8]),
            _ => self.number::<10>(value),
        }
    }

    #[inline]
    pub(super) fn hex(&mut self, value: u64) {
        self.ascii(b"0x");
        self.number::<16>(value);
    }

    fn number<const BASE: u64>(&mut self, value: u64) {
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        let mut rest = value;
        loop {
            at -= 1;
            digits[at] = b"0123456789abcdef"[(rest % BASE) as usize];
            rest /= BASE;
            if rest == 0 {
                return self.ascii(&digits[at..]);
            }
        }
    }

    #[inline]
    fn ascii(&mut self, piece: &[u8]) {
        if self.length + piece.len() > ROOM {
            self.flush();
        }
        let piece = &piece[..piece.len().min(ROOM)];
        self.gathered[self.length..self.length + piece.len()].copy_from_slice(piece);
        self.length += piece.len();
    }
}
