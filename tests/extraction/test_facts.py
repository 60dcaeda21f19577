"""Which lines of a briefing are told on its card, and in which order."""

from __future__ import annotations

import pytest

from bot.extraction import facts
from bot.extraction.companies import Catalogue
from bot.extraction.facts.clauses import LONGEST, pieces
from bot.model import Fact, Span
from tests.extraction.telling_help import text_of

STORY = (
    "Good morning, this is the Lantern Daily.\n"
    "Ford said today that it will build a battery plant near Bergfeld. The company will spend "
    "$2.4 billion on the plant, which is to open in mid-2028. It wants to hire 1,500 people there. "
    "Ford has been in town since 1931.\n"
    "Separately, the fair had three visitors more than last year. Who would have thought it?\n"
    "Thanks for listening."
)


def told(body: str, catalogue: Catalogue) -> list[str]:
    return [fact.span.of(body) for fact in facts.rank(text_of(body, catalogue))]


def ranked(body: str, catalogue: Catalogue) -> tuple[Fact, ...]:
    return facts.rank(text_of(body, catalogue))


def test_money_and_jobs_of_the_subject_come_before_asides(catalogue: Catalogue) -> None:
    lines = told(STORY, catalogue)
    assert lines[0].startswith("The company will spend $2.4 billion")
    assert lines[1] == "It wants to hire 1,500 people there."
    assert lines.index("Ford has been in town since 1931.") > 1


def test_a_fact_carries_its_figure_its_date_and_its_topics(catalogue: Catalogue) -> None:
    first = ranked(STORY, catalogue)[0]
    assert (first.kind, first.value, first.unit) == ("money", 2.4e9, "USD")
    assert first.when == "2028"
    assert first.topics[0] == "ford"
    assert first.score > 0


def test_a_line_without_a_figure_may_tell_a_date(catalogue: Catalogue) -> None:
    (fact,) = ranked("Volvo Cars will close its oldest line in May 2027.", catalogue)
    assert (fact.kind, fact.unit, fact.value, fact.when) == ("date", "date", None, "2027-05")
    assert fact.days is not None
    assert fact.days.earliest.month == 5


@pytest.mark.parametrize(
    "line",
    [
        "Good morning, it is 7 May 2026 and this is the Lantern Daily.",
        "Hello and welcome to the show of March 10, 2026.",
        "Thanks for listening, and see you on May 4.",
        "Could 500 people be wrong?",
        "For more information on our 12 titles, call the desk.",
        "This release holds forward-looking statements about 2027.",
        "Copyright 2026, 40 rights reserved.",
        "Nobody said a word about it.",
    ],
)
def test_talk_with_the_reader_is_no_fact(line: str, catalogue: Catalogue) -> None:
    assert told(line, catalogue) == []


def test_headings_are_no_facts(catalogue: Catalogue) -> None:
    body = "THE 40 HALLS OF BERGFELD\nRenault will spend $5 billion in Bergfeld."
    assert told(body, catalogue) == ["Renault will spend $5 billion in Bergfeld."]


def test_the_same_is_told_once(catalogue: Catalogue) -> None:
    body = (
        "Renault will spend €500 million at Bergfeld. The mayor was glad.\n"
        "The sum of €500 million is a record for the town."
    )
    assert told(body, catalogue) == ["Renault will spend €500 million at Bergfeld."]


def test_the_date_in_the_figures_own_clause_belongs_to_it(catalogue: Catalogue) -> None:
    body = (
        "By 2027 Renault will hire for its hall at Bergfeld 900 people, and in 2025 it hired none."
    )
    (fact,) = ranked(body, catalogue)
    assert (fact.value, fact.when) == (900, "2027")


def test_no_story_of_a_digest_takes_the_whole_card(catalogue: Catalogue) -> None:
    many = " ".join(f"Renault spent ${n} million on hall {n}." for n in range(201, 212))
    body = f"{many}\nKia sold 5,000 vans in May 2025."
    assert "Kia sold 5,000 vans in May 2025." in told(body, catalogue)[:6]


@pytest.mark.parametrize(
    ("weightier", "lighter"),
    [
        ("Ford spent $3 billion on the site.", "Ford spent $3 million on the site."),
        ("Ford cut 4,000 jobs at the site.", "Ford put 12 flags on the site."),
        ("Ford sold 90,000 vans.", "Ford was founded in June 1903."),
        ("Ford will open the site in 2028.", "Ford had opened the site in 1985."),
        ("The van will cost $29,000.", "The van was shown in May 2025."),
        ("The line makes 80 GWh a year.", "The line has 80 doors."),
    ],
)
def test_what_weighs_more(weightier: str, lighter: str, catalogue: Catalogue) -> None:
    for body in (f"{weightier} {lighter}", f"{lighter} {weightier}"):
        assert told(body, catalogue) == [weightier, lighter]


# --- clauses -------------------------------------------------------------------------------------

LONG = "which the works council of the old plant beside the river had asked for again and again"


def cut(sentence: str, *keep: str) -> list[str]:
    spans = [Span(at := sentence.index(word), at + len(word)) for word in keep]
    found = pieces(sentence, Span(0, len(sentence)), sorted(spans))
    return [span.of(sentence) for span in found]


def test_a_short_sentence_stays_whole() -> None:
    assert cut("They spent $2 billion, but sold little.") == [
        "They spent $2 billion, but sold little."
    ]


@pytest.mark.parametrize(
    ("first", "joint", "second"),
    [
        (f"Ford spent $2 billion on the hall, {LONG}", ", but ", f"it sold 61,000 cars, {LONG}."),
        (f"Ford spent $2 billion on the hall, {LONG}", "; ", f"it sold 61,000 cars, {LONG}."),
        (f"Ford spent $2 billion on the hall, {LONG}", ", and ", f"it sold 61,000 cars, {LONG}."),
        (f"Ford spent $2 billion on a hall of {'o' * 80}", ", which ", f"{'a' * 90} opened."),
        (f"Ford spent $2 billion on a hall of {'o' * 80}", ", according ", f"to {'a' * 90} there."),
        (f"Ford spent $2 billion on a hall of {'o' * 80}", " (", f"{'a' * 90} there)."),
    ],
)
def test_a_long_sentence_is_cut_at_its_joints(first: str, joint: str, second: str) -> None:
    found = cut(f"{first}{joint}{second}")
    assert found[0] == first
    assert found[1].endswith(second)
    assert all(len(piece) <= LONGEST for piece in found)


@pytest.mark.parametrize(
    "whole",
    [
        "Plum, Pear and Sons",
        "“we pay $3 million, and we pay it now, but not here”",
        "$1,200, all in",
    ],
)
def test_no_cut_goes_through_a_name_a_figure_or_a_quotation(whole: str) -> None:
    sentence = f"{'The mayor of the town said '}{'o' * 70} {whole} {'a' * 110} there."
    keep = () if whole.startswith("“") else (whole,)
    assert any(whole in piece for piece in cut(sentence, *keep))


def test_a_sentence_without_a_joint_stays_long() -> None:
    sentence = "Ford spent $2 billion on " + "very " * 60 + "large halls."
    assert cut(sentence) == [sentence]


def test_both_halves_of_a_long_sentence_are_told(catalogue: Catalogue) -> None:
    body = (
        "Renault spent more than €900 million to turn its oldest hall at Bergfeld into a home for "
        "the small van and its larger sister, but since the first of them came to showrooms in "
        "mid-2024 it has had only modest success with just over 31,000 sales."
    )
    assert told(body, catalogue) == [
        body[: body.index(", but")],
        body[body.index("since the first") :],
    ]


# --- the published example -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("needed", "figure"),
    [
        ("two new", None),
        ("$2 billion", 2e9),
        ("61,000", 61_000),
        ("early 2028", None),
        ("mid-2024", None),
        ("2019", None),
    ],
)
def test_the_published_example_in_six_lines(
    needed: str, figure: float | None, seed: str, catalogue: Catalogue
) -> None:
    from bot.extraction.reading import read

    reading = read(seed, catalogue)
    lines = reading.facts[:6]
    (found,) = [fact for fact in lines if needed in fact.span.of(reading.body)]
    assert figure is None or found.value == figure


OPENINGS = (
    "Welcome to it", "Hello there", "Hi all", "Hey you", "Good morning", "Good day to you",
    "Thank you", "Thanks all", "This is the Daily", "I'm Ann", "I’m Ann", "I am Ann", "See you",
    "That's all of it", "That’s it for now", "Until next time", "Until tomorrow", "Subscribe now",
    "Sign up now", "Join us", "Follow us", "Click on it", "Read more", "For more information",
    "Stay tuned", "About the author",
)  # fmt: skip


@pytest.mark.parametrize("words", OPENINGS)
def test_talk_is_seen_however_it_is_written(words: str) -> None:
    twins = str.maketrans("iks", "ı\N{KELVIN SIGN}ſ")
    for written in (words, words.upper(), words.lower(), words.lower().translate(twins)):
        assert facts.talks_to_us(f"{written}.", ())
    assert not facts.talks_to_us(f"Arden: {words}.", ())


def test_a_volume_is_one_whatever_its_letters(catalogue: Catalogue) -> None:
    small, large = (
        facts.rank(text_of(f"Ford has 4,000 {noun}.", catalogue)) for noun in ("jobs", "JOBS")
    )
    assert [fact.score for fact in small] == [fact.score for fact in large]
    other = facts.rank(text_of("Ford has 4,000 pens.", catalogue))
    assert small[0].score > other[0].score
