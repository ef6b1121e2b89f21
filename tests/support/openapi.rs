//! Checks bodies against our copy of Zoom's OpenAPI document (tests/fixtures/zoom/openapi.json).

use std::collections::HashMap;

use serde_json::{Value, json};

/// Words that Zoom sends outside its published sets, as the field reports them.
const SEEN_IN_THE_FIELD: [&str; 3] =
    ["warm_transfer_outgoing", "warm_transfer_incoming", "play_a_message_then_disconnect"];

/// The schemas of Zoom's answers.
pub struct Schemas {
    components: Value,
    compiled: HashMap<String, jsonschema::Validator>,
}

impl Schemas {
    /// Reads the document. Types are always checked. When `strict`, fields and words must be published ones too, for bodies
    /// that mean to hold nothing unknown.
    pub fn load(strict: bool) -> Self {
        let mut document: Value = serde_json::from_str(include_str!("../fixtures/zoom/openapi.json")).unwrap();
        let mut components = document["components"].take();
        to_json_schema(&mut components, strict);
        Self { components, compiled: HashMap::new() }
    }

    /// Panics with all that is wrong when `body` is not a `schema`, such as `AccountCallHistoryPage`.
    pub fn check(&mut self, schema: &str, body: &Value) {
        let components = &self.components;
        let validator = self.compiled.entry(schema.to_owned()).or_insert_with(|| {
            let root = json!({ "$ref": format!("#/components/schemas/{schema}"), "components": components });
            jsonschema::validator_for(&root).unwrap()
        });
        let wrong: Vec<String> =
            validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "not a {schema}:\n{}\n{body:#}", wrong.join("\n"));
    }
}

/// OpenAPI 3.0 to JSON Schema: `nullable` becomes a type. In strict mode objects close and known words become the only ones.
fn to_json_schema(schema: &mut Value, strict: bool) {
    match schema {
        Value::Object(fields) => {
            let nullable = fields.get("nullable") == Some(&json!(true));
            if let Some(kind) = fields.get("type").filter(|kind| nullable && kind.is_string()).cloned() {
                fields.insert("type".to_owned(), json!([kind, "null"]));
            }
            if strict && fields.get("properties").and_then(Value::as_object).is_some_and(|known| !known.is_empty()) {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
            if let Some(Value::Array(words)) = fields.get("x-known-values").filter(|_| strict).cloned() {
                let others = SEEN_IN_THE_FIELD.iter().map(|word| json!(word)).chain([Value::Null]);
                fields.insert("enum".to_owned(), words.into_iter().chain(others).collect());
            }
            fields.values_mut().for_each(|value| to_json_schema(value, strict));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| to_json_schema(item, strict)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
