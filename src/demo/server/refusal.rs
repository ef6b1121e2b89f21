//! The REST API's refusals: `{"code", "message"}`, sometimes with `errors`. Zoom reuses its codes, so status and code
//! are always told together. Source: Zoom's Phone document and its error page, July 2026.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// One refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    code: u32,
    message: String,
    field: Option<String>,
}

impl Refusal {
    /// A refusal with exactly these words.
    pub fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), field: None }
    }

    /// 400/300 with the field that is wrong, as the account lists say it.
    pub fn validation(field: &str) -> Self {
        let refusal = Self::new(StatusCode::BAD_REQUEST, 300, "Validation Failed.");
        Self { field: Some(field.to_owned()), ..refusal }
    }

    /// 400/301, as a user's call list says it.
    pub fn param(name: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 301, format!("Invalid request param: {name}."))
    }

    /// 400/400: unknown, older than 15 minutes, or of another query.
    pub fn page_token() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 400, "The next page token is invalid or expired.")
    }

    /// 400/4711 with every scope that would have done.
    pub fn scopes(enough: &[&str]) -> Self {
        let message = format!("Invalid access token, does not contain scopes:[{}].", enough.join(", "));
        Self::new(StatusCode::BAD_REQUEST, 4711, message)
    }

    /// 400/4700: an id in place of `me`, or `me` where there is nobody.
    pub fn me() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 4700, "Invalid access token, does not contain scopes.")
    }

    /// 401/124 for a token that was never given, was revoked, or was replaced.
    pub fn invalid_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 124, "Invalid access token.")
    }

    /// 401/124 for a token past its hour.
    pub fn expired_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 124, "Access token is expired.")
    }

    /// 404 with the code the endpoint uses for it.
    pub fn no_user(code: u32, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, format!("User does not exist: {id}."))
    }

    /// 404/404 without more words, as for a call path.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 404, "Not Found")
    }

    /// 404/404 for an element without a recording or a voicemail.
    pub fn none_for_element(what: &str, call_element_id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 404, format!("{what} does not exist for {call_element_id}."))
    }

    /// 400/404 for a download.
    pub fn no_file() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 404, "File does not exist.")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(field) = self.field {
            body["errors"] = json!([{ "field": field, "message": "Invalid field." }]);
        }
        (self.status, Json(body)).into_response()
    }
}
