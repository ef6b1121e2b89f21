//! Zoom's identifiers, one type each.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::Text;

macro_rules! identifier {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Text);

        impl $name {
            /// Takes the identifier as Zoom sent it.
            #[must_use]
            pub fn new(raw: &str) -> Self {
                Self(Text::new(raw))
            }

            /// The identifier as Zoom sent it, for requests and the archive; `Display` is the form to show.
            #[must_use]
            pub fn as_raw(&self) -> &str {
                self.0.as_raw()
            }

            /// The identifier as text that others wrote.
            #[must_use]
            pub fn as_text(&self) -> &Text {
                &self.0
            }

            /// True when Zoom gave none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

identifier! {
    /// One call: `call_history_uuid`, or `id` in the old account list. Form `yyyymmdd-` and a UUID; kept as it came.
    CallHistoryUuid;
    /// `call_id`: 19 digits in a string, beyond 2^53, with `_1`, `_2` on legs after a direct transfer.
    CallId;
    /// One step of a call: `call_element_id`, or `id` in the old user list.
    CallElementId;
    /// `recording_id`: 32 hexadecimal digits.
    RecordingId;
    /// `voicemail_id`: 32 hexadecimal digits.
    VoicemailId;
}
