"""What an answer is, before any front has drawn it: plain values with their receipts.

Every shown line is a `Quote` inside one of these values: the span, the sentence and the briefing
behind it. What comes from the catalogue stands in `entry` and is labelled so by the fronts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.model import (
    HOUSE,
    BriefingRef,
    CatalogueEntry,
    Coverage,
    Days,
    KnownTopic,
    Passage,
    Query,
    Quote,
    Span,
    StoredBriefing,
    StoredEvent,
    StoredFact,
    StoredMention,
    Topic,
)

CARD_FACTS = 6
"""Facts on a card; the full ordered list is kept in the library."""
CARD_COMPANIES = 12
LATEST_ITEMS = 5
FIGURES = 5
NEIGHBOURS = 8
NAMED_AMONG = 100  # the newest briefings, in which whom a firm is named with is counted


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks: the libraries they may read, their own first, and what day it is for them.

    `zone` is the IANA name of the zone in which `today` was taken; "" where nobody has chosen one.
    """

    today: date
    libraries: tuple[int, ...] = (HOUSE,)
    zone: str = ""


@dataclass(frozen=True, slots=True)
class TodayAnswer:
    """The briefings of `shown`, which is `day` itself or, with none that day, the latest before."""

    day: date
    zone: str
    shown: date | None
    briefings: tuple[StoredBriefing, ...]
    coverage: Coverage

    @property
    def is_latest_instead(self) -> bool:
        return self.shown is not None and self.shown != self.day


@dataclass(frozen=True, slots=True)
class CompanyAnswer:
    """What the briefings say about one topic, the newest first.

    `about` tells who it is in a briefing's words; `planned` what is still ahead of `today`;
    `named_with` the firms that share its newest `NAMED_AMONG` briefings, with the count of those;
    `trend` how many briefings of each of the last twelve months name it ("2025-12"), the oldest
    month first.
    """

    asked: str
    topic: Topic
    entry: CatalogueEntry | None
    today: date
    coverage: Coverage
    briefings: int
    about: tuple[Quote, ...] = ()
    latest: tuple[StoredMention, ...] = ()
    figures: tuple[StoredFact, ...] = ()
    planned: tuple[StoredEvent, ...] = ()
    named_with: tuple[KnownTopic, ...] = ()
    trend: tuple[tuple[str, int], ...] = ()

    @property
    def named_among(self) -> int:
        """In how many of its briefings `named_with` is counted."""
        return min(self.briefings, NAMED_AMONG)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One happening under the date at which it stands now. `repeats` are later briefings' words
    for the same; `before` how it stood before that, the oldest first."""

    event: StoredEvent
    repeats: tuple[StoredEvent, ...] = ()
    before: tuple[StoredEvent, ...] = ()

    @property
    def reported(self) -> date:
        """The day of the first briefing that told it."""
        return self.event.quote.briefing.day


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are asked for: those that meet the days from `since` to `until`, and of those
    `only` the "planned" or the "past" ones, or all for ""."""

    since: date | None = None
    until: date | None = None
    only: str = ""

    def __str__(self) -> str:
        """As one types them: "from:2026-01-01 only:planned"."""
        told = (
            f"from:{self.since}" if self.since else "",
            f"until:{self.until}" if self.until else "",
            f"only:{self.only}" if self.only else "",
        )
        return " ".join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class TimelineAnswer:
    """Everything dated about one topic, oldest first; or what `asked_for` lets through, and then
    `left_out` lines were not."""

    asked: str
    topic: Topic
    entry: CatalogueEntry | None
    today: date
    coverage: Coverage
    lines: tuple[TimelineLine, ...]
    asked_for: Filters = Filters()
    left_out: int = 0
    around: date | None = None
    """Where the topic has more events than an answer holds: the day next to which these lie."""


@dataclass(frozen=True, slots=True)
class NothingFound:
    """An honest empty answer: what was looked for, in how much, and what lies near.

    `topic` is set where the name is known (to the catalogue, say) but no briefing holds anything;
    then `entry` may tell what the catalogue knows.
    """

    question: str
    asked: str
    coverage: Coverage
    topic: Topic | None = None
    entry: CatalogueEntry | None = None
    suggestions: tuple[Topic, ...] = ()
    gaps: tuple[Days, ...] = ()
    """The longest stretches of days that no briefing covers."""


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """What stands behind one shown line; `asked` names it, as in "12:120-180"."""

    asked: str
    passage: Passage
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """The briefings of one day, none where it has none; `before` and `after` are the nearest days
    that have one. `question` is "briefing", or "latest" for the newest day of all."""

    question: str
    day: date
    briefings: tuple[StoredBriefing, ...]
    before: date | None
    after: date | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class UpcomingAnswer:
    """What has been promised, about one topic or (None) about any, by the day it falls due:
    `overdue` those whose day has gone by without a word, `ahead` the others. `more` says that
    further ones lie behind the last."""

    asked: str
    topic: Topic | None
    today: date
    coverage: Coverage
    overdue: tuple[TimelineLine, ...]
    ahead: tuple[TimelineLine, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class CompaniesAnswer:
    """Every firm that the briefings name, the most named first."""

    firms: tuple[KnownTopic, ...]
    coverage: Coverage


class Difference(NamedTuple):
    """What a correction changed. `what` is "title", "date", "author", or "" for words of the text;
    an empty side says that words were added or taken out. `at` is the changed stretch of the
    earlier body."""

    what: str
    before: str
    after: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A revision that says something else than the one before it, and the day it was made."""

    briefing: BriefingRef
    day: date
    revision: int
    changes: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsAnswer:
    """What was put right, the newest first."""

    corrected: tuple[Corrected, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a search found; `marks` are the found words, as spans of `quote.text`."""

    quote: Quote
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Sentences that were searched for, one a briefing. `instead` is what was looked for where
    nothing held the very words; `more` says that further briefings hold them, too."""

    asked: str
    query: Query
    hits: tuple[Hit, ...]
    coverage: Coverage
    instead: str = ""
    more: bool = False
    gaps: tuple[Days, ...] = ()
    """Where nothing was found: the longest stretches of days that no briefing covers."""


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Two topics side by side. `together` are sentences of briefings that name both, those that
    name both themselves first; `briefings` is how many there are."""

    left: CompanyAnswer
    right: CompanyAnswer
    together: tuple[Quote, ...]
    briefings: int


@dataclass(frozen=True, slots=True)
class FirmNews:
    """What a stretch of days told about one firm: its most telling facts."""

    topic: Topic
    briefings: int
    facts: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """The days from `first` to `last`: their briefings, the firms most named in them with their
    facts, and what falls due next, until `until`. `question` is "week" or "month"."""

    question: str
    first: date
    last: date
    briefings: tuple[BriefingRef, ...]
    firms: tuple[FirmNews, ...]
    due: tuple[TimelineLine, ...]
    until: date
    coverage: Coverage
    more: bool = False


Answer = (
    TodayAnswer
    | CompanyAnswer
    | TimelineAnswer
    | DayAnswer
    | UpcomingAnswer
    | CompaniesAnswer
    | CorrectionsAnswer
    | SearchAnswer
    | CompareAnswer
    | DigestAnswer
    | ReceiptAnswer
    | NothingFound
)
