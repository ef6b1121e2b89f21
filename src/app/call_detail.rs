//! The detail of the selected call.

use chrono::{DateTime, Utc};

use super::loadable::Loadable;
use super::message::CallDetail;
use super::screen::DetailPlace;
use crate::model::CallKey;

/// A page of the detail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailTab {
    /// Who, when, how long, how it ended.
    #[default]
    Summary,
    /// Step by step.
    Path,
    /// Every field, under Zoom's names.
    Raw,
}

impl DetailTab {
    /// The tabs, from left to right.
    pub const ALL: [Self; 3] = [Self::Summary, Self::Path, Self::Raw];

    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Path => "Path",
            Self::Raw => "Raw",
        }
    }
}

/// The detail pane.
#[derive(Debug)]
pub struct DetailPane {
    /// The call it is about.
    pub key: Option<CallKey>,
    /// What is known of it. What is shown is always about `key`.
    pub value: Loadable<Box<CallDetail>>,
    /// When to ask for it: once the selection rests.
    pub due: Option<DateTime<Utc>>,
    /// The open tab.
    pub tab: DetailTab,
    /// Lines scrolled away at the top. The drawing stops at the last line.
    pub scroll: u16,
    /// Where the pane is on screens wide enough for it: hidden, right or below.
    pub place: DetailPlace,
    /// The pane takes the place of the list.
    pub whole: bool,
}

impl Default for DetailPane {
    fn default() -> Self {
        Self {
            key: None,
            value: Loadable::Idle,
            due: None,
            tab: DetailTab::Summary,
            scroll: 0,
            place: DetailPlace::Right,
            whole: false,
        }
    }
}
