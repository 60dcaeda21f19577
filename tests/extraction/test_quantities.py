"""Which words of a text are figures, and what they say."""

from __future__ import annotations

import pytest

from bot.extraction import quantities, times
from bot.model import Quantity
from tests.extraction.telling_help import DAY


def figures(text: str) -> tuple[Quantity, ...]:
    return quantities.find(text, times.find(text, DAY))


def only(text: str) -> Quantity:
    (found,) = figures(text)
    return found


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        # signs, codes and names of currencies
        ("It costs $2.8bn.", "$2.8bn", 2.8e9, "USD"),
        ("They spend US$40 million.", "US$40 million", 4e7, "USD"),
        ("They spend C$1.8 billion.", "C$1.8 billion", 1.8e9, "CAD"),
        ("They spend A$1.2m on it.", "A$1.2m", 1.2e6, "AUD"),
        ("It puts RMB 3.2 billion into a line.", "RMB 3.2 billion", 3.2e9, "CNY"),
        ("It raised £75m in seed money.", "£75m", 7.5e7, "GBP"),
        ("It won EUR 150 thousand.", "EUR 150 thousand", 1.5e5, "EUR"),
        ("It won 150 million euros.", "150 million euros", 1.5e8, "EUR"),
        ("It won 5 million € there.", "5 million €", 5e6, "EUR"),
        ("They invest Rs 1,200 crore.", "Rs 1,200 crore", 1.2e10, "INR"),
        ("They invest ₹3 lakh crore.", "₹3 lakh crore", 3e12, "INR"),
        ("A loan of SEK 5bn was signed.", "SEK 5bn", 5e9, "SEK"),
        ("The loan is 5 billion kronor.", "5 billion kronor", 5e9, "SEK"),
        ("Profit was ¥1.3 trillion.", "¥1.3 trillion", 1.3e12, "JPY"),
        ("Profit was 2 trillion won.", "2 trillion won", 2e12, "KRW"),
        ("It is a $3.2 billion affair.", "$3.2 billion", 3.2e9, "USD"),
        ("Five million pounds were lost.", "Five million pounds", 5e6, "GBP"),
        ("It made $1,250,000.", "$1,250,000", 1.25e6, "USD"),
    ],
)
def test_money(text: str, span: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.span.of(text), found.kind, found.unit) == (span, "money", unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The car starts at $29,995.", 29995, "USD"),
        ("It should cost about 79,800 yuan.", 79800, "CNY"),
        ("Buyers put down $50 each.", 50, "USD"),
        ("Power is $0.13 per kWh there.", 0.13, "USD/kWh"),
    ],
)
def test_money_for_one_thing_is_a_price(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.value, found.unit) == ("price", value, unit)


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("They sold just over 61,000 cars.", 61_000, "cars"),
        ("It needs 2000 workers.", 2000, "workers"),
        ("The goal is two new petrol-free vans using one platform.", 2, "vans"),
        ("The firm has eleven employees.", 11, "employees"),
        ("A 10,000-seat hall is planned.", 10_000, "seat"),
        ("In Ghent 300 workers walked out.", 300, "workers"),
        ("It hired twenty-five people.", 25, "people"),
        ("It hired two hundred and fifty people.", 250, "people"),
        ("They looked at two dozen states.", 24, "states"),
        ("They looked at half a dozen states.", 6, "states"),
        ("More than 12,000 Tesla Superchargers are there.", 12_000, "Superchargers"),
        ("They ordered 300 Boeing 737 jets.", 300, "jets"),
        ("They ordered 500 Mercedes vans.", 500, "vans"),
        ("They built 1.2 million of the cars.", 1.2e6, "cars"),
        ("It wants 5m cars by then.", 5e6, "cars"),
        ("It sold 2 lakh units.", 2e5, "units"),
        ("It will add 2,000+ jobs.", 2000, "jobs"),
        ("Soon there should be 240 of them.", 240, ""),
    ],
)
def test_counts(text: str, value: float, counted: str) -> None:
    found = next(item for item in figures(text) if item.kind == "count")
    assert (found.value, found.counted) == (value, counted)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It can make 200,000 trucks and SUVs a year.", 200_000, "trucks/year"),
        ("It gives 150,000 paid rides a week.", 150_000, "rides/week"),
        ("It makes 100,000 petrol and diesel vans per year.", 100_000, "vans/year"),
        ("Sales ran at an annual rate of 15.9 million.", 15.9e6, "/year"),
    ],
)
def test_a_count_in_a_time_is_a_rate(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.value, found.unit) == ("rate", pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("Sales fell 8.4%.", "change", 8.4, "%"),
        ("Sales were up 12 per cent.", "change", 12, "%"),
        ("It costs 40% less.", "change", 40, "%"),
        ("The share grew by 15 percentage points.", "change", 15, "points"),
        ("The rate rose 25 basis points.", "change", 25, "basis points"),
        ("They own 85% of the shares.", "share", 85, "%"),
        ("They may sell up to 15% of it.", "share", 15, "%"),
        ("A third of the money is theirs.", "share", 1 / 3, "share"),
        ("It is a fifth cheaper.", "change", 1 / 5, "share"),
        ("Two-thirds of buyers agree.", "share", 2 / 3, "share"),
        ("One in five buyers agrees.", "share", 1 / 5, "share"),
        ("They own half of it.", "share", 1 / 2, "share"),
        ("They sell twice as many.", "multiple", 2, "times"),
        ("They sell three times as many.", "multiple", 3, "times"),
        ("Sales doubled.", "multiple", 2, "times"),
        ("Margins were −3% then.", "share", -3, "%"),
    ],
)
def test_shares_changes_and_multiples(text: str, kind: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.unit) == (kind, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("An 82 kWh pack comes first.", "energy", 82, "kWh"),
        ("It builds 30 GWh a year.", "energy", 30, "GWh/year"),
        ("It buys 20 gigawatt-hours of modules a year.", "energy", 20, "GWh/year"),
        ("It charges at up to 400 kW.", "power", 400, "kW"),
        ("The engine gives 550 horsepower.", "power", 550, "hp"),
        ("The truck has a 300-mile range.", "range", 300, "mi"),
        ("It has a range of 500 km.", "range", 500, "km"),
        ("The route is 1,000 miles long.", "distance", 1000, "mi"),
        ("They did half a million miles.", "distance", 500_000, "mi"),
        ("The zone has 90 square miles.", "area", 90, "sq mi"),
        ("A 1.2 million-square-foot hall is planned.", "area", 1.2e6, "sq ft"),
        ("The site has 600 acres.", "area", 600, "acres"),
        ("It tows 5,000 pounds.", "weight", 5000, "lb"),
        ("It turns out 60,000 tons a year.", "weight", 60_000, "t/year"),
        ("It runs 110 mph.", "speed", 110, "mph"),
        ("An 800-volt system is used.", "voltage", 800, "V"),
    ],
)
def test_measures(text: str, kind: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.kind, found.value, found.unit) == (kind, value, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("It charges 10–80% at that post.", 10, 80),
        ("It charges from 10 to 80% there.", 10, 80),
        ("They plan 1.5 million to 2 million cars.", 1.5e6, 2e6),
        ("They plan 1.5 to 2 million cars.", 1.5e6, 2e6),
        ("It costs $200-300 million.", 2e8, 3e8),
        ("It costs €1bn-€2bn.", 1e9, 2e9),
        ("It costs between 5 and 7 billion euros.", 5e9, 7e9),
        ("They plan two or three plants.", 2, 3),
    ],
)
def test_a_range_is_one_figure(text: str, low: float, high: float) -> None:
    found = only(text)
    assert (found.value, found.high) == (pytest.approx(low), pytest.approx(high))


def test_a_move_from_one_share_to_another_is_two_figures() -> None:
    assert [item.value for item in figures("The share drops from 40% to 30%.")] == [40, 30]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("They spent more than $2 billion.", "more than"),
        ("Just over 61,000 cars were sold.", "Just over"),
        ("Profit was up from less than one trillion yen.", "up from less than"),
        ("It gives up to 400 kW.", "up to"),
        ("Nearly 500 people came.", "Nearly"),
        ("They spent $2 billion.", ""),
    ],
)
def test_the_qualifier_is_kept_as_it_stands(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "The Model 3 and the F-150 sell well.",
        "The ID.4, the R2 and the 5 e-tech are new.",
        "A Tier 2 supplier filed for Chapter 11.",
        "Phase 2 of lot No. 7 begins.",
        "He drives a Polestar 2 and a Fiat 600.",
        "The Boeing 737 MAX and the A320neo fly.",
        "It is a 2 min read.",
        "In 2019 they met again.",
        "The line opens in H2 2027 or Q3 2028.",
        "It begins on March 14, 2027.",
        "The 2027 Bolt is due.",
        "1. IT WORKS",
        "The two models share one platform.",
        "A three-row SUV is planned.",
        "Three-row vans are planned.",
        "Polestar 2 sales rose, and Fiat 600 fans wait.",
        "The latter half of the book is dull.",
        "COVID-19 hit 5G and 3D printing.",
        "They won 3-1.",
        "The second half of the year was fine.",
        "Dozens of firms agreed.",
    ],
)
def test_names_dates_and_marks_are_no_figures(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It costs $5 bıllion.", 5e9, "USD"),
        ("It costs $5 bİllion.", 5e9, "USD"),
        ("It is 5 mıles away.", 5.0, "mi"),
        ("It took 5 mİnutes there.", 5.0, "min"),
        ("It sold 6 thou\N{LATIN SMALL LETTER LONG S}and vans.", 6000.0, "vans"),
    ],
)
def test_letters_that_pass_for_english_ones_are_read_as_those(
    text: str, value: float, unit: str
) -> None:
    found = only(text)
    assert (found.value, found.unit) == (value, unit)
