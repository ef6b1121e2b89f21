//! Typing into a line of text, with the readline keys.

use tui_input::{Input, InputRequest};

use super::key::{Key, KeyCode};

/// Longer lines are not taken: no query, address or path needs them.
const MOST_CHARACTERS: usize = 4096;

/// Takes a key; true when the text changed.
pub(super) fn type_key(input: &mut Input, key: Key) -> bool {
    let Some(request) = request(key) else {
        return false;
    };
    if matches!(request, InputRequest::InsertChar(_)) && input.value().chars().count() >= MOST_CHARACTERS {
        return false;
    }
    input.handle(request).is_some_and(|changed| changed.value)
}

/// Takes pasted text on one line: line ends become spaces, other control characters are left out.
pub(super) fn paste(input: &mut Input, text: &str) {
    let room = MOST_CHARACTERS.saturating_sub(input.value().chars().count());
    let one_line = text.trim().chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    for character in one_line.filter(|c| !c.is_control()).take(room) {
        input.handle(InputRequest::InsertChar(character));
    }
}

/// What a key asks of a line of text.
fn request(key: Key) -> Option<InputRequest> {
    match (key.code, key.ctrl) {
        (KeyCode::Char(character), false) if !character.is_control() => Some(InputRequest::InsertChar(character)),
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => Some(InputRequest::GoToStart),
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => Some(InputRequest::GoToEnd),
        (KeyCode::Char('b'), true) | (KeyCode::Left, false) => Some(InputRequest::GoToPrevChar),
        (KeyCode::Char('f'), true) | (KeyCode::Right, false) => Some(InputRequest::GoToNextChar),
        (KeyCode::Left, true) => Some(InputRequest::GoToPrevWord),
        (KeyCode::Right, true) => Some(InputRequest::GoToNextWord),
        (KeyCode::Char('h'), true) | (KeyCode::Backspace, false) => Some(InputRequest::DeletePrevChar),
        (KeyCode::Char('d'), true) | (KeyCode::Delete, _) => Some(InputRequest::DeleteNextChar),
        (KeyCode::Char('w') | KeyCode::Backspace, true) => Some(InputRequest::DeletePrevWord),
        (KeyCode::Char('u'), true) => Some(InputRequest::DeleteFromStart),
        (KeyCode::Char('k'), true) => Some(InputRequest::DeleteTillEnd),
        (KeyCode::Char('y'), true) => Some(InputRequest::Yank),
        (
            KeyCode::Char(_)
            | KeyCode::F(_)
            | KeyCode::Enter
            | KeyCode::Esc
            | KeyCode::Tab
            | KeyCode::BackTab
            | KeyCode::Up
            | KeyCode::Down
            | KeyCode::PageUp
            | KeyCode::PageDown,
            _,
        ) => None,
    }
}
