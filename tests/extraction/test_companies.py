"""What a reader types, and whom it means."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.companies import BadCatalogue, Catalogue, complete, look_up, search_key
from bot.extraction.companies.catalogue import search_key_of
from bot.extraction.companies.folding import folded
from bot.model import KnownTopic, Roll, Topic, TopicKind

SMALL = """
[[company]]
id = "orrin"
name = "Orrin"
aliases = ["Orrin Motor Company", "OMC"]
type = "company"
sector = "Makers and their brands"
tickers = ["NYSE:O"]
country = "US"
match = ["person"]

[[company]]
id = "vell"
name = "Vell"
type = "brand"
sector = "Makers and their brands"
parents = ["orrin"]

[[products]]
maker = "orrin"
names = ["Quillon"]
words = ["Dune"]
"""


def known(*names: str, kind: TopicKind = TopicKind.COMPANY) -> list[KnownTopic]:
    return [
        KnownTopic(Topic("~" + name.lower(), name, kind, listed=False), 9 - rank)
        for rank, name in enumerate(names)
    ]


# --- the catalogue -----------------------------------------------------------------------------


def test_parsing_tells_parents_brands_tickers_and_models() -> None:
    catalogue = Catalogue.parse(SMALL)
    orrin, vell = catalogue.entries["orrin"], catalogue.entries["vell"]
    assert (orrin.topic.kind, orrin.tickers, orrin.country) == ("company", ("NYSE:O",), "US")
    assert orrin.brands == ("Vell",)
    assert vell.parents == ("Orrin",)
    model = catalogue.entries["orrin-quillon"]
    assert (model.topic.kind, model.parents) == (TopicKind.PRODUCT, ("Orrin",))
    assert catalogue.maker_of("orrin-dune") == "Orrin"
    assert catalogue.maker_of("vell") == ""
    assert catalogue.entry("nobody") is None


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("[[company", "not valid TOML"),
        ('[[company]]\nname = "X"', "id"),
        ('[[company]]\nid = "x"\nname = "X"\ntype = "shop"', "shop"),
        (SMALL + '[[company]]\nid = "orrin"\nname = "Other"\ntype = "company"', "orrin"),
        (SMALL + '[[company]]\nid = "o2"\nname = "OMC"\ntype = "company"', "OMC"),
        ('[[company]]\nid="x"\nname="X"\ntype="brand"\nparents=["gone"]', "gone"),
        ('[[company]]\nid="x"\nname="X"\ntype="brand"\nmatch=["loud"]', "loud"),
        ('[[products]]\nmaker = "gone"\nnames = ["X"]', "gone"),
        ("company = 3", "cannot be read"),
    ],
)
def test_a_bad_catalogue_is_refused_with_the_place(toml: str, complaint: str) -> None:
    with pytest.raises(BadCatalogue, match=complaint):
        Catalogue.parse(toml)


# --- the look-up -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ford", "Ford"),
        ("ford", "Ford"),
        ("  FORD  ", "Ford"),
        ("Ford's", "Ford"),
        ('"Ford"', "Ford"),
        ("the ford", "Ford"),
        ("Ford Motor Co.", "Ford"),
        ("vw", "Volkswagen"),
        ("VOLKSWAGEN", "Volkswagen"),
        ("mercedes", "Mercedes-Benz"),
        ("mercedes benz", "Mercedes-Benz"),
        ("gm", "General Motors"),
        ("general motors", "General Motors"),
        ("škoda", "Skoda"),
        ("skoda", "Skoda"),
        ("Citroen", "Citroen"),
        ("Citroën", "Citroen"),
        ("lynk and co", "Lynk & Co"),
        ("tesla, inc.", "Tesla"),
        ("nio", "Nio"),
        ("niu", "Niu"),
        ("$F", "Ford"),
        ("NYSE:F", "Ford"),
        ("nyse:gm", "General Motors"),
        ("Rimac", "Rimac Group"),
    ],
)
def test_an_exact_form_in_any_case_answers(typed: str, meant: str, catalogue: Catalogue) -> None:
    found = look_up(typed, [], catalogue)
    assert found.best is not None
    assert (found.best.name, found.exact) == (meant, True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Renalt", "Renault"),
        ("Nisan", "Nissan"),
        ("Toyata", "Toyota"),
        ("Hundai", "Hyundai"),
        ("Porche", "Porsche"),
        ("Volkswagon", "Volkswagen"),
        ("Peugot", "Peugeot"),
        ("Stelantis", "Stellantis"),
        ("Frod", "Ford"),
        ("harley", "Harley-Davidson"),
        ("mercedesbenz", "Mercedes-Benz"),
    ],
)
def test_a_slip_of_typing_answers_but_not_as_exact(
    typed: str, meant: str, catalogue: Catalogue
) -> None:
    found = look_up(typed, [], catalogue)
    assert found.best is not None
    assert (found.best.name, found.exact) == (meant, False)


@pytest.mark.parametrize(
    ("typed", "never"),
    [
        ("NEO", "Nio"),
        ("Nia", "Nio"),
        ("Rimak", "Rivian"),
        ("Seeker", "Zeekr"),
        ("Cerez", "Seres"),
        ("BYDFi", "BYD"),
        ("Fordham", "Ford"),
        ("Canon", "Canoo"),
        ("F", "Ford"),
        ("T", "Tesla"),
        ("bm", "BMW"),
    ],
)
def test_a_near_name_is_at_most_suggested(typed: str, never: str, catalogue: Catalogue) -> None:
    found = look_up(typed, [], catalogue)
    assert found.best is None or found.best.name != never
    assert not found.exact


def test_unsure_answers_suggest_the_nearest(catalogue: Catalogue) -> None:
    assert "Zeekr" in [topic.name for topic in look_up("Seeker", [], catalogue).suggestions]
    assert "Ford" in [topic.name for topic in look_up("F", [], catalogue).suggestions]


def test_what_the_library_knows_comes_before_the_catalogue(catalogue: Catalogue) -> None:
    held = known("Twingo", kind=TopicKind.PRODUCT) + known("Cologne", kind=TopicKind.PLACE)
    twingo = look_up("twingo", held, catalogue)
    assert twingo.best is not None and twingo.best.key == "~twingo"
    cologne = look_up("Colonge", held, catalogue)
    assert cologne.best is not None and cologne.best.kind is TopicKind.PLACE


def test_a_short_form_of_a_known_firm_answers(catalogue: Catalogue) -> None:
    found = look_up("tarn hollow", known("Tarn Hollow Cathode"), catalogue)
    assert found.best is not None and found.best.name == "Tarn Hollow Cathode"


def test_two_equally_near_known_topics_are_both_suggested(catalogue: Catalogue) -> None:
    found = look_up("Brenval", known("Brenvall", "Brenvala"), catalogue)
    assert found.best is None
    assert {"Brenvall", "Brenvala"} <= {topic.name for topic in found.suggestions}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "*",
        "'",
        '"',
        "🚗",
        "'; DROP TABLE topic; --",
        "%",
        "\x00",
        "a" * 5000,
        "ford " * 999,
    ],
)
def test_odd_queries_find_nothing(typed: str, catalogue: Catalogue) -> None:
    found = look_up(typed, [], catalogue)
    assert (found.best, found.exact) == (None, False)


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=120))
def test_no_query_raises_and_an_exact_answer_has_the_form(typed: str) -> None:
    catalogue = Catalogue.parse(SMALL)
    found = look_up(typed, known("Kestrel", "Ōkami"), catalogue)
    assert len(found.suggestions) <= 5
    if found.exact:
        assert found.best is not None


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_form_of_the_catalogue_finds_its_own_entry(
    data: st.DataObject, catalogue: Catalogue
) -> None:
    entry = data.draw(
        st.sampled_from(sorted(catalogue.entries.values(), key=lambda e: e.topic.key))
    )
    form = data.draw(st.sampled_from((entry.topic.name, *entry.topic.aliases)))
    found = look_up(form, [], catalogue)
    assert found.best is not None and found.exact
    assert entry.topic.key in {found.best.key, *(topic.key for topic in found.suggestions)}


# --- a word that is being typed ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["Quell Lines", "Quéllar", "Orrin Vale"]),
        ("  ", ["Quell Lines", "Quéllar", "Orrin Vale"]),
        ("Q", ["Quell Lines", "Quéllar"]),
        ("quella", ["Quéllar"]),
        ("quell l", ["Quell Lines"]),
        ("vale", []),
        ("Orin Vale", ["Orrin Vale"]),
        ("?!", []),
        ("Ford", []),
    ],
)
def test_a_begun_name_offers_what_the_library_holds(
    typed: str, offered: list[str], catalogue: Catalogue
) -> None:
    held = known("Quell Lines", "Quéllar", "Orrin Vale")
    assert [topic.name for topic in complete(typed, held, catalogue, 3)] == offered
    kept = complete(typed, Roll(held), catalogue, 3)
    assert [topic.name for topic in kept] == offered
    assert list(complete(typed, held, catalogue, 1)) == list(kept[:1])


@settings(max_examples=300, deadline=None)
@given(name=st.text("aZ1&_ -.'\téßıſΩ\u0345\u0301\u00a0\N{KELVIN SIGN}", max_size=20))
def test_a_search_key_is_told_by_words_too(name: str) -> None:
    plain = " ".join(re.findall(r"[^\W_]+", folded(name).casefold().replace("&", " and ")))
    assert search_key(name) == plain
    assert search_key_of(name, re.findall(r"[^\W_]+", folded(name))) == plain
