//! The other way back from the browser: the address, pasted by the person. Over SSH it is the usual one.

use std::borrow::Cow;

use url::Url;

use super::callback::{CALLBACK_PATH, Rejection};
use crate::model::Text;

/// What was wrong with the pasted text. Every variant but `Denied` leaves the attempt as it was.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Nothing in it.
    #[error("nothing was pasted")]
    Empty,
    /// Neither an address nor a query.
    #[error(
        "this is not an address; paste the whole address of the page the browser ended on, it starts with http://127.0.0.1"
    )]
    NotAnAddress,
    /// The page where access is asked for, not the one after it.
    #[error(
        "this is the address of the page that asks; approve there first, then paste the address of the page that follows"
    )]
    AuthorizePage,
    /// Some other page.
    #[error("this is another page's address; the right one starts with http://127.0.0.1 and holds code=")]
    OtherPage,
    /// Cut off: no `state`.
    #[error("a part of the address is missing; copy all of it, from http to the end")]
    Incomplete,
    /// Another attempt's address.
    #[error("this address belongs to another sign-in; use the page that this one opened")]
    OtherAttempt,
    /// It names another authorization server.
    #[error("this address comes from another server than the one asked")]
    OtherServer,
    /// A parameter stands twice.
    #[error("this address was changed on its way: a part of it stands twice")]
    Repeated,
    /// The answer came already, by the browser or by an earlier paste.
    #[error("this sign-in is over")]
    Over,
    /// The person, or Zoom, said no.
    #[error("Zoom sent the browser back without access: {error}")]
    Denied {
        /// OAuth's word, such as `access_denied`.
        error: Text,
        /// Zoom's own sentence; may be empty.
        description: Text,
    },
}

impl From<Rejection> for PasteError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Repeated => Self::Repeated,
            Rejection::NoState | Rejection::NoAnswer => Self::Incomplete,
            Rejection::WrongState => Self::OtherAttempt,
            Rejection::WrongIssuer => Self::OtherServer,
            Rejection::Over => Self::Over,
        }
    }
}

/// The query in pasted text: a whole address or the query alone, with the quotes, brackets and line breaks that terminals
/// and chat programs put around and into it.
pub(super) fn query_of(text: &str) -> Result<String, PasteError> {
    // A terminal that wraps a long address puts line breaks into it; an address itself has no white space.
    let joined: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let bare = joined.trim_matches(|c| matches!(c, '<' | '>' | '"' | '\'' | '`' | '(' | ')' | '[' | ']'));
    if bare.is_empty() {
        return Err(PasteError::Empty);
    }
    let bare = &with_head(bare);
    if !bare.contains("://") {
        let query = bare.rsplit_once('?').map_or(bare.as_ref(), |(_, query)| query);
        return if query.contains('=') { Ok(query.to_owned()) } else { Err(PasteError::NotAnAddress) };
    }
    let url = Url::parse(bare).map_err(|_| PasteError::NotAnAddress)?;
    if url.path().ends_with("/oauth/authorize") {
        return Err(PasteError::AuthorizePage);
    }
    let ours = url.scheme() == "http" && url.host_str() == Some("127.0.0.1") && url.path() == CALLBACK_PATH;
    if !ours {
        return Err(PasteError::OtherPage);
    }
    url.query().map(str::to_owned).ok_or(PasteError::Incomplete)
}

/// The address with its head: in a terminal that types what is pasted, the first letters are keys, and `p` opens the field that
/// the rest goes to.
fn with_head(bare: &str) -> Cow<'_, str> {
    const HEAD: &str = "http://";
    let rest = (1..HEAD.len()).find_map(|lost| bare.strip_prefix(&HEAD[lost..]));
    rest.map_or(Cow::Borrowed(bare), |rest| Cow::Owned(format!("{HEAD}{rest}")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_a_query_or_an_error(text in "\\PC*|[a-z:/?=&\\[\\]<>. \n]{0,40}") {
            if let Ok(query) = query_of(&text) {
                prop_assert!(!query.contains(char::is_whitespace));
            }
        }
    }

    #[test]
    fn an_address_is_found_however_it_is_wrapped() {
        let address = "http://127.0.0.1:4711/callback?code=abc&state=xyz";
        for text in [
            address.to_owned(),
            format!("  {address}\r\n"),
            format!("<{address}>"),
            format!("\"{address}\""),
            format!("[{address}]"),
            address.replace("abc", "a\nbc"),
            address.replacen("http", "", 1),
            address.replacen("http:/", "", 1),
            "code=abc&state=xyz".to_owned(),
            "?code=abc&state=xyz\n".to_owned(),
            "127.0.0.1:4711/callback?code=abc&state=xyz".to_owned(),
        ] {
            assert_eq!(query_of(&text).as_deref(), Ok("code=abc&state=xyz"), "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, error) in [
            (" \n", PasteError::Empty),
            ("hello", PasteError::NotAnAddress),
            ("http://[", PasteError::NotAnAddress),
            ("https://zoom.us/oauth/authorize?client_id=a&state=b", PasteError::AuthorizePage),
            ("https://zoom.us/profile", PasteError::OtherPage),
            ("https://127.0.0.1:4711/callback?code=a&state=b", PasteError::OtherPage),
            ("http://127.0.0.1:4711/callback", PasteError::Incomplete),
        ] {
            assert_eq!(query_of(text), Err(error), "{text:?}");
        }
    }
}
