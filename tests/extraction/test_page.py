"""Whole pages as people paste them: what is read from the head, and what stays of the text.

All firms, hosts and shows are invented. In `raw` the lines of the text itself are marked with "§",
so that the expected body stands beside its furniture.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.letters import TWINS, small
from bot.extraction.page import guess, head, open_page, open_pages
from bot.model import TextKind

PASTED = date(2025, 6, 12)


class Case(NamedTuple):
    what: str
    raw: str
    title: str
    day: date | None
    author: str = ""


CASES = [
    Case(
        "site builder blog",
        """June 10, 2025 - Brightholm Buys a Foundry
- Odile Marchetti

- 2 days ago
- 3 min read
This is the Gearbox Daily for June 10, 2025, and I'm Odile Marchetti, head of research at Gearbox.
§Brightholm Motors bought a foundry in Ohio today for $40 million. It will cast hubs there.
§This is not its first purchase. In 2021 it bought a paint shop.
Thanks for listening.

Comments
Share Your Thoughts
Be the first to write a comment.
""",
        "Brightholm Buys a Foundry",
        date(2025, 6, 10),
        "Odile Marchetti",
    ),
    Case(
        "a site's name above its menu",
        """top of page
SPANWRENCH
Home
Archive
Stickers
All Posts
Brightholm Finds Its Drivers
Writer: Odile Marchetti
Odile Marchetti
2 days ago
3 min read
§Brightholm Motors hired 40 drivers in Ohio this week, the company said on Tuesday morning.
""",
        "Brightholm Finds Its Drivers",
        date(2025, 6, 10),
        "Odile Marchetti",
    ),
    Case(
        "press wire with its giver above",
        """NEWS PROVIDED BY
Brightholm SE
Jun 10, 2025, 07:00 ET

Brightholm and Kestwick Sign Supply Agreement for Cells

§MUNICH, June 10, 2025 – Brightholm SE, a maker of cells, announced a deal with Kestwick today.
""",
        "Brightholm and Kestwick Sign Supply Agreement for Cells",
        date(2025, 6, 10),
    ),
    Case(
        "an account's handle above its name",
        """@crank.letters
Crank Letters
Cells, Clocks and a Closure
June 10, 2025 at 6:40 PM • by Odile Marchetti • 4 min
❤ 21 💬 6
§Brightholm Motors bought a foundry in Ohio for $40 million and will cast hubs there from May.
Read this every morning? Forward it to a friend.
Reply to this email with tips.
""",
        "Cells, Clocks and a Closure",
        date(2025, 6, 10),
        "Odile Marchetti",
    ),
    Case(
        "newsletter host",
        """Vans, Vans, Vans
Why the boring segment pays

Kofi Lindqvist
Jun 09, 2025
∙ Paid

12

3
Share
§Tallow Vans sold 9,000 vehicles in May, a third more than a year ago. Nobody had expected it.
§The second model comes in the autumn, and it is cheaper.

Subscribe to The Long Wheelbase

By Kofi Lindqvist · Launched 2 years ago
Vans and what they carry, twice a week.
12 Likes
""",
        "Vans, Vans, Vans",
        date(2025, 6, 9),
        "Kofi Lindqvist",
    ),
    Case(
        "news agency copy",
        """Skip to main content
Northmoor to close engine plant in 2027
By Ann Delacroix and Piet Hooft
June 11, 2025 4:05 PM GMT+2 Updated 3 hours ago

A worker checks an engine at a plant in Ghent. AGENCY/Jan Peel Purchase Licensing Rights

§GHENT, June 11 (Agency) - Northmoor will close its engine plant in 2027, it said.
§The unions called it a betrayal.
§"We will not go quietly," said a union secretary.
Reporting by Ann Delacroix; Editing by Rosa Quint
Our Standards: The Agency Trust Principles.
""",
        "Northmoor to close engine plant in 2027",
        date(2025, 6, 11),
        "Ann Delacroix and Piet Hooft",
    ),
    Case(
        "press release wire",
        """Dunmarrow Cells Raises $90 Million for Its Second Line
NEWS PROVIDED BY
Dunmarrow Cells Inc.
Jun 05, 2025, 08:00 ET

§SHREVEPORT, La., June 5, 2025 /NEWSWIRE/ -- Dunmarrow Cells Inc. has raised $90 million.
§The line will start in the first quarter of 2026 and will employ 240 people.
About Dunmarrow Cells
Dunmarrow Cells makes cells for vans. It was founded in 2016.
Forward-Looking Statements
This release contains forward-looking statements that involve risks.
Media Contact: press@example.org
SOURCE Dunmarrow Cells Inc.
""",
        "Dunmarrow Cells Raises $90 Million for Its Second Line",
        date(2025, 6, 5),
    ),
    Case(
        "blog with footer",
        """The Slow Lane
Why the Tallow T4 Is Late Again
Posted on June 3, 2025 by Rosa Quint
Posted in Vans, Delays

§The Tallow T4 is late again. The van was due this spring and now comes in the winter.
§Older buyers do not mind. Related costs rose to $12 million.
§Upgrade kits for the old model sell well instead.

Share this:
Click to share on Facebook (Opens in new window)
Like Loading...
Related
Tagged T4, Tallow, vans
Published by Rosa Quint
View all posts by Rosa Quint
2 thoughts on “Why the Tallow T4 Is Late Again”
Ben says:
June 4, 2025 at 9:12 am
I still wait for mine, and I have waited since 2023.
""",
        "Why the Tallow T4 Is Late Again",
        date(2025, 6, 3),
        "Rosa Quint",
    ),
    Case(
        "podcast host, date in the greeting only",
        """Ep. 214: A Bridge Too Low
The Freight Lantern

Episode 214
Play Episode
00:00
-04:12
Show Notes

Hello and welcome to the Freight Lantern for Tuesday, June 10, 2025. I'm Kofi Lindqvist.
§Brightholm Trucks lost three roofs to one bridge this week. The firm now pays $200,000 for sensors.
§Meanwhile, Tallow Vans opened a depot in Ghent on Monday.
That's all for today. Talk to you tomorrow.

Support the show
Transcript
★ Support this podcast ★
""",
        "Ep. 214: A Bridge Too Low",
        date(2025, 6, 10),
        "Kofi Lindqvist",
    ),
    Case(
        "age only, host's name after a dash",
        """Hydrogen? Not This Year
— Piet Hooft —
yesterday · 4 min
Listen
§Northmoor has stopped its hydrogen program. About 80 engineers move to batteries.
§The decision cost $15 million.
See you on Monday!
Tip jar: example.org/tip
""",
        "Hydrogen? Not This Year",
        date(2025, 6, 11),
        "Piet Hooft",
    ),
    Case(
        "title in title case like a name",
        """Northmoor Cuts Prices
by Ann Delacroix | 10 June 2025 | News
§Northmoor cut the price of its van by 8% today. Its rivals said that they would not follow.
§Happy days are over, a dealer said.
Filed Under: News
Leave a Reply
Your email address will not be published. Required fields are marked *
""",
        "Northmoor Cuts Prices",
        date(2025, 6, 10),
        "Ann Delacroix",
    ),
    Case(
        "first sentence looks like a greeting",
        """A Second Recall for the T4
2025-06-04
Ann Delacroix

§This is the second recall of the T4 in a year. Tallow calls back 4,100 vans.
§Good morning traffic was hit as well, a dealer joked.
""",
        "A Second Recall for the T4",
        date(2025, 6, 4),
        "Ann Delacroix",
    ),
    Case(
        "key points, advert, trending, photo credit",
        """Brightholm Beats Forecasts
Published Tue, Jun 10 2025 6:30 AM EDT | Updated Wed, Jun 11 2025 7:02 AM EDT

Rosa Quint
@rosaquint
WATCH LIVE
Key Points
§Brightholm earned $310 million in the first quarter.
§It expects to sell 400,000 cars this year.
A Brightholm car at a show in Ghent on May 3, 2025.
Jan Peel | Getty Images
§Brightholm on Tuesday reported a profit of $310 million for the first quarter.
Advertisement
§Sales rose 12% to $8.2 billion.
Stock Chart Icon
Read more
§The company kept its forecast for the year.
Trending Now
Why Your Tires Hum
""",
        "Brightholm Beats Forecasts",
        date(2025, 6, 10),
        "Rosa Quint",
    ),
    Case(
        "day-first and dotted",
        """Ghent Gets a Gearbox Plant
11.06.2025, 14:30
Text: Piet Hooft
§Northmoor builds a gearbox plant in Ghent for €220 million. Work begins in September.
§It replaces the engine plant.
© Das Getriebe 2025
""",
        "Ghent Gets a Gearbox Plant",
        date(2025, 6, 11),
        "Piet Hooft",
    ),
    Case(
        "no head at all",
        """§Brightholm said on Monday that it will hire 300 people in Ohio. It had cut 200.
§The plant makes hubs.
""",
        "Brightholm said on Monday that it will hire 300 people in Ohio.",
        None,
    ),
    Case(
        "greeting and news in one line",
        """Morning Dispatch: June 9
By Ann Delacroix

Good morning. It's Monday, June 9, 2025. And this is the Dispatch.
§Tallow Vans has a new chief, and she came from Northmoor.
§She starts on July 1.
Have a great day.
""",
        "Morning Dispatch: June 9",
        date(2025, 6, 9),
        "Ann Delacroix",
    ),
    Case(
        "h/t note, score block and inner headings",
        """FIVE THINGS BEFORE COFFEE
June 6, 2025

§1. A BUYER AT LAST
§Brightholm sold its bus arm to Dunmarrow for $75 million. Both keep their names.
§2. A SELLER AT LAST
§Tallow wants to get rid of its depot in Ghent. (h/t Piet Hooft)
h/t to our readers in Ghent
FINAL SCORES: Ghent 2, Bruges 1
Was this forwarded to you? Subscribe here.
""",
        "FIVE THINGS BEFORE COFFEE",
        date(2025, 6, 6),
    ),
]


def told(case: Case) -> list[str]:
    """The marked lines, without the marks."""
    return [line[1:] for line in case.raw.split("\n") if line.startswith("§")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_pasted_page_gives_its_head_and_its_text(case: Case) -> None:
    page = open_page(case.raw.replace("§", ""), kind=TextKind.PASTE, pasted_on=PASTED)
    assert (page.title, page.day, page.author) == (case.title, case.day, case.author)
    assert page.body.split("\n") == told(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_clean_page_read_again_loses_nothing(case: Case) -> None:
    page = open_page(case.raw.replace("§", ""), kind=TextKind.PASTE, pasted_on=PASTED)
    again = open_page(f"{page.title}\n\n{page.body}", kind=TextKind.PASTE, pasted_on=PASTED)
    assert again.body == page.body or again.title in page.body


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ("June 3, 2025", date(2025, 6, 3)),
        ("3 June 2025", date(2025, 6, 3)),
        ("Tue, Jun 3 2025 · 2 min read", date(2025, 6, 3)),
        ("2025-06-03", date(2025, 6, 3)),
        ("28/05/2025", date(2025, 5, 28)),
        ("05/28/2025", date(2025, 5, 28)),
        ("3.6.2025", date(2025, 6, 3)),
        ("Published June 3, 2025 | 6:15 AM EDT", date(2025, 6, 3)),
        ("Updated June 9, 2025\nPublished June 3, 2025", date(2025, 6, 3)),
        ("Updated Jun 3", date(2025, 6, 3)),
        ("Dec 30", date(2024, 12, 30)),
        ("5 hours ago", date(2025, 6, 12)),
        ("1 day ago", date(2025, 6, 11)),
        ("Updated 2 weeks ago", date(2025, 5, 29)),
        ("3d", date(2025, 6, 9)),
        ("Yesterday", date(2025, 6, 11)),
        ("Monday", date(2025, 6, 9)),
        ("February 30, 2025", None),
        ("No date here", None),
    ],
)
def test_the_day_of_a_page(top: str, day: date | None) -> None:
    text = f"Tallow Gets a Depot at Last\n{top}\nTallow bought a depot in Ghent for €12 million.\n"
    assert open_page(text, pasted_on=PASTED).day == day


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Delacroix", "Ann Delacroix"),
        ("- Ann Delacroix", "Ann Delacroix"),
        ("Ann Delacroix", "Ann Delacroix"),
        ("Ann B. Delacroix", "Ann B. Delacroix"),
        ("Ann Delacroix · 2 min read", "Ann Delacroix"),
        ("By Ann Delacroix, Senior Editor", "Ann Delacroix"),
        ("Posted on June 3, 2025 by Ann Delacroix", "Ann Delacroix"),
        ("June 3, 2025 by Ann Delacroix Leave a Comment", "Ann Delacroix"),
        ("Hosted by Ann Delacroix", "Ann Delacroix"),
        ("By Ann Delacroix and Piet Hooft", "Ann Delacroix and Piet Hooft"),
        ("Brought to you by Tallow Vans", ""),
        ("Photo by Ann Delacroix", ""),
        ("5 min read", ""),
    ],
)
def test_who_wrote_it(line: str, author: str) -> None:
    text = (
        f"A Depot for the Town at Last\n{line}\nTallow bought a depot in Ghent for €12 million.\n"
    )
    page = open_page(text)
    assert (page.title, page.author) == ("A Depot for the Town at Last", author)


def test_a_wire_without_a_title_is_named_after_its_first_words() -> None:
    text = "GHENT, Belgium, May 6, 2025 -- Tallow Vans bought a depot in Bruges today.\n"
    page = open_page(text)
    assert (page.title, page.day) == (
        "Tallow Vans bought a depot in Bruges today.",
        date(2025, 5, 6),
    )


@pytest.mark.parametrize("told", ["May 6, 2025 - ", "Tuesday, 6 May 2025: ", "2025-05-06 — "])
def test_a_text_may_open_with_its_day(told: str) -> None:
    """However long the line is that follows it."""
    long = "Tallow Vans bought a depot in Bruges today" + " and then another one" * 12 + "."
    page = open_page(f"{told}{long}\n")
    assert page.day == date(2025, 5, 6)
    assert page.title.startswith("Tallow Vans bought a depot")
    assert page.body == f"{told}{long}"


def test_a_relative_day_needs_the_day_of_the_paste() -> None:
    text = "Tallow Gets a Depot\n1 day ago\nTallow bought a depot in Ghent for €12 million.\n"
    assert open_page(text).day is None


NEWS = [
    "Related costs rose to $12 million in the first quarter.",
    "Older buyers do not mind the price.",
    "Share prices of both firms fell by a tenth.",
    "Support from the state of Ohio ends in 2027.",
    "Follow-up orders worth $30 million are expected.",
    "Comments by the chairman moved the market.",
    "This is the third recall of the van since March.",
    "Subscribers to the service number 40,000 by now.",
    "About 300 people work there.",
    "Photographs of the car were shown in Ghent.",
    "Copyright law keeps the maps apart.",
    "Listen to the engineers and another story comes out.",
    "Trending down for a year, sales of vans stopped falling.",
    "Home chargers make up half of the sales of Dunmarrow.",
    "Happy days are over for makers of vans.",
    "I'm not sorry, the chairman said.",
]


@pytest.mark.parametrize("sentence", NEWS)
def test_a_sentence_of_news_is_never_furniture(sentence: str) -> None:
    text = (
        "Vans and What They Carry\nJune 3, 2025\n"
        f"Tallow bought a depot in Ghent for €12 million.\n{sentence}\nIt opens in May.\n"
    )
    assert sentence in open_page(text).body


@pytest.mark.parametrize(
    ("first", "left"),
    [
        ("This is the Gearbox Daily for June 3, 2025, and I'm Ann Delacroix.", ""),
        ("Good morning. It's Tuesday, June 3, 2025, and this is the Gearbox Daily.", ""),
        ("Hello and welcome. This is the Gearbox.", ""),
        ("Hi, I'm Ann Delacroix. Tallow has a new chief.", "Tallow has a new chief."),
        ("Happy Friday, everyone!", ""),
        ("This is the second recall of the van.", "This is the second recall of the van."),
        ("It is Tuesday, and Tallow closed a plant.", "It is Tuesday, and Tallow closed a plant."),
        ("Good morning traffic slowed the vans.", "Good morning traffic slowed the vans."),
    ],
)
def test_a_greeting_goes_and_a_first_sentence_stays(first: str, left: str) -> None:
    text = f"Vans and What They Carry\nJune 3, 2025\n{first}\nTallow bought a depot in Ghent.\n"
    kept = open_page(text).body.split("\n")
    assert kept == [*([left] if left else []), "Tallow bought a depot in Ghent."]


@pytest.mark.parametrize(
    "last",
    [
        "Thanks for listening.",
        "Thank you for reading, and have a good one.",
        "That's all for today.",
        "See you tomorrow!",
        "Cheerio!",
        "Subscribe to the Gearbox wherever you get your podcasts.",
        "Support the Gearbox: our tip jar is open.",
        "Recent Posts\nTen Vans We Loved",
        "Comments\nBen: I told you so, and I was right about it in 2023.",
        "About the author\nAnn Delacroix writes about vans from a hill near Ghent.",
        "© 2025 The Gearbox. All rights reserved.",
        "Like   Comment   Share",
        "Tags: vans, depots",
        "h/t Piet Hooft",
    ],
)
def test_what_hangs_below_a_text_goes(last: str) -> None:
    text = f"Vans and What They Carry\nJune 3, 2025\nTallow bought a depot in Ghent.\n\n{last}\n"
    assert open_page(text).body == "Tallow bought a depot in Ghent."


def test_unseen_characters_do_not_reach_the_body() -> None:
    raw = (
        "\ufeffVans and What They Carry\r\n2025-06-03\r\n"
        "Tallow\u00a0Vans bought\u200b a \u202edepot\x00 in  Ghent\ud800.\r\n"
    )
    assert open_page(raw).body == "Tallow Vans bought a depot in Ghent."


ANY = st.text(max_size=300) | st.lists(
    st.sampled_from([*NEWS, "Comments", "# X", "By Ann Lee", "<p>", "---", "1 day ago", "<rss>"])
    | st.text(max_size=20),
    max_size=12,
).map("\n".join)


@given(ANY, st.sampled_from([None, *TextKind]))
@settings(max_examples=150, deadline=None)
def test_no_text_raises_and_no_body_has_an_empty_line(raw: str, kind: TextKind | None) -> None:
    for page in open_pages(raw, kind=kind, pasted_on=PASTED):
        assert all(line == line.strip() and line for line in page.body.split("\n") if page.body)
        assert not {"\x00", "\u200b", "\ufeff", "\r"} & set(page.body + page.title + page.author)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Ford sold more.\nGM sold less.", TextKind.PASTE),
        ("# Vans\n\n**Ann** — [x](https://example.org)", TextKind.MARKDOWN),
        ("<!DOCTYPE html><html><body><p>Vans</p></body></html>", TextKind.HTML),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', TextKind.HTML),
        ('<?xml version="1.0"?><rss version="2.0"><channel/></rss>', TextKind.FEED),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', TextKind.FEED),
        ("", TextKind.PASTE),
    ],
)
def test_what_a_text_is_shows_at_its_top(raw: str, kind: TextKind) -> None:
    assert guess(raw) is kind


@pytest.mark.parametrize("word", head._SHOW_WORDS)
def test_a_show_is_told_by_its_last_word_whatever_its_letters(word: str) -> None:
    odd = "".join(TWINS.get(letter, letter)[0] for letter in word)
    for last in (word, word.title(), word.upper(), odd):
        assert head._SHOW.fullmatch(f"The Motor {last}")
        assert small(f"The Motor {last}").endswith(head._SHOW_WORDS)
