//! A playable audio file.
use std::time::Duration;
/// An MPEG audio file.
#[must_use]
pub fn mpeg(_duration: Duration) -> Vec<u8> {
    Vec::new()
}
