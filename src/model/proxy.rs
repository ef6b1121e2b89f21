//! The proxy that the environment names, and what is wrong with it.

use std::fmt;

use reqwest::{ClientBuilder, NoProxy};
use secrecy::{ExposeSecret as _, SecretString};
use url::{ParseError, Url};

/// What names a proxy for https, the first that is not empty counts.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// What names the hosts that are asked without it.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];
/// An address that nobody can have. Source: RFC 6761, section 6.4.
const NOBODY: &str = "http://proxy.invalid";

/// The way to Zoom. Who names a proxy wants nothing to go past it, so one that cannot be used ends every request before it
/// is sent.
#[derive(Clone, Debug, Default)]
pub struct Proxy {
    named: Option<Named>,
    exceptions: String,
}

#[derive(Clone, Debug)]
struct Named {
    variable: &'static str,
    /// The host and port, and the whole address, which may hold a password.
    way: Result<(String, SecretString), BadProxy>,
}

/// A proxy that cannot be used. Holds nothing of its address, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} names a proxy that ringlog cannot use, so nothing was sent: {fault}")]
pub struct BadProxy {
    variable: &'static str,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    Scheme(String),
    Address(ParseError),
    NotUtf8,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme(scheme) => write!(f, "{scheme}:// is neither http:// nor https://"),
            Self::Address(error) => write!(f, "it is no address ({error})"),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
        }
    }
}

impl Proxy {
    /// What `environment` names; nothing leaves it to the system.
    #[must_use]
    pub fn find(environment: &dyn Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| environment(name).map(|value| value.trim().to_owned()).filter(|it| !it.is_empty());
        let named = VARIABLES.into_iter().find_map(|variable| {
            let way = read(&value(variable)?).map_err(|fault| BadProxy { variable, fault });
            Some(Named { variable, way })
        });
        Self { named, exceptions: EXCEPTIONS.into_iter().find_map(value).unwrap_or_default() }
    }

    /// The variable that names it, and its host and port; `None` without one.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn named(&self) -> Result<Option<(&'static str, &str)>, &BadProxy> {
        match &self.named {
            None => Ok(None),
            Some(Named { variable, way: Ok((host, _)) }) => Ok(Some((variable, host))),
            Some(Named { way: Err(error), .. }) => Err(error),
        }
    }

    /// Whether requests to `host` find their way.
    ///
    /// # Errors
    /// When they would need a proxy that cannot be used.
    pub fn check(&self, host: &str) -> Result<(), BadProxy> {
        match &self.named {
            Some(Named { way: Err(error), .. }) if !self.spares(host) => Err(error.clone()),
            Some(_) | None => Ok(()),
        }
    }

    /// The variable that names it, where requests to `host` go through it.
    #[must_use]
    pub fn on_the_way_to(&self, host: &str) -> Option<&'static str> {
        self.named.as_ref().filter(|named| named.way.is_ok() && !self.spares(host)).map(|named| named.variable)
    }

    /// The way for the HTTP library; `None` leaves it to the system. A proxy that cannot be used leads nowhere, so that
    /// nothing goes past it either way.
    fn rule(&self) -> Option<reqwest::Proxy> {
        let named = self.named.as_ref()?;
        let address = named.way.as_ref().map_or(NOBODY, |(_, address)| address.expose_secret());
        // What `read` let through is an address, so the first is taken.
        let rule = reqwest::Proxy::all(address).or_else(|_| reqwest::Proxy::all(NOBODY)).ok()?;
        Some(rule.no_proxy(NoProxy::from_string(&self.exceptions)))
    }

    /// Leads the requests of a client on their way: to a server on this machine without a proxy and without certificates, which a
    /// machine may not have; to any other by https alone, and through this proxy where one is named.
    pub fn lead(&self, client: ClientBuilder, is_loopback: bool) -> ClientBuilder {
        if is_loopback {
            return client.no_proxy().tls_certs_only([]);
        }
        let client = client.https_only(true);
        match self.rule() {
            Some(rule) => client.proxy(rule),
            None => client,
        }
    }

    /// True when `host` is asked without it: all of them, a name, or all below one.
    fn spares(&self, host: &str) -> bool {
        self.exceptions.split(',').map(|entry| entry.trim().trim_start_matches('.')).any(|entry| {
            let above = host.len().checked_sub(entry.len()).and_then(|at| host.split_at_checked(at));
            let is_it = above.is_some_and(|(below, name)| {
                name.eq_ignore_ascii_case(entry) && (below.is_empty() || below.ends_with('.'))
            });
            entry == "*" || (!entry.is_empty() && is_it)
        })
    }
}

/// Host and port, and the address. Without a scheme, http is meant, as everywhere.
fn read(value: &str) -> Result<(String, SecretString), Fault> {
    // What stands in the environment for bytes that are no text.
    if value.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Fault::NotUtf8);
    }
    let address = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let mut url = Url::parse(&address).map_err(Fault::Address)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Fault::Scheme(url.scheme().to_owned()));
    }
    let host = url.host_str().unwrap_or_default();
    let shown = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    let address = String::from(url);
    // The library leaves out what it cannot read in its own stricter way, and goes without.
    let is_read = address.parse::<hyper::Uri>().is_ok_and(|uri| uri.authority().is_some());
    if is_read { Ok((shown, address.into())) } else { Err(Fault::Address(ParseError::InvalidDomainCharacter)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(variables: &[(&str, &str)]) -> Proxy {
        Proxy::find(&|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_first_variable_that_is_not_empty_names_it() {
        assert_eq!(proxy(&[("HTTP_PROXY", "http://a:1"), ("NO_PROXY", "*")]).named(), Ok(None));
        for (variables, variable, host) in [
            (&[("HTTPS_PROXY", "http://a.example.com:3128/")][..], "HTTPS_PROXY", "a.example.com:3128"),
            (&[("HTTPS_PROXY", " "), ("https_proxy", "a.example.com:3128")], "https_proxy", "a.example.com:3128"),
            (&[("ALL_PROXY", "https://[::1]:9"), ("all_proxy", "nonsense://")], "ALL_PROXY", "[::1]:9"),
            (&[("https_proxy", "a.example.com"), ("ALL_PROXY", "socks5://b:1080")], "https_proxy", "a.example.com"),
            (&[("all_proxy", "http://me:p@ss:w0rd@a:80")], "all_proxy", "a"),
        ] {
            assert_eq!(proxy(variables).named(), Ok(Some((variable, host))), "{variables:?}");
            assert_eq!(proxy(variables).check("zoom.us"), Ok(()));
        }
        let Ok((host, address)) = read("me:p@ss@a:3128") else { panic!("a proxy") };
        assert_eq!((host.as_str(), address.expose_secret()), ("a:3128", "http://me:p%40ss@a:3128/"));
    }

    #[test]
    fn one_that_cannot_be_used_is_named_without_its_password_and_leads_nowhere() {
        for (value, why) in [
            ("socks5://me:canary@a:1080", "socks5:// is neither"),
            ("socks5h://a:1080", "socks5h:// is neither"),
            ("socks9://me:canary@a:1080", "socks9:// is neither"),
            ("ftp://a", "ftp:// is neither"),
            ("http://me:canary@a:99999", "it is no address (invalid port number)"),
            ("http://me:canary@:3128", "it is no address (empty host)"),
            ("http://", "it is no address (empty host)"),
            ("canary canary", "it is no address"),
            ("://canary", "it is no address"),
            ("\u{fffd}", "it is not UTF-8"),
            ("http://me:canary\u{fffd}@a:3128", "it is not UTF-8"),
            ("http://{canary}:3128", "it is no address (invalid domain character)"),
        ] {
            let proxy = proxy(&[("ALL_PROXY", value), ("https_proxy", "")]);
            let error = proxy.check("zoom.us").unwrap_err();
            let words = error.to_string();
            assert!(words.starts_with("ALL_PROXY names a proxy") && words.contains(why), "{value}: {words}");
            assert!(!format!("{words}{proxy:?}").contains("canary"), "{proxy:?}");
            assert_eq!(proxy.named(), Err(&error));
            assert!(format!("{:?}", proxy.rule()).contains("proxy.invalid"), "{:?}", proxy.rule());
        }
    }

    #[test]
    fn a_host_that_needs_no_proxy_may_be_asked_without() {
        let bad = |exceptions: &str| proxy(&[("ALL_PROXY", "socks5://a"), ("NO_PROXY", exceptions)]);
        let good = |exceptions: &str| proxy(&[("ALL_PROXY", "http://a"), ("NO_PROXY", exceptions)]);
        for exceptions in ["*", "zoom.us", ".ZOOM.us", "a.example.com, api.zoom.us"] {
            assert_eq!(bad(exceptions).check("api.zoom.us"), Ok(()), "{exceptions}");
            assert_eq!(good(exceptions).on_the_way_to("api.zoom.us"), None, "{exceptions}");
        }
        assert_eq!(good("example.com").on_the_way_to("api.zoom.us"), Some("ALL_PROXY"));
        for exceptions in ["", ",", "oom.us", "us02web.zoom.us", "api.zoom.us.example.com", "*.example.com"] {
            assert!(bad(exceptions).check("api.zoom.us").is_err(), "{exceptions}");
        }
    }
}
