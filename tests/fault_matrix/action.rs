//! What a person does while something goes wrong.

use super::faults::Fault;

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Signs in; the fault is at the exchange of the code.
    SignIn,
    /// Signs in; the fault is at the question who that is.
    SignInWho,
    /// Fetches with an access token that is over; the fault is at its renewal.
    Renewal,
    /// Fetches everything for the first time.
    FirstSync,
    /// Fetches the time in sight again.
    SyncAgain,
    /// Opens a call.
    Detail,
    /// Exports while a fetch meets the fault.
    Export,
    /// Filters while a fetch meets the fault.
    Search,
    /// Quits while a fetch meets the fault.
    Quit,
}

impl Action {
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::SignInWho,
        Self::Renewal,
        Self::FirstSync,
        Self::SyncAgain,
        Self::Detail,
        Self::Export,
        Self::Search,
        Self::Quit,
    ];

    /// The requests that meet the fault.
    pub const fn requests(self) -> &'static str {
        match self {
            Self::SignIn | Self::Renewal => "/oauth/token",
            Self::SignInWho => "/v2/users/me",
            Self::FirstSync | Self::SyncAgain | Self::Export | Self::Search | Self::Quit => "/v2/phone/call_history",
            Self::Detail => "/v2/phone/call_history/",
        }
    }

    /// How it may end under `fault`, in the letters of [`Fault`].
    pub const fn outcomes(self, fault: &Fault) -> &'static str {
        match self {
            Self::SignIn => fault.code,
            Self::SignInWho => fault.who,
            Self::Renewal => fault.renewal,
            Self::FirstSync | Self::SyncAgain => fault.list,
            Self::Detail => fault.path,
            Self::Export | Self::Search | Self::Quit => "W",
        }
    }
}
