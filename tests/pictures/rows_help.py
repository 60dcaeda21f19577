"""Timelines to draw: any number of events, with labels of the worst kinds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.answers.values import TimelineAnswer, TimelineLine
from bot.model import (
    BriefingRef,
    Coverage,
    Days,
    Event,
    Precision,
    Quote,
    Span,
    Status,
    StoredEvent,
    Topic,
    TopicKind,
)

TODAY = date(2025, 12, 9)
PLAIN = "Tallowbrook Motors opened a battery line in Ashcombe."
HOSTILE = (
    "Škoda's Jiří Novák, Zoë Müller-Lüdenscheidt, İlayda Ağaoğlu met in Łódź, Đà Nẵng, Αθήνα.",
    "Zalgo" + "\u0301\u0316" * 400 + " came",
    "e\u0301" * 900,
    "x" * 5000,
    "\u0301" * 700,
    "\u05e9\u05dc\u05d5\u05dd \u202eevil\u202c \u0645\u0631\u062d\u0628\u0627 said",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \ud83d lone \udc00 \U0001f697\ufe0f",
    "\u6bd4\u4e9a\u8fea opens \uff22\uff39\uff24",
    "W" * 30 + " " + "i" * 300 + " " + "W" * 80,
    "a\tb\nc\u2028d\x00e\u200bf\u00adg",
    "",
    " ",
    "…",
)
words = st.one_of(st.sampled_from((PLAIN, *HOSTILE)), st.text(max_size=120))


def told(
    days: Days,
    *,
    status: Status = Status.PAST,
    text: str = PLAIN,
    value: str = "",
    deadline: bool = False,
    briefing: int = 1,
) -> TimelineLine:
    """A line of a timeline that says `text` of these days."""
    ref = BriefingRef(briefing, 0, TODAY, "Vans")
    span = Span(0, len(text))
    same = days.earliest == days.latest
    event = Event(
        span=span,
        sentence=0,
        days=days,
        precision=Precision.DAY if same else Precision.YEAR,
        value=value,
        status=status,
        deadline=deadline,
    )
    return TimelineLine(StoredEvent(Quote(ref, span, text, span, text), event))


def day(when: date, **more: object) -> TimelineLine:
    return told(Days(when, when), **more)  # type: ignore[arg-type]


def answer(*lines: TimelineLine, name: str = "Tallowbrook Motors") -> TimelineAnswer:
    """A timeline of these lines, in the order that timelines have."""
    return TimelineAnswer(
        asked=name,
        topic=Topic("~tallowbrook", name, TopicKind.COMPANY),
        entry=None,
        today=TODAY,
        coverage=Coverage(12, date(2020, 1, 2), TODAY),
        lines=tuple(sorted(lines, key=lambda line: line.event.event.days)),
    )


def evenly(number: int, *, days: int = 40, text: str = PLAIN) -> TimelineAnswer:
    """So many events, some days apart, half of them ahead."""
    first = TODAY - timedelta(days=days * (number // 2))
    return answer(
        *(
            day(
                first + timedelta(days=days * n),
                text=text,
                status=Status.PAST if n <= number // 2 else Status.PLANNED,
            )
            for n in range(number)
        )
    )


@st.composite
def lines(draw: st.DrawFn) -> TimelineLine:
    first = draw(
        st.one_of(
            st.dates(),
            st.dates(date(2020, 1, 1), date(2031, 12, 31)),
            st.just(TODAY),
            st.sampled_from((date.min, date.max)),
        )
    )
    length = draw(st.sampled_from((0, 0, 0, 6, 29, 89, 364, 3652, 36524)))
    latest = date.fromordinal(min(first.toordinal() + length, date.max.toordinal()))
    return told(
        Days(first, latest),
        status=draw(st.sampled_from(list(Status))),
        text=draw(words),
        value=draw(st.sampled_from(("", "", "FY2024", "FY" + "Ŵ" * 400, "2028-Q1"))),
        deadline=draw(st.booleans()),
    )


@st.composite
def answers(draw: st.DrawFn) -> TimelineAnswer:
    """Mostly a few different lines, told again to make up the number."""
    number = draw(st.one_of(st.integers(1, 60), st.sampled_from((1, 2, 25, 60, 61, 200))))
    some = draw(st.lists(lines(), min_size=1, max_size=min(number, 12)))
    return answer(*(some[n % len(some)] for n in range(number)), name=draw(words))
