//! The column of keys, in four bytes a call: a key lies in the second in which its call began, or not long after it.

use rustc_hash::FxHashMap;

use crate::model::CallKey;

/// How far each key lies behind the least one of the second in which its call began; others stand apart.
#[derive(Debug, Default)]
pub(super) struct Keys {
    behind: Vec<u32>,
    odd: FxHashMap<u32, CallKey>,
}

impl Keys {
    const ODD: u32 = u32::MAX;

    pub fn with_capacity(rows: usize) -> Self {
        Self { behind: Vec::with_capacity(rows), odd: FxHashMap::default() }
    }

    pub fn reserve(&mut self, more: usize) {
        self.behind.reserve(more);
    }

    pub fn len(&self) -> usize {
        self.behind.len()
    }

    /// Adds a row.
    pub fn push(&mut self) {
        self.behind.push(0);
    }

    /// Notes the key of a row whose call began in the second `start`.
    pub fn set(&mut self, row: u32, start: u32, key: CallKey) {
        let behind = key.0.checked_sub(CallKey::least_of_second(start).0).and_then(|behind| u32::try_from(behind).ok());
        let at = row as usize;
        if self.behind[at] == Self::ODD {
            self.odd.remove(&row);
        }
        self.behind[at] = behind.filter(|behind| *behind != Self::ODD).unwrap_or_else(|| {
            self.odd.insert(row, key);
            Self::ODD
        });
    }

    /// The key of a row whose call began in the second `start`.
    #[inline]
    pub fn get(&self, row: usize, start: u32) -> CallKey {
        let least = CallKey::least_of_second(start);
        match self.behind[row] {
            Self::ODD => u32::try_from(row).ok().and_then(|row| self.odd.get(&row)).copied().unwrap_or(least),
            behind => CallKey(least.0 + i64::from(behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_comes_back_however_far_it_lies_from_its_second_and_again_after_the_start_moved() {
        let second = 1_795_176_000;
        let least = CallKey::least_of_second(second).0;
        let odd = i64::from(u32::MAX);
        let keys = [least, least + 5, least + odd - 1, least + odd, least + odd + 1, least - 1, 0, i64::MIN, i64::MAX];
        let mut column = Keys::default();
        for (row, key) in (0_u32..).zip(keys) {
            column.push();
            column.set(row, second, CallKey(key));
        }
        for start in [second, 0, u32::MAX, second + 1] {
            for (row, key) in (0_u32..).zip(keys) {
                column.set(row, start, CallKey(key));
                assert_eq!(column.get(row as usize, start), CallKey(key), "{start}");
            }
        }
        assert_eq!(column.len(), keys.len());
    }
}
