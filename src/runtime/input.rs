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

/// Waits for an event, then takes what else is there.
fn read_all(waiting: &mut Vec<Message>) -> io::Result<()> {
    waiting.extend(message(event::read()?));
    while waiting.len() < MOST_AT_ONCE && event::poll(Duration::ZERO)? {
        waiting.extend(message(event::read()?));
    }
    Ok(())
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
                // The loop may be gone already; then nobody needs to know.
                let _ = messages.blocking_send(Message::InputEnded);
                return;
            }
        }
    })?;
    Ok(())
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

    #[test]
    fn releases_and_unknown_combinations_are_no_keys() {
        let release = KeyEvent::new_with_kind(event::KeyCode::Char('j'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(key(release), None);
        assert_eq!(pressed(event::KeyCode::Char('j'), KeyModifiers::ALT), None);
        assert_eq!(pressed(event::KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
