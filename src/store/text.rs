//! How a file is laid out: two spaces a level for objects, one list item a line, and the check line at the end.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The text of a file, with its final newline and its check line; `room` is how many bytes it will be, or more.
///
/// # Errors
///
/// When a value cannot be written as JSON, which a checked record rules out.
pub(super) fn write(record: &impl Serialize, room: usize) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::with_capacity(room);
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, FileFormatter::default());
    record.serialize(&mut serializer)?;
    let mut text = String::from_utf8(bytes).map_err(serde::ser::Error::custom)?;
    // The closing brace makes room for the check line, which is the last member.
    if text.ends_with("\n}") {
        text.truncate(text.len() - 2);
        text.push_str(",\n");
        let hash = blake3::hash(text.as_bytes());
        write!(text, "  \"check\": \"blake3:{hash}\"\n}}").map_err(serde::ser::Error::custom)?;
    }
    text.push('\n');
    Ok(text)
}

/// What a file's check line says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckLine {
    /// There is none, as in a file written by hand.
    Absent,
    /// The file is as the program wrote it.
    Good,
    /// The file was changed by hand or damaged.
    Wrong,
}

/// Compares a file with its check line, whose value `check` was read from it; with the hash of all of it.
pub(super) fn verify(bytes: &[u8], check: Option<&str>) -> (CheckLine, blake3::Hash) {
    if check.is_none() {
        // A last member that holds such a hash under another name is a check line whose name was damaged.
        let line = if ends_with_hash(bytes) { CheckLine::Wrong } else { CheckLine::Absent };
        return (line, blake3::hash(bytes));
    }
    // The last one: a note may hold the word as well, but the line is the last member.
    let at = memchr::memmem::rfind(bytes, b"\"check\"").unwrap_or(0);
    let before = bytes.get(..at).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let (covered, tail) = bytes.split_at(line);
    // The one hash goes on from the other: reading the bytes once is what it takes.
    let mut hasher = blake3::Hasher::new();
    let end = format!("\"check\":\"blake3:{}\"}}", hasher.update(covered).finalize());
    let whole = hasher.update(tail).finalize();
    // The hash does not cover what stands behind it, so nothing may: only the end of the file.
    let is_last = tail.iter().filter(|b| !b.is_ascii_whitespace()).eq(end.as_bytes());
    let is_good = is_last && tail.ends_with(b"\n");
    (if is_good { CheckLine::Good } else { CheckLine::Wrong }, whole)
}

/// Whether the last member of a file is a text that holds a hash as check lines do.
fn ends_with_hash(bytes: &[u8]) -> bool {
    const START: &[u8] = b"\"blake3:";
    let value = || {
        let members = bytes.trim_ascii_end().strip_suffix(b"}")?.trim_ascii_end();
        members.get(members.len().checked_sub(START.len() + 2 * blake3::OUT_LEN + 1)?..)
    };
    value().is_some_and(|value| value.starts_with(START))
}

/// Objects on lines of their own, except inside lists, whose items take one line each.
#[derive(Default)]
struct FileFormatter {
    open: Vec<Level>,
}

/// What is open at a place in the text.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// An object without members so far; as a block if it gets any, or on one line.
    Empty(Shape),
    /// An object with a member a line.
    Block,
    /// An object or list inside a list, on one line.
    Inline,
    /// A list whose first item has not been seen.
    Fresh,
    /// A list of objects, one a line.
    Lines,
    /// A list of texts.
    Words,
    /// A list of numbers.
    Numbers,
}

/// How an object is laid out.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Block,
    Inline,
}

impl FileFormatter {
    fn indent<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        for level in &self.open {
            if matches!(level, Level::Block | Level::Lines) {
                out.write_all(b"  ")?;
            }
        }
        Ok(())
    }

    /// Decides how a list is laid out when its first item comes.
    fn settle<W: ?Sized + Write>(&mut self, as_level: Level, out: &mut W) -> io::Result<()> {
        let inside_list = self.open.iter().rev().skip(1).any(|level| *level != Level::Block);
        if let Some(level) = self.open.last_mut().filter(|level| **level == Level::Fresh) {
            *level = if inside_list && as_level == Level::Lines { Level::Inline } else { as_level };
            match *level {
                Level::Lines => return self.indent(out),
                Level::Words => return out.write_all(b" "),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Formatter for FileFormatter {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.settle(Level::Inline, out)?;
        self.open.push(Level::Fresh);
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.open.pop() {
            Some(Level::Lines) => self.indent(out)?,
            Some(Level::Words) => out.write_all(b" ")?,
            _ => {}
        }
        out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first {
            return Ok(());
        }
        out.write_all(b",")?;
        match self.open.last() {
            Some(Level::Lines) => self.indent(out),
            _ => out.write_all(b" "),
        }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.settle(Level::Lines, out)?;
        let block = self.open.iter().all(|level| *level == Level::Block);
        self.open.push(Level::Empty(if block { Shape::Block } else { Shape::Inline }));
        out.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        match self.open.last_mut() {
            Some(level @ Level::Empty(Shape::Block)) => *level = Level::Block,
            Some(level @ Level::Empty(Shape::Inline)) => *level = Level::Inline,
            _ => {}
        }
        match self.open.last() {
            Some(Level::Block) => self.indent(out),
            _ => out.write_all(b" "),
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.open.pop() {
            Some(Level::Empty(_)) | None => {}
            Some(Level::Block) => self.indent(out)?,
            Some(_) => out.write_all(b" ")?,
        }
        out.write_all(b"}")
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.settle(Level::Words, out)?;
        out.write_all(b"\"")
    }

    fn write_null<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        // Records leave out what is absent; this is infinity or no number at all, and would be read as absent.
        Err(io::Error::new(io::ErrorKind::InvalidData, "a number in it is infinite or no number"))
    }

    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, n: f64) -> io::Result<()> {
        self.settle(Level::Numbers, out)?;
        // A whole number has no decimals to show; below 2^53 nothing is lost by it.
        if n.fract() == 0.0 && n.abs() < 9e15 {
            return out.write_all(itoa::Buffer::new().format(n as i64).as_bytes());
        }
        // The shortest text that reads back as the same number.
        write!(out, "{n}")
    }

    fn write_byte_array<W: ?Sized + Write>(&mut self, out: &mut W, list: &[u8]) -> io::Result<()> {
        // Coordinates come as the text of their list.
        self.settle(Level::Inline, out)?;
        out.write_all(list)
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, out: &mut W, json: &str) -> io::Result<()> {
        self.settle(Level::Numbers, out)?;
        out.write_all(json.as_bytes())
    }
}
