//! What keeps a connection from being made, told from the HTTP library's errors.

use std::error::Error;

/// Where the way to a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Barrier {
    /// The server's name has no address.
    #[error("its name cannot be found")]
    Name,
    /// Nobody takes the connection.
    #[error("no connection")]
    Host,
    /// The proxy is not there, or does not speak as one.
    #[error("the proxy cannot be reached")]
    Proxy,
    /// The proxy wants to know who we are.
    #[error("the proxy asks for a user and a password")]
    ProxyPassword,
    /// The proxy is there, and makes no connection.
    #[error("the proxy refuses the connection")]
    ProxyRefusal,
    /// The certificate was not accepted, or it is no TLS that comes.
    #[error("no secure connection")]
    Tls,
}

impl Barrier {
    /// What stopped a request that could not be sent.
    #[must_use]
    pub fn of(error: &reqwest::Error) -> Self {
        // The library gives no types for most of these, only words in the chain of sources.
        let found = causes(error).find_map(|cause| Self::in_words(&cause.to_string()));
        found.unwrap_or(if error.is_dns() { Self::Name } else { Self::Host })
    }

    fn in_words(words: &str) -> Option<Self> {
        if let Some(why) = words.strip_prefix("tunnel error: ") {
            return Some(match why {
                "proxy authorization required" => Self::ProxyPassword,
                "failed to create underlying connection" => Self::Proxy,
                _ => Self::ProxyRefusal,
            });
        }
        if words.contains("proxy") {
            return Some(Self::Proxy);
        }
        let is_tls = ["certificate", "handshake", "TLS", "corrupt message"].iter().any(|word| words.contains(word));
        is_tls.then_some(Self::Tls)
    }
}

/// The innermost cause, which is what a person can act on: "Connection refused", "certificate has expired".
#[must_use]
pub fn innermost(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_library_tell_what_it_was() {
        for (words, barrier) in [
            ("tunnel error: proxy authorization required", Some(Barrier::ProxyPassword)),
            ("tunnel error: failed to create underlying connection", Some(Barrier::Proxy)),
            ("tunnel error: unsuccessful", Some(Barrier::ProxyRefusal)),
            ("tunnel error: unexpected end of file", Some(Barrier::ProxyRefusal)),
            ("invalid peer certificate: UnknownIssuer", Some(Barrier::Tls)),
            ("tls handshake eof", Some(Barrier::Tls)),
            ("received corrupt message of type InvalidContentType", Some(Barrier::Tls)),
            ("Connection refused (os error 111)", None),
        ] {
            assert_eq!(Barrier::in_words(words), barrier, "{words}");
        }
    }
}
