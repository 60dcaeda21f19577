-- What people follow. A person's messages of one rhythm from one server are a row of `schedule` of
-- their own (place 'dm', made_by the person), so that they go through the same ledger as all posts.

CREATE TABLE follow (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,  -- random, for life: the button "Stop" carries it
    schedule INTEGER NOT NULL REFERENCES schedule (id),
    topic TEXT NOT NULL,
    name TEXT NOT NULL,
    made_at TEXT NOT NULL,  -- only briefings added after it count
    UNIQUE (schedule, topic)
) STRICT;

CREATE INDEX follow_by_topic ON follow (topic);
CREATE INDEX schedule_by_person ON schedule (made_by);
