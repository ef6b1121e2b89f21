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

/// The forms in which a secret may end up somewhere: plain, in an address, in base64 wherever it begins, in hex of both
/// kinds, in JSON, and as a program of another system writes it.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    let in_base64 = |lead: usize| {
        let all = STANDARD_NO_PAD.encode([&vec![b'_'; lead][..], secret.as_bytes()].concat());
        // The first and last letters depend on what stands beside it.
        let (from, to) = (lead.div_ceil(3) * 4, all.len() - 2);
        all.as_bytes()[from..to].to_vec()
    };
    let hex = |upper: bool| {
        let digits: String = secret
            .bytes()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect();
        if upper { digits.to_uppercase() } else { digits }
    };
    let in_json = serde_json::to_string(secret).unwrap();
    vec![
        secret.as_bytes().to_vec(),
        url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>().into_bytes(),
        in_base64(0),
        in_base64(1),
        in_base64(2),
        hex(false).into_bytes(),
        hex(true).into_bytes(),
        in_json.trim_matches('"').as_bytes().to_vec(),
        secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

#[test]
fn every_form_of_a_secret_would_be_found() {
    use base64::engine::general_purpose::STANDARD;
    let secret = "s3cr3t/with+more=";
    for lead in 0..3 {
        let hidden = STANDARD.encode(format!("{}{secret}&more", "x".repeat(lead)));
        assert!(forms(secret).iter().any(|form| hidden.contains(&*String::from_utf8_lossy(form))), "{lead}: {hidden}");
    }
    assert_eq!(forms(secret)[1], b"s3cr3t%2Fwith%2Bmore%3D");
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
        let bytes = fs::read(&path).unwrap();
        for secret in &secrets {
            let told = forms(secret).iter().position(|form| memchr::memmem::find(&bytes, form).is_some());
            assert_eq!(told, None, "{} tells a secret in form {told:?}", path.display());
        }
        places.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    assert!(places.iter().any(|(name, text)| name.ends_with("ringlog.log") && !text.is_empty()), "there is no log");
    assert!(secrets.iter().all(|secret| secret.len() > 10));
    let challenge = parameter(&page, "code_challenge");
    for (name, text) in &places {
        let is_told =
            |secret: &&String| forms(secret).iter().any(|form| memchr::memmem::find(text.as_bytes(), form).is_some());
        let told = secrets.iter().find(is_told);
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
