"""Days, plans, pairs, searches and digests over a small library of invented firms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.outline import outline
from bot.answers.questions import ask
from bot.answers.search import marks, parse_search
from bot.answers.values import (
    Answer,
    CompaniesAnswer,
    CompanyAnswer,
    CompareAnswer,
    Context,
    DayAnswer,
    DigestAnswer,
    NothingFound,
    SearchAnswer,
    TimelineAnswer,
    UpcomingAnswer,
)
from bot.app import Desk
from bot.errors import BadQuestion
from bot.ingestion.intake import take_in
from bot.model import Quote, Span, Status
from tests.conftest import put

A = TypeVar("A")
MONDAY = date(2026, 11, 16)
FRIDAY = MONDAY + timedelta(days=4)

VANS = (
    f"A Van Plant\n{MONDAY}\n\n"
    "Pemberlock Motors will open a van plant in Toledo in March 2027. The plant cost $90 million. "
    "Pemberlock Motors and Quillhaven Trucks share its paint shop. Quillhaven Trucks will deliver "
    "400 electric trucks to Aldermoor Freight by June 2027.\n"
)
LATER = (
    f"The Plant Waits\n{FRIDAY}\n\n"
    "Pemberlock Motors pushed the opening of its van plant in Toledo back to September 2027. "
    "It hired 300 people.\n"
)
OLD = (
    "A Promise\n2 February 2026\n\n"
    "Tallowbrook Lines will open a ferry terminal in Ashcombe in May 2026. "
    "Quillhaven Trucks sold 5,000 trucks.\n"
)
KEPT = (
    "Open at Last\n20 May 2026\n\nTallowbrook Lines opened its ferry terminal in Ashcombe today.\n"
)


@pytest.fixture
async def stocked(desk: Desk) -> Desk:
    for text in (OLD, VANS, LATER):
        (stored,) = await put(desk, text)
        assert stored.ref.title
    return desk


async def asked(desk: Desk, line: str, kind: type[A], today: date = FRIDAY) -> A:
    """The answer, each of whose lines is what stands in the stored body."""
    answer = await ask(desk.storage, desk.catalogue, Context(today=today), line)
    assert isinstance(answer, kind), answer
    for quote in quotes_of(answer):
        body = await desk.storage.read(lambda shelf, of=quote.briefing.id: shelf.body(of))
        assert body is not None
        assert quote.text == quote.span.of(body)
    assert outline(answer)  # type: ignore[arg-type]
    return answer


def quotes_of(value: object) -> list[Quote]:
    """Every quote within a value, however deep."""
    if isinstance(value, Quote):
        return [value]
    if isinstance(value, tuple | list):
        return [quote for item in value for quote in quotes_of(item)]
    slots = getattr(value, "__dataclass_fields__", ())
    return [quote for name in slots for quote in quotes_of(getattr(value, name))]


def shown(answer: Answer) -> str:
    return "\n".join(
        line.text
        for card in outline(answer)
        for section in card.sections
        for block in section.blocks
        for line in block.lines
    )


# --- days ----------------------------------------------------------------------------------------


async def test_the_latest_is_the_newest_whatever_the_day(stocked: Desk) -> None:
    answer = await asked(stocked, "latest", DayAnswer, today=date(2020, 1, 1))
    assert (answer.day, answer.before, answer.after) == (FRIDAY, MONDAY, None)
    assert [item.ref.title for item in answer.briefings] == ["The Plant Waits"]


async def test_a_day_leads_to_the_days_around_it(stocked: Desk) -> None:
    answer = await asked(stocked, "briefing 16 November 2026", DayAnswer)
    assert (answer.before, answer.after) == (date(2026, 2, 2), FRIDAY)
    between = await asked(stocked, "briefing 2026-11-18", DayAnswer)
    assert not between.briefings
    assert "before is Monday 16 November 2026" in shown(between)
    assert "next is Friday 20 November 2026" in shown(between)


async def test_an_empty_library_has_no_latest(desk: Desk) -> None:
    answer = await asked(desk, "latest", DayAnswer)
    assert (answer.briefings, answer.before, answer.after) == ((), None, None)


# --- plans ---------------------------------------------------------------------------------------


async def test_what_was_promised_comes_by_its_day_overdue_first(stocked: Desk) -> None:
    answer = await asked(stocked, "upcoming", UpcomingAnswer)
    assert [line.event.quote.briefing.title for line in answer.overdue] == ["A Promise"]
    ahead = [(line.event.event.days.latest, line.event.event.status) for line in answer.ahead]
    assert ahead == [
        (date(2027, 6, 30), Status.PLANNED),
        (date(2027, 9, 30), Status.DELAYED),
    ]
    assert [item.event.value for item in answer.ahead[1].before] == ["2027-03"]


async def test_plans_of_one_firm_and_of_none(stocked: Desk) -> None:
    answer = await asked(stocked, "upcoming quillhaven", UpcomingAnswer)
    assert answer.topic is not None
    assert answer.topic.name == "Quillhaven Trucks"
    assert [line.event.event.value for line in answer.ahead] == ["2027-06"]
    await asked(stocked, "upcoming nobody at all", NothingFound)


async def test_a_promise_that_was_kept_is_none_any_more(stocked: Desk) -> None:
    await put(stocked, KEPT)
    answer = await asked(stocked, "upcoming", UpcomingAnswer)
    assert not answer.overdue


async def test_a_timeline_lets_through_what_is_asked_for(stocked: Desk) -> None:
    whole = await asked(stocked, "timeline Pemberlock", TimelineAnswer)
    planned = await asked(stocked, "timeline Pemberlock only:planned from:2027-09", TimelineAnswer)
    assert [line.event.event.value for line in planned.lines] == ["2027-09"]
    assert len(planned.lines) + planned.left_out == len(whole.lines)
    none = await asked(stocked, "timeline Pemberlock until:2001", TimelineAnswer)
    assert "left out" in shown(none)
    with pytest.raises(BadQuestion, match="only:planned"):
        await asked(stocked, "timeline Pemberlock only:some", TimelineAnswer)


# --- firms ---------------------------------------------------------------------------------------


async def test_every_firm_is_listed_the_most_named_first(stocked: Desk) -> None:
    answer = await asked(stocked, "companies", CompaniesAnswer)
    names = {item.topic.name: item.briefings for item in answer.firms}
    assert names == {
        "Pemberlock Motors": 2,
        "Quillhaven Trucks": 2,
        "Aldermoor Freight": 1,
        "Tallowbrook Lines": 1,
    }


async def test_mentions_are_told_by_month(stocked: Desk) -> None:
    answer = await asked(stocked, "company Quillhaven", CompanyAnswer)
    assert dict(answer.trend)["2026-02"] == dict(answer.trend)["2026-11"] == 1
    assert [month for month, _ in answer.trend][::11] == ["2025-12", "2026-11"]
    assert "Feb 2026 1 · Mar 2026 0" in shown(answer)


@pytest.mark.parametrize(
    "line",
    [
        "compare Pemberlock, Quillhaven",
        "compare pemberlock motors quillhaven trucks",
        "compare Quillhaven Trucks vs Pemberlok",
        "compare ~pemberlock-motors | ~quillhaven-trucks",
    ],
)
async def test_two_firms_are_told_side_by_side(stocked: Desk, line: str) -> None:
    answer = await asked(stocked, line, CompareAnswer)
    names = {answer.left.topic.name, answer.right.topic.name}
    assert names == {"Pemberlock Motors", "Quillhaven Trucks"}
    assert answer.briefings == 1
    assert [quote.text for quote in answer.together][:1] == [
        "Pemberlock Motors and Quillhaven Trucks share its paint shop."
    ] or "Toledo" in answer.together[0].text


async def test_two_that_meet_nowhere_are_said_to(stocked: Desk) -> None:
    answer = await asked(stocked, "compare Tallowbrook, Pemberlock", CompareAnswer)
    assert "No briefing names both Tallowbrook Lines" in shown(answer)


@pytest.mark.parametrize("line", ["compare Pemberlock", "compare Pemberlock, pemberlock motors"])
async def test_one_firm_is_not_compared(stocked: Desk, line: str) -> None:
    with pytest.raises(BadQuestion, match="two"):
        await asked(stocked, line, CompareAnswer)


async def test_an_unknown_one_of_two_is_nothing_found(stocked: Desk) -> None:
    answer = await asked(stocked, "compare Pemberlock, Zzyzx Holdings", NothingFound)
    assert answer.asked == "Zzyzx Holdings"


# --- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("plant Toledo", ["The Plant Waits", "A Van Plant"]),
        ('"van plant"', ["The Plant Waits", "A Van Plant"]),
        ("“paint shop”", ["A Van Plant"]),
        ("plant -paint", ["The Plant Waits"]),
        ("trucks before:2026-06", ["A Promise"]),
        ("trucks after:2026-06", ["A Van Plant"]),
        ("company:quillhaven", ["A Van Plant", "A Promise"]),
        ("company:quillhaven -ferry", ["A Van Plant"]),
        ('company:"Quillhaven Trucks" paint', ["A Van Plant"]),
        ("plant sort:best", ["The Plant Waits", "A Van Plant"]),
        ("AND OR NEAR( plant", []),
        ("zeppelin", []),
    ],
)
async def test_a_search_finds(stocked: Desk, line: str, titles: list[str]) -> None:
    answer = await asked(stocked, f"search {line}", SearchAnswer)
    found = [hit.quote.briefing.title for hit in answer.hits]
    assert (sorted(found) if "best" in line else found) == (
        sorted(titles) if "best" in line else titles
    )


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("Pemberlok", "Pemberlock Motors"),
        ("delivers", "deliv…"),
        ("electirc", "electric"),
        ("Pemberlok eletric", "Pemberlock Motors, electric"),
    ],
)
async def test_slips_are_forgiven_and_said(stocked: Desk, line: str, instead: str) -> None:
    answer = await asked(stocked, f"search {line}", SearchAnswer)
    assert answer.hits
    assert (answer.instead, f"these hold {instead}" in shown(answer)) == (instead, True)


JOBS = (
    f"Comings and Goings\n{MONDAY}\n\n"
    "Pemberlock Motors cut 90 jobs in Toledo. Analysts fear for more. "
    "Quillhaven Trucks added 40 jobs in Ashcombe.\n"
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("jobs", "Pemberlock Motors cut 90 jobs in Toledo."),
        ("jobs company:quillhaven", "Quillhaven Trucks added 40 jobs in Ashcombe."),
        ("fear company:quillhaven", "Analysts fear for more."),
        ("jobs Toledo company:quillhaven", "Pemberlock Motors cut 90 jobs in Toledo."),
    ],
)
async def test_a_search_within_a_firm_shows_what_is_said_of_it(
    desk: Desk, line: str, words: str
) -> None:
    await put(desk, JOBS)
    answer = await asked(desk, f"search {line}", SearchAnswer)
    assert [hit.quote.text for hit in answer.hits] == [words]


async def test_many_hits_say_which_of_them_are_shown(stocked: Desk) -> None:
    answer = await asked(stocked, "search plant sort:best", SearchAnswer)
    many = replace(answer, more=True)
    newest = replace(many, query=replace(answer.query, best_first=False))
    feet = [card.foot for one in (answer, many, newest) for card in outline(one)]
    assert "of the newest 20,000" not in feet[0]
    assert "the best of the newest 20,000; there are more" in feet[1]
    assert "the newest; there are more" in feet[2]


async def test_a_slip_is_mended_only_by_words_that_the_reader_may_read(stocked: Desk) -> None:
    text = f"A Secret\n{MONDAY}\n\nPemberlock Motors will build a zeppelin in Ludlow.\n"
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    await take_in(
        *(stocked.storage, stocked.catalogue, text.encode()),
        library=7,
        now=moment,
        today=moment.date(),
    )
    answer = await asked(stocked, "search zepelin", SearchAnswer)
    assert not answer.hits
    assert "zeppelin" not in shown(answer)
    theirs = await stocked.ask("search zepelin", Context(MONDAY, libraries=(7, 0)))
    assert isinstance(theirs, SearchAnswer)
    assert theirs.instead == "zeppelin"


@pytest.mark.parametrize("line", ["search", "search *", "search -plant", 'search ""', "search -"])
async def test_a_search_for_nothing_is_refused(stocked: Desk, line: str) -> None:
    with pytest.raises(BadQuestion):
        await asked(stocked, line, SearchAnswer)


@pytest.mark.parametrize(
    "line", ["x after:soon", "x sort:worst", "x company:Quillhaven before:3/4/26"]
)
async def test_a_filter_that_says_nothing_is_refused(stocked: Desk, line: str) -> None:
    with pytest.raises(BadQuestion):
        await asked(stocked, f"search {line}", SearchAnswer)


async def test_a_hit_shows_the_sentence_with_most_of_the_words(stocked: Desk) -> None:
    answer = await asked(stocked, "search plant paint", SearchAnswer)
    (hit,) = answer.hits
    assert hit.quote.text.endswith("share its paint shop.") or "plant" in hit.quote.text
    assert {span.of(hit.quote.text).casefold() for span in hit.marks} <= {"plant", "paint"}


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("A Citroën van.", ("citroen",), ["Citroën"]),
        ("the F-150's rival", ("F-150",), ["F-150"]),
        ("plants and planting", ("plant*",), ["plants", "planting"]),
        ("van plant van", ("van plant", "plant"), ["van plant"]),
        ("vans", ("van",), []),
        ("", ("van",), []),
        ("van", (), []),
    ],
)
def test_marks_are_the_words_as_the_index_compares_them(
    text: str, wanted: tuple[str, ...], found: list[str]
) -> None:
    assert [span.of(text) for span in marks(text, wanted)] == found


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_marks_lie_apart_within_the_text(text: str, wanted: list[str]) -> None:
    at = 0
    for span in marks(text, wanted):
        assert isinstance(span, Span)
        assert at <= span.start < span.end <= len(text)
        at = span.end


_PIECES = st.lists(
    st.sampled_from(("a", "b", "AB", "7", "_", "-", " ", "'s", " van ")), max_size=12
)


@given(_PIECES, st.lists(_PIECES.map("".join), min_size=1, max_size=3), st.booleans())
def test_marks_are_the_same_in_plain_letters_and_with_an_accent_behind(
    pieces: list[str], wanted: list[str], beginning: bool
) -> None:
    text = "".join(pieces)
    sought = [f"{words}*" for words in wanted] if beginning else wanted
    assert marks(text, sought) == marks(f"{text} é", sought)


@given(st.text(max_size=200))
def test_any_line_is_a_search_or_refused(line: str) -> None:
    try:
        told = parse_search(line)
    except BadQuestion:
        return
    assert told.wanted or told.filters.get("company")
    assert all(any(map(str.isalnum, word)) for word in (*told.wanted, *told.unwanted))


# --- digests -------------------------------------------------------------------------------------


async def test_a_week_tells_firm_by_firm(stocked: Desk) -> None:
    answer = await asked(stocked, "week", DigestAnswer)
    assert (answer.first, answer.last) == (date(2026, 11, 14), FRIDAY)
    assert [ref.title for ref in answer.briefings] == ["The Plant Waits", "A Van Plant"]
    assert answer.firms[0].topic.name == "Pemberlock Motors"
    assert not answer.due
    facts = [fact.quote.span for firm in answer.firms for fact in firm.facts]
    assert facts
    assert len(facts) == len(set(facts))


async def test_a_digest_tells_what_falls_due(stocked: Desk) -> None:
    answer = await asked(stocked, "month", DigestAnswer, today=date(2027, 6, 10))
    assert [line.event.event.value for line in answer.due] == ["2027-06"]
    assert answer.briefings == ()
    assert "No briefing from 12 May 2027 to 10 June 2027." in shown(answer)


async def test_a_library_of_another_server_is_never_read(stocked: Desk) -> None:
    for line in ("latest", "upcoming", "companies", "week", "search plant"):
        context = Context(today=FRIDAY, libraries=(77,))
        answer = await ask(stocked.storage, stocked.catalogue, context, line)
        assert not quotes_of(answer), line
