//! Unary fields, read a byte at a time: so many zeros, then a one, for each symbol.

/// Bytes of the longest field.
const FIELD_BYTES: usize = 6;

/// What a byte of a field holds.
#[derive(Clone, Copy)]
struct Piece {
    /// The zeros in front of each one, those of the first in the lowest byte.
    gaps: u64,
    ones: u8,
    /// The zeros behind the last one.
    rest: u8,
}

static PIECES: [Piece; 256] = pieces();

const fn pieces() -> [Piece; 256] {
    let mut pieces = [Piece { gaps: 0, ones: 0, rest: 8 }; 256];
    let mut byte = 1;
    while byte < 256 {
        pieces[byte] = piece(byte as u32);
        byte += 1;
    }
    pieces
}

const fn piece(mut left: u32) -> Piece {
    let mut piece = Piece { gaps: 0, ones: 0, rest: 8 };
    while left != 0 {
        let gap = left.trailing_zeros();
        piece.gaps |= (gap as u64) << (8 * piece.ones);
        piece.ones += 1;
        piece.rest -= gap as u8 + 1;
        left >>= gap + 1;
    }
    piece
}

/// How many zeros stand in front of each of the first sixteen ones, and how many ones there are.
#[inline(always)]
pub(super) fn gaps(field: u64) -> (u128, u32) {
    let mut found = [0; 64];
    let (mut ones, mut before) = (0, 0);
    for byte in &field.to_le_bytes()[..FIELD_BYTES] {
        let piece = &PIECES[usize::from(*byte)];
        // What does not belong to a one is overwritten by the next piece.
        if let Some(place) = found.get_mut(ones..ones + 8) {
            place.copy_from_slice(&(piece.gaps + before).to_le_bytes());
        }
        ones += usize::from(piece.ones);
        before = if piece.ones == 0 { before + 8 } else { piece.rest.into() };
    }
    (u128::from_le_bytes(*found.first_chunk().unwrap_or(&[0; 16])), ones as u32)
}
