//! Where keys go: one place at a time, by what has the focus.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where keys go. In `config.toml` it goes by its name in lower case: `login-address`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Wherever one is, text fields too.
    Always,
    /// Wherever letters are not text.
    Everywhere,
    /// The list of calls.
    List,
    /// The detail, when it has the focus.
    Detail,
    /// The words to find in the detail.
    DetailFind,
    /// The query line.
    Query,
    /// The sign-in screen while there is no app to sign in with.
    NoApp,
    /// The sign-in screen, while no sign-in runs.
    Login,
    /// The sign-in screen, when a sign-in failed.
    LoginFailed,
    /// The sign-in screen, while a sign-in neither waits for a person nor is over.
    LoginBusy,
    /// The sign-in screen, while the browser has to come back.
    LoginBrowser,
    /// The sign-in screen, while a code has to be typed on another device.
    LoginDevice,
    /// The field for the address, on the sign-in screen.
    LoginAddress,
    /// Accounts and access.
    Access,
    /// The list of recordings.
    Recordings,
    /// The list of voicemails.
    Voicemail,
    /// Counts and charts.
    Stats,
    /// The calendar of what was fetched.
    Coverage,
    /// The list of jobs.
    Jobs,
    /// The words to look for among recordings or voicemail.
    MediaFilter,
    /// The log of a job.
    JobLog,
    /// The call-back list.
    Callbacks,
    /// The time-range picker.
    TimeRange,
    /// A day in the time-range picker.
    TimeText,
    /// The export dialog.
    Export,
    /// The file name in the export dialog.
    ExportPath,
    /// The copy menu.
    Copy,
    /// The sort menu.
    Sort,
    /// The dialog of the columns.
    Columns,
    /// The counts by value, when they have the focus.
    Facets,
    /// The saved views.
    SavedViews,
    /// The name of a saved view.
    ViewName,
    /// The command palette.
    Palette,
    /// The help.
    Help,
    /// A problem.
    Problem,
    /// A question to answer with yes or no: whether to quit.
    Question,
    /// Whether to sign out.
    SignOut,
    /// What something costs.
    Price,
    /// What listing recordings or voicemail costs: it cannot be put off.
    ListPrice,
    /// At which time something begins.
    StartTime,
    /// A terminal too small for anything.
    TooSmall,
}

impl Place {
    /// The places one can be at.
    pub const ALL: [Self; 39] = [
        Self::Price,
        Self::ListPrice,
        Self::StartTime,
        Self::DetailFind,
        Self::List,
        Self::Detail,
        Self::Query,
        Self::NoApp,
        Self::Login,
        Self::LoginFailed,
        Self::LoginBusy,
        Self::LoginBrowser,
        Self::LoginDevice,
        Self::LoginAddress,
        Self::Access,
        Self::Recordings,
        Self::Voicemail,
        Self::Stats,
        Self::Coverage,
        Self::Jobs,
        Self::MediaFilter,
        Self::JobLog,
        Self::Callbacks,
        Self::TimeRange,
        Self::TimeText,
        Self::Export,
        Self::ExportPath,
        Self::Copy,
        Self::Sort,
        Self::Columns,
        Self::Help,
        Self::Problem,
        Self::Question,
        Self::SignOut,
        Self::TooSmall,
        Self::Facets,
        Self::SavedViews,
        Self::ViewName,
        Self::Palette,
    ];

    /// True when letters are text here.
    #[must_use]
    pub const fn is_typing(self) -> bool {
        match self {
            Self::Query
            | Self::MediaFilter
            | Self::LoginAddress
            | Self::TimeText
            | Self::ExportPath
            | Self::ViewName
            | Self::StartTime
            | Self::DetailFind
            | Self::Palette
            | Self::Help => true,
            Self::Always
            | Self::Everywhere
            | Self::List
            | Self::Detail
            | Self::NoApp
            | Self::Login
            | Self::LoginFailed
            | Self::LoginBusy
            | Self::LoginBrowser
            | Self::LoginDevice
            | Self::Access
            | Self::Recordings
            | Self::Voicemail
            | Self::Stats
            | Self::Coverage
            | Self::Jobs
            | Self::JobLog
            | Self::Callbacks
            | Self::TimeRange
            | Self::Export
            | Self::Copy
            | Self::Sort
            | Self::Columns
            | Self::Facets
            | Self::SavedViews
            | Self::Problem
            | Self::Question
            | Self::SignOut
            | Self::Price
            | Self::ListPrice
            | Self::TooSmall => false,
        }
    }

    /// True when digits choose something here; those that open a view elsewhere do not work then.
    #[must_use]
    pub const fn has_digits(self) -> bool {
        matches!(self, Self::SavedViews)
    }

    /// The name, for the title of the help.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Always | Self::Everywhere => "everywhere",
            Self::List => "call list",
            Self::Detail => "call",
            Self::DetailFind => "words to find",
            Self::Query => "query",
            Self::NoApp
            | Self::Login
            | Self::LoginFailed
            | Self::LoginBusy
            | Self::LoginBrowser
            | Self::LoginDevice
            | Self::LoginAddress => "sign-in",
            Self::Access => "accounts and access",
            Self::Recordings => "recordings",
            Self::Voicemail => "voicemail",
            Self::Stats => "stats",
            Self::Coverage => "days fetched",
            Self::Jobs => "jobs",
            Self::MediaFilter => "words to look for",
            Self::JobLog => "log of a job",
            Self::Callbacks => "call-back list",
            Self::TimeRange | Self::TimeText => "time range",
            Self::Export | Self::ExportPath => "export",
            Self::Copy => "copy",
            Self::Sort => "sort",
            Self::Columns => "columns",
            Self::Facets => "counts by value",
            Self::SavedViews | Self::ViewName => "saved views",
            Self::Palette => "commands",
            Self::Help => "help",
            Self::Problem => "problem",
            Self::Question => "question",
            Self::SignOut => "signing out",
            Self::Price | Self::ListPrice | Self::StartTime => "price",
            Self::TooSmall => "small terminal",
        }
    }
}

/// The name that `config.toml` uses.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
