//! Doing: turns effects into tasks over `auth`, `zoom`, `store`, `export` and `views`, and reports back in messages.
//! May import those, `app` for the two enums, `model` and `config`.
//! It never decides what happens next, and never draws.

mod archive;
pub mod browser;
mod detail;
pub mod download;
mod ended_jobs;
mod error;
pub mod examine;
mod export;
mod file_name;
mod job_item;
mod jobs;
mod media;
mod media_tasks;
mod pace;
mod parts;
mod plan;
mod player;
pub mod problem;
mod profile;
mod services;
mod sign_in;
mod sign_in_tasks;
mod sync;
mod tasks;
mod views;
mod volume;

pub use browser::Browser;
pub use error::{Concern, Error};
pub use services::{Closing, Services, Setup};
pub use sign_in::SignedOut;
pub use tasks::Worker;
