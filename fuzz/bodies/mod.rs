//! What must hold for whatever comes from outside. Each body takes any bytes and panics when something does not hold.
//! `cargo fuzz` runs them one by one, the ordinary tests run them over the seeds and over random bytes.

use std::ops::ControlFlow;
use std::path::PathBuf;

use hyper::{HeaderMap, Method, Uri, header};
use ringlog::auth::callback::{Expected, Verdict, judge};
use ringlog::auth::{TokenError, TokenResponse, refusal};
use ringlog::config::{Paths, Settings};
use ringlog::export::{self, Options};
use ringlog::model::query::Query;
use ringlog::model::{Access, Call, Span, Text, unguarded};
use ringlog::zoom::rate_limit::met;
use ringlog::zoom::{HistoryRequest, HistoryRows, RateLimit, history_page};

/// Takes any bytes; panics when something does not hold.
pub type Body = fn(&[u8]);

/// The bodies by name; each has a file in `fuzz/targets` and seeds in `fuzz/seeds`.
pub const ALL: [(&str, Body); 8] = [
    ("callback", callback),
    ("token_answer", token_answer),
    ("history_page", history_page_of),
    ("query_line", query_line),
    ("sanitiser", sanitiser),
    ("csv_round_trip", csv_round_trip),
    ("retry_after", retry_after),
    ("config", config),
];

const STATE: &str = "an-invented-state-of-forty-three-characters0";
const HOST: &str = "127.0.0.1:49152";

/// A request to the listener: a line `METHOD TARGET`, then lines of headers. Only the right state ends the wait.
pub fn callback(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let (method, target) = first.split_once(' ').unwrap_or(("GET", first.as_ref()));
    let (Ok(method), Ok(uri)) = (method.parse::<Method>(), target.parse::<Uri>()) else { return };
    let mut headers = HeaderMap::new();
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        if let (Ok(name), Ok(value)) = (header::HeaderName::from_bytes(name), header::HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    let expected = Expected::new(STATE.into(), "https://zoom.us".to_owned());
    match judge(&expected, HOST, &method, &uri, &headers) {
        Verdict::Answer(_) => {
            assert_eq!((method, uri.path()), (Method::GET, "/callback"));
            assert!(uri.query().is_some_and(|query| query.split('&').any(|pair| pair == format!("state={STATE}"))));
            assert_eq!(headers.get_all(header::HOST).iter().count(), 1);
            assert_eq!(headers[header::HOST], HOST);
            let again = judge(&expected, HOST, &Method::GET, &uri, &headers);
            assert!(matches!(again, Verdict::Refused(_)), "an answer is taken once");
        }
        Verdict::Done => panic!("nothing was taken yet"),
        Verdict::Refused(status) => assert!(status.is_client_error()),
    }
}

/// An answer of the token endpoint: a byte for its status, then the body.
pub fn token_answer(data: &[u8]) {
    let Some((first, body)) = data.split_first() else { return };
    if let Ok(answer) = TokenResponse::parse(body, first % 2 == 0) {
        let bearer = answer.access_token().bearer();
        assert!(bearer.is_sensitive() && bearer.len() > "Bearer ".len());
    }
    let status = 200 + u16::from(*first) % 8 * 50;
    let refused = refusal(status, body);
    if let TokenError::Refused(told) = refused {
        assert!((400..500).contains(&status) && status != 429);
        assert!(!told.error.is_empty() || told.code.is_some(), "what is final names a reason");
    } else {
        assert!(refused.is_passing());
    }
}

/// A page of a call list: a byte for whose list, then the body. Rows are read or counted, and no text is longer than allowed.
pub fn history_page_of(data: &[u8]) {
    let Some((first, body)) = data.split_first() else { return };
    let access = if first % 2 == 0 { Access::Account } else { Access::Own };
    let Ok(page) = history_page(&String::from_utf8_lossy(body), &request(access)) else { return };
    let places: Vec<usize> = page.bad_rows.iter().map(|row| row.index).collect();
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "each bad row is counted once");
    assert!(places.last().is_none_or(|last| *last < page.rows.len() + places.len()));
    if let HistoryRows::Calls(calls) = page.rows {
        for call in &calls {
            assert!(!call.call_history_uuid.is_empty() && call.caller.name.as_raw().len() <= Text::MAX_BYTES);
        }
    }
}

/// The query line: what is understood is written the same way again.
pub fn query_line(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Query::parse(&text) {
        Ok(query) => {
            let written = query.to_string();
            let again = Query::parse(&written);
            assert_eq!(again.as_ref(), Ok(&query), "{text:?} was written as {written:?}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Text of others: shown, it moves no cursor, reorders nothing, hides nothing and is not long.
pub fn sanitiser(data: &[u8]) {
    let text = Text::new(&String::from_utf8_lossy(data));
    let shown = text.to_string();
    let moves = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!shown.chars().any(moves), "{shown:?}");
    assert!(text.as_raw().len() <= Text::MAX_BYTES);
    // The longest escape, `\u{10ffff}`, has ten letters.
    assert!(shown.len() <= Text::MAX_BYTES * 10);
}

/// A call whose caller chose their own name, in CSV: one row, and the name as it was, with nothing that a sheet would run.
pub fn csv_round_trip(data: &[u8]) {
    let name = String::from_utf8_lossy(data);
    let call = call_from(&name);
    let options = Options { escape: false, ..Options::default() };
    let mut file = Vec::new();
    let written = export::write(&mut file, std::iter::once(Ok::<_, std::io::Error>(call.clone())), options, |_| {
        ControlFlow::Continue(())
    });
    assert!(written.is_ok());
    let mut reader = csv::Reader::from_reader(file.as_slice());
    let at = reader.headers().ok().and_then(|names| names.iter().position(|name| name == "caller_name"));
    let rows: Vec<_> = reader.records().filter_map(Result::ok).collect();
    assert_eq!(rows.len(), 1);
    let read = at.and_then(|at| rows[0].get(at)).unwrap_or_default();
    assert_eq!(unguarded(read), call.caller.name.as_raw());
    let first = read.chars().find(|letter| !letter.is_whitespace() && !Text::is_unsafe_to_show(*letter));
    assert!(!first.is_some_and(|first| "=+-@＝＋－＠".contains(first)), "{read:?}");
    assert!(!read.starts_with(['\t', '\r', '\0']), "{read:?}");
}

/// A 429: lines of `Retry-After`, `X-RateLimit-Type`, `X-RateLimit-Reset` and the message. A named moment is not over.
pub fn retry_after(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let mut headers = HeaderMap::new();
    for name in ["retry-after", "x-ratelimit-type", "x-ratelimit-reset"] {
        let value = lines.next().filter(|value| !value.is_empty());
        if let Some(value) = value.and_then(|value| header::HeaderValue::from_bytes(value).ok()) {
            headers.insert(name, value);
        }
    }
    let now = moment("2026-11-22T10:00:00Z");
    let met = met(&headers, &String::from_utf8_lossy(lines.next().unwrap_or_default()), now);
    assert!(met.until.is_none_or(|until| until > now));
    assert!(met.kind != RateLimit::Daily || met.until.is_some(), "a day ends");
    assert!(met.kind != RateLimit::DailyShare, "that one is ours");
}

/// `config.toml`: settings or words. No address is left to which a token must not go.
pub fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    // It names a file, which is read.
    if text.contains("client_secret_file") {
        return;
    }
    let nowhere = || PathBuf::from("/nonexistent");
    let paths = Paths { config: nowhere(), data: nowhere(), state: nowhere(), locks: nowhere() };
    match Settings::from_text(&text, paths, &|_| None) {
        Ok(settings) => {
            for url in [&settings.zoom.auth_url, &settings.zoom.api_url] {
                assert!(url.scheme() == "https" || ringlog::config::is_loopback(url), "{url}");
                assert!(url.username().is_empty() && url.password().is_none() && url.query().is_none());
            }
            assert!(!settings.zoom.login_timeout.is_zero());
        }
        Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
    }
}

fn call_from(caller_name: &str) -> Call {
    let row = serde_json::json!({
        "call_history_uuid": "20261120-7f3c", "start_time": "2026-11-20T09:00:00Z", "caller_name": caller_name,
    });
    let page = history_page(&serde_json::json!({ "call_history": [row] }).to_string(), &request(Access::Account));
    match page.map(|page| page.rows) {
        Ok(HistoryRows::Calls(mut calls)) if calls.len() == 1 => calls.remove(0),
        other => panic!("one call: {other:?}"),
    }
}

fn request(access: Access) -> HistoryRequest {
    let span = Span { from: moment("2026-11-01T00:00:00Z"), to: moment("2026-11-30T00:00:00Z") };
    HistoryRequest { access, span, page_size: 300, next_page_token: None }
}

fn moment(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().unwrap_or_default()
}
