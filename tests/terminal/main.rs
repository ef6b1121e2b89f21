//! The binary in a real terminal: what a person sees, presses and is left with.

#[path = "../support/mod.rs"]
mod support;

mod browsing;
mod life;
mod starting;
