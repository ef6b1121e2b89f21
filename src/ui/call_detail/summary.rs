//! A call at a glance: who, how it ended, when, how long, how it went, and what it is called at Zoom.

use ratatui::text::{Line, Span};

use super::chart::Chart;
use super::page::Page;
use crate::app::{Action, CallDetail, PartyHistory, Place, State};
use crate::index::RowView;
use crate::model::why::why;
use crate::model::{Call, CallElement, Direction, ResultGroup, Text, Zone, handling};
use crate::ui::text::{self, Align};
use crate::ui::theme::Theme;
use crate::ui::{call_list, format, keys};

/// The summary in lines of `width` cells.
pub fn lines(detail: &CallDetail, state: &State, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let zone = state.zone;
    let mut page = Page::new(width, theme);
    let call = &detail.call;
    page.head(call, detail.legs(), zone);
    page.path(detail, state);
    page.why(detail);
    page.message(detail);
    if let Some(party) = &state.detail.party {
        page.party(party, detail, state);
    }
    page.more(call, zone);
    page.ids(call);
    page.lines
}

/// The spoken, waited and held time of a call, in one line.
pub fn spans(call: &Call) -> String {
    format!(
        "Wait {}  Talk {}  Hold {}  Total {}",
        format::span_or_nothing(call.wait),
        format::span_or_nothing(call.talk_time()),
        format::span_or_nothing(call.hold),
        format::span_or_nothing(call.length()),
    )
}

/// What a line has room for: how long they talked, else how long the caller waited.
fn spoken_or_waited(row: RowView<'_>) -> String {
    match (row.talk().filter(|talk| !talk.is_zero()), row.wait()) {
        (Some(talk), _) => format!("{} talk", format::span(talk.as_secs())),
        (None, Some(wait)) => format!("{} wait", format::span(wait.as_secs())),
        (None, None) => String::new(),
    }
}

impl Page<'_> {
    fn head(&mut self, call: &Call, legs: &[CallElement], zone: Zone) {
        let party = call.party();
        let label = party.label().map_or_else(|| "(anonymous)".to_owned(), text::whole);
        let number = text::whole(party.number());
        let name = if number.is_empty() || number == label { label } else { format!("{label}  {number}") };
        self.lines
            .extend(text::wrap(&name, self.width.into()).into_iter().map(|line| Line::styled(line, self.theme.title)));
        let group = call.call_result.group();
        let direction = match &call.direction {
            Direction::Inbound => "Inbound".to_owned(),
            Direction::Outbound => "Outbound".to_owned(),
            Direction::Other(word) if word.is_empty() => "Direction not given".to_owned(),
            Direction::Other(word) => text::whole(word),
        };
        let word = text::whole(call.call_result.word());
        let adds_nothing = word.is_empty() || word == group.word();
        self.lines.push(Line::from(vec![
            Span::raw(format!("{direction}, ")),
            Span::styled(group.word(), self.theme.result(group)),
            Span::styled(if adds_nothing { String::new() } else { format!(" ({word})") }, self.theme.quiet),
        ]));
        self.paragraph(&format::both_zones(call.start_time, zone));
        self.paragraph(&spans(call));
        self.fact("From", &format::party(&call.caller));
        self.fact("To", &format::party(&call.callee));
        let handled = &call.handled_by;
        if !handled.name.is_empty() || !handled.ext_number.is_empty() {
            let name = text::whole(&handled.name);
            let extension = text::whole(&handled.ext_number);
            let words = match (name.is_empty(), extension.is_empty()) {
                (false, false) => format!("{name} (ext {extension})"),
                (false, true) => name,
                (true, _) => format!("ext {extension}"),
            };
            self.fact(handling(handled, legs), &words);
        }
    }

    fn path(&mut self, detail: &CallDetail, state: &State) {
        self.heading("CALL PATH");
        let timeline = detail.timeline();
        if !timeline.steps.is_empty() {
            let chart = Chart::new(&timeline, self.width, self.theme);
            self.lines.extend(chart.head());
            self.lines.extend(chart.rows());
            self.lines.extend(chart.legend());
        }
        match &detail.path {
            Err(problem) => self.problem(problem, &keys::of(state, Place::Detail, Action::Refresh)),
            Ok(None) if detail.steps.is_empty() => self.quiet("Zoom gives no call path with this sign-in."),
            Ok(Some(path)) if path.elements.is_empty() => self.quiet("Zoom sent a path without steps."),
            Ok(_) => {}
        }
    }

    /// Why it ended so; nothing where the path does not tell.
    fn why(&mut self, detail: &CallDetail) {
        let Some(told) = why(&detail.call, &detail.timeline()) else { return };
        let group = detail.call.call_result.group();
        match group {
            ResultGroup::Answered | ResultGroup::Other => self.heading("IN SHORT"),
            ResultGroup::Missed
            | ResultGroup::Voicemail
            | ResultGroup::Abandoned
            | ResultGroup::Failed
            | ResultGroup::Blocked => self.heading(format!("WHY {}", group.word().to_uppercase())),
        }
        self.paragraph(&told.sentence);
    }

    /// What the caller left, and what Zoom made of it, where it was read.
    fn message(&mut self, detail: &CallDetail) {
        for voicemail in &detail.text.voicemails {
            let length = format::span_or_nothing(voicemail.duration);
            self.heading(format!("VOICEMAIL  {length}  {}", text::whole(&voicemail.status)));
            self.prose(&voicemail.transcription.content);
            let task = voicemail.task();
            if !task.is_empty() {
                self.heading("ZOOM TASK");
                self.prose(&task);
            }
        }
        for summary in &detail.text.summaries {
            self.heading("AI SUMMARY");
            self.prose(&summary.summary);
        }
    }

    /// The calls with the same party around this one.
    fn party(&mut self, party: &PartyHistory, detail: &CallDetail, state: &State) {
        self.heading("WITH THIS PARTY (30 days)");
        let since = if party.since == 0 { String::new() } else { format!(", {} since", party.since) };
        let all = keys::of(state, Place::Detail, Action::ThisParty);
        self.quiet(&format!("{} before{since}   {all} shows all", party.before));
        let index = state.calls.index();
        for row in party.nearest.iter().filter_map(|row| index.row(*row)) {
            let this = if row.key() == detail.key { "  this call" } else { "" };
            let result = call_list::result(row);
            let words = format!("{} {} ", format::minute(row.start_time(), state.zone), call_list::direction_sign(row));
            self.lines.push(Line::from(vec![
                Span::raw(words),
                Span::styled(text::fit(&result, 11, Align::Left), self.theme.result(row.result_group())),
                Span::raw(spoken_or_waited(row)),
                Span::styled(this, self.theme.quiet),
            ]));
        }
    }

    fn more(&mut self, call: &Call, zone: Zone) {
        let yes_no = |value: Option<bool>| value.map(|yes| if yes { "yes" } else { "no" }.to_owned());
        let given = |value: &Text| (!value.is_empty()).then(|| text::whole(value));
        let facts = [
            ("Answered", call.answer_time.map(|moment| format::second(moment, zone))),
            ("Ended", call.end_time.map(|moment| format::second(moment, zone))),
            ("Duration", call.duration.map(|counted| format!("{} as Zoom counts it", format::span(counted.as_secs())))),
            ("Site", given(&call.site_name).or_else(|| given(&call.site_id))),
            ("Department", given(&call.department)),
            ("Cost center", given(&call.cost_center)),
            ("Recording", given(&call.recording_status.word())),
            ("Voicemail", (!call.voicemail_id.is_empty()).then(|| "left".to_owned())),
            ("Spam", given(&call.spam)),
            ("Call type", given(&call.call_type)),
            ("Connection", given(&call.connect_type)),
            ("International", yes_no(call.international)),
            ("Number hidden", yes_no(call.hide_caller_id)),
            ("End to end", yes_no(call.end_to_end)),
            ("Caller device", given(&call.caller.device_type)),
            ("Callee device", given(&call.callee.device_type)),
        ];
        self.heading("MORE");
        for (label, value) in facts {
            if let Some(value) = value {
                self.fact(label, &value);
            }
        }
    }

    fn ids(&mut self, call: &Call) {
        self.heading("IDS");
        let ids = [
            ("call_history_uuid", call.call_history_uuid.to_string()),
            ("call_id", call.call_id.to_string()),
            ("recording_id", call.recording_id.to_string()),
            ("voicemail_id", call.voicemail_id.to_string()),
        ];
        for (label, id) in ids.into_iter().filter(|(_, id)| !id.is_empty()) {
            // An id that does not fit beside its name stands whole below it, so that it can be read and copied.
            if label.len() + 2 + text::width(&id) <= self.width.into() {
                self.lines.push(Line::from(vec![Span::styled(format!("{label}  "), self.theme.quiet), Span::raw(id)]));
            } else {
                self.lines.push(Line::styled(label, self.theme.quiet));
                self.paragraph(&id);
            }
        }
    }
}
