//! Lines that only moved are moved by the terminal, not sent anew: over a slow link a list that scrolls costs a line a key,
//! not a page.

use std::fmt;
use std::io::{self, Write};

use crossterm::{Command, cursor::MoveTo, queue};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth as _};
use ratatui::layout::{Position, Rect, Size};

/// Lines are looked for this many rows from where they were: a key moves a list by one, a notch of the wheel by three.
const FARTHEST: usize = 3;
/// What a move costs at the least, in cells: less than that is sent as it is.
const MOVE_COST: usize = 60;

/// The terminal as ratatui draws on it. Invariant: `shown` is what the terminal shows, blank where nothing was drawn.
#[derive(Debug)]
pub(super) struct Scrolling<W: Write> {
    terminal: CrosstermBackend<W>,
    shown: Buffer,
}

impl<W: Write> Scrolling<W> {
    /// A terminal whose `area` is blank.
    pub fn new(writer: W, area: Rect) -> Self {
        Self { terminal: CrosstermBackend::new(writer), shown: Buffer::empty(area) }
    }

    /// Makes the terminal blank, and from now on `area` the part of it that is drawn on.
    ///
    /// # Errors
    /// When the terminal does not take the bytes.
    pub fn blank(&mut self, area: Rect) -> io::Result<()> {
        self.shown = Buffer::empty(area);
        self.terminal.clear_region(ClearType::All)
    }

    /// Moves the lines, on the terminal and in what it shows.
    fn scroll(&mut self, lines: Move) -> io::Result<()> {
        queue!(self.terminal, lines, MoveTo(0, 0))?;
        let width = usize::from(self.shown.area.width);
        let cells = &mut self.shown.content[lines.top * width..lines.bottom * width];
        let (moved, blank) = (lines.rows.unsigned_abs() * width, cells.len());
        if lines.rows > 0 {
            cells.rotate_left(moved);
            cells[blank - moved..].fill(Cell::EMPTY);
        } else {
            cells.rotate_right(moved);
            cells[..moved].fill(Cell::EMPTY);
        }
        Ok(())
    }
}

impl<W: Write> Write for Scrolling<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.terminal.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.terminal)
    }
}

impl<W: Write> Backend for Scrolling<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let updates: Vec<(u16, u16, &Cell)> = content.collect();
        if updates.len() < MOVE_COST {
            show(&mut self.shown, &updates);
            return self.terminal.draw(updates.into_iter());
        }
        let mut changed = vec![0_isize; self.shown.area.height.into()];
        for (_, row, _) in &updates {
            changed.get_mut(usize::from(*row)).into_iter().for_each(|changed| *changed += 1);
        }
        let mut next = self.shown.clone();
        show(&mut next, &updates);
        match Move::between(&self.shown, &next, &changed) {
            Some(lines) => {
                self.scroll(lines)?;
                self.terminal.draw(self.shown.diff_iter(&next))?;
            }
            None => self.terminal.draw(updates.into_iter())?,
        }
        self.shown = next;
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.terminal.clear_region(region)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.terminal.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.terminal.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.terminal.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.terminal.set_cursor_position(position)
    }

    fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.terminal.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.terminal)
    }
}

/// Puts cells where they are drawn.
fn show(shown: &mut Buffer, updates: &[(u16, u16, &Cell)]) {
    for (column, row, cell) in updates {
        if let Some(place) = shown.cell_mut((*column, *row)) {
            *place = (*cell).clone();
        }
        // What a wide character covers is not sent.
        for covered in 1..cell.cell_width() {
            if let Some(place) = shown.cell_mut((*column + covered, *row)) {
                *place = Cell::EMPTY;
            }
        }
    }
}

/// Lines that move, with what is between them. As an order to the terminal: it deletes or inserts lines within margins, which
/// the Linux console knows too; of scrolling as such it knows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Move {
    /// The first line of those that move.
    top: usize,
    /// The line after the last.
    bottom: usize,
    /// How many lines up; down when negative.
    rows: isize,
}

impl Command for Move {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let Self { top, bottom, rows } = self;
        let order = if *rows > 0 { 'M' } else { 'L' };
        write!(f, "\x1b[{};{bottom}r\x1b[{};1H\x1b[{}{order}\x1b[r", top + 1, top + 1, rows.unsigned_abs())
    }
}

impl Move {
    /// The move by which the fewest cells are left to send, if one is worth it. `changed` has the number of cells to send without
    /// one, by line.
    fn between(shown: &Buffer, next: &Buffer, changed: &[isize]) -> Option<Self> {
        let width = usize::from(shown.area.width);
        if width == 0 {
            return None;
        }
        // Whether lines moved by so much is asked of three lines before it is asked of all.
        let different: Vec<usize> = (0..changed.len()).filter(|row| changed[*row] > 0).collect();
        let asked = [1, 2, 3].map(|quarter| different.get(different.len() * quarter / 4).copied());
        let line = |row: usize| row * width..(row + 1) * width;
        let lines = changed.len();
        let mut best: Option<(isize, Self)> = None;
        for distance in (1..=FARTHEST).take_while(|distance| *distance < lines) {
            for is_up in [true, false] {
                // By the line from which one comes, how many cells fewer are to be sent if it does.
                let to = if is_up { 0..lines - distance } else { distance..lines };
                let from = |to: usize| if is_up { to + distance } else { to - distance };
                let spared = |to: usize| {
                    changed[to] - differ(&shown.content[line(from(to))], &next.content[line(to)], changed[to])
                };
                if !asked.into_iter().flatten().any(|row| to.contains(&row) && spared(row) > 0) {
                    continue;
                }
                let Some((gain, first, last)) = most(to.map(|to| (to, spared(to)))) else { continue };
                let (top, bottom) = if is_up { (first, last + distance + 1) } else { (first - distance, last + 1) };
                let blank = if is_up { last + 1..bottom } else { top..first };
                let filled = |row: usize| next.content[line(row)].iter().filter(|cell| **cell != Cell::EMPTY).count();
                let price: isize = blank.map(|row| filled(row).cast_signed() - changed[row]).sum();
                if gain - price >= MOVE_COST.cast_signed() && best.is_none_or(|(known, _)| known < gain - price) {
                    let rows = if is_up { distance.cast_signed() } else { -distance.cast_signed() };
                    best = Some((gain - price, Self { top, bottom, rows }));
                }
            }
        }
        best.map(|(_, lines)| lines)
    }
}

/// How many cells differ; it is not counted on much beyond `enough`.
fn differ(before: &[Cell], after: &[Cell], enough: isize) -> isize {
    let mut count = 0;
    for (before, after) in before.iter().zip(after) {
        count += isize::from(before != after);
        if count > enough {
            break;
        }
    }
    count
}

/// The stretch with the largest sum: the sum, the first place and the last. `None` where no sum is above 0.
fn most(values: impl Iterator<Item = (usize, isize)>) -> Option<(isize, usize, usize)> {
    let mut best: Option<(isize, usize, usize)> = None;
    let mut current = (0, 0);
    for (place, value) in values {
        current = if current.0 > 0 { (current.0 + value, current.1) } else { (value, place) };
        if current.0 > best.map_or(0, |(sum, ..)| sum) {
            best = Some((current.0, current.1, place));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use proptest::prelude::*;
    use ratatui::style::{Color, Style};
    use ratatui::{Terminal, TerminalOptions, Viewport};

    use super::*;

    const AREA: Rect = Rect { x: 0, y: 0, width: 40, height: 12 };

    #[derive(Clone, Default)]
    struct Sent(Rc<RefCell<Vec<u8>>>);

    impl Write for Sent {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Draws frames one after the other, and gives for each what a terminal shows then and how many bytes it took.
    fn drawn(frames: &[Vec<(String, Style)>]) -> Vec<(vt100::Parser, usize)> {
        let sent = Sent::default();
        let backend = Scrolling::new(sent.clone(), AREA);
        let viewport = Viewport::Fixed(AREA);
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let side = |side: u16| side.try_into().unwrap();
        let mut before = 0;
        let frames = frames.iter().map(|lines| {
            let draw = |frame: &mut ratatui::Frame| {
                for (row, (line, style)) in (0..).zip(lines) {
                    frame.buffer_mut().set_string(0, row, line, *style);
                }
            };
            terminal.draw(draw).unwrap();
            let mut parser = vt100::Parser::new(side(AREA.height), side(AREA.width), 0);
            let all = sent.0.borrow();
            parser.process(&all);
            let own = all.len() - before;
            before = all.len();
            (parser, own)
        });
        frames.collect()
    }

    /// What a terminal shows when it gets the last frame alone.
    fn alone(frame: &[(String, Style)]) -> vt100::Parser {
        drawn(&[frame.to_vec()]).remove(0).0
    }

    /// What is seen, by row and cell; a blank is a space.
    fn rows(terminal: &vt100::Parser) -> Vec<Vec<String>> {
        let seen = |row: u16, column: u16| {
            let cell = terminal.screen().cell(row, column).unwrap();
            let text = if cell.has_contents() { cell.contents() } else { " " };
            format!("{text} {:?} {:?} {}", cell.fgcolor(), cell.bgcolor(), cell.inverse())
        };
        (0..AREA.height).map(|row| (0..AREA.width).map(|column| seen(row, column)).collect()).collect()
    }

    /// Lines of a frame: plain ones of any width, or narrow ones in colours. vt100 gives a blank beside a wide character that
    /// is written over the colours of what it is written over with, which other terminals do not.
    fn lines(are_plain: bool) -> impl Strategy<Value = Vec<(String, Style)>> {
        let coloured = prop_oneof![
            2 => Just(Style::new()),
            1 => Just(Style::new().reversed()),
            1 => Just(Style::new().fg(Color::Blue).bg(Color::Yellow)),
        ];
        let plain = prop_oneof!["[a-c ]{0,40}", "(漢|é|🎉|a| ){0,19}"];
        let line = if are_plain { (plain, Just(Style::new())).boxed() } else { ("[a-c é]{0,40}", coloured).boxed() };
        proptest::collection::vec(line, AREA.height as usize)
    }

    proptest! {
        #[test]
        fn a_terminal_shows_each_frame_whatever_moved(
            (first, second) in any::<bool>().prop_flat_map(|are_plain| (lines(are_plain), lines(are_plain))),
            moves in proptest::collection::vec((0..12_usize, 0..12_usize, -4..5_isize), 1..6),
        ) {
            let mut frames = vec![first];
            for (one, other, rows) in moves {
                let mut next = frames.last().unwrap().clone();
                let moved = &mut next[one.min(other)..=one.max(other)];
                let count = rows.unsigned_abs().min(moved.len());
                if rows > 0 { moved.rotate_left(count) } else { moved.rotate_right(count) }
                next[other] = second[one].clone();
                frames.push(next);
            }
            frames.push(second);
            for ((shown, _), frame) in drawn(&frames).into_iter().zip(&frames) {
                prop_assert_eq!(rows(&shown), rows(&alone(frame)));
            }
        }
    }

    #[test]
    fn a_list_that_scrolls_by_a_line_sends_that_line_and_the_two_that_look_otherwise() {
        let line = |number: usize, cursor: usize| {
            let style = if number == cursor { Style::new().reversed() } else { Style::new() };
            (format!("{number:>6}  R. Alvarez  +1 202 555 0134  ok {number}"), style)
        };
        let frame =
            |top: usize| (top..top + 12).map(|number| line(number * 7919, (top + 11) * 7919)).collect::<Vec<_>>();
        let up: Vec<usize> = drawn(&[frame(0), frame(1), frame(2)]).into_iter().map(|(_, bytes)| bytes).collect();
        assert!(up[1] < 200 && up[2] < 200, "{up:?} bytes");
        assert!(up[0] > 400, "{up:?} bytes");
        let down: Vec<usize> = drawn(&[frame(3), frame(2)]).into_iter().map(|(_, bytes)| bytes).collect();
        assert!(down[1] < 200, "{down:?} bytes");
    }

    #[test]
    fn what_looks_alike_is_not_moved() {
        let frame = |word: &str| (0..12).map(|_| (word.to_owned(), Style::new())).collect::<Vec<_>>();
        let (parser, bytes) = drawn(&[frame("same"), frame("same")]).remove(1);
        assert!(bytes < 40, "{bytes} bytes");
        assert_eq!(parser.screen().contents(), ["same"; 12].join("\n"));
    }
}
