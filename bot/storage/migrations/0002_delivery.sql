-- Scheduled posts and their ledger. A post is claimed here before it is sent and finished here
-- afterwards, so that a process that dies in between leaves its trace.

CREATE TABLE schedule (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,  -- random, for life
    library INTEGER NOT NULL,  -- the server; it may have no briefings of its own
    channel INTEGER NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    name TEXT NOT NULL,
    rule TEXT NOT NULL,  -- JSON
    role INTEGER NOT NULL,
    publish INTEGER NOT NULL CHECK (publish IN (0, 1)),
    made_by INTEGER NOT NULL,
    "off" TEXT NOT NULL,  -- why it was switched off; '' while it runs
    told TEXT NOT NULL,
    next_at TEXT NOT NULL,  -- nothing to do before this instant
    removed_at TEXT  -- the ledger outlives its schedule
) STRICT;

CREATE INDEX schedule_by_library ON schedule (library) WHERE removed_at IS NULL;
CREATE INDEX schedule_by_next ON schedule (next_at) WHERE removed_at IS NULL AND "off" = '';

CREATE TABLE delivery (
    schedule INTEGER NOT NULL REFERENCES schedule (id),
    day TEXT NOT NULL,  -- local to the schedule
    part INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    due TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'due', 'waiting', 'claimed', 'sent', 'held', 'skipped', 'missed', 'failed', 'unknown'
    )),
    changed TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    retry_at TEXT,
    since TEXT,
    owner TEXT NOT NULL,
    rendering TEXT NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (schedule, day, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_unfinished ON delivery (schedule)
WHERE state IN ('due', 'waiting', 'claimed', 'held');
