//! The binary in a real terminal: what a person sees, presses and is left with.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "../support/mod.rs"]
mod support;

mod browsing;
mod deaths;
mod life;
mod starting;
mod trouble;
