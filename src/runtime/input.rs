//! From the terminal's events to ours.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::mpsc::Sender;

use crate::app::{Key, KeyCode, Message, Paste, Pointer};

/// As many events as are passed on together: what is typed or pasted at once is there before the first of it is drawn.
const MOST_AT_ONCE: usize = 256;

/// Reads the terminal on a thread of its own, which ends with the process. The end of input arrives as a message.
///
/// # Errors
/// When no thread can be started.
pub(super) fn start(messages: Sender<Message>) -> io::Result<()> {
    watch_for_hangup(messages.clone())?;
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let mut waiting = Vec::new();
        loop {
            let read = read_all(&mut waiting);
            for message in waiting.drain(..) {
                if messages.blocking_send(message).is_err() {
                    return;
                }
            }
            match read {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    // The loop may be gone already; then nobody needs to know.
                    let _ = messages.blocking_send(Message::InputEnded);
                    return;
                }
            }
        }
    })?;
    Ok(())
}

/// Waits for an event, then takes what else is there. An address among the keys was pasted, and is passed on whole.
fn read_all(waiting: &mut Vec<Message>) -> io::Result<()> {
    let mut typed = Typed::default();
    typed.take(message(event::read()?), waiting);
    while (waiting.len() + typed.0.len() < MOST_AT_ONCE || typed.is_address()) && event::poll(typed.patience())? {
        typed.take(message(event::read()?), waiting);
    }
    typed.end(waiting);
    Ok(())
}

/// Characters that came at once. A terminal without bracketed paste types what is pasted, and each character would be a key: an
/// address typed so fast was pasted.
#[derive(Default)]
struct Typed(String);

impl Typed {
    /// What no keys at once have in them, but every address.
    const MARK: &str = "://";
    /// How long the rest of an address may take: it comes in parts.
    const REST: Duration = Duration::from_millis(50);
    /// What is there already. Not zero: crossterm does not look then (crossterm issue 839).
    const AT_ONCE: Duration = Duration::from_micros(50);
    /// No address is longer.
    const LONGEST: usize = 8 << 10;

    /// Takes what happened; what is no character is passed on, after those before it.
    fn take(&mut self, message: Option<Message>, waiting: &mut Vec<Message>) {
        match message {
            Some(Message::Key(Key { code: KeyCode::Char(character), ctrl: false, .. }))
                if self.0.len() < Self::LONGEST =>
            {
                self.0.push(character);
            }
            // A window that breaks a long address is copied with the break.
            Some(Message::Key(Key { code: KeyCode::Enter, .. })) if self.is_address() => self.0.push('\n'),
            Some(other) => {
                self.end(waiting);
                waiting.push(other);
            }
            None => {}
        }
    }

    /// How long to wait for more.
    fn patience(&self) -> Duration {
        if self.is_address() { Self::REST } else { Self::AT_ONCE }
    }

    fn is_address(&self) -> bool {
        self.0.contains(Self::MARK)
    }

    /// Passes on what came: an address as pasted, else keys.
    fn end(&mut self, waiting: &mut Vec<Message>) {
        let text = std::mem::take(&mut self.0);
        let address = text.find(Self::MARK).map(|mark| text[..mark].rfind("http").unwrap_or(0));
        let (keys, address) = text.split_at(address.unwrap_or(text.len()));
        waiting.extend(keys.chars().map(|character| Message::Key(Key::char(character))));
        if !address.is_empty() {
            waiting.push(Message::Pasted(Paste::new(address.trim_end().to_owned())));
        }
    }
}

/// Waits for the terminal to go away. crossterm reads a closed terminal for ever without an error, and a process whose
/// parent ignores SIGHUP gets no signal either; poll tells.
fn watch_for_hangup(messages: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        let terminal = rustix::stdio::stdin();
        loop {
            // No event is asked for: hang-up and error are always told.
            let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
            if poll(&mut watched, None) != Err(rustix::io::Errno::INTR) {
                read_nothing_more();
                // The loop may be gone already; then nobody needs to know.
                let _ = messages.blocking_send(Message::InputEnded);
                return;
            }
        }
    })?;
    Ok(())
}

/// Puts a pipe that nobody writes into in the place of a terminal that went away: its reader waits there, and does not read
/// nothing over and over until the process has ended. There are no modes to give back any more.
fn read_nothing_more() {
    let quiet = io::pipe().and_then(|(quiet, writer)| {
        // Open for as long as the process lives: a pipe without a writer has come to its end.
        std::mem::forget(writer);
        Ok(rustix::stdio::dup2_stdin(quiet)?)
    });
    if let Err(error) = quiet {
        tracing::debug!(%error, "the terminal is read to the end of the process");
    }
}

fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => self::key(key).map(Message::Key),
        Event::Mouse(mouse) => pointer(mouse).map(Message::Pointer),
        Event::Paste(text) => Some(Message::Pasted(Paste::new(text))),
        Event::Resize(columns, rows) => Some(Message::Resized { columns, rows }),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// The key, when it went down or repeats. Shift is in the character already; on other keys it counts.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    if event.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META | KeyModifiers::HYPER) {
        return None;
    }
    let code = code(event.code)?;
    let shift = event.modifiers.contains(KeyModifiers::SHIFT) && !matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
    Some(Key { code, ctrl, shift })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "crossterm knows many keys that mean nothing here")]
fn code(code: event::KeyCode) -> Option<KeyCode> {
    Some(match code {
        event::KeyCode::Char(character) => KeyCode::Char(character),
        event::KeyCode::F(number) => KeyCode::F(number),
        event::KeyCode::Enter => KeyCode::Enter,
        event::KeyCode::Esc => KeyCode::Esc,
        event::KeyCode::Tab => KeyCode::Tab,
        event::KeyCode::BackTab => KeyCode::BackTab,
        event::KeyCode::Backspace => KeyCode::Backspace,
        event::KeyCode::Delete => KeyCode::Delete,
        event::KeyCode::Up => KeyCode::Up,
        event::KeyCode::Down => KeyCode::Down,
        event::KeyCode::Left => KeyCode::Left,
        event::KeyCode::Right => KeyCode::Right,
        event::KeyCode::Home => KeyCode::Home,
        event::KeyCode::End => KeyCode::End,
        event::KeyCode::PageUp => KeyCode::PageUp,
        event::KeyCode::PageDown => KeyCode::PageDown,
        _ => return None,
    })
}

fn pointer(event: MouseEvent) -> Option<Pointer> {
    let MouseEvent { column, row, .. } = event;
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Pointer::Click { column, row }),
        MouseEventKind::ScrollDown => Some(Pointer::ScrollDown { column, row }),
        MouseEventKind::ScrollUp => Some(Pointer::ScrollUp { column, row }),
        MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: event::KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn a_capital_is_a_character_and_shift_counts_on_other_keys() {
        assert_eq!(pressed(event::KeyCode::Char('G'), KeyModifiers::SHIFT), Some(Key::char('G')));
        assert_eq!(pressed(event::KeyCode::Down, KeyModifiers::SHIFT), Some(Key::shift(KeyCode::Down)));
        assert_eq!(pressed(event::KeyCode::Char('d'), KeyModifiers::CONTROL), Some(Key::ctrl('d')));
    }

    fn passed_on(typed: &str) -> Vec<Message> {
        let (mut burst, mut waiting) = (Typed::default(), Vec::new());
        for character in typed.chars() {
            let code = if character == '\n' { KeyCode::Enter } else { KeyCode::Char(character) };
            burst.take(Some(Message::Key(Key::plain(code))), &mut waiting);
        }
        burst.end(&mut waiting);
        waiting
    }

    #[test]
    fn an_address_that_comes_at_once_was_pasted_and_other_letters_are_keys() {
        let address = "http://127.0.0.1:4711/callback?code=abc&state=xyz";
        let in_two_lines = address.replace('?', "?\n");
        for typed in [format!("p{in_two_lines}\n"), format!("p{in_two_lines}")] {
            let messages = passed_on(&typed);
            let [Message::Key(first), Message::Pasted(text)] = messages.as_slice() else { panic!("{messages:?}") };
            assert_eq!((*first, text.as_str()), (Key::char('p'), in_two_lines.as_str()));
        }
        let messages = passed_on("/result:missed\nq");
        let keys = messages
            .iter()
            .map(|message| if let Message::Key(key) = message { key.code } else { panic!("{message:?}") });
        let letters = "/result:missed".chars().map(KeyCode::Char).chain([KeyCode::Enter, KeyCode::Char('q')]);
        assert!(keys.eq(letters));
    }

    #[test]
    fn releases_and_unknown_combinations_are_no_keys() {
        let release = KeyEvent::new_with_kind(event::KeyCode::Char('j'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(key(release), None);
        assert_eq!(pressed(event::KeyCode::Char('j'), KeyModifiers::ALT), None);
        assert_eq!(pressed(event::KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
