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
    const NONE: u16 = u16::MAX;
    const LONG: u16 = u16::MAX - 1;

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

    pub fn get(&self, row: usize) -> Option<u32> {
        match self.short.get(row).copied().unwrap_or(Self::NONE) {
            Self::NONE => None,
            Self::LONG => u32::try_from(row).ok().and_then(|row| self.long.get(&row)).copied(),
            short => Some(u32::from(short)),
        }
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
