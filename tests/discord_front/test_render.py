"""What a page shows: hostile texts letter by letter, nothing cut, nothing over a limit."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.discord_front.markup import link, literal, safe_address, width
from bot.discord_front.pages import Page, layout_pages, plain_pages

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ACTIVE = "*_~|`<#[>"


def shown(markdown: str) -> str:
    """What a reader sees of escaped text: a backslash before punctuation goes."""
    return _ESCAPE.sub(r"\1", markdown)


def visible(text: str) -> str:
    """A text without controls, bidi marks and lone surrogates, which no reader sees."""
    hidden = ("Cc", "Cf", "Cs")
    return "".join(
        letter
        for letter in text
        if letter in "\n\u200d" or unicodedata.category(letter) not in hidden
    )


HOSTILE = (
    "@everyone <@1234567890> <@&42> <#77> @here",
    "[free money](https://evil.example/x) [a]: https://evil.example",
    "```py\nprint(1)\n``` and `code`",
    "# Heading\n## Two\n### Three\n-# small",
    "||spoiler|| **bold** __under__ ~~gone~~ *it* _it_",
    "> quote\n>>> all the rest",
    "1. one\n2) two\n- three\n+ four",
    "<t:1733000000:R> </today:123> <:smile:123> <a:wave:1> <id:browse> :smile:",
    "\u05e9\u05dc\u05d5\u05dd \u202eevil\u202c \u0645\u0631\u062d\u0628\u0627",
    "Zalgo" + "\u0301\u0316" * 60,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \ud83d lone \udc00",
    "\\ \\\\ \\* trailing\\",
    "discord.gg/abc https://a.example/x_(y)_z?a=*b* steam://run",
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=80),
    st.text(alphabet=_ACTIVE + "\\ \nab@:1.-()]", max_size=60),
    st.builds(
        lambda word, times: word * times,
        st.sampled_from(("x", "*", "\\", "e\u0301", "\U0001f600", "a b ")),
        st.sampled_from((10, 2100, 5000)),
    ),
)


@given(texts)
def test_literal_shows_the_text_letter_by_letter(text: str) -> None:
    assert shown(literal(text)) == visible(text)


@given(st.text(alphabet=_ACTIVE + "\\ ab@:1.-+()]\n", max_size=60))
def test_no_mark_of_markdown_is_left_bare(text: str) -> None:
    bare = _ESCAPE.sub("x", literal(text))
    assert not set(bare) & set(_ACTIVE)
    assert not re.search(r"^\s*(\d+[.)]|[-+])\s", bare, re.MULTILINE)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("http://a.example/a b)>", "http://a.example/a%20b%29%3E"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[bad", ""),
        ("https://a.example/" + "x" * 600, ""),
        ("https://a.example/\ud800", ""),
    ],
)
def test_only_a_web_address_becomes_a_link(url: str, address: str) -> None:
    assert safe_address(url) == address
    assert link("a]b", url) == (rf"[a\]b](<{address}>)" if address else r"a\]b")


# --- pages -------------------------------------------------------------------------------------

kinds = st.sampled_from((LineKind.TEXT, LineKind.QUOTE, LineKind.ITEM, LineKind.CATALOGUE))
blocks = st.builds(
    lambda kind, text: Block((Line(kind, text, mark="1"),)), kinds, texts
) | st.builds(
    lambda when, text, source: Block(
        (
            Line(LineKind.WHEN, when, mark="○", aside="planned"),
            Line(LineKind.QUOTE, text),
            Line(LineKind.SOURCE, source, url="https://a.example/1"),
        )
    ),
    st.just("by 30 April 2026"),
    texts,
    texts,
)
sections = st.builds(
    Section, texts, st.lists(blocks, min_size=1, max_size=5).map(tuple), st.booleans()
)
cards = st.lists(
    st.builds(Card, texts, texts, st.lists(sections, max_size=4).map(tuple), texts),
    min_size=1,
    max_size=2,
).map(tuple)


def facts_of(card: Card) -> list[str]:
    """All words of a briefing on a card, in order."""
    return [
        line.text
        for section in card.sections
        for block in section.blocks
        for line in block.lines
        if line.kind in (LineKind.TEXT, LineKind.QUOTE, LineKind.ITEM)
    ]


def squeezed(text: str) -> str:
    """Without blanks and marks of elision, which a turn of the page may add."""
    return "".join(letter for letter in visible(text) if not letter.isspace() and letter != "…")


def read_through(pages: tuple[Page, ...]) -> str:
    return squeezed("".join(shown(part) for page in pages for part in page.parts))


def assert_in_order(words: list[str], told: str) -> None:
    at = 0
    for text in words:
        found = told.find(squeezed(text), at)
        assert found >= 0, f"lost: {text[:60]!r}"
        at = found + len(squeezed(text))


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(cards)
@example(
    (
        Card(
            "x" * 5000,
            "*" * 3000,
            (Section("\\" * 5000, (Block((Line(LineKind.QUOTE, "😀" * 5000),)),)),),
            "f" * 900,
        ),
    )
)
def test_every_page_is_within_discords_limits_and_no_fact_is_cut(shelf: tuple[Card, ...]) -> None:
    words = [text for card in shelf for text in facts_of(card)]
    layout, plain = layout_pages(shelf), plain_pages(shelf)
    for page in layout:
        assert shown(page.head).strip("# \n")
        assert all(part.strip() for part in page.parts)
        assert (
            width(page.head) + sum(width(part) + 2 for part in page.parts) + width(page.foot)
            <= 4000
        )
    for page in plain:
        assert 0 < width(page.plain()) <= 2000
    assert_in_order(words, read_through(layout))
    assert_in_order(words, read_through(plain))


def test_five_hundred_facts_come_over_many_pages_in_order() -> None:
    facts = [f"Fact {number}: sales rose {number}% in March." for number in range(500)]
    items = tuple(Block((Line(LineKind.ITEM, fact, mark="7"),)) for fact in facts)
    card = Card("Much", "", (Section("Key facts", items),), "foot")
    for paint in (layout_pages, plain_pages):
        pages = paint((card,))
        assert len(pages) > 5
        for fact in facts:
            assert sum(fact in shown("\n".join(page.parts)) for page in pages) == 1, "torn"
        assert f"page 1 of {len(pages)}" in pages[0].foot
