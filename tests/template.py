"""The template of all interface strings: `python -m tests.template` collects it anew from the code.

A translation begins as a copy of it: `pybabel init -i data/translations/messages.pot -l de -o
data/translations/de.po`, or by any tool that reads GNU gettext's files.
"""

from __future__ import annotations

import logging
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "data" / "translations" / "messages.pot"
_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "gettext_noop": None}
_HEAD = """\
# Briefing Desk's own words. To translate them, copy this file to LANGUAGE.po and fill in msgstr.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def collected() -> Catalog:
    """What the code hands to gettext."""
    logging.getLogger("babel").setLevel(logging.ERROR)  # f-strings among the values are no texts
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(ROOT / "bot", [("**.py", "python")], keywords=_KEYWORDS)
    for _, _, message, _, _ in sorted(found, key=lambda one: str(one[2])):
        catalog.add(message)
    return catalog


def written(catalog: Catalog, head: str = _HEAD) -> bytes:
    """As a file, the same for the same strings."""
    made = BytesIO()
    write_po(made, catalog, width=0, omit_header=True, sort_output=True, no_location=True)
    return head.encode() + made.getvalue()


def main() -> int:
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(collected()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
