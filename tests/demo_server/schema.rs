//! Which schema of Zoom's document an answer must fit: by method, path and status.

use std::sync::{LazyLock, Mutex};

use serde_json::Value;

use crate::openapi::Schemas;
use crate::support::Reply;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../fixtures/zoom/openapi.json")).unwrap());

static SCHEMAS: LazyLock<Mutex<Schemas>> = LazyLock::new(|| Mutex::new(Schemas::load(true)));

/// Panics when `reply` to a request for `path` is not what the document promises.
pub fn check(method: &str, path: &str, reply: &Reply) {
    let path = path.strip_prefix("/v2").unwrap_or(path);
    let responses = &operation(path)[method]["responses"];
    let promised = responses.get(reply.status.as_str()).unwrap_or(&responses["default"]);
    let promised = promised["$ref"]
        .as_str()
        .map_or(promised, |reference| DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap());
    match promised["content"]["application/json"]["schema"]["$ref"].as_str() {
        Some(schema) => {
            let mut schemas = SCHEMAS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            schemas.check(schema.rsplit('/').next().unwrap(), &reply.body);
        }
        None => assert!(reply.body.is_string(), "{path} promises no JSON with {}: {}", reply.status, reply.body),
    }
}

/// The most literal of the paths that fit: `/phone/users/me` is not `/phone/{…}/me`.
fn operation(path: &str) -> &'static Value {
    let asked: Vec<_> = path.split('/').collect();
    let fits = |template: &str| {
        let parts: Vec<_> = template.split('/').collect();
        let fits = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
        parts.len() == asked.len() && parts.iter().zip(&asked).all(fits)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap().iter().filter(|(template, _)| fits(template));
    paths.min_by_key(|(template, _)| template.matches('{').count()).unwrap().1
}
