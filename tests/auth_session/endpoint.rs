//! A token endpoint that punishes every mistake: it revokes everything when a refresh token is spent twice.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::extract::{RawForm, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ringlog::auth::{AccessToken, Client, Endpoints, FileVault, Record, Session, Setup, Vault};
use ringlog::model::Proxy;
use tokio::net::TcpListener;
use url::Url;

/// What the endpoint does with the next refresh.
#[derive(Clone, Debug, Default)]
pub enum Play {
    #[default]
    Rotate,
    /// This status, type and body.
    Answer(u16, &'static str, String),
    /// This body, to the exchange of a code.
    Code(String),
    /// These OAuth errors, one after the other, to who asks for the token of a device code.
    Device(VecDeque<&'static str>),
    /// Somebody else signs in meanwhile: this vault gets this record, then the token that was sent is refused.
    Overtaken(PathBuf, Box<Record>),
}

/// What was asked: the grant type (or `revoke`), the form, the headers.
pub type Request = (String, Vec<(String, String)>, HeaderMap);

#[derive(Default)]
pub struct Grants {
    pub issued: usize,
    pub refresh_token: String,
    pub access_token: String,
    pub revoked: bool,
    pub play: Play,
    pub requests: Vec<Request>,
    pub reused: usize,
    /// When the token of a device code was asked for.
    pub device_asked: Vec<tokio::time::Instant>,
    /// When a token was last given out.
    pub answered: Option<Instant>,
}

#[derive(Clone)]
pub struct FakeZoom {
    pub url: Url,
    pub grants: Arc<Mutex<Grants>>,
}

impl FakeZoom {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let fake = Self { url, grants: Arc::default() };
        let routes = Router::new()
            .route("/oauth/token", post(token))
            .route("/oauth/revoke", post(revoke))
            .route("/oauth/devicecode", post(device_code))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        fake
    }

    pub fn endpoints(&self) -> Endpoints {
        Endpoints::new(&self.url).unwrap()
    }

    pub fn setup(&self, vault: Arc<dyn Vault>, lock_dir: &Path) -> Setup {
        Setup {
            endpoints: self.endpoints(),
            client: public(),
            profile: String::new(),
            vault,
            lock_dir: lock_dir.to_owned(),
            api_url: self.url.clone(),
            proxy: Proxy::default(),
        }
    }

    pub fn session(&self, folder: &Path) -> Session {
        let vault = Arc::new(FileVault::new(folder.join("credentials")));
        Session::new(self.setup(vault, &folder.join("locks"))).unwrap()
    }

    pub fn play(&self, play: Play) {
        self.grants.lock().unwrap().play = play;
    }

    pub fn requests(&self, grant_type: &str) -> usize {
        self.grants.lock().unwrap().requests.iter().filter(|(kind, _, _)| kind == grant_type).count()
    }

    pub fn accepts(&self, token: &AccessToken) -> bool {
        token.bearer() == format!("Bearer {}", self.grants.lock().unwrap().access_token)
    }
}

pub fn public() -> Client {
    Client::Public { client_id: "public-app".into() }
}

pub fn json(status: u16, body: String) -> Response {
    (StatusCode::from_u16(status).unwrap(), [("content-type", "application/json;charset=UTF-8")], body).into_response()
}

pub fn invalid_grant() -> Response {
    json(400, r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#.into())
}

pub async fn token(State(zoom): State<FakeZoom>, headers: HeaderMap, RawForm(form): RawForm) -> Response {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    let field =
        |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let grant_type = field("grant_type");
    let play = {
        let mut grants = zoom.grants.lock().unwrap();
        grants.requests.push((grant_type.clone(), form.clone(), headers));
        grants.play.clone()
    };
    if grant_type == "refresh_token" {
        match play {
            Play::Rotate | Play::Code(_) | Play::Device(_) => {}
            Play::Answer(status, kind, body) => {
                return (StatusCode::from_u16(status).unwrap(), [("content-type", kind)], body).into_response();
            }
            Play::Overtaken(folder, record) => {
                tokio::task::spawn_blocking(move || FileVault::new(folder).save(&record)).await.unwrap().unwrap();
                return invalid_grant();
            }
        }
    }
    if let (Play::Code(body), "authorization_code") = (zoom.grants.lock().unwrap().play.clone(), grant_type.as_str()) {
        return json(200, body);
    }
    let mut grants = zoom.grants.lock().unwrap();
    if grant_type.ends_with(":device_code") {
        grants.device_asked.push(tokio::time::Instant::now());
        if let Play::Device(words) = &mut grants.play
            && let Some(word) = words.pop_front()
        {
            return json(400, format!(r#"{{"reason":"not yet","error":"{word}"}}"#));
        }
    }
    if grant_type == "refresh_token" {
        if field("refresh_token") != grants.refresh_token {
            grants.reused += 1;
            grants.revoked = true;
        }
        if grants.revoked {
            return invalid_grant();
        }
    }
    grants.issued += 1;
    let (refresh, access) = (format!("canary-refresh-{}", grants.issued), format!("canary-access-{}", grants.issued));
    grants.revoked = false;
    grants.refresh_token.clone_from(&refresh);
    grants.access_token.clone_from(&access);
    grants.answered = Some(Instant::now());
    let refresh =
        if grant_type == "account_credentials" { String::new() } else { format!(r#""refresh_token":"{refresh}","#) };
    json(
        200,
        format!(
            r#"{{"access_token":"{access}","token_type":"bearer",{refresh}"expires_in":3599,
                "scope":"phone:read:list_call_logs user:read:user","api_url":"https://api.zoom.us"}}"#
        ),
    )
}

pub async fn revoke(State(zoom): State<FakeZoom>, headers: HeaderMap, RawForm(form): RawForm) -> Response {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    zoom.grants.lock().unwrap().requests.push(("revoke".into(), form, headers));
    json(200, r#"{"status":"success"}"#.into())
}

pub async fn device_code(State(zoom): State<FakeZoom>, headers: HeaderMap, uri: Uri) -> Response {
    let query = uri.query().unwrap_or_default().as_bytes();
    let query = url::form_urlencoded::parse(query).into_owned().collect();
    zoom.grants.lock().unwrap().requests.push(("devicecode".into(), query, headers));
    let page = zoom.url.join("/activate").unwrap();
    json(
        200,
        format!(
            r#"{{"device_code":"canary-device","user_code":"K7QW2MXA","verification_uri":"{page}","expires_in":900,"interval":1}}"#
        ),
    )
}
