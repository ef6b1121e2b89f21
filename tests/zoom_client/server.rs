//! A small server that plays prepared answers, and an authorizer with made-up tokens.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use reqwest::header::HeaderValue;
use ringlog::model::Proxy;
use ringlog::zoom::{AuthorizeError, Authorizer, Client, Plan, Usage};
use tokio::net::TcpListener;
use tokio::time::Instant;
use url::Url;

pub const ME: &str =
    r#"{"id":"u","account_id":"a","email":"mara.lindqvist@example.com","display_name":"Mara Lindqvist"}"#;
pub const PER_SECOND: &str =
    r#"{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}"#;

/// What was asked, when, and with which token.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: DateTime<Utc>,
    pub path: String,
    pub query: String,
    pub token: Option<String>,
    pub headers: HeaderMap,
    /// By the clock of the runtime, which may stand still.
    pub instant: Instant,
}

/// Plays prepared answers in turn, the last one for ever.
#[derive(Clone)]
pub struct Server {
    pub url: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
    pub script: Arc<Mutex<VecDeque<Answer>>>,
}

#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// An answer in JSON, as far as its header goes.
pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    Answer { status, headers: vec![("content-type", "application/json".to_owned())], body: body.into() }
}

impl Answer {
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
}

impl Server {
    pub async fn start(script: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let server = Self { url, seen: Arc::default(), script: Arc::new(Mutex::new(script.into_iter().collect())) };
        let app = axum::Router::new().fallback(play).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        server
    }

    pub fn client(&self) -> (Client, Arc<Tokens>) {
        let tokens = Arc::new(Tokens::default());
        let authorizer = Arc::clone(&tokens) as Arc<dyn Authorizer>;
        (
            Client::new(self.url.clone(), Proxy::default(), Plan::Unlimited, Usage::default(), authorizer).unwrap(),
            tokens,
        )
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn at(&self, path: &str) -> String {
        self.url.join(path).unwrap().into()
    }
}

async fn play(State(server): State<Server>, request: Request) -> Response<Body> {
    let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
    server.seen.lock().unwrap().push(Seen {
        at: ringlog::clock::now(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        token,
        headers: request.headers().clone(),
        instant: Instant::now(),
    });
    let mut script = server.script.lock().unwrap();
    let answer = if script.len() > 1 { script.pop_front() } else { script.front().cloned() }.unwrap();
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(answer.body.into()).unwrap()
}

/// Tokens `t1`, then `t2` after a renewal, and so on.
#[derive(Default)]
pub struct Tokens(Mutex<u32>);

impl Tokens {
    pub fn renewals(&self) -> u32 {
        *self.0.lock().unwrap()
    }

    fn header(&self) -> HeaderValue {
        let mut header = HeaderValue::from_str(&format!("Bearer t{}", self.renewals() + 1)).unwrap();
        header.set_sensitive(true);
        header
    }
}

impl Authorizer for Tokens {
    fn bearer(&self) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>> {
        async { Ok(self.header()) }.boxed()
    }

    fn renewed(&self, _: HeaderValue) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>> {
        *self.0.lock().unwrap() += 1;
        async { Ok(self.header()) }.boxed()
    }

    fn api_url(&self) -> Option<Url> {
        None
    }
}
