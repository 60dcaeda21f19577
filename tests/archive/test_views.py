"""The files for other programs, read by their own rules: CSV, iCalendar, Markdown."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.app import Desk
from bot.archive import calendars, markdown, tables
from bot.model import (
    BriefingRef,
    Days,
    Event,
    Fact,
    Precision,
    Quote,
    Span,
    Status,
    StoredBriefing,
    StoredEvent,
    StoredFact,
)
from tests.conftest import put

DAY = date(2025, 12, 9)
ANY = st.text(st.characters(codec="utf-8"), max_size=60)
FEW = settings(max_examples=40, deadline=None)


def briefing(
    text: str = "Sales fell.", title: str = "A Van", value: float | None = -5.0
) -> StoredBriefing:
    ref = BriefingRef(1, 0, DAY, title, author=title, url="https://a.example/1")
    span = Span(0, len(text))
    quote = Quote(ref, span, text, span, text)
    fact = StoredFact(quote, Fact(span, 0, "money", value, "USD"))
    return StoredBriefing(ref, text, facts=(fact,))


def event(text: str = "Sales fell.", days: Days | None = None, **how: object) -> StoredEvent:
    days = days or Days(DAY, DAY)
    quote = briefing(text).facts[0].quote
    told = Event(quote.span, 0, days, Precision.DAY, "", Status.PLANNED)
    return StoredEvent(quote, told._replace(**how))  # type: ignore[arg-type]


# --- facts ---------------------------------------------------------------------------------------


def cells(told: StoredBriefing) -> dict[str, str]:
    text = tables.header() + tables.rows_of(told)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return row


@FEW
@given(ANY, ANY)
def test_no_cell_is_a_formula_and_none_loses_a_letter(text: str, title: str) -> None:
    row = cells(briefing(text, title))
    for name, told in (("text", text), ("sentence", text), ("title", title)):
        assert row[name] in (told, f"'{told}")
        assert row[name].lstrip(" ")[:1] not in set("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_reckon_is_a_text(text: str) -> None:
    assert cells(briefing(text))["text"] == f"'{text}"


def test_a_number_stays_a_number() -> None:
    values = [-5.0, 2e9, 0.1, None]
    assert [cells(briefing(value=value))["value"] for value in values] == [
        "-5",
        "2000000000",
        "0.1",
        "",
    ]


# --- events --------------------------------------------------------------------------------------


def ics(told: StoredBriefing, *events: StoredEvent) -> bytes:
    entries = (calendars.entry_of(told, one, at) for at, one in enumerate(events, start=1))
    return calendars.beginning() + b"".join(entries) + calendars.ending()


@FEW
@given(ANY, ANY, st.dates(), st.integers(0, 400))
def test_any_event_is_read_back_by_the_rules(text: str, title: str, day: date, length: int) -> None:
    last = min(day.toordinal() + length, date.max.toordinal())
    days = Days(day, date.fromordinal(last))
    data = ics(briefing(text, title), event(text, days))
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert_folded_well(lines)
    assert all(len(line) <= 75 and not set(line) & set(b"\r\n\0") for line in lines)
    (entry,) = Calendar.from_ical(data).walk("VEVENT")
    assert entry["dtstart"].dt == day
    assert entry["dtstart"].params["VALUE"] == "DATE"
    if days.latest < date.max:
        assert entry["dtend"].dt == days.latest + timedelta(days=1)
        assert entry["dtend"].params["VALUE"] == "DATE"
    else:
        assert "dtend" not in entry
    assert {"UID", "DTSTAMP", "SUMMARY"} <= set(entry)


def assert_folded_well(lines: list[bytes]) -> None:
    """A line goes on where it is full, and neither a letter is parted nor an escape."""
    for line, onward in pairwise(lines):
        if onward.startswith(b" "):
            assert 70 < len(line) <= 75
            line.decode()
            assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0


@pytest.mark.parametrize("before", range(8))
def test_a_long_line_is_folded_between_letters_and_escapes(before: int) -> None:
    text = "x" * before + "\\,;\\\\é€😀" * 40
    data = ics(briefing(text), event(text))
    assert_folded_well(data.split(b"\r\n"))
    (entry,) = Calendar.from_ical(data).walk("VEVENT")
    assert str(entry["summary"]) == text


@FEW
@given(ANY, ANY, st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 400))
def test_a_parser_that_is_not_the_writers_reads_the_same(
    text: str, title: str, day: date, length: int
) -> None:
    """The two share no code; this one also has the rules of what must stand in an event."""
    last = day + timedelta(days=length)
    told = event(text, Days(day, last))
    calendar = vobject.readOne(ics(briefing(text, title), told).decode())
    assert calendar.validate(raiseException=True)
    (entry,) = calendar.vevent_list
    assert (entry.dtstart.value, entry.dtend.value) == (day, last + timedelta(days=1))
    assert entry.summary.value == calendars._one_line(text)
    assert entry.description.value.startswith(calendars._one_line(text))
    assert entry.status.value == "TENTATIVE"


def test_marks_are_escaped_and_the_clause_is_whole() -> None:
    text = "Plants in Ludlow, Vierzon; and \\n more\u2028 begin: all of them, it said."
    (entry,) = Calendar.from_ical(ics(briefing(text), event(text))).walk("VEVENT")
    assert str(entry["summary"]) == " ".join(text.split())


@pytest.mark.parametrize("url", ["javascript:a", "https://a\r\nATTACH:b", "https://a b", ""])
def test_only_a_plain_link_is_carried(url: str) -> None:
    told = briefing()
    data = ics(replace(told, ref=replace(told.ref, url=url)), event())
    assert b"ATTACH" not in data
    assert b"URL" not in data


def test_what_is_due_stands_on_its_last_day() -> None:
    days = Days(date(2026, 1, 1), date(2026, 12, 31))
    whole, due = Calendar.from_ical(
        ics(briefing(), event(days=days), event(days=days, deadline=True))
    ).walk("VEVENT")
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (date(2026, 1, 1), date(2027, 1, 1))
    assert (due["dtstart"].dt, due["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert whole["uid"] != due["uid"]


# --- texts ---------------------------------------------------------------------------------------

MARK_UP = ["*a*", "_a_", "[a](http://b)", "<b>", "`a`", "# a", "- a", "1. a", "+ a", "a\\", "~~a~~"]


@pytest.mark.parametrize("text", [*MARK_UP, "> a", "===", "---", "&amp;", "| a |", "$a$", "12) a"])
def test_a_briefings_words_are_no_mark_up(text: str) -> None:
    """Every character that CommonMark could read stands behind a backslash."""
    escaped = markdown.escaped(text)
    assert re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", escaped, count=0) == text or "\\\\" in escaped
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped)
    assert not set(bare) & set("*_[]<>`~#&|$\\")
    assert not re.match(r"[-+=]|\d+[.)]", escaped)


@FEW
@given(st.lists(ANY, min_size=1, max_size=4))
def test_a_page_shows_just_these_characters(lines: list[str]) -> None:
    text = "\n".join(line.replace("\r", "") for line in lines)
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.escaped(text))
    assert shown == text


@FEW
@given(ANY)
def test_a_files_name_suits_any_system(title: str) -> None:
    name = markdown.name_of(BriefingRef(1, 0, DAY, title), 12)
    assert re.fullmatch(r"2025-12-09-12(-[a-z0-9]+)*\.md", name)
    assert len(name) < 100


async def test_a_real_briefing_as_a_page(desk: Desk) -> None:
    await put(
        desk,
        'A "Van": 100% [new]\nDecember 9, 2025\nBy Ona Brandt\n\n'
        "Tallowbrook Motors spent $40 million.\n\nIt is *new*.\n",
    )
    (found,) = await desk.storage.read(lambda shelf: shelf.briefings_of((0,), DAY))
    assert markdown.page_of(found) == (
        '---\ntitle: "A \\"Van\\": 100% [new]"\ndate: "2025-12-09"\nauthor: "Ona Brandt"\n'
        'topics: ["Tallowbrook Motors"]\n---\n\n# A "Van": 100% \\[new\\]\n\n'
        "Tallowbrook Motors spent \\$40 million.\n\nIt is \\*new\\*.\n"
    )
