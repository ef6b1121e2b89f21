//! Who takes part in calls: extensions of the company, and people outside.

use super::words::{ExtensionType, NumberType};

/// One side of a call, as the PARTY fields of Zoom's answers tell it. Missing values are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Display name; may be empty, in capitals, or hold any Unicode.
    pub name: String,
    /// Only of Zoom users.
    pub email: String,
    /// E.164 with a plus, or empty.
    pub did_number: String,
    /// What kind of number it is.
    pub number_type: NumberType,
    /// Two letters, such as `US`, or empty.
    pub country_iso_code: &'static str,
    /// Calling code without plus, such as `1`, or empty.
    pub country_code: &'static str,
    /// The spam label of a caller from outside.
    pub spam: Option<&'static str>,
    /// Present for parties inside the account.
    pub extension: Option<Extension>,
}

impl Party {
    /// The Zoom user id, of a user.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        match &self.extension {
            Some(extension) if extension.kind == ExtensionType::User => Some(&extension.owner_id),
            Some(_) | None => None,
        }
    }

    /// The extension number as text, or the outside number: how recordings and voicemails name a party.
    #[must_use]
    pub fn short_number(&self) -> String {
        self.extension.as_ref().map_or_else(|| self.did_number.clone(), |extension| extension.number.to_string())
    }
}

/// An extension of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The extension id (`x_ext_id`).
    pub id: String,
    /// The id of the user, queue, menu or common area behind it.
    pub owner_id: String,
    /// The extension number.
    pub number: u32,
    /// What kind of extension it is.
    pub kind: ExtensionType,
    /// Place of its site in the company's sites.
    pub site: usize,
    /// Department, or empty.
    pub department: &'static str,
    /// Cost center, or empty.
    pub cost_center: &'static str,
    /// Primary group id, or empty.
    pub group_id: String,
    /// Employee number of a user, or empty.
    pub employee_id: String,
    /// Client or device with its version, or empty.
    pub device_type: &'static str,
    /// Private address of the device, or empty.
    pub private_ip: String,
    /// Public address of the device, or empty.
    pub public_ip: String,
    /// Still in use; recordings of a deactivated user stay.
    pub active: bool,
}
