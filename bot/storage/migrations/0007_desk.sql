-- The moderators' desk: what waits for approval, and who changed what.

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    library INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by INTEGER NOT NULL,  -- a person's number
    original BLOB NOT NULL,  -- the bytes as they came in
    pasted_on TEXT NOT NULL,
    part INTEGER NOT NULL,  -- which of the briefings in the bytes, from 0
    edits TEXT NOT NULL,  -- JSON, see ingestion.drafts
    version INTEGER NOT NULL DEFAULT 1,  -- goes up with each change; who has seen another is told
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'rejected')),
    decided_by INTEGER,
    briefing INTEGER  -- what it became
) STRICT;

CREATE INDEX draft_waiting ON draft (library, id) WHERE state = 'waiting';

CREATE TABLE audit (  -- written in the same transaction as the change itself
    id INTEGER PRIMARY KEY,
    library INTEGER NOT NULL,
    at TEXT NOT NULL,
    who INTEGER,  -- a person's number; 0 is the operator, NULL somebody who was forgotten
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_library ON audit (library, id);
CREATE INDEX audit_by_person ON audit (who) WHERE who > 0;
