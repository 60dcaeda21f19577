"""English time expressions of a text, with their days and TIMEX3 values.

`find` reads a text from left to right. A text becomes a row of tokens (`tokens`), rules over token
classes propose expressions (`dates`, `periods`, `relative`, `lengths`, `clock`, `references`), the
first and longest that makes sense wins, and what stands before it ("early", "the end of") is taken
in (`widen`). The tense of the sentence (`tense`) says which March or which Friday is meant.
"""

from __future__ import annotations

from bot.extraction.times.reader import find, tense_around
from bot.extraction.times.tense import Tense

__all__ = ["Tense", "find", "tense_around"]
