//! `/oauth/authorize` and the forms behind it: where a person says yes or no.

use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use url::Url;

use crate::demo::server::oauth::device::Answer;
use crate::demo::server::oauth::grants::Request;
use crate::demo::server::oauth::page::{self, Person};
use crate::demo::server::oauth::pkce::Challenge;
use crate::demo::server::rules::redirect;
use crate::demo::server::service::{Service, Shared, lock};

/// What a browser is sent to `/oauth/authorize` with. `scope` is not read: scopes come from the app's registration.
#[derive(Deserialize)]
pub struct Asked {
    response_type: Option<String>,
    client_id: Option<String>,
    redirect_uri: Option<String>,
    state: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

/// `GET /oauth/authorize`: the consent page, or Zoom's error page, which never redirects.
pub async fn authorize(State(service): State<Shared>, Query(asked): Query<Asked>) -> Response {
    if asked.client_id.as_deref() != Some(service.client.id.as_str()) {
        return page::refused("Invalid client_id", 4702);
    }
    let redirect_uri = asked.redirect_uri.unwrap_or_default();
    if !redirect::registered(&redirect_uri) {
        return page::refused(&format!("Invalid redirect url. Invalid redirect: {redirect_uri}"), 4700);
    }
    if asked.response_type.as_deref() != Some("code") {
        return page::refused("Invalid response_type", 4700);
    }
    // A loopback address is for clients with PKCE only, confidential ones included.
    let Some(challenge) = asked.code_challenge else {
        return page::refused("Invalid redirect url. A loopback address needs a code_challenge", 4700);
    };
    let method = asked.code_challenge_method.as_deref().unwrap_or("plain");
    let Some(challenge) = Challenge::new(&challenge, method) else {
        return page::refused("Invalid code_challenge", 4700);
    };
    let request = Request { redirect_uri, state: asked.state, challenge };
    if service.options.auto_approve {
        return answered(&service, request, Decision::Allow);
    }
    let id = lock(&service.grants).ask(request, service.now());
    consent(&service, "/oauth/consent", ("request", &id))
}

/// What a form on a consent page says.
#[derive(Deserialize)]
pub struct Consent {
    request: String,
    decision: Decision,
}

/// Which button was pressed.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Decision {
    Allow,
    Deny,
}

/// `POST /oauth/consent`: back to the app with a code, or with `error=access_denied`.
pub async fn consented(State(service): State<Shared>, Form(consent): Form<Consent>) -> Response {
    let request = lock(&service.grants).answer(&consent.request, service.now());
    match request {
        Some(request) => answered(&service, request, consent.decision),
        None => page::refused("This page was answered already or is too old", 4700),
    }
}

fn answered(service: &Service, request: Request, decision: Decision) -> Response {
    let Ok(mut address) = Url::parse(&request.redirect_uri) else {
        return page::refused("Invalid redirect url", 4700);
    };
    let state = request.state.clone();
    let (name, value) = match decision {
        Decision::Allow => ("code", lock(&service.grants).allow(request, service.now())),
        Decision::Deny => ("error", "access_denied".to_owned()),
    };
    address.query_pairs_mut().append_pair(name, &value);
    if let Some(state) = state {
        address.query_pairs_mut().append_pair("state", &state);
    }
    (StatusCode::FOUND, [(header::LOCATION, String::from(address)), (header::CACHE_CONTROL, "no-store".into())])
        .into_response()
}

/// The code a person typed, or clicked.
#[derive(Deserialize)]
pub struct Typed {
    user_code: Option<String>,
}

/// `GET /oauth_device`: asks for the code, then for consent.
pub async fn device(State(service): State<Shared>, Query(typed): Query<Typed>) -> Response {
    match typed.user_code {
        None => page::device_code("Type the code that your device shows."),
        Some(user_code) => device_consent(&service, &user_code),
    }
}

/// `GET /oauth/device/complete/{user_code}`: the same with the code in the address.
pub async fn device_complete(State(service): State<Shared>, Path(user_code): Path<String>) -> Response {
    device_consent(&service, &user_code)
}

fn device_consent(service: &Service, user_code: &str) -> Response {
    if lock(&service.devices).waits(user_code, service.now()) {
        consent(service, "/oauth_device", ("user_code", user_code))
    } else {
        page::device_code("No device waits with that code. Type the code that your device shows.")
    }
}

/// What the form on a device's consent page says.
#[derive(Deserialize)]
pub struct DeviceConsent {
    user_code: String,
    decision: Decision,
}

/// `POST /oauth_device`: the device hears of it at its next poll.
pub async fn device_consented(State(service): State<Shared>, Form(consent): Form<DeviceConsent>) -> Response {
    let (answer, message) = match consent.decision {
        Decision::Allow => (Answer::Allowed, "Allowed"),
        Decision::Deny => (Answer::Denied, "Declined"),
    };
    if lock(&service.devices).answer(&consent.user_code, answer, service.now()) {
        page::done(message)
    } else {
        page::device_code("No device waits with that code any more.")
    }
}

fn consent(service: &Service, action: &str, field: (&str, &str)) -> Response {
    let world = service.world();
    let company = world.company();
    let (name, email) = Service::person(company).map_or(("", ""), |user| (&user.party.name, &user.party.email));
    page::consent(&Person { name, email, company: company.name }, &service.scopes, action, field)
}
