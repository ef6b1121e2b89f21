//! One attempt to sign in with the browser.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::form_urlencoded;

use super::callback::{Answer, CALLBACK_PATH, Expected};
use super::client::Endpoints;
use super::error::BeginError;
use super::loopback::{self, WaitError};
use super::paste::{self, PasteError};
use super::pkce;

/// An authorization code with what is needed to exchange it, once and within five minutes.
pub struct Code {
    pub(super) value: SecretString,
    pub(super) verifier: SecretString,
    pub(super) redirect_uri: String,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code([redacted])")
    }
}

/// A sign-in under way: its address for the browser, and the two ways back, by redirect and by paste. The first answer
/// that carries this attempt's `state` wins, and only one is taken.
pub struct Attempt {
    url: SecretString,
    redirect_uri: String,
    port: u16,
    code_verifier: SecretString,
    expected: Arc<Expected>,
    listener: Mutex<Option<TcpListener>>,
}

impl Attempt {
    /// Opens the listener, then builds the address from the port it got. `port` 0 takes any free one.
    ///
    /// # Errors
    /// When the port cannot be had, or the system gives no random bytes.
    pub async fn begin(endpoints: &Endpoints, client_id: &str, port: u16) -> Result<Self, BeginError> {
        let (code_verifier, state) = (pkce::random_text()?, pkce::random_text()?);
        let (listener, port) = loopback::bind(port).await?;
        let redirect_uri = format!("http://127.0.0.1:{port}{CALLBACK_PATH}");
        // No `scope`: Zoom takes the scopes from the app's registration, and has refused the parameter.
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", &redirect_uri)
            .append_pair("state", state.expose_secret())
            .append_pair("code_challenge", &pkce::challenge(&code_verifier))
            .append_pair("code_challenge_method", "S256")
            .finish();
        Ok(Self {
            url: format!("{}?{query}", endpoints.authorize()).into(),
            redirect_uri,
            port,
            code_verifier,
            expected: Arc::new(Expected::new(state, endpoints.issuer().to_owned())),
            listener: Mutex::new(Some(listener)),
        })
    }

    /// The address to open in a browser. It holds this attempt's `state`: for the person's eyes, never for a log.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.expose_secret()
    }

    /// Where Zoom sends the browser: `http://127.0.0.1:{port}/callback`.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The port listened on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the browser. The port is free again when this returns or is dropped; wait once.
    ///
    /// # Errors
    /// When access was denied, `deadline` has passed, `cancel` was called, or an answer was taken before.
    pub async fn wait(&self, deadline: Duration, cancel: &CancellationToken) -> Result<Code, WaitError> {
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(WaitError::Over)?;
        let host = format!("127.0.0.1:{}", self.port);
        match loopback::wait(listener, host, Arc::clone(&self.expected), deadline, cancel).await? {
            Answer::Code(code) => Ok(self.code(code)),
            Answer::Refused { error, description } => Err(WaitError::Denied { error, description }),
        }
    }

    /// Takes the answer from text that the person pasted: the address the browser ended on, or its query.
    ///
    /// # Errors
    /// Says what the text is instead. The attempt goes on, unless Zoom's answer was a refusal.
    pub fn accept_pasted(&self, text: &str) -> Result<Code, PasteError> {
        match self.expected.take(&paste::query_of(text)?)? {
            Answer::Code(code) => Ok(self.code(code)),
            Answer::Refused { error, description } => Err(PasteError::Denied { error, description }),
        }
    }

    fn code(&self, code: SecretString) -> Code {
        Code { value: code, verifier: self.code_verifier.clone(), redirect_uri: self.redirect_uri.clone() }
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use sha2::{Digest as _, Sha256};
    use url::Url;

    use super::*;

    #[tokio::test]
    async fn a_thousand_verifiers_fit_their_challenges_and_none_comes_twice() {
        let endpoints = Endpoints::new(&Url::parse("https://zoom.us").unwrap()).unwrap();
        let mut seen = HashSet::new();
        for _ in 0..1_000 {
            let attempt = Attempt::begin(&endpoints, "app", 0).await.unwrap();
            let verifier = attempt.code_verifier.expose_secret();
            assert!((43..=128).contains(&verifier.len()) && URL_SAFE_NO_PAD.decode(verifier).unwrap().len() >= 32);
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
            assert!(attempt.url().contains(&format!("&code_challenge={challenge}&code_challenge_method=S256")));
            assert!(!attempt.url().contains(verifier));
            assert!(seen.insert(verifier.to_owned()), "a verifier twice");
        }
    }
}
