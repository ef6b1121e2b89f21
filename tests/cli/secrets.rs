//! Secrets stay where they belong: in the credential, and on the wire to Zoom.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::support::browser;
use crate::support::pty::Pty;
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

/// What two sign-ins and their renewals brought about that nobody may hear of.
struct Canaries {
    secrets: Vec<String>,
    states: Vec<String>,
    challenges: Vec<String>,
}

impl Canaries {
    fn note_page(&mut self, page: &str) {
        self.states.push(parameter(page, "state"));
        self.challenges.push(parameter(page, "code_challenge"));
    }

    /// The tokens in the credential, which may be those of before.
    fn note_tokens(&mut self, home: &Home) {
        let credential: Value = serde_json::from_str(&fs::read_to_string(home.credential()).unwrap()).unwrap();
        let tokens = ["refresh_token", "access_token"].map(|kind| credential[kind].as_str().unwrap().to_owned());
        self.secrets.extend(tokens);
        self.secrets.sort();
        self.secrets.dedup();
    }

    /// Fails when `bytes` tell one of them in any form.
    fn are_not_in(&self, place: &str, bytes: &[u8]) {
        for secret in &self.secrets {
            let told = forms(secret).iter().position(|form| memchr::memmem::find(bytes, form).is_some());
            assert_eq!(told, None, "{place} tells {secret} in form {told:?}");
        }
        for challenge in &self.challenges {
            assert_eq!(verifier_in(&String::from_utf8_lossy(bytes), challenge), None, "{place}");
        }
    }
}

#[test]
fn no_secret_is_told_to_anybody() {
    const PASSWORD: &str = "invented-password-5Wc/1+";
    let zoom = Zoom::with_faults("on=/v2/phone nth=2 status=401 code=124; on=/v2/phone nth=4 drop");
    let home = Home::at(&zoom)
        .with("RINGLOG_LOG", "trace")
        .with("RINGLOG_CLIENT_SECRET", &zoom.running.client_secret)
        // Nobody asks it: the stand-in is on this machine.
        .with("HTTPS_PROXY", &format!("http://invented:{PASSWORD}@127.0.0.1:9"));
    let mut canaries = Canaries {
        secrets: vec![zoom.running.client_secret.clone(), PASSWORD.to_owned()],
        states: Vec::new(),
        challenges: Vec::new(),
    };
    let mut said = Vec::new();
    let mut arguments = Vec::new();
    for round in 0..2 {
        let mut login = home.start(&["auth", "login", "--paste"]);
        let page = login.sign_in_page();
        arguments.push(login.arguments());
        canaries.note_page(&page);
        let callback = browser::decide(&page, "allow");
        canaries.secrets.push(parameter(callback.as_str(), "code"));
        // Whatever is wrong with a pasted address, it is not repeated.
        login.type_line(&callback.as_str().replace("state=", "state=0"));
        login.line("a word about the wrong address", |line| line.contains("Paste again"));
        login.type_line(callback.as_str());
        said.push(("login", login.wait().expect(0)));
        canaries.note_tokens(&home);
        said.push(("sync", home.run(&["sync", "--last", if round == 0 { "20d" } else { "2d" }]).expect(0)));
        canaries.note_tokens(&home);
        said.push(("refresh", home.run(&["auth", "refresh"]).expect(0)));
        canaries.note_tokens(&home);
    }
    said.push(("status", home.run(&["auth", "status", "--json"]).expect(0)));
    said.push(("recordings", home.run(&["recordings", "list", "--limit", "2"]).expect(0)));
    said.push(("export", home.run(&["export", "-o", "calls.csv"]).expect(0)));
    said.push(("doctor", home.run(&["doctor"])));
    zoom.running.play("on=/v2/phone/call_history/ status=500".parse().unwrap());
    let mut screen = Pty::start(home.in_terminal(&[]), 120, 36);
    let mut screens = Vec::new();
    screen.wait_for(" of ");
    for (keys, shown) in [("\r", "Summary"), ("A", "Accounts and access"), ("y", "clipboard"), ("?", "Keys for:")] {
        screen.press(keys);
        screen.wait_for(shown);
        screens.push(screen.screen());
    }
    screen.press("\x1b");
    screen.wait_gone("Keys for:");
    screen.press("q");
    screen.wait_exit();
    screens.push(screen.screen());
    screens.extend(screen.copied());
    // Everything that can be said of errors.
    for fault in [
        "on=/oauth/token status=400 error=invalid_client",
        "on=/oauth/token html",
        "on=/oauth/token cut=200",
        "on=/oauth/token type=text/plain",
        "on=/v2 status=401 code=124",
        "on=/v2 status=500",
    ] {
        zoom.running.play(fault.parse().unwrap());
        said.push(("an error", home.run(&["auth", "refresh"])));
        said.push(("an error", home.run(&["sync", "--last", "1d"])));
    }
    let codes_and_secrets = canaries.secrets.len();
    assert!(codes_and_secrets >= 12 && canaries.secrets.iter().all(|secret| secret.len() > 10), "{codes_and_secrets}");
    for arguments in arguments {
        canaries.are_not_in("argv", arguments.as_bytes());
    }
    for (name, ended) in said {
        canaries.are_not_in(name, ended.stdout.as_bytes());
        canaries.are_not_in(name, ended.stderr.as_bytes());
    }
    for screen in screens {
        canaries.are_not_in("the screen", screen.as_bytes());
    }
    let kept = home.files().into_iter().find(|path| path.to_string_lossy().contains("/credential-"));
    for path in home.files().into_iter().filter(|path| path.is_file() && Some(path) != kept.as_ref()) {
        canaries.are_not_in(&path.display().to_string(), &fs::read(&path).unwrap());
    }
    let log = fs::read_to_string(home.path().join("state/ringlog/ringlog.log")).unwrap();
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "there is no log of everything");
    assert!(canaries.states.iter().all(|state| !log.contains(state)), "the log tells the state");
}

/// The example of RFC 7636, appendix B.
#[test]
fn a_verifier_would_be_found() {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert_eq!(verifier_in(&format!("form: code_verifier={verifier}&x"), challenge), Some(verifier));
}
