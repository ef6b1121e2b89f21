//! The stand-in's server, asked over real HTTP as a program and a browser would ask it.

mod endpoints;
mod faults;
mod limits;
mod lists;
mod oauth;
mod schema;
mod support;
