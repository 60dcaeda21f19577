"""What holds for every text: `find` never raises, and its spans are in order and in range."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.times import find
from bot.extraction.times.context import Rule
from bot.extraction.times.reader import RULES, proposals
from bot.extraction.times.tokens import FORMS, SIGN, Tokens, tokenise

_PIECES = st.sampled_from(
    "the a last next this two 25 2027 1999 31 Feb. May March Friday quarter half of year years ago "
    "later earlier early mid late - – / , . ' 's \n 0000 9999 2025-02-30 31/12/99 99/99/99 8 p.m. "
    "24:61 Q3 H2 4Q25 FY26 1990s '82 3rd first second end fiscal decade century weeks week day "
    "morning to and from by since until every per more than some hundred thousand million 1e9 "
    "\x00 \ud800 ½ ٣ model Bolt Christmas Easter weekend now past future spring".split(" ")
)
_WORDY = st.lists(_PIECES, max_size=30).map(" ".join)
_ODD = st.sampled_from(
    "FY MY FYI QED H2 don't can’t 1.2 1.2.34 1/2/2026 1/2/26x 12:30 12 a.m. am o'clock '90s ’ ‘ ` "
    "57,012 up $ % \t \u00a0 \u202f \r _ É İ ı ſ \u212a ٣ ½ ² a p O ' 90s 中 “ '26".split(" ")
)
_PARTED = st.lists(st.tuples(st.one_of(_PIECES, _ODD), st.sampled_from(["", " ", "  "])))
_GLUED = st.lists(_PIECES, max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(_WORDY, _GLUED, st.text(max_size=80)), day=st.dates())
def test_every_text_is_read_in_order(text: str, day: date) -> None:
    end = 0
    for one in find(text, day):
        assert end <= one.span.start < one.span.end <= len(text)
        assert one.value and one.rule
        assert one.days is None or one.days.earliest <= one.days.latest
        end = one.span.end


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize(
    "text",
    [
        "yesterday, tomorrow, last year, next century, 999999 years ago, 999999 days from now",
        "last week, next week, this weekend, a decade later, the next 9999 years, next Monday",
        "the day before, Dec. 31, Feb. 29, Easter, early next decade, the next day, last winter",
        "Easter '82, Christmas '99, Good Friday 9999, New Year's Eve, Thanksgiving 1",
        "1,000,000 days ago; 99999999999999999999 weeks later; the past 9999 months; year 0",
    ],
)
def test_the_ends_of_the_calendar(text: str, day: date) -> None:
    find(text, day)


@pytest.mark.parametrize("piece", ["a ", "1", "-", "A", "(", "May ", "the last ", "two or ", "1-"])
def test_work_grows_with_the_length(piece: str) -> None:
    """Counted, not timed: tokens and proposals of a doubled text are at most doubled."""

    def work(times: int) -> int:
        tokens = tokenise(piece * times)
        found = sum(1 for rule in RULES for _ in rule.pattern.finditer(tokens.signs))
        return len(tokens) + found

    assert work(2_000) <= 2 * work(1_000) + 10


def test_a_million_characters_of_nothing() -> None:
    assert find("1" * 1_000_000, date(2025, 12, 9)) == ()


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(_PARTED.map(lambda all_: "".join(a + b for a, b in all_)), st.text()))
@pytest.mark.parametrize("end", ["", " "])
def test_a_text_is_cut_as_each_form_in_its_turn_would_cut_it(text: str, end: str) -> None:
    forms = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in FORMS.items()))
    plain = list(forms.finditer(text + end))
    tokens = tokenise(text + end)
    assert tokens.starts == [one.start() for one in plain]
    assert tokens.raws == [one[0] for one in plain]
    assert tokens.lows == [one[0].lower() for one in plain]
    for one, sign in zip(plain, tokens.signs, strict=True):
        told_by_kind = one.lastgroup not in ("word", "number", "mark")
        assert not told_by_kind or sign == SIGN[one.lastgroup or ""]
        numbers = sign in "".join(SIGN[name] for name in ("decimal", "num", "day", "year"))
        assert numbers == (one.lastgroup == "number")


_NEED_MORE = ("span-end", "streak")
"""Rules that read nothing of a text without certain words that are no part of their pattern."""
_SIGNS = st.sampled_from(RULES).flatmap(lambda rule: st.from_regex(rule.pattern))
_SIGNS_OF_SUCH = st.sampled_from([rule for rule in RULES if rule.name in _NEED_MORE]).flatmap(
    lambda rule: st.from_regex(rule.pattern).map(
        lambda signs: signs + "".join(min(need) for need in rule.needs)
    )
)
_FEW_SIGNS = st.lists(st.sampled_from(list(SIGN.values())), min_size=2, max_size=12).flatmap(
    lambda few: st.text(st.sampled_from(few), max_size=40)
)


@settings(max_examples=400, deadline=None)
@given(signs=st.one_of(_SIGNS, _SIGNS_OF_SUCH, _FEW_SIGNS))
def test_no_rule_is_passed_over_where_it_fits(signs: str) -> None:
    def wants_more(rule: Rule) -> bool:
        return rule.name in _NEED_MORE and any(need.isdisjoint(signs) for need in rule.needs)

    plain = sorted(
        (one.start(), -len(one[0]), order)
        for order, rule in enumerate(RULES)
        for one in rule.pattern.finditer(signs)
        if not wants_more(rule)
    )
    assert [one[:3] for one in proposals(Tokens([], [], [], signs))] == plain
