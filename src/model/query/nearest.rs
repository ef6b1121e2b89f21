//! The word somebody most likely meant.

/// The candidate nearest to `word`: the first that begins with it, else the one with the fewest slips of the finger (a letter
/// added, left out, wrong, or swapped with its neighbour), at most one in short words and two in others.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(MAX_CHARS).collect();
    let allowed = if word.len() <= 3 { 1 } else { 2 };
    let begins = |candidate: &&str| word.len() > 1 && word.iter().copied().eq(candidate.chars().take(word.len()));
    candidates.iter().copied().find(begins).or_else(|| {
        let measured = candidates.iter().map(|candidate| (slips(&word, candidate), candidate));
        measured.filter(|(slips, _)| *slips <= allowed).min_by_key(|(slips, _)| *slips).map(|(_, candidate)| *candidate)
    })
}

/// The day most likely meant by a word that is near to none: the one with the same first letter and the fewest slips, such as
/// `today` for `tomorow` and `wed` for `wensday`.
pub(super) fn nearest_day<'a>(word: &str, days: &[&'a str]) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(MAX_CHARS).collect();
    if !word.iter().copied().all(char::is_alphabetic) {
        return None;
    }
    let alike = days.iter().copied().filter(|day| day.chars().next() == word.first().copied());
    alike.min_by_key(|day| slips(&word, day))
}

/// Longer words are near to none of ours; the measure costs the square of the length.
const MAX_CHARS: usize = 32;

/// The slips between two words: the optimal string alignment distance.
fn slips(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let wrong = usize::from(a[i - 1] != b[j - 1]);
                let best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + wrong);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_find_the_word_and_strangers_do_not() {
        let words = ["queue", "user", "result", "in", "out"];
        for (typed, meant) in [
            ("quue", Some("queue")),
            ("qeuue", Some("queue")),
            ("resutl", Some("result")),
            ("RESLT", Some("result")),
            ("usr", Some("user")),
            ("que", Some("queue")),
            ("xylophone", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, &words), meant, "{typed}");
        }
    }
}
