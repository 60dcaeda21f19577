-- The bytes of a draft lie with all others and are kept once: a feed may have fifty entries that wait,
-- and each of them, once approved, comes in the same bytes.
ALTER TABLE draft ADD COLUMN digest BLOB NOT NULL DEFAULT x'';  -- SHA-256 of the bytes
UPDATE draft SET digest = sha256(original);
CREATE INDEX draft_by_digest ON draft (library, digest);

CREATE TABLE before AS SELECT coalesce(max(id), 0) AS last FROM original;
INSERT INTO original (id, bytes)
SELECT before.last + min(draft.id), draft.original FROM draft, before
GROUP BY draft.library, draft.digest;
ALTER TABLE draft RENAME COLUMN original TO bytes;
ALTER TABLE draft ADD COLUMN original INTEGER REFERENCES original (id);
UPDATE draft SET original = (
    SELECT before.last + min(same.id) FROM draft AS same, before
    WHERE same.library = draft.library AND same.digest = draft.digest
);
ALTER TABLE draft DROP COLUMN bytes;
DROP TABLE before;

CREATE INDEX draft_by_original ON draft (original);
