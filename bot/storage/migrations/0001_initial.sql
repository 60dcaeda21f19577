-- The library from the first day: briefings with all their revisions, and what was read out of the
-- newest published one. Days are ISO texts, instants ISO texts in UTC, spans are code points.

CREATE TABLE library (
    id INTEGER PRIMARY KEY,  -- 0 is the house library, any other the number of its server
    ordinal INTEGER NOT NULL UNIQUE CHECK (ordinal BETWEEN 0 AND 1048575),  -- see briefing.place
    briefings INTEGER NOT NULL DEFAULT 0 CHECK (briefings >= 0)  -- how many are published
) STRICT;

CREATE TABLE briefing (
    id INTEGER PRIMARY KEY,
    library INTEGER NOT NULL REFERENCES library (id),
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    author TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    body_hash BLOB NOT NULL,  -- SHA-256 of the newest body, white space folded
    -- Library, day and a running number in one integer: the full-text index knows a briefing by it,
    -- so that a search walks one library from its newest day and stops, however large the file is.
    place INTEGER NOT NULL UNIQUE,
    added_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX briefing_by_day ON briefing (library, day) WHERE state = 'published';
CREATE INDEX briefing_by_url ON briefing (library, url) WHERE url <> '';
CREATE INDEX briefing_by_title ON briefing (library, day, title_key);

CREATE TABLE original (  -- the bytes as they came in; the briefings of one feed share theirs
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    added_at TEXT NOT NULL,
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    -- One text a revision instead of a row a sentence: they are only ever read together.
    sentences TEXT NOT NULL,  -- JSON: [start, end, paragraph, 1 for a heading] of each, in order
    summary TEXT NOT NULL,  -- JSON: [start, end] of each
    original INTEGER NOT NULL REFERENCES original (id),
    UNIQUE (briefing, number)
) STRICT;

-- Topics are kept apart by library, so that a name that only one server's texts tell stays there.
CREATE TABLE topic (
    library INTEGER NOT NULL REFERENCES library (id),
    id INTEGER NOT NULL UNIQUE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    briefings INTEGER NOT NULL DEFAULT 0 CHECK (briefings >= 0),  -- published ones that name it
    PRIMARY KEY (library, id),
    UNIQUE (library, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic_form (
    library INTEGER NOT NULL,
    topic INTEGER NOT NULL,
    form TEXT NOT NULL,
    briefings INTEGER NOT NULL CHECK (briefings >= 0),
    PRIMARY KEY (library, topic, form),
    FOREIGN KEY (library, topic) REFERENCES topic (library, id)
) STRICT, WITHOUT ROWID;

-- From here on only the newest revisions of published briefings are held. Every table that an
-- answer reads newest first is clustered so: the first rows of a topic are the answer.

CREATE TABLE mention (  -- one row for each topic of a briefing, with its first telling place
    topic INTEGER NOT NULL REFERENCES topic (id),
    day TEXT NOT NULL,
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    ordinal INTEGER NOT NULL,  -- by first mention
    subject INTEGER,  -- rank among the subjects of the piece, NULL in passing
    forms TEXT NOT NULL,  -- JSON: the forms this briefing told
    "start" INTEGER,  -- NULL where no sentence names it (a heading may)
    "end" INTEGER,
    sentence INTEGER,
    sentence_start INTEGER,
    sentence_end INTEGER,
    carried INTEGER,
    rule TEXT,
    PRIMARY KEY (topic, day DESC, briefing DESC)
) STRICT, WITHOUT ROWID;

CREATE INDEX mention_by_briefing ON mention (briefing, ordinal);

-- How many briefings name both, kept in both directions: counting them anew for every question
-- would read all briefings of a topic.
CREATE TABLE neighbour (
    topic INTEGER NOT NULL REFERENCES topic (id),
    other INTEGER NOT NULL,
    briefings INTEGER NOT NULL CHECK (briefings >= 0),
    PRIMARY KEY (topic, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    rank INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value REAL,
    unit TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    "when" TEXT NOT NULL,
    earliest TEXT,
    latest TEXT,
    topics TEXT NOT NULL,  -- JSON: keys, the subject first
    score REAL NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (briefing, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_topic (
    topic INTEGER NOT NULL REFERENCES topic (id),
    day TEXT NOT NULL,
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    rank INTEGER NOT NULL,
    PRIMARY KEY (topic, day DESC, briefing DESC, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    ordinal INTEGER NOT NULL,  -- in text order
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    earliest TEXT NOT NULL,
    latest TEXT NOT NULL,
    "precision" TEXT NOT NULL,
    value TEXT NOT NULL,
    status TEXT NOT NULL,
    topics TEXT NOT NULL,  -- JSON: keys, the actors first
    time_start INTEGER,
    time_end INTEGER,
    deadline INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (briefing, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_topic (
    topic INTEGER NOT NULL REFERENCES topic (id),
    earliest TEXT NOT NULL,
    latest TEXT NOT NULL,
    day TEXT NOT NULL,  -- of the report
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (topic, earliest, latest DESC, day, briefing, ordinal)
) STRICT, WITHOUT ROWID;

CREATE VIEW newest AS
SELECT briefing.place AS place, revision.title AS title, revision.body AS body
FROM briefing
JOIN revision ON revision.briefing = briefing.id AND revision.number = briefing.revision
WHERE briefing.state = 'published';

CREATE VIRTUAL TABLE search USING fts5 (
    title, body,
    content = 'newest', content_rowid = 'place',
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE settings (
    library INTEGER PRIMARY KEY,
    zone TEXT,
    extra TEXT NOT NULL  -- JSON object of texts
) STRICT;
