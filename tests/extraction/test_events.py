"""Happenings: which clauses tell one, on which days, how it stands, and who takes part.

The report is of Thursday, 13 March 2025; all firms are invented.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Status
from tests.extraction.events_help import DAY, brief, briefs, lay_out, told

# fmt: off
PAST = [
    ("Today, Arden announced a venture with Calder.", "2025-03-13 past arden,calder"),
    ("Arden opened its plant this morning.", "2025-03-13 past arden"),
    ("Arden opened its plant on Monday.", "2025-03-10 past arden"),
    ("Arden and Calder signed a contract yesterday.", "2025-03-12 past arden,calder"),
    (
        "In 2019, Arden announced a partnership with Calder.",
        "2019-01-01..2019-12-31 past arden,calder",
    ),
    ("Brisk Cells lost $38 million in the fourth quarter.", "2024-10-01..2024-12-31 past brisk"),
    ("Arden, founded in 1998, bought Dunmore in 2021.", "1998-01-01..1998-12-31 past arden"),
    (
        "Arden has been building vans at Calder since May 2024.",
        "2024-05-01..2024-05-31 past arden,calder",
    ),
]

PLANNED = [
    ("Arden will open a plant in 2027.", "2027-01-01..2027-12-31 planned arden"),
    ("The first vans from Arden are due in June.", "2025-06-01..2025-06-30 planned arden"),
    ("Arden wants to sell it from 2026.", "2026-01-01..2026-12-31 planned arden"),
    ("Arden is to launch the van on May 6.", "2025-05-06 planned arden"),
    ("The van from Arden is still set for 2026.", "2026-01-01..2026-12-31 planned arden"),
    ("Arden has until May 1 to respond.", "2025-05-01 planned arden"),
    ("Arden brings the start forward to May from September.",
     "2025-05-01..2025-05-31 planned arden"),
    ("Arden does not expect to earn money before 2027.", "2027-01-01..2027-12-31 planned arden"),
    ("The hearing of Arden is set for Monday.", "2025-03-17 planned arden"),
    ("Arden builds the van between 2026 and 2028.", "2026-01-01..2028-12-31 planned arden"),
]

DELAYED = [
    ("Arden pushed the launch back to 2027.", "2027-01-01..2027-12-31 delayed arden"),
    ("Arden has postponed the start of production to July 2025.",
     "2025-07-01..2025-07-31 delayed arden"),
    ("The start at Arden has been moved from 2026 to 2027.",
     "2027-01-01..2027-12-31 delayed arden"),
    ("Arden has postponed the start at Calder from 2026 to 2027.",
     "2027-01-01..2027-12-31 delayed arden,calder"),
    ("Arden will now open the plant in 2028 rather than 2026.",
     "2028-01-01..2028-12-31 delayed arden"),
    ("The van from Arden slips to 2027.", "2027-01-01..2027-12-31 delayed arden"),
    ("The van from Arden comes in 2027 and no longer in 2026.",
     "2027-01-01..2027-12-31 delayed arden"),
    ("Arden delayed the van, which is now due in June.", "2025-06-01..2025-06-30 delayed arden"),
    ("The truck from Arden is late for the second time and now expected in 2029.",
     "2029-01-01..2029-12-31 delayed arden"),
    ("Arden has put off the launch until 2027.", "2027-01-01..2027-12-31 delayed arden"),
    ("The van from Arden comes a year later than planned, in 2028.",
     "2028-01-01..2028-12-31 delayed arden"),
    ("The launch at Arden, planned for May, will now be in June.",
     "2025-06-01..2025-06-30 delayed arden"),
]

CANCELLED = [
    ("Arden will not build the van planned for 2027.", "2027-01-01..2027-12-31 cancelled arden"),
    ("Arden scrapped the van that was to come in 2027.", "2027-01-01..2027-12-31 cancelled arden"),
    ("The plant of Arden, which should have opened in June, stays empty.",
     "2025-06-01..2025-06-30 cancelled arden"),
    ("Arden called off the merger planned for 2026.", "2026-01-01..2026-12-31 cancelled arden"),
    ("Arden gives up its vow to sell only vans by 2030.", "2030-01-01..2030-12-31 cancelled arden"),
]
# fmt: on


@pytest.mark.parametrize(("body", "expected"), [*PAST, *PLANNED, *DELAYED, *CANCELLED])
def test_a_clause_has_its_days_standing_and_actors(body: str, expected: str) -> None:
    assert briefs(body)[0] == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Arden has 900 people.", id="no time"),
        pytest.param("Sales of Arden are up from a year ago.", id="a comparison"),
        pytest.param("Sales of Arden fell 8% from a year ago.", id="another comparison"),
        pytest.param("Arden sells more than in 2020.", id="than"),
        pytest.param("Arden built 900 vans a week.", id="a rate"),
        pytest.param("The work at Arden takes six months.", id="a length"),
        pytest.param("The 2027 Arden van costs less.", id="a model year"),
        pytest.param("Arden was no maker of vans in 2020.", id="a state"),
        pytest.param("Arden was to open a plant in 2020.", id="only meant"),
        pytest.param("Arden is the newcomer of the year.", id="a title"),
        pytest.param("Arden has sold vans since 2020.", id="since"),
        pytest.param("This is the Lane Report for March 13, 2025.", id="a greeting"),
        pytest.param("Arden leads. It does so at 2025 prices.", id="at prices"),
    ],
)
def test_a_date_in_passing_is_no_happening(body: str) -> None:
    assert briefs(f"{body} Nobody minds.") == []


def test_the_saying_and_the_plan_are_two_happenings() -> None:
    body = "Arden said on Friday that it will build a plant by 2026."
    assert briefs(body) == ["2025-03-07 past arden", "2026-01-01..2026-12-31 planned arden"]
    assert [event.deadline for event in told(body)] == [False, True]


def test_what_is_said_today_to_be_ahead_is_said_and_done() -> None:
    assert briefs("Arden said today that Calder will take 10% of Dunmore.")[0].startswith(
        "2025-03-13 past"
    )


def test_a_decision_and_what_it_gives_up_are_two_happenings() -> None:
    body = "Arden said on Wednesday that it will not build the van planned for 2027."
    assert briefs(body) == ["2025-03-12 past arden", "2027-01-01..2027-12-31 cancelled arden"]


def test_each_clause_has_its_own_date_and_actor() -> None:
    body = "Arden opens a plant in June, and Calder will open one in 2027."
    assert briefs(body) == [
        "2025-06-01..2025-06-30 planned arden",
        "2027-01-01..2027-12-31 planned calder",
    ]


def test_a_relative_clause_ends_with_its_comma() -> None:
    body = "Arden, which bought Calder in 2021, sold it on Wednesday to Dunmore."
    assert briefs(body) == [
        "2021-01-01..2021-12-31 past arden,calder",
        "2025-03-12 past arden,dunmore",
    ]


def test_a_verb_said_once_holds_for_both() -> None:
    body = "Arden had settled on Monday, Calder on Tuesday."
    assert briefs(body) == ["2025-03-10 past arden", "2025-03-11 past calder"]


def test_a_clause_without_a_subject_has_the_one_before() -> None:
    body = "Arden stopped the van in 2023 and will show a truck with Calder next year."
    assert briefs(body)[-1] == "2026-01-01..2026-12-31 planned arden,calder"


def test_a_moved_date_does_not_move_the_other_plan_of_its_sentence() -> None:
    body = "The truck from Arden slips to 2027, and Calder will open a plant in 2026."
    assert [event.status for event in told(body)] == [Status.DELAYED, Status.PLANNED]


def test_a_sentence_without_a_name_keeps_to_its_paragraph() -> None:
    body = "Calder shows a van. Production begins in June.\nBrisk Cells shows a pack."
    assert briefs(body) == ["2025-06-01..2025-06-30 planned calder"]


def test_a_piece_about_one_firm_keeps_to_it() -> None:
    body = "Calder shows a van. It costs less.\nProduction begins in June."
    assert briefs(body) == ["2025-06-01..2025-06-30 planned calder"]


def test_the_end_of_a_period_just_named_is_no_happening() -> None:
    body = "Arden will earn more in fiscal 2025, which ends in December."
    assert len(briefs(body)) == 1


# --- the report's own day ------------------------------------------------------------------------


def test_the_lead_happens_on_the_day_of_the_report() -> None:
    (event,) = told("Arden unveiled a van with Calder. It has four seats.")
    assert (event.days.earliest, event.reported, event.time) == (DAY, True, None)
    assert brief("", event) == "2025-03-13 past arden,calder"


def test_a_greeting_is_not_the_lead() -> None:
    (event,) = told("Good morning. Arden unveiled a van.")
    assert event.sentence == 1


def test_a_lead_that_only_describes_is_no_news() -> None:
    assert told("Arden makes vans and trucks.") == ()


def test_news_of_the_day_reaches_into_the_sentence_that_goes_on_about_it() -> None:
    body = "Today, Arden announced a venture. The goal is a van on the platform from Calder."
    (event,) = told(body)
    assert event.topics == ("arden", "calder")


def test_news_of_the_day_does_not_reach_into_the_next_paragraph() -> None:
    body = "Today, Arden announced a venture.\nThe goal is a van on the platform from Calder."
    assert told(body)[0].topics == ("arden",)


# --- figures of a period -------------------------------------------------------------------------


def test_results_belong_to_the_period_named_before_them() -> None:
    body = "February was no month for records. Sales of Arden fell 8% from a year ago."
    (event,) = told(body)
    assert brief(body, event) == "2025-02-01..2025-02-28 past arden"
    assert event.time is not None
    assert event.time.of(body) == "February"


def test_a_period_ends_with_its_paragraph() -> None:
    assert told("February was no month for records.\nSales of Arden fell 8% from a year ago.") == ()


# --- once ----------------------------------------------------------------------------------------


def test_a_happening_told_twice_is_one() -> None:
    body = "Arden opened its plant in Harwell on Monday. Arden opened its Harwell plant on Monday."
    assert len(told(body)) == 1


def test_spans_are_words_of_the_body() -> None:
    text = lay_out("Arden opens a plant in June; Calder will open one in 2027.")
    for event in told(text.body):
        assert event.time is not None
        assert event.span.holds(event.time)
        assert event.span.of(text.body) == event.span.of(text.body).strip()


def test_another_day_turns_a_plan_into_the_past() -> None:
    body = "Arden launches the van on May 6, 2025."
    assert told(body)[0].status is Status.PLANNED
    assert told(body, date(2025, 6, 1))[0].status is Status.PAST
