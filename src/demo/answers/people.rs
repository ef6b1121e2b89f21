//! The company's people and places: phone users, sites, and the person who signed in.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::demo::world::{Company, Site, User};

/// An entry of `GET /phone/users`.
#[must_use]
pub fn phone_user_item(company: &Company, user: &User) -> Value {
    let mut body = common(user);
    body["name"] = json!(user.party.name);
    let active = user.extension().is_some_and(|extension| extension.active);
    body["activation_status"] = json!(if active { "activated" } else { "not ready" });
    body["calling_plans"] = json!([{ "name": "US/CA Unlimited Calling Plan", "type": 200 }]);
    if let Some(site) = company.site_of(&user.party) {
        body["site"] = json!({ "id": site.id, "name": site.name });
    }
    body
}

/// The answer of `GET /phone/users/{userId}`. It has no display name.
#[must_use]
pub fn phone_user(company: &Company, user: &User) -> Value {
    let mut body = common(user);
    body["site_id"] = json!(company.site_of(&user.party).map(|site| &site.id));
    body["site_admin"] = json!(false);
    body["calling_plans"] = json!([{ "type": 200 }]);
    body["emergency_address"] = json!({
        "id": format!("{}-address", user.number_id),
        "address_line1": "100 Example Wharf",
        "address_line2": "",
        "city": "Washington",
        "state_code": "DC",
        "zip": "20001",
        "country": "US",
    });
    body["policy"] = json!({
        "ad_hoc_call_recording": { "enable": true, "recording_start_prompt": true, "recording_transcription": true, "locked": false },
        "auto_call_recording": {
            "enable": true, "recording_calls": "both", "recording_transcription": true, "locked": true, "locked_by": "account",
        },
        "voicemail": {
            "enable": true, "allow_delete": true, "allow_download": true, "allow_transcription": true, "allow_videomail": false,
        },
        "international_calling": true,
    });
    body
}

fn common(user: &User) -> Value {
    let Some(extension) = user.extension() else { return Value::Null };
    let numbers =
        if extension.active { vec![json!({ "id": user.number_id, "number": user.party.did_number })] } else { vec![] };
    json!({
        "id": user.id,
        "phone_user_id": user.phone_user_id,
        "email": user.party.email,
        "extension_id": extension.id,
        "extension_number": extension.number,
        "status": if extension.active { "activate" } else { "deactivate" },
        "department": extension.department,
        "cost_center": extension.cost_center,
        "phone_numbers": numbers,
    })
}

/// An entry of `GET /phone/sites`.
#[must_use]
pub fn phone_site(company: &Company, site: &Site) -> Value {
    let mut body = json!({
        "id": site.id,
        "name": site.name,
        "site_code": site.code,
        "country": { "code": "US", "name": "United States" },
    });
    if let Some(menu) = company.receptionists.get(site.receptionist)
        && let Some(extension) = &menu.party.extension
    {
        body["main_auto_receptionist"] = json!({
            "id": menu.id,
            "name": menu.party.name,
            "extension_id": extension.id,
            "extension_number": extension.number,
        });
    }
    body
}

/// The answer of `GET /users/me` for `user`, who signed in at `signed_in`.
#[must_use]
pub fn me(company: &Company, user: &User, signed_in: DateTime<Utc>) -> Value {
    let extension = user.extension();
    let is_admin = company.users.first().is_some_and(|first| first.id == user.id);
    json!({
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "display_name": user.party.name,
        "email": user.party.email,
        "type": 2,
        "role_name": if is_admin { "Admin" } else { "Member" },
        "role_id": if is_admin { "1" } else { "2" },
        "pmi": 5_550_140_199_u64,
        "use_pmi": false,
        "timezone": "America/New_York",
        "verified": 1,
        "dept": extension.map_or("", |extension| extension.department),
        "created_at": "2024-02-01T09:30:00Z",
        "user_created_at": "2024-02-01T09:30:00Z",
        "last_login_time": signed_in.to_rfc3339_opts(SecondsFormat::Secs, true),
        "last_client_version": "6.6.5.61234(mac)",
        "group_ids": extension.map_or_else(Vec::new, |extension| vec![&extension.group_id]),
        "im_group_ids": [],
        "account_id": company.account_id,
        "account_number": 90_010_042,
        "language": "en-US",
        "phone_country": "",
        "phone_number": "",
        "status": "active",
        "job_title": "",
        "cost_center": extension.map_or("", |extension| extension.cost_center),
        "company": company.name,
        "location": "",
        "login_types": [100],
        "cluster": "us04",
        "plan_united_type": "1",
    })
}
