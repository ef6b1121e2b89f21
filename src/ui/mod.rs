//! Showing: draws the state as a frame, and nothing else; every view reads and changes nothing.
//! Imports `app`, `model` and `index`. It never does I/O, reads a clock, decides what a key does, or shows others' text unescaped.

mod call_detail;
mod format;
mod paint;
#[cfg(test)]
mod samples;
mod table;
mod text;
mod theme;

pub use theme::Theme;
