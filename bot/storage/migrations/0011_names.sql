-- Names are found by how a question types them, without reading all names of a library; and a
-- library says when its names may have changed, so that what was read of them once can be kept.

ALTER TABLE topic_form ADD COLUMN sought TEXT NOT NULL DEFAULT '';
UPDATE topic_form SET sought = search_key(form);
CREATE INDEX topic_form_by_sought ON topic_form (library, sought);

ALTER TABLE library ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

-- A library's briefings by their numbers, for what walks all of it: export, reading again, deletion.
CREATE INDEX briefing_by_library ON briefing (library);
