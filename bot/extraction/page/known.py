"""What a page's metadata tell before its lines are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """What a page's metadata have told before its lines are read."""

    title: str = ""
    author: str = ""
    source: str = ""
    url: str = ""
    day: date | None = None
    day_rule: str = ""
