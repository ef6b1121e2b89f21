//! The command palette: every action of the place one is at, every saved view, theme and profile, found by a few of its letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::Input;

use super::account;
use super::effect::Effect;
use super::everywhere;
use super::key::Key;
use super::keymap::{Action, Binding, Group, Place};
use super::overlay::{self, Overlay};
use super::saved_views;
use super::state::State;
use super::text_field;
use crate::model::{ProfileName, SavedView, ThemeName};

/// The palette.
#[derive(Clone, Debug)]
pub struct Palette {
    /// Where it was opened: whose actions it has.
    pub place: Place,
    /// What the person typed.
    pub input: Input,
    /// The line under the cursor, among `found`.
    pub selected: usize,
    /// What is found, the likeliest first.
    pub found: Vec<Command>,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub enum Command {
    /// What a key does.
    Act(Binding),
    /// Opening a saved view.
    Open(SavedView),
    /// Drawing in the colours of a theme.
    Paint(ThemeName),
    /// Going on with another profile.
    Switch(ProfileName),
}

impl Command {
    /// What it does, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Act(binding) => binding.words.to_owned(),
            Self::Open(view) => format!("view: {}", view.name),
            Self::Paint(theme) => format!("theme: {theme}"),
            Self::Switch(profile) => format!("account: {profile}"),
        }
    }

    /// What it is found by: the words, and the names it may go by as well.
    fn sought(&self) -> String {
        match self {
            Self::Act(binding) => {
                format!("{} {} {}", binding.words, binding.action, binding.group.title().to_lowercase())
            }
            Self::Open(_) | Self::Paint(_) | Self::Switch(_) => self.words(),
        }
    }
}

/// All that the palette offers at a place: what does something first, then views, other profiles and themes, then what only goes
/// somewhere.
fn commands(state: &State, place: Place) -> Vec<Command> {
    let offered = |binding: &&Binding| !matches!(binding.action, Action::Palette | Action::Back | Action::OpenNumbered);
    let mut actions: Vec<&Binding> = Vec::new();
    for binding in state.keymap.bindings(place).filter(offered) {
        // What has a key while typing and another one elsewhere is one thing.
        if !actions.iter().any(|known| known.action == binding.action && known.words == binding.words) {
            actions.push(binding);
        }
    }
    let (moving, doing): (Vec<&Binding>, Vec<&Binding>) =
        actions.into_iter().partition(|binding| binding.group == Group::Move && binding.place == place);
    let act = |binding: &Binding| Command::Act(binding.clone());
    let views = state.views.offered().into_iter().map(|offered| Command::Open(offered.view));
    let others = state.setup.profiles.iter().filter(|profile| !profile.is_current);
    let profiles = others.map(|profile| Command::Switch(profile.name.clone()));
    let themes = ThemeName::ALL.into_iter().map(Command::Paint);
    let named = views.chain(profiles).chain(themes);
    doing.into_iter().map(act).chain(named).chain(moving.into_iter().map(act)).collect()
}

/// The commands that have the letters of `typed` in this order, the best first; all where nothing is typed.
fn found(state: &State, place: Place, typed: &str) -> Vec<Command> {
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let commands = commands(state, place);
    if typed.trim().is_empty() {
        return commands;
    }
    let mut scored: Vec<(u32, usize, Command)> = commands
        .into_iter()
        .filter_map(|command| {
            let sought = command.sought();
            let score = pattern.score(Utf32Str::new(&sought, &mut letters), &mut matcher)?;
            Some((score, sought.len(), command))
        })
        .collect();
    // Of two that have the letters alike, the one with less beside them.
    scored.sort_by_key(|(score, length, _)| (std::cmp::Reverse(*score), *length));
    scored.into_iter().map(|(_, _, command)| command).collect()
}

/// `:`
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let place = state.place();
    let found = found(state, place, "");
    overlay::open(state, Overlay::Palette(Palette { place, input: Input::default(), selected: 0, found }));
    Vec::new()
}

fn palette(state: &mut State) -> Option<&mut Palette> {
    state.overlays.last_mut().and_then(Overlay::palette)
}

fn typed(state: &mut State) -> Vec<Effect> {
    let Some((place, text)) = palette(state).map(|palette| (palette.place, palette.input.value().to_owned())) else {
        return Vec::new();
    };
    let found = found(state, place, &text);
    if let Some(palette) = palette(state) {
        palette.found = found;
        palette.selected = 0;
    }
    Vec::new()
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    let changed = palette(state).is_some_and(|palette| text_field::type_key(&mut palette.input, key));
    if changed { typed(state) } else { Vec::new() }
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(palette) = palette(state) {
        text_field::paste(&mut palette.input, text);
    }
    typed(state)
}

fn go_by(state: &mut State, lines: isize) -> Vec<Effect> {
    if let Some(palette) = palette(state) {
        let last = palette.found.len().saturating_sub(1);
        palette.selected = palette.selected.saturating_add_signed(lines).min(last);
    }
    Vec::new()
}

/// Lines that a page key moves.
const PAGE: isize = 10;

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go_by(state, 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go_by(state, -1)
}

pub(super) fn page_down(state: &mut State) -> Vec<Effect> {
    go_by(state, PAGE)
}

pub(super) fn page_up(state: &mut State) -> Vec<Effect> {
    go_by(state, -PAGE)
}

/// Closes the palette and does what is under the cursor.
pub(super) fn run(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Palette(mut palette)) = state.overlays.pop() else {
        return Vec::new();
    };
    if palette.selected >= palette.found.len() {
        return state.notify("no command has these letters");
    }
    match palette.found.swap_remove(palette.selected) {
        Command::Act(binding) => (binding.act)(state),
        Command::Open(view) => saved_views::open_view(state, &view),
        Command::Paint(theme) => everywhere::paint(state, theme),
        Command::Switch(profile) => account::switch_to(state, &profile),
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::testing::{press, profile, ready};
    use super::super::update::update;
    use super::*;

    fn first(state: &mut State) -> String {
        palette(state).and_then(|palette| palette.found.first()).map(Command::words).unwrap_or_default()
    }

    #[test]
    fn a_few_letters_find_a_command_and_enter_does_it() {
        let mut state = ready(80, 24, 100);
        press(&mut state, ":sortsev");
        assert_eq!(first(&mut state), "sort by several");
        press(&mut state, "⏎");
        assert_eq!(state.place(), Place::Sort);
        press(&mut state, "⎋:mark-all⏎");
        assert_eq!(state.calls.marks().len(), 100, "an action goes by its name too");
    }

    #[test]
    fn views_are_commands() {
        let mut state = ready(80, 24, 100);
        press(&mut state, ":view missed today⏎");
        assert_eq!(state.filter.text(), "on:today result:missed,abandoned");
    }

    #[test]
    fn themes_and_other_profiles_are_commands() {
        let mut state = ready(80, 24, 100);
        press(&mut state, ":theme light⏎");
        assert_eq!(state.look.theme, ThemeName::Light);
        press(&mut state, ":account⏎");
        assert_eq!((state.place(), &state.switch_to), (Place::Access, &None), "there is no other one to go to");
        state.setup.profiles = vec![profile("default", true), profile("acme", false)];
        press(&mut state, ":account acme⏎");
        assert_eq!(state.switch_to.as_ref().map(ToString::to_string).as_deref(), Some("acme"));
    }

    #[test]
    fn letters_that_nothing_has_say_so() {
        let mut state = ready(80, 24, 100);
        press(&mut state, ":qqqzzz⏎");
        assert!(state.overlays.is_empty() && state.notice.is_some());
    }

    #[test]
    fn too_small_a_terminal_still_takes_commands() {
        let mut state = ready(80, 24, 100);
        let _ = update(&mut state, Message::Resized { columns: 40, rows: 8 });
        press(&mut state, ":");
        assert_eq!(state.place(), Place::Palette);
        press(&mut state, "quit⏎");
        assert!(state.quit);
    }

    #[test]
    fn every_place_offers_what_its_help_lists() {
        let mut state = ready(80, 24, 10);
        press(&mut state, "e:");
        assert_eq!(palette(&mut state).unwrap().place, Place::Export);
        press(&mut state, "write the file");
        assert_eq!(first(&mut state), "write the file");
    }
}
