//! A column of spans of time, two bytes a call; nothing where Zoom gives no such span.

use std::collections::HashMap;

/// Whole seconds, by row; few calls last longer than 18 hours, and those stand apart.
#[derive(Debug, Default)]
pub(super) struct Seconds {
    /// Ends with the last row that has a span.
    short: Vec<u16>,
    long: HashMap<u32, u32>,
}

impl Seconds {
    /// The sign of a row without a span.
    pub const NONE: u16 = u16::MAX;
    /// The sign of a row with a span that stands apart.
    pub const LONG: u16 = u16::MAX - 1;

    pub fn set(&mut self, row: u32, seconds: Option<u32>) {
        let at = row as usize;
        if at >= self.short.len() {
            if seconds.is_none() {
                return;
            }
            self.short.resize(at + 1, Self::NONE);
        }
        if self.short[at] == Self::LONG {
            self.long.remove(&row);
        }
        self.short[at] = match seconds {
            None => Self::NONE,
            Some(seconds) => u16::try_from(seconds).ok().filter(|short| *short < Self::LONG).unwrap_or_else(|| {
                self.long.insert(row, seconds);
                Self::LONG
            }),
        };
    }

    /// The span of a row, if it has one.
    #[inline]
    pub fn get(&self, row: usize) -> Option<u32> {
        match self.sign(row) {
            Self::NONE => None,
            Self::LONG => self.long(row),
            short => Some(u32::from(short)),
        }
    }

    /// The span of a row as it is kept: whole seconds, or one of the two signs. What passes over all rows and does not branch on
    /// which it is takes a third of the time.
    #[inline]
    pub fn sign(&self, row: usize) -> u16 {
        self.short.get(row).copied().unwrap_or(Self::NONE)
    }

    /// The span that stands apart of a row with the sign of one.
    #[cold]
    pub fn long(&self, row: usize) -> Option<u32> {
        u32::try_from(row).ok().and_then(|row| self.long.get(&row)).copied()
    }

    /// The span of a row to add up; one that is not known is nothing.
    #[inline]
    pub fn amount(&self, row: usize) -> u32 {
        let sign = self.sign(row);
        if sign == Self::LONG {
            return self.long(row).unwrap_or(0);
        }
        u32::from(sign) * u32::from(sign != Self::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_comes_back_as_it_went_in() {
        let spans = [None, Some(0), Some(65_533), Some(65_534), Some(65_535), Some(65_536), Some(u32::MAX)];
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
