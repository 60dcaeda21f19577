"""Ten briefings of other layouts, wordings, firms and dates: our own words, about public facts of
their day or plainly invented firms (Dunmarrow, Quillfeather, Pebblecart, Larkspur …)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from bot.answers.values import Context, TimelineAnswer, TodayAnswer
from bot.answers.wording import say_when
from bot.app import Desk
from bot.model import FIRM_KINDS
from tests.conftest import BRIEFINGS, put


@dataclass(frozen=True)
class Case:
    """What a reader expects of one briefing: words that the six facts tell between them, firms on
    the card, and of one topic's timeline the dates that must be there, in this order."""

    file: str
    title: str
    author: str
    day: date
    facts: tuple[str, ...]
    firms: frozenset[str]
    topic: str
    when: tuple[str, ...]
    furniture: tuple[str, ...]
    pasted: date = date(2026, 11, 23)


CASES = [
    Case(
        "01-paste-byline.txt",
        "GM Stops Paying for Robotaxis",
        "Thea Lindqvist",
        date(2024, 12, 11),
        ("more than $10 billion", "more than $1 billion a year", "about 90%"),
        frozenset({"General Motors", "Cruise", "Honda"}),
        "GM",
        ("10 December 2024", "first half of 2025", "early 2026"),
        ("5 hours ago", "min read", "Lugnut", "Thanks", "Comments"),
    ),
    Case(
        "02-substack.md",
        "Wolfsburg Buys Software by the Billion",
        "Oskar Brandvold",
        date(2024, 11, 13),
        ("$5.8 billion", "1,000 people"),
        frozenset({"Volkswagen", "Rivian"}),
        "Rivian",
        ("13 November 2024", "first half of 2026"),
        ("Share", "Leave a comment", "Upgrade", "**"),
    ),
    Case(
        "03-wordpress-caps.txt",
        "NORTHVOLT: THE END OF THE LINE",
        "Ines Halvorsen",
        date(2025, 3, 12),
        ("5,000 employees", "more than $8 billion", "2 billion euros"),
        frozenset({"Northvolt", "Volkswagen", "BMW", "Scania", "Traton"}),
        "Northvolt",
        ("November 2024", "12 March 2025"),
        ("Categories", "Tags", "Leave a Comment", "coffee"),
    ),
    Case(
        "04-dayfirst.txt",
        "Honda and Nissan Call It Off",
        "Fergus Macalister",
        date(2025, 2, 14),
        ("9,000 jobs",),
        frozenset({"Honda", "Nissan", "Mitsubishi Motors"}),
        "Nissan",
        ("23 December 2024", "13 February 2025"),
        ("Listen on", "Hello and welcome", "Cheerio", "harbour"),
    ),
    Case(
        "05-bullets.txt",
        "🔌 Plugs, Pods and Pickups",
        "Mirela Antonescu",
        date(2024, 10, 11),
        ("less than $30,000", "$2 billion", "2,600 people", "$18 million"),
        frozenset({"Tesla", "Gotion", "Pebblecart Logistics"}),
        "Tesla",
        ("10 October 2024",),
        ("min read", "Copy link", "Pledge"),
    ),
    Case(
        "06-relative-only.txt",
        "Dunmarrow Opens a Second Line",
        "Kit Pelletier",
        date(2026, 3, 4),
        ("48,000 vans", "$75 million", "$12.5 million"),
        frozenset({"Dunmarrow Motors", "Brightholm Capital"}),
        "Dunmarrow",
        ("2019", "3 March 2026", "Q3 2026"),
        ("1 day ago", "min read", "Thanks", "Recent Posts", "Tolls"),
        pasted=date(2026, 3, 5),
    ),
    Case(
        "07-page.html",
        "Stellantis Loses Its Chief",
        "Yusuf Carrow",
        date(2024, 12, 2),
        ("20%", "1.15 million vehicles"),
        frozenset({"Stellantis", "Jeep", "Peugeot"}),
        "Stellantis",
        ("1 December 2024", "first half of 2025"),
        ("All issues", "Unsubscribe", "min read", "<p>"),
    ),
    Case(
        "08-wire.txt",
        "",
        "",
        date(2026, 5, 6),
        ("240 million euros", "1,900 fast chargers"),
        frozenset({"Quillfeather Mobility", "Sandhollow Charging"}),
        "Quillfeather",
        ("6 May 2026", "Q4 2026", "by 2029"),
        ("forward-looking", "press@example.org"),
    ),
    Case(
        "09-title-date.txt",
        "Ford Borrows a Platform",
        "",
        date(2019, 7, 13),
        ("more than 600,000", "$2.6 billion", "$7 billion"),
        frozenset({"Ford", "Volkswagen", "Argo AI"}),
        "Ford",
        ("12 July 2019", "2023"),
        ("Apple Podcasts", "Show transcript", "Repost", "tips@"),
    ),
    Case(
        "10-numbered.txt",
        "The Monday Three",
        "Bettina Okoro",
        date(2025, 6, 23),
        ("$4.20", "250,000 paid rides", "120 people"),
        frozenset({"Tesla", "Waymo", "Larkspur Rail"}),
        "Waymo",
        (),
        ("Sponsored", "Like Comment Share", "Your ad here"),
    ),
]


def _firm(name: str) -> str:
    """A firm's name without its legal form, which a listed and an unlisted name may differ in."""
    words = name.split()
    return " ".join(word for word in words if word.strip(".,") not in {"Inc", "Corp", "AG", "Ltd"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
async def test_a_briefing_is_read_as_a_reader_would(desk: Desk, case: Case) -> None:
    await put(desk, (BRIEFINGS / case.file).read_bytes(), pasted=case.pasted)
    answer = await desk.ask("!today", Context(today=case.day))
    assert isinstance(answer, TodayAnswer)
    [briefing] = answer.briefings
    assert (briefing.ref.author, briefing.ref.day) == (case.author, case.day)
    if case.title:
        assert briefing.ref.title == case.title
    told = " | ".join(item.quote.text for item in briefing.facts[:6])
    assert [words for words in case.facts if words not in told] == []
    firms = {_firm(topic.name) for topic in briefing.topics if topic.kind in FIRM_KINDS}
    assert case.firms <= firms
    assert [words for words in case.furniture if words in briefing.body] == []
    shares = sum(len(quote.text) for quote in briefing.summary) / len(briefing.body)
    assert briefing.summary
    assert shares <= 0.4


@pytest.mark.parametrize("case", [case for case in CASES if case.when], ids=lambda case: case.file)
async def test_a_topic_has_its_dates_in_order(desk: Desk, case: Case) -> None:
    await put(desk, (BRIEFINGS / case.file).read_bytes(), pasted=case.pasted)
    answer = await desk.ask(f"!timeline {case.topic}", Context(today=case.day))
    assert isinstance(answer, TimelineAnswer)
    told = [say_when(line.event.event) for line in answer.lines]
    assert [day for day in told if day in case.when] == list(case.when)
