//! Text into cells: measured by display width, cut between graphemes.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::Text;

/// Code points of one field that ever reach the screen; the whole value is in the archive and in every export.
const MAX_CODE_POINTS: usize = 512;

/// On which side of its cell a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Cells that `text` takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        text.len()
    } else {
        text.graphemes(true).filter(|grapheme| !grapheme.contains(char::is_control)).map(cells).sum()
    }
}

/// `text` in at most `max` cells; what is cut off is marked with an ellipsis.
pub fn cut(text: &str, max: usize) -> Cow<'_, str> {
    if is_plain(text) {
        return if text.len() <= max {
            Cow::Borrowed(text)
        } else if max == 0 {
            Cow::Borrowed("")
        } else {
            Cow::Owned(format!("{}…", &text[..max - 1]))
        };
    }
    let (mut used, mut room_for_ellipsis) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        used += cells(grapheme);
        if used > max {
            return if max == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{}…", &text[..room_for_ellipsis])) };
        }
        if used < max {
            room_for_ellipsis = at + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

/// `text` in exactly `columns` cells: cut, or filled with spaces.
pub fn fit(text: &str, columns: usize, align: Align) -> String {
    let shown = cut(text, columns);
    let fill = " ".repeat(columns.saturating_sub(width(&shown)));
    match align {
        Align::Left => format!("{shown}{fill}"),
        Align::Right => format!("{fill}{shown}"),
    }
}

/// `text` in lines of at most `columns` cells, broken between words; a word that is longer than a line is broken where the line
/// ends. There is always at least one line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let length = width(word);
        if used > 0 && used + 1 + length <= columns {
            used += 1 + length;
            if let Some(line) = lines.last_mut() {
                line.push(' ');
                line.push_str(word);
            }
            continue;
        }
        if used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            let cells = cells(grapheme);
            if used > 0 && used + cells > columns {
                lines.push(String::new());
                used = 0;
            }
            used += cells;
            if let Some(line) = lines.last_mut() {
                line.push_str(grapheme);
            }
        }
    }
    lines
}

/// `text` without its first `columns` cells; a wide character that stands across the border goes with them.
pub fn from_cell(text: &str, columns: usize) -> &str {
    let mut gone = 0;
    let start = text.grapheme_indices(true).find(|(_, grapheme)| {
        let keeps = gone >= columns;
        gone += cells(grapheme);
        keeps
    });
    start.map_or("", |(at, _)| &text[at..])
}

/// The form of others' text to show in full, bounded so that no field fills the screen.
pub fn whole(text: &Text) -> String {
    let shown = text.shown();
    match shown.char_indices().nth(MAX_CODE_POINTS) {
        None => shown.into_owned(),
        Some((end, _)) => format!("{}…", &shown[..end]),
    }
}

/// The form of what a person typed: as harmless as any other text, since it can be pasted.
pub fn typed(raw: &str) -> String {
    Text::new(raw).to_string()
}

fn cells(grapheme: &str) -> usize {
    usize::from(grapheme.cell_width())
}

/// One byte, one cell.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_fits_is_whole_and_what_does_not_ends_in_an_ellipsis() {
        assert_eq!(cut("Harbor Dental", 13), "Harbor Dental");
        assert_eq!(cut("Harbor Dental", 12), "Harbor Dent…");
        assert_eq!(cut("Kovács Éva", 7), "Kovács…");
        assert_eq!(cut("x", 0), "");
        assert_eq!(cut("é", 0), "");
    }

    #[test]
    fn wide_characters_are_never_cut_in_half() {
        assert_eq!(cut("山田太郎", 8), "山田太郎");
        assert_eq!(cut("山田太郎", 7), "山田太…");
        assert_eq!(cut("山田太郎", 6), "山田…");
        assert_eq!(fit("山田太郎", 6, Align::Left), "山田… ");
    }

    #[test]
    fn numbers_stand_on_the_right() {
        assert_eq!(fit("0:48", 6, Align::Right), "  0:48");
        assert_eq!(fit("0:48", 6, Align::Left), "0:48  ");
    }

    #[test]
    fn lines_break_between_words_and_inside_words_that_are_too_long() {
        assert_eq!(wrap("asks about invoice 4471", 12), ["asks about", "invoice 4471"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("山田", 1), ["山", "田"], "a character wider than the line gets a line of its own");
    }

    #[test]
    fn a_text_can_begin_at_a_cell() {
        assert_eq!([from_cell("abc", 0), from_cell("abc", 2), from_cell("abc", 5)], ["abc", "c", ""]);
        assert_eq!([from_cell("山田", 1), from_cell("山田", 2)], ["田", "田"]);
    }

    #[test]
    fn a_long_field_is_bounded_on_screen() {
        assert_eq!(whole(&Text::new(&"a".repeat(4000))).chars().count(), MAX_CODE_POINTS + 1);
        assert_eq!(whole(&Text::new("short")), "short");
    }

    proptest! {
        #[test]
        fn a_fitted_text_takes_exactly_its_cells(raw in "\\PC*|.*", columns in 0..40usize) {
            let shown = typed(&raw);
            prop_assert_eq!(width(&fit(&shown, columns, Align::Left)), columns);
            prop_assert_eq!(width(&fit(&shown, columns, Align::Right)), columns);
        }

        #[test]
        fn wrapping_keeps_every_character_and_the_width(raw in "[ a-zé山]{0,80}", columns in 2..20usize) {
            let lines = wrap(&raw, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns), "{:?}", lines);
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&raw));
        }
    }
}
