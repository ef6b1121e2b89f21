//! Nothing is sent before the moment that Zoom names, however it names it.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, DurationRound as _, SecondsFormat, TimeDelta, Utc};
use futures::future::join_all;
use ringlog::clock;
use ringlog::model::Access;
use ringlog::zoom::{Notice, RateLimit};
use tokio_util::sync::CancellationToken;

use super::server::{ME, PER_SECOND, Server, answer};

/// Clients that meet each form of the refusal.
const EACH: usize = 50;

#[derive(Clone, Copy, Debug)]
enum Form {
    Date,
    HttpDate,
    Seconds,
    Reset,
    Category,
    Bare,
}

impl Form {
    const ALL: [Self; 6] = [Self::Date, Self::HttpDate, Self::Seconds, Self::Reset, Self::Category, Self::Bare];

    fn header(self, until: DateTime<Utc>) -> Option<(&'static str, String)> {
        match self {
            Self::Date => Some(("retry-after", until.to_rfc3339_opts(SecondsFormat::Secs, true))),
            Self::HttpDate => Some(("retry-after", until.format("%a, %d %b %Y %H:%M:%S GMT").to_string())),
            Self::Seconds => Some(("retry-after", "1".to_owned())),
            Self::Reset => Some(("x-ratelimit-reset", until.timestamp().to_string())),
            Self::Category => Some(("x-ratelimit-category", "Light".to_owned())),
            Self::Bare => None,
        }
    }

    /// Before this moment nothing may come; `refused` is when the refusal was sent.
    fn allowed(self, until: DateTime<Utc>, refused: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Date | Self::HttpDate | Self::Reset => until,
            Self::Seconds | Self::Category | Self::Bare => refused + TimeDelta::seconds(1),
        }
    }
}

async fn refused_once(form: Form) {
    // A whole second, at least one second from now.
    let until = (clock::now() + TimeDelta::seconds(2)).duration_trunc(TimeDelta::seconds(1)).unwrap();
    let refusal = answer(429, PER_SECOND);
    let refusal = match form.header(until) {
        Some((name, value)) => refusal.header(name, value),
        None => refusal,
    };
    let server = Server::start([refusal, answer(200, ME)]).await;
    let notices = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&notices);
    let notify = move |notice| told.lock().unwrap().push(notice);
    server.client().0.watched(CancellationToken::new(), notify).me(Access::Own).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "{form:?}");
    assert!(seen[1].at >= form.allowed(until, seen[0].at), "{form:?} {until}: {seen:?}");
    let notices = notices.lock().unwrap();
    let told = matches!(notices[..], [Notice::Waiting { limit: Some(RateLimit::PerSecond), .. }, Notice::Resumed]);
    assert!(told, "{form:?}: {notices:?}");
}

#[tokio::test]
async fn no_request_goes_before_the_moment_zoom_named() {
    join_all(Form::ALL.iter().flat_map(|form| (0..EACH).map(|_| refused_once(*form)))).await;
}
