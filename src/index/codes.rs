//! A column of dictionary slots, as narrow as the dictionary allows.

/// A slot a row: two bytes each while slots are small, four from the first that is not.
#[derive(Debug)]
pub(super) enum Codes {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Codes {
    pub fn with_capacity(rows: usize) -> Self {
        Self::Narrow(Vec::with_capacity(rows))
    }

    pub fn push(&mut self, slot: u32) {
        match (&mut *self, u16::try_from(slot)) {
            (Self::Narrow(slots), Ok(slot)) => slots.push(slot),
            (Self::Narrow(_), Err(_)) => {
                self.widen();
                self.push(slot);
            }
            (Self::Wide(slots), _) => slots.push(slot),
        }
    }

    pub fn set(&mut self, row: usize, slot: u32) {
        match (&mut *self, u16::try_from(slot)) {
            (Self::Narrow(slots), Ok(slot)) => slots[row] = slot,
            (Self::Narrow(_), Err(_)) => {
                self.widen();
                self.set(row, slot);
            }
            (Self::Wide(slots), _) => slots[row] = slot,
        }
    }

    /// The slot of a row, to look into a table with.
    #[inline]
    pub fn get(&self, row: usize) -> usize {
        match self {
            Self::Narrow(slots) => usize::from(slots[row]),
            Self::Wide(slots) => slots[row] as usize,
        }
    }

    fn widen(&mut self) {
        if let Self::Narrow(slots) = self {
            let mut wide = Vec::with_capacity(slots.capacity());
            wide.extend(slots.iter().copied().map(u32::from));
            *self = Self::Wide(wide);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_of_any_size_come_back_however_late_the_large_ones_come() {
        for late in [65_535, 65_536, u32::MAX] {
            let mut pushed = Codes::with_capacity(2);
            let mut set = Codes::with_capacity(0);
            for slot in [0, 65_535, late] {
                pushed.push(slot);
                set.push(7);
            }
            set.set(2, late);
            assert_eq!([0, 1, 2].map(|row| pushed.get(row)), [0, 65_535, late as usize]);
            assert_eq!([0, 1, 2].map(|row| set.get(row)), [7, 7, late as usize]);
        }
    }
}
