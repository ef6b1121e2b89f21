//! A page of the detail as it is written: headings, facts, paragraphs.

use ratatui::text::{Line, Span};

use crate::app::Problem;
use crate::ui::text::{self, Align};
use crate::ui::theme::Theme;

/// Lines of one width.
pub struct Page<'theme> {
    pub lines: Vec<Line<'static>>,
    pub width: u16,
    pub theme: &'theme Theme,
}

impl<'theme> Page<'theme> {
    /// A page without lines.
    pub const fn new(width: u16, theme: &'theme Theme) -> Self {
        Self { lines: Vec::new(), width, theme }
    }

    pub fn heading(&mut self, words: impl Into<String>) {
        self.lines.push(Line::default());
        self.lines.push(Line::styled(words.into(), self.theme.title));
    }

    pub fn fact(&mut self, label: &'static str, value: &str) {
        const LABEL: usize = 13;
        let columns = usize::from(self.width).saturating_sub(LABEL + 1);
        for (row, line) in text::wrap(value, columns).into_iter().enumerate() {
            let label = text::fit(if row == 0 { label } else { "" }, LABEL, Align::Left);
            self.lines.push(Line::from(vec![Span::styled(format!("{label} "), self.theme.quiet), Span::raw(line)]));
        }
    }

    pub fn paragraph(&mut self, words: &str) {
        self.lines.extend(text::wrap(words, self.width.into()).into_iter().map(Line::raw));
    }

    pub fn quiet(&mut self, words: &str) {
        self.styled_paragraph(words, self.theme.quiet);
    }

    pub fn styled_paragraph(&mut self, words: &str, style: ratatui::style::Style) {
        self.lines.extend(text::wrap(words, self.width.into()).into_iter().map(|line| Line::styled(line, style)));
    }

    /// Why something is not to be had, what is safe, what helps, and the key that asks again.
    pub fn problem(&mut self, problem: &Problem, again: &str) {
        self.styled_paragraph(&problem.summary(), self.theme.warning);
        for words in std::iter::once(&problem.safe).chain(&problem.steps).filter(|words| !words.is_empty()) {
            self.quiet(words);
        }
        self.quiet(&format!("In this pane, {again} asks Zoom again."));
    }
}
