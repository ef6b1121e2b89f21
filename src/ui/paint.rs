//! The few strokes that every view is drawn with. All of them stay inside the area they are given, whatever its size.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::line;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::text::Align;
use super::theme::Theme;
use super::{format, text};

/// One row of `area`, counted from its top; empty when there is no such row.
pub fn row_of(area: Rect, row: u16) -> Rect {
    if row < area.height { Rect { y: area.y + row, height: 1, ..area } } else { Rect { height: 0, ..area } }
}

/// The last `rows` rows of `area`, and what is above them.
pub fn split_bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let above = Rect { height: area.height - rows, ..area };
    (above, Rect { y: area.y + above.height, height: rows, ..area })
}

/// The first `rows` rows of `area`, and what is below them.
pub fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// `area` without its outermost columns.
pub fn padded(area: Rect) -> Rect {
    let left = area.width.min(1);
    Rect { x: area.x + left, width: area.width.saturating_sub(2), ..area }
}

/// `area` without its first `columns` columns.
pub fn right_of(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}

/// Text at the left of `area`'s first row, cut to its width.
pub fn put(buffer: &mut Buffer, area: Rect, words: &str, style: Style) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    if text::is_plain(words) {
        put_plain(buffer, area, words, 0, style);
    } else {
        buffer.set_stringn(area.x, area.y, text::cut(words, area.width.into()), area.width.into(), style);
    }
}

/// Text in all of `area`'s first row: cut, or filled with spaces.
pub fn put_fitted(buffer: &mut Buffer, area: Rect, words: &str, align: Align, style: Style) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    let fill = usize::from(area.width).saturating_sub(words.len());
    if !text::is_plain(words) {
        put(buffer, area, &text::fit(words, area.width.into(), align), style);
    } else if align == Align::Left {
        put_plain(buffer, area, words, fill, style);
    } else {
        let space = u16::try_from(fill).unwrap_or(u16::MAX);
        put_plain(buffer, Rect { width: space, ..area }, "", fill, style);
        put_plain(buffer, right_of(area, space), words, 0, style);
    }
}

/// Text of which each byte is a cell, and spaces after it. Most of what is drawn is such, and needs no look for graphemes.
fn put_plain(buffer: &mut Buffer, area: Rect, words: &str, spaces: usize, style: Style) {
    if area.is_empty() {
        return;
    }
    let first = buffer.index_of(area.x, area.y);
    let cells = buffer.content.iter_mut().skip(first).take(area.width.into());
    let (shown, is_cut) = match words.get(..usize::from(area.width)) {
        Some(start) if start.len() < words.len() => (&start[..start.len() - 1], true),
        Some(_) | None => (words, false),
    };
    let signs = shown.bytes().chain(std::iter::repeat_n(b' ', spaces)).map(char::from);
    for (sign, cell) in signs.chain(is_cut.then_some('…')).zip(cells) {
        cell.set_char(sign).set_style(style);
    }
}

/// A styled line at the left of `area`'s first row, cut to its width.
pub fn put_line(buffer: &mut Buffer, area: Rect, line: &Line<'_>) {
    let mut area = area.intersection(buffer.area);
    for span in line {
        if area.is_empty() {
            return;
        }
        put(buffer, area, &span.content, line.style.patch(span.style));
        let used = u16::try_from(text::width(&span.content)).unwrap_or(u16::MAX).min(area.width);
        area = Rect { x: area.x + used, width: area.width - used, ..area };
    }
}

/// Lines from the top of `area`; those that do not fit are left out.
pub fn put_lines<'line>(buffer: &mut Buffer, area: Rect, lines: impl IntoIterator<Item = &'line Line<'line>>) {
    for (row, line) in (0..area.height).zip(lines) {
        put_line(buffer, row_of(area, row), line);
    }
}

/// Lines from the one scrolled to; the last row says how much is below, when anything is. Scrolling ends at the last line.
pub fn put_scrolled(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], scroll: u16, theme: &Theme) {
    let height = usize::from(area.height);
    let rest = &lines[lines.len().saturating_sub(height).min(scroll.into())..];
    if rest.len() <= height {
        put_lines(buffer, area, rest);
        return;
    }
    let (above, last) = split_bottom(area, 1);
    put_lines(buffer, above, rest);
    let below = rest.len().saturating_sub(above.height.into());
    put(buffer, last, &format!("↓ {}", format::counted(below as u64, "more line", "more lines")), theme.quiet);
}

/// One line at the left and one at the right of `area`'s first row. The right one is drawn whole as long as there is room for
/// it; the left one gives way.
pub fn put_ends(buffer: &mut Buffer, area: Rect, left: &Line<'_>, right: &Line<'_>) {
    let right_width: usize = right.iter().map(|span| text::width(&span.content)).sum();
    let right_width = u16::try_from(right_width).unwrap_or(u16::MAX).min(area.width);
    put_line(buffer, Rect { width: area.width.saturating_sub(right_width + u16::from(right_width > 0)), ..area }, left);
    put_line(buffer, Rect { x: area.x + (area.width - right_width), width: right_width, ..area }, right);
}

/// The first of `forms`, the longest before the shorter ones, that fits in `columns`; where none does, the first one, cut.
pub fn fitting(columns: usize, forms: &[&str]) -> String {
    let whole = forms.iter().find(|words| text::width(words) <= columns);
    whole.or(forms.first()).map_or_else(String::new, |words| text::cut(words, columns).into_owned())
}

/// Keys and what they do: `e export  y copy`; from the end, those that do not fit in `columns` are left out.
pub fn hints<K: AsRef<str>, W: AsRef<str>>(
    pairs: impl IntoIterator<Item = (K, W)>,
    columns: u16,
    theme: &Theme,
) -> Line<'static> {
    let mut line = Line::default();
    let mut used = 0;
    for (key, words) in pairs {
        let (key, words) = (key.as_ref(), words.as_ref());
        let gap = if used == 0 { 0 } else { 2 };
        let wanted = gap + text::width(key) + 1 + text::width(words);
        if used + wanted > columns.into() {
            break;
        }
        used += wanted;
        line.push_span(Span::raw(" ".repeat(gap)));
        line.push_span(Span::styled(key.to_owned(), theme.key));
        line.push_span(Span::raw(" "));
        line.push_span(Span::styled(words.to_owned(), theme.quiet));
    }
    line
}

/// A thin line along the first row of `area`.
pub fn rule(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    put(buffer, area, &line::HORIZONTAL.repeat(area.width.into()), theme.border);
}

/// A thin line down the first column of `area`.
pub fn rule_down(buffer: &mut Buffer, area: Rect, style: Style) {
    for row in 0..area.height {
        put(buffer, Rect { width: area.width.min(1), ..row_of(area, row) }, line::VERTICAL, style);
    }
}

/// A framed box over the middle of `area`, as high as `rows` of content need: a title in its upper edge, keys in its lower one.
/// Gives the area for the content, one column in from the frame.
pub fn dialog(buffer: &mut Buffer, area: Rect, size: (u16, u16), title: &str, keys: &Line<'_>, theme: &Theme) -> Rect {
    let area = area.intersection(buffer.area);
    let (width, height) = (size.0.min(area.width), size.1.saturating_add(2).min(area.height));
    let outer = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    Clear.render(outer, buffer);
    let block = Block::bordered().border_style(theme.focus);
    let inner = block.inner(outer);
    block.render(outer, buffer);
    if outer.height >= 2 && outer.width >= 6 {
        let edge = Rect { x: outer.x + 2, width: outer.width - 4, ..outer };
        put(
            buffer,
            row_of(edge, 0),
            &format!(" {} ", text::cut(title, usize::from(edge.width).saturating_sub(2))),
            theme.title,
        );
        if !keys.spans.is_empty() {
            let mut padded = Line::raw(" ");
            padded.extend(keys.spans.iter().cloned());
            padded.push_span(Span::raw(" "));
            put_line(buffer, row_of(edge, outer.height - 1), &padded);
        }
    }
    padded(inner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_text_is_drawn_as_any_other(words in "[ -~]{0,12}", x in 0..12_u16, width in 0..12_u16) {
            let whole = Rect::new(0, 0, 10, 1);
            let area = Rect::new(x, 0, width, 1).intersection(whole);
            let style = Style::new().bold();
            let draw = |draw: &dyn Fn(&mut Buffer)| {
                let mut buffer = Buffer::filled(whole, ratatui::buffer::Cell::new("#"));
                draw(&mut buffer);
                buffer
            };
            let width = usize::from(area.width);
            let slowly = |words: &str| {
                draw(&|buffer| {
                    if width > 0 {
                        buffer.set_stringn(area.x, 0, text::cut(words, width), width, style);
                    }
                })
            };
            prop_assert_eq!(draw(&|buffer| put(buffer, area, &words, style)), slowly(&words));
            for align in [Align::Left, Align::Right] {
                let fitted = draw(&|buffer| put_fitted(buffer, area, &words, align, style));
                prop_assert_eq!(fitted, slowly(&text::fit(&words, width, align)));
            }
        }
    }

    fn row(buffer: &Buffer, row: u16) -> String {
        (0..buffer.area.width).map(|column| buffer[(column, row)].symbol()).collect()
    }

    #[test]
    fn the_right_end_stays_and_the_left_end_gives_way() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 14, 1));
        put_ends(&mut buffer, Rect::new(0, 0, 14, 1), &Line::raw("a long left end"), &Line::raw("? help"));
        assert_eq!(row(&buffer, 0), "a long… ? help");
    }

    #[test]
    fn hints_that_do_not_fit_are_left_out_whole() {
        let line = hints([("e", "export"), ("y", "copy")], 10, &Theme::plain());
        assert_eq!(line.to_string(), "e export");
    }

    #[test]
    fn a_dialog_is_framed_and_stays_inside() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 5));
        let inner =
            dialog(&mut buffer, Rect::new(0, 0, 20, 5), (16, 1), "Help", &Line::raw("Esc close"), &Theme::plain());
        put(&mut buffer, inner, "text", Style::new());
        assert_eq!(row(&buffer, 1), "  ┌─ Help ───────┐  ");
        assert_eq!(row(&buffer, 2), "  │ text         │  ");
        assert_eq!(row(&buffer, 3), "  └─ Esc close ──┘  ");
    }

    #[test]
    fn nothing_is_drawn_outside_the_buffer() {
        for (width, height) in [(0, 0), (1, 1), (3, 2), (5, 1)] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            let area = Rect::new(0, 0, 40, 12);
            dialog(&mut buffer, area, (30, 8), "Title", &Line::raw("keys"), &Theme::plain());
            put_ends(&mut buffer, area, &Line::raw("left"), &Line::raw("right"));
            rule_down(&mut buffer, area, Style::new());
            rule(&mut buffer, Rect::new(0, 9, 40, 3), &Theme::plain());
        }
    }
}
