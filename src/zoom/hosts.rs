//! Where a bearer token may go. Everything else gets none, whatever an answer says.

use url::{Host, Origin, Url};

use super::error::{Error, ErrorKind};
use crate::model::{Cloud, Text};

/// The exact origins (scheme, host, port) that a token may be sent to.
#[derive(Clone, Debug)]
pub struct TrustedHosts {
    trusted: Vec<Origin>,
    loopback: bool,
}

impl TrustedHosts {
    /// The configured API address, the token answer's own one where it is Zoom's, and the host that Zoom's download
    /// addresses name. Source: Zoom API notes on regional hosts and on `download_url`, checked 2026-11-22.
    ///
    /// # Errors
    /// [`ErrorKind::UntrustedAddress`] when `api` is neither https nor http on a literal loopback address.
    pub fn new(api: &Url, token_api: Option<&Url>) -> Result<Self, Error> {
        let loopback = is_loopback(api);
        if !is_plain(api, loopback) {
            return Err(untrusted(api));
        }
        let mut trusted = vec![api.origin()];
        // A stand-in's token is of no use to Zoom, and Zoom's none to a stand-in.
        if let Some(cloud) = cloud_of(api) {
            trusted.extend(Url::parse(&format!("https://{}", cloud.domain())).ok().map(|url| url.origin()));
            let has_api_at =
                |url: &&Url| is_plain(url, false) && url.host_str().is_some_and(|host| cloud.has_api_at(host));
            trusted.extend(token_api.filter(has_api_at).map(Url::origin));
        }
        Ok(Self { trusted, loopback })
    }

    /// True when a request to `url` may carry the token.
    #[must_use]
    pub fn trusts(&self, url: &Url) -> bool {
        self.may_visit(url) && self.trusted.contains(&url.origin())
    }

    /// True when a request without the token may go to `url`: https, or http on loopback for a stand-in that is on
    /// loopback itself; never with a user name in the address.
    #[must_use]
    pub fn may_visit(&self, url: &Url) -> bool {
        is_plain(url, self.loopback && is_loopback(url))
    }
}

/// True for http on a literal loopback address: the demo and tests. `localhost` is a name, and names can be made to lead elsewhere.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(_)) | None => false,
        }
}

/// The error for an address that must not be used.
pub fn untrusted(url: &Url) -> Error {
    ErrorKind::UntrustedAddress { host: Text::new(url.host_str().unwrap_or_default()) }.into()
}

fn is_plain(url: &Url, http_too: bool) -> bool {
    (url.scheme() == "https" || http_too) && url.username().is_empty() && url.password().is_none()
}

/// Which of Zoom's clouds an https address belongs to.
fn cloud_of(url: &Url) -> Option<Cloud> {
    url.host_str().filter(|_| url.scheme() == "https").and_then(Cloud::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(api: &str, token_api: Option<&str>) -> TrustedHosts {
        TrustedHosts::new(&api.parse().unwrap(), token_api.map(|url| url.parse().unwrap()).as_ref()).unwrap()
    }

    #[test]
    fn only_the_exact_origins_are_trusted() {
        let zoom = hosts("https://api.zoom.us", Some("https://api-eu.zoom.us"));
        for url in [
            "https://api.zoom.us/v2/phone/call_history",
            "https://API.ZOOM.US/v2",
            "https://api.zoom.us:443/v2",
            "https://api-eu.zoom.us/v2/users/me",
            "https://zoom.us/v2/phone/recording/download/abc",
        ] {
            assert!(zoom.trusts(&url.parse().unwrap()), "{url}");
        }
        for url in [
            "http://api.zoom.us/v2",
            "http://zoom.us/v2",
            "https://api.zoom.us:444/v2",
            "https://api.zoom.us./v2",
            "https://user@api.zoom.us/v2",
            "https://user:pass@zoom.us/v2",
            "https://api.zoom.us@example.com/",
            "https://api.zoom.us.example.com/",
            "https://example.com/api.zoom.us",
            "https://example.com/#@zoom.us",
            "https://evilzoom.us/",
            "https://zoom.us.evil.example/",
            "https://file.zoom.us/signed",
            "https://api-us.zoom.us/v2",
            "https://us02web.zoom.us/rec",
            "https://zооm.us/",
            "https://zoom。us.example/",
            "https://xn--zm-fmca.us/",
            "https://127.0.0.1/v2",
            "http://127.0.0.1/v2",
            "https://[::1]/",
            "https://0x7f000001/",
            "https://2130706433/",
            "ftp://api.zoom.us/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/plain,x",
        ] {
            assert!(!zoom.trusts(&url.parse().unwrap()), "{url}");
        }
    }

    #[test]
    fn the_governments_cloud_has_exactly_two_origins() {
        for token_api in
            [None, Some("https://api.zoomgov.com"), Some("https://api.zoom.us"), Some("https://api-us.zoomgov.com")]
        {
            let government = hosts("https://api.zoomgov.com", token_api);
            for (url, trusted) in [
                ("https://api.zoomgov.com/v2/phone/call_history", true),
                ("https://zoomgov.com/v2/phone/recording/download/abc", true),
                ("https://www.zoomgov.com/", false),
                ("https://marketplace.zoomgov.com/", false),
                ("https://api-us.zoomgov.com/v2", false),
                ("https://api.zoomgov.com.example.com/v2", false),
                ("https://api.zoomgov.com./v2", false),
                ("https://api.zoomgov.com:8443/v2", false),
                ("http://api.zoomgov.com/v2", false),
                ("https://user@api.zoomgov.com/v2", false),
                ("https://zoomgov.us/", false),
                ("https://evilzoomgov.com/", false),
                ("https://api.zoom-gov.com/", false),
                ("https://api.zoomgov.co/", false),
                ("https://api.zoom.us/v2", false),
                ("https://zoom.us/", false),
            ] {
                assert_eq!(government.trusts(&url.parse().unwrap()), trusted, "{url} after {token_api:?}");
            }
        }
        assert!(
            !hosts("https://api.zoom.us", Some("https://api.zoomgov.com"))
                .trusts(&"https://api.zoomgov.com".parse().unwrap())
        );
    }

    #[test]
    fn every_other_port_scheme_and_prefix_is_foreign() {
        let zoom = hosts("https://api.zoom.us", None);
        for port in (1..=65_535u16).step_by(97).filter(|port| *port != 443) {
            assert!(!zoom.trusts(&format!("https://api.zoom.us:{port}/v2").parse().unwrap()), "{port}");
        }
        for letter in 'a'..='z' {
            assert!(!zoom.trusts(&format!("https://{letter}api.zoom.us/").parse().unwrap()));
            assert!(!zoom.trusts(&format!("https://{letter}.api.zoom.us/").parse().unwrap()));
            assert!(!zoom.trusts(&format!("https://api.zoom.us{letter}/").parse().unwrap()));
            assert!(!zoom.trusts(&format!("https://{letter}.zoom.us/").parse().unwrap()));
        }
    }

    #[test]
    fn a_token_answer_cannot_name_any_host_it_likes() {
        let zoom = hosts("https://api.zoom.us", Some("https://api.example.com"));
        assert!(!zoom.trusts(&"https://api.example.com/v2".parse().unwrap()));
        let zoom = hosts("https://api.zoom.us", Some("http://api-eu.zoom.us"));
        assert!(!zoom.trusts(&"http://api-eu.zoom.us/v2".parse().unwrap()));
    }

    #[test]
    fn http_is_for_a_stand_in_on_literal_loopback_only() {
        let stand_in = hosts("http://127.0.0.1:4100", None);
        assert!(stand_in.trusts(&"http://127.0.0.1:4100/v2/users/me".parse().unwrap()));
        assert!(stand_in.may_visit(&"http://127.0.0.1:4101/file".parse().unwrap()));
        for url in
            ["http://127.0.0.1:4101/file", "http://localhost:4100/", "https://zoom.us/v2", "https://127.0.0.1:4100/"]
        {
            assert!(!stand_in.trusts(&url.parse().unwrap()), "{url}");
        }
        for api in [
            "http://api.zoom.us",
            "http://localhost:4100",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "https://u@api.zoom.us",
        ] {
            assert!(TrustedHosts::new(&api.parse().unwrap(), None).is_err(), "{api}");
        }
        let stand_in = hosts("http://127.0.0.1:4100", Some("https://api-eu.zoom.us"));
        assert!(!stand_in.trusts(&"https://api-eu.zoom.us/v2".parse().unwrap()));
        assert!(!hosts("https://api.zoom.us", None).may_visit(&"http://127.0.0.1/".parse().unwrap()));
    }
}
