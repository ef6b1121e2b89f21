//! Accounts and access: who is signed in, what that allows, where the sign-in and the calls are kept.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{Action, NO_SUMMARIES, Place, Session, SignedIn, State, access_words};
use crate::model::{Access, Coverage, Feature, grouped};

/// Draws the view into `area`, from the line it is scrolled to.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let area = paint::padded(area);
    let lines = lines(state, area.width, theme);
    paint::put_scrolled(buffer, area, &lines, state.access_scroll, theme);
}

fn lines(state: &State, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled("Accounts and access", theme.title), Line::default()];
    profiles(&mut lines, state, columns, theme);
    match &state.session {
        Session::Restoring { .. } => lines.push(Line::styled("Trying the stored sign-in…", theme.quiet)),
        Session::SignedOut => {
            lines.push(Line::raw("Nobody is signed in. The calls of the archive can still be read."));
            lines.push(Line::raw(signs_in(state)));
        }
        Session::Lost(problem) => {
            for words in [&problem.headline, &problem.cause, &problem.safe] {
                lines.extend(
                    text::wrap(words, columns.into()).into_iter().map(|line| Line::styled(line, theme.warning)),
                );
            }
            lines.push(Line::raw(signs_in(state)));
        }
        Session::SignedIn(who) => {
            signed_in(&mut lines, state, who, columns, theme);
            if Feature::ALL.into_iter().any(|feature| is_missing(feature, who)) {
                let again = keys::of(state, Place::Access, Action::Refresh);
                let words =
                    format!("MISSING: the owner of the Zoom app adds the scope to it; then {again} approves again.");
                lines.extend(text::wrap(&words, columns.into()).into_iter().map(Line::raw));
            }
        }
        Session::SigningOut { who, .. } => {
            lines.push(Line::styled("Signing out…", theme.quiet));
            if let Some(who) = who {
                signed_in(&mut lines, state, who, columns, theme);
            }
        }
    }
    lines.push(Line::default());
    archive(&mut lines, state, theme);
    if let Some(problem) = &state.sync.problem {
        lines.push(Line::default());
        lines.push(Line::styled("Last error", theme.title));
        for words in [problem.summary(), problem.safe.clone()].into_iter().chain(problem.steps.iter().cloned()) {
            lines.extend(text::wrap(&words, columns.into()).into_iter().map(Line::raw));
        }
    }
    lines
}

fn signs_in(state: &State) -> String {
    format!("{} signs in.", keys::of(state, Place::Access, Action::Refresh))
}

/// One line a profile, where there is more than one.
fn profiles(lines: &mut Vec<Line<'static>>, state: &State, columns: u16, theme: &Theme) {
    if state.setup.profiles.len() < 2 {
        return;
    }
    for (place, profile) in state.setup.profiles.iter().enumerate() {
        let is_under_cursor = place == state.profile_cursor;
        let sign = if is_under_cursor { "> " } else { "  " };
        let who = if profile.label.is_empty() { "nobody signed in yet" } else { profile.label.as_str() };
        let access = match profile.access {
            Some(Access::Account) => "all calls",
            Some(Access::Own) => "own calls",
            None => "",
        };
        let in_use = if profile.is_current { "in use  " } else { "        " };
        let words = format!("{sign}{:<13} {in_use}{:<30} {access}", profile.name, text::cut(who, 30));
        let style = if is_under_cursor { theme.focus } else { Style::new() };
        lines.push(Line::styled(text::cut(words.trim_end(), columns.into()).into_owned(), style));
    }
    lines.push(Line::default());
}

fn signed_in(lines: &mut Vec<Line<'static>>, state: &State, who: &SignedIn, columns: u16, theme: &Theme) {
    fact(lines, "Account", &text::whole(who.account.label()), theme);
    fact(lines, "Person", &text::whole(&who.account.name), theme);
    fact(lines, "Calls", access_words(who.account.access, state.setup.sign_in.is_account()), theme);
    fact(lines, "Kept in", &who.kept_in, theme);
    if let Some(warning) = &who.warning {
        let wrapped = text::wrap(&format!("! {warning}"), columns.into());
        lines.extend(wrapped.into_iter().map(|line| Line::styled(line, theme.warning)));
    }
    lines.push(Line::default());
    lines.push(Line::styled(format!("{:<31}{:<9}{}", "Can do", "State", "Scope"), theme.title));
    for feature in Feature::ALL {
        lines.extend(feature_line(feature, who, theme));
    }
    if who.account.access == Access::Account {
        let words = text::wrap(NO_SUMMARIES, columns.into());
        lines.extend(words.into_iter().map(|line| Line::styled(line, theme.quiet)));
    }
}

/// True where this kind of sign-in could be given what it was not.
fn is_missing(feature: Feature, who: &SignedIn) -> bool {
    !who.scopes.allow(feature) && feature.scope_for(who.account.access).is_some()
}

/// One line for what this kind of sign-in can be given; nothing for what belongs to the other kind.
fn feature_line(feature: Feature, who: &SignedIn, theme: &Theme) -> Option<Line<'static>> {
    let allowed = who.scopes.allow(feature);
    let scope = feature.scope_for(who.account.access);
    if scope.is_none() && !allowed {
        return None;
    }
    let (state, style) = if allowed { ("ok", theme.good) } else { ("MISSING", theme.warning) };
    Some(Line::from(vec![
        Span::raw(format!("{:<31}", feature.words())),
        Span::styled(format!("{state:<9}"), style),
        Span::styled(scope.unwrap_or("(classic scope)"), theme.quiet),
    ]))
}

fn archive(lines: &mut Vec<Line<'static>>, state: &State, theme: &Theme) {
    let calls = state.calls.total();
    let still = if state.archive.awaited().is_some() { ", still reading" } else { "" };
    fact(lines, "Archive", &format!("{}{still}", format::counted(calls as u64, "call", "calls")), theme);
    if let Some(coverage) = state.archive.shown() {
        fact(lines, "Complete", &covered(coverage, state), theme);
    }
    let synced = state.sync.synced_at.map_or_else(|| "never".to_owned(), |then| format::age(then, state.now));
    fact(lines, "Synced", &synced, theme);
    limits(lines, state, theme);
    fact(lines, "Config", &state.setup.config_path, theme);
    fact(lines, "Times in", &state.zone.to_string(), theme);
}

/// What Zoom allows a day by the plan of the settings, and what of it was used from here; the day is UTC's. One's own lists do not
/// count towards it.
fn limits(lines: &mut Vec<Line<'static>>, state: &State, theme: &Theme) {
    if state.session.who().is_none_or(|who| who.account.access != Access::Account) {
        return;
    }
    let Some(allowed) = state.setup.rates.heavy_a_day else { return };
    let words = format!("{} requests a day for calls and voicemail, by the plan set", grouped(allowed));
    fact(lines, "Limit", &words, theme);
    if let Some((_, sent)) = state.sync.sent.filter(|(then, _)| then.date_naive() == state.now.date_naive()) {
        let words = format!("{} of them today from here; the account's other apps count too", grouped(sent));
        fact(lines, "Used", &words, theme);
    }
}

/// The stretches fetched to their last page, the newest first.
fn covered(coverage: &Coverage, state: &State) -> String {
    let spans = coverage.spans();
    let Some(newest) = spans.last() else { return "nothing yet".to_owned() };
    let day = |moment| state.zone.day(moment).to_string();
    let words = format!("{} to {}", day(newest.from), format::minute(newest.to, state.zone));
    match spans.len() - 1 {
        0 => words,
        more => format!("{words}, and {}", format::counted(more as u64, "older stretch", "older stretches")),
    }
}

fn fact(lines: &mut Vec<Line<'static>>, label: &'static str, value: &str, theme: &Theme) {
    if !value.is_empty() {
        let label = Span::styled(text::fit(label, 10, text::Align::Left), theme.quiet);
        lines.push(Line::from(vec![label, Span::styled(value.to_owned(), Style::new())]));
    }
}
