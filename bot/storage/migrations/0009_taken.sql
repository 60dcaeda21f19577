-- Which files were taken in already, so that a long run that was cut off goes on where it stopped and
-- a second run reads nothing twice. A file with several briefings has a row for each.

CREATE TABLE taken (
    library INTEGER NOT NULL,
    digest BLOB NOT NULL,  -- of the file's bytes and of how they were to be read
    ordinal INTEGER NOT NULL,
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    PRIMARY KEY (library, digest, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX taken_by_briefing ON taken (briefing);
