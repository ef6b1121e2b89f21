//! Secrets stay where they belong: in the credential, and on the wire to Zoom.

use std::collections::BTreeSet;
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

/// What nobody may hear of, and what was said where.
#[derive(Default)]
struct Told {
    secrets: BTreeSet<String>,
    states: Vec<String>,
    challenges: Vec<String>,
    places: Vec<(String, Vec<u8>)>,
}

impl Told {
    fn place(&mut self, name: &str, words: impl Into<Vec<u8>>) {
        self.places.push((name.to_owned(), words.into()));
    }

    /// Runs a command to its end, whichever that is.
    fn run(&mut self, home: &Home, arguments: &[&str]) {
        let ended = home.run(arguments);
        self.place(arguments[0], ended.stdout + &ended.stderr);
    }

    /// Signs in by a pasted address, which is wrong at first, fetches, and renews. Each step may bring new tokens.
    fn signs_in(&mut self, home: &Home) {
        let mut login = home.start(&["auth", "login", "--paste"]);
        let page = login.sign_in_page();
        self.place("argv", login.arguments());
        self.states.push(parameter(&page, "state"));
        self.challenges.push(parameter(&page, "code_challenge"));
        let callback = browser::decide(&page, "allow");
        self.secrets.insert(parameter(callback.as_str(), "code"));
        login.type_line(&callback.as_str().replace("state=", "state=0"));
        login.line("a word about the wrong address", |line| line.contains("Paste again"));
        login.type_line(callback.as_str());
        let ended = login.wait().expect(0);
        self.place("login", ended.stdout + &ended.stderr);
        self.note_tokens(home);
        for arguments in [&["sync", "--last", "20d"][..], &["auth", "refresh"]] {
            self.run(home, arguments);
            self.note_tokens(home);
        }
    }

    fn note_tokens(&mut self, home: &Home) {
        let credential: Value = serde_json::from_str(&fs::read_to_string(home.credential()).unwrap()).unwrap();
        let tokens = ["refresh_token", "access_token"].map(|kind| credential[kind].as_str().unwrap().to_owned());
        self.secrets.extend(tokens);
    }

    /// Looks at the screen of a call that cannot be fetched, at who is signed in, and copies a report.
    fn looks_at_the_screen(&mut self, home: &Home) {
        let mut screen = Pty::start(home.in_terminal(&[]), 120, 36);
        screen.wait_for(" of ");
        for (keys, shown) in [("\r", "Summary"), ("A", "Accounts and access"), ("y", "clipboard"), ("?", "Keys for:")] {
            screen.press(keys);
            screen.wait_for(shown);
            self.place("the screen", screen.screen());
        }
        screen.press("\x1b");
        screen.wait_gone("Keys for:");
        screen.press("\x03\x03");
        screen.wait_exit();
        self.place("the screen", screen.screen());
        self.place("the clipboard", screen.copied().concat());
    }

    fn assert_no_secret(&self) {
        for (place, words) in &self.places {
            for secret in &self.secrets {
                let form = forms(secret).iter().position(|form| memchr::memmem::find(words, form).is_some());
                assert_eq!(form, None, "{place} tells {secret} in this form");
            }
            for challenge in &self.challenges {
                assert_eq!(verifier_in(&String::from_utf8_lossy(words), challenge), None, "{place}");
            }
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
    let mut told = Told::default();
    told.secrets.extend([zoom.running.client_secret.clone(), PASSWORD.to_owned()]);
    told.signs_in(&home);
    told.signs_in(&home);
    assert!(told.secrets.len() >= 12 && told.secrets.iter().all(|secret| secret.len() > 10), "{}", told.secrets.len());
    for arguments in
        [&["auth", "status", "--json"][..], &["recordings", "list"], &["export", "-o", "a.csv"], &["doctor"]]
    {
        told.run(&home, arguments);
    }
    zoom.running.play("on=/v2/phone/call_history/ status=500".parse().unwrap());
    told.looks_at_the_screen(&home);
    // The last one ends the sign-in.
    for fault in
        ["on=/v2 status=401 code=124", "on=/oauth/token html", "on=/oauth/token status=400 error=invalid_grant"]
    {
        zoom.running.play(fault.parse().unwrap());
        told.run(&home, &["sync", "--last", "1d"]);
        told.run(&home, &["auth", "refresh"]);
    }
    for path in home.files().into_iter().filter(|path| path.is_file()) {
        told.place(&path.display().to_string(), fs::read(&path).unwrap());
    }
    told.assert_no_secret();
    let log = fs::read_to_string(home.path().join("state/ringlog/ringlog.log")).unwrap();
    assert!(log.contains("the sign-in has ended"), "not everything was met: {log}");
    assert!(told.states.iter().all(|state| !log.contains(state)), "the log tells the state");
}

/// The example of RFC 7636, appendix B.
#[test]
fn a_verifier_would_be_found() {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert_eq!(verifier_in(&format!("form: code_verifier={verifier}&x"), challenge), Some(verifier));
}
