//! What the counts and the order of the list say of themselves, where there is little room too.

use super::{Shown, screen_of};
use crate::app::KeyCode;

fn query_row(shown: &Shown) -> String {
    screen_of(&shown.state).lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn complete_is_said_at_eighty_columns_too() {
    let shown = Shown::calls(80, 24);
    assert!(query_row(&shown).contains("41 of 41 complete"), "{}", query_row(&shown));
}

#[test]
fn what_a_count_lacks_is_named_with_the_key_that_fetches_it() {
    for (columns, says) in [(80, "at least 0 of 41"), (120, "at least 0 of 41  paths not fetched: B")] {
        let mut shown = Shown::calls(columns, 36);
        shown.press("/");
        shown.paste("hold:>0");
        shown.key(KeyCode::Enter);
        assert!(query_row(&shown).contains(says), "{}", query_row(&shown));
        let screen = screen_of(&shown.state);
        assert!(screen.contains("waits and holds are not known of 41 calls") && screen.contains("(B"), "{screen}");
    }
}

#[test]
fn a_word_that_joins_elsewhere_is_told_to_be_a_word_where_nothing_matches() {
    let mut shown = Shown::calls(80, 24);
    shown.press("/");
    shown.paste("Alvarez OR Lindqvist");
    shown.key(KeyCode::Enter);
    let screen = screen_of(&shown.state);
    assert!(screen.contains("OR is searched for like any word"), "{screen}");
}

#[test]
fn an_order_whose_sign_is_out_of_sight_is_told_in_the_row_of_the_query() {
    let mut shown = Shown::calls(80, 24);
    assert!(!query_row(&shown).contains("by "), "{}", query_row(&shown));
    // By site, which has no column at this width, then by what is under the cursor.
    let lines = crate::app::ListColumn::ALL;
    let place = |column| lines.iter().position(|known| *known == column).unwrap();
    shown.press("S");
    let (here, site) = (place(shown.state.calls.column()), place(crate::app::ListColumn::Site));
    for _ in here..site {
        shown.press("j");
    }
    shown.press("  ");
    shown.key(KeyCode::Enter);
    assert!(query_row(&shown).contains("by site ↓  41 of 41"), "{}", screen_of(&shown.state));
}

#[test]
fn each_of_several_keys_of_the_order_is_seen_at_eighty_columns() {
    use crate::app::ListColumn::{Result, Wait};
    let mut shown = Shown::calls(80, 24);
    let place = |column| crate::app::ListColumn::ALL.iter().position(|known| *known == column).unwrap();
    shown.press("S");
    let mut here = place(shown.state.calls.column());
    for (column, turns) in [(Result, " "), (Wait, "  ")] {
        while here < place(column) {
            shown.press("j");
            here += 1;
        }
        shown.press(turns);
    }
    shown.key(KeyCode::Enter);
    let screen = screen_of(&shown.state);
    let titles = screen.lines().find(|line| line.contains("Started")).unwrap();
    let in_titles = titles.contains("↑1") && titles.contains("↓2");
    assert!(in_titles || query_row(&shown).contains("by result ↑, wait ↓"), "{screen}");
}
