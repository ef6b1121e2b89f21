//! Whether a refresh token is being spent: the program must not end in the middle of it.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Lets refresh tokens be spent until it is closed.
#[derive(Debug, Default)]
pub(super) struct Gate(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    closed: bool,
    under_way: bool,
}

/// Held from before one is sent until what came of it is kept.
#[derive(Debug)]
pub(super) struct Spending<'a>(&'a Gate);

impl Gate {
    /// Leave to spend; `None` once it is closed. Whoever asks holds the lock of the credential, so there is one at a time.
    pub(super) fn enter(&self) -> Option<Spending<'_>> {
        let mut state = self.state();
        state.under_way = !state.closed;
        state.under_way.then(|| Spending(self))
    }

    /// Closes it; true when one is being spent.
    pub(super) fn close(&self) -> bool {
        let mut state = self.state();
        state.closed = true;
        state.under_way
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Spending<'_> {
    fn drop(&mut self) {
        self.0.state().under_way = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_closed_none_is_spent_and_what_is_under_way_is_told() {
        let gate = Gate::default();
        drop(gate.enter().unwrap());
        let spending = gate.enter().unwrap();
        assert!(gate.close());
        drop(spending);
        assert!(!gate.close() && gate.enter().is_none() && !gate.close());
    }
}
