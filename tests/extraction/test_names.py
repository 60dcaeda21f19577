"""Which names a text means, and which of its words only look like them."""

from __future__ import annotations

import pytest

from bot.extraction.companies import Catalogue
from bot.model import TopicKind
from tests.extraction.names_help import firms, of_kind, read


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # where a name ends
        ("Ford's sales rose.", ["Ford"]),
        ("Ford’s sales rose.", ["Ford"]),
        ("Mercedes' sales rose.", ["Mercedes-Benz"]),
        ("It makes Ford-branded vans.", ["Ford"]),
        ("The VW-backed start-up is new.", ["Volkswagen"]),
        ("Students of Fordham met.", []),
        ("See ford.com or www.Ford.com for more.", []),
        ("Write to @Ford or press@Ford.", []),
        ("BYDFi is an exchange for coins.", []),
        ("MGM and the AGM are no car makers.", []),
        ("The deal (NYSE:F) is done.", []),
        ("Shares of Rivian (NASDAQ: RIVN) fell.", ["Rivian"]),
        # the longest form wins
        ("Ford Pro sells vans.", ["Ford Pro"]),
        ("LG Energy Solution builds cells.", ["LG Energy Solution"]),
        ("Samsung SDI builds cells.", ["Samsung SDI"]),
        ("Volvo Cars and Volvo Group are two firms.", ["Volvo Cars", "Volvo Group"]),
        ("They use the Renault-Nissan platform.", ["Renault-Nissan-Mitsubishi Alliance"]),
        ("The Renault-Nissan-Mitsubishi pact holds.", ["Renault", "Nissan", "Mitsubishi Motors"]),
        # accents and typographic signs
        ("Citroën and Škoda sell small cars.", ["Citroen", "Skoda"]),
        ("Citroe\u0308n sells small cars.", ["Citroen"]),
        ("Lynk\u00a0&\u00a0Co opened a shop.", ["Lynk & Co"]),
        # capitals
        ("FORD AND RENAULT AGREE", ["Ford", "Renault"]),
        ("THE SMART MONEY", []),
    ],
)
def test_where_a_name_begins_and_ends(text: str, named: list[str], catalogue: Catalogue) -> None:
    assert firms(text, catalogue) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # people
        ("A film spoken by Harrison Ford opens today.", []),
        ("Bill Ford spoke in Detroit.", []),
        ("On stage Doug Ford spoke first.", []),
        ("A museum for Henry J. Ford opened.", []),
        ("The firm hired William Ford Jr. yesterday.", []),
        ("We asked Mr. Ford.", []),
        ("Wolfgang Porsche spoke.", []),
        ("The crowd cheered Usain Bolt on Monday.", []),
        ("Will Ford build it?", ["Ford"]),
        ("At Oakville Ford builds vans.", ["Ford"]),
        # places and buildings
        ("Buses wait in the Lincoln Tunnel.", []),
        ("He taught at the Ford Foundation.", []),
        ("Crews closed Lincoln Park on Friday.", []),
        ("A factory in Lordstown, Ohio, was sold.", []),
        ("Ola Sandvik runs the plant.", []),
        # months
        ("Sales fell in May, and in May 2023 too.", []),
        ("May registrations were weak.", []),
        ("It may take a while.", []),
        ("May is a holiday month.", []),
        ("May Mobility drives in Atlanta. May does not earn money.", ["May Mobility"]),
        ("May Mobility drives in Atlanta. In May it paused.", ["May Mobility"]),
        # ordinary words
        ("Smart charging is left to the app.", []),
        ("We are not smart for nothing.", []),
        ("Smart has the hardest stand.", ["smart"]),
        ("Ram air is back.", []),
        ("Ram dropped its pickup.", ["Ram"]),
        ("Ram sales fell.", ["Ram"]),
        ("A seat belt can fail.", []),
        ("The Seat plant is full.", ["SEAT"]),
        ("Mini, on the other hand, takes it back.", ["Mini"]),
        ("Meta and Amazon lost value.", ["Meta", "Amazon"]),
        ("Click HERE for more.", []),
        ("HERE won the contract for its maps.", ["HERE Technologies"]),
        ("Tier 2 suppliers wait.", []),
        ("The apple harvest was good.", []),
        ("The Amazon rainforest burns.", []),
        ("A slate roof costs more.", []),
        # other firms and things of the same name
        ("Sales in Continental Europe fell.", []),
        ("Arca Continental bottles drinks.", []),
        ("Continental makes tires.", ["Continental"]),
        ("Magna Carta is in a museum.", []),
        ("Mitsubishi Electric makes motors.", ["Mitsubishi Electric"]),
        ("Kotak Mahindra Bank lends money.", ["Kotak Mahindra Bank"]),
        ("Genesis Healthcare runs homes.", ["Genesis Healthcare"]),
        ("The Book of Genesis is old.", []),
        ("Uber Freight hires drivers.", ["Uber Freight"]),
        ("Quillhaven Ferries will move to Oslo.", ["Quillhaven Ferries"]),
        ("Merrowdale Airways cut 300 jobs.", ["Merrowdale Airways"]),
        ("Low-Cost Airlines and Budget Airlines cut prices.", []),
        ("Regional Airlines and Container Shipping suffer.", []),
        ("GM food is banned there.", []),
    ],
)
def test_a_firm_is_told_from_all_else(text: str, named: list[str], catalogue: Catalogue) -> None:
    assert firms(text, catalogue) == named


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Volvo sold 60,000 cars.", "Volvo Cars"),
        ("Volvo sold 60,000 trucks.", "Volvo Group"),
        ("Volvo Cars cut jobs. Volvo has a plan.", "Volvo Cars"),
        ("Volvo Trucks cut jobs. Volvo has a plan.", "Volvo Group"),
    ],
)
def test_a_shared_name_means_what_the_text_is_on(
    text: str, meant: str, catalogue: Catalogue
) -> None:
    assert firms(text, catalogue) == [meant]


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("Ford builds the compact Explorer and the Capri.", ["Explorer", "Capri"]),
        ("Focus on costs, said Ford.", []),
        ("The Explorer club met.", []),
        ("Rivian's R2 comes in 2026.", ["R2"]),
        ("A Renault Twingo costs less.", ["Twingo"]),
        ("The 2027 Bolt from Chevrolet is cheap.", ["Bolt"]),
        ("Leapmotor shows the B77 in Paris.", []),
        ("Leapmotor B77 sales began.", ["B77"]),
        ("It is based on the VW Tarok pickup.", ["Tarok"]),
        ("The F-150 and the iX3 lead.", ["F-150", "iX3"]),
    ],
)
def test_models_need_their_maker_where_they_are_words(
    text: str, models: list[str], catalogue: Catalogue
) -> None:
    assert of_kind(text, catalogue, TopicKind.PRODUCT) == models


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A plant outside Toledo, Ohio, opens.", ["Toledo", "Ohio"]),
        ("Work goes on in Windsor, Ontario.", ["Windsor", "Ontario"]),
        ("Ford retools its Cologne assembly plant.", ["Cologne"]),
        ("The Camaçari factory opens.", ["Camaçari"]),
        ("Sales in France and Italy rose.", ["France", "Italy"]),
        ("The firm is in Chapter 11.", []),
        ("In Congress the bill failed.", []),
    ],
)
def test_places_are_told_by_rule(text: str, places: list[str], catalogue: Catalogue) -> None:
    assert of_kind(text, catalogue, TopicKind.PLACE) == places


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Peter Rawlinson stepped down.", ["Peter Rawlinson"]),
        ("Oskari Vell, the chief executive, left.", ["Oskari Vell"]),
        ("CEO Oskari Vell left.", ["Oskari Vell"]),
        ("Harrison Ford opened it.", ["Harrison Ford"]),
        ("Jane Roe left. Roe had led the plant.", ["Jane Roe"]),
        ("Grand Rapids, the city, waits.", []),
        ("Will Production begin?", []),
    ],
)
def test_people_are_told_by_first_name_or_role(
    text: str, people: list[str], catalogue: Catalogue
) -> None:
    assert of_kind(text, catalogue, TopicKind.PERSON) == people


def test_spans_are_of_the_body_byte_for_byte(catalogue: Catalogue) -> None:
    body = "Citroe\u0308n and Škoda agree.\nVW\u200b waits."
    spans = [one.span.of(body) for one in read(body, catalogue).mentions]
    assert spans[:2] == ["Citroe\u0308n", "Škoda"]
    assert spans[2].startswith("VW")


@pytest.mark.parametrize(
    ("title", "body", "subjects"),
    [
        (
            "Ford and Renault Partner",
            "Ford and Renault said they will share a platform. Nissan uses it, too.",
            ["Ford", "Renault"],
        ),
        (
            "A Quiet Week",
            "Rivian opened its plant. Rivian hired 200 people. Tesla, by contrast, hired nobody.",
            ["Rivian"],
        ),
    ],
)
def test_subjects_are_told_from_passing_mention(
    title: str, body: str, subjects: list[str], catalogue: Catalogue
) -> None:
    found = read(body, catalogue, title)
    names = {topic.key: topic.name for topic in found.topics}
    assert [names[key] for key in found.subjects] == subjects
