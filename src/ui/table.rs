//! Columns that give way: which of them fit, how wide they are, and rows drawn into them. Only rows on screen become cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint;
use super::text::Align;

/// One column, as wide as it wants to be; `Id` says what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<Id> {
    /// What stands in it.
    pub id: Id,
    /// Its heading.
    pub title: &'static str,
    /// Narrower than this it makes no sense.
    pub least: u16,
    /// Wider than this it gains nothing.
    pub most: u16,
    /// Where its text stands.
    pub align: Align,
    /// When room is short the highest number goes first; 0 never goes.
    pub rank: u8,
}

/// A column that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<Id> {
    /// What stands in it.
    pub id: Id,
    /// Its heading.
    pub title: &'static str,
    /// Cells from the left edge of the table.
    pub x: u16,
    /// Its width.
    pub width: u16,
    /// Where its text stands.
    pub align: Align,
}

/// The columns that fit into `available` cells with one cell between them, in their order.
pub fn place<Id: Copy>(columns: &[Column<Id>], available: u16) -> Vec<Placed<Id>> {
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    let needed =
        |kept: &[usize]| kept.iter().map(|index| u32::from(columns[*index].least) + 1).sum::<u32>().saturating_sub(1);
    while needed(&kept) > available.into() {
        let Some(last) =
            kept.iter().copied().filter(|index| columns[*index].rank > 0).max_by_key(|index| columns[*index].rank)
        else {
            break;
        };
        kept.retain(|index| *index != last);
    }
    let mut spare = u32::from(available).saturating_sub(needed(&kept));
    let mut widths: Vec<u32> = kept.iter().map(|index| columns[*index].least.into()).collect();
    // One cell each in turn, so that all columns that can grow do.
    while spare > 0 {
        let before = spare;
        for (width, index) in widths.iter_mut().zip(&kept) {
            if spare > 0 && *width < columns[*index].most.into() {
                *width += 1;
                spare -= 1;
            }
        }
        if spare == before {
            break;
        }
    }
    let mut x = 0;
    kept.into_iter()
        .zip(widths)
        .filter_map(|(index, width)| {
            let column = columns[index];
            let width = u16::try_from(width).ok()?.min(available.saturating_sub(x));
            let placed = Placed { id: column.id, title: column.title, x, width, align: column.align };
            x = x.saturating_add(width).saturating_add(1);
            (width > 0).then_some(placed)
        })
        .collect()
}

/// Draws one row of cells along the first row of `area`; `cell` gives the text and style that stand in a column.
pub fn draw_row<Id: Copy>(
    buffer: &mut Buffer,
    area: Rect,
    placed: &[Placed<Id>],
    cell: impl Fn(Id) -> (String, Style),
) {
    for column in placed {
        let (words, style) = cell(column.id);
        let area = Rect { x: area.x.saturating_add(column.x), width: column.width, ..area };
        paint::put_fitted(buffer, area, &words, column.align, style);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COLUMNS: [Column<&str>; 4] = [
        Column { id: "Started", title: "Started", least: 11, most: 11, align: Align::Left, rank: 0 },
        Column { id: "Party", title: "Party", least: 10, most: 20, align: Align::Left, rank: 0 },
        Column { id: "Site", title: "Site", least: 4, most: 8, align: Align::Left, rank: 2 },
        Column { id: "Wait", title: "Wait", least: 5, most: 5, align: Align::Right, rank: 1 },
    ];

    fn titles(available: u16) -> Vec<(&'static str, u16)> {
        place(&COLUMNS, available).iter().map(|placed| (placed.id, placed.width)).collect()
    }

    #[test]
    fn columns_leave_by_rank_and_share_what_is_spare() {
        assert_eq!(titles(60), [("Started", 11), ("Party", 20), ("Site", 8), ("Wait", 5)]);
        assert_eq!(titles(35), [("Started", 11), ("Party", 11), ("Site", 5), ("Wait", 5)]);
        assert_eq!(titles(32), [("Started", 11), ("Party", 14), ("Wait", 5)]);
        assert_eq!(titles(25), [("Started", 11), ("Party", 13)]);
    }

    #[test]
    fn what_never_leaves_is_cut_when_there_is_no_room_at_all() {
        assert_eq!(titles(15), [("Started", 11), ("Party", 3)]);
        assert_eq!(titles(0), []);
    }

    proptest! {
        #[test]
        fn columns_never_overlap_nor_leave_the_table(available in 0..200u16) {
            let placed = place(&COLUMNS, available);
            prop_assert!(placed.windows(2).all(|pair| pair[0].x + pair[0].width < pair[1].x));
            prop_assert!(placed.iter().all(|column| column.x + column.width <= available));
        }
    }
}
