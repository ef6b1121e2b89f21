//! `next_page_token`: where the next page of one query begins. A token holds its whole state, signed, so that the
//! server keeps nothing for it however many are given out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

/// Fifteen minutes. Source: Zoom's Phone document, July 2026.
pub const LIFE: TimeDelta = TimeDelta::minutes(15);

/// Where a page begins: a position in the rows that `query` finds between two fixed times, so that calls which come
/// in meanwhile move nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// [`super::query::Query::fingerprint`].
    pub query: u64,
    /// Start of the window, Unix seconds.
    pub from: i64,
    /// End of the window, Unix seconds.
    pub to: i64,
    /// The index of the first call after the window when the first page was asked.
    pub end: u64,
    /// Rows before this page.
    pub position: u64,
}

/// Signs tokens and reads them back.
pub struct PageTokens {
    key: [u8; 32],
}

const SIGNATURE_BYTES: usize = 16;

impl PageTokens {
    /// Tokens signed with `key`.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A token for `cursor`.
    pub fn issue(&self, cursor: Cursor, now: DateTime<Utc>) -> String {
        let numbers = [
            cursor.query,
            cursor.from.cast_unsigned(),
            cursor.to.cast_unsigned(),
            cursor.end,
            cursor.position,
            now.timestamp().cast_unsigned(),
        ];
        let mut bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        let signature = self.sign(&bytes);
        bytes.extend_from_slice(&signature);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The cursor of `token`, if it is ours, at most fifteen minutes old, and of the same query.
    pub fn read(&self, token: &str, query: u64, now: DateTime<Utc>) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (body, signature) = bytes.split_at_checked(48)?;
        if self.sign(body) != signature {
            return None;
        }
        let mut numbers = body.chunks_exact(8).filter_map(|chunk| chunk.try_into().ok().map(u64::from_be_bytes));
        let mut next = || numbers.next();
        let cursor = Cursor {
            query: next()?,
            from: next()?.cast_signed(),
            to: next()?.cast_signed(),
            end: next()?,
            position: next()?,
        };
        let issued = DateTime::from_timestamp(next()?.cast_signed(), 0)?;
        (cursor.query == query && now - issued < LIFE).then_some(cursor)
    }

    /// A signature of `text` for addresses that open without a bearer.
    pub fn seal(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.sign(text.as_bytes()))
    }

    fn sign(&self, body: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let digest = Sha256::new().chain_update(self.key).chain_update(body).finalize();
        let mut signature = [0; SIGNATURE_BYTES];
        signature.copy_from_slice(&digest[..SIGNATURE_BYTES]);
        signature
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_query_and_fifteen_minutes() {
        let tokens = PageTokens::new([1; 32]);
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let cursor = Cursor { query: 9, from: -5, to: 1_795_000_000, end: 10_000_000, position: 300 };
        let token = tokens.issue(cursor, now);
        assert_eq!(tokens.read(&token, 9, now + LIFE - TimeDelta::seconds(1)), Some(cursor));
        assert_eq!(tokens.read(&token, 9, now + LIFE), None);
        assert_eq!(tokens.read(&token, 8, now), None);
        assert_eq!(PageTokens::new([2; 32]).read(&token, 9, now), None);
        for broken in ["", "x", &token[1..], &format!("B{}", &token[1..])] {
            assert_eq!(tokens.read(broken, 9, now), None);
        }
    }
}
