-- How the file of an export that came to nothing was asked for: with its items, the keys of the calls, it can be written again.
ALTER TABLE job ADD COLUMN settings TEXT NOT NULL DEFAULT '';
