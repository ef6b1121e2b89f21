//! What the token endpoint answers, read with suspicion.

use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::client::is_literal_loopback;
use super::error::{Refusal, TokenError};
use crate::model::{Cloud, Scopes, Text};

/// A larger answer is not read to its end. Zoom's tokens have at most a few thousand characters.
pub(super) const MAX_ANSWER_BYTES: usize = 64 * 1024;
const DEFAULT_LIFETIME: Duration = Duration::from_hours(1);
const SHORTEST_LIFETIME: Duration = Duration::from_mins(1);
const LONGEST_LIFETIME: Duration = Duration::from_hours(24);

/// What opens Zoom's API for about an hour. It leaves this room as a header, and in no other way.
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// `None` for what cannot stand in a header.
    pub(super) fn new(token: SecretString) -> Option<Self> {
        let text = token.expose_secret();
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then_some(Self(token))
    }

    /// The value of the `Authorization` header, marked sensitive so that no client prints it.
    #[must_use]
    pub fn bearer(&self) -> HeaderValue {
        // Cannot fail: the constructor lets only visible ASCII in. An empty header would be refused by Zoom, not by us.
        let mut header = HeaderValue::try_from(format!("Bearer {}", self.0.expose_secret()))
            .unwrap_or_else(|_| HeaderValue::from_static(""));
        header.set_sensitive(true);
        header
    }

    /// The token of a header that [`AccessToken::bearer`] made.
    #[must_use]
    pub fn of_bearer(header: &HeaderValue) -> Option<Self> {
        let token = header.to_str().ok()?.strip_prefix("Bearer ")?;
        Self::new(SecretString::from(token))
    }

    pub(super) fn secret(&self) -> &SecretString {
        &self.0
    }
}

impl PartialEq for AccessToken {
    fn eq(&self, other: &Self) -> bool {
        use subtle::ConstantTimeEq;
        self.0.expose_secret().as_bytes().ct_eq(other.0.expose_secret().as_bytes()).into()
    }
}

impl Eq for AccessToken {}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

/// A successful answer of the token endpoint. Source: Zoom OAuth documentation, checked 2026-11-22.
pub struct TokenResponse {
    pub(super) access_token: AccessToken,
    /// `None` for server-to-server alone.
    pub(super) refresh_token: Option<SecretString>,
    /// Clamped to one minute up to one day; an hour when Zoom did not say.
    pub(super) expires_in: Duration,
    pub(super) scopes: Scopes,
    /// As sent; see [`api_url`].
    pub(super) api_url: Option<String>,
}

#[derive(Deserialize)]
struct Wire {
    access_token: Option<SecretString>,
    token_type: Option<String>,
    refresh_token: Option<SecretString>,
    expires_in: Option<Value>,
    scope: Option<String>,
    api_url: Option<String>,
}

impl TokenResponse {
    /// The token for the API.
    #[must_use]
    pub const fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// Reads the body of a 200 answer. A sign-in without a refresh token would end within the hour.
    ///
    /// # Errors
    /// [`TokenError::BadAnswer`] says what is missing.
    pub fn parse(body: &[u8], needs_refresh_token: bool) -> Result<Self, TokenError> {
        let wire: Wire = serde_json::from_slice(body).map_err(|_| TokenError::BadAnswer("it is not a token answer"))?;
        if !wire.token_type.is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")) {
            return Err(TokenError::BadAnswer("the token is no bearer token"));
        }
        let access_token = wire.access_token.and_then(AccessToken::new);
        let refresh_token = wire.refresh_token.filter(|token| !token.expose_secret().is_empty());
        if needs_refresh_token && refresh_token.is_none() {
            return Err(TokenError::BadAnswer("there is no refresh token in it"));
        }
        Ok(Self {
            access_token: access_token.ok_or(TokenError::BadAnswer("there is no access token in it"))?,
            refresh_token,
            expires_in: lifetime(wire.expires_in.as_ref()),
            scopes: Scopes::parse(wire.scope.as_deref().unwrap_or_default()),
            api_url: wire.api_url,
        })
    }
}

/// `expires_in` as seconds, whatever it was sent as.
fn lifetime(expires_in: Option<&Value>) -> Duration {
    let seconds = match expires_in {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => None,
    };
    match seconds {
        Some(seconds) if seconds.is_finite() => {
            Duration::from_secs_f64(seconds.clamp(SHORTEST_LIFETIME.as_secs_f64(), LONGEST_LIFETIME.as_secs_f64()))
        }
        Some(_) | None => DEFAULT_LIFETIME,
    }
}

/// Reads the body of an answer that is not a success.
///
/// Final is only a 4xx whose body names an OAuth error or one of Zoom's numbers; a proxy's HTML, a rate limit or a server
/// that is down say nothing about the credential.
#[must_use]
pub fn refusal(status: u16, body: &[u8]) -> TokenError {
    let passing = TokenError::Unavailable { status };
    if !(400..500).contains(&status) || matches!(status, 408 | 425 | 429) {
        return passing;
    }
    let Ok(body) = serde_json::from_slice::<Map<String, Value>>(body) else { return passing };
    let text = |names: &[&str]| {
        names.iter().find_map(|name| body.get(*name).and_then(Value::as_str)).map(Text::new).unwrap_or_default()
    };
    let error = text(&["error"]);
    let reason = text(&["reason", "error_description", "errorMessage", "message"]);
    let number = ["errorCode", "code", "error"].iter().find_map(|name| match body.get(*name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    });
    let code = number
        .and_then(|number| u16::try_from(number).ok())
        .filter(|code| is_oauth_code(*code))
        .or_else(|| code_in(&reason));
    if matches!(error.as_raw(), "server_error" | "temporarily_unavailable") || (error.is_empty() && code.is_none()) {
        return passing;
    }
    TokenError::Refused(Refusal { status, error, reason, code })
}

fn is_oauth_code(code: u16) -> bool {
    (4700..4800).contains(&code)
}

/// One of Zoom's OAuth numbers inside its sentence, written `4709` or `4,709`.
fn code_in(reason: &Text) -> Option<u16> {
    let plain = reason.as_raw().replace(',', "");
    plain
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .find(|code| is_oauth_code(*code))
}

/// The API host to use: the one Zoom named when it is a host of the same cloud's API, else the configured one.
///
/// A configured host that is not Zoom's (the stand-in on this machine, say) is never left for one that an answer names.
pub(super) fn api_url(answered: Option<&str>, configured: &Url) -> Url {
    let cloud = |url: &Url| url.host_str().and_then(Cloud::of);
    let Some(answered) = answered.and_then(|url| Url::parse(url).ok()) else { return configured.clone() };
    let plain = answered.username().is_empty() && answered.password().is_none() && answered.query().is_none();
    let https = answered.scheme() == "https" && answered.port().is_none();
    let zooms = cloud(configured)
        .filter(|_| https)
        .is_some_and(|cloud| cloud.has_api_at(answered.host_str().unwrap_or_default()));
    let ours = is_literal_loopback(configured) && answered.origin() == configured.origin();
    if plain && (ours || zooms) { answered } else { configured.clone() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_body_is_final_without_an_oauth_error_or_a_number_of_zooms(
            status in 200..600u16, word in "[a-z_]{0,12}|[0-9]{1,6}", name in "error|code|errorCode|reason|other",
        ) {
            let body = format!(r#"{{"{name}":"{word}"}}"#);
            if let TokenError::Refused(refusal) = refusal(status, body.as_bytes()) {
                prop_assert!((400..500).contains(&status));
                prop_assert!(!refusal.error.is_empty() || refusal.code.is_some());
            }
        }
    }

    fn parse(body: &str) -> Result<TokenResponse, TokenError> {
        TokenResponse::parse(body.as_bytes(), true)
    }

    fn with_lifetime(expires_in: &str) -> Duration {
        let body = format!(r#"{{"access_token":"a","token_type":"bearer","refresh_token":"r"{expires_in}}}"#);
        parse(&body).unwrap().expires_in
    }

    #[test]
    fn a_token_answer_in_zooms_shape_is_read() {
        let answer = parse(
            r#"{"access_token":"abc.def-1","token_type":"Bearer","refresh_token":"r","expires_in":3599,
                "scope":"phone:read:list_call_logs user:read:user","api_url":"https://api.zoom.us","new_field":[1]}"#,
        )
        .unwrap();
        assert_eq!(answer.access_token.bearer(), "Bearer abc.def-1");
        assert_eq!(answer.expires_in, Duration::from_secs(3599));
        assert_eq!(answer.scopes.iter().count(), 2);
    }

    #[test]
    fn a_bad_answer_is_refused_whatever_is_bad() {
        for body in [
            "",
            "null",
            "[]",
            "<html></html>",
            "{}",
            r#"{"access_token":"a","refresh_token":"r"}"#,
            r#"{"access_token":"a","token_type":"mac","refresh_token":"r"}"#,
            r#"{"access_token":"","token_type":"bearer","refresh_token":"r"}"#,
            r#"{"access_token":"a b","token_type":"bearer","refresh_token":"r"}"#,
            r#"{"access_token":"a\r\nX: y","token_type":"bearer","refresh_token":"r"}"#,
            r#"{"access_token":"a","token_type":"bearer"}"#,
            r#"{"access_token":"a","token_type":"bearer","refresh_token":""}"#,
            r#"{"access_token":["a"],"token_type":"bearer","refresh_token":"r"}"#,
            r#"{"access_token":"a","token_type":"bearer","refresh_token":"r""#,
        ] {
            assert!(matches!(parse(body), Err(TokenError::BadAnswer(_))), "{body}");
        }
    }

    #[test]
    fn any_lifetime_is_clamped_to_a_sane_one() {
        assert_eq!(with_lifetime(r#","expires_in":"3600""#), Duration::from_hours(1));
        for (expires_in, expected) in [("", DEFAULT_LIFETIME), (r#","expires_in":null"#, DEFAULT_LIFETIME)] {
            assert_eq!(with_lifetime(expires_in), expected);
        }
        for tiny in ["0", "-5", "1", "-1e300"] {
            assert_eq!(with_lifetime(&format!(r#","expires_in":{tiny}"#)), SHORTEST_LIFETIME, "{tiny}");
        }
        assert_eq!(with_lifetime(r#","expires_in":1e18"#), LONGEST_LIFETIME);
    }

    #[test]
    fn only_an_oauth_error_in_a_4xx_is_final() {
        let zoom = br#"{"reason":"Invalid Token!","error":"invalid_grant"}"#;
        for status in [400, 401, 403] {
            let TokenError::Refused(refusal) = refusal(status, zoom) else { panic!("{status} passing") };
            assert!(refusal.is_dead_grant());
        }
        for status in [302, 408, 429, 500, 502, 503, 504] {
            assert!(refusal(status, zoom).is_passing(), "{status}");
        }
        for body in [
            &b"<html>proxy</html>"[..],
            b"",
            b"{}",
            b"[]",
            br#"{"message":"who are you"}"#,
            br#"{"error":"temporarily_unavailable"}"#,
            br#"{"code":124,"message":"x"}"#,
        ] {
            assert!(refusal(400, body).is_passing(), "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn zooms_number_is_found_wherever_it_stands() {
        for body in [
            r#"{"reason":"revoked","error":"invalid_request","code":4741}"#,
            r#"{"errorCode":4741,"errorMessage":"Token revoked"}"#,
            r#"{"errorCode":"4741"}"#,
            r#"{"reason":"Token revoked (4,741)","error":"invalid_request"}"#,
            r#"{"error":4741}"#,
        ] {
            let TokenError::Refused(refusal) = refusal(400, body.as_bytes()) else { panic!("{body}") };
            assert!(refusal.is_replaced() && refusal.is_dead_grant(), "{body}");
        }
    }

    #[test]
    fn a_wrong_client_does_not_kill_the_grant() {
        let body = br#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
        let TokenError::Refused(refusal) = refusal(400, body) else { panic!() };
        assert!(!refusal.is_dead_grant());
    }

    #[test]
    fn the_api_host_stays_in_its_cloud() {
        let government = Url::parse("https://api.zoomgov.com").unwrap();
        for answered in [
            "https://api.zoom.us",
            "https://zoomgov.com",
            "https://api.zoomgov.com.example.com",
            "https://api-x.zoomgov.com",
        ] {
            assert_eq!(api_url(Some(answered), &government), government, "{answered}");
        }
        let configured = Url::parse("https://api.zoom.us").unwrap();
        let api = |answered: &str| api_url(Some(answered), &configured).to_string();
        assert_eq!(api("https://api-eu.zoom.us"), "https://api-eu.zoom.us/");
        for answered in [
            "https://api.zoomgov.com",
            "http://api-eu.zoom.us",
            "https://evil-zoom.us",
            "https://zoom.us.example.com",
            "https://user@api-eu.zoom.us",
            "https://api-eu.zoom.us:8443",
            "http://127.0.0.1:4000",
            "not an address",
            "",
        ] {
            assert_eq!(api(answered), "https://api.zoom.us/", "{answered}");
        }
        let stand_in = Url::parse("http://127.0.0.1:4000").unwrap();
        assert_eq!(api_url(Some("https://api.zoom.us"), &stand_in), stand_in);
        assert_eq!(api_url(Some("http://127.0.0.1:5000"), &stand_in), stand_in);
        assert_eq!(api_url(Some("http://127.0.0.1:4000/"), &stand_in), stand_in);
    }

    #[test]
    fn no_debug_and_no_header_prints_a_token() {
        let token = AccessToken::new("canary-token".into()).unwrap();
        assert!(!format!("{token:?} {:?}", token.bearer()).contains("canary"));
    }
}
