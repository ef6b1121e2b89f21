//! The table of endpoints.

use super::{Answer, Asked, calls, files, people, recordings, voicemails};
use crate::demo::server::limits::Label;
use crate::demo::server::rules::query::Complaint;

/// One endpoint. Source of labels, scopes and codes: Zoom's Phone and Users documents, July and February 2026.
pub struct Endpoint {
    /// The route.
    pub path: &'static str,
    /// What it costs.
    pub label: Label,
    /// The granular scopes, any one of which will do, in the order a refusal names them.
    pub granular: &'static [&'static str],
    /// The classic scopes that will do as well.
    pub classic: &'static [&'static str],
    /// How it says that a parameter is wrong.
    pub complaint: Complaint,
    /// What it answers.
    pub answer: fn(&Asked) -> Answer,
}

/// All of them.
pub static ENDPOINTS: [Endpoint; 21] = [
    Endpoint {
        path: "/v2/users/{user}",
        label: Label::GeneralLight,
        granular: &["user:read:user", "user:read:user:admin"],
        classic: &["user:read", "user:write", "user:read:admin", "user:write:admin", "user_profile", "user_info:read"],
        complaint: Complaint::Validation,
        answer: people::user,
    },
    Endpoint {
        path: "/v2/phone/users",
        label: Label::Medium,
        granular: &["phone:read:list_users:admin"],
        classic: &["phone:read:admin"],
        complaint: Complaint::Validation,
        answer: people::phone_users,
    },
    Endpoint {
        path: "/v2/phone/users/{user}",
        label: Label::Light,
        granular: &["phone:read:user", "phone:read:user:admin"],
        classic: &["phone:read", "phone:read:admin"],
        complaint: Complaint::Validation,
        answer: people::phone_user,
    },
    Endpoint {
        path: "/v2/phone/sites",
        label: Label::Medium,
        granular: &["phone:read:list_sites:admin"],
        classic: &["phone:read:admin"],
        complaint: Complaint::Validation,
        answer: people::phone_sites,
    },
    Endpoint {
        path: "/v2/phone/call_history",
        label: Label::Heavy,
        granular: &["phone:read:list_call_logs:admin"],
        classic: &["phone:read:admin", "phone_call_log:read:admin"],
        complaint: Complaint::Validation,
        answer: calls::account_list,
    },
    Endpoint {
        path: "/v2/phone/users/{user}/call_history",
        label: Label::Medium,
        granular: &["phone:read:list_call_logs:admin", "phone:read:list_call_logs"],
        classic: &["phone:read:admin", "phone_call_log:read"],
        complaint: Complaint::Param,
        answer: calls::user_list,
    },
    Endpoint {
        path: "/v2/phone/users/{user}/call_history/sync",
        label: Label::Medium,
        granular: &["phone:read:list_call_logs", "phone:read:list_call_logs:admin"],
        classic: &["phone:read:admin", "phone:read"],
        complaint: Complaint::Param,
        answer: calls::user_sync,
    },
    Endpoint {
        path: "/v2/phone/call_history/{call_history_uuid}",
        label: Label::Light,
        granular: &["phone:read:call_log:admin"],
        classic: &["phone:read:admin", "phone_call_log:read:admin"],
        complaint: Complaint::Validation,
        answer: calls::call_path,
    },
    Endpoint {
        path: "/v2/phone/call_element/{call_element_id}",
        label: Label::Light,
        granular: &["phone:read:call_log:admin"],
        classic: &["phone_call_log:read", "phone_call_log:read:admin", "phone:read"],
        complaint: Complaint::Validation,
        answer: calls::call_element,
    },
    Endpoint {
        path: "/v2/phone/user/{user}/ai_call_summary/{ai_call_summary_id}",
        label: Label::Medium,
        granular: &["phone:read:ai_call_summary", "phone:read:ai_call_summary:admin"],
        classic: &["phone:read:admin", "phone:read"],
        complaint: Complaint::Validation,
        answer: calls::ai_call_summary,
    },
    Endpoint {
        path: "/v2/phone/recordings",
        label: Label::Medium,
        granular: &["phone:read:list_call_recordings:admin"],
        classic: &["phone:read:admin", "phone_recording:read:admin"],
        complaint: Complaint::Validation,
        answer: recordings::account_list,
    },
    Endpoint {
        path: "/v2/phone/users/{user}/recordings",
        label: Label::Medium,
        granular: &["phone:read:list_recordings", "phone:read:list_recordings:admin"],
        classic: &["phone:read", "phone:read:admin", "phone_recording:read", "phone_recording:read:admin"],
        complaint: Complaint::Validation,
        answer: recordings::user_list,
    },
    Endpoint {
        path: "/v2/phone/call_element/{call_element_id}/recording",
        label: Label::Light,
        granular: &["phone:read:call_recording", "phone:read:call_recording:admin"],
        classic: &["phone:read:admin", "phone_recording:read", "phone_recording:read:admin", "phone:read"],
        complaint: Complaint::Validation,
        answer: recordings::by_element,
    },
    Endpoint {
        path: "/v2/phone/call_logs/{id}/recordings",
        label: Label::Light,
        granular: &["phone:read:call_recording", "phone:read:call_recording:admin"],
        classic: &["phone:read:admin", "phone_recording:read", "phone_recording:read:admin"],
        complaint: Complaint::Validation,
        answer: recordings::by_call,
    },
    Endpoint {
        path: "/v2/phone/recording/download/{file_id}",
        label: Label::Medium,
        granular: &["phone:read:call_recording", "phone:read:call_recording:admin"],
        classic: &["phone:read", "phone:read:admin", "phone_recording:read", "phone_recording:read:admin"],
        complaint: Complaint::Validation,
        answer: files::recording,
    },
    Endpoint {
        path: "/v2/phone/recording_transcript/download/{recording_id}",
        label: Label::Light,
        granular: &["phone:read:recording_transcript", "phone:read:recording_transcript:admin"],
        classic: &["phone:read", "phone:read:admin", "phone_recording:read", "phone_recording:read:admin"],
        complaint: Complaint::Validation,
        answer: files::transcript,
    },
    Endpoint {
        path: "/v2/phone/voice_mails",
        label: Label::Heavy,
        granular: &["phone:read:list_voicemails:admin"],
        classic: &["phone:read:admin", "phone_voicemail:read:admin"],
        complaint: Complaint::Validation,
        answer: voicemails::account_list,
    },
    Endpoint {
        path: "/v2/phone/users/{user}/voice_mails",
        label: Label::Medium,
        granular: &["phone:read:list_voicemails", "phone:read:list_voicemails:admin"],
        classic: &["phone:read", "phone:read:admin", "phone_voicemail:read", "phone_voicemail:read:admin"],
        complaint: Complaint::Validation,
        answer: voicemails::user_list,
    },
    Endpoint {
        path: "/v2/phone/voice_mails/{voicemail_id}",
        label: Label::Light,
        granular: &["phone:read:voicemail", "phone:read:voicemail:admin"],
        classic: &["phone:read", "phone:read:admin", "phone_voicemail:read:admin", "phone_voicemail:read"],
        complaint: Complaint::Validation,
        answer: voicemails::detail,
    },
    Endpoint {
        path: "/v2/phone/call_element/{call_element_id}/voice_mail",
        label: Label::Light,
        granular: &["phone:read:voicemail", "phone:read:voicemail:admin"],
        classic: &["phone:read", "phone:read:admin", "phone_voicemail:read", "phone_voicemail:read:admin"],
        complaint: Complaint::Validation,
        answer: voicemails::by_element,
    },
    Endpoint {
        path: "/v2/phone/voice_mails/download/{file_id}",
        label: Label::Medium,
        granular: &["phone:read:voicemail:admin", "phone:read:voicemail"],
        classic: &["phone:read", "phone:read:admin", "phone_voicemail:read", "phone_voicemail:read:admin"],
        complaint: Complaint::Validation,
        answer: files::voicemail,
    },
];

/// The route that `path` takes: `/v2/phone/users/{user}` for `/v2/phone/users/me`.
pub fn route_of(path: &str) -> Option<&'static str> {
    let is_it = |route: &&str| {
        let fits = |(part, asked): (&str, &str)| part.starts_with('{') || part == asked;
        route.split('/').count() == path.split('/').count() && route.split('/').zip(path.split('/')).all(fits)
    };
    ENDPOINTS.iter().map(|endpoint| endpoint.path).find(is_it)
}

#[cfg(test)]
mod tests {
    use super::route_of;

    #[test]
    fn a_path_takes_the_route_of_its_length_and_words() {
        for (path, route) in [
            ("/v2/users/me", Some("/v2/users/{user}")),
            ("/v2/phone/users", Some("/v2/phone/users")),
            ("/v2/phone/users/me", Some("/v2/phone/users/{user}")),
            ("/v2/phone/users/me/call_history", Some("/v2/phone/users/{user}/call_history")),
            ("/v2/phone/users/me/call_history/sync", Some("/v2/phone/users/{user}/call_history/sync")),
            ("/v2/phone/voice_mails/download/x", Some("/v2/phone/voice_mails/download/{file_id}")),
            ("/v2/phone", None),
            ("/v2/phone/call_history/x/y", None),
        ] {
            assert_eq!(route_of(path), route, "{path}");
        }
    }
}
