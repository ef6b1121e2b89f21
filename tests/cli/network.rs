//! What stands between: certificates that are not right, servers that speak something else, proxies that listen.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt as _;
use std::sync::{Arc, Mutex};
use std::thread;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::support::process::{Ended, Process};
use crate::support::pty::Pty;
use crate::support::ringlog::Home;

const SECRET: &str = "an-invented-secret-0f3a";
const TOKEN: &str = r#"{"access_token":"an-invented-token","token_type":"bearer","expires_in":3600,"scope":"phone:read:list_call_logs:admin"}"#;

/// What was sent to a server, as far as it could read it.
type Heard = Arc<Mutex<Vec<u8>>>;

struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A certificate for `params`, with its key.
    fn signs(&self, params: &CertificateParams) -> Shown {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Shown { chain: vec![certificate.der().clone()], key: key.serialize_der() }
    }
}

/// What a server shows.
struct Shown {
    chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
}

impl Shown {
    fn certified(self) -> CertifiedKey {
        let key = PrivateKeyDer::try_from(self.key).unwrap();
        let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).unwrap();
        CertifiedKey::new(self.chain, key)
    }
}

/// Shows a certificate without asking whether it fits.
#[derive(Debug)]
struct Shows(Arc<CertifiedKey>);

impl ResolvesServerCert for Shows {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

fn named(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

/// Answers every connection by `serve`, on a thread each.
fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream));
        }
    });
    address
}

/// A token endpoint behind TLS.
fn tls(shown: Shown, heard: Heard) -> SocketAddr {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Shows(Arc::new(shown.certified()))));
    let config = Arc::new(config);
    listen(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !String::from_utf8_lossy(&request).contains("account_credentials") {
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(count) => request.extend_from_slice(&buffer[..count]),
            }
        }
        heard.lock().unwrap().extend_from_slice(&request);
        if !request.is_empty() {
            let length = TOKEN.len();
            let status_and_fields = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all((status_and_fields + TOKEN).as_bytes());
            let _ = stream.flush();
        }
    })
}

/// Says `bytes` whatever it hears.
fn says(bytes: Vec<u8>, heard: Heard) -> SocketAddr {
    listen(move |mut stream| {
        let mut buffer = [0; 16 * 1024];
        let count = stream.read(&mut buffer).unwrap_or(0);
        heard.lock().unwrap().extend_from_slice(&buffer[..count]);
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        heard.lock().unwrap().extend_from_slice(&rest);
    })
}

/// The answer of a server that knows TLS 1.1 at most. Source: RFC 4346, section 7.4.1.3.
fn tls_1_1() -> Vec<u8> {
    let mut hello = vec![0x16, 3, 2, 0, 0x2a, 2, 0, 0, 0x26, 3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    hello
}

/// A home of a server-to-server app at `host`, which trusts `authority` and nobody else. Its sign-in is one request.
fn home(authority: &Authority, host: &str) -> Home {
    let home = Home::new();
    let trusted = home.path().join("trusted.pem");
    std::fs::write(&trusted, pem(&authority.certificate)).unwrap();
    let url = format!("https://{host}");
    home.with("SSL_CERT_FILE", &trusted.display().to_string())
        .with("RINGLOG_CLIENT_ID", "an-invented-client")
        .with("RINGLOG_CLIENT_SECRET", SECRET)
        .with("RINGLOG_ACCOUNT_ID", "an-invented-account")
        .with("RINGLOG_CREDENTIAL_STORE", "file")
        .with("RINGLOG_AUTH_URL", &url)
        .with("RINGLOG_API_URL", &url)
}

/// Source: RFC 7468.
fn pem(der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

fn sign_in(authority: &Authority, address: SocketAddr) -> Ended {
    home(authority, &format!("localhost:{}", address.port())).run(&["auth", "login"])
}

#[test]
fn no_server_with_a_wrong_certificate_hears_a_word() {
    let (trusted, unknown) = (Authority::new("trusted"), Authority::new("unknown"));
    let alone = KeyPair::generate().unwrap();
    let self_signed = named("localhost").self_signed(&alone).unwrap();
    let mut expired = named("localhost");
    (expired.not_before, expired.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    let mut future = named("localhost");
    (future.not_before, future.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1));
    let mut client_only = named("localhost");
    client_only.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let mut authority_itself = named("localhost");
    authority_itself.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let no_authority = {
        let (key, leaf_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let middle = named("localhost").signed_by(&key, &trusted.issuer).unwrap();
        let leaf = named("localhost").signed_by(&leaf_key, &Issuer::new(named("localhost"), key)).unwrap();
        Shown { chain: vec![leaf.der().clone(), middle.der().clone()], key: leaf_key.serialize_der() }
    };
    let other_key = Shown { key: KeyPair::generate().unwrap().serialize_der(), ..trusted.signs(&named("localhost")) };
    let shown = [
        ("signed by itself", Shown { chain: vec![self_signed.der().clone()], key: alone.serialize_der() }),
        ("signed by nobody we know", unknown.signs(&named("localhost"))),
        ("expired", trusted.signs(&expired)),
        ("not valid yet", trusted.signs(&future)),
        ("for another name", trusted.signs(&named("zoom.example.com"))),
        ("for a longer name", trusted.signs(&named("localhost.example.com"))),
        ("for every name below one", trusted.signs(&named("*.localhost"))),
        ("for no name", trusted.signs(&CertificateParams::default())),
        ("for clients", trusted.signs(&client_only)),
        ("an authority's own", trusted.signs(&authority_itself)),
        ("signed by one that is no authority", no_authority),
        ("of another key", other_key),
    ];
    for (what, shown) in shown {
        let heard = Heard::default();
        sign_in(&trusted, tls(shown, Arc::clone(&heard))).expect(7).says("could not reach Zoom's sign-in server");
        assert!(heard.lock().unwrap().is_empty(), "a server with a certificate {what} heard something");
    }
    let page = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec();
    for (what, bytes) in [("plain HTTP", page), ("TLS 1.1", tls_1_1()), ("noise", vec![0x5a; 300]), ("nothing", vec![])]
    {
        let heard = Heard::default();
        let ended = sign_in(&trusted, says(bytes, Arc::clone(&heard)));
        assert_eq!(ended.code, 7, "{what}: {ended:?}");
        let heard = heard.lock().unwrap();
        let heard = String::from_utf8_lossy(&heard);
        assert!(!heard.contains(SECRET) && !heard.contains("POST"), "{what}: {heard}");
    }
    // The same with the right certificate, or all of the above would prove nothing.
    let heard = Heard::default();
    sign_in(&trusted, tls(trusted.signs(&named("localhost")), Arc::clone(&heard))).expect(0);
    assert!(String::from_utf8_lossy(&heard.lock().unwrap()).contains("account_credentials"));
}

#[test]
fn a_proxy_sees_where_we_go_and_nothing_else() {
    let authority = Authority::new("trusted");
    let heard = Heard::default();
    let zoom = tls(authority.signs(&named("zoom.example.com")), Arc::clone(&heard));
    let (heads, passed) = (Arc::new(Mutex::new(Vec::<String>::new())), Heard::default());
    let proxy = {
        let (heads, passed) = (Arc::clone(&heads), Arc::clone(&passed));
        listen(move |stream| tunnel(stream, zoom, &heads, &passed))
    };
    let home = home(&authority, "zoom.example.com")
        .with("HTTPS_PROXY", &format!("http://invented-user:invented-password@{proxy}"))
        .with("RINGLOG_LOG", "trace");
    let ended = home.run(&["auth", "login"]).expect(0);
    let seen = heads.lock().unwrap().clone();
    assert!(!seen.is_empty());
    for head in &seen {
        assert!(head.starts_with("CONNECT zoom.example.com:443 HTTP/1.1\r\n"), "{head}");
        assert!(!head.contains(SECRET) && !head.to_ascii_lowercase().contains("\r\nauthorization"), "{head}");
    }
    let passed = passed.lock().unwrap();
    let passed = String::from_utf8_lossy(&passed);
    assert!(!passed.is_empty() && !passed.contains("account_credentials") && !passed.contains("an-invented-token"));
    for file in home.files().into_iter().filter(|file| file.is_file()) {
        let text = std::fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&text).contains("invented-password"), "{}", file.display());
    }
    assert!(!format!("{ended:?}").contains("invented-password"));

    // Whoever is in NO_PROXY is asked without it; the name is invented, so nobody is there.
    home.with("NO_PROXY", "zoom.example.com").run(&["auth", "login"]).expect(7);
    assert_eq!(heads.lock().unwrap().len(), seen.len());
}

/// A proxy that leads everybody to `to`, and writes down what goes through it.
fn tunnel(mut from: TcpStream, to: SocketAddr, heads: &Mutex<Vec<String>>, passed: &Heard) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match from.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            Ok(_) | Err(_) => return,
        }
    }
    heads.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    from.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    let there = TcpStream::connect(to).unwrap();
    let copy = |mut from: TcpStream, mut to: TcpStream, passed: Heard| {
        let mut buffer = [0; 4096];
        while let Ok(count) = from.read(&mut buffer) {
            if count == 0 || to.write_all(&buffer[..count]).is_err() {
                break;
            }
            passed.lock().unwrap().extend_from_slice(&buffer[..count]);
        }
        let _ = to.shutdown(Shutdown::Write);
    };
    let (back_from, back_to, back_passed) = (there.try_clone().unwrap(), from.try_clone().unwrap(), Arc::clone(passed));
    let back = thread::spawn(move || copy(back_from, back_to, back_passed));
    copy(from, there, Arc::clone(passed));
    let _ = back.join();
}

/// Who has to go through a proxy must not be led past it by a slip in its address.
#[test]
fn a_proxy_that_cannot_be_used_stops_every_request_and_is_named_without_its_password() {
    let (trusted, heard) = (Authority::new("trusted"), Heard::default());
    let zoom = tls(trusted.signs(&named("localhost")), Arc::clone(&heard));
    let home = || home(&trusted, &format!("localhost:{}", zoom.port()));
    let is_told = |ended: &Ended, variable: &str, why: &str| {
        let words = format!("{ended:?}");
        for told in [variable, why, "nothing was sent", "http://HOST:PORT", "NO_PROXY"] {
            assert!(words.contains(told), "{told:?} is not in {words}");
        }
        assert!(!words.contains("canary"), "{words}");
    };
    for (variable, value, why) in [
        ("HTTPS_PROXY", "socks5://me:canary@127.0.0.1:9", "socks5://"),
        ("https_proxy", "socks9://me:canary@127.0.0.1:9", "socks9://"),
        ("ALL_PROXY", "http://me:canary@127.0.0.1:99999", "invalid port number"),
        ("all_proxy", "me:canary@", "empty host"),
    ] {
        let home = home().with(variable, value).with("RINGLOG_LOG", "trace");
        is_told(&home.run(&["auth", "login"]).expect(2), variable, why);
        is_told(&home.run(&["sync"]).expect(2), variable, why);
        let found = home.run(&["doctor"]).expect(2);
        is_told(&found, variable, why);
        assert!(found.stdout.contains("the proxy has to be mended first"), "{found:?}");
        for file in home.files().into_iter().filter(|file| file.is_file()) {
            let text = std::fs::read(&file).unwrap();
            assert!(!String::from_utf8_lossy(&text).contains("canary"), "{}", file.display());
        }
        assert!(heard.lock().unwrap().is_empty(), "{variable} was gone past");
    }

    // Nobody is sent to a browser for a code that could not be exchanged.
    let person = home().with("RINGLOG_CLIENT_SECRET", "").with("RINGLOG_ACCOUNT_ID", "");
    let person = person.with("HTTPS_PROXY", "socks5h://127.0.0.1:9").with("BROWSER", "/bin/false");
    let ended = person.run(&["auth", "login", "--no-browser"]).expect(2);
    is_told(&ended, "HTTPS_PROXY", "socks5h://");
    assert!(!format!("{ended:?}").contains("/oauth/authorize"), "{ended:?}");
    let mut screen = Pty::start(person.in_terminal(&[]), 120, 36);
    screen.wait_for("HTTPS_PROXY names a proxy");
    screen.wait_for("http://HOST:PORT");
    screen.press("\x03\x03");
    screen.wait_exit();
    assert!(heard.lock().unwrap().is_empty());

    // Without a need for the proxy there is nothing to stop.
    home().with("ALL_PROXY", "socks5://127.0.0.1:9").with("NO_PROXY", "localhost").run(&["auth", "login"]).expect(0);
    assert!(String::from_utf8_lossy(&heard.lock().unwrap()).contains("account_credentials"));
}

/// A proxy may also be wrong, away, or in the way.
#[test]
fn a_proxy_that_lets_nobody_through_is_named_as_the_cause() {
    let trusted = Authority::new("trusted");
    let page = "<html>gone</html>";
    let bad_gateway = format!("HTTP/1.1 502 Bad Gateway\r\ncontent-length: {}\r\n\r\n{page}", page.len());
    let password = "HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n".to_owned();
    let tunnel = "HTTP/1.1 200 Connection established\r\n\r\n";
    let away = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let that_says = |words: String| says(words.into_bytes(), Heard::default());
    for (proxy, cause, step) in [
        (that_says(password), "asks for a user and a password", "USER:PASSWORD@HOST:PORT"),
        (that_says(bad_gateway), "the proxy ", "Ask who runs the proxy"),
        (that_says(String::new()), "the proxy ", "Ask who runs the proxy"),
        (that_says(format!("{tunnel}{}", "no TLS at all ".repeat(50))), "HTTPS_PROXY is set", "ask who runs it"),
        (that_says(tunnel.to_owned()), "HTTPS_PROXY is set", "ask who runs it"),
        (away, "cannot be reached", "Correct HTTPS_PROXY"),
    ] {
        let home = home(&trusted, "zoom.example.com").with("HTTPS_PROXY", &format!("http://me:canary@{proxy}"));
        let login = home.run(&["auth", "login"]).expect(7);
        let doctor = home.run(&["doctor"]).expect(7);
        for told in [&login.stderr, &doctor.stdout] {
            assert!(told.contains(cause) && told.contains(step) && told.contains("HTTPS_PROXY is set"), "{told}");
            assert!(!told.contains("canary"), "{told}");
        }
    }
}

#[test]
fn what_is_not_utf_8_in_the_environment_is_told_and_not_taken_for_unset() {
    let (trusted, heard) = (Authority::new("trusted"), Heard::default());
    let zoom = tls(trusted.signs(&named("localhost")), Arc::clone(&heard));
    let home = home(&trusted, &format!("localhost:{}", zoom.port()));
    for variable in ["HTTPS_PROXY", "all_proxy", "RINGLOG_CLIENT_ID", "RINGLOG_CLIENT_SECRET", "RINGLOG_REDIRECT_PORT"]
    {
        for command in [&["auth", "login"][..], &["doctor"]] {
            let mut command = home.command(command);
            let ended = Process::start(command.env(variable, OsStr::from_bytes(b"canary\xff"))).wait().expect(2);
            let told = format!("{}{}", ended.stdout, ended.stderr);
            assert!(told.contains(variable) && told.contains("not UTF-8") && !told.contains("canary"), "{told}");
        }
    }
    assert!(heard.lock().unwrap().is_empty(), "something was sent all the same");
}
