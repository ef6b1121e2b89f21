//! Names of downloaded files: from our own alphabet only, whatever Zoom or a caller says.

use std::path::PathBuf;

use crate::model::{Direction, MediaRow, Zone, file_word};

/// `YYYY/MM/<start>_<dir>_<party>_<id>`, without an ending: times are the person's, and the id keeps two of one minute apart.
pub(super) fn stem(row: &MediaRow, zone: Zone) -> PathBuf {
    let direction = match row.direction {
        Direction::Inbound => "in",
        Direction::Outbound => "out",
        Direction::Other(_) => "call",
    };
    let party = row.other_side();
    let party = [party.name.as_raw(), party.number.as_raw()].into_iter().map(file_word).find(|word| !word.is_empty());
    let party = party.unwrap_or_else(|| "anonymous".to_owned());
    let id = file_word(row.id.as_raw());
    let (folder, start) = row.at.map_or_else(
        || ("undated".to_owned(), "undated".to_owned()),
        |at| {
            let at = zone.at(at);
            (at.format("%Y/%m").to_string(), at.format("%Y-%m-%d_%H%M%S").to_string())
        },
    );
    PathBuf::from(folder).join(format!("{start}_{direction}_{party}_{id}"))
}

/// The ending for a content type. Zoom's audio is MP3. Source: Zoom Phone API notes on downloads, checked 2026-11-22.
pub(super) fn ending(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "audio/wav" | "audio/x-wav" | "audio/wave" => "wav",
        "audio/mp4" | "audio/x-m4a" | "audio/aac" => "m4a",
        "audio/ogg" | "audio/opus" => "ogg",
        _ => "mp3",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Component;

    use proptest::prelude::*;

    use super::*;
    use crate::model::{Media, Recording, RecordingId, Speaker};

    fn row(name: &str, number: &str, id: &str) -> MediaRow {
        let caller = Speaker { name: name.into(), number: number.into(), number_type: None };
        MediaRow::from(Media::Recording(Recording {
            id: RecordingId::new(id),
            caller,
            direction: Direction::Inbound,
            date_time: "2026-11-03T14:02:39Z".parse().ok(),
            ..Recording::default()
        }))
    }

    fn is_ours(path: &std::path::Path) -> bool {
        let parts: Vec<_> = path.components().collect();
        let plain = |part: &Component<'_>| {
            let Component::Normal(name) = part else { return false };
            let name = name.to_str().unwrap();
            name.len() < 140
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
                && !name.starts_with('-')
        };
        parts.len() == 3 && parts.iter().all(plain)
    }

    #[test]
    fn a_name_says_when_which_way_and_who() {
        let stem = stem(&row("ÓSKAR Benin", "+12025550177", "9f1c2b3a"), "Europe/Paris".parse().unwrap());
        assert_eq!(stem, PathBuf::from("2026/11/2026-11-03_150239_in_oskar-benin_9f1c2b3a"));
        for hostile in [
            "../../etc/passwd",
            "a\0b",
            "CON",
            "-rf",
            "~",
            ".",
            "..",
            "\u{202e}gnp.exe",
            "日本",
            "%2e%2e%2f",
            &"x".repeat(300),
        ] {
            for row in [row(hostile, "", "1"), row("", hostile, "1"), row("", "", hostile)] {
                let stem = super::stem(&row, Zone::Utc);
                assert!(is_ours(&stem), "{hostile}: {}", stem.display());
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn no_name_leads_out_of_the_folder(name: String, number: String, id: String) {
            prop_assert!(is_ours(&stem(&row(&name, &number, &id), Zone::Utc)));
        }
    }
}
