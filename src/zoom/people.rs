//! People and places: who is signed in, who has Zoom Phone, which sites there are.

use serde_json::{Map, Value};

use super::client::Client;
use super::error::Error;
use super::limiter::Label;
use super::page::{BadRowReason, Page, PageToken};
use super::wire::Fields;
use super::{decode, window};
use crate::model::{Access, Account, Text};

/// The most phone users of a page that Zoom gives. Source: Zoom Phone API, listPhoneUsers, checked 2026-11-22.
const MOST_USERS_A_PAGE: &str = "100";
/// The most sites of a page that Zoom gives. Source: Zoom Phone API, listPhoneSites, checked 2026-11-22.
const MOST_SITES_A_PAGE: &str = "300";

/// A person with Zoom Phone. Source: Zoom Phone API, listPhoneUsers and phoneUser, checked 2026-11-22.
#[derive(Clone, Debug, PartialEq)]
pub struct PhoneUser {
    /// Zoom's id of the person.
    pub id: Text,
    /// Absent in the own profile.
    pub name: Text,
    /// `email`
    pub email: Text,
    /// What `caller_ext_id` and `callee_ext_id` of calls name.
    pub extension_id: Text,
    /// `extension_number`
    pub extension_number: Text,
    /// `activate` or `deactivate`.
    pub status: Text,
    /// `site.id`, or `site_id` of the own profile.
    pub site_id: Text,
    /// `site.name`; absent in the own profile.
    pub site_name: Text,
    /// `department`
    pub department: Text,
    /// `cost_center`
    pub cost_center: Text,
    /// `phone_numbers[].number`, with or without the plus sign.
    pub phone_numbers: Vec<Text>,
    /// Everything else that Zoom sent.
    pub extra: Map<String, Value>,
}

/// A site. Source: Zoom Phone API, listPhoneSites, checked 2026-11-22.
#[derive(Clone, Debug, PartialEq)]
pub struct PhoneSite {
    /// `id`
    pub id: Text,
    /// `name`
    pub name: Text,
    /// Everything else that Zoom sent.
    pub extra: Map<String, Value>,
}

impl Client {
    /// Who is signed in; `access` is what the granted scopes open. Light. Not for server-to-server apps.
    ///
    /// # Errors
    /// All that a request can meet.
    pub async fn me(&self, access: Access) -> Result<Account, Error> {
        let url = self.url(&["users", "me"])?;
        Ok(account(decode::object(&self.json(url, Label::Light).await?)?, access))
    }

    /// The own phone profile: a good check whether the person has Zoom Phone at all. Light.
    ///
    /// # Errors
    /// [`super::ErrorKind::NotFound`] or [`super::ErrorKind::NoZoomPhone`] without Zoom Phone; all that a request can meet.
    pub async fn phone_profile(&self) -> Result<PhoneUser, Error> {
        let url = self.url(&["phone", "users", "me"])?;
        phone_user(decode::object(&self.json(url, Label::Light).await?)?).map_err(decode::unusable)
    }

    /// A page of the people with Zoom Phone. Medium.
    ///
    /// # Errors
    /// All that a request can meet.
    pub async fn phone_users(&self, token: Option<&PageToken>) -> Result<Page<PhoneUser>, Error> {
        let mut url = self.url(&["phone", "users"])?;
        url.query_pairs_mut().append_pair("page_size", MOST_USERS_A_PAGE);
        let body = self.json(window::next_page(url, token), Label::Medium).await?;
        decode::page(&body, |page| page.users, |row| phone_user(decode::fields(row)?))
    }

    /// A page of the sites. Medium. Only where multiple sites are switched on.
    ///
    /// # Errors
    /// All that a request can meet.
    pub async fn sites(&self, token: Option<&PageToken>) -> Result<Page<PhoneSite>, Error> {
        let mut url = self.url(&["phone", "sites"])?;
        url.query_pairs_mut().append_pair("page_size", MOST_SITES_A_PAGE);
        let body = self.json(window::next_page(url, token), Label::Medium).await?;
        decode::page(&body, |page| page.sites, |row| site(decode::fields(row)?))
    }
}

pub(super) fn account(mut user: Fields, access: Access) -> Account {
    let display_name = user.text("display_name");
    let name = if display_name.is_empty() {
        Text::new(format!("{} {}", user.text("first_name").as_raw(), user.text("last_name").as_raw()).trim())
    } else {
        display_name
    };
    Account { account_id: user.text("account_id"), user_id: user.text("id"), name, email: user.text("email"), access }
}

pub(super) fn phone_user(mut user: Fields) -> Result<PhoneUser, BadRowReason> {
    let id = user.text("id");
    if id.is_empty() {
        return Err(BadRowReason::NoId);
    }
    let mut site = user.object("site");
    let (site_id, site_name) = (site.text("id"), site.text("name"));
    user.put_back("site", site);
    Ok(PhoneUser {
        id,
        name: user.text("name"),
        email: user.text("email"),
        extension_id: user.text("extension_id"),
        extension_number: user.text("extension_number"),
        status: user.text("status"),
        site_id: if site_id.is_empty() { user.text("site_id") } else { site_id },
        site_name,
        department: user.text("department"),
        cost_center: user.text("cost_center"),
        phone_numbers: user.list("phone_numbers").into_iter().map(|mut number| number.text("number")).collect(),
        extra: user.into_extra(),
    })
}

pub(super) fn site(mut site: Fields) -> Result<PhoneSite, BadRowReason> {
    let id = site.text("id");
    if id.is_empty() {
        return Err(BadRowReason::NoId);
    }
    Ok(PhoneSite { id, name: site.text("name"), extra: site.into_extra() })
}
