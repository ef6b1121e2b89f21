//! How fast Zoom may be asked.

/// The pace that ringlog keeps to, half of what Zoom publishes for the plan of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Milliseconds between two Light requests: one thing by its id.
    pub light_millis: u64,
    /// Milliseconds between two Medium requests: most lists, and files.
    pub medium_millis: u64,
    /// Milliseconds between two Heavy requests: the account's calls and voicemails.
    pub heavy_millis: u64,
    /// Heavy requests that Zoom allows an account a day; nothing where there is no pace.
    pub heavy_a_day: Option<u64>,
}

/// Those of a Business plan. Source: Zoom rate limits, Phone endpoints, checked 2026-11-22.
impl Default for Rates {
    fn default() -> Self {
        Self { light_millis: 50, medium_millis: 100, heavy_millis: 200, heavy_a_day: Some(30_000) }
    }
}
