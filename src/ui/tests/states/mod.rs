//! Every other state of the screens: each in one text, with what it adds to a screen at each size. What stands there anyway is not
//! told again, so that what is read is what is new; `-- 3,5` tells that a part begins at column 3 of row 5.

use std::collections::HashSet;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;

use super::{SIZES, Shown, drawn};
use crate::app::KeyCode;

mod calls;
mod detail;
mod dialogs;
mod figures;
mod lists;
mod sign_in;

/// A screen.
type Screen = fn(u16, u16) -> Shown;

/// Where a state begins.
#[derive(Clone, Copy)]
enum From {
    /// At the start, and all of its screen is told.
    Start,
    /// At the start, and what the list of calls has on its screen is not told again.
    StartBesideCalls,
    /// At a screen, and what that has is not told again.
    The(Screen),
}
/// A state: its name, and what leads to it.
type Way = (&'static str, fn(&mut Shown));

/// Takes a snapshot of each state, of what it adds to where it began.
macro_rules! adds {
    ($from:expr, $ways:expr) => {
        for (name, way) in $ways {
            insta::assert_snapshot!(name, super::at_every_size($from, way));
        }
    };
}
use adds;

/// The calls, and the detail of none yet.
const CALLS: From = From::The(Shown::calls);

/// What `way` adds to the screen that it begins at, at each size.
fn at_every_size(from: From, way: fn(&mut Shown)) -> String {
    let mut texts = Vec::new();
    for (columns, rows) in SIZES {
        let (begin, known): (Screen, Option<Screen>) = match from {
            From::Start => (Shown::start, None),
            From::StartBesideCalls => (Shown::start, Some(Shown::calls)),
            From::The(screen) => (screen, Some(screen)),
        };
        let empty = Buffer::empty(Rect::new(0, 0, columns, rows));
        let old = known.map_or(empty, |screen| drawn(&screen(columns, rows).state));
        let mut shown = begin(columns, rows);
        way(&mut shown);
        texts.push(format!("== {columns}x{rows}\n"));
        texts.extend(parts(&old, &drawn(&shown.state)));
    }
    texts.concat()
}

/// The rectangles in which the two differ: rows that lie together, from the first to the last cell that is another. A row that
/// only moved is no other one.
fn parts(old: &Buffer, new: &Buffer) -> Vec<String> {
    /// So many rows without a difference do not part what is around them.
    const GAP: u16 = 2;
    let area = new.area;
    let row_of = |buffer: &Buffer, row: u16| told(buffer, Rect::new(0, row, area.width, 1));
    let known: HashSet<String> = (0..area.height).map(|row| row_of(old, row)).collect();
    let mut found: Vec<Rect> = Vec::new();
    for row in (0..area.height).filter(|row| !known.contains(&row_of(new, *row))) {
        let other = |column: &u16| old[(*column, row)].symbol() != new[(*column, row)].symbol();
        let (Some(first), Some(last)) = ((0..area.width).find(other), (0..area.width).rfind(other)) else { continue };
        let line = Rect::new(first, row, last + 1 - first, 1);
        match found.last_mut() {
            Some(part) if part.bottom() + GAP >= row => *part = part.union(line),
            _ => found.push(line),
        }
    }
    found.into_iter().map(|part| format!("-- {},{}\n{}", part.x + 1, part.y + 1, told(new, part))).collect()
}

/// The rows of a part, without what hangs over at the right.
fn told(buffer: &Buffer, part: Rect) -> String {
    let mut text = String::new();
    for row in part.top()..part.bottom() {
        let mut line = String::new();
        let mut column = part.x;
        while column < part.right() {
            let symbol = buffer[(column, row)].symbol();
            line.push_str(symbol);
            // The cell behind a wide character belongs to it.
            column += symbol.cell_width().max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Presses keys, each after what the one before it showed was read: letters as they are, `⏎` for Enter, `⎋` for Esc, `↓` for Down.
fn press(shown: &mut Shown, keys: &str) {
    for key in keys.chars() {
        let code = match key {
            '⏎' => KeyCode::Enter,
            '⎋' => KeyCode::Esc,
            '↓' => KeyCode::Down,
            letter => KeyCode::Char(letter),
        };
        let _ = shown.key(code);
    }
}
