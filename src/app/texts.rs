//! Reading what was said in many calls: which of them have something unread, and what that costs.

use super::effect::{Effect, JobWork};
use super::price::{self, DeferrableWork, Price, PriceTag, PricedWork};
use super::state::State;
use crate::index::{RowId, RowView};
use crate::model::query::Fact;
use crate::model::{Access, CallKey, Feature, Flags, JobKind, Scopes, grouped};

/// Rows of the list that names a person's AI summaries, a request.
const NAMED_A_PAGE: u64 = 100;

/// Why an account-wide sign-in finds no AI summary.
pub const NO_SUMMARIES: &str = "Zoom names AI summaries only in a person's own list of calls, not in the account's.";

/// What is said where there is no call to fetch anything of.
pub const NO_CALL: &str = "no call matches";

/// What of that which was said a sign-in may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each scope is there or not, on its own")]
pub struct MayRead {
    access: Access,
    /// How a call went, which names its recordings and voicemail.
    paths: bool,
    transcripts: bool,
    voicemail: bool,
    /// Zoom names AI summaries in a person's own list only.
    summaries: bool,
}

impl MayRead {
    /// By the scopes that came with the token. Where Zoom did not say which, all are tried.
    #[must_use]
    pub fn of(access: Access, scopes: &Scopes) -> Self {
        let may = |feature| scopes.is_empty() || scopes.allow(feature);
        Self {
            access,
            paths: access == Access::Own || may(Feature::CallPath),
            transcripts: may(Feature::Transcript) && may(Feature::RecordingDownload),
            voicemail: may(Feature::VoicemailDetail),
            summaries: access == Access::Own && may(Feature::AiSummary),
        }
    }

    /// True when there is nothing that it may read.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        !self.transcripts && !self.voicemail && !self.summaries
    }

    /// True when no list that is asked for names AI summaries.
    #[must_use]
    pub fn finds_no_summaries(self) -> bool {
        self.access == Access::Account
    }

    /// What is left out for want of a scope, and which one that is: a sentence each.
    #[must_use]
    pub fn left_out(self, scopes: &Scopes) -> Vec<String> {
        let transcripts = [Feature::Transcript, Feature::RecordingDownload];
        let all = [
            (self.transcripts, "Transcripts are", &transcripts[..]),
            (self.voicemail, "Voicemail is", &[Feature::VoicemailDetail]),
            (self.paths, "Calls whose recordings and voicemail no list has named are", &[Feature::CallPath]),
            (self.summaries || self.access == Access::Account, "AI summaries are", &[Feature::AiSummary]),
        ];
        let lacking = all.into_iter().filter(|(may, ..)| !may).map(|(_, what, features)| {
            let lacking = features.iter().filter(|feature| !scopes.allow(**feature));
            let names: Vec<&str> = lacking.filter_map(|feature| feature.scope_for(self.access)).collect();
            format!("{what} left out: the Zoom app lacks {}.", names.join(" and "))
        });
        lacking.collect()
    }

    /// The requests that reading a call takes, about; `None` when there is nothing to read in it. `steps` says that calls come with
    /// their steps, so that nobody asks for their paths.
    fn requests(self, flags: Flags, steps: bool) -> Option<u64> {
        let transcript = self.transcripts && flags.has_unread_recording();
        let voicemail = self.voicemail && flags.has_unread_voicemail();
        let summary = self.summaries && !flags.has(Flags::SUMMARIES_READ);
        let path = (transcript || voicemail) && self.paths && !steps && !flags.has(Flags::PATH);
        // The recording of the step, and what was said in it.
        let requests = u64::from(path) + if transcript { 2 } else { 0 } + u64::from(voicemail);
        (transcript || voicemail || summary).then_some(requests)
    }
}

/// Calls in which something was said that was not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToRead {
    /// Which.
    pub keys: Vec<CallKey>,
    /// The requests that takes, about.
    pub requests: u64,
}

impl ToRead {
    /// Those of `rows`. `steps` says that calls come with their steps.
    #[must_use]
    pub fn of<'a>(rows: impl IntoIterator<Item = RowView<'a>>, may: MayRead, steps: bool) -> Self {
        let mut all = Self::default();
        for row in rows {
            if let Some(requests) = may.requests(row.flags(), steps) {
                all.keys.push(row.key());
                all.requests += requests;
            }
        }
        if may.summaries {
            all.requests += (all.keys.len() as u64).div_ceil(NAMED_A_PAGE);
        }
        all
    }

    /// The work that reads them.
    #[must_use]
    pub fn work(&self) -> JobWork {
        let items = self.keys.iter().map(|key| key.0.to_string()).collect();
        JobWork::New { kind: JobKind::Texts, items, folder: None }
    }
}

/// The marked calls, else those that match but for what these facts would tell of them.
pub(super) fn to_fetch_of(state: &State, facts: &[Fact]) -> Vec<RowId> {
    let index = state.calls.index();
    let marked = state.calls.marked_keys(state.context());
    if !marked.is_empty() {
        return marked.iter().filter_map(|key| index.id_of(*key)).collect();
    }
    let query = &state.filter.query;
    if query.facts().iter().any(|fact| facts.contains(fact)) {
        index.select(&query.without(facts), state.context(), &[]).rows().to_vec()
    } else {
        state.calls.shown().rows().to_vec()
    }
}

/// `X`: reads what was said in the marked calls, or in all that match where none is marked.
pub(super) fn fetch(state: &mut State) -> Vec<Effect> {
    let Some(who) = state.session.who() else { return super::account::help_out(state) };
    let may = MayRead::of(who.account.access, &who.scopes);
    let mut notes = may.left_out(&who.scopes);
    if may.is_nothing() {
        let access = state.way(super::Place::List, super::Action::ShowAccess, "login");
        return state.notify(format!("{} Add them to the app, then sign in anew ({access})", notes.join(" ")));
    }
    let rows = to_fetch_of(state, &Fact::OF_TEXTS);
    if rows.is_empty() {
        return state.notify(NO_CALL);
    }
    let steps = state.lists_steps();
    let to_read = ToRead::of(rows.iter().filter_map(|id| state.calls.index().row(*id)), may, steps);
    let count = to_read.keys.len() as u64;
    if count == 0 {
        return state.notify("what was said in these calls is in the archive already, as far as there is anything");
    }
    let known = price::known(state, JobKind::Texts);
    let price = Price::of_texts(count, to_read.requests, state.setup.rates, known);
    if may.summaries {
        notes.push(
            "Each AI summary is a request more: how many there are is known once Zoom's list was read.".to_owned(),
        );
    }
    if may.finds_no_summaries() {
        notes.push(NO_SUMMARIES.to_owned());
    }
    let title = format!("Read what was said in {} calls?", grouped(count));
    let work = PricedWork::Deferrable(DeferrableWork::Job(to_read.work()));
    price::offer(state, PriceTag { price, title, notes, work })
}

#[cfg(test)]
mod tests {
    use super::super::account::Session;
    use super::super::overlay::Overlay;
    use super::super::testing::{learn, press, ready};
    use super::*;

    /// What the screen may read, after these scopes were granted.
    fn granted(state: &mut State, access: Access, scopes: &str) {
        let Session::SignedIn(who) = &mut state.session else { panic!("{:?}", state.session) };
        (who.account.access, who.scopes) = (access, Scopes::parse(scopes));
    }

    fn items(effects: &[Effect]) -> Vec<String> {
        match effects {
            [Effect::RunJob { work: JobWork::New { kind: JobKind::Texts, items, .. }, .. }] => items.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_calls_in_which_something_unread_was_said_are_read() {
        let mut state = ready(80, 24, 10);
        granted(&mut state, Access::Account, "phone:read:admin");
        learn(&mut state, 0..2, Flags::RECORDING);
        learn(&mut state, 2..4, Flags::RECORDING.with(Flags::RECORDINGS_READ, true));
        learn(&mut state, 4..5, Flags::VOICEMAIL.with(Flags::PATH, true));
        assert_eq!(items(&press(&mut state, "X")), ["4", "1", "0"]);
        press(&mut state, "G␣");
        let effects = press(&mut state, "X");
        assert_eq!(items(&effects), ["0"], "the marked one alone: {:?}", state.notice);
        press(&mut state, "u/-has:rec -has:vm⏎");
        assert_eq!(press(&mut state, "X"), []);
        assert!(state.notice.as_ref().unwrap().text.contains("in the archive already"));
    }

    #[test]
    fn a_search_that_finds_nothing_yet_is_read_for() {
        let mut state = ready(80, 24, 10);
        granted(&mut state, Access::Account, "phone:read:admin");
        learn(&mut state, 2..4, Flags::RECORDING);
        press(&mut state, "/dir:in said:parcel⏎");
        assert_eq!(state.calls.matching(), 0);
        assert_eq!(items(&press(&mut state, "X")), ["3", "2"]);
        press(&mut state, "u/dir:out hold:>0⏎");
        let effects = press(&mut state, "B");
        let [Effect::RunJob { work: JobWork::New { kind: JobKind::Paths, items, .. }, .. }] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!(*items, ["5", "0"], "and so are paths");
    }

    #[test]
    fn what_is_dear_is_asked_about_with_what_is_left_out_for_want_of_a_scope() {
        let mut state = ready(80, 24, 600);
        granted(&mut state, Access::Account, "phone:read:voicemail:admin phone:read:call_log:admin");
        learn(&mut state, 0..600, Flags::VOICEMAIL.with(Flags::RECORDING, true));
        assert_eq!(press(&mut state, "X"), []);
        let Some(Overlay::Price(tag)) = state.overlays.last() else { panic!("{:?}", state.overlays) };
        assert_eq!((tag.price.requests, tag.title.as_str()), (1_200, "Read what was said in 600 calls?"));
        let lacks = "phone:read:recording_transcript:admin and phone:read:call_recording:admin";
        let left_out = format!("Transcripts are left out: the Zoom app lacks {lacks}.");
        assert_eq!(tag.notes, [left_out.as_str(), NO_SUMMARIES]);
        assert_eq!(items(&press(&mut state, "y")).len(), 600);
    }

    #[test]
    fn where_no_call_matches_that_is_what_is_said() {
        let mut state = ready(80, 24, 9);
        granted(&mut state, Access::Account, "phone:read:admin");
        press(&mut state, "/party:nobody⏎");
        for key in ["X", "B"] {
            assert_eq!(press(&mut state, key), []);
            assert_eq!(state.notice.as_ref().unwrap().text, NO_CALL);
        }
    }

    #[test]
    fn without_any_of_the_scopes_nothing_begins_and_they_are_named() {
        let mut state = ready(80, 24, 3);
        learn(&mut state, 0..3, Flags::RECORDING);
        granted(&mut state, Access::Account, "phone:read:list_call_logs:admin");
        assert_eq!(press(&mut state, "X"), []);
        let told = &state.notice.as_ref().unwrap().text;
        assert!(told.contains("phone:read:voicemail:admin") && told.contains("recording_transcript:admin"), "{told}");
    }

    #[test]
    fn in_a_persons_own_list_summaries_are_looked_for_too_and_no_path_is_asked_for() {
        let mut state = ready(80, 24, 3);
        granted(&mut state, Access::Own, "phone:read");
        learn(&mut state, 0..1, Flags::SUMMARIES_READ);
        assert_eq!(items(&press(&mut state, "X")), ["2", "1"]);
        assert!(state.notice.as_ref().unwrap().text.contains("Each AI summary is a request more"));
    }
}
