"""A whole question: no command, but a search that holds its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.in_words import as_search
from bot.answers.questions import parse
from bot.answers.search import parse_search
from bot.errors import BadQuestion


@pytest.mark.parametrize(
    ("line", "search"),
    [
        ("when does the Renault 5 go on sale?", "search Renault 5 sale"),
        ("what’s new about Ford's F-150", "search Ford's F-150"),
        ("is there any news on AT&T?", "search AT&T"),
        ("who are you?", ""),
        ("play song", ""),
        ("", ""),
    ],
)
def test_a_question_in_words_is_a_search_for_those_that_tell(line: str, search: str) -> None:
    assert as_search(line) == search


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("when does the Renault 5 go on sale?", "search Renault 5 sale"),
        ("toodayy", "Did you mean today?"),
        ("tmeline Ampere since 2024", "Did you mean timeline NAME?"),
        ("gibberish", "Ask one of: today, "),
        ("who are you?", "Ask one of: today, "),
    ],
)
def test_who_asks_in_other_words_is_told_how_to_ask(line: str, told: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        parse(line)
    assert told in str(refused.value)


@given(st.text(max_size=120))
def test_any_sentence_comes_to_a_search_that_can_be_asked(line: str) -> None:
    found = as_search(line)
    if found:
        question = parse(found)
        assert question.command == "search"
        assert parse_search(question.argument).wanted
