-- What is still to come, by the day at which it falls due: clustered so that the next plans of a
-- library are its first rows, however many events the file holds.

CREATE TABLE plan (
    library INTEGER NOT NULL REFERENCES library (id),
    latest TEXT NOT NULL,
    briefing INTEGER NOT NULL REFERENCES briefing (id),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (library, latest, briefing, ordinal)
) STRICT, WITHOUT ROWID;

INSERT INTO plan (library, latest, briefing, ordinal)
SELECT b.library, e.latest, e.briefing, e.ordinal
FROM event AS e JOIN briefing AS b ON b.id = e.briefing
WHERE e.status IN ('planned', 'delayed');

CREATE INDEX plan_by_briefing ON plan (briefing);
