//! Signing in: where to go, what is asked for, how long we wait, and what to do when the browser does not come back.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, input, keys, paint, problem, text};
use crate::app::{Action, Attempt, BROWSER_CAUSES, DeviceCode, LoginHelp, Place, REDIRECT, Session, SignIn, State};

/// The block of text grows no wider than this.
const MOST_COLUMNS: u16 = 100;
/// Cells before the text of a numbered step.
const INDENT: usize = 3;

/// Draws the screen into `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme) {
    let width = area.width.saturating_sub(2).min(MOST_COLUMNS);
    let x = (area.width - width) / 2;
    // On a high screen the block stands a little below the top, on a low one at the top.
    let (_, below) = paint::split_bottom(area, area.height - area.height.saturating_sub(22).min(16) / 4);
    let area = Rect { width, ..paint::right_of(below, x) };
    let page = page(state, area, theme);
    paint::put_lines(frame.buffer_mut(), area, &page.lines);
    if let (Some(row), Some(typing)) = (page.input_row, &state.login.typing) {
        input::draw(frame, paint::right_of(paint::row_of(area, row), 3), typing, theme.input);
    }
}

/// The lines, and the one that is typed into.
struct Page<'theme> {
    lines: Vec<Line<'static>>,
    input_row: Option<u16>,
    columns: usize,
    theme: &'theme Theme,
}

fn page<'theme>(state: &State, area: Rect, theme: &'theme Theme) -> Page<'theme> {
    let mut page = Page { lines: Vec::new(), input_row: None, columns: area.width.into(), theme };
    if !state.setup.client_configured {
        page.not_configured(state);
        return page;
    }
    page.title("Sign in to Zoom");
    page.under_title(state);
    let shown = state.login.shown;
    match &state.login.attempt {
        Attempt::Idle if matches!(state.session, Session::Restoring { .. }) => {
            page.quiet("Trying the stored sign-in…", 0);
        }
        Attempt::Idle => {
            let key = keys::of(state, Place::Login, Action::Enter);
            page.text(&format!("Press {key} to sign in with the browser."), 0);
        }
        Attempt::Starting { .. } => page.quiet("Preparing the sign-in page…", 0),
        Attempt::Waiting { sign_in, .. } => {
            if shown.is_some() {
                page.countdown(&format!("3  Waiting on 127.0.0.1:{}", sign_in.port), sign_in.deadline, state);
            } else {
                // Everything else takes this many rows; the address gets the rest.
                let ssh = u16::from(state.setup.is_ssh);
                let extras = u16::from(state.login.typing.is_some()) + u16::from(state.login.browser_problem.is_some());
                page.waiting(sign_in, area.height.saturating_sub(14 + ssh + extras).max(1).into(), state);
            }
        }
        Attempt::Device { code, .. } => page.device(code, state),
        Attempt::Exchanging { .. } => {
            page.styled("The browser came back.", 0, theme.good);
            page.quiet("Asking Zoom for a token…", 0);
        }
        Attempt::Failed { problem } => {
            page.lines.clear();
            page.styled(&problem.headline, 0, theme.title);
            if shown.is_some() {
                // What is explained needs the room; what is safe and the steps come back when it is closed.
                page.styled(&problem.cause, 0, theme.bad);
                page.text(&problem::remedy(problem.remedy, state, Place::LoginFailed), 0);
            } else {
                page.lines.extend(problem::lines(problem, state, Place::LoginFailed, area.width, theme));
            }
        }
    }
    match (shown, &state.login.attempt) {
        (Some(LoginHelp::BrowserCauses), _) => page.causes(),
        (Some(LoginHelp::Tunnel), Attempt::Waiting { sign_in, .. }) => page.tunnel(sign_in, state),
        (Some(LoginHelp::ServiceAccount), _) => page.service_account(state),
        (Some(LoginHelp::Tunnel) | None, _) => page.other_ways(state),
    }
    page
}

impl Page<'_> {
    fn not_configured(&mut self, state: &State) {
        self.title("Before the first sign-in: an app of your own");
        self.blank();
        self.text("ringlog signs in with an app in your own Zoom account. It has no client id yet.", 0);
        self.blank();
        self.step("1", "Open marketplace.zoom.us and sign in. Choose Develop, Build App, General App.");
        self.quiet("Admin-managed: all calls of the account. User-managed: your own calls.", INDENT);
        self.step("2", "As redirect address, and in the allow list, put");
        self.styled(REDIRECT, INDENT, self.theme.focus);
        self.step("3", "Add the scopes to read Zoom Phone calls, and copy the Public Client ID into");
        self.styled(&state.setup.config_path, INDENT, self.theme.focus);
        self.styled("[zoom]", INDENT, Style::new());
        self.styled("client_id = \"…\"", INDENT, Style::new());
        self.quiet("or set RINGLOG_CLIENT_ID, and start ringlog again.", INDENT);
        self.blank();
        self.text("Just looking?  ringlog demo  shows invented calls; no account is needed.", 0);
    }

    fn waiting(&mut self, sign_in: &SignIn, room: usize, state: &State) {
        let copy = keys::of(state, state.login.attempt.place(), Action::CopyThis);
        let open = keys::of(state, state.login.attempt.place(), Action::OpenBrowser);
        let type_it = keys::of(state, state.login.attempt.place(), Action::TypeAddress);
        let place =
            if state.setup.is_ssh { "in a browser on any machine where you use Zoom:" } else { "in your browser:" };
        self.step("1", &format!("Open this page {place}"));
        let url = text::wrap(&text::typed(&sign_in.url), self.columns.saturating_sub(INDENT));
        for (row, part) in url.iter().take(room).enumerate() {
            // An address that does not fit says so; `y` copies all of it.
            let part = if row + 1 == room && url.len() > room { format!("{part}…") } else { part.clone() };
            self.lines.push(self.cut_line(&part, INDENT, self.theme.focus));
        }
        let copied = if state.setup.is_ssh { " (works over SSH)" } else { "" };
        self.text(&format!("[{copy}] copy it{copied}   [{open}] open a browser here"), INDENT);
        if let Some(cause) = &state.login.browser_problem {
            self.styled(&format!("No browser opened here: {cause}"), INDENT, self.theme.warning);
        }
        self.blank();
        self.step("2", "Approve ringlog. It asks to read, never to change or delete.");
        self.blank();
        self.countdown(&format!("3  Waiting on 127.0.0.1:{}", sign_in.port), sign_in.deadline, state);
        if state.setup.is_ssh {
            self.quiet("Over SSH the last page may say \"cannot connect\". That is fine:", INDENT);
            self.quiet("copy that page's whole address and paste it anywhere on this screen.", INDENT);
        } else {
            self.quiet("If the last page says \"cannot connect\", copy its whole address and paste it here.", INDENT);
        }
        self.blank();
        match (&state.login.typing, &state.login.refused) {
            (Some(_), _) => {
                self.quiet("The address of the last page, then Enter:", INDENT);
                self.input_row = u16::try_from(self.lines.len()).ok();
                self.blank();
            }
            (None, Some(cause)) => self.styled(&format!("! {cause}"), INDENT, self.theme.bad),
            (None, None) => self.quiet(&format!("(nothing pasted yet)   [{type_it}] type it instead"), INDENT),
        }
    }

    /// Nothing, or that the sign-in below is not kept.
    fn under_title(&mut self, state: &State) {
        match &state.login.attempt {
            Attempt::Waiting { sign_in, .. } if sign_in.ends_with_ringlog => {
                let again = keys::of(state, state.login.attempt.place(), Action::Refresh);
                let words = format!("! Keychain out of reach: this sign-in ends with ringlog. [{again}] asks it again");
                self.lines.push(self.cut_line(&words, 0, self.theme.warning));
            }
            Attempt::Idle
            | Attempt::Starting { .. }
            | Attempt::Waiting { .. }
            | Attempt::Device { .. }
            | Attempt::Exchanging { .. }
            | Attempt::Failed { .. } => self.blank(),
        }
    }

    /// A line with the time that is left at its right.
    fn countdown(&mut self, words: &str, deadline: DateTime<Utc>, state: &State) {
        let left = format!("{} left", format::countdown(deadline, state.now));
        let fill = self.columns.saturating_sub(text::width(words) + left.len()).clamp(2, 24);
        self.text(&format!("{words}{}{left}", " ".repeat(fill)), 0);
    }

    fn device(&mut self, code: &DeviceCode, state: &State) {
        let (copy, browser) = (
            keys::of(state, state.login.attempt.place(), Action::CopyThis),
            keys::of(state, state.login.attempt.place(), Action::Refresh),
        );
        self.step("1", "Open this page on any device where you use Zoom:");
        self.styled(&code.page, INDENT, self.theme.focus);
        self.text(&format!("[{copy}] copy it"), INDENT);
        self.blank();
        self.step("2", "Type this code there:");
        self.styled(&code.user_code, INDENT, self.theme.focus);
        self.quiet(&format!("The page belongs to {}. Type only a code that you asked for.", code.host), INDENT);
        self.blank();
        self.countdown("3  Waiting until it is approved", code.deadline, state);
        self.quiet(&format!("[{browser}] sign in with the browser instead"), INDENT);
    }

    /// The ways to sign in that the steps above are not, and where to look when none works.
    fn other_ways(&mut self, state: &State) {
        let key = |action| keys::of(state, state.login.attempt.place(), action);
        let ways = &state.setup.sign_in;
        let waits = matches!(state.login.attempt, Attempt::Waiting { .. });
        let mut others = Vec::new();
        if ways.ssh_to.is_some() && waits {
            others.push(format!("[{}] ssh -L line", key(Action::Tunnel)));
        }
        if ways.has_device_code && !matches!(state.login.attempt, Attempt::Device { .. }) {
            others.push(format!("[{}] device code", key(Action::DeviceCode)));
        }
        others.push(format!("[{}] service account", key(Action::ServiceAccount)));
        self.blank();
        self.text(&format!("Other ways  {}", others.join("   ")), 0);
        if !matches!(state.login.attempt, Attempt::Idle) {
            let causes = key(Action::BrowserCauses);
            self.text(&format!("Trouble?    [{causes}] the browser showed an error   or run: ringlog doctor"), 0);
        }
    }

    fn tunnel(&mut self, sign_in: &SignIn, state: &State) {
        let Some(line) = state.setup.sign_in.tunnel(sign_in.port) else { return };
        self.blank();
        self.title("Let your browser reach ringlog through SSH");
        self.step("1", "On the machine you sit at, in another terminal:");
        self.styled(&line, INDENT, self.theme.focus);
        self.text(&format!("[{}] copy it", keys::of(state, state.login.attempt.place(), Action::CopyThis)), INDENT);
        self.step("2", "Open the sign-in page in the browser there. Its last page then reaches ringlog.");
        self.blank();
        if !state.setup.sign_in.has_fixed_port {
            self.quiet("The port is a new one each time. For the same line every time, set it in", 0);
            self.quiet(&state.setup.config_path, INDENT);
            self.text("[zoom]", INDENT);
            self.text(&format!("redirect_port = {}", sign_in.port), INDENT);
        }
    }

    fn service_account(&mut self, state: &State) {
        self.blank();
        self.title("Sign in as the account, without a person");
        self.text("For a machine on its own. An admin makes a Server-to-Server OAuth app in the Zoom Marketplace.", 0);
        self.text("Put its three values into", 0);
        self.styled(&state.setup.config_path, INDENT, self.theme.focus);
        for line in ["[zoom]", "client_id = \"…\"", "account_id = \"…\"", "client_secret_file = \"…\""] {
            self.text(line, INDENT);
        }
        self.quiet("and start ringlog again. It asks for a token whenever it needs one.", 0);
    }

    fn causes(&mut self) {
        self.blank();
        self.title("What did the browser show?");
        for cause in BROWSER_CAUSES {
            self.text(cause.shows, 2);
            self.quiet(cause.helps, 5);
        }
    }

    fn title(&mut self, words: &str) {
        self.styled(words, 0, self.theme.title);
    }

    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    fn step(&mut self, number: &'static str, words: &str) {
        for (row, line) in text::wrap(words, self.columns.saturating_sub(INDENT)).into_iter().enumerate() {
            let number = if row == 0 { number } else { " " };
            self.lines.push(Line::from(vec![Span::styled(number, self.theme.title), Span::raw(format!("  {line}"))]));
        }
    }

    fn text(&mut self, words: &str, indent: usize) {
        self.styled(words, indent, Style::new());
    }

    fn quiet(&mut self, words: &str, indent: usize) {
        self.styled(words, indent, self.theme.quiet);
    }

    fn styled(&mut self, words: &str, indent: usize, style: Style) {
        for line in text::wrap(words, self.columns.saturating_sub(indent)) {
            self.lines.push(Line::styled(format!("{}{line}", " ".repeat(indent)), style));
        }
    }

    fn cut_line(&self, words: &str, indent: usize, style: Style) -> Line<'static> {
        let words = text::cut(words, self.columns.saturating_sub(indent));
        Line::styled(format!("{}{words}", " ".repeat(indent)), style)
    }
}
