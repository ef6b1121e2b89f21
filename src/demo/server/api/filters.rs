//! The filters of the two call lists: over whole calls for the account, over steps for a user.

use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::query::Query;
use crate::demo::server::rules::words;
use crate::demo::world::{Call, Company, Leg, Party};

/// What the account list does not limit.
const ANY_NUMBER: usize = usize::MAX;

/// The filters of one query. An empty one lets everything through.
#[derive(Debug, PartialEq, Eq)]
pub struct Filters<'q> {
    keyword: Option<String>,
    directions: Vec<&'q str>,
    connect_types: Vec<&'q str>,
    number_types: Vec<&'q str>,
    call_types: Vec<&'q str>,
    extension_types: Vec<&'q str>,
    call_results: Vec<&'q str>,
    group_ids: Vec<&'q str>,
    site_ids: Vec<&'q str>,
    department: Option<&'q str>,
    cost_center: Option<&'q str>,
    recording_status: Option<&'q str>,
    with_voicemail: Option<bool>,
    call_ids: Vec<&'q str>,
    /// Whether the window is about `end_time`.
    pub by_end_time: bool,
}

impl<'q> Filters<'q> {
    /// Of the account list.
    pub fn of_account(query: &'q Query) -> Result<Self, Refusal> {
        let filters = Self::read(query, words::CALL_RESULTS, ANY_NUMBER, ANY_NUMBER)?;
        Ok(Self { call_ids: query.texts("call_ids", ANY_NUMBER)?, ..filters })
    }

    /// Of a user's list: shorter arrays, other results, no `call_ids`.
    pub fn of_user(query: &'q Query) -> Result<Self, Refusal> {
        Self::read(query, words::USER_CALL_RESULTS, 2, 10)
    }

    fn read(query: &'q Query, results: &[&str], few: usize, many: usize) -> Result<Self, Refusal> {
        Ok(Self {
            keyword: query.text("keyword").map(str::to_lowercase),
            directions: query.words("directions", words::DIRECTIONS, few)?,
            connect_types: query.words("connect_types", words::CONNECT_TYPES, few)?,
            number_types: query.words("number_types", words::NUMBER_TYPES, many)?,
            call_types: query.words("call_types", words::CALL_TYPES, few)?,
            extension_types: query.words("extension_types", words::EXTENSION_TYPES, many)?,
            call_results: query.words("call_results", results, many)?,
            group_ids: query.texts("group_ids", many)?,
            site_ids: query.texts("site_ids", many)?,
            department: query.text("department"),
            cost_center: query.text("cost_center"),
            recording_status: query.word("recording_status", words::RECORDING_STATUSES)?,
            with_voicemail: query.flag("with_voicemail")?,
            call_ids: Vec::new(),
            by_end_time: query.word("time_type", words::TIME_TYPES)? == Some("end_time"),
        })
    }

    /// Whether nothing is filtered, so that no call has to be looked at.
    pub fn is_empty(&self) -> bool {
        let nothing = Filters {
            keyword: None,
            directions: Vec::new(),
            connect_types: Vec::new(),
            number_types: Vec::new(),
            call_types: Vec::new(),
            extension_types: Vec::new(),
            call_results: Vec::new(),
            group_ids: Vec::new(),
            site_ids: Vec::new(),
            department: None,
            cost_center: None,
            recording_status: None,
            with_voicemail: None,
            call_ids: Vec::new(),
            by_end_time: self.by_end_time,
        };
        *self == nothing
    }

    /// Whether a row of the account list passes.
    pub fn pass(&self, company: &Company, call: &Call) -> bool {
        one_of(&self.call_results, call.call_result.word())
            && one_of(&self.directions, call.direction.word())
            && one_of(&self.connect_types, call.connect_type.word())
            && one_of(&self.call_types, call.call_type.word())
            && (self.call_ids.is_empty() || self.call_ids.contains(&call.call_id.to_string().as_str()))
            && self.recording_status.is_none_or(|status| status == call.recording_status())
            && self.with_voicemail.is_none_or(|with| with == call.voicemail.is_some())
            && self.owner_passes(company, &call.owner)
            && self.parties_pass([&call.caller, &call.callee])
            && self.keyword_passes(&call.call_id, [&call.caller, &call.callee])
    }

    /// Whether a row of a user's list, the step `leg` of `call`, passes.
    pub fn pass_step(&self, company: &Company, call: &Call, leg: &Leg) -> bool {
        let is_it =
            |place: usize| call.legs.get(place).is_some_and(|other| other.call_element_id == leg.call_element_id);
        let result = match leg.result.word() {
            "system_blocked" => "blocked", // as this list calls it
            word => word,
        };
        let recorded = call.recordings.iter().any(|recording| is_it(recording.leg));
        let recording = if recorded { "recorded" } else { "non_recorded" };
        let voicemail = call.voicemail.as_ref().is_some_and(|voicemail| is_it(voicemail.leg));
        one_of(&self.call_results, result)
            && one_of(&self.directions, leg.direction.word())
            && one_of(&self.connect_types, leg.connect_type.word())
            && one_of(&self.call_types, call.call_type.word())
            && self.recording_status.is_none_or(|status| status == recording)
            && self.with_voicemail.is_none_or(|with| with == voicemail)
            && self.owner_passes(company, &leg.owner)
            && self.parties_pass([&leg.caller, &leg.callee])
            && self.keyword_passes(&leg.call_id, [&leg.caller, &leg.callee])
    }

    fn owner_passes(&self, company: &Company, owner: &Party) -> bool {
        let extension = owner.extension.as_ref();
        let (group, department, cost_center) =
            extension.map_or(("", "", ""), |owner| (owner.group_id.as_str(), owner.department, owner.cost_center));
        one_of(&self.group_ids, group)
            && (self.site_ids.is_empty()
                || company.site_of(owner).is_some_and(|site| self.site_ids.contains(&site.id.as_str())))
            && self.department.is_none_or(|asked| asked == department)
            && self.cost_center.is_none_or(|asked| asked == cost_center)
    }

    fn parties_pass(&self, parties: [&Party; 2]) -> bool {
        let kind = |party: &Party| party.extension.as_ref().map(|extension| extension.kind.word());
        let number = |party: &&Party| self.number_types.contains(&party.number_type.word());
        let extension = |party: &&Party| kind(party).is_some_and(|kind| self.extension_types.contains(&kind));
        (self.number_types.is_empty() || parties.iter().any(number))
            && (self.extension_types.is_empty() || parties.iter().any(extension))
    }

    /// Name, e-mail, number, extension or call id holds the keyword, whatever its case.
    fn keyword_passes(&self, call_id: &impl ToString, parties: [&Party; 2]) -> bool {
        let Some(keyword) = self.keyword.as_deref() else { return true };
        let holds = |party: &Party| {
            party.did_number.contains(keyword)
                || party.extension.as_ref().is_some_and(|extension| extension.number.to_string().contains(keyword))
                || party.email.to_lowercase().contains(keyword)
                || party.name.to_lowercase().contains(keyword)
        };
        parties.into_iter().any(holds) || call_id.to_string().contains(keyword)
    }
}

fn one_of(allowed: &[&str], word: &str) -> bool {
    allowed.is_empty() || allowed.contains(&word)
}
