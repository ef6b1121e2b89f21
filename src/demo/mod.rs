//! The stand-in for Zoom: an HTTP server on loopback that answers as Zoom's OAuth and Phone API do. Imports nothing of ours,
//! so that it cannot agree with our client by accident. Never opens a connection and never serves beyond 127.0.0.1.

pub mod answers;
pub mod audio;
pub mod faults;
mod server;
pub mod world;

pub use answers::Shape;
pub use faults::{FaultError, Faults};
pub use server::{
    AppKind, Clock, Downloads, Options, Plan, RateHeaders, RefreshReuse, Running, WindowRule, serve, start,
};
pub use world::Spec;
