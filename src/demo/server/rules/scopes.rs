//! The scopes of the endpoints the stand-in has, and what they mean in words.

use crate::demo::server::options::AppKind;

/// One right a person can grant. Source: the scopes by feature of Zoom's Phone and Users documents, July 2026.
struct Right {
    words: &'static str,
    admin: &'static str,
    user: Option<&'static str>,
}

const RIGHTS: [Right; 13] = [
    Right {
        words: "View the call history",
        admin: "phone:read:list_call_logs:admin",
        user: Some("phone:read:list_call_logs"),
    },
    Right { words: "View how a call was routed", admin: "phone:read:call_log:admin", user: None },
    Right {
        words: "View all call recordings of the account",
        admin: "phone:read:list_call_recordings:admin",
        user: None,
    },
    Right {
        words: "View a person's call recordings",
        admin: "phone:read:list_recordings:admin",
        user: Some("phone:read:list_recordings"),
    },
    Right {
        words: "Listen to call recordings",
        admin: "phone:read:call_recording:admin",
        user: Some("phone:read:call_recording"),
    },
    Right {
        words: "Read recording transcripts",
        admin: "phone:read:recording_transcript:admin",
        user: Some("phone:read:recording_transcript"),
    },
    Right {
        words: "View voicemails",
        admin: "phone:read:list_voicemails:admin",
        user: Some("phone:read:list_voicemails"),
    },
    Right { words: "Listen to voicemails", admin: "phone:read:voicemail:admin", user: Some("phone:read:voicemail") },
    Right {
        words: "Read AI call summaries",
        admin: "phone:read:ai_call_summary:admin",
        user: Some("phone:read:ai_call_summary"),
    },
    Right { words: "View the phone users", admin: "phone:read:list_users:admin", user: None },
    Right { words: "View a phone profile", admin: "phone:read:user:admin", user: Some("phone:read:user") },
    Right { words: "View the sites", admin: "phone:read:list_sites:admin", user: None },
    Right { words: "View the profile of the person", admin: "user:read:user:admin", user: Some("user:read:user") },
];

/// Every read scope an app of this kind can hold.
pub fn all(app: AppKind) -> Vec<String> {
    let held = |right: &Right| match app {
        AppKind::AdminManaged => Some(right.admin.to_owned()),
        AppKind::UserManaged => right.user.map(str::to_owned),
    };
    RIGHTS.iter().filter_map(held).collect()
}

/// What `scope` allows, in words for the consent page; a scope we do not know is shown as it is.
pub fn in_words(scope: &str) -> String {
    RIGHTS
        .iter()
        .find_map(|right| {
            let whose = if right.admin == scope {
                ", for everyone in the account"
            } else if right.user == Some(scope) {
                ", your own only"
            } else {
                return None;
            };
            Some(format!("{}{whose}", right.words))
        })
        .unwrap_or_else(|| scope.to_owned())
}

/// Whether any one of `enough` was granted.
pub fn allow(granted: &[String], enough: &[&str]) -> bool {
    granted.iter().any(|scope| enough.contains(&scope.as_str()))
}
