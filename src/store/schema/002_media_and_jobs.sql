-- Recordings and voicemail, the files made of them, and long work that outlives the program.

-- One row a recording (kind 1) or voicemail (kind 2), as Zoom listed it. Ids are packed as in the table call; call_id is without
-- the _1, _2 of legs, so that it meets the call. at_ms is 0 where Zoom
-- gave no time; fields is JSON, with all that it sent.
CREATE TABLE media (
    key        INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    id         NOT NULL,
    at_ms      INTEGER NOT NULL,
    call_id,
    element_id,
    fields     TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX media_by_time ON media (kind, at_ms);
CREATE INDEX media_by_call ON media (call_id);
CREATE INDEX media_by_element ON media (element_id);

-- Stretches of time whose list was fetched to its last page.
CREATE TABLE media_coverage (
    kind    INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms   INTEGER NOT NULL,
    PRIMARY KEY (kind, from_ms)
) WITHOUT ROWID, STRICT;

-- One row a recording or voicemail that was downloaded, or begun: saved_ms is NULL until the file is whole. validator is the
-- entity tag to go on with, bytes the whole length where it is known.
CREATE TABLE media_file (
    kind      INTEGER NOT NULL,
    id        NOT NULL,
    path      TEXT NOT NULL,
    validator TEXT,
    bytes     INTEGER,
    saved_ms  INTEGER,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- Long work. kind and state are words, see jobs.rs; target is a folder, or empty.
CREATE TABLE job (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    target     TEXT NOT NULL,
    begun_ms   INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    bytes      INTEGER NOT NULL
) STRICT;

-- What a job works off, in order: ids as Zoom gave them. state is 0 to do, 1 done, 2 failed.
CREATE TABLE job_item (
    job   INTEGER NOT NULL,
    place INTEGER NOT NULL,
    what  TEXT NOT NULL,
    state INTEGER NOT NULL,
    PRIMARY KEY (job, place)
) WITHOUT ROWID, STRICT;

-- What happened in a job, in words.
CREATE TABLE job_line (
    id    INTEGER PRIMARY KEY,
    job   INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    text  TEXT NOT NULL
) STRICT;
CREATE INDEX job_line_by_job ON job_line (job);
