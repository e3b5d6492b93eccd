//! Just enough of the language to tell what a file names: words and signs with their lines, without comments,
//! strings and characters.

/// A word, `::` or a single sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) line: usize,
    pub(crate) text: &'a str,
}

/// A module at the root of the crate that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named<'a> {
    pub(crate) line: usize,
    pub(crate) module: &'a str,
}

/// The words and signs of a file.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let (length, is_token) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (comment(rest), false)
        } else if let Some(length) = raw_string(rest) {
            (length, false)
        } else if first == '"' {
            (quoted(rest, '"'), false)
        } else if first == '\'' {
            (character(rest), false)
        } else if is_word(first) {
            (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), true)
        } else if rest.starts_with("::") {
            (2, true)
        } else {
            (first.len_utf8(), !first.is_whitespace())
        };
        let (text, after) = rest.split_at(length);
        if is_token {
            found.push(Token { line, text });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length of a block comment, which may hold others.
fn comment(text: &str) -> usize {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 && at < text.len() {
        let rest = &text[at..];
        let (step, change) = if rest.starts_with("/*") {
            (2, 1)
        } else if rest.starts_with("*/") {
            (2, -1)
        } else {
            (rest.chars().next().map_or(1, char::len_utf8), 0)
        };
        at += step;
        depth += change;
    }
    at
}

/// Length of a raw string, if one begins here. Its prefix must not be the end of a word, which the caller sees to by
/// taking words whole.
fn raw_string(text: &str) -> Option<usize> {
    let prefix = ["r", "br", "cr"].into_iter().find(|prefix| {
        let marks = text.strip_prefix(prefix).map(|rest| rest.trim_start_matches('#'));
        marks.is_some_and(|rest| rest.starts_with('"'))
    })?;
    let hashes = text[prefix.len()..].chars().take_while(|c| *c == '#').count();
    let start = prefix.len() + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text[start..].find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// Length of a string or character with its marks.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character, or of the mark alone where a lifetime begins.
fn character(text: &str) -> usize {
    let mut after = text.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => 1,
    }
}

/// The modules at the root that a file names, by `root::`, in a list after it, or by going up all the way.
///
/// `depth` is how far below the root the file's own module is: 1 for `src/a/mod.rs`, 2 for `src/a/b.rs`.
pub(crate) fn named<'a>(tokens: &[Token<'a>], root: &str, depth: usize) -> Vec<Named<'a>> {
    let text = |i: usize| tokens.get(i).map_or("", |token| token.text);
    let mut found = Vec::new();
    // Where the modules inside the file began, as depths of braces.
    let (mut braces, mut inside) = (0, Vec::new());
    for (i, token) in tokens.iter().enumerate() {
        match token.text {
            "{" => {
                braces += 1;
                if i >= 2 && text(i - 2) == "mod" {
                    inside.push(braces);
                }
            }
            "}" => {
                inside.pop_if(|began| *began == braces);
                braces -= 1;
            }
            "super" if i == 0 || text(i - 1) != "::" => {
                let ups = tokens[i..].chunks(2).take_while(|pair| pair[0].text == "super").count();
                if ups >= depth + inside.len() {
                    found.extend(names_after(&tokens[i + 2 * ups - 1..]));
                }
            }
            word if word == root => found.extend(names_after(&tokens[i + 1..])),
            _ => {}
        }
    }
    found
}

/// The first names of the path or list of paths after `::`.
fn names_after<'a>(tokens: &[Token<'a>]) -> Vec<Named<'a>> {
    let name = |token: &Token<'a>| Named { line: token.line, module: token.text };
    match tokens {
        [colons, list, rest @ ..] if colons.text == "::" && list.text == "{" => {
            let (mut depth, mut before, mut names) = (1, "{", Vec::new());
            for token in rest {
                if depth == 1 && matches!(before, "{" | ",") && token.text != "}" {
                    names.push(name(token));
                }
                match token.text {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                before = token.text;
            }
            names
        }
        [colons, first, ..] if colons.text == "::" => vec![name(first)],
        _ => Vec::new(),
    }
}

#[test]
fn comments_strings_and_characters_are_no_words() {
    let source = r##"
        a /* b /* c */ d */ e // f
        "g \" h" r#"i " j"# br"k" b"l" 'm' '\'' '"' '\u{7d}' n::o r#p <'q>
        "s
        t" u"##;
    let words: Vec<(usize, &str)> = tokens(source).iter().map(|token| (token.line, token.text)).collect();
    let want = [
        (2, "a"),
        (2, "e"),
        (3, "b"),
        (3, "n"),
        (3, "::"),
        (3, "o"),
        (3, "r"),
        (3, "#"),
        (3, "p"),
        (3, "<"),
        (3, "q"),
        (3, ">"),
        (5, "u"),
    ];
    assert_eq!(words, want);
}

#[test]
fn every_way_of_naming_a_module_is_seen() {
    let source = "
        use crate::a::X;
        pub(in crate::b) fn f(x: crate::c::Y) {}
        use crate::{d, e::{x, y}, f as z,
            g};
        use super::x;
        use super::super::h;
        mod tests { use super::super::x; use super::super::super::{i}; }
        use super::super::j::{super_thing, k};
        // crate::no
        pub(crate) fn g() -> &'static str { \"crate::no\" }
    ";
    let found = named(&tokens(source), "crate", 2);
    let modules: Vec<(usize, &str)> = found.iter().map(|named| (named.line, named.module)).collect();
    let want =
        [(2, "a"), (3, "b"), (3, "c"), (4, "d"), (4, "e"), (4, "f"), (5, "g"), (7, "h"), (8, "i"), (9, "j")];
    assert_eq!(modules, want);
}
