//! The token reaches the one right listener, whatever addresses and redirects an answer makes up.

use crate::figure::figure;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, stream};
use ringlog::model::{Proxy, Text};
use ringlog::zoom::{Client, Plan, Usage};
use tokio::net::TcpListener;

use super::server::Tokens;

/// Where a token went, and on which path.
type Leaks = Arc<Mutex<Vec<String>>>;

/// The address of a listener at `ip`; `None` where this machine has no such address.
async fn listen<S: Clone + Send + Sync + 'static>(
    ip: IpAddr,
    state: S,
    answer: fn(&S, &Request) -> Response,
) -> Option<SocketAddr> {
    let listener = TcpListener::bind((ip, 0)).await.ok()?;
    let address = listener.local_addr().ok()?;
    let handler = move |State(state): State<S>, request: Request| async move { answer(&state, &request) };
    let app = axum::Router::new().fallback(handler).with_state(state);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Some(address)
}

/// A foreign host: notes tokens, and sends everybody back to the API.
#[derive(Clone)]
struct Foreign {
    leaks: Leaks,
    back: Arc<Mutex<String>>,
}

fn foreign(host: &Foreign, request: &Request) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        host.leaks.lock().unwrap().push(request.uri().to_string());
    }
    (StatusCode::FOUND, [(header::LOCATION, host.back.lock().unwrap().clone())]).into_response()
}

/// The API: `/hop/N` leads to address number N, `/first/N` to `/hop/N`; who comes back may bring no token.
#[derive(Clone)]
struct Api {
    leaks: Leaks,
    addresses: Arc<Mutex<Vec<String>>>,
}

fn api(host: &Api, request: &Request) -> Response {
    let path = request.uri().path();
    let number = path.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
    let to = match number {
        Some(number) if path.starts_with("/first/") => format!("/hop/{number}"),
        Some(number) if path.starts_with("/hop/") => host.addresses.lock().unwrap()[number].clone(),
        _ => {
            if path == "/back" && request.headers().contains_key(header::AUTHORIZATION) {
                host.leaks.lock().unwrap().push("back at the API".to_owned());
            }
            return ([(header::CONTENT_TYPE, "audio/mpeg")], "a sound").into_response();
        }
    };
    let status = [301, 302, 303, 307, 308][number.unwrap_or(0) % 5];
    let location = HeaderValue::from_bytes(to.as_bytes()).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::from_u16(status).unwrap(), [(header::LOCATION, location)]).into_response()
}

/// Ways to write an address that leads, or may be thought to lead, to `there`.
fn shapes(there: SocketAddr, api: SocketAddr) -> Vec<String> {
    let port = there.port();
    let mut shapes: Vec<String> = [
        format!("http://{there}/x"),
        format!("HTTP://{there}/x"),
        format!("//{there}/x"),
        format!("\\\\{there}\\x"),
        format!("http:\\\\{there}/x"),
        format!("http:{there}/x"),
        format!("http:/{there}/x"),
        format!("http:///{there}/x"),
        format!("  http://{there}/x"),
        format!("ht\ttp://{there}/x"),
        format!("http://user@{there}/x"),
        format!("http://user:secret@{there}/x"),
        format!("http://@{there}/x"),
        format!("http://{api}@{there}/x"),
        format!("http://{api}%40{there}/x"),
        format!("http://{there}#@{api}/x"),
        format!("http://{there}?@{api}/x"),
        format!("http://{there}\\@{api}/x"),
        format!("http://{there}/http://{api}/x"),
        format!("http://{there}/x?to=http://{api}/"),
        format!("http://{there}/x#{api}"),
        format!("https://{there}/x"),
        format!("ftp://{there}/x"),
        format!("ws://{there}/x"),
        format!("javascript:fetch('http://{there}')"),
        format!("data:audio/mpeg,{there}"),
        format!("file://{there}/etc/passwd"),
    ]
    .into();
    for host in [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "127。0。0。1",
        "１２７.0.0.1",
        "127.0.0.1%00",
        "127.0.0.1%2eexample.com",
        "0",
        "0.0.0.0",
        "127.0.0.1.example.com",
        "api.zoom.us",
        "zoom.us",
        "xn--zom-0fa.us",
        "zооm.us",
    ] {
        shapes.push(format!("http://{host}:{port}/x"));
        shapes.push(format!("//{host}:{port}/x"));
    }
    shapes
}

#[tokio::test]
async fn the_token_goes_to_the_one_right_listener_in_a_thousand_shapes() {
    let (leaks, addresses) = (Leaks::default(), Arc::<Mutex<Vec<String>>>::default());
    let here = IpAddr::from(Ipv4Addr::LOCALHOST);
    let state = Api { leaks: Arc::clone(&leaks), addresses: Arc::clone(&addresses) };
    let right = listen(here, state, api).await.unwrap();
    let back = Arc::new(Mutex::new(format!("http://{right}/back")));
    let mut foreigners = Vec::new();
    for ip in [here, IpAddr::from([127, 0, 0, 2]), IpAddr::from(Ipv6Addr::LOCALHOST)] {
        let state = Foreign { leaks: Arc::clone(&leaks), back: Arc::clone(&back) };
        foreigners.extend(listen(ip, state, foreign).await);
    }
    let shapes: Vec<String> = foreigners.iter().flat_map(|there| shapes(*there, right)).collect();
    let direct = shapes.clone().into_iter();
    // Five times, so that each address meets each status.
    *addresses.lock().unwrap() = shapes.iter().flat_map(|shape| std::iter::repeat_n(shape.clone(), 5)).collect();
    let hops = 0..addresses.lock().unwrap().len();
    let redirects = hops.clone().map(|number| format!("http://{right}/hop/{number}"));
    let second = hops.map(|number| format!("http://{right}/first/{number}"));
    let asked: Vec<String> = direct.chain(redirects).chain(second).collect();
    let count = asked.len();
    let client = Client::new(
        format!("http://{right}").parse().unwrap(),
        Proxy::default(),
        Plan::Unlimited,
        Usage::default(),
        Arc::new(Tokens::default()),
    )
    .unwrap();
    let arrived = stream::iter(asked)
        .map(|address| {
            let client = client.clone();
            async move { client.download(&Text::new(&address)).await.is_ok() }
        })
        .buffer_unordered(32)
        .filter(|arrived| std::future::ready(*arrived))
        .count()
        .await;
    figure(&format!("{count} shapes; {arrived} came to a file"));
    assert!(count >= 1_000 && arrived > 100, "{arrived} of {count}");
    assert_eq!(*leaks.lock().unwrap(), Vec::<String>::new());
}
