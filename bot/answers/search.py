"""`!search battery plant company:Ford after:2025 -hydrogen`: sentences that hold the words.

The language is small and safe: words, "phrases", -word, `company:`, `after:`, `before:` and `best`
or `newest` by `sort:`. Nothing of it reaches the full-text index as an operator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from string import ascii_lowercase
from typing import NamedTuple

from bot import locales
from bot.answers.asked import days_named, filtered
from bot.answers.card import Block, Card, Section, filled, quote_line, source_line, text_block
from bot.answers.topics import GAPS, find_topic
from bot.answers.values import Context, Hit, NothingFound, SearchAnswer
from bot.answers.wording import say_count, say_coverage, say_gaps
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue, look_up
from bot.model import RANKED, BriefingRef, KnownTopic, Query, Span, StoredText, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext, gettext_noop

HITS = 50
"""Briefings that an answer shows at most."""
WORDS = 20
_FILTERS = frozenset({"company", "after", "before", "sort"})
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4
_LONGEST_SLIP = 24
_SLIPS = 3
"""Words of a line that are mended."""
_EMPTY = gettext_noop(
    "Search for what? Type for example: search battery plant, or search company:Ford -hybrid"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks for, before names and days are looked up."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    filters: dict[str, str]


def parse_search(argument: str) -> Asked:
    """Words and filters of a line. Raises `BadQuestion` where there is nothing to look for."""
    line = filtered(argument.translate(_QUOTES), _FILTERS)
    wanted, unwanted = list[str](), list[str]()
    for minus, phrase, word in _TERM.findall(line.words):
        term = (phrase or word.strip('"')).strip()
        if any(map(str.isalnum, term)):
            (unwanted if minus else wanted).append(term)
    if not wanted and not any(map(str.isalnum, line.filters.get("company", ""))):
        raise BadQuestion(gettext(_EMPTY))
    return Asked(tuple(wanted[:WORDS]), tuple(unwanted[:WORDS]), line.filters)


_QUOTES = str.maketrans("“”„«»", '"""""')


def search(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> SearchAnswer | NothingFound:
    """Sentences of the briefings that hold all the words. Where none does, slips are
    mended and endings forgiven, which the answer says. Raises `BadQuestion`."""
    words = parse_search(asked)
    about = _about(shelf, catalogue, context, words)
    if isinstance(about, NothingFound):
        return about
    query = _query(context, words, about)
    for tried, instead in _tries(shelf, catalogue, context, query):
        refs = shelf.search(context.libraries, tried, HITS + 1)
        if refs:
            forms = (about.name, *about.aliases) if about else ()
            return SearchAnswer(
                asked=asked,
                query=tried,
                hits=_hits(shelf, context, refs[:HITS], tried.wanted, forms),
                coverage=shelf.coverage(context.libraries),
                instead=instead,
                more=len(refs) > HITS,
            )
    held, gaps = shelf.coverage(context.libraries), shelf.gaps(context.libraries, GAPS)
    return SearchAnswer(asked, query, (), held, gaps=gaps)


def _about(
    shelf: Shelf, catalogue: Catalogue, context: Context, words: Asked
) -> Topic | NothingFound | None:
    """The topic of `company:`; None where there is no such filter."""
    name = words.filters.get("company", "")
    if not name:
        return None
    meant = find_topic(shelf, catalogue, context, "search", name)
    return meant if isinstance(meant, NothingFound) else meant.topic


def _query(context: Context, words: Asked, about: Topic | None) -> Query:
    filters = words.filters
    order = filters.get("sort", "newest").casefold()
    if order not in ("newest", "best"):
        raise BadQuestion(gettext("Sort by sort:newest or sort:best."))
    after, before = (
        days_named(filters[name], context.today) if filters.get(name) else None
        for name in ("after", "before")
    )
    return Query(
        wanted=words.wanted,
        unwanted=words.unwanted,
        topics=(about.key,) if about else (),
        since=after.earliest if after else None,
        until=before.latest if before else None,
        best_first=order == "best",
    )


def _tries(
    shelf: Shelf, catalogue: Catalogue, context: Context, query: Query
) -> Iterator[tuple[Query, str]]:
    """The query as it was asked; then with slips in names mended, other endings, slips in any word
    mended; at last by the words' beginnings."""
    yield query, ""
    known = shelf.known_topics(context.libraries)
    mended = tuple(_mended(word, known, catalogue) for word in query.wanted)
    if mended != query.wanted:
        yield replace(query, wanted=mended), ", ".join(mended)
    stems = tuple(_stem(word) for word in query.wanted)
    begun = replace(query, wanted=stems, inflected=True)
    told = ", ".join(stem.replace("*", "…") for stem in stems)
    if stems != query.wanted:
        yield begun, told
    spelt = tuple(_spelt(shelf, context, mended))
    if spelt != mended:
        yield replace(query, wanted=spelt), ", ".join(spelt)
    if stems != query.wanted and not query.topics:  # the one try that reads others' words, too
        yield replace(begun, inflected=False), told


def _spelt(shelf: Shelf, context: Context, words: Sequence[str]) -> Iterator[str]:
    """The words, and for the first few that no briefing of the reader's holds one that some does
    and that is one slip away: "platfrom" → "platform"."""
    unknown = (word for word in words if _may_be_slip(word) and not _held(shelf, context, [word]))
    slips = frozenset(islice(unknown, _SLIPS))
    for word in words:
        near = list(_one_slip_away(_folded(word))) if word in slips else []
        yield _held(shelf, context, near) or word


def _may_be_slip(word: str) -> bool:
    return _folded(word).isalpha() and _SHORTEST_STEM <= len(word) <= _LONGEST_SLIP


def _held(shelf: Shelf, context: Context, words: Sequence[str]) -> str:
    """The first of some hundred words that the reader's briefings hold, found by halves; "" for
    none."""
    if not words or not shelf.search(context.libraries, Query(tuple(words), any_word=True), 1):
        return ""
    middle = len(words) // 2
    if not middle:
        return words[0]
    return _held(shelf, context, words[:middle]) or _held(shelf, context, words[middle:])


def _one_slip_away(word: str) -> Iterator[str]:
    """Two letters swapped, one too much, one too few, one wrong: the likelier first. A few hundred
    words, each looked up in the index, whose own list of words would take far longer to read.

    >>> list(_one_slip_away("nad"))[0]
    'and'
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    shorter = (a + b[1:] for a, b in cuts if b)
    longer = (a + letter + b for a, b in cuts for letter in ascii_lowercase)
    other = (a + letter + b[1:] for a, b in cuts if b for letter in ascii_lowercase)
    yield from (told for told in chain(swapped, shorter, longer, other) if told != word)


def _mended(word: str, known: Sequence[KnownTopic], catalogue: Catalogue) -> str:
    """The name that a slip is surely meant for: "Renalt" → "Renault"."""
    if " " in word or len(word) < _SHORTEST_STEM:
        return word
    found = look_up(word, known, catalogue).best
    forms = (found.name, *found.aliases) if found else ()
    return next((form for form in forms if _folded(form) == _folded(word)), "") or (
        found.name if found else word
    )


_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "y")


def _stem(word: str) -> str:
    """The word's beginning, with a star: "plants" → "plant*". Endings of English inflection."""
    if " " in word or not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.casefold().endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)] + "*"
    return word + "*" if len(word) >= _SHORTEST_STEM else word


# --- the sentence of a briefing ------------------------------------------------------------------


def _hits(
    shelf: Shelf,
    context: Context,
    refs: Sequence[BriefingRef],
    wanted: Sequence[str],
    forms: Sequence[str],
) -> tuple[Hit, ...]:
    """`forms` are those of the topic that is asked about; without words they are what is sought."""
    told = shelf.texts(context.libraries, [ref.id for ref in refs])
    assert len(told) == len(refs)  # the same snapshot has just found them
    sought, named = _sought(wanted or forms), _sought(forms if wanted else ())
    return tuple(_hit(one, sought, named) for one in told)


def _hit(told: StoredText, sought: Sequence[_Sought], named: Sequence[_Sought]) -> Hit:
    """The sentence with most of the words; of several one that names whom the reader asked about,
    and of those the first."""
    assert told.sentences  # no briefing is stored without one
    best, most = Hit(told.sentences[0], ()), (0, False)
    for quote in told.sentences:
        marks = _marks(quote.text, sought)
        if marks:
            words = len({_folded(span.of(quote.text)) for span in marks})
            met = words, bool(named and _marks(quote.text, named))
            if met > most:
                best, most = Hit(quote, marks), met
    return best


def marks(text: str, wanted: Sequence[str]) -> tuple[Span, ...]:
    """Where the wanted words stand in a text, in order, none overlapping another; as the index
    compares them: whole words, without regard to case and accents; "plant*" by its beginning."""
    return _marks(text, _sought(wanted))


class _Sought(NamedTuple):
    """A word or phrase as the index compares it; `beginning`: its last word is only a beginning.
    `pattern` finds it in a text that is folded already."""

    parts: tuple[str, ...]
    beginning: bool
    pattern: re.Pattern[str]


def _sought(wanted: Sequence[str]) -> list[_Sought]:
    told = ((words, tuple(map(_folded, _WORD.findall(words)))) for words in wanted)
    return [
        _Sought(parts, words.endswith("*"), _pattern(parts, beginning=words.endswith("*")))
        for words, parts in told
        if parts
    ]


def _pattern(parts: Sequence[str], *, beginning: bool) -> re.Pattern[str]:
    """Looked for ahead, since two places may overlap, of which another word's may shut out one."""
    words = r"[\W_]+".join(map(re.escape, parts)) + (r"[^\W_]*" if beginning else "")
    return re.compile(rf"(?<![^\W_])(?=({words})(?![^\W_]))")


def _marks(text: str, sought: Sequence[_Sought]) -> tuple[Span, ...]:
    whole = _folded(text)
    held = [one for one in sought if all(part in whole for part in one.parts)]
    if not held:  # as in most sentences: to take one apart costs ten times as much
        return ()
    found = list[Span]()
    if text.isascii():  # then folding moves no letter
        found += [Span(*place.span(1)) for one in held for place in one.pattern.finditer(whole)]
    else:
        tokens = [(Span(*place.span()), _folded(place[0])) for place in _WORD.finditer(text)]
        for one in held:
            found += _places(tokens, one.parts, beginning=one.beginning)
    kept = list[Span]()
    for span in sorted(found):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _places(
    tokens: Sequence[tuple[Span, str]], parts: Sequence[str], *, beginning: bool
) -> Iterator[Span]:
    size = len(parts)
    for at in range(len(tokens) - size + 1 if size else 0):
        told = [word for _, word in tokens[at : at + size]]
        last = told[-1].startswith(parts[-1]) if beginning else told[-1] == parts[-1]
        if last and told[:-1] == list(parts[:-1]):
            yield Span(tokens[at][0].start, tokens[at + size - 1][0].end)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


# --- as a card -----------------------------------------------------------------------------------


def search_card(answer: SearchAnswer) -> Card:
    """The found sentences, the found words bold, each with its source."""
    held = say_coverage(answer.coverage)
    if not answer.hits:
        searched = held + say_gaps(answer.gaps)
        words = gettext("No briefing holds that. Searched {briefings}.", briefings=searched)
        sections = (Section("", (text_block(words),)),)
        return Card(gettext("Nothing found"), _said(answer), sections, gettext("Try fewer words"))
    instead = gettext("Nothing holds just that; these hold {words}.", words=answer.instead)
    return Card(
        title=gettext("Search"),
        subtitle=_said(answer),
        sections=filled(
            Section("", (text_block(instead),) if answer.instead else ()),
            Section("", tuple(map(_hit_block, answer.hits))),
        ),
        foot=gettext(
            "Found in {count}; searched {briefings}", count=_count(answer), briefings=held
        ),
    )


def _count(answer: SearchAnswer) -> str:
    many = say_count(len(answer.hits), "briefing")
    if not answer.more:
        return many
    if answer.query.best_first:
        return gettext(
            "{briefings}, the best of the newest {among}; there are more",
            briefings=many,
            among=locales.number(RANKED),
        )
    return gettext("{briefings}, the newest; there are more", briefings=many)


def _said(answer: SearchAnswer) -> str:
    return gettext("you asked for “{words}”", words=" ".join(answer.asked.split())[:120])


def _hit_block(hit: Hit) -> Block:
    line = quote_line(hit.quote)
    return Block((replace(line, bold=hit.marks), source_line(hit.quote)))
