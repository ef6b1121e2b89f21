//! A column of spans of time, two bytes a call; nothing where Zoom gives no such span.

use std::collections::HashMap;

use super::rows::Rows;

/// Whole seconds, by row; few calls last longer than 18 hours, and those stand apart.
#[derive(Debug, Default)]
pub(super) struct Seconds {
    /// A sign for each row: none, one that stands apart, or a span, by which it is [`Self::SHORT`] larger than its seconds. Ends
    /// with the last row that has a span.
    signs: Vec<u16>,
    /// The largest sign that there ever was.
    largest: u16,
    long: HashMap<u32, u32>,
}

impl Seconds {
    /// The sign of a row without a span.
    pub const NONE: u16 = 0;
    /// The sign of a row with a span that stands apart.
    pub const LONG: u16 = 1;
    /// The sign of a span of no seconds.
    pub const SHORT: u16 = 2;

    pub fn set(&mut self, row: u32, seconds: Option<u32>) {
        let at = row as usize;
        if at >= self.signs.len() {
            if seconds.is_none() {
                return;
            }
            self.signs.resize(at + 1, Self::NONE);
        }
        if self.signs[at] == Self::LONG {
            self.long.remove(&row);
        }
        self.signs[at] = seconds.map_or(Self::NONE, |seconds| {
            let short = u16::try_from(seconds).ok().and_then(|seconds| seconds.checked_add(Self::SHORT));
            short.unwrap_or_else(|| {
                self.long.insert(row, seconds);
                Self::LONG
            })
        });
        self.largest = self.largest.max(self.signs[at]);
    }

    /// The span of a row, if it has one.
    #[inline]
    pub fn get(&self, row: usize) -> Option<u32> {
        match self.sign(row) {
            Self::NONE => None,
            Self::LONG => self.long(row),
            short => Some(u32::from(short - Self::SHORT)),
        }
    }

    /// The span of a row as it is kept. What passes over all rows and does not branch on which it is takes a third of the time.
    #[inline]
    pub fn sign(&self, row: usize) -> u16 {
        self.signs.get(row).copied().unwrap_or(Self::NONE)
    }

    /// The spans of some rows as they are kept, in their order.
    pub fn gather(&self, rows: Rows<'_>, signs: &mut Vec<u16>) {
        rows.gather(&self.signs, signs, |sign| sign);
    }

    /// The spans of some rows to add up, in their order; one that is not known is nothing.
    pub fn gather_amounts(&self, rows: Rows<'_>, amounts: &mut Vec<u32>) {
        rows.gather(&self.signs, amounts, |sign| sign.saturating_sub(Self::SHORT).into());
        if !self.are_short() {
            for (id, amount) in rows.ids().iter().zip(amounts).filter(|(id, _)| self.sign(id.number()) == Self::LONG) {
                *amount = self.long(id.number()).unwrap_or(0);
            }
        }
    }

    /// How many signs there may be: all are less.
    pub fn signs(&self) -> usize {
        usize::from(self.largest.max(Self::LONG)) + 1
    }

    /// True when no span stands apart.
    pub fn are_short(&self) -> bool {
        self.long.is_empty()
    }

    /// The span that stands apart of a row with the sign of one.
    #[cold]
    pub fn long(&self, row: usize) -> Option<u32> {
        u32::try_from(row).ok().and_then(|row| self.long.get(&row)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_comes_back_as_it_went_in() {
        let spans =
            [None, Some(0), Some(65_532), Some(65_533), Some(65_534), Some(65_535), Some(65_536), Some(u32::MAX)];
        let mut column = Seconds::default();
        for shift in 0..spans.len() {
            for (row, _) in (0_u32..).zip(spans) {
                column.set(row, spans[(row as usize + shift) % spans.len()]);
            }
            for (row, _) in (0_u32..).zip(spans) {
                assert_eq!(column.get(row as usize), spans[(row as usize + shift) % spans.len()]);
            }
        }
    }
}
