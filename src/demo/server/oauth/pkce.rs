//! Proof Key for Code Exchange (RFC 7636), the server's half.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// What a verifier must fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// base64url of the verifier's SHA-256, without padding.
    S256(String),
    /// The verifier itself, which Zoom takes when no method is sent.
    Plain(String),
}

impl Challenge {
    /// `None` when the challenge is not 43 to 128 unreserved characters or the method is not one of the two.
    pub fn new(challenge: &str, method: &str) -> Option<Self> {
        match method {
            "S256" if well_formed(challenge) => Some(Self::S256(challenge.to_owned())),
            "plain" if well_formed(challenge) => Some(Self::Plain(challenge.to_owned())),
            _ => None,
        }
    }

    /// Whether `verifier` is the one this challenge was made from.
    pub fn fits(&self, verifier: &str) -> bool {
        well_formed(verifier)
            && match self {
                Self::S256(digest) => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *digest,
                Self::Plain(itself) => itself == verifier,
            }
    }
}

fn well_formed(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::Challenge;

    /// The example of RFC 7636, appendix B.
    #[test]
    fn the_rfc_example_fits_and_its_neighbours_do_not() {
        let challenge = Challenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "S256").unwrap();
        assert!(challenge.fits("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.fits("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"));
        assert!(!challenge.fits("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        assert_eq!(Challenge::new("too-short", "S256"), None);
        assert_eq!(Challenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "S512"), None);
    }
}
