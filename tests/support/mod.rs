//! What several test programs need: the binary in a real terminal, and throw-away folders.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod pty;
