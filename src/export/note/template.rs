//! Templates: read once, filled for any session.

use super::{NoteFacts, Placeholder};
use crate::export::Named;
use crate::wording;
use std::iter::Peekable;
use std::str::Chars;

/// What is wrong with a template, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct TemplateError {
    /// The line, from 1.
    pub line: usize,
    /// The letter in that line, from 1.
    pub column: usize,
    /// What is wrong there, and what would be right.
    pub problem: String,
}

/// A template that can be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteTemplate {
    lines: Vec<Vec<Sentence>>,
}

/// A sentence with the space before it.
type Sentence = Vec<Part>;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Fact(Placeholder),
}

impl NoteTemplate {
    /// The template that is used unless the user has one.
    pub const USUAL: &str = "\
Session {session}, {date}. Client: {client}. Practitioner: {practitioner}.
Consent {consent}. Numbing: {numbing}.
Zones: {zones}. Devices: {devices}.
Mean passes {passes}, {directions}. {coverage} of the area has at least one pass. {at_target} reaches the target of \
the session. Gaps below it: {gaps}.
End-point: {endpoint}. Pain {pain} of 10. Products: {products}.
Aftercare gone through: {aftercare}. Next session due {next_due}.
";

    /// Reads a template.
    ///
    /// # Errors
    ///
    /// When it has a placeholder that there is not, or a brace without the other.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let lines = text.lines().enumerate().map(|(i, line)| Line::new(i + 1, line).sentences());
        Ok(Self { lines: lines.collect::<Result<_, _>>()? })
    }

    /// The note of a session. A sentence that would say nothing is left out, and so is a line without any that is left.
    pub fn fill(&self, facts: &NoteFacts, named: Named) -> String {
        let mut text = String::new();
        // Empty lines stand between what there is.
        let mut apart = false;
        for sentences in &self.lines {
            let line: String = sentences.iter().filter_map(|sentence| said(sentence, facts, named)).collect();
            match line.trim() {
                "" => apart |= sentences.is_empty() && !text.is_empty(),
                line => {
                    if std::mem::take(&mut apart) {
                        text.push('\n');
                    }
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// A sentence with its facts; none where it asks for some and there are none.
fn said(sentence: &Sentence, facts: &NoteFacts, named: Named) -> Option<String> {
    let (mut text, mut asked, mut found) = (String::new(), false, false);
    for part in sentence {
        match part {
            Part::Text(words) => text.push_str(words),
            Part::Fact(placeholder) => {
                asked = true;
                let fact = facts.get(*placeholder, named).trim();
                found |= !fact.is_empty();
                text.push_str(if fact.is_empty() { wording::NONE } else { fact });
            }
        }
    }
    (found || !asked).then_some(text)
}

/// A line being read.
struct Line<'a> {
    number: usize,
    /// Letters read so far.
    read: usize,
    rest: Peekable<Chars<'a>>,
}

impl<'a> Line<'a> {
    fn new(number: usize, text: &'a str) -> Self {
        Self { number, read: 0, rest: text.chars().peekable() }
    }

    fn next(&mut self) -> Option<char> {
        self.read += 1;
        self.rest.next()
    }

    /// An error at the letter that was read last.
    fn wrong(&self, problem: String) -> TemplateError {
        TemplateError { line: self.number, column: self.read, problem }
    }

    fn sentences(mut self) -> Result<Vec<Sentence>, TemplateError> {
        let mut sentences = Vec::new();
        let (mut sentence, mut words) = (Sentence::new(), String::new());
        while let Some(letter) = self.next() {
            match letter {
                '{' | '}' if self.rest.peek() == Some(&letter) => {
                    self.next();
                    words.push(letter);
                }
                '{' => {
                    let fact = Part::Fact(self.placeholder()?);
                    sentence.extend(text(&mut words));
                    sentence.push(fact);
                }
                '}' => {
                    return Err(
                        self.wrong("a `}` without a `{` before it; write `}}` for a brace".to_owned())
                    );
                }
                _ => {
                    words.push(letter);
                    let ends = matches!(letter, '.' | '!' | '?');
                    if ends && self.rest.peek().is_some_and(|next| next.is_whitespace()) {
                        sentence.extend(text(&mut words));
                        sentences.push(std::mem::take(&mut sentence));
                    }
                }
            }
        }
        sentence.extend(text(&mut words));
        sentences.extend(Some(sentence).filter(|sentence| !sentence.is_empty()));
        Ok(sentences)
    }

    /// The placeholder whose brace was read last.
    fn placeholder(&mut self) -> Result<Placeholder, TemplateError> {
        let open = TemplateError {
            problem: "a `{` without a `}` after it; write `{{` for a brace".to_owned(),
            ..self.wrong(String::new())
        };
        let mut name = String::new();
        loop {
            match self.next() {
                Some('}') => break,
                Some(letter) => name.push(letter),
                None => return Err(open),
            }
        }
        Placeholder::from_name(name.trim()).ok_or_else(|| {
            let names: Vec<String> =
                Placeholder::ALL.iter().map(|(_, name, _)| format!("{{{name}}}")).collect();
            let problem = format!("there is no placeholder {{{name}}}; there are {}", names.join(", "));
            TemplateError { problem, ..open }
        })
    }
}

/// The words gathered so far, if there are any.
fn text(words: &mut String) -> Option<Part> {
    (!words.is_empty()).then(|| Part::Text(std::mem::take(words)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Placeholder::{Date, Numbing, Pain, Zones};

    fn filled(template: &str, facts: &[(Placeholder, &str)]) -> String {
        let owned = facts.iter().map(|(placeholder, text)| (*placeholder, (*text).to_owned()));
        let facts: NoteFacts = owned.collect();
        NoteTemplate::parse(template).unwrap().fill(&facts, Named::Name)
    }

    fn error(template: &str) -> (usize, usize, String) {
        let error = NoteTemplate::parse(template).unwrap_err();
        (error.line, error.column, error.problem)
    }

    #[test]
    fn sentences_that_would_say_nothing_are_left_out() {
        let template = "On {date}. Numbing: {numbing}. Pain {pain} of 10. Seen by hand.";
        let all = [(Date, "2 Mar 2026"), (Numbing, "lidocaine 4 %. 10 g"), (Pain, "0")];
        let said = "On 2 Mar 2026. Numbing: lidocaine 4 %. 10 g. Pain 0 of 10. Seen by hand.\n";
        assert_eq!(filled(template, &all), said);
        assert_eq!(filled(template, &all[..1]), "On 2 Mar 2026. Seen by hand.\n");
        assert_eq!(filled(template, &all[2..]), "Pain 0 of 10. Seen by hand.\n");
        assert_eq!(filled(template, &[(Numbing, " ")]), "Seen by hand.\n");
    }

    #[test]
    fn a_sentence_with_some_of_its_facts_says_which_are_missing() {
        assert_eq!(filled("{zones}: {passes}.", &[(Zones, "Cheek (left)")]), "Cheek (left): –.\n");
        assert_eq!(filled("{zones}: {passes}.", &[]), "");
    }

    #[test]
    fn lines_without_sentences_go_and_paragraphs_stay_apart() {
        let template = "\n{date}\n\nNumbing: {numbing}\n\n\nPain {pain}\n";
        assert_eq!(filled(template, &[(Date, "today"), (Pain, "4")]), "today\n\nPain 4\n");
        assert_eq!(filled(template, &[(Pain, "4")]), "Pain 4\n");
        assert_eq!(filled(template, &[(Date, "today")]), "today\n");
    }

    #[test]
    fn a_point_inside_a_number_or_a_fact_ends_nothing() {
        assert_eq!(filled("Length 1.5 mm, {pain}.", &[]), "");
        assert_eq!(filled("v1.{pain} is {date}", &[(Date, "A. B. today")]), "v1.– is A. B. today\n");
    }

    #[test]
    fn braces_can_be_written() {
        assert_eq!(filled("{{{date}}} and }}{{", &[(Date, "x")]), "{x} and }{\n");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let (line, column, problem) = error("one\nä {dates} {date}");
        assert_eq!((line, column), (2, 3));
        assert!(
            problem.starts_with("there is no placeholder {dates}; there are {session}, {date}, "),
            "{problem}"
        );
        assert_eq!(error("{date").0, 1);
        assert_eq!(error("ab {date").1, 4);
        assert_eq!(error("ab } c").1, 4);
        assert_eq!(error("{}").2.split(';').next(), Some("there is no placeholder {}"));
        let shown = NoteTemplate::parse("{x}").unwrap_err().to_string();
        assert!(shown.starts_with("line 1, column 1: there is no placeholder {x}"), "{shown}");
    }

    #[test]
    fn the_usual_template_can_be_read_and_says_nothing_of_nothing() {
        let usual = NoteTemplate::parse(NoteTemplate::USUAL).unwrap();
        assert_eq!(usual.fill(&NoteFacts::default(), Named::Name), "");
    }

    #[test]
    fn every_placeholder_has_a_name_of_its_own() {
        for (i, (placeholder, name, meaning)) in Placeholder::ALL.into_iter().enumerate() {
            assert_eq!(Placeholder::from_name(name), Some(placeholder));
            assert!(Placeholder::ALL.iter().skip(i + 1).all(|(other, ..)| *other != placeholder));
            assert!(!meaning.is_empty() && !meaning.ends_with('.'));
        }
    }
}
