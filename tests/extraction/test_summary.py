"""Two or three sentences that a reader can take away."""

from __future__ import annotations

import pytest

from bot.extraction import facts, summary
from bot.extraction.companies import Catalogue
from bot.model import Span
from tests.extraction.telling_help import text_of

FILLER = (
    "The weather in the valley was fair that week, and the hall had been swept by hand before "
    "anyone came. A band played in the yard until late. Cake was served on long tables under the "
    "trees, and children ran about. Old hands told how it had been before the road was built. "
    "Somebody had painted the gate in blue, which looked rather well in the evening light. "
    "People stayed until the lamps went out, and nobody was in a hurry to go home that night."
)
STORY = (
    "Good morning and welcome to all 900 of you at Ford.\n"
    "Ford and Renault will build vans together at Bergfeld. It is their first hall there. "
    "However, the roof is old. Ford will pay $2.4 billion for the hall. "
    "Are $9 billion for Ford too much?\n"
    f"{FILLER}\nThanks for listening."
)


def picked(body: str, catalogue: Catalogue, title: str = "") -> list[str]:
    text = text_of(body, catalogue, title)
    return [span.of(body) for span in summary.pick(text, facts.rank(text))]


def test_the_lead_and_the_main_figure(catalogue: Catalogue) -> None:
    lines = picked(STORY, catalogue)
    assert lines[0] == "Ford and Renault will build vans together at Bergfeld."
    assert "Ford will pay $2.4 billion for the hall." in lines
    assert 2 <= len(lines) <= summary.MOST
    assert sum(map(len, lines)) <= summary.SHARE * len(STORY)


def test_the_lead_is_told_also_where_many_lines_weigh_more(catalogue: Catalogue) -> None:
    bills = " ".join(f"Renault will pay ${n} billion for hall {n}." for n in range(12, 26))
    body = f"Kia has a new chief.\n{bills}\n{FILLER}"
    lines = picked(body, catalogue, "Renault will pay")
    assert lines[0] == "Kia has a new chief."


def test_no_greeting_question_heading_or_sign_off(catalogue: Catalogue) -> None:
    body = f"THE NEWS OF FORD AND OF BERGFELD!\n{STORY}"
    for line in picked(body, catalogue):
        assert not line.startswith(("THE NEWS", "Good morning", "Are $9", "Thanks"))


def test_a_short_body_gets_one_sentence(catalogue: Catalogue) -> None:
    body = "Ford will build vans at Bergfeld. It will pay $2 billion. The mayor was glad of it."
    assert picked(body, catalogue) == ["Ford will build vans at Bergfeld."]


def test_nothing_to_tell(catalogue: Catalogue) -> None:
    assert picked("", catalogue) == []
    assert picked("Good morning and welcome.\nWho knows?", catalogue) == []


@pytest.mark.parametrize(
    "words",
    [
        "It will open in May.",
        "Its people were asked.",
        "They will open two.",
        "This is not the first.",
        "These are the last ones.",
        "However, Ford is late.",
        "But Ford is late.",
        "The company will open two.",
        "The two will share a hall.",
        "The deal is worth $2 billion.",
        "Both will open in May.",
        "As a result, Ford is late.",
        "In May it signed a deal.",
        "A year ago they met in Bergfeld.",
        "For 2,700 people at Bergfeld it was a shock.",
        "“We are glad,” he said.",
        "“Others will follow.”",
        "UNTIL THEN Ford will wait.",
        "Since then Ford has waited.",
        "One of them is late.",
        "3 years ago it closed.",
        "Under a deal of 2024 it builds vans.",
        "Last May they signed a deal.",
        "It’s the last one.",
        "ıt will open in May.",
    ],
)
def test_what_points_back(words: str) -> None:
    assert summary.points_back(words)


@pytest.mark.parametrize(
    "words",
    [
        "Ford will open two halls.",
        "In May Ford signed a deal.",
        "Ford said on Monday that it will open two halls.",
        "The Bergfeld plant will open in May.",
        "The second of the halls opens in May.",
        "Two new vans will follow.",
        "Today, Ford announced an alliance.",
        "Item 4 of the list is done.",
    ],
)
def test_what_stands_alone(words: str) -> None:
    assert not summary.points_back(words)


def test_who_points_back_follows_what_is_meant(catalogue: Catalogue) -> None:
    body = (
        "Ford will build vans at Bergfeld. It will pay $2.4 billion for the hall there.\n" + FILLER
    )
    assert picked(body, catalogue) == [
        "Ford will build vans at Bergfeld.",
        "It will pay $2.4 billion for the hall there.",
    ]


def test_spans_are_those_of_sentences(catalogue: Catalogue) -> None:
    text = text_of(STORY, catalogue)
    spans: set[Span] = {item.span for item in text.sentences}
    assert set(summary.pick(text, facts.rank(text))) <= spans


def test_a_digest_shows_more_than_its_first_story(catalogue: Catalogue) -> None:
    body = (
        "Ford will build vans at Bergfeld and hire 900 people. Ford spent $2 million on paint.\n"
        "Renault sold 61,000 vans. Renault also painted a wall.\n" + FILLER
    )
    lines = picked(body, catalogue, "Ford builds, Renault sells")
    assert any("Renault" in line for line in lines)
    assert lines[0].startswith("Ford will build")


def test_the_published_example(seed: str, catalogue: Catalogue) -> None:
    from bot.extraction.reading import read

    reading = read(seed, catalogue)
    lines = [span.of(reading.body) for span in reading.summary]
    assert "Ford and Renault Group announced" in lines[0]
    assert any("two new Ford-branded electric cars" in line for line in lines)
    assert sum(map(len, lines)) <= summary.SHARE * len(reading.body)
