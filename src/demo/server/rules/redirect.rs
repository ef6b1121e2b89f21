//! Which redirect addresses an app may send a browser to.

/// Whether `address` is the registered `http://127.0.0.1/callback`, its port ignored and nothing else.
///
/// Source: Zoom's changelog of 2026-09-28 on loopback addresses for PKCE clients. The text is compared as it was
/// sent: `http://2130706433/callback` is the same host to a browser, and not the registered address.
pub fn registered(address: &str) -> bool {
    let Some(after_host) = address.strip_prefix("http://127.0.0.1") else { return false };
    let Some(port) = after_host.strip_suffix("/callback") else { return false };
    port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok_and(|port| port != 0))
}

#[cfg(test)]
mod tests {
    use super::registered;

    #[test]
    fn only_the_loopback_callback_is_registered_with_any_port() {
        for good in ["http://127.0.0.1/callback", "http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback"] {
            assert!(registered(good), "{good}");
        }
        for bad in [
            "http://localhost:8917/callback",
            "https://127.0.0.1:8917/callback",
            "http://127.0.0.1:8917/Callback",
            "http://127.0.0.1:8917/callback/",
            "http://127.0.0.1:8917/callback?x=1",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:65536/callback",
            "http://127.0.0.1.example.com/callback",
            "http://127.0.0.1:80@example.com/callback",
            "http://[::1]:8917/callback",
            "http://2130706433/callback",
            "",
        ] {
            assert!(!registered(bad), "{bad}");
        }
    }
}
