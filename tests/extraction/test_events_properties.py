"""What holds for the events of any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Days
from tests.extraction.events_help import DAY, lay_out, told

WORDS = st.sampled_from(
    "Arden Calder Brisk Cells will not build the van planned for 2027 in June said on Friday that "
    "it was moved to late 2028 rather than , ; . \n and which today announced by from until Q3 "
    "since next year between March May “ ” — has been dropped is no a".split(" ")
)


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_events_are_clauses_of_the_body_with_known_topics(body: str) -> None:
    text = lay_out(body)
    known = {topic.key for topic in text.names.topics}
    spans = {sentence.ordinal: sentence.span for sentence in text.sentences}
    for event in told(body):
        assert spans[event.sentence].holds(event.span)
        assert event.span.of(body).strip()
        assert event.days.earliest <= event.days.latest
        assert set(event.topics) <= known
        assert len(set(event.topics)) == len(event.topics)
        assert event.reported == (event.days == Days(DAY, DAY))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises(body: str) -> None:
    told(body)


def test_events_stand_in_text_order() -> None:
    body = "Arden said on Friday that it will build vans by 2026. Calder opened a plant in 2021."
    found = [event.span for event in told(body)]
    assert found == sorted(found)


def test_a_sentence_without_end_is_read_too() -> None:
    body = "Arden will open in 2027 and Calder in 2028, " * 400
    assert told(body)
