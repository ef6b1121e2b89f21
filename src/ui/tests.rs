//! The screens as a person sees them.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::samples::{self, detail};
use super::theme::Theme;
use crate::app::{self, Message, Setup, State};

/// The cells of the screen.
fn buffer_of(state: &State, theme: &Theme) -> Buffer {
    let (columns, rows) = (state.screen.columns, state.screen.rows);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| super::draw(frame, state, theme)).unwrap();
    terminal.backend().buffer().clone()
}

/// The screen as text, without what hangs over at the right.
fn screen_of(state: &State) -> String {
    let buffer = buffer_of(state, &Theme::plain());
    let row = |row: u16| -> String { (0..buffer.area.width).map(|column| buffer[(column, row)].symbol()).collect() };
    (0..buffer.area.height).map(|line| format!("{}\n", row(line).trim_end())).collect()
}

fn state(columns: u16, rows: u16) -> State {
    State::new(Setup {
        version: "0.1.0",
        now: samples::now(),
        zone: "Europe/Paris".parse().unwrap(),
        screen: crate::app::Screen { columns, rows },
        is_ssh: false,
        demo: false,
        client_configured: true,
        config_path: "~/.config/ringlog/config.toml".to_owned(),
        archive_label: "admin@example.com".to_owned(),
    })
}

#[test]
fn show() {
    for (c, r) in [(80, 24), (120, 36)] {
        let mut s = state(c, r);
        println!("{}", screen_of(&s));
        s.view = crate::app::View::Login;
        println!("{}", screen_of(&s));
        s.setup.client_configured = false;
        println!("{}", screen_of(&s));
        s.view = crate::app::View::Access;
        println!("{}", screen_of(&s));
        s.view = crate::app::View::Calls;
        s.overlays.push(crate::app::Overlay::Help(crate::app::Help::new(crate::app::Place::List)));
        println!("{}", screen_of(&s));
        s.overlays[0] = crate::app::Overlay::Copy;
        println!("{}", screen_of(&s));
    }
}
