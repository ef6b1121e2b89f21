//! ringlog: Zoom Phone call history in the terminal. The rooms, in reading order; ARCHITECTURE.md has the map.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod export;
pub mod index;
pub mod model;
pub mod runtime;
pub mod store;
pub mod ui;
pub mod views;
pub mod worker;
pub mod zoom;
