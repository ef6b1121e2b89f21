//! Pages with something wrong: every row that can be read is, every other one is counted, and nothing panics.

use crate::figure::figure;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use ringlog::model::{Access, Span};
use ringlog::zoom::{HistoryRequest, history_page};
use serde_json::{Value, json};

const PAGES: usize = 10_000;
const SAMPLES: [(Access, &str, &str, &str, &str); 2] = [
    (
        Access::Account,
        "call_history",
        "call_history_uuid",
        "start_time",
        include_str!("../fixtures/zoom/samples/call_history.account.new.json"),
    ),
    (
        Access::Own,
        "call_elements",
        "call_element_id",
        "start_time",
        include_str!("../fixtures/zoom/samples/call_history.user.new.json"),
    ),
];

fn request(access: Access) -> HistoryRequest {
    let span = Span { from: "2026-10-05T00:00:00Z".parse().unwrap(), to: "2026-11-04T00:00:00Z".parse().unwrap() };
    HistoryRequest { access, span, page_size: 300, next_page_token: None }
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| json!([inner]))
}

/// Does something to a row; true when it cannot be read any more.
fn spoil(row: &mut Value, id: &str, start: &str, dice: &mut ChaCha8Rng) -> bool {
    let fields = row.as_object_mut().unwrap();
    let mut any_field = || {
        let names: Vec<String> = fields
            .keys()
            .filter(|name| !["id", "call_history_uuid", id, start].contains(&name.as_str()))
            .cloned()
            .collect();
        names.choose(dice).unwrap().clone()
    };
    let harmless = any_field();
    match dice.random_range(0..14) {
        0 => *row = json!(7),
        1 => *row = json!(null),
        2 => *row = json!("a row"),
        3 => *row = json!([{}]),
        4 => {
            fields.remove("id");
            fields.insert(id.to_owned(), json!(""));
        }
        5 => drop(fields.insert(start.to_owned(), json!("yesterday"))),
        6 => drop(fields.remove(start)),
        7 => drop(fields.insert(harmless, nested(65))),
        8 => {
            fields.insert("a_new_field".to_owned(), nested(60));
            return false;
        }
        9 => {
            fields.insert(harmless, json!({ "inside": [1, 2.5, null] }));
            return false;
        }
        10 => {
            fields.insert(harmless, json!(-1e300));
            return false;
        }
        11 => {
            fields.insert(harmless, json!("\u{202e}\u{0}x".repeat(5_000)));
            return false;
        }
        12 => {
            fields.remove(&harmless);
            return false;
        }
        _ => return false,
    }
    true
}

#[test]
fn of_ten_thousand_spoiled_pages_every_bad_row_is_counted() {
    let mut dice = ChaCha8Rng::seed_from_u64(7);
    let (mut rows, mut spoiled) = (0, 0_usize);
    for number in 0..PAGES / 2 {
        let (access, array, id, start, sample) = &SAMPLES[number % 2];
        let mut page: Value = serde_json::from_str(sample).unwrap();
        let list = page[*array].as_array_mut().unwrap();
        let bad: Vec<usize> = (0..list.len()).filter(|at| spoil(&mut list[*at], id, start, &mut dice)).collect();
        let all = list.len();
        let read = history_page(&page.to_string(), &request(*access)).unwrap();
        let counted: Vec<usize> = read.bad_rows.iter().map(|row| row.index).collect();
        assert_eq!(counted, bad, "{page}");
        assert_eq!(read.rows.len(), all - bad.len());
        rows += all;
        spoiled += bad.len();
    }
    figure(&format!("{spoiled} of {rows} rows were spoiled, and each was counted"));
    assert!(spoiled > rows / 4);
}

#[test]
fn pages_with_bytes_that_changed_on_their_way_are_read_or_refused() {
    let mut dice = ChaCha8Rng::seed_from_u64(8);
    let (mut read, mut refused) = (0, 0);
    for number in 0..PAGES / 2 {
        let (access, .., sample) = &SAMPLES[number % 2];
        let mut bytes = sample.as_bytes().to_vec();
        for _ in 0..dice.random_range(1..=8) {
            let at = dice.random_range(0..bytes.len());
            match dice.random_range(0..4) {
                0 => bytes[at] = dice.random(),
                1 => bytes[at] = *b"{}[]\",:0e".choose(&mut dice).unwrap(),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(bytes.len().max(2) - 1),
            }
        }
        match history_page(&String::from_utf8_lossy(&bytes), &request(*access)) {
            Ok(_) => read += 1,
            Err(_) => refused += 1,
        }
    }
    figure(&format!("{read} read, {refused} refused"));
    assert!(read > 100 && refused > 100);
}
