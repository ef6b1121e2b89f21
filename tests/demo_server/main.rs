//! The stand-in's server, asked over real HTTP as a program and a browser would ask it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod endpoints;
mod faults;
mod limits;
mod lists;
mod oauth;
#[path = "../support/openapi.rs"]
mod openapi;
mod schema;
mod support;
