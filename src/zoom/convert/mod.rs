//! From JSON as Zoom sends it to our own terms.

mod history;
mod media;

pub use history::{call, element};
pub use media::{ai_summary, recording, transcript, voicemail};
