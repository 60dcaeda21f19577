-- Names are found by how a question types them, without reading all names of a library; and a
-- library says when its names may have changed, so that what was read of them once can be kept.

ALTER TABLE topic_form ADD COLUMN sought TEXT NOT NULL DEFAULT '';
UPDATE topic_form SET sought = search_key(form);
CREATE INDEX topic_form_by_sought ON topic_form (library, sought);

ALTER TABLE library ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

-- A library's briefings by their numbers, for what walks all of it: export, reading again, deletion.
CREATE INDEX briefing_by_library ON briefing (library);

-- The full-text index also holds which topics a briefing names, as words of their own ("t17"): a
-- search within a company's briefings is then one walk through the index, whichever is the rarer.
DROP TABLE search;
DROP VIEW newest;

CREATE VIEW newest AS
SELECT briefing.place AS place, revision.title AS title, revision.body AS body, (
    SELECT group_concat('t' || topic, ' ') FROM (
        SELECT topic FROM mention WHERE mention.briefing = briefing.id ORDER BY ordinal
    )
) AS topics
FROM briefing
JOIN revision ON revision.briefing = briefing.id AND revision.number = briefing.revision
WHERE briefing.state = 'published';

CREATE VIRTUAL TABLE search USING fts5 (
    title, body, topics,
    content = 'newest', content_rowid = 'place',
    tokenize = "unicode61 remove_diacritics 2"
);

INSERT INTO search (search) VALUES ('rebuild');
