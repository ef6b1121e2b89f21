//! The server of the stand-in: Zoom's OAuth and Phone API over real HTTP on 127.0.0.1.

mod api;
mod clock;
mod connections;
mod limits;
mod mishaps;
mod oauth;
mod options;
mod ranges;
mod refusal;
mod rules;
mod serve;
mod service;

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::DATE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

pub use clock::Clock;
pub use options::{AppKind, Downloads, Options, Plan, RateHeaders, RefreshReuse, WindowRule};
pub use serve::serve;

use crate::demo::faults::{Faults, Player};
use refusal::Refusal;
use service::{Service, Shared, lock};

/// A stand-in that answers. Dropping it stops it.
pub struct Running {
    /// Host of `/oauth/…`: `http://127.0.0.1:PORT`.
    pub auth_url: String,
    /// Host of `/v2/…`; the same.
    pub api_url: String,
    /// Serves as public client (without the secret), as confidential client and as server-to-server app.
    pub client_id: String,
    /// The secret, for the latter two.
    pub client_secret: String,
    /// The account, for server-to-server.
    pub account_id: String,
    service: Shared,
    task: JoinHandle<()>,
    stop: DropGuard,
}

/// Starts a stand-in on 127.0.0.1.
///
/// # Errors
///
/// When the port is taken, or the operating system gives no random bytes.
pub async fn start(options: Options) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    let service = Arc::new(Service::new(options, base_url.clone(), seed));
    let stop = CancellationToken::new();
    let task = tokio::spawn(connections::serve(listener, router(Arc::clone(&service)), stop.clone()));
    Ok(Running {
        auth_url: base_url.clone(),
        api_url: base_url,
        client_id: service.client.id.clone(),
        client_secret: service.client.secret.clone(),
        account_id: service.client.account_id.clone(),
        service,
        task,
        stop: stop.drop_guard(),
    })
}

impl Running {
    /// How often each route of the API was asked (`/v2/users/{user}`), and each grant (`grant refresh_token`), whatever
    /// came of it.
    #[must_use]
    pub fn stats(&self) -> BTreeMap<String, u64> {
        self.service.counts()
    }

    /// Plays `faults` from the next request on, instead of what was played so far.
    pub fn play(&self, faults: Faults) {
        *lock(&self.service.player) = Player::new(faults);
    }

    /// Stops: no new connection, and answers under way get two seconds to end.
    pub async fn shutdown(self) {
        drop(self.stop);
        let _ = self.task.await; // a panic in it was printed already
    }
}

fn router(service: Shared) -> Router {
    Router::new()
        .merge(oauth::router())
        .merge(api::router())
        .fallback(|| async { Refusal::not_found() })
        .method_not_allowed_fallback(|| async {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, 405, "Method Not Allowed")
        })
        .layer(middleware::from_fn(ranges::give_part))
        .layer(middleware::from_fn_with_state(Arc::clone(&service), mishaps::play))
        .layer(middleware::from_fn_with_state(Arc::clone(&service), tracked))
        .with_state(service)
}

/// Zoom's tracking id and the time, by the clock of the stand-in, on every answer, the refused ones included.
async fn tracked(State(service): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let id = format!("v=2.0;clid=demo;rid=WEB_{}", lock(&service.grants).secret(12));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-zm-trackingid"), id);
    }
    let date = service.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(DATE, date);
    }
    response
}
