//! How the lines of the help stand on a screen: in columns, a page at a time. The keys that turn pages have to know it too.

use super::help::Help;
use super::keymap::{Binding, Keymap};
use super::screen::Screen;

/// The least width of a column.
const COLUMN: u16 = 36;

/// A line of the help.
#[derive(Clone, Copy, Debug)]
pub enum HelpLine<'keys> {
    /// Nothing.
    Gap,
    /// The heading of a group.
    Heading(&'static str),
    /// What keys do; the rest of it stands on the lines below.
    Key {
        /// Its place among [`Help::found`].
        place: usize,
        /// The keys.
        binding: &'keys Binding,
        /// As many of its words as fit on the line.
        words: &'static str,
    },
    /// The rest of the words of the key above.
    More {
        /// The key's place.
        place: usize,
        /// The words.
        words: &'static str,
    },
}

/// Where the lines stand.
#[derive(Clone, Debug)]
pub struct HelpLayout<'keys> {
    /// The lines, column by column, page by page.
    pub lines: Vec<HelpLine<'keys>>,
    /// Width of the dialog with its frame.
    pub width: u16,
    /// Columns of a page.
    pub columns: usize,
    /// Lines of a column.
    pub rows: usize,
}

impl Help {
    /// Width of the keys in a column.
    pub const KEYS: usize = 11;
    /// Rows of the dialog that are no lines: the frame, and what is typed with a gap below it.
    pub const OTHER_ROWS: u16 = 4;

    /// How the help stands on a screen.
    #[must_use]
    pub fn layout<'keys>(&self, keymap: &'keys Keymap, screen: Screen) -> HelpLayout<'keys> {
        let width = screen.columns.min(screen.dialog_columns());
        let columns = (width.saturating_sub(4) / COLUMN).max(1);
        // A sign before the keys, and a space on either side of the words.
        let room = usize::from(width.saturating_sub(4) / columns).saturating_sub(Self::KEYS + 3).max(1);
        let lines = self.lines(keymap, room);
        // The first and the last row of the screen stay in sight.
        let most = screen.rows.saturating_sub(2 + Self::OTHER_ROWS).max(1);
        let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX).div_ceil(columns);
        let rows = usize::from(wanted.clamp(1, most));
        HelpLayout { lines: in_columns(&lines, rows), width, columns: columns.into(), rows }
    }

    fn lines<'keys>(&self, keymap: &'keys Keymap, room: usize) -> Vec<HelpLine<'keys>> {
        let mut lines = Vec::new();
        let mut group = None;
        for (place, binding) in self.found(keymap).into_iter().enumerate() {
            if group.replace(binding.group) != Some(binding.group) {
                if !lines.is_empty() {
                    lines.push(HelpLine::Gap);
                }
                lines.push(HelpLine::Heading(binding.group.title()));
            }
            let (words, mut rest) = split(binding.words, room);
            lines.push(HelpLine::Key { place, binding, words });
            while !rest.is_empty() {
                let (words, after) = split(rest, room);
                lines.push(HelpLine::More { place, words });
                rest = after;
            }
        }
        lines
    }
}

impl HelpLayout<'_> {
    /// Lines of a page.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.columns * self.rows
    }

    /// The first line of the page that a key is on.
    #[must_use]
    pub fn page_of(&self, selected: usize) -> usize {
        self.line_of(selected) / self.page() * self.page()
    }

    fn line_of(&self, selected: usize) -> usize {
        let here = |line: &HelpLine<'_>| matches!(line, HelpLine::Key { place, .. } if *place == selected);
        self.lines.iter().position(here).unwrap_or(0)
    }

    /// The key to go to from one, some pages on: the one that stands there, else the next.
    #[must_use]
    pub fn turn(&self, selected: usize, pages: isize) -> Option<usize> {
        let last = self.lines.len().checked_sub(1)?;
        let page = isize::try_from(self.page()).ok()?;
        let line = self.line_of(selected).saturating_add_signed(pages.saturating_mul(page)).min(last);
        let place = |line: &HelpLine<'_>| if let HelpLine::Key { place, .. } = line { Some(*place) } else { None };
        self.lines[line..].iter().find_map(place).or_else(|| self.lines[..line].iter().rev().find_map(place))
    }
}

/// As many whole words as fit into `room` cells, and the rest. The words are ours, so a character is a cell.
fn split(words: &'static str, room: usize) -> (&'static str, &'static str) {
    if words.len() <= room {
        return (words, "");
    }
    let end = words.get(..=room).and_then(|fitting| fitting.rfind(' ')).or_else(|| words.find(' '));
    end.map_or((words, ""), |end| (&words[..end], words[end..].trim_start()))
}

/// Gaps so that no heading stands alone at the foot of a column, no key is parted from the rest of its words, and no gap stands at
/// a column's head.
fn in_columns<'key>(lines: &[HelpLine<'key>], rows: usize) -> Vec<HelpLine<'key>> {
    let mut placed: Vec<HelpLine<'key>> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let left = rows - placed.len() % rows;
        let is_more = |line: &&HelpLine<'_>| matches!(line, HelpLine::More { .. });
        let needed = match line {
            HelpLine::Gap if left == rows => continue,
            HelpLine::Gap | HelpLine::More { .. } => 1,
            HelpLine::Heading(_) => 2,
            HelpLine::Key { .. } => 1 + lines[at + 1..].iter().take_while(is_more).count(),
        };
        if needed > left && needed <= rows {
            placed.extend(std::iter::repeat_n(HelpLine::Gap, left));
        }
        placed.push(*line);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::super::keymap::Place;
    use super::*;

    const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 36), (200, 50)];

    #[test]
    fn every_word_of_every_key_has_its_room_at_every_size() {
        let keymap = Keymap::default();
        for (columns, rows) in SIZES {
            for place in Place::ALL {
                let help = Help::new(place);
                let layout = help.layout(&keymap, Screen { columns, rows });
                let room = usize::from(layout.width - 4) / layout.columns - Help::KEYS - 3;
                let mut told = vec![String::new(); help.found(&keymap).len()];
                for line in &layout.lines {
                    if let HelpLine::Key { place, words, .. } | HelpLine::More { place, words } = line {
                        assert!(words.len() <= room, "{words} at {columns}x{rows}");
                        told[*place] = format!("{} {words}", told[*place]).trim().to_owned();
                    }
                }
                let wanted: Vec<&str> = help.found(&keymap).iter().map(|binding| binding.words).collect();
                assert_eq!(told, wanted);
            }
        }
    }

    #[test]
    fn pages_are_turned_whole_and_every_key_is_reached() {
        let keymap = Keymap::default();
        for (columns, rows) in SIZES {
            let help = Help::new(Place::List);
            let layout = help.layout(&keymap, Screen { columns, rows });
            let (mut selected, mut pages) = (0, vec![0]);
            loop {
                let next = layout.turn(selected, 1).unwrap();
                if next == selected {
                    break;
                }
                selected = next;
                pages.push(layout.page_of(selected));
            }
            pages.dedup();
            assert!(pages.windows(2).all(|pair| pair[1] - pair[0] == layout.page()), "{pages:?}");
            assert_eq!(pages.len(), layout.lines.len().div_ceil(layout.page()), "at {columns}x{rows}");
        }
    }
}
