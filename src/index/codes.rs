//! A column of dictionary slots, as narrow as the dictionary allows.

use super::rows::Rows;

/// A slot a row: a byte each while slots are few, two or four from the first that needs them.
#[derive(Debug)]
pub(super) enum Codes {
    Byte(Vec<u8>),
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Codes {
    pub fn with_capacity(rows: usize) -> Self {
        Self::Byte(Vec::with_capacity(rows))
    }

    pub fn reserve(&mut self, more: usize) {
        match self {
            Self::Byte(slots) => slots.reserve(more),
            Self::Narrow(slots) => slots.reserve(more),
            Self::Wide(slots) => slots.reserve(more),
        }
    }

    /// Adds a row with slot 0.
    pub fn push_first(&mut self) {
        match self {
            Self::Byte(slots) => slots.push(0),
            Self::Narrow(slots) => slots.push(0),
            Self::Wide(slots) => slots.push(0),
        }
    }

    pub fn set(&mut self, row: usize, slot: u32) {
        match self {
            Self::Byte(slots) => {
                if let Ok(slot) = u8::try_from(slot) {
                    slots[row] = slot;
                } else {
                    *self = Self::Narrow(widened(slots));
                    self.set(row, slot);
                }
            }
            Self::Narrow(slots) => {
                if let Ok(slot) = u16::try_from(slot) {
                    slots[row] = slot;
                } else {
                    *self = Self::Wide(widened(slots));
                    self.set(row, slot);
                }
            }
            Self::Wide(slots) => slots[row] = slot,
        }
    }

    /// The slots of some rows, in their order: how wide the column is is told apart once, not for each row.
    pub fn gather(&self, rows: Rows<'_>, slots: &mut Vec<u32>) {
        match self {
            Self::Byte(all) => rows.gather(all, slots, u32::from),
            Self::Narrow(all) => rows.gather(all, slots, u32::from),
            Self::Wide(all) => rows.gather(all, slots, |slot| slot),
        }
    }

    /// The slot of a row, to look into a table with.
    #[inline]
    pub fn get(&self, row: usize) -> usize {
        match self {
            Self::Byte(slots) => usize::from(slots[row]),
            Self::Narrow(slots) => usize::from(slots[row]),
            Self::Wide(slots) => slots[row] as usize,
        }
    }
}

fn widened<N: Copy, W: From<N>>(slots: &Vec<N>) -> Vec<W> {
    let mut wide = Vec::with_capacity(slots.capacity());
    wide.extend(slots.iter().copied().map(W::from));
    wide
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::RowId;

    #[test]
    fn slots_of_any_size_come_back_however_late_the_large_ones_come() {
        for late in [255, 256, 65_535, 65_536, u32::MAX] {
            let mut column = Codes::with_capacity(2);
            for _ in 0..3 {
                column.push_first();
            }
            column.set(1, 255);
            column.set(2, late);
            assert_eq!([0, 1, 2].map(|row| column.get(row)), [0, 255, late as usize]);
            for (rows, expected) in [(vec![2, 1, 1], vec![late, 255, 255]), (vec![1, 2], vec![255, late])] {
                let (ids, mut gathered): (Vec<RowId>, _) = (rows.into_iter().map(RowId).collect(), Vec::new());
                Rows::each(&ids).for_each(|rows| column.gather(rows, &mut gathered));
                assert_eq!(gathered, expected);
            }
        }
    }
}
