//! The binary without a screen, against the stand-in for Zoom: exit codes, files, and that no call is lost or doubled.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "../support/mod.rs"]
mod support;

mod archive;
mod faults;
mod figures;
mod hostile;
mod keychain;
mod killed;
mod lines;
mod listener;
mod media;
mod network;
mod odd_files;
mod output;
mod profiles;
mod refusals;
mod renewal;
mod secrets;
mod shifting;
mod sign_in;
mod sign_out;
mod storage;
mod texts;
mod views;
