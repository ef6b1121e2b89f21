//! Asks Zoom and understands its answers: call lists, call paths, people, recordings, voicemail.
//! May import `model` only; the access token comes through [`Authorizer`], which the worker puts in front of `auth`.
//! Never keeps an answer, never decides what to ask next, never sends a token to an address that is not Zoom's.

mod breaker;
mod calls;
mod client;
mod convert;
mod decode;
mod depth;
mod download;
mod error;
mod hosts;
mod http;
mod limiter;
mod media;
mod page;
mod people;
pub mod rate_limit;
mod reach;
mod retry;
mod shared_pace;
mod window;
mod wire;

pub use calls::{
    HistoryPage, HistoryRequest, HistoryRows, MOST_CALLS_A_PAGE, PathAnswer, SyncPage, SyncType, history_page,
};
pub use client::{AuthorizeError, Authorizer, Client, Notice};
pub use download::{Download, Resume};
pub use error::{BoxError, Error, ErrorKind, FieldError, RateLimit, TranscriptState, Unreachable};
pub use limiter::{Label, Plan, Usage};
pub use media::{MEDIA_A_PAGE, MediaRequest};
pub use page::{BadRow, BadRowReason, Page, PageToken};
pub use people::{PhoneSite, PhoneUser};
pub use reach::{Reached, reach};
#[cfg(test)]
mod samples;
