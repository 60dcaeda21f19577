"""A catalogue with what moderators say of names laid over it: new firms, aliases, parents, two
names that are one, and forms that say too little alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from bot.extraction.companies.catalogue import (
    Catalogue,
    Form,
    _index,
    _openings,
    _symbols,
    _with_brands,
    slug,
)
from bot.extraction.companies.folding import folded
from bot.model import CatalogueEntry, NameKind, NameRule, Topic, TopicKind

_LONG_FIRST = "long-first"


def new_key(name: str) -> str:
    """The key of a firm that no catalogue has: the one under which a text would tell it. A name
    without a Latin letter has no slug, and gets a digest of its own."""
    return "~" + (slug(name) or sha256(name.casefold().encode()).hexdigest()[:12])


@lru_cache(maxsize=64)
def overlaid(catalogue: Catalogue, rules: tuple[NameRule, ...]) -> Catalogue:
    """The rules one after the other; one that no longer fits changes nothing."""
    if not rules:
        return catalogue
    work = _Work(catalogue)
    for rule in rules:
        work.apply(rule)
    return work.done()


class _Work:
    def __init__(self, catalogue: Catalogue) -> None:
        self.entries = dict(catalogue.entries)
        found = (form for forms in catalogue.openings.values() for form in forms)
        self.forms = [form for form in found if not form.shouted]

    def apply(self, rule: NameRule) -> None:
        match rule.kind:
            case NameKind.COMPANY | NameKind.ADOPT:
                self._ensure(rule.key, rule.name, rule.kind)
            case NameKind.ALIAS:
                self._alias(rule)
            case NameKind.PARENT:
                entry = self._ensure(rule.key, rule.name, rule.kind)
                self.entries[rule.key] = replace(entry, parents=(rule.text,))
            case NameKind.MERGE:
                self._merge(rule)
            case NameKind.AMBIGUOUS:
                self._doubt(folded(rule.text))

    def done(self) -> Catalogue:
        entries = _with_brands(self.entries)
        return Catalogue(
            entries=MappingProxyType(entries),
            openings=MappingProxyType(_openings(self.forms)),
            index=MappingProxyType(_index(entries)),
            symbols=MappingProxyType(_symbols(entries)),
        )

    def _ensure(self, key: str, name: str, why: NameKind) -> CatalogueEntry:
        if key not in self.entries:
            topic = Topic(key, name, TopicKind.COMPANY)
            self.entries[key] = CatalogueEntry(topic)
            self._form(name, topic, why)
        return self.entries[key]

    def _form(self, text: str, topic: Topic, why: NameKind) -> None:
        """A form that another entry had means this one from now on."""
        plain = folded(text)
        self.forms = [form for form in self.forms if form.text != plain]
        self.forms.append(Form(plain, topic.key, topic.kind, rule=f"moderator's {why}"))

    def _alias(self, rule: NameRule) -> None:
        entry = self._ensure(rule.key, rule.name, NameKind.ADOPT)
        aliases = tuple(dict.fromkeys((*entry.topic.aliases, rule.text)))
        topic = entry.topic._replace(aliases=aliases)
        self.entries[rule.key] = replace(entry, topic=topic)
        self._form(rule.text, topic, rule.kind)

    def _merge(self, rule: NameRule) -> None:
        """All forms of one mean the other; the one is gone."""
        into = self._ensure(rule.other, rule.text, NameKind.ADOPT)
        gone = self.entries.pop(rule.key, None)
        others = (rule.name, *(gone.topic.name, *gone.topic.aliases)) if gone else (rule.name,)
        aliases = (name for name in (*into.topic.aliases, *others) if name != into.topic.name)
        topic = into.topic._replace(aliases=tuple(dict.fromkeys(aliases)))
        self.entries[rule.other] = replace(into, topic=topic)
        self.forms = [self._moved(form, rule, topic) for form in self.forms]
        if not any(form.text == folded(rule.name) for form in self.forms):
            self._form(rule.name, topic, rule.kind)

    def _moved(self, form: Form, rule: NameRule, topic: Topic) -> Form:
        if form.instead and form.instead.entry == rule.key:
            form = replace(form, instead=replace(form.instead, entry=rule.other))
        if form.maker == rule.key:
            form = replace(form, maker=rule.other)
        if form.key != rule.key:
            return form
        return replace(form, key=topic.key, kind=topic.kind, rule=f"moderator's {rule.kind}")

    def _doubt(self, text: str) -> None:
        self.forms = list(_doubted(self.forms, text))


def _doubted(forms: Iterable[Form], text: str) -> Iterable[Form]:
    """The form counts only where a longer one of the same entry stands in the text."""
    for form in forms:
        if form.text == text:
            yield replace(form, guards=form.guards | {_LONG_FIRST}, rule="moderator's ambiguous")
        else:
            yield form
