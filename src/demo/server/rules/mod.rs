//! The written rules of Zoom's API, apart from any one endpoint: parameters, windows, page tokens, scopes, addresses.

pub(super) mod page_token;
pub(super) mod query;
pub(super) mod redirect;
pub(super) mod scopes;
pub(super) mod window;
pub(super) mod words;
