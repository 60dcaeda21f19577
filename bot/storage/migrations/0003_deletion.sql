-- A server's library can be deleted whole. Without these, SQLite would read a whole table for each
-- row that goes, to see that nothing points to it any more.

CREATE INDEX revision_by_original ON revision (original);
CREATE INDEX fact_topic_by_briefing ON fact_topic (briefing);
CREATE INDEX event_topic_by_briefing ON event_topic (briefing);
