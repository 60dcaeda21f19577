"""Key facts, the most telling first."""

from bot.extraction.facts.ranking import LONGEST, rank, talks_to_us

__all__ = ["LONGEST", "rank", "talks_to_us"]
