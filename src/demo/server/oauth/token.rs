//! `/oauth/token`, `/oauth/revoke` and `/oauth/devicecode`: what a program asks, with its errors in Zoom's words.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use url::form_urlencoded;

use crate::demo::server::oauth::device::{self, Poll};
use crate::demo::server::oauth::grants::{Denied, Pair};
use crate::demo::server::options::AppKind;
use crate::demo::server::service::{Service, Shared, lock};

/// The fields of a form, and of the query where Zoom takes either.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(form: &str, query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(form.as_bytes());
        let pairs = pairs.chain(form_urlencoded::parse(query.unwrap_or_default().as_bytes()));
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// Empty when absent, which no secret and no grant type is.
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

/// A refusal of the OAuth endpoints: `{"reason", "error"}`, always 400.
#[derive(Clone, Debug)]
struct Refusal {
    reason: String,
    error: &'static str,
}

impl Refusal {
    fn new(reason: &str, error: &'static str) -> Self {
        Self { reason: reason.to_owned(), error }
    }

    fn client() -> Self {
        Self::new("Invalid client_id or client_secret", "invalid_client")
    }
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Code(code) => Self::new(&format!("Invalid authorization code {code}"), "invalid_grant"),
            Denied::Verifier => Self::new("Invalid code verifier", "invalid_grant"),
            Denied::Redirect => Self::new("Redirect URI mismatch.", "invalid_request"),
            Denied::Token => Self::new("Invalid Token!", "invalid_grant"),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "reason": self.reason, "error": self.error }))).into_response()
    }
}

/// Which credentials came with a request; both may ask for a code's tokens, only one for the account's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Client {
    /// `client_id` in the form and no Authorization header.
    Public,
    /// Basic, with the secret.
    Confidential,
}

/// The grants Zoom has.
const GRANTS: [&str; 4] = ["authorization_code", "refresh_token", "account_credentials", DEVICE_CODE];
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// `POST /oauth/token`.
pub async fn token(State(service): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let form = Fields::read(&body, None);
    if let Some(grant) = GRANTS.iter().find(|grant| **grant == form.get("grant_type")) {
        service.count(&format!("grant {grant}"));
    }
    match grant(&service, &headers, &form) {
        Ok(pair) => (no_store(), Json(token_body(&service, pair))).into_response(),
        Err(refusal) => (no_store(), refusal).into_response(),
    }
}

fn grant(service: &Service, headers: &HeaderMap, form: &Fields) -> Result<Pair, Refusal> {
    let client = client(service, headers, form)?;
    let now = service.now();
    match form.get("grant_type") {
        "authorization_code" => Ok(lock(&service.grants).redeem(
            form.get("code"),
            form.get("redirect_uri"),
            form.get("code_verifier"),
            now,
        )?),
        "refresh_token" => Ok(lock(&service.grants).rotate(form.get("refresh_token"), now)?),
        "account_credentials" => {
            confidential(client)?;
            match service.options.app {
                AppKind::UserManaged => Err(Refusal::new("unsupported grant type", "unsupported_grant_type")),
                AppKind::AdminManaged if form.get("account_id") != service.client.account_id => {
                    Err(Refusal::new("Invalid account_id", "invalid_request"))
                }
                AppKind::AdminManaged => Ok(lock(&service.grants).server_to_server(now)),
            }
        }
        DEVICE_CODE => {
            confidential(client)?;
            let poll = lock(&service.devices).poll(form.get("device_code"), now);
            match poll {
                Poll::Ready => Ok(lock(&service.grants).sign_in(now)),
                Poll::Pending => Err(Refusal::new("authorization pending", "authorization_pending")),
                Poll::SlowDown => Err(Refusal::new("slow down", "slow_down")),
                Poll::Expired => Err(Refusal::new("expired token", "expired_token")),
                Poll::Denied => Err(Refusal::new("access denied", "access_denied")),
                Poll::Unknown => Err(Refusal::new("Invalid device code", "invalid_grant")),
            }
        }
        _ => Err(Refusal::new("unsupported grant type", "unsupported_grant_type")),
    }
}

fn token_body(service: &Service, pair: Pair) -> serde_json::Value {
    let mut body = json!({
        "access_token": pair.access,
        "token_type": "bearer",
        "expires_in": service.options.access_life.num_seconds(),
        "scope": service.scopes.join(" "),
        "api_url": service.base_url,
    });
    if let Some(refresh) = pair.refresh {
        body["refresh_token"] = refresh.into();
    }
    body
}

/// `POST /oauth/revoke`. An unknown token is as good as revoked. A public client may revoke too: Zoom does not say.
pub async fn revoke(
    State(service): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Response {
    let form = Fields::read(&body, query.as_deref());
    if let Err(refusal) = client(&service, &headers, &form) {
        return refusal.into_response();
    }
    if form.get("token").is_empty() {
        return Refusal::new("Invalid Token!", "invalid_request").into_response();
    }
    service.count("revoke");
    lock(&service.grants).revoke(form.get("token"));
    Json(json!({ "status": "success" })).into_response()
}

/// `POST /oauth/devicecode`. Zoom documents it with the secret only.
pub async fn device_code(
    State(service): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Response {
    let form = Fields::read(&body, query.as_deref());
    if let Err(refusal) = client(&service, &headers, &form).and_then(confidential) {
        return refusal.into_response();
    }
    let (device_code, user_code) = {
        let mut grants = lock(&service.grants);
        (grants.secret(32), grants.secret(24))
    };
    let user_code = readable(&user_code);
    lock(&service.devices).start(device_code.clone(), user_code.clone(), service.now());
    let base = &service.base_url;
    let body = json!({
        "device_code": device_code,
        "user_code": user_code,
        "verification_uri": format!("{base}/oauth_device"),
        "verification_uri_complete": format!("{base}/oauth/device/complete/{user_code}"),
        "expires_in": device::LIFE_SECONDS,
        "interval": device::INTERVAL_SECONDS,
    });
    (no_store(), Json(body)).into_response()
}

/// Eight capitals and digits that cannot be mistaken for one another.
fn readable(secret: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    secret.bytes().step_by(4).map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()])).take(8).collect()
}

fn client(service: &Service, headers: &HeaderMap, form: &Fields) -> Result<Client, Refusal> {
    match headers.get(header::AUTHORIZATION) {
        Some(authorization) => {
            let pair = format!("{}:{}", service.client.id, service.client.secret);
            let sent = authorization.to_str().ok().and_then(|text| text.strip_prefix("Basic "));
            let sent = sent.and_then(|text| STANDARD.decode(text.trim()).ok());
            // The secret is for invented data on this computer: an ordinary comparison will do.
            if sent.is_some_and(|sent| sent == pair.as_bytes()) {
                Ok(Client::Confidential)
            } else {
                Err(Refusal::client())
            }
        }
        None if form.get("client_id") == service.client.id => Ok(Client::Public),
        None => Err(Refusal::client()),
    }
}

fn confidential(client: Client) -> Result<(), Refusal> {
    match client {
        Client::Confidential => Ok(()),
        Client::Public => Err(Refusal::client()),
    }
}

fn no_store() -> [(header::HeaderName, &'static str); 1] {
    [(header::CACHE_CONTROL, "no-store")]
}
