"""What holds of the names of every text, however odd."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction import names
from bot.extraction.companies import Catalogue
from bot.extraction.names.runs import is_capital, runs
from bot.extraction.names.scene import lay_out
from bot.extraction.names.words import SUFFIXES
from bot.model import Sentence, Span
from tests.extraction.names_help import read

WORDS = st.sampled_from(
    "Ford Renault's Ampere May Smart Volvo Kestrel Inc. Corp. Motors the The company It two first "
    "of start-up bought Citroën VW-backed said, and in Cologne, Ohio (NYSE:F) É ’ “ \n . 2028 "
    "Bolt Harrison e\u0301 \u200b 🚗 Mr. Ford".split(" ")
)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=200))

STORY = (
    "{a} and {b} announced an alliance today. The deal brings two {a}-branded vans, built in "
    "{b}'s plant near Lille. {a} spent $2 billion there; the company had hoped for more.\n"
    "{b}, by contrast, spent little. It will sell the vans from 2028. Bill {a}son is glad."
)


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, body=TEXTS)
def test_mentions_are_in_order_inside_and_apart(
    title: str, body: str, catalogue: Catalogue
) -> None:
    found = read(body, catalogue, title)
    keys = {topic.key for topic in found.topics}
    assert set(found.subjects) <= {one.topic for one in found.mentions} == keys
    for one in found.mentions:
        assert 0 <= one.span.start < one.span.end <= len(body)
        assert "\n" not in one.span.of(body)
    for one, other in pairwise(found.mentions):
        shared = one.span == other.span and one.carried and other.carried
        assert shared or one.span.end <= other.span.start


@settings(max_examples=50, deadline=None)
@given(body=TEXTS, cut=st.integers(0, 60))
def test_any_sentences_will_do(body: str, cut: int, catalogue: Catalogue) -> None:
    cut = min(cut, len(body))
    parts = [(0, cut), (cut, len(body))]
    sentences = [Sentence(at, Span(*part), at) for at, part in enumerate(parts)]
    assert {one.sentence for one in names.find("", body, sentences, catalogue).mentions} <= {0, 1}
    names.find("", body, (), catalogue)


@settings(max_examples=150, deadline=None)
@given(body=st.one_of(TEXTS, st.text("aZ1 -.éÉßΩωЖж\N{KELVIN SIGN}ſǅ", max_size=60)))
def test_every_capital_word_stands_in_a_run(body: str) -> None:
    scene = lay_out(body, (Sentence(0, Span(0, len(body)), 0),))
    found = runs(scene, bytearray(len(scene.words)))
    inside = [at for run in found for at in range(run.first, run.last + 1)]
    assert inside == sorted(set(inside))
    for at, word in enumerate(scene.words):
        if is_capital(word) and not scene.opens[at] and not scene.heading(at):
            assert at in inside
    for run in found:
        assert run.words == scene.words[run.first : run.last + 1]
        assert all(is_capital(word) or word in SUFFIXES for word in run.words)
        assert (run.start, run.end) == (scene.starts[run.first], scene.ends[run.last])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Ford", "Renault"), ("Toyota", "Honda")),
        (("Ford", "Renault"), ("Rivian", "Stellantis")),
        (("Nissan", "Kia"), ("BMW", "Hyundai")),
    ],
)
def test_other_names_in_the_same_story_are_read_the_same(
    first: tuple[str, str], second: tuple[str, str], catalogue: Catalogue
) -> None:
    def outline(pair: tuple[str, str]) -> list[tuple[int, str, bool, str]]:
        body = STORY.format(a=pair[0], b=pair[1])
        found = read(body, catalogue, "{} and {} Agree".format(*pair))
        roles = {
            catalogue.index[name.lower()][0]: role for name, role in zip(pair, "ab", strict=True)
        }
        return [
            (one.sentence, roles.get(one.topic, "other"), one.carried, one.rule)
            for one in found.mentions
        ]

    assert outline(first) == outline(second)
    assert {role for _, role, *_ in outline(first)} >= {"a", "b"}


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "Ab ",
        "1",
        "12 ",
        "(",
        "Ford ",
        "Volvo ",
        "It is. ",
        "Foo, a ",
        "paid to X ",
        "é",
        "the ",
    ],
)
def test_hostile_lengths_are_read(piece: str, catalogue: Catalogue) -> None:
    body = piece * (20_000 // len(piece))
    found = names.find("", body, (Sentence(0, Span(0, len(body)), 0),), catalogue)
    assert len(found.topics) <= 2
    assert not re.search(r"\n", body)
