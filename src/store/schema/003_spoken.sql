-- What was said in calls and written about them. kind is 1 the transcript of a recording, 2 a voicemail, 3 an AI summary; id is
-- that of the recording, the voicemail or the summary. fields is JSON; NULL for a voicemail, which lies whole in the table media.
CREATE TABLE spoken (
    key        INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    id         NOT NULL,
    call_uuid  NOT NULL,
    fetched_ms INTEGER NOT NULL,
    fields     TEXT,
    UNIQUE (kind, id)
);
CREATE INDEX spoken_by_call ON spoken (call_uuid);

-- Their words, by spoken.key. Words that are taken out leave nothing behind in the file.
CREATE VIRTUAL TABLE spoken_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO spoken_words (spoken_words, rank) VALUES ('secure-delete', 1);
