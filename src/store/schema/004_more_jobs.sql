-- Jobs that wait for a time of day (start_ms), what a fetch of calls asks for (from_ms, to_ms; NULL is all that is missing), how
-- long a job was worked at, and how it ended, in words.
ALTER TABLE job ADD COLUMN start_ms INTEGER;
ALTER TABLE job ADD COLUMN from_ms INTEGER;
ALTER TABLE job ADD COLUMN to_ms INTEGER;
ALTER TABLE job ADD COLUMN worked_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
