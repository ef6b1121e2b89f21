-- The call of each row of the table spoken, by its id: the calls in which a word was said are found without reading what was said
-- or looking their ids up. Where a call moves, so does this.
CREATE TABLE spoken_call (
    spoken INTEGER PRIMARY KEY,
    call   INTEGER NOT NULL
) STRICT;
INSERT INTO spoken_call SELECT spoken.key, call.id FROM spoken JOIN call ON call.uuid = spoken.call_uuid;
