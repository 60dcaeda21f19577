"""Firms that no list has, told by what stands around their names (all invented)."""

from __future__ import annotations

import pytest

from bot.extraction.companies import Catalogue
from bot.model import TopicKind
from tests.extraction.names_help import firms, read


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # legal forms and last words
        ("Tarnhollow Cells Corp. filed for bankruptcy.", ["Tarnhollow Cells"]),
        ("Ford and Tarnhollow Inc. agree.", ["Ford", "Tarnhollow"]),
        ("A plant by Tarnhollow, Inc. opens.", ["Tarnhollow"]),
        ("Brindlewick Motors showed a car.", ["Brindlewick Motors"]),
        ("A mine of Tarnhollow plc opens.", ["Tarnhollow"]),
        ("They buy from QN7 Energy.", ["QN7 Energy"]),
        ("Clean Energy is cheap.", []),
        ("The Department of Energy pays.", []),
        ("Jo Hale is Vice President of Market Research.", []),
        # roles
        ("The start-up Ormeny raised money.", ["Ormeny"]),
        ("The battery maker Ormeny raised money.", ["Ormeny"]),
        ("Their venture Ormeny has an order.", ["Ormeny"]),
        ("Parent Ormeny pays.", ["Ormeny"]),
        ("The rival Detroit plant closed.", []),
        # appositions
        ("We met Ormeny, a start-up from Shenzhen.", ["Ormeny"]),
        ("Ormeny, the maker of inverters, is small.", ["Ormeny"]),
        ("Ormeny, a British supplier of seats, is small.", ["Ormeny"]),
        ("A new company, Ormeny, raised money.", ["Ormeny"]),
        ("Backed by Ormeny, the plant opened.", ["Ormeny"]),
        ("Lansing, the home of a carmaker, waits.", []),
        # tickers, takeovers, money
        ("Shares of Ormeny (NYSE:ORM) rose.", ["Ormeny"]),
        ("Rivian bought Ormeny last year.", ["Rivian", "Ormeny"]),
        ("GM took a stake in Ormeny.", ["General Motors", "Ormeny"]),
        ("The plant is Owned by Tarnhollow and opens.", ["Tarnhollow"]),
        ("GM signed a supply contract with Ormeny.", ["General Motors", "Ormeny"]),
        ("GM is the maker of the Ormeny in Ohio.", ["General Motors", "Ormeny"]),
        ("GM raised $2 million in May from Ormeny.", ["General Motors", "Ormeny"]),
        ("GM paid $2 million to Ormeny.", ["General Motors", "Ormeny"]),
        ("GM drove to Ormeny.", ["General Motors"]),
        ("GM paid $198 million to Ormeny for lithium.", ["General Motors", "Ormeny"]),
        ("GM raised $105 million from Ormeny.", ["General Motors", "Ormeny"]),
        ("GM bought Italian wine.", ["General Motors"]),
        ("GM bought Manhattan property.", ["General Motors"]),
        ("GM has a deal with Mexico.", ["General Motors"]),
        # enumerations
        ("Bosch, Ormeny and Denso cut jobs.", ["Bosch", "Ormeny", "Denso"]),
        # a listed firm's long name is no second firm
        ("Maruti Suzuki India Limited sold more.", ["Maruti Suzuki"]),
        ("XPeng Inc. sold more.", ["XPeng"]),
    ],
)
def test_an_unknown_firm_is_told_by_its_surroundings(
    text: str, named: list[str], catalogue: Catalogue
) -> None:
    assert firms(text, catalogue) == named


def test_an_unknown_firm_is_marked_and_keeps_its_forms(catalogue: Catalogue) -> None:
    body = "Tarnhollow Cathode Inc. opened a plant. Tarnhollow was founded in 2019."
    found = read(body, catalogue)
    firm = found.topics[0]
    assert (firm.key, firm.name, firm.listed) == (
        "~tarnhollow-cathode",
        "Tarnhollow Cathode",
        False,
    )
    assert "Tarnhollow" in firm.aliases
    spans = [one.span.of(body) for one in found.mentions if not one.carried]
    assert spans == ["Tarnhollow Cathode Inc.", "Tarnhollow"]


def test_initials_told_in_brackets_name_the_firm(catalogue: Catalogue) -> None:
    body = "Brixton Battery Materials (BBM) is new. A plant of BBM is in Hull."
    assert firms(body, catalogue) == ["Brixton Battery Materials"]
    assert [one.span.of(body) for one in read(body, catalogue).mentions if not one.carried] == [
        "Brixton Battery Materials",
        "BBM",
        "BBM",
        "Hull",
    ]


def test_a_role_tells_the_kind(catalogue: Catalogue) -> None:
    found = read("Their venture Ormeny has an order.", catalogue)
    assert found.topics[0].kind is TopicKind.VENTURE
