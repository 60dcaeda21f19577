"""What holds of the facts and the summary of every text, however odd."""

from __future__ import annotations

from bisect import bisect_right

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction import facts, summary
from bot.extraction.companies import Catalogue
from bot.extraction.text import Names, Text, shared_out
from bot.model import Mention, Quantity, Span
from tests.extraction.telling_help import DAY, text_of

PARTS = st.sampled_from(
    [
        "Ford spent $2 billion on it.", "It sold 61,000 cars in May 2025.", "However, it fell 5%.",
        "This is the Lantern Daily.", "Is it 2 million?", "THE PRICES", "\n", "Renault and Kia",
        "will open two plants in 2028,", "but", "which", "; and", "“we pay $3 million", "now,”",
        "(and 12% of it)", "said Nissan, and then,", "half of all", "on March 4,", "by early 2027.",
        "up from 10,000 jobs;", "the company", "a", "$", "1,2", ".", "Thanks for listening.",
    ]
)  # fmt: skip
BODIES = st.one_of(st.lists(PARTS, max_size=30).map(" ".join), st.text(max_size=120), st.just(""))


@settings(max_examples=120, deadline=None)
@given(body=BODIES)
def test_facts_lie_in_one_sentence_and_cut_nothing(body: str, catalogue: Catalogue) -> None:
    text = text_of(body, catalogue)
    sentences = {item.ordinal: item for item in text.sentences}
    for fact in facts.rank(text):
        sentence = sentences[fact.sentence]
        assert sentence.span.holds(fact.span)
        assert not sentence.heading
        assert fact.span.of(body).strip() == fact.span.of(body) != ""
        for item in (*text.quantities, *text.times):
            assert fact.span.holds(item.span) or not fact.span.meets(item.span)
        assert (fact.kind == "date") == (fact.value is None)
        assert set(fact.topics) <= {mention.topic for mention in text.names.mentions}


@settings(max_examples=60, deadline=None)
@given(body=BODIES)
def test_facts_are_each_told_once_and_the_best_first(body: str, catalogue: Catalogue) -> None:
    found = facts.rank(text_of(body, catalogue))
    assert len({fact.span for fact in found}) == len(found)
    if found:
        assert found[0].score == max(fact.score for fact in found)


@settings(max_examples=120, deadline=None)
@given(body=BODIES)
def test_a_summary_is_of_whole_sentences_in_order_and_short(
    body: str, catalogue: Catalogue
) -> None:
    text = text_of(body, catalogue)
    picked = summary.pick(text, facts.rank(text))
    assert len(picked) <= 3
    assert list(picked) == sorted(set(picked))
    plain = {item.span for item in text.sentences if not item.heading}
    assert set(picked) <= plain
    if len(picked) > 1:
        assert sum(span.end - span.start for span in picked) <= summary.SHARE * len(body)


PLACES = st.lists(st.integers(0, 60), unique=True, max_size=16).map(sorted)


@settings(max_examples=120, deadline=None)
@given(edges=PLACES, starts=PLACES)
def test_what_begins_behind_a_sentence_is_shared_out_to_it(
    edges: list[int], starts: list[int]
) -> None:
    spans = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    items = [Quantity(Span(start, start + 1), "count", 1.0) for start in starts]
    before = [bisect_right([span.start for span in spans], start) - 1 for start in starts]
    for place, share in enumerate(shared_out(spans, items)):
        expected = [item for item, at in zip(items, before, strict=True) if at == place]
        assert share == expected


def test_a_name_outside_all_sentences_is_shared_out_to_none() -> None:
    names = Names(mentions=(Mention(Span(0, 2), "firm", 0),))
    text = Text("", "12. -", DAY, sentences=(), times=(), names=names, quantities=())
    assert not text.shares.mentions
