//! Where whole selections of calls come from.

use std::ops::ControlFlow;

use super::call::Call;
use super::table_row::{CallParts, TableRow};

/// Calls one after the other, for what writes them all.
pub trait CallSource {
    /// Why they cannot be read.
    type Error;

    /// The next call, whole; `None` after the last.
    ///
    /// # Errors
    /// The source's own.
    fn next_call(&mut self) -> Option<Result<Call, Self::Error>>;

    /// Gives the next few calls to `take`. False when there are no more, or when it broke off: then those it did not take are
    /// lost.
    ///
    /// # Errors
    /// The source's own.
    fn next_rows(&mut self, take: &mut dyn FnMut(&TableRow<'_>) -> ControlFlow<()>) -> Result<bool, Self::Error>;
}

impl<I: Iterator<Item = Result<Call, E>>, E> CallSource for I {
    type Error = E;

    fn next_call(&mut self) -> Option<Result<Call, E>> {
        self.next()
    }

    fn next_rows(&mut self, take: &mut dyn FnMut(&TableRow<'_>) -> ControlFlow<()>) -> Result<bool, E> {
        let Some(call) = self.next().transpose()? else { return Ok(false) };
        Ok(take(&CallParts::of(&call).row(&call)).is_continue())
    }
}
