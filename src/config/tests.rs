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
fn a_setting_of_the_wrong_kind_says_in_plain_words_what_may_stand_there() {
    for (file, told) in [
        ("[zoom]\nredirect_port = \"canary\"\n", "line 2: `redirect_port` takes a whole number without quotes"),
        ("[files]\nlargest_mb = 1.5\n", "line 2: `largest_mb` takes a whole number"),
        ("[ui]\n\nascii = \"canary\"\n", "line 3: `ascii` takes true or false"),
        ("[zoom]\nclient_id = 77\n", "line 2: `client_id` takes text in double quotes"),
        ("[zoom]\nclient_secret_file = 77\n", "line 2: `client_secret_file` takes text in double quotes"),
        ("ui = { theme = true }\n", "line 1: `theme` takes text in double quotes"),
        ("zoom = \"canary\"\n", "line 1: `zoom` takes a table"),
        ("[profiles]\nlab = 7\n", "line 2: `lab` takes a table"),
    ] {
        let error = read(file, &[]).unwrap_err().to_string();
        assert!(error.contains(told) && error.contains("config.toml"), "{file}: {error}");
        assert!(
            !["i64", "canary", "struct", "invalid type"].iter().any(|word| error.contains(word)),
            "{file}: {error}"
        );
    }
}

#[test]
fn each_setting_says_where_it_was_made_and_a_secret_not_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    std::fs::create_dir_all(&paths.config).unwrap();
    std::fs::write(paths.config_file(), "[zoom]\nplan = \"pro\"\nredirect_port = 4000\nclient_id = \"file\"\n")
        .unwrap();
    let given = given(&paths, &ProfileName::default(), &|name| match name {
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

#[test]
fn keys_are_one_or_several_and_a_places_own_come_last() {
    let settings =
        read("[keys]\nsort = \"o\"\nmark-all = [\"A\", \"F5\"]\n[keys.detail]\ncopy = \"Y\"\n", &[]).unwrap();
    let setting = |place: Option<&str>, action: &str, keys: &[&str]| KeySetting {
        place: place.map(str::to_owned),
        action: action.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    assert_eq!(
        settings.keys,
        [
            setting(None, "mark-all", &["A", "F5"]),
            setting(None, "sort", &["o"]),
            setting(Some("detail"), "copy", &["Y"])
        ]
    );
    let error = read("[keys]\nsort = 3\n", &[]).unwrap_err().to_string();
    assert!(error.contains("line 2: use a key such as"), "{error}");
}

const TWO: &str = "[zoom]\nclient_id = \"first\"\nclient_secret_file = \"/nonexistent/secret\"\nplan = \"pro\"\n\
    [profiles.lab]\nclient_id = \"second\"\nauth_url = \"https://zoomgov.com\"\nredirect_port = 4001\n\
    [profiles.acme]\nclient_id = \"third\"\nplan = \"business\"\n";

#[test]
fn a_profile_has_its_own_app_and_zoom_and_leaves_the_rest_to_the_first() {
    let lab = read(TWO, &[("RINGLOG_ACCOUNT", "lab")]).unwrap();
    assert_eq!(lab.zoom.client_id.as_deref(), Some("second"));
    assert!(lab.zoom.client_secret.is_none(), "another app's secret is not taken over, nor its file read");
    assert_eq!(
        (lab.zoom.auth_url.as_str(), lab.zoom.api_url.as_str()),
        ("https://zoomgov.com/", "https://api.zoomgov.com/")
    );
    assert_eq!((lab.zoom.plan, lab.zoom.redirect_port), (Plan::Pro, 4001));
    assert!(lab.paths.data.ends_with("data/profiles/lab"), "{:?}", lab.paths.data);
    let acme = read(TWO, &[("RINGLOG_ACCOUNT", "acme"), ("RINGLOG_REDIRECT_PORT", "9")]).unwrap();
    assert_eq!((acme.zoom.plan, acme.zoom.redirect_port), (Plan::Business, 9), "the environment goes first");
    assert_eq!(acme.zoom.auth_url.as_str(), "https://zoom.us/");
    let names: Vec<&str> = acme.profiles.all().iter().map(ProfileName::as_str).collect();
    assert_eq!(names, ["default", "acme", "lab"]);
}

#[test]
fn an_unknown_profile_is_refused_with_the_nearest_name() {
    let error = read(TWO, &[("RINGLOG_ACCOUNT", "lba")]).unwrap_err().to_string();
    assert!(error.contains("no profile lba") && error.contains("did you mean lab?"), "{error}");
    let error = read(TWO, &[("RINGLOG_ACCOUNT", "x\u{1b}y")]).unwrap_err().to_string();
    assert!(error.contains("default, acme, lab") && !error.contains('\u{1b}'), "{error}");
    for bad in ["[profiles.default]", "[profiles.\"../x\"]", "[profiles.Lab]"] {
        let error = read(&format!("{bad}\nclient_id = \"x\"\n"), &[]).unwrap_err().to_string();
        assert!(error.contains("profile"), "{bad}: {error}");
    }
}

#[test]
fn a_choice_is_kept_until_another_and_one_that_is_gone_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    std::fs::create_dir_all(&paths.config).unwrap();
    std::fs::write(paths.config_file(), "[profiles.lab]\nclient_id = \"second\"\n").unwrap();
    let current =
        || Settings::read_at(paths.clone(), &|_| None).map(|settings| settings.profiles.current().to_string());
    assert_eq!(current().unwrap(), "default");
    let profiles = Profiles::read(&paths).unwrap();
    assert!(profiles.choose("lbb", &paths).unwrap_err().to_string().contains("did you mean lab?"));
    profiles.choose("lab", &paths).unwrap();
    assert_eq!(current().unwrap(), "lab");
    std::fs::write(paths.config_file(), "").unwrap();
    assert!(current().unwrap_err().to_string().contains("ringlog auth switch"));
    Profiles::read(&paths).unwrap().choose("default", &paths).unwrap();
    assert_eq!(current().unwrap(), "default");
}

#[test]
fn no_setting_moves_the_locks() {
    let locks = |name: &str| {
        let moved = |variable: &str| variable.starts_with("XDG_").then(|| format!("/tmp/{name}"));
        Paths::find(&moved).unwrap().locks
    };
    assert_eq!(locks("one"), locks("two"));
    let lab = "lab".parse().unwrap();
    assert_eq!(Paths::find(&|_| None).unwrap().of(&lab).locks, locks("one"));
}

#[test]
fn the_two_clouds_of_zoom_are_never_mixed() {
    for (auth, api, good) in [
        ("https://zoomgov.com", "https://api.zoomgov.com", true),
        ("https://zoom.us", "https://api-eu.zoom.us", true),
        ("https://zoomgov.com", "https://api.zoom.us", false),
        ("https://zoom.us", "https://api.zoomgov.com", false),
        ("http://127.0.0.1:9", "http://127.0.0.1:9", true),
    ] {
        let read = read("", &[("RINGLOG_AUTH_URL", auth), ("RINGLOG_API_URL", api)]);
        assert_eq!(read.is_ok(), good, "{auth} {api}");
        if let Err(error) = read {
            assert!(error.to_string().contains("leave it out"), "{error}");
        }
    }
}
