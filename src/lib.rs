//! ringlog: Zoom Phone call history in the terminal. ARCHITECTURE.md has the map; this is the order to read the rooms in:
//!
//! 1. [`model`]: what a call is, in our own terms.
//! 2. [`app`]: decides. [`app::Message`] and [`app::Effect`] tell the whole program; [`index`] finds, sorts and counts for it.
//! 3. [`ui`]: shows what `app` decided.
//! 4. [`worker`]: does what effects ask for, over [`auth`], [`zoom`], [`store`], [`export`] and [`views`].
//! 5. [`runtime`]: turns the wheel of the four.
//! 6. [`cli`]: arguments, and the commands without a screen; [`config`], [`clock`] and [`files`] come in by it.
//! 7. [`demo`]: the stand-in for Zoom, which shares no code with the others.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod export;
pub mod files;
pub mod index;
pub mod model;
pub mod runtime;
pub mod store;
pub mod ui;
pub mod views;
pub mod worker;
pub mod zoom;
