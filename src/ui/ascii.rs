//! The screen in ASCII, for terminals and fonts without other characters: one pass over the finished frame, so that no view
//! has to know of it.

use ratatui::buffer::{Buffer, CellWidth};
use unicode_normalization::UnicodeNormalization;

/// Stands for a character that has no likeness.
const UNKNOWN: char = '?';

/// Puts an ASCII character into every cell that holds another. What is two cells wide stays so.
pub fn convert(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        let wide = cell.symbol().cell_width() > 1;
        let like = likeness(cell.symbol());
        if wide {
            cell.set_symbol(&format!("{like} "));
        } else {
            cell.set_char(like);
        }
    }
}

fn likeness(symbol: &str) -> char {
    let Some(first) = symbol.chars().next() else { return ' ' };
    match first {
        '─' | '━' | '═' | '–' | '—' | '╌' | '┄' | '╶' | '╴' | '−' => '-',
        '│' | '┃' | '║' | '┆' | '╎' | '╵' | '╷' => '|',
        '┌'..='╋' | '╒'..='╬' | '╭'..='╰' => '+',
        '…' => '~',
        '→' | '▶' | '▸' | '›' | '»' | '≥' => '>',
        '←' | '◀' | '◂' | '‹' | '«' | '≤' => '<',
        '↑' | '▲' | '▴' => '^',
        '↓' | '▼' | '▾' => 'v',
        '█' | '▇' | '▆' | '▅' | '■' | '▪' | '▉' | '▊' | '▋' => '#',
        '▄' | '▃' | '▒' | '▌' | '▍' | '▐' | '▀' => '=',
        '▂' | '▁' | '░' | '▎' | '▏' | '·' | '•' => '.',
        '▓' => '%',
        '◧' => '/',
        '◨' => '\\',
        '●' | '◆' | '✓' | '✔' => '*',
        '○' | '□' | '◇' | '◦' | 'ø' => 'o',
        '×' | '✗' | '✘' => 'x',
        '‘' | '’' | '‚' | '′' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
        'ß' => 's',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        // A letter with an accent is like the letter without it.
        other => other.nfkd().find(char::is_ascii_graphic).unwrap_or(UNKNOWN),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn converted(text: &str) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 1));
        buffer.set_string(0, 0, text, Style::new());
        convert(&mut buffer);
        let mut shown = String::new();
        let mut column = 0;
        while column < 24 {
            let symbol = buffer[(column, 0)].symbol();
            shown.push_str(symbol);
            column += symbol.cell_width().max(1);
        }
        shown.trim_end().to_owned()
    }

    #[test]
    fn frames_bars_and_accents_have_a_likeness_and_the_rest_a_question_mark() {
        assert_eq!(converted("┌─ Kovács Éva… ─┐ █▪"), "+- Kovacs Eva~ -+ ##");
        assert_eq!(converted("a → b ↓ Ж"), "a > b v ?");
    }

    #[test]
    fn what_is_two_cells_wide_stays_so() {
        assert_eq!(converted("山田 |"), "? ?  |");
    }
}
