//! How large the terminal is, and which pane goes where. The mouse and the drawing share these places.

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

impl Area {
    /// True when the cell at `column`, `row` is inside.
    #[must_use]
    pub const fn holds(self, column: u16, row: u16) -> bool {
        column >= self.x && column - self.x < self.columns && row >= self.y && row - self.y < self.rows
    }

    /// True when there is no cell in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.columns == 0 || self.rows == 0
    }
}

/// What fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Nothing but a line that says so.
    TooSmall,
    /// The list and a peek strip; the detail takes the whole screen.
    Narrow,
    /// The list and the detail.
    Medium,
    /// Facets, the list and the detail.
    Wide,
}

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Width.
    pub columns: u16,
    /// Height.
    pub rows: u16,
}

impl Screen {
    /// The least width that works.
    pub const MIN_COLUMNS: u16 = 60;
    /// The least height that works.
    pub const MIN_ROWS: u16 = 15;
    /// From here on the detail stands beside the list.
    const MEDIUM_COLUMNS: u16 = 100;
    /// From here on the facets stand beside the list.
    const WIDE_COLUMNS: u16 = 160;

    /// What fits.
    #[must_use]
    pub const fn layout(self) -> Layout {
        if self.columns < Self::MIN_COLUMNS || self.rows < Self::MIN_ROWS {
            Layout::TooSmall
        } else if self.columns < Self::MEDIUM_COLUMNS {
            Layout::Narrow
        } else if self.columns < Self::WIDE_COLUMNS {
            Layout::Medium
        } else {
            Layout::Wide
        }
    }

    /// The widest a dialog may be.
    #[must_use]
    pub const fn dialog_columns(self) -> u16 {
        match self.layout() {
            Layout::TooSmall => self.columns,
            Layout::Narrow => 76,
            Layout::Medium => 98,
            Layout::Wide => 124,
        }
    }

    /// What stands between the lines at the top and the bottom, for the views that are one pane: sign-in, access.
    #[must_use]
    pub const fn body(self) -> Area {
        Area { x: 0, y: 2, columns: self.columns, rows: self.rows.saturating_sub(4) }
    }

    /// Where the panes of the call list go. All areas are inside the screen.
    #[must_use]
    pub fn panes(self, wish: PaneWish) -> Panes {
        let Self { columns, rows } = self;
        let line = |y: u16| Area { x: 0, y, columns, rows: u16::from(y < rows) };
        let (header, query, footer) = (line(0), line(1), line(rows.saturating_sub(1)));
        let banner = wish.banner.then(|| line(2));
        // Above: header, query, banner, rule. Below: peek or status, footer.
        let below = if wish.banner { 3 } else { 2 };
        // It gives way where it would leave no room for calls.
        let party = (wish.party && rows >= 20).then_some(Area { x: 0, y: below, columns, rows: 2 });
        let top = below + party.map_or(0, |party| party.rows);
        let none = Panes { header, query, banner, party, footer, ..Panes::default() };
        match (self.layout(), wish.detail) {
            (Layout::TooSmall, _) => Panes { header, ..Panes::default() },
            (Layout::Narrow, DetailPlace::Whole) => {
                let detail = Area { x: 0, y: 1, columns, rows: rows.saturating_sub(2) };
                Panes { header, footer, detail: Some(detail), ..Panes::default() }
            }
            (Layout::Narrow, DetailPlace::Hidden | DetailPlace::Right | DetailPlace::Below) => {
                let list = Area { x: 0, y: top, columns, rows: rows.saturating_sub(top + 4) };
                let peek = Area { x: 0, y: rows.saturating_sub(3), columns, rows: 2 };
                Panes { list, peek: Some(peek), ..none }
            }
            (Layout::Medium | Layout::Wide, place) => {
                let status = Some(line(rows.saturating_sub(2)));
                let (y, height) = (top + 1, rows.saturating_sub(top + 3));
                let beside = wish.facets || self.layout() == Layout::Wide;
                let facets_columns = if beside && place != DetailPlace::Whole { 27 } else { 0 };
                // Three panes side by side are for wide screens.
                let place = match (self.layout(), place) {
                    (Layout::Medium, DetailPlace::Right) if wish.facets => DetailPlace::Hidden,
                    (_, place) => place,
                };
                let facets = Area { x: 0, y, columns: facets_columns, rows: height };
                // One column between panes is the line that parts them.
                let x = if facets_columns == 0 { 0 } else { facets_columns + 1 };
                let rest = Area { x, y, columns: columns - x, rows: height };
                let (list, detail) = split(rest, place, self.layout());
                let facets = (!facets.is_empty()).then_some(facets);
                Panes { facets, list, detail, status, ..none }
            }
        }
    }
}

/// Columns in which a list shows every cell of its medium set whole.
const WIDE_LIST: u16 = 100;

/// Parts `area` into list and detail.
fn split(area: Area, place: DetailPlace, layout: Layout) -> (Area, Option<Area>) {
    match place {
        DetailPlace::Hidden => (area, None),
        DetailPlace::Whole => (Area { columns: 0, rows: 0, ..area }, Some(area)),
        DetailPlace::Right => {
            // On a wide screen the detail grows from the medium width only as far as the list keeps what it had there.
            let columns = match layout {
                Layout::Wide => area.columns.saturating_sub(WIDE_LIST + 1).clamp(46, 62),
                Layout::TooSmall | Layout::Narrow | Layout::Medium => 46,
            };
            let columns = columns.min(area.columns / 2);
            let list = Area { columns: area.columns - columns - 1, ..area };
            (list, Some(Area { x: area.x + area.columns - columns, columns, ..area }))
        }
        DetailPlace::Below => {
            let rows = area.rows / 2;
            let list = Area { rows: area.rows - rows - 1, ..area };
            (list, Some(Area { y: area.y + area.rows - rows, rows, ..area }))
        }
    }
}

/// What the panes depend on beside the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaneWish {
    /// A banner is shown.
    pub banner: bool,
    /// What the calls with one number come to is shown.
    pub party: bool,
    /// Facets are shown where there is room for them, and on wide screens anyway.
    pub facets: bool,
    /// Where the detail goes.
    pub detail: DetailPlace,
}

/// Where the detail goes. `Right` and `Below` are not drawn where the screen is narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailPlace {
    /// Nowhere.
    Hidden,
    /// Beside the list.
    Right,
    /// Under the list.
    Below,
    /// In place of the list.
    Whole,
}

/// Where the panes go. An empty list area means that the detail takes its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The name, the account and how fresh the calls are.
    pub header: Area,
    /// The query and the counts.
    pub query: Area,
    /// What a person has to know now.
    pub banner: Option<Area>,
    /// What the calls with one number come to.
    pub party: Option<Area>,
    /// Counts by value.
    pub facets: Option<Area>,
    /// The column names and the calls.
    pub list: Area,
    /// How the selected call went.
    pub detail: Option<Area>,
    /// The selected call in two lines.
    pub peek: Option<Area>,
    /// Marks, zone and notices.
    pub status: Option<Area>,
    /// Keys.
    pub footer: Area,
}

impl Panes {
    /// Calls that fit into the list, below the line of column names.
    #[must_use]
    pub const fn list_rows(self) -> usize {
        self.list.rows.saturating_sub(1) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn layouts_change_at_their_widths() {
        let layout = |columns, rows| Screen { columns, rows }.layout();
        assert_eq!(layout(59, 24), Layout::TooSmall);
        assert_eq!(layout(80, 14), Layout::TooSmall);
        assert_eq!(layout(60, 15), Layout::Narrow);
        assert_eq!(layout(99, 40), Layout::Narrow);
        assert_eq!(layout(100, 24), Layout::Medium);
        assert_eq!(layout(159, 24), Layout::Medium);
        assert_eq!(layout(160, 24), Layout::Wide);
    }

    #[test]
    fn at_80x24_seventeen_calls_fit() {
        let panes = Screen { columns: 80, rows: 24 }.panes(PaneWish {
            banner: false,
            party: false,
            facets: false,
            detail: DetailPlace::Hidden,
        });
        assert_eq!(panes.list_rows(), 17);
    }

    proptest! {
        #[test]
        fn panes_are_on_the_screen_and_apart(
            columns: u16, rows: u16, banner: bool, party: bool, facets: bool,
            detail in prop::sample::select(vec![DetailPlace::Hidden, DetailPlace::Right, DetailPlace::Below, DetailPlace::Whole]),
        ) {
            let screen = Screen { columns, rows };
            let panes = screen.panes(PaneWish { banner, party, facets, detail });
            let shown: Vec<Area> = [Some(panes.header), Some(panes.query), panes.banner, panes.party, panes.facets, Some(panes.list),
                panes.detail, panes.peek, panes.status, Some(panes.footer)]
                .into_iter().flatten().filter(|area| !area.is_empty()).collect();
            for (place, area) in shown.iter().enumerate() {
                prop_assert!(area.x.checked_add(area.columns).is_some_and(|end| end <= columns));
                prop_assert!(area.y.checked_add(area.rows).is_some_and(|end| end <= rows));
                for other in &shown[place + 1..] {
                    let beside = area.x + area.columns <= other.x || other.x + other.columns <= area.x;
                    let above = area.y + area.rows <= other.y || other.y + other.rows <= area.y;
                    prop_assert!(beside || above, "{area:?} and {other:?} overlap");
                }
            }
            let usable = panes.list_rows() > 0 || panes.detail.is_some_and(|area| !area.is_empty());
            prop_assert!(usable || screen.layout() == Layout::TooSmall);
        }
    }
}
