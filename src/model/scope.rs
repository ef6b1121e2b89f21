//! What a token allows, feature by feature.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::account::Access;

/// Something that ringlog can show when Zoom allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// All calls of the account.
    AccountCalls,
    /// The person's own calls.
    OwnCalls,
    /// How one call went.
    CallPath,
    /// Recordings of the account.
    AccountRecordings,
    /// Recordings of one person.
    UserRecordings,
    /// One recording, and its audio.
    RecordingDownload,
    /// The transcript of a recording.
    Transcript,
    /// Lists of voicemails.
    Voicemails,
    /// One voicemail, its text and audio.
    VoicemailDetail,
    /// The AI summary of a call.
    AiSummary,
    /// The people with Zoom Phone.
    PhoneUsers,
    /// The sites.
    Sites,
    /// Who is signed in.
    WhoAmI,
}

impl Feature {
    /// All features, in the order they are listed.
    pub const ALL: [Self; 13] = [
        Self::AccountCalls,
        Self::OwnCalls,
        Self::CallPath,
        Self::AccountRecordings,
        Self::UserRecordings,
        Self::RecordingDownload,
        Self::Transcript,
        Self::Voicemails,
        Self::VoicemailDetail,
        Self::AiSummary,
        Self::PhoneUsers,
        Self::Sites,
        Self::WhoAmI,
    ];

    /// What it is, in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::AccountCalls => "list the account's calls",
            Self::OwnCalls => "list your own calls",
            Self::CallPath => "see how a call went",
            Self::AccountRecordings => "list the account's recordings",
            Self::UserRecordings => "list your recordings",
            Self::RecordingDownload => "download recordings",
            Self::Transcript => "read transcripts",
            Self::Voicemails => "list voicemail",
            Self::VoicemailDetail => "read and download voicemail",
            Self::AiSummary => "read AI summaries",
            Self::PhoneUsers => "list phone users",
            Self::Sites => "list sites",
            Self::WhoAmI => "see who is signed in",
        }
    }

    /// The scopes of which any one opens it: granular first, then the classic ones.
    /// Source: Zoom Phone OpenAPI document of 2026-07-25 and Users of 2026-02, checked 2026-11-22.
    #[must_use]
    pub const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::AccountCalls => &["phone:read:list_call_logs:admin", "phone:read:admin", "phone_call_log:read:admin"],
            Self::OwnCalls => &[
                "phone:read:list_call_logs",
                "phone:read:list_call_logs:admin",
                "phone:read",
                "phone:read:admin",
                "phone_call_log:read",
            ],
            Self::CallPath => &["phone:read:call_log:admin", "phone:read:admin", "phone_call_log:read:admin"],
            Self::AccountRecordings => {
                &["phone:read:list_call_recordings:admin", "phone:read:admin", "phone_recording:read:admin"]
            }
            Self::UserRecordings => &[
                "phone:read:list_recordings",
                "phone:read:list_recordings:admin",
                "phone:read",
                "phone:read:admin",
                "phone_recording:read",
                "phone_recording:read:admin",
            ],
            Self::RecordingDownload => &[
                "phone:read:call_recording",
                "phone:read:call_recording:admin",
                "phone:read",
                "phone:read:admin",
                "phone_recording:read",
                "phone_recording:read:admin",
            ],
            Self::Transcript => &[
                "phone:read:recording_transcript",
                "phone:read:recording_transcript:admin",
                "phone:read",
                "phone:read:admin",
                "phone_recording:read",
                "phone_recording:read:admin",
            ],
            Self::Voicemails => &[
                "phone:read:list_voicemails",
                "phone:read:list_voicemails:admin",
                "phone:read",
                "phone:read:admin",
                "phone_voicemail:read",
                "phone_voicemail:read:admin",
            ],
            Self::VoicemailDetail => &[
                "phone:read:voicemail",
                "phone:read:voicemail:admin",
                "phone:read",
                "phone:read:admin",
                "phone_voicemail:read",
                "phone_voicemail:read:admin",
            ],
            Self::AiSummary => {
                &["phone:read:ai_call_summary", "phone:read:ai_call_summary:admin", "phone:read", "phone:read:admin"]
            }
            Self::PhoneUsers => &["phone:read:list_users:admin", "phone:read:admin"],
            Self::Sites => &["phone:read:list_sites:admin", "phone:read:admin"],
            Self::WhoAmI => &[
                "user:read:user",
                "user:read:user:admin",
                "user:read",
                "user:read:admin",
                "user:write",
                "user:write:admin",
                "user_profile",
                "user_info:read",
            ],
        }
    }

    /// The scope to ask for in the kind of app that a sign-in uses; `None` where Zoom documents none.
    #[must_use]
    pub fn scope_for(self, access: Access) -> Option<&'static str> {
        self.scopes()
            .iter()
            .copied()
            .find(|scope| scope.ends_with(":admin") == (access == Access::Account))
            .filter(|scope| scope.matches(':').count() >= 2)
    }
}

/// The scopes that came with a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(BTreeSet<String>);

impl Scopes {
    /// Reads the space-separated `scope` of a token answer.
    #[must_use]
    pub fn parse(scope: &str) -> Self {
        Self(scope.split_whitespace().map(str::to_owned).collect())
    }

    /// True when nothing was granted, or Zoom did not say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when a granted scope opens `feature`.
    #[must_use]
    pub fn allow(&self, feature: Feature) -> bool {
        feature.scopes().iter().any(|scope| self.0.contains(*scope))
    }

    /// Which list of calls is open; `None` when neither is.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        if self.allow(Feature::AccountCalls) {
            Some(Access::Account)
        } else if self.allow(Feature::OwnCalls) {
            Some(Access::Own)
        } else {
            None
        }
    }

    /// The scopes, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_is_read_from_the_scopes() {
        assert_eq!(
            Scopes::parse("phone:read:list_call_logs:admin user:read:user:admin").access(),
            Some(Access::Account)
        );
        assert_eq!(Scopes::parse("phone:read:list_call_logs user:read:user").access(), Some(Access::Own));
        assert_eq!(Scopes::parse("user:read:user").access(), None);
    }

    #[test]
    fn the_scope_to_ask_for_fits_the_kind_of_app() {
        assert_eq!(Feature::CallPath.scope_for(Access::Account), Some("phone:read:call_log:admin"));
        assert_eq!(Feature::CallPath.scope_for(Access::Own), None, "Zoom documents no way for user-managed apps");
        assert_eq!(Feature::AiSummary.scope_for(Access::Own), Some("phone:read:ai_call_summary"));
        assert_eq!(Feature::Voicemails.scope_for(Access::Account), Some("phone:read:list_voicemails:admin"));
    }
}
