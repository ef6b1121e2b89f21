use std::collections::HashMap;

use secrecy::ExposeSecret as _;

use super::*;

fn read(file: &str, variables: &[(&str, &str)]) -> Result<Settings, Error> {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    std::fs::create_dir_all(&paths.config).unwrap();
    std::fs::write(paths.config_file(), file).unwrap();
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Settings::read_at(paths, &|name| variables.get(name).map(|value| (*value).to_owned()))
}

#[test]
fn without_any_setting_it_is_zoom_a_public_client_and_the_keychain() {
    let settings = read("", &[]).unwrap();
    assert_eq!(settings.zoom.auth_url.as_str(), "https://zoom.us/");
    assert_eq!(settings.zoom.api_url.as_str(), "https://api.zoom.us/");
    assert!(settings.zoom.client_id.is_none() && settings.zoom.client_secret.is_none());
    assert_eq!(settings.zoom.credential_store, CredentialStore::Keyring);
    assert_eq!(settings.zoom.login_timeout, Duration::from_mins(5));
    assert_eq!(settings.zoom.plan, Plan::Business);
}

#[test]
fn the_environment_goes_before_the_file_and_an_empty_variable_is_none() {
    let file = "[zoom]\nclient_id = \"from-file\"\nplan = \"pro\"\n[ui]\ntime_zone = \"Europe/Paris\"\n";
    let settings = read(file, &[("RINGLOG_CLIENT_ID", "from-environment"), ("RINGLOG_PLAN", " ")]).unwrap();
    assert_eq!(settings.zoom.client_id.as_deref(), Some("from-environment"));
    assert_eq!(settings.zoom.plan, Plan::Pro);
    assert_eq!(settings.zone.to_string(), "Europe/Paris");
}

#[test]
fn a_misspelt_key_is_refused_with_its_line() {
    let error = read("[zoom]\nclient_idd = \"x\"\n", &[]).unwrap_err().to_string();
    assert!(error.contains("client_idd") && error.contains("line 2"), "{error}");
}

#[test]
fn a_secret_that_was_written_into_the_file_is_not_repeated() {
    let error = read("[zoom]\nclient_secret = \"canary-5f1d\"\n", &[]).unwrap_err().to_string();
    assert!(error.contains("line 2: unknown field `client_secret`"), "{error}");
    assert!(!error.contains("canary") && !error.contains('\n'), "{error}");
}

#[test]
fn each_setting_says_where_it_was_made_and_a_secret_not_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    std::fs::create_dir_all(&paths.config).unwrap();
    std::fs::write(paths.config_file(), "[zoom]\nplan = \"pro\"\nredirect_port = 4000\nclient_id = \"file\"\n")
        .unwrap();
    let given = given(&paths, &|name| match name {
        "RINGLOG_CLIENT_ID" => Some("environment".to_owned()),
        "RINGLOG_CLIENT_SECRET" => Some("canary-5f1d".to_owned()),
        _ => None,
    });
    let given: Vec<_> =
        given.unwrap().into_iter().map(|given| (given.name, given.value, given.in_environment)).collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        given,
        [
            ("client_id", text("environment"), true),
            ("client_secret", None, true),
            ("redirect_port", text("4000"), false),
            ("plan", text("pro"), false),
        ]
    );
}

#[test]
fn plain_http_is_for_a_literal_loopback_address_only() {
    for good in ["http://127.0.0.1:8080", "http://[::1]:9", "https://zoomgov.com"] {
        assert!(read("", &[("RINGLOG_AUTH_URL", good)]).is_ok(), "{good}");
    }
    for bad in [
        "http://zoom.us",
        "http://localhost:80",
        "http://127.0.0.1.example.com",
        "ftp://zoom.us",
        "zoom.us",
        "https://a:b@zoom.us",
        "https://zoom.us?x=1",
    ] {
        let error = read("", &[("RINGLOG_API_URL", bad)]).unwrap_err().to_string();
        assert!(error.starts_with("api_url in RINGLOG_API_URL: "), "{bad}: {error}");
    }
}

#[test]
fn the_look_is_read_and_left_to_the_terminal_where_nothing_is_said() {
    let settings = read("[ui]\ntheme = \"light\"\nascii = true\n", &[]).unwrap();
    assert_eq!((settings.theme, settings.ascii), (Some(ThemeName::Light), true));
    let settings = read("", &[]).unwrap();
    assert_eq!((settings.theme, settings.ascii), (None, false));
}

#[test]
fn a_secret_never_shows_in_debug() {
    let settings = read("", &[("RINGLOG_CLIENT_SECRET", "canary-5f1d")]).unwrap();
    assert_eq!(settings.zoom.client_secret.as_ref().unwrap().expose_secret(), "canary-5f1d");
    assert!(!format!("{settings:?}").contains("canary-5f1d"));
}

#[test]
fn an_account_id_without_a_secret_says_what_is_missing() {
    let error = read("[zoom]\naccount_id = \"acc\"\n", &[]).unwrap_err().to_string();
    assert!(error.contains("RINGLOG_CLIENT_SECRET"), "{error}");
}

#[test]
fn values_out_of_range_are_refused_by_name() {
    for (name, value) in [
        ("RINGLOG_REDIRECT_PORT", "70000"),
        ("RINGLOG_LOGIN_TIMEOUT", "0"),
        ("RINGLOG_CREDENTIAL_STORE", "vault"),
        ("RINGLOG_PLAN", "gold"),
        ("RINGLOG_TZ", "Mars"),
        ("RINGLOG_THEME", "solar"),
        ("RINGLOG_ASCII", "perhaps"),
    ] {
        let error = read("", &[(name, value)]).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}
