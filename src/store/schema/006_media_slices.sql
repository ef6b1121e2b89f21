-- Slices of the lists of recordings and voicemail that are being fetched, and the token of the page to go on with.
CREATE TABLE media_slice (
    kind            INTEGER NOT NULL,
    from_ms         INTEGER NOT NULL,
    to_ms           INTEGER NOT NULL,
    next_page_token TEXT NOT NULL,
    issued_ms       INTEGER NOT NULL,
    PRIMARY KEY (kind, from_ms, to_ms)
) WITHOUT ROWID, STRICT;
