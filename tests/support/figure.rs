//! Figures beside the outcome of a test.

use std::io::Write as _;

/// Tells a figure, past the test harness, which keeps what passing tests print to itself.
pub fn figure(words: &str) {
    std::io::stderr().write_all(format!("{words}\n").as_bytes()).unwrap();
}
