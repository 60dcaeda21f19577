-- The full-text index also holds a briefing's library and the topics it names, as words of their own
-- ("l7", "t17"). A search within a company's briefings is then one walk through the index, whichever
-- is the rarer; and the best hits of several libraries are ranked by one walk, past all others' hits.
DROP TABLE search;
DROP VIEW newest;

CREATE VIEW newest AS
SELECT briefing.place AS place, revision.title AS title, revision.body AS body, (
    'l' || briefing.library || (
        SELECT coalesce(group_concat(' t' || topic, ''), '') FROM (
            SELECT topic FROM mention WHERE mention.briefing = briefing.id ORDER BY ordinal
        )
    )
) AS marks
FROM briefing
JOIN revision ON revision.briefing = briefing.id AND revision.number = briefing.revision
WHERE briefing.state = 'published';

CREATE VIRTUAL TABLE search USING fts5 (
    title, body, marks,
    content = 'newest', content_rowid = 'place',
    tokenize = "unicode61 remove_diacritics 2"
);

INSERT INTO search (search) VALUES ('rebuild');
