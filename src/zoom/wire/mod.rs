//! JSON as Zoom sends it, before it means anything to us.

mod envelope;
mod fields;
mod history;
mod scalar;

pub use envelope::{Detail, Envelope, first_not_empty};
pub use fields::Fields;
pub use history::{ElementRow, HistoryRow};
pub use scalar::{Reader, Scalar};
