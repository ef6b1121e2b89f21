//! Cells that a sheet would take for a formula. Callers choose their own names, so a name can be one.
//! Source: CWE-1236; OWASP, CSV injection, checked 2026-11-22.

use std::borrow::Cow;

use super::text::Text;

/// What begins a formula, in ASCII and full width.
const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What some sheets take for the beginning of one, or read over.
const CONTROL_TRIGGERS: [char; 3] = ['\t', '\r', '\0'];

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
/// be undone; nor do control and invisible characters, which stand in a file as they are and on a terminal in their visible
/// form `\u{…}`. Tab, CR and NUL are triggers in both forms.
fn is_dangerous(cell: &str) -> bool {
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        // Nearly every cell.
        return false;
    }
    let mut rest = cell;
    loop {
        if rest.starts_with(TRIGGERS) || rest.starts_with(CONTROL_TRIGGERS) {
            return true;
        }
        let does_not_count =
            |character: char| character.is_whitespace() || character == '\'' || Text::is_unsafe_to_show(character);
        if let Some(after) = rest.strip_prefix(does_not_count) {
            rest = after;
            continue;
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

    use super::*;

    #[test]
    fn formulas_in_every_disguise_are_guarded() {
        for cell in ["=1+1", " =1", "\u{a0}@x", "＝1", "-2", "'=1", "''+1", "\\u{9}x", "\\u{200b}=1", "\u{3000}＋1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        // As they stand in a file.
        for cell in
            ["\tx", "\rx", "\0x", " \tx", "\0=1", "\u{200b}=1", "\u{202e}' @x", "\u{feff}+1", "\u{1}\u{ad}-1", "\n=1"]
        {
            assert_eq!(guarded(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "R. Alvarez", "O'Neil", "'tis", "1-2", "\\u{200b}x", "\u{200b}x", "a=1", "\\u{"] {
            assert_eq!(guarded(cell), cell);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn guarding_can_be_undone_and_leaves_no_trigger_first(raw in "[ '=+@\\-＝＋\t\r\n\0\u{200b}\u{202e}\\\\u{}a1,\"]{0,12}") {
            for cell in [Text::new(&raw).to_string(), raw] {
                let safe = guarded(&cell);
                prop_assert_eq!(unguarded(&safe), &cell[..]);
                let counts = safe.trim_start_matches(|one: char| one.is_whitespace() || Text::is_unsafe_to_show(one));
                prop_assert!(!counts.starts_with(TRIGGERS) && !safe.starts_with(CONTROL_TRIGGERS));
            }
        }
    }
}
