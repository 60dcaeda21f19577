-- Which count of its library's changes a briefing was last learnt at. Whatever is read out of a
-- briefing stays true until that number changes, so that readers may keep it in memory meanwhile.
ALTER TABLE briefing ADD COLUMN learnt INTEGER NOT NULL DEFAULT 0;
