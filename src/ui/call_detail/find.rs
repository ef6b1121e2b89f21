//! Words that are looked for, made to stand out where they stand.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::index::folded;

/// The lines with every word that begins with one of `needles` in `style`, without regard to case or accents. A phrase that is
/// broken between two lines is not found.
pub fn highlighted(lines: Vec<Line<'static>>, needles: &[String], style: Style) -> Vec<Line<'static>> {
    let needles: Vec<Vec<char>> = needles
        .iter()
        .map(|needle| folded(needle).chars().collect::<Vec<char>>())
        .filter(|needle| !needle.is_empty())
        .collect();
    if needles.is_empty() {
        return lines;
    }
    lines.into_iter().map(|line| mark(line, &needles, style)).collect()
}

fn mark(line: Line<'static>, needles: &[Vec<char>], style: Style) -> Line<'static> {
    let (own, alignment) = (line.style, line.alignment);
    let spans = line.spans.into_iter().flat_map(|span| parted(span, needles, style)).collect::<Vec<_>>();
    let marked = Line::from(spans).style(own);
    match alignment {
        Some(alignment) => marked.alignment(alignment),
        None => marked,
    }
}

fn parted(span: Span<'static>, needles: &[Vec<char>], style: Style) -> Vec<Span<'static>> {
    // One folded character for each one shown, so that places in both are the same.
    let letters: Vec<char> = span.content.chars().collect();
    let alike: Vec<char> = letters
        .iter()
        .map(|letter| folded(letter.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(*letter))
        .collect();
    let mut spans = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while at < alike.len() {
        let begins_a_word = at == 0 || !alike[at - 1].is_alphanumeric();
        let found =
            needles.iter().filter(|needle| begins_a_word && alike[at..].starts_with(needle)).map(Vec::len).max();
        let Some(length) = found else {
            at += 1;
            continue;
        };
        let text = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
        if plain < at {
            spans.push(Span::styled(text(plain, at), span.style));
        }
        spans.push(Span::styled(text(at, at + length), span.style.patch(style)));
        at += length;
        plain = at;
    }
    if plain == 0 {
        return vec![span];
    }
    if plain < letters.len() {
        spans.push(Span::styled(letters[plain..].iter().collect::<String>(), span.style));
    }
    spans
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    fn found(text: &str, needles: &[&str]) -> Vec<String> {
        let needles: Vec<String> = needles.iter().map(|needle| (*needle).to_owned()).collect();
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let lines = highlighted(vec![Line::raw(text.to_owned())], &needles, bold);
        assert_eq!(lines[0].to_string(), text, "nothing is lost");
        let marked = lines[0].spans.iter().filter(|span| span.style == bold);
        marked.map(|span| span.content.to_string()).collect()
    }

    #[test]
    fn words_are_found_by_their_beginning_without_regard_to_case_and_accents() {
        assert_eq!(found("Parcels, a parcel; no subparcel", &["parcel"]), ["Parcel", "parcel"]);
        assert_eq!(found("The Café closed", &["cafe"]), ["Café"]);
        assert_eq!(found("please call me back", &["call me", "back"]), ["call me", "back"]);
        assert!(found("nothing", &["", "x"]).is_empty());
    }
}
