"""The interface's words are one template, and a translation is one file."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot import resources
from bot.answers.card import Card, LineKind
from bot.answers.outline import outline
from bot.answers.questions import COMMANDS
from bot.answers.values import Context
from bot.app import Desk
from bot.locales import speaking
from bot.model import HOUSE
from bot.resources import samples
from bot.translations import gettext, ngettext, translation
from tests.conftest import put
from tests.template import TEMPLATE, collected, written

TODAY = date(2025, 12, 9)
HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {}\\n"

"""
TWO = "nplurals=2; plural=(n != 1);"


def marked(text: str) -> str:
    return f"⟦{text}⟧"


def pseudo(folder: Path, language: str) -> None:
    """A translation of everything, in which each text stands between marks."""
    catalog = collected()
    for message in catalog:
        if isinstance(message.id, tuple):
            message.string = tuple(map(marked, message.id))
        elif message.id:
            message.string = marked(message.id)
    (folder / f"{language}.po").write_bytes(written(catalog, HEAD.format(TWO)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of translations in the place of the program's own."""
    made = tmp_path / "translations"
    made.mkdir()
    monkeypatch.setattr(resources, "translations", lambda: made)
    yield made
    translation.cache_clear()


def test_the_template_holds_every_string_of_the_interface() -> None:
    """To collect it anew: python -m tests.template"""
    with TEMPLATE.open("rb") as file:
        told = {message.id for message in read_po(file) if message.id}
    assert told == {message.id for message in collected() if message.id}
    assert len(told) > 250


def test_a_translation_is_one_file(folder: Path) -> None:
    (folder / "de.po").write_text(
        HEAD.format(TWO)
        + 'msgid "Timeline: {name}"\nmsgstr "Zeitleiste: {name}"\n\n'
        + 'msgid "{number} briefing"\nmsgid_plural "{number} briefings"\n'
        + 'msgstr[0] "ein Briefing"\nmsgstr[1] "{number} Briefings"\n',
        encoding="utf-8",
    )
    for tag in ("de", "de-AT"):
        with speaking(tag):
            assert gettext("Timeline: {name}", name="{x}") == "Zeitleiste: {x}"
            told = [
                ngettext("{number} briefing", "{number} briefings", n, number=n) for n in (1, 7)
            ]
            assert told == ["ein Briefing", "7 Briefings"]
            assert gettext("Key facts") == "Key facts"
    for tag in ("en-US", "fr"):
        with speaking(tag):
            assert gettext("Timeline: {name}", name="Ford") == "Timeline: Ford"


def test_the_nearest_language_counts(folder: Path) -> None:
    for tag, words in (("pt", "Linha"), ("pt-BR", "Cronologia")):
        told = f'msgid "Timeline: {{name}}"\nmsgstr "{words}: {{name}}"\n'
        (folder / f"{tag}.po").write_text(HEAD.format(TWO) + told, encoding="utf-8")
    with speaking("pt-BR"):
        assert gettext("Timeline: {name}", name="x") == "Cronologia: x"
    with speaking("pt-PT"):
        assert gettext("Timeline: {name}", name="x") == "Linha: x"


def test_plurals_follow_the_languages_own_rules(folder: Path) -> None:
    rule = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    forms = "".join(f'msgstr[{n}] "{{number}} {w}"\n' for n, w in enumerate(("a", "b", "c")))
    text = 'msgid "{number} event"\nmsgid_plural "{number} events"\n' + forms
    (folder / "pl.po").write_text(HEAD.format(rule) + text, encoding="utf-8")
    with speaking("pl"):
        told = [
            ngettext("{number} event", "{number} events", n, number=n) for n in (1, 2, 5, 12, 22)
        ]
    assert told == ["1 a", "2 b", "5 c", "12 c", "22 b"]


@pytest.mark.parametrize(
    "text",
    [
        'msgid "Timeline: {name}"\nmsgstr "Zeitleiste"\n',
        'msgid "Timeline: {name}"\nmsgstr "Zeitleiste: {nam}"\n',
        'msgid "Timeline: {name}"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Timeline: {name}"\nmsgstr "Fahrplan: {name}"\n',
    ],
    ids=["a field is missing", "a field is misspelt", "empty", "fuzzy"],
)
def test_what_would_tell_less_stays_english(folder: Path, text: str) -> None:
    (folder / "de.po").write_text(HEAD.format(TWO) + text, encoding="utf-8")
    with speaking("de"):
        assert gettext("Timeline: {name}", name="Ford") == "Timeline: Ford"


@pytest.mark.parametrize("data", [b"msgid broken", b"\xff\xfe\x00", b'msgid "a"\nmsgstr "\xff"\n'])
def test_a_file_that_cannot_be_read_is_told_to_the_log_and_left_out(
    folder: Path, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "de.po").write_bytes(data)
    with speaking("de"), caplog.at_level(logging.WARNING):
        assert gettext("Key facts") == "Key facts"
    assert "de.po" in caplog.text


# --- every card ----------------------------------------------------------------------------------

QUESTIONS = (
    *("today", "latest", "briefing 2025-12-09", "briefing 2025-12-07", "company Ford"),
    *("company Cruise", "company nobody", "timeline Ampere", "timeline Ford until:1999"),
    *("timeline Ford from:2026 only:planned", "upcoming", "upcoming Cruise", "upcoming Ford"),
    *("compare Ford, Renault", "compare Ford, Rivian", "search ampere", "search zeppelin"),
    *("search platforms", "companies", "week", "month", "why 8:60-140", "corrections"),
)
_OURS = re.compile(r"⟦[^⟦⟧]*⟧")
_ENGLISH = re.compile(
    r"\b(a|an|the|of|no|and|is|are|to|with|in|by|for|from|until|only|after|before|planned|company|"
    r"searched|briefings?|events?|names?|unlisted|reported|told|asked|rule)\b",
    re.IGNORECASE,
)


def own_words(card: Card) -> Iterator[str]:
    """All that a card says but the words of briefings."""
    yield from (card.subtitle, card.foot)
    for section in card.sections:
        yield section.heading
        for line in (line for block in section.blocks for line in block.lines):
            if line.kind not in (LineKind.QUOTE, LineKind.ITEM):
                yield from (line.text, line.aside)


def untranslated(text: str, titles: list[str]) -> bool:
    """Whether English is left outside of the marks and of the briefings' titles."""
    for title in titles:
        text = text.replace(title, "")
    while _OURS.search(text):
        text = _OURS.sub("", text)
    return bool(_ENGLISH.search(text))


def test_every_question_is_asked_here() -> None:
    assert {question.split()[0] for question in QUESTIONS} == {one.name for one in COMMANDS}


async def test_every_word_of_a_card_can_be_translated(desk: Desk, folder: Path) -> None:
    """All that is left outside of the marks are names, numbers and days."""
    pseudo(folder, "de")
    for sample in samples():
        await put(desk, sample.read_bytes())
    refs = await desk.storage.read(lambda shelf: shelf.newest((HOUSE,), date.min, TODAY, 99))
    titles = [ref.title for ref in refs]
    left = []
    with speaking("de"):
        for question in QUESTIONS:
            found = await desk.ask(question, Context(today=TODAY, zone="UTC"))
            for card in outline(found):
                said = own_words(card)
                left += [(question, text) for text in said if untranslated(text, titles)]
    assert left == []
