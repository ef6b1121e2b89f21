//! What Zoom refuses, in words of its own each time: the cause, who can mend it, and what to do next.

use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// What the stand-in plays during a sync, the exit code, and what has to be said.
const REFUSALS: [(&str, i32, &[&str]); 9] = [
    ("on=/v2/phone status=400 code=4711", 5, &["scope", "Marketplace", "sign in again"]),
    ("on=/v2/phone status=403 code=2031", 5, &["no Zoom Phone", "Zoom admin"]),
    ("on=/v2/phone status=403 code=2013", 5, &["no Zoom Phone", "Zoom admin"]),
    ("on=/v2/phone status=403 code=200", 5, &["role", "Zoom admin"]),
    ("on=/v2/phone 429=daily", 6, &["00:00 UTC"]),
    (
        "on=/v2/phone nth=1 status=401 code=124; on=/oauth/token nth=2 status=400 error=invalid_grant",
        4,
        &["ended", "ringlog auth login"],
    ),
    (
        "on=/v2/phone nth=1 status=401 code=124; on=/oauth/token nth=2 status=400 error=invalid_client",
        2,
        &["Public Client ID"],
    ),
    (
        "on=/v2/phone nth=1 status=401 code=124; on=/oauth/token nth=2 status=400 error=unauthorized_client",
        2,
        &["public client"],
    ),
    ("on=/v2/phone nth=1 times=9 status=401 code=124", 4, &["refused", "ringlog auth login"]),
];

#[test]
fn every_refusal_has_a_cause_and_a_next_step() {
    std::thread::scope(|scope| {
        for (script, code, words) in REFUSALS {
            scope.spawn(move || {
                let zoom = Zoom::with_faults(script);
                let home = Home::signed_in(&zoom);
                let ended = home.run(&["sync", "--last", "20d"]);
                assert_eq!(ended.code, code, "{script}: {}", ended.stderr);
                for word in words {
                    assert!(ended.stderr.contains(word), "{script}: {word:?} is missing in:\n{}", ended.stderr);
                }
            });
        }
    });
}

#[test]
fn a_refused_code_says_which_of_its_reasons_it_may_be() {
    for (script, code, words) in [
        ("on=/oauth/token status=400 error=invalid_grant", 4, "five minutes"),
        ("on=/oauth/token status=400 error=invalid_client", 2, "Public Client ID"),
        ("on=/oauth/token status=400 error=unsupported_grant_type", 2, "kind"),
    ] {
        let zoom = Zoom::with_faults(script);
        let home = Home::at(&zoom);
        let login = home.start(&["auth", "login", "--no-browser"]);
        crate::support::browser::allow(&login.sign_in_page());
        login.wait().expect(code).says(words).says("Nothing was changed");
    }
}
