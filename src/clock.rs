//! The only clock. Every room may ask it; the stand-in has its own, which tests can turn.

use chrono::{DateTime, SubsecRound as _, Utc};

/// Now, in UTC.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Now, in whole seconds, which is as fine as Zoom's times are.
#[must_use]
pub fn this_second() -> DateTime<Utc> {
    now().trunc_subsecs(0)
}
