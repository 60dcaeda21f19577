"""Words that plainly stand for a firm named before."""

from __future__ import annotations

import pytest

from bot.extraction.companies import Catalogue
from tests.extraction.names_help import carried


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Ford opened a plant. It hired 200 people.", [("It", "Ford")]),
        ("Ford opened a plant. Its sales rose.", [("Its", "Ford")]),
        ("Ford opened a plant. By 2030 it wants two more.", [("it", "Ford")]),
        ("Ford opened a plant. The company hired 200 people.", [("The company", "Ford")]),
        ("Ford opened a plant. The market, the company says, is slow.", [("the company", "Ford")]),
        ("Zoox drives. Amazon, which bought the company, pays.", [("the company", "Zoox")]),
        # nothing stands for a firm here
        ("Ford opened a plant. It is likely to rain.", []),
        ("Ford opened a plant. It took 16 months.", []),
        ("Ford and Kia agree. It rose.", []),
        ("The company hired 200 people.", []),
        # what the catalogue tells decides
        (
            "Ford uses Volkswagen parts. The German manufacturer is glad.",
            [("manufacturer", "Volkswagen")],
        ),
        ("Nissan and Bosch agree. The automaker is glad.", [("The automaker", "Nissan")]),
        ("Nissan opened a plant. The German supplier is glad.", []),
        ("The start-up Ormeny raised money.", []),
        # pairs
        (
            "Honda and GM part ways. The two companies are sad.",
            [("The two companies", "Honda"), ("The two companies", "General Motors")],
        ),
        (
            "Honda and GM agree. The partners build a plant.",
            [("The partners", "Honda"), ("The partners", "General Motors")],
        ),
        (
            "Honda and GM agree. They signed on Friday.",
            [("They", "Honda"), ("They", "General Motors")],
        ),
        ("Honda agrees. The two companies are sad.", []),
        # the announcement goes on
        ("Ford will build a van. The plan is bold.", [("The plan", "Ford")]),
        ("Ford will build a van. The market is slow.", []),
        (
            "Ford and Kia signed a deal. The deal is worth a lot.",
            [("The deal", "Ford"), ("The deal", "Kia")],
        ),
        ("Ford will build a van. Production begins in May.", [("Production", "Ford")]),
    ],
)
def test_what_plainly_stands_for_a_firm(
    text: str, stands: list[tuple[str, str]], catalogue: Catalogue
) -> None:
    assert carried(text, catalogue) == stands


def test_the_first_of_two_models_belongs_to_who_makes_them(catalogue: Catalogue) -> None:
    body = (
        "The new Ampere-based cars will be designed by Ford and built at the Ampere factory. "
        "However, the first of the two models is not due until early 2028."
    )
    assert carried(body, catalogue) == [("the first", "Ampere"), ("the first", "Ford")]


def test_a_title_tells_the_company_of_the_first_sentence(catalogue: Catalogue) -> None:
    body = "The company will close a plant."
    assert carried(body, catalogue, "Rivian Shuts a Plant") == []
    body = "The company will close a plant. Rivian has two."
    assert carried(body, catalogue, "Rivian Shuts a Plant") == [("The company", "Rivian")]
