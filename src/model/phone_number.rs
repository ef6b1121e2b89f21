//! Phone numbers: Zoom sends E.164, people write them as they like.

/// True for a whole E.164 number: a plus sign and 3 to 15 digits, nothing else. Source: ITU-T E.164; the lower bound keeps
/// short service numbers apart from stray signs.
#[must_use]
pub fn is_e164(number: &str) -> bool {
    number
        .strip_prefix('+')
        .is_some_and(|digits| (3..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The digits of a number however it is written: `+1 (202) 555-0134` gives `12025550134`.
#[must_use]
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_e164_number_passes() {
        for number in ["+12025550134", "+442079460112", "+123"] {
            assert!(is_e164(number), "{number}");
        }
        for number in [
            "",
            "+",
            "+12",
            "12025550134",
            "+1 2025550134",
            "+1202555013412345",
            "+1=2",
            "+12025550134\n",
            "＋12025550134",
        ] {
            assert!(!is_e164(number), "{number:?}");
        }
    }

    #[test]
    fn digits_ignore_how_a_number_is_written() {
        assert_eq!(digits("+1 (202) 555-0134"), digits("+12025550134"));
    }
}
