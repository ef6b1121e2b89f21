//! A stand-in with a stopped clock, and a client that signs in to it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};
use ringlog::demo::world::World;
use ringlog::demo::{self, Clock, Options, Plan, Running, Spec};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::schema;

pub const REDIRECT: &str = "http://127.0.0.1:49152/callback";
pub const VERIFIER: &str = "one-invented-verifier-of-more-than-forty-three-letters";

/// The stand-in under test.
pub struct Zoom {
    pub running: Running,
    pub clock: Clock,
    http: Client,
}

/// What came back, its body read.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and `code`, which only mean something together.
    pub fn refusal(&self) -> (u16, u64) {
        (self.status.as_u16(), self.body["code"].as_u64().unwrap_or_default())
    }
}

pub fn now() -> DateTime<Utc> {
    "2026-11-20T16:30:00Z".parse().unwrap()
}

pub fn spec() -> Spec {
    Spec { seed: 7, calls: 4000, days: 200, now: now() }
}

/// The world the stand-in has at first.
pub fn world() -> World {
    let mut world = World::new(spec());
    world.advance(now());
    world
}

impl Zoom {
    /// A stand-in without rate limits, `change`d.
    pub async fn start(change: impl FnOnce(&mut Options)) -> Self {
        let clock = Clock::stopped_at(now());
        let mut options = Options { clock: clock.clone(), plan: Plan::Unlimited, ..Options::new(spec()) };
        change(&mut options);
        let http = Client::builder().no_proxy().tls_certs_only([]).redirect(redirect::Policy::none());
        Self { running: demo::start(options).await.unwrap(), clock, http: http.build().unwrap() }
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&self.running.api_url).unwrap().join(path).unwrap()
    }

    pub fn get_request(&self, path: &str) -> RequestBuilder {
        self.http.get(self.url(path))
    }

    pub fn post_request(&self, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
        self.http.post(self.url(path)).form(form)
    }

    /// The address the browser is sent to, with `change` on top of what a right one has.
    pub fn authorize_url(&self, change: &[(&str, Option<&str>)]) -> Url {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let right = [
            ("response_type", "code"),
            ("client_id", self.running.client_id.as_str()),
            ("redirect_uri", REDIRECT),
            ("state", "a state & more"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let mut url = self.url("/oauth/authorize");
        for (name, value) in right {
            let changed = change.iter().find(|(changed, _)| *changed == name);
            if let Some(value) = changed.map_or(Some(value), |(_, value)| *value) {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        url
    }

    /// Opens the consent page and presses a button; gives the address the browser is sent to.
    pub async fn decide(&self, decision: &str) -> Url {
        let page = self.http.get(self.authorize_url(&[])).send().await.unwrap().text().await.unwrap();
        let request = page.split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let form = [("request", request), ("decision", decision)];
        location(&self.post_request("/oauth/consent", &form).send().await.unwrap())
    }

    /// A code, allowed by the person.
    pub async fn code(&self) -> String {
        query(&self.decide("allow").await, "code").unwrap()
    }

    /// The form of a public client.
    pub async fn token(&self, form: &[(&str, &str)]) -> Reply {
        let form = [form, &[("client_id", self.running.client_id.as_str())]].concat();
        read(self.post_request("/oauth/token", &form)).await
    }

    /// The form of a confidential client.
    pub async fn token_with_secret(&self, form: &[(&str, &str)]) -> Reply {
        let (id, secret) = (&self.running.client_id, &self.running.client_secret);
        read(self.post_request("/oauth/token", form).basic_auth(id, Some(secret))).await
    }

    /// The tokens of a person who signs in as a public client.
    pub async fn sign_in(&self) -> Value {
        let code = self.code().await;
        let reply = self.token(&code_form(&code)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// Signs in and gives what asks the API from then on.
    pub async fn person(&self) -> Bearer<'_> {
        Bearer { zoom: self, token: self.sign_in().await["access_token"].as_str().unwrap().to_owned() }
    }

    /// A token of the account itself.
    pub async fn server_to_server(&self) -> Bearer<'_> {
        let form = [("grant_type", "account_credentials"), ("account_id", self.running.account_id.as_str())];
        let reply = self.token_with_secret(&form).await;
        Bearer { zoom: self, token: reply.body["access_token"].as_str().unwrap().to_owned() }
    }
}

/// Somebody who is signed in.
pub struct Bearer<'z> {
    pub zoom: &'z Zoom,
    pub token: String,
}

impl Bearer<'_> {
    pub fn request(&self, path: &str) -> RequestBuilder {
        self.zoom.get_request(path).bearer_auth(&self.token)
    }

    /// Asks `path`, and holds the answer against Zoom's own document.
    pub async fn get(&self, path: &str) -> Reply {
        let reply = read(self.request(path)).await;
        schema::check("get", self.zoom.url(path).path(), &reply);
        reply
    }

    /// Every row of `array`, page by page, `path` having a query already.
    pub async fn all(&self, path: &str, array: &str) -> Vec<Value> {
        let (mut rows, mut token) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}&next_page_token={token}")).await;
            assert_eq!(page.status, 200, "{}", page.body);
            rows.extend(page.body[array].as_array().unwrap().iter().cloned());
            page.body["next_page_token"].as_str().unwrap().clone_into(&mut token);
            if token.is_empty() {
                assert_eq!(page.body["total_records"], rows.len());
                return rows;
            }
        }
    }
}

pub fn code_form(code: &str) -> [(&str, &str); 4] {
    [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)]
}

pub async fn read(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Reply { status, headers, body }
}

pub fn location(response: &Response) -> Url {
    assert_eq!(response.status(), 302);
    Url::parse(response.headers()[LOCATION].to_str().unwrap()).unwrap()
}

pub fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
