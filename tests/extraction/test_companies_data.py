"""The shipped catalogue is sound, and holds every row it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.extraction.companies import Catalogue
from bot.extraction.companies.catalogue import search_key
from bot.model import CatalogueEntry, TopicKind
from bot.resources import catalogue_text
from tests.conftest import SHARED

UNIVERSE = SHARED / "research" / "company-universe.md"


def rows() -> Iterator[list[str]]:
    """Name, aliases, parents, ticker, country and flags of each table row of sections 1 to 12."""
    section = 0
    for line in UNIVERSE.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"## (\d+) ", line)
        section = int(heading[1]) if heading else section
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if 1 <= section <= 12 and line.startswith("| ") and cells[0] != "name":
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            yield cells


def firms(catalogue: Catalogue) -> dict[str, CatalogueEntry]:
    return {
        entry.topic.name: entry
        for entry in catalogue.entries.values()
        if entry.topic.kind is not TopicKind.PRODUCT
    }


@pytest.fixture(scope="module")
def universe() -> list[list[str]]:
    if not UNIVERSE.is_file():
        pytest.skip("../shared/research is not there")
    return list(rows())


def test_ids_are_slugs(catalogue: Catalogue) -> None:
    assert [
        key for key in catalogue.entries if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    ] == []


def test_no_two_firms_share_a_form_in_any_case(catalogue: Catalogue) -> None:
    seen: dict[str, str] = {}
    shared: list[tuple[str, str, str]] = []
    for entry in catalogue.entries.values():
        if entry.topic.kind is TopicKind.PRODUCT:
            continue
        forms = {search_key(name) for name in (entry.topic.name, *entry.topic.aliases)}
        key = entry.topic.key
        shared += [(form, seen[form], key) for form in forms if seen.setdefault(form, key) != key]
    assert shared == []


def test_every_parent_is_an_entry(catalogue: Catalogue) -> None:
    names = {entry.topic.name for entry in catalogue.entries.values()}
    assert {p for entry in catalogue.entries.values() for p in entry.parents} <= names


def test_tickers_and_countries_are_well_formed(catalogue: Catalogue) -> None:
    for entry in catalogue.entries.values():
        assert all(re.fullmatch(r"[A-Z]+:[A-Z0-9&-]+", ticker) for ticker in entry.tickers), entry
        assert re.fullmatch(r"[A-Z]{2}|", entry.country), entry


def test_lines_of_the_file_are_in_plain_order() -> None:
    text = catalogue_text()
    assert text.startswith("# The catalogue")
    assert "\t" not in text and "\r" not in text


def test_every_row_is_there_with_all_its_forms(
    universe: list[list[str]], catalogue: Catalogue
) -> None:
    assert len(universe) > 500
    forms = {
        form
        for entry in catalogue.entries.values()
        for form in (entry.topic.name, *entry.topic.aliases)
    }
    asked = {
        form.strip() for name, aliases, *_ in universe for form in (name, *aliases.split(","))
    } - {""}
    assert asked - forms == set()


def test_rows_that_moved_lately_tell_no_parent_ticker_or_country(
    universe: list[list[str]], catalogue: Catalogue
) -> None:
    names = firms(catalogue)
    starred = [cells[0] for cells in universe if "*" in cells[5]]
    assert len(starred) > 50
    told = [name for name in starred if (e := names[name]).parents or e.tickers or e.country]
    assert told == []


def test_other_rows_tell_what_the_table_tells(
    universe: list[list[str]], catalogue: Catalogue
) -> None:
    names = firms(catalogue)
    wrong = []
    for name, _, parents, ticker, country, flags in universe:
        if "*" in flags:
            continue
        entry = names[name]
        owners = [re.sub(r"\(.*?\)", "", part).strip() for part in parents.split(";")]
        asked = (ticker, country, len([owner for owner in owners if owner]))
        if asked != (",".join(entry.tickers), entry.country, len(entry.parents)):
            wrong.append(name)
    assert wrong == []
