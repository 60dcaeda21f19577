"""The words without which a date needs no closer look: every way to say it has to get through."""

from __future__ import annotations

import re
import string
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.clauses import Frame
from bot.extraction.events.standing import cancels, looks_ahead, moves
from bot.extraction.letters import small
from bot.extraction.page.furniture import is_greeting, speaks_to_listeners
from bot.model import Span
from tests.extraction.events_help import told

MOVES = (
    "pushed the start back", "pushes it out to march", "pushing it to early 2027", "puts it off",
    "put the start back", "postponing it", "a delay", "slipped", "slid by a year",
    "has been moved", "were moved", "moves the start to next year", "moving it back",
    "rather than may", "instead of may", "no longer in may", "late for it", "later than planned",
    "two years later than", "behind schedule", "deferred", "holding off", "held off", "held up",
    "not in may", "not by june", "now not only expected", "now due", "will now open",
    "needs more time", "runs late", "is late",
)  # fmt: skip


@pytest.mark.parametrize("words", MOVES)
def test_moves_a_date(words: str) -> None:
    assert moves(words)
    assert moves(f"The plant, {words.upper()}, as it says")


AHEAD = re.compile(
    r"\b(?:will|shall|would|to be|due|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|"
    r"hop(?:es?|ing)|wants?|means? to|intends?|set (?:to|for)|scheduled|slated|should|could|may|"
    r"might|going to|(?:is|are) to|target(?:s|ed|ing)?|on track|promis(?:e[sd]?|ing)|soon|begins?|"
    r"starts?|opens?|comes?|goes|follows?|arrives?|reaches|enters?|launch(?:es)?|ends?|closes?|"
    r"leaves?|takes?|gets?|becomes?|moves?|returns?)\b|['’]ll\b",
)
WORDS = st.sampled_from(
    "will shall would to be due expect planned planning aim hop hope hoping wants mean means "
    "intends set for scheduled going is are target on track promise promised soon begins goes go "
    "reach reaches enters launches ends 'll ’ll ll it' it’ ' - , é _ 1 moves".split()
)
PIECES = st.one_of(WORDS, st.text("abtos '’-_é1", max_size=3))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "-", "\u00a0"])), max_size=5))
def test_looks_ahead_by_words_and_phrases(parts: list[tuple[str, str]]) -> None:
    words = "".join(map("".join, parts))
    assert looks_ahead(words) == bool(AHEAD.search(words))


CANCELS = (
    "will not", "will never", "won't", "won’t", "would not", "is not to", "are not going to",
    "no longer be built", "no longer wants", "cancels", "called off", "scrapped", "drops the",
    "dropped in", "abandoned", "gives up", "gave up", "given up", "giving up", "kills", "killed",
    "axe", "axed", "pulled the plug", "took back", "taken back", "walks away", "walk away",
    "shelved", "shelving", "ditched", "comes to nothing", "came to nothing", "ends its plans",
    "ended the programme", "ended their project",
)  # fmt: skip


@pytest.mark.parametrize("words", CANCELS)
def test_cancels_a_plan(words: str) -> None:
    assert cancels(words)
    assert cancels(f"arden {words}, as it says")


STEMS = (
    "will shall would due expect plan aim hop want intend scheduled slated should could may might "
    "target promis soon begin start open com go follow arriv reach enter launch end clos leav tak "
    "get becom mov return"
)
ENDINGS = ("", "s", "e", "es", "d", "ed", "ned", "ing", "ning")


@pytest.mark.parametrize("stem", STEMS.split())
def test_looks_ahead_by_each_form_of_a_word(stem: str) -> None:
    for ending in ENDINGS:
        assert looks_ahead(stem + ending) == bool(AHEAD.search(stem + ending)), ending


MEASURES = (
    "more than in", "a loss versus", "a loss vs", "a gain against", "a loss compared with",
    "a loss relative to", "up from", "down from", "changed from", "after 16.2 in", "a note dated",
    "a gain over", "more plants within", "a loss throughout", "the best van of",
)  # fmt: skip


@pytest.mark.parametrize("words", MEASURES)
def test_dates_nothing_where_it_measures(words: str) -> None:
    assert told("Arden reported a loss in May 2024.")
    assert not told(f"Arden reported {words} May 2024.")
    assert not told(f"Arden reported {words.title()} May 2024.")


@pytest.mark.parametrize("verb", ["was due to", "were to", "had planned to", "should have"])
def test_a_plan_that_is_over_was_only_meant(verb: str) -> None:
    assert not told(f"Arden {verb} open the plant in May 2024.")


JOINTS = (
    ", and it", ", which it", ", when it", ", the firm will", "; it", ": it", " — it", "—it",
    " – it", " but it", " while it", " whereas it", " although it", " because it",
)  # fmt: skip


@pytest.mark.parametrize("joint", JOINTS)
def test_a_sentence_has_its_joints(joint: str) -> None:
    plain = "Arden opened it"
    body = f"{plain}{joint} will hire."
    assert Frame(body, Span(0, len(body))).joints
    assert not Frame(body, Span(0, len(plain))).joints


GREETINGS = (
    "Hello, and welcome", "hello there", "Hi", "hi all", "Hey, folks", "Greetings!", "Good morning",
    "good evening", "Welcome back", "welcome to the Lantern Daily", "Happy Friday",
    "happy new year", "It's Monday, May 4", "Today is Friday", "This is the Lantern Daily",
    "and this is the Daily", "And this is the Daily", "this is the Lantern Daily", "I'm Ann Lee",
    "My name is Ann Lee", "Here's what you need to know", "Here are the headlines",
)  # fmt: skip


@pytest.mark.parametrize("words", GREETINGS)
def test_a_greeting_is_no_happening(words: str) -> None:
    assert is_greeting(words)
    assert speaks_to_listeners(words)
    assert speaks_to_listeners(f" {words}.")


def test_small_letters_are_what_a_pattern_without_case_reads() -> None:
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))
    low = small(everything)
    assert len(low) == len(everything)
    for letter in string.ascii_lowercase:
        found = re.finditer(letter, everything, re.IGNORECASE)
        assert [one.start() for one in found] == [one.start() for one in re.finditer(letter, low)]
