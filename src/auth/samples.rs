//! Zoom's own OAuth bodies, as far as they reach us: every one of the samples is read as what it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::device::DeviceAuthorization;
use super::error::TokenError;
use super::token::{TokenResponse, refusal};

fn samples() -> impl Iterator<Item = (String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/zoom/samples");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter_map(|path| {
        let name = path.file_stem()?.to_str()?.strip_prefix("oauth.")?.to_owned();
        Some((name, fs::read(path).unwrap()))
    })
}

#[test]
fn every_sample_of_the_token_endpoint_is_read_as_what_it_is() {
    let mut seen = BTreeSet::new();
    for (name, body) in samples() {
        match name.split_once('.').map_or((name.as_str(), ""), |parts| parts) {
            ("token", grant) => {
                let answer = TokenResponse::parse(&body, grant != "account_credentials");
                let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert!(!answer.scopes.is_empty(), "{name}");
                assert_eq!(answer.refresh_token.is_some(), grant != "account_credentials", "{name}");
            }
            ("error", kind) => {
                let TokenError::Refused(refusal) = refusal(400, &body) else { panic!("{name} is no refusal") };
                let dead = ["invalid_code", "refresh_invalid", "refresh_invalid_legacy"].contains(&kind);
                assert_eq!(refusal.is_dead_grant(), dead, "{name}: {refusal}");
            }
            ("devicecode", _) => assert!(DeviceAuthorization::parse(&body).is_ok(), "{name}"),
            // What the browser brings back is no body, and the answer to a revocation is not read beyond its status.
            ("callback" | "revoke", _) => {}
            other => panic!("nobody reads {other:?}"),
        }
        seen.insert(name);
    }
    assert!(seen.len() >= 17, "{seen:?}");
}
