"""What a rule about names would change, before it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.wording import say_count
from bot.extraction.companies import Catalogue, look_up
from bot.model import NameKind, NameRule, Query, Quote, StoredText, Topic
from bot.storage.protocol import Shelf

_COUNTED = 1000
_SAMPLES = 3
_BY_WORDS = (NameKind.COMPANY, NameKind.ALIAS, NameKind.AMBIGUOUS)


def listed_as(catalogue: Catalogue, name: str) -> Topic | None:
    """What a list has under that very name or form."""
    found = look_up(name, (), catalogue)
    return found.best if found.exact else None


@dataclass(frozen=True, slots=True)
class Effect:
    """The briefings that a rule would touch, and some of their sentences; how many facts and dated
    lines go to another topic; and the name of the firm that loses the form to another, or ""."""

    briefings: int
    samples: tuple[Quote, ...] = ()
    facts: int = 0
    events: int = 0
    loses: str = ""


def effect_of(shelf: Shelf, rule: NameRule, catalogue: Catalogue) -> Effect:
    """By words where a form is new or in doubt, or where a rule is to go; else by what is tagged
    now. `catalogue` is the library's own."""
    if rule.kind in _BY_WORDS or (rule.number and rule.kind is NameKind.MERGE):
        return _by_words(shelf, rule, catalogue)
    library, keys = (rule.library,), (rule.key,)
    found = shelf.mentions_of(library, keys, _COUNTED)
    samples = tuple(one.quote for one in found[:_SAMPLES])
    if rule.kind is not NameKind.MERGE:
        return Effect(len(found), samples)
    facts = shelf.facts_about(library, keys, _COUNTED)
    first = shelf.coverage(library).first
    events = shelf.events_about(library, keys, first, _COUNTED) if first else ()
    lines = {(one.quote.briefing.id, one.quote.span) for one in events}
    return Effect(len(found), samples, len(facts), len(lines))


def _by_words(shelf: Shelf, rule: NameRule, catalogue: Catalogue) -> Effect:
    form = rule.name if rule.kind in (NameKind.MERGE, NameKind.COMPANY) else rule.text
    refs = shelf.search((rule.library,), Query((form,)), _COUNTED)
    texts = shelf.texts((rule.library,), [ref.id for ref in refs[:_SAMPLES]])
    loses = ""
    if rule.kind is NameKind.ALIAS and not rule.number:
        other = listed_as(catalogue, form)
        loses = other.name if other and other.key != rule.key else ""
    samples = tuple(_holding(form, texts))
    return Effect(len(refs), samples, loses=loses)


def _holding(form: str, texts: Iterable[StoredText]) -> Iterable[Quote]:
    for text in texts:
        found = (one for one in text.sentences if form.casefold() in one.text.casefold())
        yield from list(found)[:1]


def say_effect(seen: Effect) -> str:
    """ "It means Ford so far. 3 briefings here would be touched, with 4 facts …"."""
    loses = f"It means {seen.loses} so far. " if seen.loses else ""
    more = " or more" if seen.briefings == _COUNTED else ""
    words = f"{loses}{seen.briefings}{more} {'briefing' if seen.briefings == 1 else 'briefings'}"
    words += " here would be touched"
    if seen.facts or seen.events:
        lines = f"{say_count(seen.facts, 'fact')} and {say_count(seen.events, 'dated line')}"
        words += f", with {lines}"
    return words
