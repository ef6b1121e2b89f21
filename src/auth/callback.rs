//! What may end the wait for the browser: the rules, apart from sockets.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, StatusCode, Uri};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::model::Text;

/// Path of the redirect address, as registered at Zoom.
pub const CALLBACK_PATH: &str = "/callback";
/// Where the browser goes next, so that the code is in neither its address bar nor its history.
pub const DONE_PATH: &str = "/done";
const MAX_TARGET_BYTES: usize = 8 * 1024;
const MAX_HEADER_BYTES: usize = 16 * 1024;

/// What the browser brought back.
pub enum Answer {
    /// An authorization code.
    Code(SecretString),
    /// `error=`: the person declined, or Zoom did.
    Refused {
        /// OAuth's word, such as `access_denied`.
        error: Text,
        /// Zoom's own sentence, when there is one.
        description: Text,
    },
}

/// Why a query is not the answer we wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// `code`, `state`, `error` or `iss` more than once, or under a disguised name.
    Repeated,
    /// No `state`.
    NoState,
    /// The `state` of another attempt, or an invented one.
    WrongState,
    /// It names another authorization server.
    WrongIssuer,
    /// Neither a code nor an error, or both.
    NoAnswer,
    /// The answer was given already.
    Over,
}

/// The answer one attempt waits for; it is taken at most once.
pub struct Expected {
    state: SecretString,
    issuer: String,
    taken: AtomicBool,
}

impl Expected {
    /// Waits for `state`, from the authorization server `issuer`.
    #[must_use]
    pub fn new(state: SecretString, issuer: String) -> Self {
        Self { state, issuer, taken: AtomicBool::new(false) }
    }

    /// True once an answer was taken.
    pub fn is_taken(&self) -> bool {
        self.taken.load(Ordering::Acquire)
    }

    /// Takes the answer out of the query of a redirect. The state is checked before anything else is looked at, `error`
    /// included: no page and no process may end the wait without it. Source: RFC 6749 section 4.1.2, RFC 9207.
    ///
    /// # Errors
    /// Why it is not the answer; the wait goes on.
    pub fn take(&self, query: &str) -> Result<Answer, Rejection> {
        let parameters = Parameters::parse(query)?;
        let state = parameters.state.ok_or(Rejection::NoState)?;
        // Compared as sent: our state has only characters that nobody has a reason to encode.
        if !bool::from(state.as_bytes().ct_eq(self.state.expose_secret().as_bytes())) {
            return Err(Rejection::WrongState);
        }
        if parameters.issuer.is_some_and(|issuer| issuer.trim_end_matches('/') != self.issuer) {
            return Err(Rejection::WrongIssuer);
        }
        let answer = match (parameters.code, parameters.error) {
            (Some(code), None) if !code.is_empty() => Answer::Code(code.into_owned().into()),
            (None, Some(error)) if !error.is_empty() => Answer::Refused {
                error: error.into_owned().into(),
                description: parameters.description.map(Cow::into_owned).unwrap_or_default().into(),
            },
            _ => return Err(Rejection::NoAnswer),
        };
        if self.taken.swap(true, Ordering::AcqRel) { Err(Rejection::Over) } else { Ok(answer) }
    }
}

#[derive(Default)]
struct Parameters<'a> {
    state: Option<&'a str>,
    issuer: Option<Cow<'a, str>>,
    code: Option<Cow<'a, str>>,
    error: Option<Cow<'a, str>>,
    description: Option<Cow<'a, str>>,
}

impl<'a> Parameters<'a> {
    fn parse(query: &'a str) -> Result<Self, Rejection> {
        let mut parameters = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let repeated = match name {
                "state" => parameters.state.replace(value).is_some(),
                "code" => parameters.code.replace(decoded(value)).is_some(),
                "error" => parameters.error.replace(decoded(value)).is_some(),
                "iss" => parameters.issuer.replace(decoded(value)).is_some(),
                "error_description" => parameters.description.replace(decoded(value)).is_some(),
                _ => is_disguised(&decoded(name)),
            };
            if repeated {
                return Err(Rejection::Repeated);
            }
        }
        Ok(parameters)
    }
}

/// One form-encoded name or value: `+` is a space, `%2B` a plus. Neither `&` nor `=` splits it further.
fn decoded(encoded: &str) -> Cow<'_, str> {
    let pair = form_urlencoded::parse(encoded.as_bytes()).next();
    match pair {
        Some((value, rest)) if rest.is_empty() && !encoded.contains('=') => value,
        Some((value, rest)) => Cow::Owned(format!("{value}={rest}")),
        None => Cow::Borrowed(""),
    }
}

/// True for a name that a careless reader would take for one of ours: `Code`, `code[]`, `c%6fde`, `code%00`.
fn is_disguised(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    matches!(plain.as_str(), "state" | "code" | "error" | "iss")
}

/// What to do with a request to the callback listener.
pub enum Verdict {
    /// The answer, taken.
    Answer(Answer),
    /// The browser asks for the page that follows it.
    Done,
    /// Anything else: refused, and the wait goes on.
    Refused(StatusCode),
}

/// Judges one request. `host` is the listener's own `address:port`.
pub fn judge(expected: &Expected, host: &str, method: &Method, uri: &Uri, headers: &HeaderMap) -> Verdict {
    match refusal(host, method, uri, headers) {
        Some(status) => Verdict::Refused(status),
        None if uri.path() == CALLBACK_PATH => match expected.take(uri.query().unwrap_or_default()) {
            Ok(answer) => Verdict::Answer(answer),
            Err(_) => Verdict::Refused(StatusCode::BAD_REQUEST),
        },
        None if uri.path() == DONE_PATH && uri.query().is_none() && expected.is_taken() => Verdict::Done,
        None => Verdict::Refused(StatusCode::NOT_FOUND),
    }
}

fn refusal(host: &str, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<StatusCode> {
    let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
    let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if target > MAX_TARGET_BYTES {
        Some(StatusCode::URI_TOO_LONG)
    } else if size > MAX_HEADER_BYTES {
        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
    } else if method != Method::GET {
        Some(StatusCode::METHOD_NOT_ALLOWED)
    } else if uri.authority().is_some() || only(headers, &header::HOST) != Ok(Some(host)) {
        // A name that was re-pointed at this machine carries its own Host.
        Some(StatusCode::MISDIRECTED_REQUEST)
    } else if is_top_level_navigation(headers) {
        None
    } else {
        Some(StatusCode::FORBIDDEN)
    }
}

/// True when the request is a browser going to a page, or comes from no browser: not a script, an image or a frame.
/// A consent page elsewhere that redirects here sends `Sec-Fetch-Site: cross-site` and perhaps `Origin: null`; browsers of
/// old and curl send none of these. Source: W3C Fetch Metadata; Fetch standard, section "Origin header".
fn is_top_level_navigation(headers: &HeaderMap) -> bool {
    let fetch = |name: &'static str| only(headers, &HeaderName::from_static(name));
    let (mode, dest, site) = (fetch("sec-fetch-mode"), fetch("sec-fetch-dest"), fetch("sec-fetch-site"));
    let navigation = matches!(
        (mode, dest, site),
        (Ok(None), Ok(None), Ok(None)) | (Ok(Some("navigate")), Ok(None | Some("document")), Ok(_))
    );
    navigation && matches!(only(headers, &header::ORIGIN), Ok(None | Some("null")))
}

/// The value of a header that may stand once; `Err` when it stands twice or is not text.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, ()> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| ()),
        (Some(_), Some(_)) => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATE: &str = "fQ3s8yT1bWcfQ3s8yT1bWcfQ3s8yT1bWcfQ3s8yT1bW";

    fn expected() -> Expected {
        Expected::new(STATE.into(), "https://zoom.us".into())
    }

    fn rejection(query: &str) -> Option<Rejection> {
        expected().take(query).err()
    }

    #[test]
    fn the_right_answer_is_taken_once() {
        let expected = expected();
        let query = format!("code=A%2Bb%3D+c&state={STATE}");
        let Ok(Answer::Code(code)) = expected.take(&query) else { panic!("not taken") };
        assert_eq!(code.expose_secret(), "A+b= c");
        assert_eq!(expected.take(&query).err(), Some(Rejection::Over));
    }

    #[test]
    fn an_error_needs_the_state_as_much_as_a_code_does() {
        assert_eq!(rejection("error=access_denied"), Some(Rejection::NoState));
        assert_eq!(rejection("error=access_denied&state=x"), Some(Rejection::WrongState));
        let taken = expected().take(&format!("error=access_denied&error_description=no+thanks&state={STATE}"));
        let Ok(Answer::Refused { error, description }) = taken else { panic!("not taken") };
        assert_eq!((error.as_raw(), description.as_raw()), ("access_denied", "no thanks"));
    }

    #[test]
    fn a_wrong_state_does_not_spend_the_right_one() {
        let expected = expected();
        for state in ["", "x", &STATE[1..], &STATE.to_lowercase(), &format!("{STATE}%00"), &format!("{STATE} ")] {
            assert_eq!(expected.take(&format!("code=a&state={state}")).err(), Some(Rejection::WrongState), "{state:?}");
        }
        assert!(expected.take(&format!("code=a&state={STATE}")).is_ok());
    }

    #[test]
    fn no_parameter_may_stand_twice_however_it_is_written() {
        let right = format!("code=a&state={STATE}");
        let written = |name: &str| {
            let upper = name.to_uppercase();
            let encoded =
                |letter: usize| format!("{}%{:02X}{}", &name[..letter], name.as_bytes()[letter], &name[letter + 1..]);
            let mut all: Vec<String> = (0..name.len()).map(encoded).collect();
            all.extend([
                name.into(),
                upper,
                format!("{name}[]"),
                format!("{name}[0]"),
                format!("{name}%00"),
                format!("{name}+"),
                format!("%20{name}"),
                format!("{name}%5B%5D"),
                format!(".{name}"),
                format!("{name}."),
            ]);
            all
        };
        let mut tried = 0;
        for name in ["code", "state", "error", "iss"] {
            for name in written(name) {
                let value = if name == "iss" { "https://zoom.us" } else { STATE };
                // An `iss` or `error` that stands once is no repetition.
                let twice = if name == "iss" || name == "error" { format!("&{name}={value}") } else { String::new() };
                for query in [
                    format!("{right}&{name}={value}{twice}"),
                    format!("{name}={value}&{right}{twice}"),
                    format!("{right}&{name}{twice}"),
                ] {
                    assert_eq!(rejection(&query), Some(Rejection::Repeated), "{query}");
                    tried += 1;
                }
            }
        }
        assert!(tried >= 150, "{tried} variants");
        for query in [format!("c%6fde=a&state={STATE}"), format!("code=a&%73tate={STATE}")] {
            assert_eq!(rejection(&query), Some(Rejection::Repeated), "{query}");
        }
    }

    #[test]
    fn an_answer_from_another_server_is_not_ours() {
        let with = |issuer: &str| rejection(&format!("code=a&state={STATE}&iss={issuer}"));
        assert_eq!(with("https%3A%2F%2Fzoom.us"), None);
        assert_eq!(with("https://zoom.us/"), None);
        for issuer in ["", "https://zoomgov.com", "http://zoom.us", "https://zoom.us.example.com", "zoom.us"] {
            assert_eq!(with(issuer), Some(Rejection::WrongIssuer), "{issuer}");
        }
    }

    #[test]
    fn neither_nothing_nor_both_is_an_answer() {
        for query in ["", "&code=", "&code=a&error=b", "&error=", "&session=1"] {
            assert_eq!(rejection(&format!("state={STATE}{query}")), Some(Rejection::NoAnswer), "{query}");
        }
    }

    #[test]
    fn only_a_top_level_navigation_counts() {
        let verdict = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, value.parse().unwrap());
            }
            is_top_level_navigation(&headers)
        };
        let navigate = ("sec-fetch-mode", "navigate");
        assert!(verdict(&[]), "curl");
        assert!(verdict(&[navigate, ("sec-fetch-dest", "document"), ("sec-fetch-site", "cross-site")]));
        assert!(verdict(&[
            navigate,
            ("sec-fetch-dest", "document"),
            ("sec-fetch-site", "none"),
            ("sec-fetch-user", "?1")
        ]));
        assert!(verdict(&[navigate, ("sec-fetch-dest", "document"), ("origin", "null")]));
        for refused in [
            &[navigate, ("sec-fetch-dest", "iframe")][..],
            &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")],
            &[("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty"), ("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-dest", "document")],
            &[navigate, navigate],
            &[("origin", "https://example.com")],
            &[("origin", "null"), ("origin", "null")],
        ] {
            assert!(!verdict(refused), "{refused:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_without_the_state_is_ever_taken(query in "(code|state|error|iss|[a-z%&=0-9]){0,40}") {
            prop_assert!(expected().take(&query).is_err());
        }
    }
}
