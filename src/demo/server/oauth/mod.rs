//! Zoom's OAuth server: consent pages, tokens, revocation, the device flow.

mod authorize;
pub(super) mod device;
pub(super) mod grants;
mod page;
mod pkce;
mod token;

use axum::Router;
use axum::routing::{get, post};

use crate::demo::server::service::Shared;

/// The OAuth half of the stand-in.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/oauth/authorize", get(authorize::authorize))
        .route("/oauth/consent", post(authorize::consented))
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(token::revoke))
        .route("/oauth/devicecode", post(token::device_code))
        .route("/oauth_device", get(authorize::device).post(authorize::device_consented))
        .route("/oauth/device/complete/{user_code}", get(authorize::device_complete))
}
