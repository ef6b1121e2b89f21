//! Cells that a sheet would take for a formula. Callers choose their own names, so a name can be one.
//! Source: CWE-1236; OWASP, CSV injection, checked 2026-11-22.

use std::borrow::Cow;

/// What begins a formula, in ASCII and full width.
const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The cell with an apostrophe before it when a sheet could take it for a formula, which it must not be.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_dangerous(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell that [`guarded`] was given.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_dangerous(rest)).unwrap_or(cell)
}

/// True when the first thing that counts is a trigger. White space does not count, nor do apostrophes, so that guarding can
/// be undone; nor do control characters, which stand here in their visible form `\u{…}`. Tab, CR and NUL are triggers.
fn is_dangerous(cell: &str) -> bool {
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        // Nearly every cell.
        return false;
    }
    let mut rest = cell;
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '\'');
        if rest.starts_with(TRIGGERS) {
            return true;
        }
        match rest.strip_prefix("\\u{").and_then(|escape| escape.split_once('}')) {
            Some(("0" | "9" | "d", _)) => return true,
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::model::Text;

    use super::*;

    #[test]
    fn formulas_in_every_disguise_are_guarded() {
        for cell in ["=1+1", " =1", "\u{a0}@x", "＝1", "-2", "'=1", "''+1", "\\u{9}x", "\\u{200b}=1", "\u{3000}＋1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in ["", "R. Alvarez", "O'Neil", "'tis", "1-2", "\\u{200b}x", "a=1", "\\u{"] {
            assert_eq!(guarded(cell), cell);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn guarding_can_be_undone_and_leaves_no_trigger_first(raw in "[ '=+@\\-＝＋\t\r\n\0\u{200b}\u{202e}\\\\u{}a1,\"]{0,12}") {
            let cell = Text::new(&raw).to_string();
            let safe = guarded(&cell);
            prop_assert_eq!(unguarded(&safe), &cell[..]);
            prop_assert!(!safe.trim_start().starts_with(TRIGGERS));
        }
    }
}
