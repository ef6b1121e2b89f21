//! What things look like. Colour only repeats what words, signs and places already say.

use ratatui::style::{Color, Modifier, Style};

use crate::model::{ResultGroup, ThemeName};

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
    /// The styles that go by a name.
    #[must_use]
    pub const fn named(name: ThemeName) -> Self {
        match name {
            ThemeName::Dark => Self::dark(),
            ThemeName::Light => Self::light(),
            ThemeName::Contrast => Self::contrast(),
            ThemeName::Mono => Self::plain(),
        }
    }

    /// The terminal's own 16 colours on its own background, which is dark: its darker red would be hard to read there.
    const fn dark() -> Self {
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
            mistake: plain.mistake.fg(Color::LightRed),
            good: plain.good.fg(Color::Green),
            warning: plain.warning.fg(Color::Yellow),
            bad: plain.bad.fg(Color::LightRed),
        }
    }

    /// The terminal's own 16 colours on its own background, which is light: green, yellow and cyan would be lost on it.
    const fn light() -> Self {
        let dark = Self::dark();
        Self {
            title: dark.title.fg(Color::Blue),
            key: dark.key.fg(Color::Blue),
            focus: dark.focus.fg(Color::Blue),
            marked: dark.marked.fg(Color::Magenta),
            mistake: dark.mistake.fg(Color::Red),
            good: Self::plain().good,
            warning: dark.warning.fg(Color::Magenta),
            bad: dark.bad.fg(Color::Red),
            ..dark
        }
    }

    /// Bright colours on a dark background, and nothing dim.
    const fn contrast() -> Self {
        let plain = Self::plain();
        let none = Style::new();
        Self {
            title: plain.title.fg(Color::LightCyan),
            quiet: none,
            key: plain.key.fg(Color::LightCyan),
            border: none,
            focus: plain.focus.fg(Color::LightYellow),
            marked: plain.marked.fg(Color::LightYellow),
            mistake: plain.mistake.fg(Color::LightRed),
            good: plain.good.fg(Color::LightGreen),
            warning: plain.warning.fg(Color::LightYellow),
            bad: plain.bad.fg(Color::LightRed),
            ..plain
        }
    }

    /// Without colour, for `NO_COLOR`: bold, dim, underlined and reversed only.
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
        for name in ThemeName::ALL {
            for (plain, themed) in styles(&Theme::plain()).into_iter().zip(styles(&Theme::named(name))) {
                let kept = plain.add_modifier.difference(Modifier::DIM);
                assert!(themed.add_modifier.contains(kept), "{name}");
                assert_eq!(themed.bg, None, "the terminal's own background stays");
            }
        }
    }

    /// How bright a colour is, from 0 to 1. Source: WCAG 2.2, relative luminance.
    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
    }

    /// Colours as xterm has them, whose palette is the least kind to a light background.
    const ON_XTERM: [(Color, [u8; 3]); 10] = [
        (Color::Red, [205, 0, 0]),
        (Color::Green, [0, 205, 0]),
        (Color::Yellow, [205, 205, 0]),
        (Color::Blue, [0, 0, 238]),
        (Color::Magenta, [205, 0, 205]),
        (Color::Cyan, [0, 205, 205]),
        (Color::LightRed, [255, 0, 0]),
        (Color::LightGreen, [0, 255, 0]),
        (Color::LightYellow, [255, 255, 0]),
        (Color::LightCyan, [0, 255, 255]),
    ];

    #[test]
    fn every_colour_can_be_read_on_the_background_that_it_is_for() {
        let (dark, light) = ([0; 3], [255; 3]);
        for (name, background) in
            [(ThemeName::Dark, dark), (ThemeName::Light, light), (ThemeName::Contrast, dark), (ThemeName::Mono, dark)]
        {
            for colour in styles(&Theme::named(name)).into_iter().filter_map(|style| style.fg) {
                let known = ON_XTERM.iter().find(|(known, _)| *known == colour);
                let (_, shown) = known.unwrap_or_else(|| panic!("{colour} is not known to be readable"));
                let both = [luminance(*shown), luminance(background)];
                let contrast = (both[0].max(both[1]) + 0.05) / (both[0].min(both[1]) + 0.05);
                assert!(contrast >= 4.5, "{colour} of {name}: {contrast:.1} to 1");
            }
        }
    }

    #[test]
    fn what_needs_attention_differs_from_what_is_quiet_in_every_theme() {
        for name in ThemeName::ALL {
            let theme = Theme::named(name);
            assert_ne!(theme.bad, theme.quiet, "{name}");
            assert_ne!(theme.warning, theme.quiet, "{name}");
        }
    }
}
