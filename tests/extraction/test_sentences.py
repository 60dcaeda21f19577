"""Where sentences end. In the cases "¦" marks the cut; the text is the case without it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.sentences import split, splitting
from bot.extraction.sentences.words import MAY_END, NEVER_END, NUMBERED, TITLES

CASES = [
    "Ford sold more.¦ GM sold less.",
    "It moved to the U.S. market last year.¦ Nobody noticed.",
    "The plant is in the U.S.¦ It opens in May.",
    "Kestrel Inc. of Toledo grew.¦ It hired 40 people.",
    "It was bought by Kestrel Inc.¦ The price was not told.",
    "Tallow Motor Co. Chief Executive Ann Lee resigned.",
    "Dunmarrow Corp. and Tallow Ltd. signed.¦ Both are small.",
    "It cost $2.5 billion.¦ That was too much.",
    "It is No. 1 in Norway.¦ Others follow.",
    "Will it sell?¦ No.¦ Buyers have gone.",
    "The deal closed on Jan. 29 in Oslo.¦ Work began.",
    "It closed in Jan.¦ Work began.",
    "Doors open at 6 a.m. on Monday.¦ Bring a friend.",
    "The call is at 8 a.m. Eastern.¦ It is public.",
    "It builds the Megane e-tech.¦ The Micra shares its parts.",
    "He called it “a joke.”¦ She did not laugh.",
    'He called it "a joke."¦ She did not laugh.',
    "Sales fell (again.)¦ Then they rose.",
    "Dr. Ing. h.c. F. Porsche AG is the full name.¦ Few know it.",
    "Ann B. Lee runs it.¦ J. K. Moor left.",
    "It builds the Model Y.¦ Tesla sells it.",
    "They have a Plan B.¦ Nobody knows it.",
    "Yahoo! said no.¦ Yum! Brands said yes.",
    "Yahoo! Inc. said no.",
    "What a day!¦ Nobody slept.",
    "XPeng Inc. (XPEV) fell 4%.¦ Others rose.",
    "“Why now?” asked the chairman.¦ Nobody spoke.",
    "“Why now?” Ann Lee asked.¦ Nobody spoke.",
    "“Why now?”¦ The room was silent.",
    "St. Thomas gets a plant.¦ Mt. Vernon gets none.",
    "Trucks, vans, etc. are exempt.¦ Cars are not.",
    "It was ready in 2024.¦ In 2025 it closed.",
    "The gap is 200 ft.¦ Nobody jumps.",
    "They stood in the sun.¦ Ford sold hats.",
    "It waits ... and waits.¦ Then it goes.",
    "BMW brings it.¦ iX3 buyers wait.",
    "S.F. Holding owns a tenth.¦ The rest is free.",
    "It is vans vs. trucks.¦ Vans win.",
    "The range is approx. 400 km.¦ That will do.",
    "About 12,000 left.¦ 300 stayed.",
    "It said so.¦ (It had denied it before.)¦ Then it rained.",
    "The firm, e.g. Kestrel, pays.¦ Others wait.",
    "Gov. Ann Lee and Sen. Moor came.¦ They shook hands.",
]


@pytest.mark.parametrize("case", CASES)
def test_a_line_is_cut_after_its_sentences_and_nowhere_else(case: str) -> None:
    text = case.replace("¦", "")
    assert [s.span.of(text) for s in split(text)] == [x.strip() for x in case.split("¦")]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("• 🚚 Aurora starts in April.", "Aurora starts in April."),
        ("- Ford sold more.", "Ford sold more."),
        ("* Ford sold more.", "Ford sold more."),
        ("1. Ford sold more.", "Ford sold more."),
        ("2) Ford sold more.", "Ford sold more."),
        ("❄️ Waymo opens.", "Waymo opens."),
        ("> Ford sold more.", "Ford sold more."),
        ("2028 will be late.", "2028 will be late."),
        ("-5 degrees stopped it.", "-5 degrees stopped it."),
    ],
)
def test_marks_at_the_start_of_a_line_are_outside(line: str, kept: str) -> None:
    (only,) = split(line)
    assert only.span.of(line) == kept


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("PRICES", True),
        ("1. IT WORKS IN SNOW", True),
        ("WHAT NOW?", True),
        ("## The strike ends", True),
        ("Honda and GM part ways", True),
        ("Ford and the Long, Long Road to Making Small Vans Pay", True),
        ("Why now?", True),
        ("Key points:", True),
        ("Ford sold more.", False),
        ("- Ford sold a few more trucks", False),
        ("It said that the plant would be closed for good and sold to the town", False),
        ("2028", False),
    ],
)
def test_headings_title_what_follows(line: str, heading: bool) -> None:
    body = f"{line}\nFord sold more trucks than in the year before."
    assert split(body)[0].heading is heading


def test_the_last_line_titles_nothing() -> None:
    assert not split("It rained.\nNo more of it")[-1].heading


def test_paragraphs_count_lines_that_are_not_empty() -> None:
    found = split("One is. Two is.\n\n  \nThree is.\n---\nFour is.")
    assert [(s.ordinal, s.paragraph) for s in found] == [(0, 0), (1, 0), (2, 1), (3, 3)]


TEXTS = st.text() | st.text(alphabet='aB1.!? \n"”)(-•#’U', max_size=80)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_span_is_in_order_in_range_and_tight(body: str) -> None:
    end = 0
    for number, sentence in enumerate(split(body)):
        text = sentence.span.of(body)
        assert sentence.ordinal == number
        assert end <= sentence.span.start < sentence.span.end <= len(body)
        assert text == text.strip()
        assert "\n" not in text
        end = sentence.span.end


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_letter_is_lost_between_sentences(body: str) -> None:
    found = "".join(s.span.of(body) for s in split(body))
    letters = [c for c in body if c.isalpha() and c.isupper()]
    assert [c for c in found if c.isalpha() and c.isupper()] == letters


BEFORE_STOPS = st.one_of(
    st.sampled_from(sorted(MAY_END | NEVER_END | NUMBERED | TITLES)),
    st.sampled_from(
        ["a.m", "p.m", "U.S", "Model Y", "F", "12", "plant", "(plant", "İnc", "ﬁg", ""]
    ),
)


@given(
    st.lists(
        st.tuples(BEFORE_STOPS, st.sampled_from([". ", ".  ", ".) ", "... "]), st.booleans()),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["Ⓐ", "Émile", "The", "Ford", "Eastern", "A", "7"]),
)
def test_a_stop_that_ends_plainly_ends_by_every_rule(
    parts: list[tuple[str, str, bool]], last: str
) -> None:
    line = "".join(("It " if led else "") + word + stop for word, stop, led in parts) + last
    for stop in splitting.STOP.finditer(line):
        at = stop.end(1)
        plain = stop[0] == "." and line[at].isupper()
        if plain and splitting._ends_plainly(line, 0, stop):
            after = splitting.NEXT.match(line, at)
            assert after is not None and after.start(1) == at
            assert splitting._abbreviation_ends(line, 0, stop, after[1])


@given(st.text(alphabet=' ab.(\u00a0\n"“‘[é_7', max_size=40))
def test_the_word_before_a_stop_is_what_no_sign_parts_from_it(line: str) -> None:
    for stop in splitting.STOP.finditer(line + ". "):
        least = max(0, stop.start() - splitting.LOOK_BACK)
        found = splitting.TO_WORD.match(line, least, stop.start())
        word = line[found.end() if found else least : stop.start()]
        assert splitting._before(line, 0, stop) == word


@given(st.text(alphabet=' .a)"”\n\u00a0', max_size=30))
def test_full_stops_are_found_alike_alone_and_among_other_marks(line: str) -> None:
    alone = [stop.span() for stop in splitting.FULL_STOP.finditer(line)]
    assert alone == [stop.span() for stop in splitting.STOP.finditer(line)]
