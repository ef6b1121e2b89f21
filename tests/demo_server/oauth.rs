//! Signing in: consent, tokens, rotation, revocation, the device flow.

use std::time::Duration;

use ringlog::demo::{AppKind, RefreshReuse};
use serde_json::json;

use crate::schema;
use crate::support::{REDIRECT, VERIFIER, Zoom, code_form, location, query, read};

fn refused(reason: &str, error: &str) -> serde_json::Value {
    json!({ "reason": reason, "error": error })
}

#[tokio::test]
async fn a_person_allows_and_the_browser_brings_code_and_state() {
    let zoom = Zoom::start(|_| {}).await;
    let page = zoom.get_request(zoom.authorize_url(&[]).as_str()).send().await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let html = page.text().await.unwrap();
    for part in ["id=allow", "id=deny", "phone:read:list_call_logs:admin", "View the call history, for everyone"] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<script"));
    let back = zoom.decide("allow").await;
    assert!(back.as_str().starts_with(REDIRECT));
    assert_eq!(query(&back, "state").unwrap(), "a state & more");
    assert!(query(&back, "code").is_some_and(|code| !code.is_empty()));
}

#[tokio::test]
async fn a_person_who_declines_sends_the_browser_back_without_a_code() {
    let zoom = Zoom::start(|_| {}).await;
    let back = zoom.decide("deny").await;
    assert_eq!(query(&back, "error").unwrap(), "access_denied");
    assert_eq!(query(&back, "state").unwrap(), "a state & more");
    assert_eq!(query(&back, "code"), None);
}

#[tokio::test]
async fn a_consent_form_counts_once() {
    let zoom = Zoom::start(|_| {}).await;
    let html = zoom.get_request(zoom.authorize_url(&[]).as_str()).send().await.unwrap().text().await.unwrap();
    let request = html.split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = [("request", request), ("decision", "allow")];
    location(&zoom.post_request("/oauth/consent", &form).send().await.unwrap());
    let again = zoom.post_request("/oauth/consent", &form).send().await.unwrap();
    assert_eq!(again.status(), 200);
    assert!(again.text().await.unwrap().contains("(4,700)"));
}

#[tokio::test]
async fn a_wrong_address_ends_on_zooms_own_page_and_never_redirects() {
    let zoom = Zoom::start(|options| options.auto_approve = true).await;
    location(&zoom.get_request(zoom.authorize_url(&[]).as_str()).send().await.unwrap());
    let hostile = "http://127.0.0.1:1/callback\"><b>";
    for (change, words) in [
        (
            ("redirect_uri", Some("http://localhost:49152/callback")),
            "Invalid redirect: http://localhost:49152/callback (4,700)",
        ),
        (("redirect_uri", Some("https://example.com/callback")), "Invalid redirect url"),
        (("redirect_uri", Some(hostile)), "&quot;&gt;&lt;b&gt; (4,700)"),
        (("redirect_uri", None), "(4,700)"),
        (("client_id", Some("somebody-else")), "(4,702)"),
        (("response_type", Some("token")), "(4,700)"),
        (("code_challenge", None), "(4,700)"),
        (("code_challenge", Some("short")), "(4,700)"),
        (("code_challenge_method", Some("S512")), "(4,700)"),
    ] {
        let page = zoom.get_request(zoom.authorize_url(&[change]).as_str()).send().await.unwrap();
        assert_eq!(page.status(), 200, "{change:?}");
        let html = page.text().await.unwrap();
        assert!(html.contains(words), "{change:?}: {html}");
    }
}

#[tokio::test]
async fn both_kinds_of_client_exchange_a_code_for_tokens_of_zooms_shape() {
    let zoom = Zoom::start(|_| {}).await;
    let code = zoom.code().await;
    let public = zoom.token(&code_form(&code)).await;
    let code = zoom.code().await;
    let confidential = zoom.token_with_secret(&code_form(&code)).await;
    for reply in [&public, &confidential] {
        assert_eq!(reply.status, 200);
        schema::check("post", "/oauth/token", reply);
        assert_eq!(reply.body["token_type"], "bearer");
        assert_eq!(reply.body["expires_in"], 3600);
        assert_eq!(reply.body["api_url"], zoom.running.api_url);
        assert!(reply.body["refresh_token"].as_str().unwrap().len() > 400);
        assert!(reply.body["scope"].as_str().unwrap().split(' ').all(|scope| scope.ends_with(":admin")));
    }
}

#[tokio::test]
async fn a_plain_challenge_is_taken_when_no_method_is_sent() {
    let zoom = Zoom::start(|options| options.auto_approve = true).await;
    let url = zoom.authorize_url(&[("code_challenge", Some(VERIFIER)), ("code_challenge_method", None)]);
    let back = location(&zoom.get_request(url.as_str()).send().await.unwrap());
    let code = query(&back, "code").unwrap();
    assert_eq!(zoom.token(&code_form(&code)).await.status, 200);
}

#[tokio::test]
async fn a_code_is_single_use_lives_five_minutes_and_is_bound_to_verifier_and_address() {
    let zoom = Zoom::start(|_| {}).await;
    let code = zoom.code().await;
    assert_eq!(zoom.token(&code_form(&code)).await.status, 200);
    let again = zoom.token(&code_form(&code)).await;
    assert_eq!(again.status, 400);
    assert_eq!(again.body, refused(&format!("Invalid authorization code {code}"), "invalid_grant"));

    let code = zoom.code().await;
    zoom.clock.advance(Duration::from_mins(5));
    assert_eq!(zoom.token(&code_form(&code)).await.body["error"], "invalid_grant");

    let code = zoom.code().await;
    let other =
        [&code_form(&code)[..3], &[("code_verifier", "another-verifier-of-more-than-forty-three-letters")]].concat();
    assert_eq!(zoom.token(&other).await.body["error"], "invalid_grant");

    let code = zoom.code().await;
    let mut other = code_form(&code);
    other[2].1 = "http://127.0.0.1:49153/callback";
    assert_eq!(zoom.token(&other).await.body, refused("Redirect URI mismatch.", "invalid_request"));
}

#[tokio::test]
async fn wrong_credentials_are_refused_and_do_not_spend_the_code() {
    let zoom = Zoom::start(|_| {}).await;
    let code = zoom.code().await;
    let form = code_form(&code);
    let with_id = [&form[..], &[("client_id", zoom.running.client_id.as_str())]].concat();
    let invalid = refused("Invalid client_id or client_secret", "invalid_client");
    let id = zoom.running.client_id.as_str();
    for request in [
        zoom.post_request("/oauth/token", &form),
        zoom.post_request("/oauth/token", &[&form[..], &[("client_id", "somebody-else")]].concat()),
        zoom.post_request("/oauth/token", &with_id).basic_auth(id, Some("")),
        zoom.post_request("/oauth/token", &with_id).basic_auth(id, Some("wrong")),
        zoom.post_request("/oauth/token", &with_id).header("authorization", "Basic %%%"),
    ] {
        let reply = read(request).await;
        schema::check("post", "/oauth/token", &reply);
        assert_eq!((reply.status.as_u16(), &reply.body), (400, &invalid));
    }
    assert_eq!(zoom.token(&form).await.status, 200);
}

#[tokio::test]
async fn refreshing_rotates_and_the_old_token_is_dead() {
    for (reuse, newer_lives) in [(RefreshReuse::Refused, true), (RefreshReuse::EndsSession, false)] {
        let zoom = Zoom::start(|options| options.refresh_reuse = reuse).await;
        let first = zoom.sign_in().await;
        let form = [("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"].as_str().unwrap())];
        let second = zoom.token(&form).await;
        schema::check("post", "/oauth/token", &second);
        assert_eq!(second.status, 200);
        assert_ne!(second.body["refresh_token"], first["refresh_token"]);
        let reused = zoom.token(&form).await;
        assert_eq!((reused.status.as_u16(), reused.body), (400, refused("Invalid Token!", "invalid_grant")));
        let newer = second.body["refresh_token"].as_str().unwrap();
        let third = zoom.token_with_secret(&[("grant_type", "refresh_token"), ("refresh_token", newer)]).await;
        assert_eq!(third.status == 200, newer_lives);
        assert_eq!(zoom.running.stats()["grant refresh_token"], 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_spend_one_refresh_token_at_once_one_wins() {
    let zoom = Zoom::start(|_| {}).await;
    let tokens = zoom.sign_in().await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    let replies = futures::future::join_all((0..32).map(|_| zoom.token(&form))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
}

#[tokio::test]
async fn an_access_token_lasts_an_hour_and_a_later_sign_in_ends_it() {
    let zoom = Zoom::start(|_| {}).await;
    let first = zoom.person().await;
    assert_eq!(first.get("/v2/users/me").await.status, 200);
    zoom.clock.advance(Duration::from_hours(1));
    let expired = first.get("/v2/users/me").await;
    assert_eq!(expired.refusal(), (401, 124));
    assert_eq!(expired.body["message"], "Access token is expired.");

    let second = zoom.person().await;
    let third = zoom.person().await;
    let replaced = second.get("/v2/users/me").await;
    assert_eq!((replaced.refusal(), &replaced.body["message"]), ((401, 124), &json!("Invalid access token.")));
    assert_eq!(third.get("/v2/users/me").await.status, 200);
    let in_query = read(zoom.get_request(&format!("/v2/users/me?access_token={}", third.token))).await;
    assert_eq!(in_query.refusal(), (401, 124), "a token in the query string counts for nothing");
}

#[tokio::test]
async fn revoking_ends_both_tokens_for_either_client() {
    let zoom = Zoom::start(|_| {}).await;
    for public in [true, false] {
        let tokens = zoom.sign_in().await;
        let token = tokens["access_token"].as_str().unwrap();
        let id = zoom.running.client_id.as_str();
        let request = if public {
            zoom.post_request("/oauth/revoke", &[("token", token), ("client_id", id)])
        } else {
            let path = format!("/oauth/revoke?token={token}");
            zoom.post_request(&path, &[]).basic_auth(id, Some(&zoom.running.client_secret))
        };
        let reply = read(request).await;
        schema::check("post", "/oauth/revoke", &reply);
        assert_eq!(reply.body, json!({ "status": "success" }));
        assert_eq!(read(zoom.get_request("/v2/users/me").bearer_auth(token)).await.refusal(), (401, 124));
        let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
        assert_eq!(zoom.token(&refresh).await.body["error"], "invalid_grant");
    }
    let stranger = read(zoom.post_request("/oauth/revoke", &[("token", "x")])).await;
    assert_eq!(stranger.body["error"], "invalid_client");
}

#[tokio::test]
async fn server_to_server_needs_secret_and_account_and_has_no_me() {
    let zoom = Zoom::start(|_| {}).await;
    let account = zoom.running.account_id.as_str();
    let form = [("grant_type", "account_credentials"), ("account_id", account)];
    let reply = zoom.token_with_secret(&form).await;
    schema::check("post", "/oauth/token", &reply);
    assert_eq!(reply.body.get("refresh_token"), None);
    assert_eq!(zoom.token(&form).await.body["error"], "invalid_client");
    let other = [("grant_type", "account_credentials"), ("account_id", "another")];
    assert_eq!(zoom.token_with_secret(&other).await.status, 400);

    let person = zoom.person().await.get("/v2/users/me").await.body;
    let account = zoom.server_to_server().await;
    assert_eq!(account.get("/v2/users/me").await.refusal(), (400, 4700));
    let by_id = account.get(&format!("/v2/users/{}", person["id"].as_str().unwrap())).await;
    assert_eq!(by_id.body["email"], person["email"]);
    assert_eq!(account.get("/v2/phone/call_history").await.status, 200);
}

#[tokio::test]
async fn a_user_managed_app_has_no_account_token_and_no_other_grant_exists() {
    let zoom = Zoom::start(|options| options.app = AppKind::UserManaged).await;
    let form = [("grant_type", "account_credentials"), ("account_id", zoom.running.account_id.as_str())];
    let unsupported = refused("unsupported grant type", "unsupported_grant_type");
    assert_eq!(zoom.token_with_secret(&form).await.body, unsupported);
    assert_eq!(zoom.token(&[("grant_type", "password")]).await.body, unsupported);
    assert_eq!(zoom.token(&[]).await.body, unsupported);
}

#[tokio::test]
async fn a_device_waits_for_the_person_and_then_gets_tokens() {
    let zoom = Zoom::start(|_| {}).await;
    let (id, secret) = (zoom.running.client_id.as_str(), zoom.running.client_secret.as_str());
    let path = format!("/oauth/devicecode?client_id={id}");
    assert_eq!(read(zoom.post_request(&path, &[])).await.body["error"], "invalid_client");
    for (decision, outcome) in [("allow", None), ("deny", Some("access_denied"))] {
        let started = read(zoom.post_request(&path, &[]).basic_auth(id, Some(secret))).await;
        schema::check("post", "/oauth/devicecode", &started);
        let device_code = started.body["device_code"].as_str().unwrap();
        let grant = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        let poll = [grant, ("device_code", device_code)];
        assert_eq!(zoom.token_with_secret(&poll).await.body, refused("authorization pending", "authorization_pending"));
        assert_eq!(zoom.token_with_secret(&poll).await.body, refused("slow down", "slow_down"));

        let complete = started.body["verification_uri_complete"].as_str().unwrap();
        let page = zoom.get_request(complete).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("id=allow"), "{page}");
        let user_code = started.body["user_code"].as_str().unwrap();
        let form = [("user_code", user_code), ("decision", decision)];
        assert_eq!(zoom.post_request("/oauth_device", &form).send().await.unwrap().status(), 200);

        zoom.clock.advance(Duration::from_secs(10));
        let reply = zoom.token_with_secret(&poll).await;
        assert_eq!(reply.body.get("error").and_then(|error| error.as_str()), outcome);
        assert_eq!(reply.body["access_token"].is_string(), outcome.is_none());
    }
    let unknown = zoom.get_request("/oauth_device?user_code=NOBODY22").send().await.unwrap().text().await.unwrap();
    assert!(unknown.contains("No device waits with that code"));
}
