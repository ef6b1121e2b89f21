//! How much a list at Zoom has, as far as its first pages tell.

/// The rows and pages of a list that is fetched slice by slice.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Volume {
    /// Rows fetched.
    pub rows: u64,
    /// Pages fetched.
    pub pages: u64,
    /// Slices of time in all.
    pub slices: u32,
    /// Rows that the slices begun so far have, as Zoom counts them.
    expected: u64,
    /// Slices begun so far of which Zoom said how many rows they have.
    counted: u32,
}

impl Volume {
    /// Nothing fetched yet.
    pub(super) fn of_slices(slices: usize) -> Self {
        Self { slices: u32::try_from(slices).unwrap_or(u32::MAX), ..Self::default() }
    }

    /// Takes note of how many rows a slice has; asked once a slice, at its first page.
    pub(super) fn expect(&mut self, total_records: Option<u64>) {
        if let Some(total) = total_records {
            self.expected += total;
            self.counted += 1;
        }
    }

    /// Takes back what a slice added, because it begins anew.
    pub(super) fn forget(&mut self, rows: u64, total_records: Option<u64>) {
        self.rows = self.rows.saturating_sub(rows);
        if let Some(total) = total_records {
            self.expected = self.expected.saturating_sub(total);
            self.counted = self.counted.saturating_sub(1);
        }
    }

    /// Takes note of a page.
    pub(super) fn page(&mut self, rows: u64) {
        self.rows += rows;
        self.pages += 1;
    }

    /// Rows in the slices begun so far.
    pub(super) fn total(&self) -> Option<u64> {
        (self.counted > 0).then_some(self.expected)
    }

    /// Rows still to come: known for the slices begun, guessed from them for the others.
    pub(super) fn left(&self) -> Option<u64> {
        let per_slice = self.expected.checked_div(u64::from(self.counted))?;
        let not_begun = u64::from(self.slices.saturating_sub(self.counted));
        Some((self.expected + per_slice * not_begun).saturating_sub(self.rows))
    }

    /// Requests still to come, about, where they and those before are more than `free`. Where Zoom said nothing, or less than
    /// there is, as many again as there were, once those were as many as are free.
    pub(super) fn dear(&self, rows_a_page: u64, free: u64) -> Option<u64> {
        let known = self.left().map(|left| left.div_ceil(rows_a_page));
        let again = (self.pages >= free).then_some(self.pages);
        known.max(again).filter(|requests| self.pages + requests > free)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_guessed_from_the_slices_that_zoom_counted() {
        let mut volume = Volume::of_slices(7);
        assert_eq!(volume.left(), None);
        volume.expect(Some(20_000));
        volume.page(100);
        assert_eq!((volume.total(), volume.left()), (Some(20_000), Some(139_900)));
        assert_eq!(volume.dear(100, 1_000), Some(1_399));
        assert_eq!(volume.dear(100, 1_400), None, "with the one before it is no more than is free");
        volume.forget(100, Some(20_000));
        assert_eq!((volume.rows, volume.left()), (0, None));
    }

    #[test]
    fn a_list_that_is_not_counted_is_dear_once_it_took_what_is_free() {
        let mut volume = Volume::of_slices(7);
        for _ in 0..999 {
            volume.page(100);
        }
        assert_eq!(volume.dear(100, 1_000), None);
        volume.page(100);
        assert_eq!(volume.dear(100, 1_000), Some(1_000));
    }
}
