//! Zoom's REST API: one table of endpoints, and the gate every request passes: bearer, limits, scopes.

mod calls;
mod endpoints;
mod files;
mod filters;
mod paging;
mod people;
mod recordings;
mod voicemails;

use std::sync::Arc;

use axum::extract::{Extension, RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde_json::Value;

use endpoints::{ENDPOINTS, Endpoint};

pub(super) use endpoints::route_of;

use crate::demo::server::mishaps::Twists;
use crate::demo::server::oauth::grants::{BadBearer, Holder};
use crate::demo::server::options::AppKind;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::query::Query;
use crate::demo::server::rules::scopes;
use crate::demo::server::service::{Service, Shared, lock};
use crate::demo::world::{User, World};

/// What a handler gives back.
type Answer = Result<Response, Refusal>;

/// The API half of the stand-in, and the signed addresses its downloads lead to.
pub(super) fn router() -> Router<Shared> {
    let files = Router::new().route("/files/{kind}/{id}/{seal}", get(files::signed));
    ENDPOINTS.iter().fold(files, |router, endpoint| {
        let handler = async move |State(service): State<Shared>,
                                  Extension(twists): Extension<Twists>,
                                  ids: RawPathParams,
                                  RawQuery(query): RawQuery,
                                  headers: HeaderMap| {
            let ids = ids.iter().map(|(_, id)| id.to_owned()).collect();
            let query = Query::new(query.as_deref().unwrap_or_default(), endpoint.complaint);
            // A filter may read a million calls: not on the threads that keep connections going.
            let answered = tokio::task::spawn_blocking(move || endpoint.gate(&service, &headers, query, ids, twists));
            answered.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        };
        router.route(endpoint.path, get(handler))
    })
}

impl Endpoint {
    fn gate(
        &'static self,
        service: &Arc<Service>,
        headers: &HeaderMap,
        query: Query,
        ids: Vec<String>,
        twists: Twists,
    ) -> Response {
        let now = service.now();
        let holder = match holder(service, headers, now) {
            Ok(holder) => holder,
            Err(refusal) => return refusal.into_response(),
        };
        let standing = lock(&service.limits).take(self.label, service.options.plan, now);
        if let Some(refused) = standing.filter(|standing| !standing.allowed) {
            return refused.refusal(service.options.rate_headers);
        }
        let answer = || {
            let enough = [self.granular, self.classic].concat();
            if !scopes::allow(&service.scopes, &enough) {
                return Err(Refusal::scopes(self.granular));
            }
            let world = service.world();
            (self.answer)(&Asked { service, world: &world, path: self.path, query, ids, holder, twists, now })
        };
        let mut response = answer().into_response();
        if let Some(standing) = standing {
            standing.write(&mut response, service.options.rate_headers);
        }
        response
    }
}

fn holder(service: &Service, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Holder, Refusal> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = authorization.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    lock(&service.grants).holder(bearer, now).map_err(|bad| match bad {
        BadBearer::Expired => Refusal::expired_token(),
        BadBearer::Invalid => Refusal::invalid_token(),
    })
}

/// A request that passed the gate.
struct Asked<'a> {
    service: &'a Service,
    world: &'a World,
    path: &'static str,
    query: Query,
    ids: Vec<String>,
    holder: Holder,
    twists: Twists,
    now: DateTime<Utc>,
}

impl<'a> Asked<'a> {
    /// The id in the path, the user's apart: the last one.
    fn id(&self) -> &str {
        self.ids.last().map_or("", String::as_str)
    }

    /// The user in the path. `no_user` is the code by which this endpoint says that there is none.
    fn user(&self, no_user: u32) -> Result<&'a User, Refusal> {
        let id = self.ids.first().map_or("", String::as_str);
        let company = self.world.company();
        let user = match (id, self.holder, self.service.options.app) {
            ("me", Holder::Person, _) => Service::person(company),
            ("me", Holder::Account, _) | (_, _, AppKind::UserManaged) => return Err(Refusal::me()),
            (id, _, AppKind::AdminManaged) => company.user(id),
        };
        user.ok_or_else(|| Refusal::no_user(no_user, id))
    }
}

fn json(value: Value) -> Response {
    Json(value).into_response()
}
