//! What the token endpoint may answer, and what is left after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ringlog::auth::{FileVault, SessionError, TokenError, Vault as _};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::endpoint::{FakeZoom, Play};
use super::{dead_record, kept, sign_in, signed_in};

#[tokio::test]
async fn passing_errors_and_bad_answers_leave_the_credential_alone() {
    survives_every_shape(1).await;
}

#[tokio::test]
#[ignore = "full size: thirty shapes, ten times each"]
async fn passing_errors_and_bad_answers_leave_the_credential_alone_ten_times() {
    survives_every_shape(10).await;
}

/// Thirty shapes of answers, each so many times: no sign-out.
async fn survives_every_shape(times: usize) {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    let good = r#"{"access_token":"a","token_type":"bearer","refresh_token":"r","expires_in":1}"#;
    let grant = r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#;
    let mut shapes = vec![
        (302, "text/html", String::new()),
        (307, "application/json", grant.to_owned()),
        (400, "text/html", "<html>proxy</html>".into()),
        (400, "application/json", String::new()),
        (400, "application/json", "[]".into()),
        (400, "application/json", r#"{"message":"who are you"}"#.into()),
        (400, "application/json", r#"{"error":"temporarily_unavailable"}"#.into()),
        (401, "text/html", "<html>proxy wants a password</html>".into()),
        (403, "text/html", "<html>blocked by policy</html>".into()),
        (404, "application/json", "{}".into()),
        (407, "text/html", String::new()),
        (408, "application/json", grant.into()),
        (425, "application/json", grant.into()),
        (429, "application/json", grant.into()),
        (200, "text/html", "<html>sign in to this network</html>".into()),
        (200, "text/plain", good.into()),
        (200, "application/json", good.replace("bearer", "mac")),
        (200, "application/json", good.replace(r#""r""#, r#""""#)),
        (200, "application/json", good[..40].into()),
        (200, "application/json", format!("{good}{}", " ".repeat(70_000))),
        (200, "application/json", "[".repeat(50_000)),
    ];
    for status in [500, 502, 503] {
        shapes.extend([
            (status, "application/json", grant.to_owned()),
            (status, "text/html", "<html>trouble</html>".into()),
            (status, "application/json", String::new()),
        ]);
    }
    assert_eq!(shapes.len(), 30);
    for (tried, (status, kind, body)) in
        shapes.into_iter().flat_map(|shape| std::iter::repeat_n(shape, times)).enumerate()
    {
        zoom.play(Play::Answer(status, kind, body.clone()));
        let before = zoom.requests("refresh_token");
        let error = session.refresh_after_401(&token).await.unwrap_err();
        assert!(matches!(error, SessionError::Token(_)), "{status} {body:.60}: {error}");
        // What no sign-in server sends, under a status of success, leaves open whether the token was spent: once more, with the
        // same one.
        let sent = if status == 200 && !kind.ends_with("json") { 2 } else { 1 };
        assert_eq!(zoom.requests("refresh_token") - before, sent, "{status} {body:.60} ({tried})");
        assert!(kept(&zoom, folder.path()).is_some(), "{status} {body:.60}");
    }
    zoom.play(Play::Rotate);
    assert!(zoom.accepts(&session.refresh_after_401(&token).await.unwrap()), "it all works again");
}

/// What the token endpoint may answer to a code, sixty ways; nothing is stored, nothing asked twice, and an older credential stays.
#[tokio::test]
async fn sixty_bad_answers_to_a_code_are_sixty_clean_errors() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let older = format!("{:?}", kept(&zoom, folder.path()));
    let fields = [("access_token", r#""a""#), ("token_type", r#""bearer""#), ("refresh_token", r#""r""#)];
    let values = ["null", "1", "true", "[]", "{}", r#""""#, r#"["x"]"#, r#"{"a":1}"#, "-0.5", "1e400"];
    let object = |changed: &str, value: Option<&str>| {
        let field = |(name, usual): (&str, &str)| {
            let value = if name == changed { value? } else { usual };
            Some(format!("\"{name}\":{value}"))
        };
        format!("{{{}}}", fields.into_iter().filter_map(field).collect::<Vec<_>>().join(","))
    };
    let mut bodies: Vec<String> = Vec::new();
    for (name, _) in fields {
        bodies.push(object(name, None));
        bodies.extend(values.map(|value| object(name, Some(value))));
    }
    bodies.extend([r#""mac""#, r#""bearer ""#, r#""basic""#].map(|kind| object("token_type", Some(kind))));
    bodies.extend(
        [r#""a b""#, r#""a\r\nX: y""#, r#""\u0000""#, r#""é""#].map(|token| object("access_token", Some(token))),
    );
    let whole = object("", None);
    bodies.extend((1..=16).map(|cut| whole[..whole.len() * cut / 17].to_owned()));
    bodies.extend(["null", "[]", "\"token\"", ""].map(str::to_owned));
    assert!(bodies.len() >= 60, "{}", bodies.len());
    for body in bodies {
        zoom.play(Play::Code(body.clone()));
        let before = zoom.requests("authorization_code");
        let error = sign_in(&session, &zoom.endpoints()).await.unwrap_err();
        assert!(matches!(error, SessionError::Token(TokenError::BadAnswer(_))), "{body}: {error}");
        assert_eq!(zoom.requests("authorization_code"), before + 1, "{body}");
        assert_eq!(format!("{:?}", kept(&zoom, folder.path())), older, "{body}");
    }
    zoom.play(Play::Rotate);
    assert!(zoom.accepts(&session.access_token().await.unwrap()));
}

#[tokio::test]
async fn a_request_without_an_answer_is_sent_once_more_and_no_server_is_unreachable() {
    // A server that takes the request and closes without a word.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let server = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let zoom = FakeZoom { url: Url::parse(&format!("http://{address}")).unwrap(), grants: Arc::default() };
    let vault = FileVault::new(folder.path().join("credentials"));
    vault.save(&dead_record(&zoom).await).unwrap();
    let session = zoom.session(folder.path());
    let error = session.access_token().await.unwrap_err();
    assert!(matches!(error, SessionError::Token(TokenError::NoAnswer)), "{error}");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    server.abort();
    assert!(server.await.unwrap_err().is_cancelled());
    let error = session.access_token().await.unwrap_err();
    assert!(matches!(error, SessionError::Token(TokenError::Unreachable { .. })), "{error}");
    assert!(kept(&zoom, folder.path()).is_some());
}

#[tokio::test]
async fn a_redirect_of_the_token_endpoint_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let zoom = FakeZoom {
        url: Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap(),
        grants: Arc::default(),
    };
    let server = tokio::spawn(async move {
        let (mut stream, _): (TcpStream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 8192];
        let length = stream.read(&mut request).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
            .await
            .unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let folder = tempfile::tempdir().unwrap();
    let session = zoom.session(folder.path());
    let error = sign_in(&session, &zoom.endpoints()).await.unwrap_err();
    assert!(
        matches!(error, SessionError::Token(TokenError::Unavailable { status: 302 })),
        "a redirect is not followed: {error}"
    );
    let request = server.await.unwrap();
    assert!(request.starts_with("POST /oauth/token HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("content-type: application/x-www-form-urlencoded"), "{request}");
}
