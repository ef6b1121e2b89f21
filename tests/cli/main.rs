//! The binary without a screen, against the stand-in for Zoom: exit codes, files, and that no call is lost or doubled.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "../support/mod.rs"]
mod support;

mod archive;
mod faults;
mod hostile;
mod killed;
mod lines;
mod output;
mod secrets;
mod sign_in;
mod storage;
