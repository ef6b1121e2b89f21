//! What things look like. Colour only repeats what words, signs and places already say.

use ratatui::style::{Color, Modifier, Style};

use crate::model::ResultGroup;

/// The styles of the screen, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Headings and the name of the program.
    pub title: Style,
    /// What is there to be looked up, not read: labels, units, hints.
    pub quiet: Style,
    /// Keys in hints and help.
    pub key: Style,
    /// Lines and frames.
    pub border: Style,
    /// The frame of what has the focus.
    pub focus: Style,
    /// The row under the cursor.
    pub selected: Style,
    /// The row under the cursor of a pane without focus.
    pub resting: Style,
    /// A marked row.
    pub marked: Style,
    /// What a person types into.
    pub input: Style,
    /// The word that is wrong in what was typed.
    pub mistake: Style,
    /// All is well.
    pub good: Style,
    /// Worth a look.
    pub warning: Style,
    /// Not well.
    pub bad: Style,
}

impl Theme {
    /// The built-in theme: the terminal's own 16 colours on its own background, so that it is readable on any.
    #[must_use]
    pub const fn dark() -> Self {
        let plain = Self::plain();
        Self {
            title: plain.title.fg(Color::Cyan),
            quiet: plain.quiet,
            key: plain.key.fg(Color::Cyan),
            border: plain.border,
            focus: plain.focus.fg(Color::Cyan),
            selected: plain.selected,
            resting: plain.resting,
            marked: plain.marked.fg(Color::Yellow),
            input: plain.input,
            mistake: plain.mistake.fg(Color::Red),
            good: plain.good.fg(Color::Green),
            warning: plain.warning.fg(Color::Yellow),
            bad: plain.bad.fg(Color::Red),
        }
    }

    /// Without colour, for `NO_COLOR`: bold, dim, underlined and reversed only.
    #[must_use]
    pub const fn plain() -> Self {
        let none = Style::new();
        let bold = none.add_modifier(Modifier::BOLD);
        let dim = none.add_modifier(Modifier::DIM);
        Self {
            title: bold,
            quiet: dim,
            key: bold,
            border: dim,
            focus: bold,
            selected: bold.add_modifier(Modifier::REVERSED),
            resting: bold,
            marked: bold,
            input: none,
            mistake: bold.add_modifier(Modifier::UNDERLINED),
            good: none,
            warning: bold,
            bad: bold,
        }
    }

    /// The style of a result; the word says the same.
    #[must_use]
    pub const fn result(&self, group: ResultGroup) -> Style {
        match group {
            ResultGroup::Answered => self.good,
            ResultGroup::Missed | ResultGroup::Abandoned | ResultGroup::Failed => self.bad,
            ResultGroup::Voicemail => self.warning,
            ResultGroup::Blocked | ResultGroup::Other => self.quiet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(theme: &Theme) -> Vec<Style> {
        let Theme { title, quiet, key, border, focus, selected, resting, marked, input, mistake, good, warning, bad } =
            *theme;
        vec![title, quiet, key, border, focus, selected, resting, marked, input, mistake, good, warning, bad]
    }

    #[test]
    fn without_colour_there_is_none_and_the_cursor_and_mistakes_still_stand_out() {
        let plain = Theme::plain();
        assert!(styles(&plain).iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert!(plain.selected.add_modifier.contains(Modifier::REVERSED));
        assert!(plain.mistake.add_modifier.contains(Modifier::UNDERLINED));
    }

    #[test]
    fn colour_is_added_to_what_stands_out_anyway_and_never_to_the_background() {
        for (plain, dark) in styles(&Theme::plain()).into_iter().zip(styles(&Theme::dark())) {
            assert_eq!(plain.add_modifier, dark.add_modifier);
            assert_eq!(dark.bg, None, "the terminal's own background stays");
        }
    }
}
