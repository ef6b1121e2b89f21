//! Zoom's two clouds: the one for everybody, and the one for the United States government.

/// A cloud of Zoom's. Tokens of one are of no use to the other, and must not be shown to it.
/// Source: Zoom API documentation on regional hosts; third-party code for Zoom for Government, checked 2026-11-22. Whether Zoom
/// Phone is there is not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// `zoom.us`
    Public,
    /// `zoomgov.com`
    Government,
}

impl Cloud {
    /// The cloud that a host belongs to; `None` for any other host. The host is as `url` normalises it: lower case.
    #[must_use]
    pub fn of(host: &str) -> Option<Self> {
        [Self::Public, Self::Government]
            .into_iter()
            .find(|cloud| host.strip_suffix(cloud.domain()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    }

    /// Where the sign-in page and downloads are.
    #[must_use]
    pub const fn domain(self) -> &'static str {
        match self {
            Self::Public => "zoom.us",
            Self::Government => "zoomgov.com",
        }
    }

    /// The address of the API.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Public => "https://api.zoom.us",
            Self::Government => "https://api.zoomgov.com",
        }
    }

    /// True for a host of the API: `api.zoom.us` and its regional ones, `api-eu.zoom.us` and the like. The government's cloud
    /// has none but `api.zoomgov.com`.
    #[must_use]
    pub fn has_api_at(self, host: &str) -> bool {
        let label = host.strip_suffix(self.domain()).and_then(|label| label.strip_suffix('.'));
        match self {
            Self::Public => label.is_some_and(|label| {
                let region = label.strip_prefix("api-");
                label == "api" || region.is_some_and(|region| !region.is_empty() && !region.contains('.'))
            }),
            Self::Government => label == Some("api"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_belongs_to_its_own_cloud_and_a_look_alike_to_none() {
        for (host, cloud, api) in [
            ("zoom.us", Some(Cloud::Public), false),
            ("api.zoom.us", Some(Cloud::Public), true),
            ("api-eu.zoom.us", Some(Cloud::Public), true),
            ("us02web.zoom.us", Some(Cloud::Public), false),
            ("api-.zoom.us", Some(Cloud::Public), false),
            ("api-x.evil.zoom.us", Some(Cloud::Public), false),
            ("zoomgov.com", Some(Cloud::Government), false),
            ("www.zoomgov.com", Some(Cloud::Government), false),
            ("api.zoomgov.com", Some(Cloud::Government), true),
            ("api-us.zoomgov.com", Some(Cloud::Government), false),
            ("marketplace.zoomgov.com", Some(Cloud::Government), false),
            ("zoomgov.us", None, false),
            ("zoom.com", None, false),
            ("evilzoomgov.com", None, false),
            ("api-zoomgov.com", None, false),
            ("zoomgov.com.example.com", None, false),
            ("zoomgov.com.", None, false),
            ("api.zoom.us.zoomgov.co", None, false),
            ("", None, false),
        ] {
            assert_eq!(Cloud::of(host), cloud, "{host}");
            assert_eq!(cloud.is_some_and(|cloud| cloud.has_api_at(host)), api, "{host}");
        }
    }
}
