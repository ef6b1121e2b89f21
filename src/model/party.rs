//! One side of a call.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// The caller or the callee, as far as Zoom tells. Every field may be empty.
/// Source: Zoom Phone API, accountCallHistory and userCallHistory, checked 2026-11-22.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// `*_name`: a person, a queue, a menu, or what the phone network said.
    pub name: Text,
    /// `*_did_number`: E.164, empty when withheld.
    pub did_number: Text,
    /// `*_ext_number`, only inside the account.
    pub ext_number: Text,
    /// `*_email`, only for Zoom users.
    pub email: Text,
    /// `*_ext_id`, only inside the account.
    pub ext_id: Text,
    /// `*_ext_type`: an open list, such as `user`, `call_queue`, `auto_receptionist`.
    pub ext_type: Text,
    /// `*_number_type`: an open list, such as `zoom_pstn`, `external_pstn`.
    pub number_type: Text,
    /// `*_device_type`, such as `MAC_Client(6.6.5.61234)`.
    pub device_type: Text,
    /// `*_country_iso_code`, such as `US`.
    pub country_iso_code: Text,
    /// `*_country_code`: `1` in one answer, `US` in another; kept as it came.
    pub country_code: Text,
    /// `*_employee_id`, own list only.
    pub employee_id: Text,
    /// `*_device_private_ip`, own list only.
    pub device_private_ip: Text,
    /// `*_device_public_ip`, own list only.
    pub device_public_ip: Text,
    /// `*_site_id`, own list only.
    pub site_id: Text,
    /// `*_department`, own list only.
    pub department: Text,
    /// `*_cost_center`, own list only.
    pub cost_center: Text,
}

/// A party as the list, search and counts need it: a third of a [`Party`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PartyRow {
    /// [`Party::name`]
    pub name: Text,
    /// [`Party::did_number`]
    pub did_number: Text,
    /// [`Party::ext_number`]
    pub ext_number: Text,
    /// [`Party::email`]
    pub email: Text,
    /// [`Party::ext_type`]
    pub ext_type: Text,
}

/// What the fields that both forms have tell together.
macro_rules! told_of {
    ($($form:ty),+) => {$(
        impl $form {
            /// What to call this party: its name, else its number, else its extension; `None` when Zoom gave nothing.
            #[must_use]
            pub fn label(&self) -> Option<&Text> {
                [&self.name, &self.did_number, &self.ext_number, &self.email].into_iter().find(|text| !text.is_empty())
            }

            /// The number to call back: the outside number, else the extension. Empty when withheld.
            #[must_use]
            pub fn number(&self) -> &Text {
                if self.did_number.is_empty() { &self.ext_number } else { &self.did_number }
            }

            /// True for what stands before people: a queue, a menu or a shared line.
            #[must_use]
            pub fn is_router(&self) -> bool {
                is_router(&self.ext_type)
            }
        }
    )+};
}

told_of!(Party, PartyRow);

impl From<Party> for PartyRow {
    fn from(party: Party) -> Self {
        let Party { name, did_number, ext_number, email, ext_type, .. } = party;
        Self { name, did_number, ext_number, email, ext_type }
    }
}

/// True for the extension types that stand before people. Source: extension types of the Zoom Phone API, an open list,
/// checked 2026-11-22: what is not a known router is taken for a person.
pub(super) fn is_router(ext_type: &Text) -> bool {
    matches!(ext_type.as_raw(), "call_queue" | "auto_receptionist" | "shared_line_group" | "group_call_pickup")
}
