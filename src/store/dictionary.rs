//! What repeats from call to call, stored once: words, parties, owners, kinds. Ids are never used twice, so both sides may
//! keep what they have seen.

use std::collections::HashMap;
use std::hash::Hash;

use rusqlite::{Connection, OptionalExtension, ToSql};
use rustc_hash::FxHashMap;

use crate::model::{CallResult, Direction, Party, PartyId, PartyRow, ResultGroup, Text, WordId};

use super::error::unreadable;
use super::fields::{pack_party, unpack_party};

/// The words of where a call's owner belongs: site name, site id, department, cost center, group, in the order of the
/// table `owner`.
pub(super) type Owner = [u32; 5];

/// What sort of call it was, in the order of the table `kind`: eight words and three answers to yes-or-no questions.
pub(super) type Kind = [u32; 11];

/// 0 not given, 1 false, 2 true.
pub(super) fn pack_bool(value: Option<bool>) -> u32 {
    value.map_or(0, |value| 1 + u32::from(value))
}

/// What [`pack_bool`] packed.
pub(super) fn unpack_bool(packed: u32) -> Option<bool> {
    (packed > 0).then_some(packed == 2)
}

/// Ids by value, for writing. Bounded: what does not fit is asked for again.
#[derive(Default)]
pub(super) struct Ids {
    words: Cache<Text>,
    parties: Cache<Vec<u8>>,
    owners: Cache<Owner>,
    kinds: Cache<Kind>,
}

impl Ids {
    /// The id of a word; 0 for the empty one.
    pub(super) fn word(&mut self, connection: &Connection, word: &Text) -> rusqlite::Result<u32> {
        if word.is_empty() {
            return Ok(0);
        }
        self.words.get(word, || {
            let raw = word.as_raw();
            found_or_made(
                connection,
                "SELECT id FROM word WHERE text = ?1",
                "INSERT INTO word (text) VALUES (?1)",
                &[&raw],
            )
        })
    }

    /// The id of a party; a party without any field has one too.
    pub(super) fn party(&mut self, connection: &Connection, party: &Party) -> rusqlite::Result<u32> {
        let packed = pack_party(party);
        self.parties.get(&packed, || {
            const FIND: &str = "SELECT id FROM party WHERE fields = ?1";
            found_or_made(connection, FIND, "INSERT INTO party (fields) VALUES (?1)", &[&packed])
        })
    }

    /// The id of an owner.
    pub(super) fn owner(&mut self, connection: &Connection, owner: Owner) -> rusqlite::Result<u32> {
        self.owners.get(&owner, || {
            const FIND: &str = "SELECT id FROM owner WHERE (site_name, site_id, department, cost_center, group_id) \
                = (?1, ?2, ?3, ?4, ?5)";
            const MAKE: &str = "INSERT INTO owner (site_name, site_id, department, cost_center, group_id) \
                VALUES (?1, ?2, ?3, ?4, ?5)";
            found_or_made(connection, FIND, MAKE, &owner.each_ref().map(|word| word as &dyn ToSql))
        })
    }

    /// The id of a kind.
    pub(super) fn kind(&mut self, connection: &Connection, kind: Kind) -> rusqlite::Result<u32> {
        self.kinds.get(&kind, || {
            const FIND: &str = "SELECT id FROM kind WHERE (direction, connect_type, call_type, call_result, \
                recording_status, spam, caller_account_code, callee_account_code, international, hide_caller_id, \
                end_to_end) = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
            const MAKE: &str = "INSERT INTO kind (direction, connect_type, call_type, call_result, \
                recording_status, spam, caller_account_code, callee_account_code, international, hide_caller_id, \
                end_to_end) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
            found_or_made(connection, FIND, MAKE, &kind.each_ref().map(|word| word as &dyn ToSql))
        })
    }
}

fn found_or_made(connection: &Connection, find: &str, make: &str, values: &[&dyn ToSql]) -> rusqlite::Result<u32> {
    let found = connection.prepare_cached(find)?.query_row(values, |row| row.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    let id = connection.prepare_cached(make)?.insert(values)?;
    u32::try_from(id).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, id))
}

struct Cache<T>(HashMap<T, u32>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone + Eq + Hash> Cache<T> {
    const MOST: usize = 32_768;

    fn get(&mut self, value: &T, ask: impl FnOnce() -> rusqlite::Result<u32>) -> rusqlite::Result<u32> {
        if let Some(id) = self.0.get(value) {
            return Ok(*id);
        }
        let id = ask()?;
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        self.0.insert(value.clone(), id);
        Ok(id)
    }
}

/// Values by id, for reading.
#[derive(Default)]
pub(super) struct Values {
    words: FxHashMap<u32, Text>,
    owners: FxHashMap<u32, Owner>,
    kinds: FxHashMap<u32, Kind>,
    listed_kinds: FxHashMap<u32, ListedKind>,
    parties: FxHashMap<u32, Party>,
    listed_parties: FxHashMap<u32, PartyRow>,
}

/// What the list needs of a kind.
#[derive(Clone)]
pub(super) struct ListedKind {
    pub direction: Direction,
    pub result: CallResult,
    pub is_answered: bool,
}

impl Values {
    /// A whole party takes about half a kilobyte here, what the list needs of one a quarter of that.
    const MOST_PARTIES: usize = 8_192;

    /// The party of an id.
    pub(super) fn party(&mut self, connection: &Connection, id: u32) -> rusqlite::Result<Party> {
        if let Some(party) = self.parties.get(&id) {
            return Ok(party.clone());
        }
        let party = party(connection, id)?;
        if self.parties.len() >= Self::MOST_PARTIES {
            self.parties.clear();
        }
        self.parties.insert(id, party.clone());
        Ok(party)
    }

    /// What the list needs of the party of an id.
    pub(super) fn listed_party(&mut self, connection: &Connection, id: u32) -> rusqlite::Result<PartyRow> {
        if let Some(party) = self.listed_parties.get(&id) {
            return Ok(party.clone());
        }
        let listed = PartyRow::from(party(connection, id)?);
        if self.listed_parties.len() >= Self::MOST_PARTIES {
            self.listed_parties.clear();
        }
        self.listed_parties.insert(id, listed.clone());
        Ok(listed)
    }

    /// The word of an id.
    pub(super) fn word(&mut self, connection: &Connection, id: u32) -> rusqlite::Result<&Text> {
        if let std::collections::hash_map::Entry::Vacant(unknown) = self.words.entry(id) {
            let word = if id == 0 {
                Text::default()
            } else {
                connection.prepare_cached("SELECT text FROM word WHERE id = ?1")?.query_row([id], |row| text(row, 0))?
            };
            unknown.insert(word);
        }
        self.words.get(&id).ok_or_else(|| unreadable("a word is missing"))
    }

    /// The owner of an id.
    pub(super) fn owner(&mut self, connection: &Connection, id: u32) -> rusqlite::Result<Owner> {
        if let Some(owner) = self.owners.get(&id) {
            return Ok(*owner);
        }
        let owner = connection
            .prepare_cached("SELECT site_name, site_id, department, cost_center, group_id FROM owner WHERE id = ?1")?
            .query_row([id], columns)?;
        self.owners.insert(id, owner);
        Ok(owner)
    }

    /// What the list needs of the kind of an id.
    pub(super) fn listed_kind(&mut self, connection: &Connection, id: u32) -> rusqlite::Result<&ListedKind> {
        if !self.listed_kinds.contains_key(&id) {
            let kind = self.kind(connection, id)?;
            let direction = Direction::from(self.word(connection, kind[0])?.clone());
            let result = CallResult::new(self.word(connection, kind[3])?.clone());
            let is_answered = result.group() == ResultGroup::Answered;
            self.listed_kinds.insert(id, ListedKind { direction, result, is_answered });
        }
        self.listed_kinds.get(&id).ok_or_else(|| unreadable("a kind is missing"))
    }

    /// The kind of an id.
    pub(super) fn kind(&mut self, connection: &Connection, id: u32) -> rusqlite::Result<Kind> {
        if let Some(kind) = self.kinds.get(&id) {
            return Ok(*kind);
        }
        let kind = connection
            .prepare_cached(
                "SELECT direction, connect_type, call_type, call_result, recording_status, spam, caller_account_code, \
                 callee_account_code, international, hide_caller_id, end_to_end FROM kind WHERE id = ?1",
            )?
            .query_row([id], columns)?;
        self.kinds.insert(id, kind);
        Ok(kind)
    }
}

/// Reads the party of an id.
pub(super) fn party(connection: &Connection, id: u32) -> rusqlite::Result<Party> {
    connection
        .prepare_cached("SELECT fields FROM party WHERE id = ?1")?
        .query_row([id], |row| unpack_party(row.get_ref(0)?.as_blob()?))
}

fn columns<const N: usize>(row: &rusqlite::Row<'_>) -> rusqlite::Result<[u32; N]> {
    let mut columns = [0; N];
    for (index, column) in columns.iter_mut().enumerate() {
        *column = row.get(index)?;
    }
    Ok(columns)
}

/// A column as untrusted text.
pub(super) fn text(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Text> {
    Ok(Text::new(row.get_ref(column)?.as_str()?))
}

/// All parties, oldest first, in portions of at most `portion`; stops when `sink` says so.
pub(super) fn all_parties(
    connection: &Connection,
    portion: usize,
    mut sink: impl FnMut(Vec<(PartyId, PartyRow)>) -> bool,
) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare("SELECT id, fields FROM party ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut parties = Vec::new();
    while let Some(row) = rows.next()? {
        parties.push((PartyId(row.get(0)?), unpack_party(row.get_ref(1)?.as_blob()?)?.into()));
        if parties.len() >= portion && !sink(std::mem::take(&mut parties)) {
            return Ok(false);
        }
    }
    Ok(parties.is_empty() || sink(parties))
}

/// All words.
pub(super) fn all_words(connection: &Connection) -> rusqlite::Result<Vec<(WordId, Text)>> {
    let mut statement = connection.prepare("SELECT id, text FROM word ORDER BY id")?;
    statement.query_map([], |row| Ok((WordId(row.get(0)?), text(row, 1)?)))?.collect()
}
