"""Key facts, the most telling first."""

from bot.extraction.facts.ranking import LONGEST, rank, small_print_of, talks_to_us

__all__ = ["LONGEST", "rank", "small_print_of", "talks_to_us"]
