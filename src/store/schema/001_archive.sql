-- What an archive remembers. Texts that repeat are stored once; ids of them are never used twice (AUTOINCREMENT), so that a
-- reader may keep what it read.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Single words: results, sites, departments. The empty word is 0 and is not stored.
CREATE TABLE word (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- People, numbers, queues and menus: the fields that are not empty, see fields.rs.
CREATE TABLE party (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    fields BLOB NOT NULL UNIQUE
) STRICT;

-- Where the owner of a call belongs; all columns are words.
CREATE TABLE owner (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    site_name   INTEGER NOT NULL,
    site_id     INTEGER NOT NULL,
    department  INTEGER NOT NULL,
    cost_center INTEGER NOT NULL,
    group_id    INTEGER NOT NULL,
    UNIQUE (site_name, site_id, department, cost_center, group_id)
) STRICT;

-- What sort of call it was. The last three are 0 not given, 1 false, 2 true; the others are words.
CREATE TABLE kind (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    direction           INTEGER NOT NULL,
    connect_type        INTEGER NOT NULL,
    call_type           INTEGER NOT NULL,
    call_result         INTEGER NOT NULL,
    recording_status    INTEGER NOT NULL,
    spam                INTEGER NOT NULL,
    caller_account_code INTEGER NOT NULL,
    callee_account_code INTEGER NOT NULL,
    international       INTEGER NOT NULL,
    hide_caller_id      INTEGER NOT NULL,
    end_to_end          INTEGER NOT NULL,
    UNIQUE (direction, connect_type, call_type, call_result, recording_status, spam, caller_account_code,
            callee_account_code, international, hide_caller_id, end_to_end)
) STRICT;

-- One row a call. The id is the start in milliseconds, shifted left by 10, and a tiebreak: the table lies in time order.
-- late_ms is how far a full millisecond pushed the id on. Times are milliseconds after the start, spans milliseconds.
-- Columns without a type hold Zoom's ids: packed as BLOB or INTEGER where they have the usual form, else as they came.
CREATE TABLE call (
    id           INTEGER PRIMARY KEY,
    uuid         NOT NULL UNIQUE,
    call_id,
    kind         INTEGER NOT NULL,
    owner        INTEGER NOT NULL,
    caller       INTEGER NOT NULL,
    callee       INTEGER NOT NULL,
    flags        INTEGER NOT NULL,
    late_ms      INTEGER NOT NULL,
    answer_ms    INTEGER,
    end_ms       INTEGER,
    duration_ms  INTEGER,
    talk_ms      INTEGER,
    wait_ms      INTEGER,
    hold_ms      INTEGER,
    handled_by   INTEGER NOT NULL,
    recording_id,
    voicemail_id,
    extra        TEXT
);

-- The rows of a person's own list: steps, in JSON, from which the calls are folded.
CREATE TABLE element (
    id         INTEGER PRIMARY KEY,
    element_id NOT NULL UNIQUE,
    call_uuid  NOT NULL,
    step       TEXT NOT NULL
);
CREATE INDEX element_by_call ON element (call_uuid);

-- How a call went, in JSON, as fetched.
CREATE TABLE call_path (
    id         INTEGER PRIMARY KEY,
    uuid       NOT NULL UNIQUE,
    fetched_ms INTEGER NOT NULL,
    path       TEXT NOT NULL
);

-- Slices that are being fetched, and the token of the page to go on with.
CREATE TABLE slice (
    from_ms         INTEGER NOT NULL,
    to_ms           INTEGER NOT NULL,
    next_page_token TEXT NOT NULL,
    issued_ms       INTEGER NOT NULL,
    PRIMARY KEY (from_ms, to_ms)
) WITHOUT ROWID, STRICT;

-- Stretches of time fetched to their last page.
CREATE TABLE coverage (
    from_ms INTEGER PRIMARY KEY,
    to_ms   INTEGER NOT NULL
) STRICT;
