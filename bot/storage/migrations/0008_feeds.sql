-- Feeds that are followed: where, how it went last, and when to look again.

CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    library INTEGER NOT NULL,
    url TEXT NOT NULL,
    added_by INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),  -- stored without approval
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'stopped')),
    why TEXT NOT NULL DEFAULT '',  -- of the last failure
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row
    pulled_at TEXT,  -- the last that succeeded; NULL before the first, which is backfill
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    next_at TEXT NOT NULL,
    UNIQUE (library, url)
) STRICT;

CREATE INDEX feed_due ON feed (next_at) WHERE state = 'active';

-- An entry of a feed that somebody has rejected does not come back with the next pull.
ALTER TABLE draft ADD COLUMN entry TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX draft_by_entry ON draft (library, entry) WHERE entry <> '';
