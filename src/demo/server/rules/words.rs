//! The closed sets Zoom checks its parameters against. Source: Zoom's Phone document, July 2026.

pub const DIRECTIONS: &[&str] = &["inbound", "outbound"];
pub const CONNECT_TYPES: &[&str] = &["internal", "external"];
pub const CALL_TYPES: &[&str] = &["general", "emergency"];
pub const TIME_TYPES: &[&str] = &["start_time", "end_time"];
pub const RECORDING_STATUSES: &[&str] = &["recorded", "non_recorded"];
pub const NUMBER_TYPES: &[&str] = &[
    "zoom_pstn",
    "zoom_toll_free_number",
    "external_pstn",
    "external_contact",
    "byoc",
    "byop",
    "3rd_party_contact_center",
    "zoom_service_number",
    "external_service_number",
    "zoom_contact_center",
    "meeting_phone_number",
    "meeting_id",
    "anonymous_number",
    "zoom_revenue_accelerator",
];
pub const EXTENSION_TYPES: &[&str] = &[
    "user",
    "call_queue",
    "auto_receptionist",
    "common_area",
    "zoom_room",
    "cisco_room",
    "shared_line_group",
    "group_call_pickup",
    "external_contact",
];
/// `call_results` of the account list.
pub const CALL_RESULTS: &[&str] = &[
    "answered",
    "accepted",
    "picked_up",
    "connected",
    "succeeded",
    "voicemail",
    "hang_up",
    "canceled",
    "call_failed",
    "unconnected",
    "rejected",
    "busy",
    "ring_timeout",
    "overflowed",
    "no_answer",
    "invalid_key",
    "invalid_operation",
    "abandoned",
    "system_blocked",
    "service_unavailable",
];
/// `call_results` of a user's list, which are others.
pub const USER_CALL_RESULTS: &[&str] = &[
    "answered",
    "connected",
    "voicemail",
    "hang_up",
    "no_answer",
    "invalid_operation",
    "abandoned",
    "blocked",
    "service_unavailable",
];
pub const SYNC_TYPES: &[&str] = &["FSync", "ISync", "BSync"];
pub const RECORDING_OWNERS: &[&str] = &["all", "user", "callQueue", "commonArea", "sharedOffice"];
pub const RECORDING_TYPES: &[&str] = &["OnDemand", "Automatic"];
pub const VOICEMAIL_OWNERS: &[&str] =
    &["user", "callQueue", "sharedLineGroup", "autoReceptionist", "commonArea", "sharedOffice"];
pub const VOICEMAIL_STATUSES: &[&str] = &["all", "read", "unread"];
pub const VOICEMAIL_TYPES: &[&str] = &["normal", "spam", "maybeSpam"];
pub const USER_STATUSES: &[&str] = &["activate", "deactivate", "pending"];
