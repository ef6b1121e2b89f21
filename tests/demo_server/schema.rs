//! Answers held against the OpenAPI document in tests/fixtures/zoom.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::Reply;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::from_str(include_str!("../fixtures/zoom/openapi.json")).unwrap();
    allow_null(&mut document);
    document
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Validator>>> = LazyLock::new(Mutex::default);

/// Panics when `reply` to a request for `path` is not what the document promises.
pub fn check(method: &str, path: &str, reply: &Reply) {
    let path = path.strip_prefix("/v2").unwrap_or(path);
    let (template, operation) = operation(method, path);
    let status = reply.status.as_u16().to_string();
    let answer = resolve(operation["responses"].get(&status).unwrap_or(&operation["responses"]["default"]));
    let schema = &answer["content"]["application/json"]["schema"];
    if schema.is_null() {
        assert!(!reply.status.is_success() || reply.body.is_string(), "{template} has no body for {status}");
        return;
    }
    let mut validators = VALIDATORS.lock().unwrap();
    let validator = validators.entry(format!("{method} {template} {status}")).or_insert_with(|| {
        let mut whole = schema.clone();
        whole["components"] = DOCUMENT["components"].clone();
        jsonschema::draft202012::new(&whole).unwrap()
    });
    let wrong: Vec<_> =
        validator.iter_errors(&reply.body).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(wrong.is_empty(), "{template} {status}: {wrong:#?}\n{}", reply.body);
}

/// The most literal of the paths that fit: `/users/me` has none, `/phone/call_history/{…}` is not `/phone/users/{…}`.
fn operation(method: &str, path: &str) -> (&'static str, &'static Value) {
    let asked: Vec<_> = path.split('/').collect();
    let fits = |template: &str| {
        let parts: Vec<_> = template.split('/').collect();
        parts.len() == asked.len()
            && parts.iter().zip(&asked).all(|(part, asked)| part.starts_with('{') || part == asked)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap().iter().filter(|(template, _)| fits(template));
    let (template, operations) = paths.min_by_key(|(template, _)| template.matches('{').count()).unwrap();
    (template, &operations[method])
}

fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

/// OpenAPI 3.0 says `nullable` where JSON Schema says `type: [.., "null"]`.
fn allow_null(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.get("nullable") == Some(&json!(true))
                && let Some(Value::String(kind)) = fields.get("type").cloned()
            {
                fields.insert("type".into(), json!([kind, "null"]));
            }
            fields.values_mut().for_each(allow_null);
        }
        Value::Array(items) => items.iter_mut().for_each(allow_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
