//! Reading a query string as strictly as Zoom documents it. Unknown parameters are harmless.

use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

use crate::demo::server::refusal::Refusal;

/// How an endpoint says that a parameter is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// 400/300 with `errors`.
    Validation,
    /// 400/301 with the name in the message.
    Param,
}

/// The query of one request.
#[derive(Clone, Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
    complaint: Complaint,
}

impl Query {
    /// Reads `raw`, what follows the question mark.
    pub fn new(raw: &str, complaint: Complaint) -> Self {
        Self { pairs: form_urlencoded::parse(raw.as_bytes()).into_owned().collect(), complaint }
    }

    /// The refusal of parameter `name`.
    pub fn refuse(&self, name: &str) -> Refusal {
        match self.complaint {
            Complaint::Validation => Refusal::validation(name),
            Complaint::Param => Refusal::param(name),
        }
    }

    /// A text; an empty one is as good as none.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// One of `allowed`.
    pub fn word(&self, name: &str, allowed: &[&str]) -> Result<Option<&str>, Refusal> {
        match self.text(name) {
            Some(word) if !allowed.contains(&word) => Err(self.refuse(name)),
            word => Ok(word),
        }
    }

    /// Every value of an array, sent as `name=a&name=b` or as `name[]=a&name[]=b`: Zoom does not say which it takes.
    pub fn texts(&self, name: &str, at_most: usize) -> Result<Vec<&str>, Refusal> {
        let is_it = |key: &str| key == name || key.strip_suffix("[]") == Some(name);
        let found = self.pairs.iter().filter(|(key, value)| is_it(key) && !value.is_empty());
        let found: Vec<_> = found.map(|(_, value)| value.as_str()).collect();
        if found.len() > at_most { Err(self.refuse(name)) } else { Ok(found) }
    }

    /// An array whose every value is one of `allowed`.
    pub fn words(&self, name: &str, allowed: &[&str], at_most: usize) -> Result<Vec<&str>, Refusal> {
        let found = self.texts(name, at_most)?;
        if found.iter().all(|word| allowed.contains(word)) { Ok(found) } else { Err(self.refuse(name)) }
    }

    /// `true` or `false`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.text(name).map(|text| text.parse().map_err(|_| self.refuse(name))).transpose()
    }

    /// A whole number from 1 to `most`.
    pub fn number(&self, name: &str, default: usize, most: usize) -> Result<usize, Refusal> {
        let Some(text) = self.text(name) else { return Ok(default) };
        text.parse().ok().filter(|number| (1..=most).contains(number)).ok_or_else(|| self.refuse(name))
    }

    /// Names this query apart from its page token: a token is good for the query it was issued to, and no other.
    pub fn fingerprint(&self, path: &str) -> u64 {
        let mut pairs: Vec<_> = self.pairs.iter().filter(|(key, _)| key != "next_page_token").collect();
        pairs.sort();
        let mut digest = Sha256::new();
        digest.update(path);
        for (key, value) in pairs {
            for text in [key, value] {
                digest.update((text.len() as u64).to_be_bytes());
                digest.update(text);
            }
        }
        let digest = digest.finalize();
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(raw: &str) -> Query {
        Query::new(raw, Complaint::Param)
    }

    #[test]
    fn an_array_is_read_in_every_form_and_counted() {
        for raw in ["d=inbound&d=outbound", "d[]=inbound&d[]=outbound", "d%5B%5D=inbound&d=outbound&d="] {
            assert_eq!(query(raw).words("d", &["inbound", "outbound"], 2).unwrap(), ["inbound", "outbound"], "{raw}");
        }
        assert_eq!(query("d=sideways").words("d", &["inbound"], 2), Err(Refusal::param("d")));
        assert_eq!(query("d=inbound&d=inbound").words("d", &["inbound"], 1), Err(Refusal::param("d")));
    }

    #[test]
    fn a_page_size_is_a_whole_number_in_its_bounds() {
        for (raw, size) in [("", Ok(30)), ("page_size=1", Ok(1)), ("page_size=300", Ok(300)), ("page_size=", Ok(30))] {
            assert_eq!(query(raw).number("page_size", 30, 300), size, "{raw}");
        }
        for raw in ["page_size=0", "page_size=301", "page_size=-1", "page_size=ten", "page_size=1.5"] {
            assert!(query(raw).number("page_size", 30, 300).is_err(), "{raw}");
        }
    }

    #[test]
    fn the_fingerprint_ignores_order_and_page_token_only() {
        let first = query("a=1&b=2").fingerprint("/p");
        assert_eq!(query("b=2&next_page_token=x&a=1").fingerprint("/p"), first);
        for other in ["a=1&b=3", "a=1", "a=1b&=2", "a=1&b=2&b=2"] {
            assert_ne!(query(other).fingerprint("/p"), first, "{other}");
        }
        assert_ne!(query("a=1&b=2").fingerprint("/q"), first);
    }
}
