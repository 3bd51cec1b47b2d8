//! The text header of a `.npy` file: a Python dictionary with element type, memory order and shape.

use super::array::{DataType, MAX_AXES};
use crate::diagnostic::FormatError;

/// The byte order of stored elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

/// What the header says about the bytes behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) dtype: DataType,
    pub(super) byte_order: ByteOrder,
    pub(super) fortran_order: bool,
    pub(super) shape: Vec<usize>,
}

impl Header {
    /// Reads the dictionary in `text`, which starts at byte `base` of the file.
    pub(super) fn parse(text: &[u8], base: u64) -> Result<Header, FormatError> {
        let mut parser = Parser { text, at: 0, base };
        let header = parser.dictionary()?;
        parser.expect_end()?;
        Ok(header)
    }

    /// The dictionary of a little-endian C-order array, as NumPy writes it.
    pub(super) fn text(dtype: DataType, shape: &[usize]) -> String {
        let order = if dtype.size() == 1 { '|' } else { '<' };
        let axes: Vec<String> = shape.iter().map(usize::to_string).collect();
        let comma = if axes.len() == 1 { "," } else { "" };
        let (code, axes) = (dtype.code(), axes.join(", "));
        format!("{{'descr': '{order}{code}', 'fortran_order': False, 'shape': ({axes}{comma}), }}")
    }
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    base: u64,
}

impl<'a> Parser<'a> {
    fn dictionary(&mut self) -> Result<Header, FormatError> {
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        self.expect(b'{')?;
        while !self.take(b'}') {
            let key = self.quoted("a key in quotes")?;
            self.expect(b':')?;
            let repeated = match key {
                "descr" => descr.replace(self.element_type()?).is_some(),
                "fortran_order" => fortran_order.replace(self.boolean()?).is_some(),
                "shape" => shape.replace(self.tuple()?).is_some(),
                _ => return Err(self.error(format!("the header has the unknown key {key:?}"), KEYS)),
            };
            if repeated {
                return Err(self.error(format!("the header has the key {key:?} twice"), KEYS));
            }
            if !self.take(b',') {
                self.expect(b'}')?;
                break;
            }
        }
        match (descr, fortran_order, shape) {
            (Some((byte_order, dtype)), Some(fortran_order), Some(shape)) => {
                Ok(Header { dtype, byte_order, fortran_order, shape })
            }
            _ => Err(self.error("the header lacks a key".to_owned(), KEYS)),
        }
    }

    fn element_type(&mut self) -> Result<(ByteOrder, DataType), FormatError> {
        if matches!(self.peek(), Some(b'[' | b'(')) {
            return Err(self.error("the array has structured elements".to_owned(), &element_types()));
        }
        let descr = self.quoted("an element type in quotes")?;
        let (order, code) = match descr.as_bytes().first() {
            Some(b'>') => (ByteOrder::Big, &descr[1..]),
            Some(b'<' | b'|' | b'=') => (ByteOrder::Little, &descr[1..]),
            _ => (ByteOrder::Little, descr),
        };
        match DataType::from_code(code) {
            Some(dtype) => Ok((order, dtype)),
            // Two raw bytes are what bf16 extension types leave in the file.
            None if code == "V2" => Ok((order, DataType::U16)),
            None => Err(self.unsupported(descr)),
        }
    }

    fn unsupported(&self, descr: &str) -> FormatError {
        let what = match descr.trim_start_matches(['<', '>', '|', '=']).chars().next() {
            Some('O') => "the array holds pickled Python objects, which can run code when loaded".to_owned(),
            _ => format!("the array has elements of type {descr:?}"),
        };
        self.error(what, &element_types()).help("save the array again with one of these element types")
    }

    fn boolean(&mut self) -> Result<bool, FormatError> {
        match self.word() {
            b"True" => Ok(true),
            b"False" => Ok(false),
            _ => Err(self.error("fortran_order is not a truth value".to_owned(), "True or False")),
        }
    }

    fn tuple(&mut self) -> Result<Vec<usize>, FormatError> {
        let mut axes = Vec::new();
        self.expect(b'(')?;
        while !self.take(b')') {
            axes.push(self.axis()?);
            if axes.len() > MAX_AXES {
                return Err(self.error("the shape has too many axes".to_owned(), &format!("up to {MAX_AXES}")));
            }
            if !self.take(b',') {
                self.expect(b')')?;
                break;
            }
        }
        Ok(axes)
    }

    fn axis(&mut self) -> Result<usize, FormatError> {
        let word = self.word();
        // Python 2 wrote long integers with a trailing L.
        let digits = word.strip_suffix(b"L").unwrap_or(word);
        let size = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        size.ok_or_else(|| self.error("an axis of the shape is not a size".to_owned(), "whole numbers from 0"))
    }

    fn quoted(&mut self, wanted: &str) -> Result<&'a str, FormatError> {
        let quote = self.peek().filter(|byte| matches!(byte, b'\'' | b'"'));
        let inner = quote.and_then(|quote| {
            let rest = &self.text[self.at + 1..];
            rest.iter().position(|&byte| byte == quote).map(|end| &rest[..end])
        });
        let text = inner.and_then(|inner| std::str::from_utf8(inner).ok());
        let text = text.ok_or_else(|| self.error("the header is not a Python dictionary".to_owned(), wanted))?;
        self.at += text.len() + 2;
        Ok(text)
    }

    fn word(&mut self) -> &'a [u8] {
        self.peek();
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text[self.at..];
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), FormatError> {
        if self.take(byte) {
            return Ok(());
        }
        let wanted = format!("{:?}", char::from(byte));
        Err(self.error("the header is not a Python dictionary".to_owned(), &wanted))
    }

    fn expect_end(&mut self) -> Result<(), FormatError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("the header goes on behind its dictionary".to_owned(), "white space")),
        }
    }

    fn error(&self, what: String, allowed: &str) -> FormatError {
        FormatError::new("npy", self.base + self.at as u64, what)
            .allowed(allowed)
            .help("save the array again with NumPy")
    }
}

/// The keys of a header.
const KEYS: &str = "descr, fortran_order and shape, each once";

fn element_types() -> String {
    DataType::ALL.map(DataType::code).join(", ")
}
