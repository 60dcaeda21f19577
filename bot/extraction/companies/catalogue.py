"""The catalogue: the firms, brands, agencies and models that are known before a text is read.

`data/companies.toml` says at its head what its fields mean. The caller reads the file; parsing is
pure and refuses a catalogue in which two entries share an id or a form.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from bot.errors import DeskError
from bot.extraction.companies.folding import folded
from bot.extraction.word_sets import word_set
from bot.model import CatalogueEntry, Topic, TopicKind

_GUARDS = frozenset({"word", "person", "shared", "capitals", "long-first"})
_FIRST_WORD = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\W_]+")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
SUFFIX = word_set(
    "inc corp corporation co company ltd limited llc plc ag se sa nv ab spa gmbh holding holdings"
)
"""Legal forms of a firm, which its readers leave out."""


class BadCatalogue(DeskError):
    """The catalogue cannot be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Instead:
    """A form that means `entry` where one of `words` stands in the same paragraph."""

    form: str
    entry: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a text names an entry, with the care it needs.

    `guards` are those of the file's head, and "maker" for a model name that is an ordinary word;
    they are empty for a form of several words, which nothing else is likely to be.
    """

    text: str
    key: str
    kind: TopicKind
    guards: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    instead: Instead | None = None
    maker: str = ""
    """The id of a model's maker."""
    shouted: bool = False
    """The form in capitals throughout, as a headline may have it."""
    rule: str = "listed"
    """What is told of a name that it finds."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The entries by id, and what finding them in a text or in a question needs, built once."""

    entries: Mapping[str, CatalogueEntry] = field(repr=False)
    openings: Mapping[str, tuple[Form, ...]] = field(repr=False)
    """The folded forms by their first word, the longest first."""
    index: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Ids by `search_key` of each form, those whose very name it is first."""
    symbols: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Ids by ticker, with and without the exchange."""

    @classmethod
    def parse(cls, toml_text: str) -> Catalogue:
        """Read the catalogue's TOML. Raises BadCatalogue, whose text names the first problem."""
        try:
            document = tomllib.loads(toml_text)
            entries, forms = _entries(document)
        except tomllib.TOMLDecodeError as error:
            raise BadCatalogue(f"The catalogue is not valid TOML: {error}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadCatalogue(f"The catalogue cannot be read: {error}") from error
        return cls(
            entries=MappingProxyType(entries),
            openings=MappingProxyType(_openings(forms)),
            index=MappingProxyType(_index(entries)),
            symbols=MappingProxyType(_symbols(entries)),
        )

    def entry(self, key: str) -> CatalogueEntry | None:
        return self.entries.get(key)

    def forms_at(self, word: str) -> tuple[Form, ...]:
        """The forms that begin with a (folded) word, the longest first."""
        return self.openings.get(word, ())

    def maker_of(self, key: str) -> str:
        """The name of the maker of a model, "" for all else."""
        entry = self.entries.get(key)
        is_product = entry is not None and entry.topic.kind is TopicKind.PRODUCT
        return entry.parents[0] if entry and is_product and entry.parents else ""


def search_key(name: str) -> str:
    """A name as a question may type it: folded, lower case, one space between words."""
    plain = name.lower() if name.isascii() else folded(name).casefold()
    plain = plain.replace("&", " and ")
    words = plain.split()
    if "".join(words).isalnum():
        return " ".join(words)
    return _SEPARATORS.sub(" ", plain).strip()


def search_key_of(name: str, words: Sequence[str]) -> str:
    """The search key of a name of which all words, as letters and figures make them, are told."""
    if name.isascii() and "&" not in name:
        return " ".join(words).lower()
    return search_key(name)


def slug(name: str) -> str:
    """A name as the key of a topic that no list has: "Northvale Cells" → "northvale-cells"."""
    return slug_of(search_key(name))


def slug_of(found: str) -> str:
    """The slug of a name of which the search key is told already."""
    if found.isascii():
        return found.replace(" ", "-")
    return _NO_SLUG.sub("-", found).strip("-")


def _entries(document: Mapping[str, Any]) -> tuple[dict[str, CatalogueEntry], list[Form]]:
    rows = document.get("company", [])
    names = {row["id"]: str(row["name"]) for row in rows}
    entries: dict[str, CatalogueEntry] = {}
    forms: list[Form] = []
    for row in rows:
        entry = _firm(row, names)
        _add(entries, entry)
        forms.extend(_firm_forms(row, entry.topic))
    for table in document.get("products", []):
        for entry, guarded in _models(table, names):
            _add(entries, entry)
            forms.append(_model_form(entry.topic, table["maker"], guarded))
    _check_forms(forms, entries)
    return _with_brands(entries), forms


def _add(entries: dict[str, CatalogueEntry], entry: CatalogueEntry) -> None:
    if entry.topic.key in entries:
        raise ValueError(f"two entries have the id {entry.topic.key!r}")
    entries[entry.topic.key] = entry


def _firm(row: Mapping[str, Any], names: Mapping[str, str]) -> CatalogueEntry:
    unknown = [parent for parent in row.get("parents", []) if parent not in names]
    if unknown:
        raise ValueError(f"{row['id']}: no entry has the id {unknown[0]!r}")
    topic = Topic(
        key=row["id"],
        name=row["name"],
        kind=TopicKind(row["type"]),
        aliases=tuple(row.get("aliases", ())),
    )
    return CatalogueEntry(
        topic=topic,
        parents=tuple(names[parent] for parent in row.get("parents", [])),
        tickers=tuple(row.get("tickers", ())),
        country=row.get("country", ""),
        sector=row.get("sector", ""),
    )


def _firm_forms(row: Mapping[str, Any], topic: Topic) -> Iterator[Form]:
    guards = frozenset(row.get("match", ()))
    if guards - _GUARDS:
        raise ValueError(f"{row['id']}: unknown match rule {min(guards - _GUARDS)!r}")
    long_first = frozenset(row.get("long_first", ()))
    told = row.get("instead")
    instead = Instead(told["form"], told["entry"], frozenset(told["words"])) if told else None
    for text in (topic.name, *topic.aliases):
        own = guards | ({"long-first"} if text in long_first else frozenset())
        bare = not re.search(r"[\s&-]", text) or text in long_first
        yield Form(
            text=folded(text),
            key=topic.key,
            kind=topic.kind,
            guards=own if bare else frozenset(),
            not_before=frozenset(row.get("not_before", ())) if bare else frozenset(),
            not_after=frozenset(row.get("not_after", ())) if bare else frozenset(),
            instead=instead if instead and instead.form == text else None,
        )


def _models(
    table: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[tuple[CatalogueEntry, bool]]:
    maker = table["maker"]
    if maker not in names:
        raise ValueError(f"models of {maker!r}: no entry has that id")
    for name in (*table.get("names", ()), *table.get("words", ())):
        key = slug(name) if slug(name).startswith(maker) else f"{maker}-{slug(name)}"
        topic = Topic(key=key, name=name, kind=TopicKind.PRODUCT)
        entry = CatalogueEntry(topic=topic, parents=(names[maker],), sector="Models")
        yield entry, name in table.get("words", ())


def _model_form(topic: Topic, maker: str, guarded: bool) -> Form:
    guards = frozenset({"maker"}) if guarded else frozenset()
    return Form(folded(topic.name), topic.key, TopicKind.PRODUCT, guards, maker=maker)


def _check_forms(forms: Iterable[Form], entries: Mapping[str, CatalogueEntry]) -> None:
    """Two firms may not share a form; a firm and a model, or two models, may ("Bolt")."""
    seen: dict[str, str] = {}
    for form in forms:
        if form.kind is TopicKind.PRODUCT:
            continue
        if seen.setdefault(form.text, form.key) != form.key:
            raise ValueError(f"{form.text!r} is a form of {seen[form.text]!r} and {form.key!r}")
        if form.instead and form.instead.entry not in entries:
            raise ValueError(f"{form.key}: no entry has the id {form.instead.entry!r}")


def _with_brands(entries: dict[str, CatalogueEntry]) -> dict[str, CatalogueEntry]:
    brands: dict[str, list[str]] = {}
    for entry in entries.values():
        if entry.topic.kind is not TopicKind.PRODUCT:
            for parent in entry.parents:
                brands.setdefault(parent, []).append(entry.topic.name)
    return {
        key: replace(entry, brands=tuple(brands.get(entry.topic.name, ())))
        if entry.topic.kind is not TopicKind.PRODUCT
        else entry
        for key, entry in entries.items()
    }


def _openings(forms: list[Form]) -> dict[str, tuple[Form, ...]]:
    known = {form.text for form in forms}
    starts: dict[str, list[Form]] = {}
    for form in forms:
        _open(starts, form)
        loud = form.text.upper()
        if len(loud) > 3 and loud not in known and form.kind is not TopicKind.PRODUCT:
            known.add(loud)
            _open(starts, replace(form, text=loud, shouted=True))
    return {
        word: tuple(sorted(found, key=lambda form: -len(form.text)))
        for word, found in starts.items()
    }


def _open(starts: dict[str, list[Form]], form: Form) -> None:
    first = _FIRST_WORD.match(form.text)
    found = starts.setdefault(first.group() if first else form.text, [])
    if not any(form.text == other.text and form.key == other.key for other in found):
        found.append(form)


def _index(entries: Mapping[str, CatalogueEntry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for alias_turn in (False, True):
        for key, entry in entries.items():
            for name in entry.topic.aliases if alias_turn else (entry.topic.name,):
                keys = found.setdefault(search_key(name), [])
                if key not in keys:
                    keys.append(key)
    return {name: tuple(keys) for name, keys in found.items()}


def _symbols(entries: Mapping[str, CatalogueEntry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, entry in entries.items():
        for ticker in entry.tickers:
            for symbol in (ticker.upper(), ticker.upper().partition(":")[2]):
                found.setdefault(symbol, []).append(key)
    return {symbol: tuple(keys) for symbol, keys in found.items()}
