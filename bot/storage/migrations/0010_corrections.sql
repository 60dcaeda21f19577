-- Corrections, and the messages of the bot's own accord that have to hear of them. A message's text
-- is not kept: only which stretches of which revision it shows.

CREATE INDEX audit_by_object ON audit (library, object, id);
CREATE INDEX draft_by_briefing ON draft (briefing) WHERE state = 'approved';
CREATE INDEX revision_corrected ON revision (added_at) WHERE number > 1;

CREATE TABLE posted (
    message INTEGER NOT NULL,
    briefing INTEGER NOT NULL REFERENCES briefing (id) ON DELETE CASCADE,
    library INTEGER NOT NULL,  -- the server in which it stands, or whose news it brings
    channel INTEGER NOT NULL,  -- 0 for a person's direct messages
    person INTEGER NOT NULL,
    delivery TEXT NOT NULL,  -- the ledger row's key, '' for a shared answer
    sent_at TEXT NOT NULL,
    revision INTEGER NOT NULL,  -- the one that it was made from
    spans TEXT NOT NULL,  -- JSON: [start, end] of each shown line
    behind INTEGER NOT NULL DEFAULT 0 CHECK (behind >= 0),  -- changes it has not heard of yet
    tries INTEGER NOT NULL DEFAULT 0,
    retry_at TEXT,
    note TEXT NOT NULL DEFAULT '',  -- what became of telling it
    PRIMARY KEY (message, briefing)
) STRICT, WITHOUT ROWID;

CREATE INDEX posted_by_briefing ON posted (briefing);
CREATE INDEX posted_by_delivery ON posted (delivery) WHERE delivery <> '';
CREATE INDEX posted_by_library ON posted (library);
CREATE INDEX posted_behind ON posted (message) WHERE behind > 0;

-- What a person was sent is known as long as the ledger knows of it, and no longer.
CREATE TRIGGER posted_forgotten AFTER DELETE ON delivery BEGIN
    DELETE FROM posted WHERE delivery = old.key AND delivery <> '';
END;

-- What a library's moderators say of names, laid over the catalogue; and how far the library has been
-- read again since.

CREATE TABLE name_rule (
    id INTEGER PRIMARY KEY,
    library INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,  -- of the topic that it is about
    name TEXT NOT NULL,
    other TEXT NOT NULL,  -- the key of the topic that it becomes, or ''
    text TEXT NOT NULL  -- the alias, the parent, the ambiguous form, or the name of the other
) STRICT;

CREATE INDEX name_rule_by_library ON name_rule (library, id);

CREATE TABLE rereading (
    library INTEGER PRIMARY KEY,
    done INTEGER NOT NULL  -- every briefing up to this number has been read
) STRICT;
