"""The interface's own words in a reader's language.

English stands in the code, inside `gettext("…")`. All of it is collected in one template,
`data/translations/messages.pot`; a translation is one file beside it, named after its language
(`de.po`, `pt-BR.po`), in the format of GNU gettext that every translation tool reads. What a
translation leaves out stays English. Words of briefings are never translated.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING

from bot import locales, resources

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

log = logging.getLogger(__name__)

_FIELD = re.compile(r"\{(\w+)\}")


def gettext(text: str, /, **values: object) -> str:
    """The reader's words for an English text, with `values` in the places of its {fields}."""
    return _filled(_translated(text), values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """As `gettext`, for a text that depends on a number, by the plural rules of the language."""
    catalog = _spoken()
    found = catalog.get(one) if catalog else None
    if catalog is None or found is None or not isinstance(found.string, tuple):
        return _filled(one if number == 1 else many, values)
    return _filled(found.string[c2py(catalog.plural_expr)(number)], values)


def gettext_noop(text: str) -> str:
    """Marks a text for the template that is handed to `gettext` elsewhere."""
    return text


def _filled(text: str, values: dict[str, object]) -> str:
    """Only the text's own fields are filled: a name with braces in it stays as it is."""
    if not values:
        return text
    return _FIELD.sub(lambda field: str(values.get(field[1], field[0])), text)


def _translated(text: str) -> str:
    catalog = _spoken()
    found = catalog.get(text) if catalog else None
    return found.string if found and isinstance(found.string, str) else text


def are_there_any() -> bool:
    """Whether there is any translation at all."""
    return any(resources.translations().glob("*.po"))


# --- files ---------------------------------------------------------------------------------------


def _spoken() -> Catalog | None:
    tag = locales.spoken()
    return None if tag.partition("-")[0] == "en" else translation(tag, resources.translations())


@lru_cache(100)
def translation(tag: str, folder: Path) -> Catalog | None:
    """The translation for a BCP 47 tag, the nearest there is ("pt-BR", then "pt"); None for none.
    A text is left out of it whose fields are not the English one's, and one marked as fuzzy."""
    language = tag.partition("-")[0]
    for name in dict.fromkeys((tag, language)):
        path = folder / f"{name}.po"
        if path.is_file():
            return _read(path, language)
    return None


def _read(path: Path, language: str) -> Catalog | None:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, ValueError, OSError) as error:
        log.warning("%s cannot be read and is not used: %s", path.name, error)
        return None
    for message in list(_unusable(catalog)):
        catalog.delete(message.id)
    return catalog


def _unusable(catalog: Catalog) -> Iterator[Message]:
    """A plural form may do without the number ("one briefing"), nothing else without its fields."""
    for message in catalog:
        english = _texts(message.id)
        if not english[0]:
            continue  # the head
        forms = list(map(_fields, _texts(message.string)))
        known = _fields(" ".join(english))
        fit = all(one <= known if message.pluralizable else one == known for one in forms)
        if message.fuzzy or not fit or not all(_texts(message.string)):
            yield message


def _texts(told: object) -> list[str]:
    return [str(one or "") for one in (told if isinstance(told, tuple | list) else (told,))]


def _fields(text: str) -> set[str]:
    return set(_FIELD.findall(text))
