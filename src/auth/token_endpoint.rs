//! The requests to Zoom's OAuth endpoints.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::sleep;

use super::authorize::Code;
use super::client::{Client, Endpoints};
use super::error::TokenError;
use super::http;
use super::token::{self, AccessToken, TokenResponse};
use super::wiped;
use crate::model::{BadProxy, Barrier, Proxy, Text, innermost};

/// Between the tries to exchange a code, or to revoke.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// One app at one server: everything that a request to its OAuth endpoints needs.
#[derive(Clone, Debug)]
pub(super) struct TokenEndpoint {
    http: reqwest::Client,
    blocked: Option<BadProxy>,
    /// The variable whose proxy is on the way.
    through: Option<&'static str>,
    pub(super) endpoints: Endpoints,
    pub(super) client: Client,
}

impl TokenEndpoint {
    pub(super) fn new(endpoints: Endpoints, client: Client, proxy: &Proxy) -> Result<Self, TokenError> {
        let host = endpoints.host();
        let blocked = host.as_ref().and_then(|host| proxy.check(host).err());
        let through = host.and_then(|host| proxy.on_the_way_to(&host));
        Ok(Self { http: http::client(&endpoints, proxy)?, blocked, through, endpoints, client })
    }

    /// Whether requests would find their way.
    pub(super) fn check_way(&self) -> Result<(), TokenError> {
        self.blocked.clone().map_or(Ok(()), |error| Err(TokenError::Proxy(error)))
    }

    /// Exchanges an authorization code. A server in trouble is asked again a few times: the code lives for minutes, and the
    /// person has been through the browser for it.
    pub(super) async fn exchange(&self, code: &Code) -> Result<TokenResponse, TokenError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.value.expose_secret()),
            ("redirect_uri", &code.redirect_uri),
            ("code_verifier", code.verifier.expose_secret()),
        ];
        for pause in PAUSES {
            match self.token(&form).await {
                Err(TokenError::Unavailable { status: 500.. } | TokenError::Unreachable { .. }) => sleep(pause).await,
                answer => return answer,
            }
        }
        self.token(&form).await
    }

    /// Spends a refresh token. Sent once more with the same token when no answer came: if Zoom had not acted on the first,
    /// the second works; if it had, nothing more is lost.
    pub(super) async fn refresh(&self, refresh_token: &SecretString) -> Result<TokenResponse, TokenError> {
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose_secret())];
        match self.token(&form).await {
            Err(TokenError::NoAnswer | TokenError::NotJson) => self.token(&form).await,
            answer => answer,
        }
    }

    /// Asks as the account itself (server-to-server).
    pub(super) async fn account_credentials(&self, account_id: &str) -> Result<TokenResponse, TokenError> {
        self.token(&[("grant_type", "account_credentials"), ("account_id", account_id)]).await
    }

    /// Asks whether the person has approved the device code yet.
    pub(super) async fn device_token(&self, device_code: &SecretString) -> Result<TokenResponse, TokenError> {
        let grant_type = "urn:ietf:params:oauth:grant-type:device_code";
        self.token(&[("grant_type", grant_type), ("device_code", device_code.expose_secret())]).await
    }

    /// The JSON that begins the device flow. Source: Zoom OAuth documentation, device authorization, checked 2026-11-22.
    pub(super) async fn device_code(&self) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let request = self.http.post(self.endpoints.device_code()).query(&[("client_id", self.client.client_id())]);
        self.send(self.authenticated(request, &[])).await
    }

    /// Ends a grant by one of its access tokens. For public clients Zoom documents no form; RFC 7009 has this one. A server in
    /// trouble is asked again a few times: nothing is left here to revoke with later.
    pub(super) async fn revoke(&self, token: &AccessToken) -> Result<(), TokenError> {
        let form = [("token", token.secret().expose_secret())];
        let ask = || self.send(self.authenticated(self.http.post(self.endpoints.revoke()), &form));
        for pause in PAUSES {
            match ask().await {
                Err(error) if error.is_passing() => sleep(pause).await,
                answer => return answer.map(drop),
            }
        }
        ask().await.map(drop)
    }

    async fn token(&self, form: &[(&str, &str)]) -> Result<TokenResponse, TokenError> {
        let request = self.authenticated(self.http.post(self.endpoints.token()), form);
        let body = self.send(request).await.map_err(|error| without_secrets(error, form))?;
        let needs_refresh_token = match self.client {
            Client::Public { .. } | Client::Confidential { .. } => true,
            Client::ServerToServer { .. } => false,
        };
        TokenResponse::parse(&body, needs_refresh_token)
    }

    /// A client with a secret says who it is in the header, a public one in the form: Zoom refuses the header from it.
    fn authenticated(&self, request: reqwest::RequestBuilder, form: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let (request, body) = match self.client.secret() {
            Some(secret) => {
                (request.basic_auth(self.client.client_id(), Some(secret.expose_secret())), wiped::form(form))
            }
            None => (request, wiped::form(&[form, &[("client_id", self.client.client_id())]].concat())),
        };
        request.header(CONTENT_TYPE, FORM).body(body)
    }

    /// The body of a successful JSON answer.
    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        self.check_way()?;
        let mut answer = request
            .header("Accept", "application/json")
            .send()
            .await
            .map_err(|error| not_sent(&error, self.through))?;
        let status = answer.status();
        let mut body = Zeroizing::new(Vec::with_capacity(token::MAX_ANSWER_BYTES));
        while let Some(chunk) = answer.chunk().await.map_err(|_| TokenError::NoAnswer)? {
            if body.len() + chunk.len() > token::MAX_ANSWER_BYTES {
                return Err(too_large(status.as_u16()));
            }
            body.extend_from_slice(&chunk);
        }
        if !status.is_success() {
            return Err(token::refusal(status.as_u16(), &body));
        }
        let json = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).is_some_and(is_json);
        if json { Ok(body) } else { Err(TokenError::NotJson) }
    }
}

/// Zoom repeats a refused code in its sentence; what we sent in secret is taken out of it.
fn without_secrets(error: TokenError, form: &[(&str, &str)]) -> TokenError {
    const SECRET: [&str; 4] = ["code", "code_verifier", "refresh_token", "device_code"];
    let TokenError::Refused(mut refusal) = error else { return error };
    let sent = form.iter().filter(|(name, value)| SECRET.contains(name) && !value.is_empty());
    let reason =
        sent.fold(refusal.reason.as_raw().to_owned(), |reason, (_, value)| reason.replace(value, "[redacted]"));
    refusal.reason = reason.into();
    TokenError::Refused(refusal)
}

fn too_large(status: u16) -> TokenError {
    if status == 200 { TokenError::BadAnswer("it is too large") } else { TokenError::Unavailable { status } }
}

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The error without its address. A failed connection sent nothing; after any other failure the server may have acted.
fn not_sent(error: &reqwest::Error, through: Option<&'static str>) -> TokenError {
    if !error.is_connect() && !error.is_builder() {
        return TokenError::NoAnswer;
    }
    let barrier = Barrier::of(error);
    let innermost = Text::new(&innermost(error)).to_string();
    let cause = match barrier {
        Barrier::Host | Barrier::Name | Barrier::Tls => innermost,
        Barrier::ProxyPassword => barrier.to_string(),
        Barrier::Proxy | Barrier::ProxyRefusal => format!("{barrier}: {innermost}"),
    };
    let through = through.map_or_else(String::new, |variable| format!(" ({variable} is set)"));
    TokenError::Unreachable { barrier, cause: cause + &through }
}
