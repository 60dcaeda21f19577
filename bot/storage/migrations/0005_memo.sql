-- What a page button needs to know and has no room for in its custom id, under a random key. It is
-- kept for as long as people go back to an answer, and for its own library alone.

CREATE TABLE memo (
    key TEXT PRIMARY KEY,
    library INTEGER NOT NULL,  -- a server may have no briefings of its own
    made_at TEXT NOT NULL,  -- when it was last shown
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX memo_by_text ON memo (library, text);
CREATE INDEX memo_by_age ON memo (made_at);
