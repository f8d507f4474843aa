//! Text that a module chose, on its way to people.
//!
//! Names of imports, exports and functions are any UTF-8: an escape sequence among them would move the cursor of
//! a terminal, set its title or hide what follows, and a character that turns the direction of text would show something
//! else than is there. So every message that quotes a name says it through [`Printable`], and whoever prints a whole
//! message that others composed uses [`PrintableLines`]. Nothing is lost: what is escaped is shown by its number.

use std::fmt::{self, Write};

/// A name, shown without line breaks or anything else that is no visible character.
#[derive(Debug, Clone, Copy)]
pub struct Printable<'a>(pub &'a str);

/// A text, shown with its line breaks and tabs and otherwise as [`Printable`].
#[derive(Debug, Clone, Copy)]
pub struct PrintableLines<'a>(pub &'a str);

/// Whether a character does something to a terminal, or to the characters around it, instead of being seen.
fn acts(c: char) -> bool {
    let turns_direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks_lines = matches!(c, '\u{2028}' | '\u{2029}');
    c.is_control() || turns_direction || breaks_lines
}

fn show(text: &str, keep: &[char], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(|c| acts(c) && !keep.contains(&c)) {
        let (before, from) = rest.split_at(at);
        f.write_str(before)?;
        let mut chars = from.chars();
        for c in chars.next().into_iter().flat_map(char::escape_default) {
            f.write_char(c)?;
        }
        rest = chars.as_str();
    }
    f.write_str(rest)
}

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, &[], f)
    }
}

impl fmt::Display for PrintableLines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, &['\n', '\t'], f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Printable, PrintableLines};

    #[test]
    fn what_acts_is_shown_by_its_number() {
        let name = "a\x1b]0;title\x07\u{9b}2J\r\n\t\0\u{7f}\u{202e}b\u{2066}\u{2028}é—漢";
        let shown = "a\\u{1b}]0;title\\u{7}\\u{9b}2J\\r\\n\\t\\u{0}\\u{7f}\\u{202e}b\\u{2066}\\u{2028}é—漢";
        assert_eq!(Printable(name).to_string(), shown);
        assert_eq!(Printable("").to_string(), "");
        assert_eq!(PrintableLines("a\n\tb\x1b[2J\r").to_string(), "a\n\tb\\u{1b}[2J\\r");
    }
}
