"""A receipt's bold: any stretch of any sentence is shown letter by letter, and just it is bold."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.discord_front.markup import emphasised
from bot.discord_front.pages import layout_pages, plain_pages
from bot.model import Span
from tests.discord_front.parity_reading import seen
from tests.discord_front.test_render import HOSTILE, squeezed, texts, visible

_ASIDE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRONG = re.compile(r"\*\*(.+?)\*\*(?!\*)", re.DOTALL)
"""Bold as Discord's client finds it, once escapes are set aside."""

sentences = texts | st.builds(
    lambda words, address, more: f"{words} {address}{more}",
    st.sampled_from(HOSTILE),
    st.sampled_from(("https://a.example/x_y", "http://b.example/*c*")),
    st.sampled_from(("", " and more", "*", ")", ". So")),
)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(sentences.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def bold_in(markdown: str) -> list[str]:
    aside = _ASIDE.sub(lambda found: chr(0xE000 + ord(found[1])), markdown)
    found = _STRONG.findall(aside)
    back = (re.sub("[\ue000-\ue07f]", lambda c: chr(ord(c[0]) - 0xE000), words) for words in found)
    return list(back)


@settings(deadline=None)
@given(stretches())
@example(("see https://a.example/xyz now", Span(20, 25)))
@example(("https://a.example/x", Span(0, 19)))
@example(("0http://**", Span(0, 1)))
@example(("**\\", Span(1, 3)))
@example((" 1. x ", Span(0, 3)))
@example(("1. x", Span(0, 1)))
@example(("1. x", Span(1, 3)))
@example(("a\u200b b", Span(1, 3)))
@example(("\u202e\u200b", Span(0, 2)))
def test_just_the_stretch_is_bold_and_every_letter_is_its_own(told: tuple[str, Span]) -> None:
    text, span = told
    markdown = emphasised(text, (span,))
    assert seen(markdown) == visible(text)
    bold = visible(span.of(text)).strip()
    assert bold_in(markdown) == ([bold] if bold else [])


@st.composite
def many_stretches(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    text = draw(sentences.filter(bool))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, tuple(Span(start, end) for start, end in pairs)


@settings(deadline=None)
@given(many_stretches())
@example(("a\u200bb c", (Span(0, 1), Span(2, 3))))
@example(("1. x. 2. y", (Span(0, 1), Span(3, 4), Span(6, 7))))
@example(("a https://a.example/x b", (Span(0, 1), Span(22, 23))))
def test_many_stretches_are_bold_and_every_letter_is_its_own(
    told: tuple[str, tuple[Span, ...]],
) -> None:
    text, spans = told
    markdown = emphasised(text, spans)
    assert seen(markdown) == visible(text)
    bold = "".join(visible(span.of(text)).strip() for span in spans)
    assert "".join(bold_in(markdown)) == bold


def paged(text: str, span: Span, *, plain: bool = False) -> list[str]:
    line = Line(LineKind.QUOTE, text, bold=(span,))
    card = Card("Long", "", (Section("", (Block((line,)),)),), "foot")
    pages = (plain_pages if plain else layout_pages)((card,))
    return [part for page in pages for part in page.parts]


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(("x", "*", "\\", "a b ", "*a", "\U0001f600")),
    st.integers(1500, 4200),
    st.integers(1, 2300),
    st.booleans(),
)
def test_bold_that_runs_over_pages_is_bold_on_each(
    word: str, start: int, length: int, plain: bool
) -> None:
    text = (word * 7000)[:7000]
    span = Span(start, start + length)
    parts = paged(text, span, plain=plain)
    assert len(parts) > 1
    assert squeezed("".join(map(seen, parts))) == squeezed(text)
    assert squeezed("".join("".join(bold_in(part)) for part in parts)) == squeezed(span.of(text))


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("edge", ["start", "end"])
def test_a_page_is_never_cut_through_our_own_stars(edge: str, plain: bool) -> None:
    text = "x" * 5000
    (first, *_) = paged(text, Span(4000, 4001), plain=plain)
    cut = len(first) - len(" …")
    for at in range(cut - 6, cut + 7):
        span = Span(at, at + 9) if edge == "start" else Span(at - 9, at)
        parts = paged(text, span, plain=plain)
        assert squeezed("".join(map(seen, parts))) == text
        assert "".join("".join(bold_in(part)) for part in parts) == "x" * 9
