"""The words of the domain, as frozen values: the only things that cross between rooms.

Offsets are Python string indices (code points) into a briefing's body, end excluded. Whatever is
shown to a reader is `body[start:end]` of a stored briefing: no span, no fact.
Days are calendar days without a zone; instants are aware datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

HOUSE = 0
"""The house library's id: filled by the operator, read by every server."""


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


# --- times -------------------------------------------------------------------------------------


class TimeType(StrEnum):
    """TIMEX3 types (ISO-TimeML), and model years, which are names of cars and no dates."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"
    MODEL_YEAR = "MODEL_YEAR"


class Precision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Days(NamedTuple):
    """The first and the last day, both included, on which something can lie."""

    earliest: date
    latest: date


class TimeExpression(NamedTuple):
    """One time expression of a text.

    `value` is the TIMEX3 value ("2028-Q1", "2019", "P6M", "PRESENT_REF"), `mod` its modifier
    ("START", "MID", "END", "APPROX", "BEFORE", "AFTER", "MORE_THAN" …), `days` None for a length
    of time or a reference without a calendar. `relation` is the preposition that stands before the
    span and matters to events: "by", "until", "since", "from", "to", "before", "after", "between",
    "over" …; "" where there is none.
    """

    span: Span
    type: TimeType
    value: str
    days: Days | None = None
    precision: Precision | None = None
    mod: str = ""
    relation: str = ""
    rule: str = ""


# --- names -------------------------------------------------------------------------------------


class TopicKind(StrEnum):
    COMPANY = "company"
    BRAND = "brand"
    UNIT = "unit"
    VENTURE = "venture"
    AGENCY = "agency"
    ASSOCIATION = "association"
    PRODUCT = "product"
    PLACE = "place"
    PERSON = "person"


FIRM_KINDS = frozenset({TopicKind.COMPANY, TopicKind.BRAND, TopicKind.UNIT, TopicKind.VENTURE})
"""Kinds that count as companies wherever companies are listed."""


class Topic(NamedTuple):
    """What a name stands for.

    `key` is stable: the catalogue's id ("ford"), or "~" and a slug for a name that only a text
    has told ("~tallowbrook-motors"); `listed` says which. `aliases` are the other forms.
    """

    key: str
    name: str
    kind: TopicKind
    listed: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the catalogue (not a briefing) knows of a firm; shown apart, and labelled so."""

    topic: Topic
    parents: tuple[str, ...] = ()
    """Names of the parent or, for a venture, of its owners."""
    tickers: tuple[str, ...] = ()
    """"EXCHANGE:SYMBOL"."""
    country: str = ""
    """ISO 3166 alpha-2, or "EU"."""
    sector: str = ""
    brands: tuple[str, ...] = ()
    """Names of the entries whose parent this one is."""


class Mention(NamedTuple):
    """A place in a body where a topic is named, or where a word plainly stands for it.

    `carried`: the words do not name it themselves ("the company", "it", "the two models").
    """

    span: Span
    topic: str
    sentence: int
    carried: bool = False
    rule: str = ""


# --- figures, facts, events --------------------------------------------------------------------


class Quantity(NamedTuple):
    """A figure of a text. `value` is normalised (2e9 for "$2 billion"), `high` the upper end of a
    range, `unit` a currency code, "%", "points", "kWh", "km", "vehicles" …, `qualifier` as it
    stands ("more than", "just over", ""), `counted` the noun it counts ("sales", "jobs", "")."""

    span: Span
    kind: str
    value: float
    unit: str = ""
    high: float | None = None
    qualifier: str = ""
    counted: str = ""
    rule: str = ""


class Fact(NamedTuple):
    """A telling clause or sentence with its figure or date, best first in a reading.

    `value`/`unit` are the leading figure's; for a fact whose point is a date, `kind` is "date",
    `unit` "date" and `when` its TIMEX3 value. `topics` are keys, the subject first.
    """

    span: Span
    sentence: int
    kind: str
    value: float | None = None
    unit: str = ""
    qualifier: str = ""
    when: str = ""
    days: Days | None = None
    topics: tuple[str, ...] = ()
    score: float = 0.0
    rule: str = ""


class Status(StrEnum):
    PAST = "past"
    PLANNED = "planned"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


AHEAD = frozenset({Status.PLANNED, Status.DELAYED})
"""Standings of what is still to come."""


class Event(NamedTuple):
    """A happening: the clause that tells it, its own days, its standing on the report's day.

    `time` is the span of the expression that dates it, None where it is dated by the report's day
    (today's news). `deadline` marks "by …": it falls due at `days.latest`. `reported` marks
    events whose own date is the report's day. `topics` are keys, the actors first.
    """

    span: Span
    sentence: int
    days: Days
    precision: Precision
    value: str
    status: Status
    topics: tuple[str, ...] = ()
    time: Span | None = None
    deadline: bool = False
    reported: bool = False
    rule: str = ""


# --- a read text -------------------------------------------------------------------------------


class TextKind(StrEnum):
    PASTE = "paste"
    HTML = "html"
    MARKDOWN = "markdown"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its furniture. `body`: one paragraph a line, "\\n" between them. `day` is None
    where neither page nor paste day tells it; `day_rule` says where it was found."""

    title: str
    body: str
    day: date | None = None
    author: str = ""
    source: str = ""
    """The show's or paper's name where the page tells it, else ""."""
    url: str = ""
    day_rule: str = ""


class Sentence(NamedTuple):
    """`ordinal` counts from 0 through the body, `paragraph` likewise. A `heading` is a line that
    titles what follows: it may carry names and dates, but is no sentence to be shown."""

    ordinal: int
    span: Span
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one briefing. Facts are ordered, the most telling first; events
    stand in text order; summary spans are whole sentences in text order."""

    page: Page
    day: date
    sentences: tuple[Sentence, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    topics: tuple[Topic, ...] = ()
    subjects: tuple[str, ...] = ()
    """Keys of the topics that the piece is about, the first first; all others are in passing."""
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    summary: tuple[Span, ...] = ()

    @property
    def body(self) -> str:
        return self.page.body


# --- stored briefings --------------------------------------------------------------------------


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class BriefingRef:
    """Enough of a stored briefing to name it under a line."""

    id: int
    library: int
    day: date
    title: str
    author: str = ""
    source: str = ""
    url: str = ""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """A shown line: the span's own text, re-read from the stored body, with the sentence it
    stands in. `text == body[span.start:span.end]`, byte for byte."""

    briefing: BriefingRef
    span: Span
    text: str
    sentence: Span
    sentence_text: str

    @property
    def elided_before(self) -> bool:
        """Words of the sentence stand before the span: a front marks it with an ellipsis."""
        return self.span.start > self.sentence.start

    @property
    def elided_after(self) -> bool:
        return self.span.end < self.sentence.end


@dataclass(frozen=True, slots=True)
class StoredFact:
    quote: Quote
    fact: Fact
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredEvent:
    quote: Quote
    event: Event
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention with the sentence it stands in. `subject`: the piece is about the topic."""

    quote: Quote
    mention: Mention
    subject: bool = False


@dataclass(frozen=True, slots=True)
class StoredBriefing:
    """A whole stored briefing, as `today` shows it."""

    ref: BriefingRef
    body: str
    summary: tuple[Quote, ...] = ()
    facts: tuple[StoredFact, ...] = ()
    topics: tuple[Topic, ...] = ()
    """Every topic named in it, the subjects first, then by their first mention."""
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredText:
    """A stored briefing sentence by sentence, headings among them, each with its whole span."""

    ref: BriefingRef
    sentences: tuple[Quote, ...]


RANKED = 20_000
"""Hits of a library, the newest, among which the best are sought: ranking takes time for each."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a full-text search looks for. Each item of `wanted` and `unwanted` is a word, the
    beginning of one ("plant*"), or several words that follow one another; case and accents do not
    count. All the wanted ones have to stand in a briefing, or with `any_word` one of them; with
    `inflected` a beginning stands for its English forms ("plants", "planting") and for no longer
    word. `topics` are keys, one of which the briefing has to name; `since` and `until` are days of
    the report, both included."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    best_first: bool = False
    any_word: bool = False
    inflected: bool = False


class Standing(StrEnum):
    """What has become of a line since it was shown."""

    STANDS = "stands"
    REVISED = "revised"
    """The briefing has a newer revision, in which the very words still stand."""
    GONE = "gone"
    """They do not stand in the newest one."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands behind a shown line: the stretch in its sentence, as it is stored now, and all
    that was read out of it. `asked` is the revision that it was shown from. Without `quote` there
    is nothing to be shown any more, and `standing` says why.

    `facts` and `events` are those that share words with the stretch; `named` the topics whose
    telling place lies in it.
    """

    ref: BriefingRef
    asked: int
    standing: Standing
    quote: Quote | None = None
    before: Quote | None = None
    after: Quote | None = None
    summary: bool = False
    facts: tuple[StoredFact, ...] = ()
    events: tuple[StoredEvent, ...] = ()
    named: tuple[tuple[Topic, StoredMention], ...] = ()


class Outcome(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


class Match(NamedTuple):
    """What a reading would become: its outcome, and the briefing that it would be, if there is
    one already."""

    outcome: Outcome
    briefing: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a briefing that was put into a library. `was` is how it stood there before,
    None for a new one; `change` the number of its line in the audit log, 0 for none."""

    outcome: Outcome
    ref: BriefingRef
    was: State | None = None
    change: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """One kept version of a briefing, the original text byte for byte."""

    briefing: int
    number: int
    added_at: datetime
    original: bytes
    title: str
    body: str
    day: date | None = None
    author: str = ""
    source: str = ""
    url: str = ""


class Held(NamedTuple):
    """A briefing of whatever state."""

    ref: BriefingRef
    state: State


@dataclass(frozen=True, slots=True)
class Correction:
    """Two revisions of a published briefing that follow one another, without their originals."""

    briefing: BriefingRef
    before: Revision
    after: Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRevision:
    """One version of a briefing as it is carried from library to library: what was told of it, its
    clean body and the bytes it came in."""

    added_at: datetime
    day: date
    title: str
    author: str
    source: str
    url: str
    body: str
    original: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBriefing:
    """A briefing with all its versions, the oldest first, whatever its state. What was read out of
    it is not carried along: it is read anew from the body, by the same rules; but `by_hand` may
    tell, as JSON, what moderators decided of its newest version (see `ingestion.by_hand`)."""

    id: int
    library: int
    state: State
    added_at: datetime
    updated_at: datetime
    revisions: tuple[KeptRevision, ...]
    by_hand: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a library holds: how many published briefings, and their first and last day."""

    briefings: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A topic that the briefings of a library name, with the count of briefings that do."""

    topic: Topic
    briefings: int


class Roll(tuple[KnownTopic, ...]):
    """All topics that libraries name, the most named first. It has thousands of items and is handed
    out again for as long as it stands, so what is derived from it is kept under itself: it hashes
    as the object that it is, and not item by item."""

    __slots__ = ()
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Settings:
    """What one server has chosen; a missing row means these defaults."""

    library: int = HOUSE
    zone: str | None = None
    """IANA name; None until a moderator has chosen one."""
    extra: dict[str, str] = field(default_factory=dict)


# --- scheduled posts -----------------------------------------------------------------------------


class DeliveryState(StrEnum):
    DUE = "due"
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    HELD = "held"
    SKIPPED = "skipped"
    MISSED = "missed"
    FAILED = "failed"
    UNKNOWN = "unknown"


FINAL = frozenset(
    {
        DeliveryState.SENT,
        DeliveryState.SKIPPED,
        DeliveryState.MISSED,
        DeliveryState.FAILED,
        DeliveryState.UNKNOWN,
    }
)
"""States in which a local date is done with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSchedule:
    """What is posted where; `rule` says when, in the delivery room's own words (JSON).

    `key` is random and never changes: what was posted is known again by it, also after the library
    was restored from a copy. `place` is the kind of channel, `kind` what is posted, about `topic`
    (shown as `name`) if it is one topic's news. `role` is pinged, 0 for nobody. `off` is why the
    schedule was switched off, "" while it runs. Nothing is to be done for it before `next_at`.
    `told` is the trouble that people were told of last. Where the place is "dm", it is the mailbox
    of the person who made it.
    """

    id: int = 0
    key: str
    library: int
    channel: int
    place: str
    kind: str
    topic: str = ""
    name: str = ""
    rule: str
    role: int = 0
    publish: bool = False
    made_by: int = 0
    off: str = ""
    told: str = ""
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the ledger: one schedule, one local date, one part of it.

    `key` is made of the schedule's, the day and the part; the post itself carries it. `changed` is
    when the row was last written, `since` when a send was first tried (None: never), `owner` the
    process that claimed it. `rendering` is what is sent, kept as it was first made.
    """

    schedule: int
    day: date
    part: int = 0
    key: str
    due: datetime
    state: DeliveryState
    changed: datetime
    reason: str = ""
    attempts: int = 0
    retry_at: datetime | None = None
    since: datetime | None = None
    owner: str = ""
    rendering: str = ""
    message: int = 0


# --- what people follow --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A topic that a person follows. `schedule` is the mailbox: the stored schedule (of kind "at
    once" or "digest") that says whose briefings they get, how often, and who they are. Only
    briefings that were added after `made_at` count."""

    id: int = 0
    key: str
    schedule: int
    topic: str
    name: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """A briefing that names what somebody follows."""

    briefing: int
    added_at: datetime
    follow: Follow


# --- the moderators' desk ----------------------------------------------------------------------


class DraftState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Draft:
    """A briefing that waits for a moderator's yes: the `part`-th (from 0) of those in `original`,
    read as of `pasted_on`, with a moderator's `edits` (JSON, see `ingestion.drafts`). `version`
    goes up with each change. `number` is 0 before it is stored."""

    library: int
    made_at: datetime
    made_by: int
    original: bytes
    pasted_on: date
    part: int = 0
    edits: str = "{}"
    number: int = 0
    version: int = 1
    state: DraftState = DraftState.WAITING
    decided_by: int = 0
    briefing: int = 0
    """What it became once it was approved."""
    entry: str = ""
    """Of a feed: what tells this entry, as it reads now, from all others; "" for anything else."""


OPERATOR = 0
"""As who changed something: whoever runs the bot, at its terminal."""
FORGOTTEN = -1
"""As who changed something: somebody who has had themselves forgotten."""
ITSELF = -2
"""As who changed something: the bot, of its own accord."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit log. `who` is a person's number, `OPERATOR`, `FORGOTTEN` or `ITSELF`;
    `object` is a kind and a number or name ("briefing 12"), `before` and `after` say in words how
    it stood."""

    library: int
    who: int
    action: str
    object: str
    before: str = ""
    after: str = ""
    number: int = 0
    at: datetime | None = None


# --- feeds -------------------------------------------------------------------------------------


class FeedState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    """By a moderator."""
    STOPPED = "stopped"
    """After too many failures."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a library follows. `failures` are those in a row, `why` tells the last;
    `pulled_at` is the last pull that succeeded, None before the first, which is backfill. `next_at`
    is when it is pulled again; of a stopped one, when its moderators are to be told so. `number` is
    0 before it is stored."""

    library: int
    url: str
    added_by: int
    added_at: datetime
    next_at: datetime
    trusted: bool = False
    state: FeedState = FeedState.ACTIVE
    why: str = ""
    failures: int = 0
    pulled_at: datetime | None = None
    etag: str = ""
    modified: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that the bot sent of its own accord, or for a reader who shared an answer. `shows`
    are briefings, each with the revision that it was made from and the stretches shown of it.
    `channel` is 0 for a `person`'s direct messages; `delivery` is the ledger row's key, or ""."""

    message: int
    library: int
    channel: int
    person: int
    delivery: str
    sent_at: datetime
    shows: tuple[tuple[int, int, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A message that has not heard yet of changes to what it shows: how many of each briefing."""

    posted: Posted
    changes: tuple[tuple[int, int], ...]
    tries: int = 0


class NameKind(StrEnum):
    COMPANY = "company"
    ADOPT = "adopt"
    ALIAS = "alias"
    PARENT = "parent"
    MERGE = "merge"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class NameRule:
    """What a library's moderators say of a name. `key` and `name` are of the topic that it is
    about, `other` is the key of the one that it is merged into; `text` is the alias, the parent's
    name, the ambiguous form, or the name of the other. `number` is 0 before it is stored."""

    library: int
    kind: NameKind
    key: str
    name: str
    other: str = ""
    text: str = ""
    number: int = 0


class Rereading(NamedTuple):
    """A library that is being read again: up to which briefing it was, and how many are left."""

    library: int
    done: int
    left: int
