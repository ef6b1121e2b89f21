//! What Zoom's sign-in server refuses: who can mend it, and how.
//! Source of words and numbers: RFC 6749 sections 4.1.2.1 and 5.2; Zoom OAuth error table, checked 2026-11-22.

use super::help::Help;
use crate::app::Remedy;
use crate::auth::Refusal;
use crate::model::Text;

const REDIRECT: &str = "Add http://127.0.0.1/callback to the app's redirect and allow lists, with strict mode off.";
const ANOTHER_KIND: &str =
    "The app is of another kind: with account_id it has to be a Server-to-Server app, without it a General app.";
const ADD_SCOPE: &str = "App owner: Marketplace > your app > Scopes: add what is missing. Then sign in again.";
const SWITCHED_OFF: &str = "The app is switched off: its owner, or a Zoom admin, can activate it in the Marketplace.";

/// What helps against a refusal of the token endpoint.
pub(super) fn refused(refusal: &Refusal) -> Help {
    if let Some(help) = refusal.code.and_then(by_number) {
        return help;
    }
    match refusal.error.as_raw() {
        "invalid_client" => (
            Remedy::SetUp,
            vec![
                "Without a secret, client_id has to be the app's Public Client ID, not the ordinary one.",
                "With a secret, id and secret have to be of the same kind: both development or both production.",
            ],
        ),
        "unauthorized_client" => (
            Remedy::SetUp,
            vec![
                "Switch the public client (PKCE) on in the app, or give ringlog the app's secret: client_secret_file under [zoom].",
            ],
        ),
        "unsupported_grant_type" => (Remedy::SetUp, vec![ANOTHER_KIND]),
        "invalid_scope" => (Remedy::AskAdmin, vec![ADD_SCOPE]),
        "invalid_request" if refusal.reason.as_raw().to_ascii_lowercase().contains("redirect") => {
            (Remedy::SetUp, vec![REDIRECT])
        }
        // Only a Server-to-Server app names it.
        "invalid_request" if refusal.reason.as_raw().to_ascii_lowercase().contains("account_id") => {
            (Remedy::SetUp, vec!["Correct account_id (RINGLOG_ACCOUNT_ID): the app's page of credentials has it."])
        }
        "invalid_grant" => (Remedy::SignIn, vec!["Codes work once and for five minutes: sign in again."]),
        _ => (Remedy::SignIn, vec!["Sign in again; if Zoom refuses that too, look at the app's settings."]),
    }
}

/// By Zoom's own number, which says more than OAuth's word.
fn by_number(code: u16) -> Option<Help> {
    Some(match code {
        4700 => (Remedy::SetUp, vec![REDIRECT, "Then see that client_id is that of this app."]),
        4702 | 4704 | 4706 => (
            Remedy::SetUp,
            vec![
                "Without a secret, client_id has to be the app's Public Client ID, not the ordinary one.",
                "With a secret, id and secret have to be of the same kind: both development or both production.",
            ],
        ),
        4705 => (Remedy::SetUp, vec![ANOTHER_KIND]),
        4709 => (Remedy::SetUp, vec![REDIRECT]),
        4711 => (Remedy::AskAdmin, vec![ADD_SCOPE]),
        4717 => (Remedy::AskAdmin, vec![SWITCHED_OFF]),
        4732 => (Remedy::Later, vec!["Zoom could not make a code just now: sign in again in a while."]),
        4733 => (Remedy::SignIn, vec!["The code was older than five minutes: sign in again, and approve in time."]),
        4734 => (Remedy::SignIn, vec!["The code was used already, or is not whole: sign in again."]),
        4735 => (Remedy::AskAdmin, vec!["That Zoom user is gone: sign in as another one, or ask a Zoom admin."]),
        4737 | 4740 => (Remedy::SignIn, vec!["The kept sign-in is too old for Zoom: sign in again."]),
        4738 => (Remedy::AskAdmin, vec!["A Zoom admin has ended this sign-in: ask them before you sign in again."]),
        4741 => (
            Remedy::SignIn,
            vec![
                "Another sign-in with the same app and user took this one's place: Zoom keeps one. Sign in again here.",
            ],
        ),
        _ => return None,
    })
}

/// What helps when the browser came back with `error=`.
pub(super) fn denied(error: &Text, description: &Text) -> Help {
    let words = description.as_raw().to_ascii_lowercase();
    match error.as_raw() {
        "access_denied" if words.contains("admin") => (
            Remedy::AskAdmin,
            vec!["A Zoom admin has to approve the app once, in the Marketplace. Then sign in again."],
        ),
        "access_denied" => (
            Remedy::SignIn,
            vec![
                "Sign in again and allow access: ringlog only reads.",
                "If Zoom itself said no, a Zoom admin has to approve the app first.",
            ],
        ),
        "unauthorized_client" => (
            Remedy::SetUp,
            vec![
                "Use an app made in your own Zoom account: one that is not published works only there.",
                "Or let its owner add you to those who may test it.",
            ],
        ),
        "invalid_scope" => (Remedy::AskAdmin, vec![ADD_SCOPE]),
        "server_error" | "temporarily_unavailable" => (Remedy::Later, vec!["Zoom has trouble: sign in in a while."]),
        _ => (Remedy::SignIn, vec![REDIRECT, "Then sign in again."]),
    }
}
