//! Where words that a person looks for stand in drawn lines, across their breaks too.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::index::folded;

/// Lines with the hits in them.
pub struct Hits {
    /// The lines, each hit in its style.
    pub lines: Vec<Line<'static>>,
    /// How many there are.
    pub count: usize,
    /// Which one was chosen, counted from 0, and the line it begins in.
    pub chosen: Option<(usize, usize)>,
}

/// A character as it is compared, and where it stands.
#[derive(Clone, Copy)]
struct Letter {
    alike: char,
    line: usize,
    /// Counted in characters; nothing for the break between two lines.
    place: Option<usize>,
}

/// Finds `words` without regard to case, accents and how many spaces or line breaks lie between two words. `chosen` counts the
/// hits from the first, round and round.
pub fn found(lines: Vec<Line<'static>>, words: &str, chosen: isize, (hit, here): (Style, Style)) -> Hits {
    let needle: Vec<char> = folded(words).split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let Some(first) = needle.first().copied() else { return Hits { lines, count: 0, chosen: None } };
    let text = letters(&lines);
    let mut hits: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = if text[at].alike == first { end_of(&needle, &text, at) } else { None };
        hits.extend(end.map(|end| at..end));
        at = end.unwrap_or(at + 1);
    }
    let count = hits.len();
    let place = isize::try_from(count).ok().filter(|count| *count > 0).map(|count| chosen.rem_euclid(count));
    let place = place.and_then(|place| usize::try_from(place).ok());
    let mut styled: Vec<Vec<(usize, Style)>> = vec![Vec::new(); lines.len()];
    for (number, range) in hits.iter().enumerate() {
        let style = if Some(number) == place { here } else { hit };
        for letter in &text[range.clone()] {
            if let Some(place) = letter.place {
                styled[letter.line].push((place, style));
            }
        }
    }
    let chosen = place.map(|place| (place, text[hits[place].start].line));
    let lines = lines.into_iter().zip(styled).map(|(line, styled)| restyled(line, &styled)).collect();
    Hits { lines, count, chosen }
}

/// Where the needle ends that begins at `at`, if it stands there. Long words and ids are broken in their midst.
fn end_of(needle: &[char], text: &[Letter], at: usize) -> Option<usize> {
    let mut here = at;
    for wanted in needle {
        while here > at && *wanted != ' ' && text.get(here)?.place.is_none() {
            here += 1;
        }
        if text.get(here)?.alike != *wanted {
            return None;
        }
        here += 1;
    }
    Some(here)
}

/// The text of all lines on one, with single spaces.
fn letters(lines: &[Line<'_>]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let characters = line.spans.iter().flat_map(|span| span.content.chars());
        for (place, character) in characters.enumerate() {
            let mut push = |alike: char| {
                if alike != ' ' || letters.last().is_some_and(|last| last.alike != ' ') {
                    letters.push(Letter { alike, line: number, place: Some(place) });
                }
            };
            if character.is_whitespace() {
                push(' ');
            } else if character.is_ascii() {
                push(character.to_ascii_lowercase());
            } else {
                folded(character.encode_utf8(&mut [0; 4])).chars().for_each(push);
            }
        }
        if letters.last().is_some_and(|last| last.alike != ' ') {
            letters.push(Letter { alike: ' ', line: number, place: None });
        }
    }
    letters
}

/// The line with some of its characters in other styles.
fn restyled(line: Line<'static>, styled: &[(usize, Style)]) -> Line<'static> {
    if styled.is_empty() {
        return line;
    }
    let (own, alignment) = (line.style, line.alignment);
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut next = styled.iter().copied().peekable();
    let mut place = 0;
    for span in line.spans {
        let mut piece = Span::styled(String::new(), span.style);
        for character in span.content.chars() {
            // A letter that compares as two, such as a sharp s, is named twice.
            while next.peek().is_some_and(|(at, _)| *at < place) {
                next.next();
            }
            let style = match next.peek() {
                Some((at, style)) if *at == place => span.style.patch(*style),
                Some(_) | None => span.style,
            };
            if style != piece.style {
                spans.push(std::mem::replace(&mut piece, Span::styled(String::new(), style)));
            }
            piece.content.to_mut().push(character);
            place += 1;
        }
        spans.push(piece);
    }
    spans.retain(|span| !span.content.is_empty());
    let restyled = Line::from(spans).style(own);
    match alignment {
        Some(alignment) => restyled.alignment(alignment),
        None => restyled,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    /// The parts of the lines that are hits, the chosen one in brackets.
    fn hits(text: &[&str], words: &str, chosen: isize) -> (Vec<String>, Option<(usize, usize)>) {
        let (hit, here) = (Style::new().add_modifier(Modifier::DIM), Style::new().add_modifier(Modifier::BOLD));
        let lines: Vec<_> = text.iter().map(|line| Line::raw((*line).to_owned())).collect();
        let found = found(lines.clone(), words, chosen, (hit, here));
        let told: Vec<_> = found.lines.iter().map(ToString::to_string).collect();
        assert_eq!(told, text, "nothing is lost");
        let spans = found.lines.iter().flat_map(|line| &line.spans);
        let spans = spans.filter_map(|span| match span.style {
            style if style == hit => Some(span.content.to_string()),
            style if style == here => Some(format!("[{}]", span.content)),
            _ => None,
        });
        (spans.collect(), found.chosen)
    }

    #[test]
    fn words_are_found_anywhere_without_regard_to_case_accents_and_spaces() {
        assert_eq!(hits(&["Parcels, a PARCEL", "subparcel"], "parcel", 1).0, ["Parcel", "[PARCEL]", "parcel"]);
        assert_eq!(hits(&["The Café on Hauptstraße"], "hauptstrasse", 0).0, ["[Hauptstraße]"]);
        assert_eq!(hits(&["nothing here"], "  ", 0), (Vec::new(), None));
        assert_eq!(hits(&["nothing here"], "else", 3), (Vec::new(), None));
    }

    #[test]
    fn what_is_broken_between_lines_is_one_hit() {
        let text = ["   please call", "   me back", "", "call me"];
        let (found, chosen) = hits(&text, "call me", 0);
        assert_eq!(found, ["[call]", "[me]", "call me"]);
        assert_eq!(chosen, Some((0, 0)));
        let id = ["  0000-8000-0000", "  51", "  7"];
        assert_eq!(hits(&id, "8000-000051", 0).0, ["[8000-0000]", "[51]"]);
    }

    #[test]
    fn hits_go_round_both_ways() {
        let text = ["a", "b a", "a"];
        assert_eq!(hits(&text, "a", 3).1, Some((0, 0)));
        assert_eq!(hits(&text, "a", -1).1, Some((2, 2)));
        assert_eq!(hits(&text, "a", 1).1, Some((1, 1)));
    }
}
