//! The time-range picker. It writes terms into the query, so there is one truth.

use chrono::{Datelike, Days, NaiveDate};
use tui_input::Input;

use super::effect::Effect;
use super::filter;
use super::key::Key;
use super::overlay::{self, Overlay};
use super::state::State;
use super::text_field;
use crate::model::query::{Field, Query};

/// A range that the picker offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePreset {
    /// Since midnight.
    Today,
    /// The day before.
    Yesterday,
    /// The last 7 days.
    Last7Days,
    /// The last 30 days.
    Last30Days,
    /// The last 90 days.
    Last90Days,
    /// Since the first of the month.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// No limit.
    All,
    /// From and to, as typed.
    Custom,
}

impl TimePreset {
    /// The presets, in the order they are listed.
    pub const ALL: [Self; 9] = [
        Self::Today,
        Self::Yesterday,
        Self::Last7Days,
        Self::Last30Days,
        Self::Last90Days,
        Self::ThisMonth,
        Self::LastMonth,
        Self::All,
        Self::Custom,
    ];

    /// The words shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Last7Days => "last 7 days",
            Self::Last30Days => "last 30 days",
            Self::Last90Days => "last 90 days",
            Self::ThisMonth => "this month",
            Self::LastMonth => "last month",
            Self::All => "all",
            Self::Custom => "from … to …",
        }
    }
}

/// Which part of the picker takes the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeField {
    /// The list of presets.
    #[default]
    Presets,
    /// The first day.
    From,
    /// The last day.
    To,
}

/// The picker.
#[derive(Clone, Debug)]
pub struct TimeRange {
    /// The line under the cursor, in [`TimePreset::ALL`].
    pub selected: usize,
    /// Which part takes the keys.
    pub field: TimeField,
    /// The first day, as typed.
    pub from: Input,
    /// The last day, as typed.
    pub to: Input,
    /// What is wrong with what was typed.
    pub error: Option<String>,
}

/// Opens the picker, at the first preset.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    overlay::open(
        state,
        Overlay::TimeRange(TimeRange {
            selected: 0,
            field: TimeField::Presets,
            from: Input::default(),
            to: Input::default(),
            error: None,
        }),
    );
    Vec::new()
}

fn picker(state: &mut State) -> Option<&mut TimeRange> {
    state.overlays.last_mut().and_then(Overlay::time_range)
}

fn go_by(state: &mut State, lines: isize) -> Vec<Effect> {
    if let Some(picker) = picker(state) {
        // The days stand below the presets, so that one key walks through all.
        let last = TimePreset::ALL.len() - 1;
        let line = match picker.field {
            TimeField::Presets => picker.selected,
            TimeField::From => last,
            TimeField::To => last + 1,
        };
        let line = line.saturating_add_signed(lines).min(last + 1);
        picker.selected = line.min(last);
        picker.field = match line.checked_sub(last) {
            None => TimeField::Presets,
            Some(0) => TimeField::From,
            Some(_) => TimeField::To,
        };
    }
    Vec::new()
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go_by(state, 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go_by(state, -1)
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(input) = picker(state).and_then(field) {
        text_field::type_key(input, key);
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(input) = picker(state).and_then(field) {
        text_field::paste(input, text);
    }
    Vec::new()
}

fn field(picker: &mut TimeRange) -> Option<&mut Input> {
    match picker.field {
        TimeField::Presets => None,
        TimeField::From => Some(&mut picker.from),
        TimeField::To => Some(&mut picker.to),
    }
}

/// Writes the range into the query, in place of the terms of time in it.
pub(super) fn take(state: &mut State) -> Vec<Effect> {
    let (today, context) = (state.zone.day(state.now), state.context());
    let Some(picker) = picker(state) else {
        return Vec::new();
    };
    let preset = TimePreset::ALL[picker.selected.min(TimePreset::ALL.len() - 1)];
    if preset == TimePreset::Custom && picker.from.value().trim().is_empty() && picker.to.value().trim().is_empty() {
        picker.field = TimeField::From;
        picker.error = Some("type a day, such as 2026-11-01, yesterday or mon".to_owned());
        return Vec::new();
    }
    let text = terms(preset, today, picker.from.value(), picker.to.value());
    let times = match Query::asked(&text, context) {
        Ok(times) => times,
        Err(error) => {
            picker.error = Some(error.to_string());
            return Vec::new();
        }
    };
    state.overlays.pop();
    let fields = [Field::Last, Field::From, Field::To, Field::On];
    let rest = fields.into_iter().fold(state.filter.query.clone(), |query, field| query.without_field(field));
    let terms = rest.terms().iter().cloned();
    let query = terms.fold(times, |query, term| query.and(term.negated, term.clause));
    filter::set(state, query)
}

/// The terms that a preset stands for.
fn terms(preset: TimePreset, today: NaiveDate, from: &str, to: &str) -> String {
    let this_month = today.with_day(1).unwrap_or(today);
    let last_of_month_before = this_month.checked_sub_days(Days::new(1)).unwrap_or(this_month);
    let month_before = last_of_month_before.with_day(1).unwrap_or(last_of_month_before);
    let named = |field: &str, day: &str| {
        let day = day.trim();
        if day.is_empty() { String::new() } else { format!("{field}:{day} ") }
    };
    match preset {
        TimePreset::Today => "on:today".to_owned(),
        TimePreset::Yesterday => "on:yesterday".to_owned(),
        TimePreset::Last7Days => "last:7d".to_owned(),
        TimePreset::Last30Days => "last:30d".to_owned(),
        TimePreset::Last90Days => "last:90d".to_owned(),
        TimePreset::ThisMonth => format!("from:{this_month}"),
        TimePreset::LastMonth => format!("from:{month_before} to:{last_of_month_before}"),
        TimePreset::All => String::new(),
        TimePreset::Custom => named("from", from) + &named("to", to),
    }
}
