//! What a person keeps from start to start beside the calls: saved views, and how the list looked; each a small file of words.
//! Imports `model`. It never reads settings, and never writes over a file that it could not read whole.

mod error;
mod file;
mod look;
mod saved;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use look::{keep_default, keep_last, looks};
pub use saved::{change, read};
