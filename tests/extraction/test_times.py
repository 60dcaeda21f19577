"""What `times.find` reads, as tables: a sentence, and what each expression in it means."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.wording import say_days
from bot.extraction.times import Tense, find, tense_around
from bot.model import Days, Precision, Span, TimeExpression, TimeType

TUESDAY = date(2025, 12, 9)


def read(text: str, day: date = TUESDAY) -> list[TimeExpression]:
    return list(find(text, day))


def shown(text: str, day: date = TUESDAY) -> list[tuple[str, str]]:
    return [(one.span.of(text), one.value) for one in read(text, day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # full dates in all usual orders
        ("Signed on December 9, 2025.", [("December 9, 2025", "2025-12-09")]),
        ("Signed on 9 December 2025.", [("9 December 2025", "2025-12-09")]),
        ("Signed on Tuesday, Dec. 9, 2025.", [("Tuesday, Dec. 9, 2025", "2025-12-09")]),
        ("Posted 2025-12-09, again 28/01/2025 and 12/31/24.",
         [("2025-12-09", "2025-12-09"), ("28/01/2025", "2025-01-28"), ("12/31/24", "2024-12-31")]),
        ("The fair is on February 20-21, 2026.",
         [("February 20", "2026-02-20"), ("21, 2026", "2026-02-21")]),
        ("Sold in July 2019 and May of last year.",
         [("July 2019", "2019-07"), ("May of last year", "2024-05")]),
        # without a year the verb decides
        ("It was shown on Jan. 29.", [("Jan. 29", "2025-01-29")]),
        ("It will be shown on Jan. 29.", [("Jan. 29", "2026-01-29")]),
        ("The vote is due in March.", [("March", "2026-03")]),
        ("Sales fell in March.", [("March", "2025-03")]),
        ("They met on Friday.", [("Friday", "2025-12-05")]),
        ("They meet again on Friday.", [("Friday", "2025-12-12")]),
        ("They said on Friday that it will open in May.",
         [("Friday", "2025-12-05"), ("May", "2026-05")]),
        ("Closed until Friday.", [("Friday", "2025-12-12")]),
        ("It ended last Thursday, and next April it starts anew.",
         [("last Thursday", "2025-12-04"), ("next April", "2026-04")]),
        # parts of years
        ("Output rose in the third quarter.", [("the third quarter", "2025-Q3")]),
        ("Bids are due in the first quarter.", [("the first quarter", "2026-Q1")]),
        ("From Q3 2026, 4Q25 and H2 2027.",
         [("Q3 2026", "2026-Q3"), ("4Q25", "2025-Q4"), ("H2 2027", "2027-H2")]),
        ("In the second half of next year.", [("the second half of next year", "2026-H2")]),
        ("It opens this spring or next summer, not last fall.",
         [("this spring", "2025-SP"), ("next summer", "2026-SU"), ("last fall", "2025-FA")]),
        ("Ministers held their Autumn meetings.", [("Autumn", "2025-FA")]),
        ("In the 1990s, the late 1980s, the 20th century.",
         [("the 1990s", "199"), ("the late 1980s", "198"), ("the 20th century", "19")]),
        # counted from the day of the text
        ("Last week, this month, next year, yesterday, this morning.",
         [("Last week", "2025-W49"), ("this month", "2025-12"), ("next year", "2026"),
          ("yesterday", "2025-12-08"), ("this morning", "2025-12-09TMO")]),
        ("Two weeks ago and three years from now.",
         [("Two weeks ago", "2025-W48"), ("three years from now", "2028")]),
        # counted from what was told before
        ("The plant closed in 2019. A year earlier it had grown.",
         [("2019", "2019"), ("A year earlier", "2018")]),
        ("It was signed on July 26, and paid the same day.",
         [("July 26", "2025-07-26"), ("the same day", "2025-07-26")]),
        # lengths, rates, references
        ("It takes 18 months, ten minutes or two and a half years.",
         [("18 months", "P18M"), ("ten minutes", "PT10M"), ("two and a half years", "P2.5Y")]),
        ("More than two years, a few days, half an hour.",
         [("More than two years", "P2Y"), ("a few days", "PXD"), ("half an hour", "PT30M")]),
        ("A five-year plan for the next decade, after the last three months.",
         [("five-year", "P5Y"), ("the next decade", "P10Y"), ("the last three months", "P3M")]),
        ("It builds 300,000 cars a year, ships every Tuesday, reports twice a week.",
         [("a year", "P1Y"), ("every Tuesday", "XXXX-WXX-2"), ("a week", "P1W")]),
        ("Now, and in the future, as recently.",
         [("Now", "PRESENT_REF"), ("the future", "FUTURE_REF"), ("recently", "PAST_REF")]),
        ("The call starts at 8 a.m. and ends by 16:30 GMT.",
         [("8 a.m.", "2025-12-09T08:00"), ("16:30 GMT", "2025-12-09T16:30Z")]),
        ("It was due before Labor Day and comes by Christmas.",
         [("Labor Day", "2026-09-07"), ("Christmas", "2025-12-25")]),
    ],
)  # fmt: skip
def test_reads(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It may move. May Mobility may, too.",
        "They march on; March on, they said.",
        "The second plant and the 5 e-tech.",
        "It found 2,024 buyers and cut 2000 jobs.",
        "The Model 3 charges from 10-80%.",
        "Prices fall, and the fall in sales goes on.",
        "A site near Spring Hill, with winter tires.",
        "Airlines changed after the September 11 attacks and the September 11, 2001, attacks.",
        "Version 10.11.12, a 3:20 ratio, Feb 30, 31/31/2025, 2025-13-45.",
        "A quarter of the staff, a 2 min read.",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last", "mod"),
    [
        ("early 2028", (2028, 1, 1), (2028, 4, 30), "START"),
        ("mid-2028", (2028, 5, 1), (2028, 8, 31), "MID"),
        ("late 2028", (2028, 9, 1), (2028, 12, 31), "END"),
        ("mid-to-late 2028", (2028, 5, 1), (2028, 12, 31), ""),
        ("early March 2026", (2026, 3, 1), (2026, 3, 10), "START"),
        ("late March 2026", (2026, 3, 21), (2026, 3, 31), "END"),
        ("the end of 2026", (2026, 12, 1), (2026, 12, 31), "END"),
        ("the end of the decade", (2029, 1, 1), (2029, 12, 31), "END"),
        ("later this year", (2025, 12, 9), (2025, 12, 31), ""),
        ("the week of March 3, 2025", (2025, 3, 3), (2025, 3, 9), ""),
        ("the next five years", (2025, 12, 9), (2030, 12, 9), ""),
        ("autumn 2026", (2026, 9, 1), (2026, 11, 30), ""),
        ("winter 2025", (2025, 12, 1), (2026, 2, 28), ""),
    ],
)
def test_days(text: str, first: tuple[int, int, int], last: tuple[int, int, int], mod: str) -> None:
    (one,) = read(f"It comes in {text}.")
    assert one.span.of(f"It comes in {text}.") == text
    assert (one.days, one.mod) == (Days(date(*first), date(*last)), mod)


def test_a_fiscal_year_runs_as_the_text_tells() -> None:
    told = read("Profit for fiscal 2024, which ends next month, is up.", date(2024, 2, 20))
    assert told[0].days == Days(date(2023, 4, 1), date(2024, 3, 31))
    assert told[0].value == "FY2024"
    assert say_days(told[0].days, Precision.YEAR, told[0].value) == "fiscal 2024"


@pytest.mark.parametrize("text", ["the 2027 Bolt", "a model year 2027 car", "as a 2027 model"])
def test_model_years_are_kept_apart(text: str) -> None:
    assert [one.type for one in read(f"Here is {text}.")] == [TimeType.MODEL_YEAR]


def test_the_year_of_a_plan_is_a_year() -> None:
    assert [one.type for one in read("In 2027 Ford starts; its 2026 Ford plan.")] == [
        TimeType.DATE,
        TimeType.DATE,
    ]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("ready by 2030", ["by"]),
        ("from 2024 to 2027", ["from", "to"]),
        ("between March and May", ["between", "and"]),
        ("2024-2026", ["", "to"]),
        ("since 2020", ["since"]),
    ],
)
def test_relations(text: str, relations: list[str]) -> None:
    assert [one.relation for one in read(text)] == relations


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("It opened in May.", "May", Tense.PAST),
        ("It will open in May.", "May", Tense.FUTURE),
        ("It is to be opened in May.", "May", Tense.FUTURE),
        ("It opens in May.", "May", Tense.PRESENT),
        ("He left. In May it will open.", "May", Tense.FUTURE),
    ],
)
def test_tense(text: str, word: str, tense: Tense) -> None:
    at = text.index(word)
    assert tense_around(text, Span(at, at + len(word))) is tense


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Brisling cut its forecast in September.", "2024-09"),
        ("Orrin Vale missed its own target in May.", "2024-05"),
        ("Orrin Vale forecasts a profit for May.", "2025-05"),
    ],
)
def test_a_forecast_that_is_a_noun_does_not_look_ahead(text: str, value: str) -> None:
    assert [one.value for one in read(text, date(2024, 12, 2))] == [value]
