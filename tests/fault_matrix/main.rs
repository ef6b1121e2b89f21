//! Every fault of the stand-in, crossed with everything a person does: nothing panics, no call is lost, the screen stays
//! alive, and what went wrong is said together with what helps.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "../support/mod.rs"]
mod support;

mod action;
mod cell;
mod commands;
mod faults;
mod matrix;
mod person;
mod screen;
