//! Numbers as the files mostly hold them, with at most two decimals: read from and written as text eight characters
//! at a time, which is several times faster than going through them one by one.
//!
//! What does not fit is left to the general ways; where both apply, both give the same number and the same text.

use crate::geometry::{MAX_MM, Point, round_to_file_precision};

/// A byte of `1` in each place of a word.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The number at the start of `text`, and how many bytes it takes. None if it has more than two decimals or eight
/// characters, or is no number; what stands behind it is for the caller to look at.
///
/// It is the number that is nearest to the text: hundredths are whole, and a division rounds once.
#[inline]
pub(super) fn read(text: &[u8]) -> Option<(f64, usize)> {
    let (negative, text) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = u64::from_le_bytes(*text.first_chunk()?) ^ (ONES * u64::from(b'0'));
    // The high bit of each byte that is no digit.
    let others = (((digits & (ONES * 0x7f)) + ONES * (0x7f - 9)) | digits) & (ONES * 0x80);
    let whole = others.trailing_zeros() / 8;
    // No digit, or no end within the word, or a zero in front of others, which JSON does not have.
    if whole == 0 || whole == 8 || (digits as u8 == 0 && whole > 1) {
        return None;
    }
    let (number, length) = if (digits >> (8 * whole)) & 0xff == u64::from(b'.' ^ b'0') {
        let end = (others & (others - 1)).trailing_zeros() / 8;
        let decimals = end - whole - 1;
        if end == 8 || decimals == 0 || decimals > 2 {
            return None;
        }
        // The decimals move up to the whole part, over the point.
        let kept = (1 << (8 * whole)) - 1;
        let joined = (digits & kept) | ((digits >> 8) & !kept);
        let hundredths = value(joined << (8 * (9 - end))) * if decimals == 1 { 10 } else { 1 };
        (f64::from(hundredths) / 100.0, end)
    } else {
        (f64::from(value(digits << (8 * (8 - whole)))), whole)
    };
    // An exponent goes on.
    if (digits >> (8 * length)) & 0xff | 0x20 == u64::from(b'e' ^ b'0') | 0x20 {
        return None;
    }
    let number = if negative { -number } else { number };
    Some((number, length as usize + usize::from(negative)))
}

/// The number of eight decimal digits, a byte each, the first in the lowest byte.
const fn value(digits: u64) -> u32 {
    // Neighbours are joined to pairs, pairs to fours, and fours to all eight.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let upper = (pairs & 0xff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let lower = ((pairs >> 16) & 0xff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    (upper.wrapping_add(lower) >> 32) as u32
}

/// The text of a list of points, flat, rounded to two decimals.
pub(super) fn points_text(points: &[Point]) -> Vec<u8> {
    let mut list = List { text: vec![0; points.len() * 2 * List::ITEM + List::ITEM], end: 0 };
    list.put(*b"[", 1);
    for &Point { x, y } in points {
        list.push(x);
        list.push(y);
    }
    // Behind the last number there is the comma for another.
    list.end -= if points.is_empty() { 0 } else { 2 };
    list.put(*b"]", 1);
    list.text.truncate(list.end);
    list.text
}

/// A list that is being written.
struct List {
    /// Long enough for every number and for a whole word written at its end.
    text: Vec<u8>,
    end: usize,
}

impl List {
    /// Room for a number, with what is written beyond it.
    const ITEM: usize = 20;

    /// Writes the bytes at the end, of which only the first few are to stay.
    #[inline]
    fn put<const N: usize>(&mut self, bytes: [u8; N], length: u32) {
        if let Some(place) = self.text.get_mut(self.end..).and_then(|rest| rest.first_chunk_mut()) {
            *place = bytes;
        }
        self.end += length as usize;
    }

    /// Adds a number and the comma behind it.
    #[inline]
    fn push(&mut self, mm: f64) {
        // The largest number under a half: a half itself would round up what is just under it.
        const UNDER_HALF: f64 = 0.5_f64.next_down();
        let hundredths = (mm * 100.0).abs() + UNDER_HALF;
        if hundredths < MAX_MM * 100.0 {
            self.push_hundredths(hundredths as u32, mm < 0.0);
        } else {
            self.push_any(round_to_file_precision(mm));
        }
    }

    #[inline]
    fn push_hundredths(&mut self, hundredths: u32, negative: bool) {
        let (whole, decimals) = (hundredths / 100, hundredths % 100);
        let [hundreds, ones] = [whole / 100, whole % 100].map(|n| pair(n as usize));
        let zeros = u32::from(whole < 10) + u32::from(whole < 100) + u32::from(whole < 1000);
        if negative && hundredths > 0 {
            self.put(*b"-", 1);
        }
        self.put(((hundreds | (ones << 16)) >> (8 * zeros)).to_le_bytes(), 4 - zeros);
        let tail = TAILS.get(decimals as usize).copied().unwrap_or_default();
        self.put(tail.to_le_bytes(), (tail >> 56) as u32);
    }

    /// Adds a number that no point has, or only one at the very edge.
    #[cold]
    fn push_any(&mut self, mm: f64) {
        let number = format!("{mm}, ");
        self.text.resize(self.text.len() + number.len(), 0);
        for byte in number.bytes() {
            self.put([byte], 1);
        }
    }
}

/// The two digits of a number below 100, the first in the lower byte.
const fn pair(n: usize) -> u32 {
    (b'0' as usize + n / 10 + ((b'0' as usize + n % 10) << 8)) as u32
}

/// The decimals of a number by its hundredths, with their point and without needless zeros, and the comma and space
/// behind them; how long that is is in the highest byte.
#[expect(
    clippy::indexing_slicing,
    reason = "done while compiling, where nothing can be out of bounds unseen"
)]
const TAILS: [u64; 100] = {
    let mut tails = [0; 100];
    let mut n = 0;
    while n < 100 {
        let (digits, comma) = (pair(n) as u64, b',' as u64 | ((b' ' as u64) << 8));
        let (decimals, length) = match n {
            0 => (0, 0),
            _ if n % 10 == 0 => (b'.' as u64 | ((digits & 0xff) << 8), 2),
            _ => (b'.' as u64 | (digits << 8), 3),
        };
        tails[n] = decimals | (comma << (8 * length)) | ((length + 2) << 56);
        n += 1;
    }
    tails
};
