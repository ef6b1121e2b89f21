//! Buffers that secrets pass through on their way to the server and to the vault. Each has its full size from the start, since
//! one that grows leaves a copy behind, and is wiped when it goes.

use std::io;

use hyper::body::Bytes;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde::Serialize;
use url::form_urlencoded;

/// A form as the body of a request.
pub(super) fn form(fields: &[(&str, &str)]) -> Bytes {
    // An escaped byte takes three.
    let longest = fields.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
    let form = form_urlencoded::Serializer::new(String::with_capacity(longest)).extend_pairs(fields).finish();
    Bytes::from_owner(Zeroizing::new(form.into_bytes()))
}

/// A value as JSON; `None` when it has no such form.
pub(super) fn json(value: &impl Serialize) -> Option<SecretString> {
    let mut length = Length(0);
    serde_json::to_writer(&mut length, value).ok()?;
    let mut json = Vec::with_capacity(length.0);
    serde_json::to_writer(&mut json, value).ok()?;
    String::from_utf8(json).ok().map(SecretString::from)
}

/// Counts what is written to it.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_form_is_escaped_as_forms_are() {
        let body = form(&[("grant_type", "refresh_token"), ("refresh_token", "a+b/c=&ü")]);
        assert_eq!(&*body, b"grant_type=refresh_token&refresh_token=a%2Bb%2Fc%3D%26%C3%BC");
        assert_eq!(&*form(&[]), b"");
    }

    #[test]
    fn json_is_what_it_would_be_elsewhere() {
        let value = serde_json::json!({ "token": "a\"b\u{1}ü", "list": [1, null] });
        assert_eq!(json(&value).unwrap().expose_secret(), value.to_string());
    }
}
