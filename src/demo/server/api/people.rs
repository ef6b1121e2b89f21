//! Who is who: the person, the phone users, the sites.

use serde_json::{Value, json};

use super::{Answer, Asked, json};
use crate::demo::answers;
use crate::demo::server::rules::words;
use crate::demo::world::{Site, User};

/// `GET /users/{userId}`.
pub fn user(asked: &Asked) -> Answer {
    let user = asked.user(1001)?;
    Ok(json(answers::me(asked.world.company(), user, asked.now)))
}

/// `GET /phone/users/{userId}`.
pub fn phone_user(asked: &Asked) -> Answer {
    let user = asked.user(1001)?;
    Ok(json(answers::phone_user(asked.world.company(), user)))
}

/// `GET /phone/users`.
pub fn phone_users(asked: &Asked) -> Answer {
    let company = asked.world.company();
    let query = &asked.query;
    let status = query.word("status", words::USER_STATUSES)?;
    let calling_type = query.text("calling_type").map(|text| text.parse().map_err(|_| query.refuse("calling_type")));
    let calling_type: Option<u32> = calling_type.transpose()?;
    let keyword = query.text("keyword").map(str::to_lowercase);
    let passes = |user: &&User| {
        let Some(extension) = user.extension() else { return false };
        let is = if extension.active { "activate" } else { "deactivate" };
        let site = company.site_of(&user.party).map(|site| site.id.as_str());
        let holds = |keyword: &String| {
            user.party.name.to_lowercase().contains(keyword)
                || user.party.email.contains(keyword)
                || user.party.did_number.contains(keyword)
                || extension.number.to_string().contains(keyword)
        };
        status.is_none_or(|status| status == is)
            && calling_type
                .is_none_or(|kind| answers::phone_user_item(company, user)["calling_plans"][0]["type"] == kind)
            && query.text("site_id").is_none_or(|id| Some(id) == site)
            && query.text("department").is_none_or(|department| department == extension.department)
            && query.text("cost_center").is_none_or(|cost_center| cost_center == extension.cost_center)
            && keyword.as_ref().is_none_or(holds)
    };
    let users: Vec<_> = company.users.iter().filter(passes).collect();
    let (mut head, page) = asked.page_of(&users, 100)?;
    let users: Vec<_> = users[page].iter().map(|user| answers::phone_user_item(company, user)).collect();
    head.insert("users".into(), json!(users));
    Ok(json(Value::Object(head)))
}

/// `GET /phone/sites`.
pub fn phone_sites(asked: &Asked) -> Answer {
    let company = asked.world.company();
    let named = |site: &&Site| asked.query.text("site_name").is_none_or(|name| site.name.contains(name));
    let sites: Vec<_> = company.sites.iter().filter(named).collect();
    let (mut head, page) = asked.page_of(&sites, 300)?;
    let sites: Vec<_> = sites[page].iter().map(|site| answers::phone_site(company, site)).collect();
    head.insert("sites".into(), json!(sites));
    Ok(json(Value::Object(head)))
}
