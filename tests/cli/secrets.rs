//! Secrets stay where they belong: in the credential, and on the wire to Zoom.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::support::browser;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// A parameter of an address.
fn parameter(address: &str, name: &str) -> String {
    Url::parse(address).unwrap().query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

/// The PKCE verifier, if it stands anywhere in `text`: nobody but the program knows it, but its hash is in the address.
fn verifier_in<'t>(text: &'t str, challenge: &str) -> Option<&'t str> {
    let unreserved = |letter: char| letter.is_ascii_alphanumeric() || "-._~".contains(letter);
    text.split(|letter| !unreserved(letter))
        .filter(|word| word.len() >= 43)
        .flat_map(|word| (43..=word.len().min(128)).filter_map(move |length| word.get(..length)))
        .find(|word| URL_SAFE_NO_PAD.encode(Sha256::digest(word)) == challenge)
}

#[test]
fn no_secret_is_told_to_anybody() {
    let zoom = Zoom::with_faults("on=/v2/phone nth=2 status=401 code=124; on=/v2/phone nth=4 drop");
    let home = Home::at(&zoom).with("RINGLOG_LOG", "trace").with("RINGLOG_CLIENT_SECRET", &zoom.running.client_secret);
    let mut login = home.start(&["auth", "login", "--paste"]);
    let page = login.sign_in_page();
    let arguments = login.arguments();
    let callback = browser::decide(&page, "allow");
    login.type_line(callback.as_str());
    let login = login.wait().expect(0);
    let credential = || serde_json::from_str::<Value>(&fs::read_to_string(home.credential()).unwrap()).unwrap();
    let mut secrets = vec![parameter(callback.as_str(), "code"), zoom.running.client_secret.clone()];
    let mut note = |credential: Value| {
        secrets.extend(["refresh_token", "access_token"].map(|kind| credential[kind].as_str().unwrap().to_owned()));
    };
    note(credential());
    let sync = home.run(&["sync", "--last", "20d"]).expect(0);
    note(credential());
    let refresh = home.run(&["auth", "refresh"]).expect(0);
    note(credential());
    let status = home.run(&["auth", "status", "--json"]).expect(0);
    home.run(&["export", "-o", "calls.csv"]).expect(0);

    let mut places = vec![("argv".to_owned(), arguments)];
    for (name, ended) in [("login", login), ("sync", sync), ("refresh", refresh), ("status", status)] {
        places.push((name.to_owned(), ended.stdout + &ended.stderr));
    }
    let kept = home.credential();
    for path in home.files().into_iter().filter(|path| path.is_file() && *path != kept) {
        places.push((path.display().to_string(), String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()));
    }
    assert!(places.iter().any(|(name, text)| name.ends_with("ringlog.log") && !text.is_empty()), "there is no log");
    assert!(secrets.iter().all(|secret| secret.len() > 10));
    let challenge = parameter(&page, "code_challenge");
    for (name, text) in &places {
        let told = secrets.iter().find(|secret| text.contains(secret.as_str()));
        assert!(told.is_none(), "{name} tells {told:?}");
        assert_eq!(verifier_in(text, &challenge), None, "{name}");
    }
    let log = places.iter().find(|(name, _)| name.ends_with("ringlog.log")).unwrap();
    assert!(!log.1.contains(&parameter(&page, "state")), "the log tells the state");
}

/// The example of RFC 7636, appendix B.
#[test]
fn a_verifier_would_be_found() {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert_eq!(verifier_in(&format!("form: code_verifier={verifier}&x"), challenge), Some(verifier));
}
