"""`!company`: how its card says what was counted."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.outline import outline
from bot.answers.values import NAMED_AMONG, CompanyAnswer
from bot.model import Coverage, KnownTopic, Topic, TopicKind

DAY = date(2025, 12, 9)


@pytest.mark.parametrize(
    ("briefings", "heading"),
    [
        (NAMED_AMONG, "Named with"),
        (NAMED_AMONG + 1, f"Named with, in the newest {NAMED_AMONG} briefings"),
    ],
)
def test_where_only_the_newest_briefings_were_counted_the_card_says_so(
    briefings: int, heading: str
) -> None:
    orrin, quill = (Topic(name.lower(), name, TopicKind.COMPANY) for name in ("Orrin", "Quill"))
    answer = CompanyAnswer(
        asked="orrin",
        topic=orrin,
        entry=None,
        today=DAY,
        coverage=Coverage(500, DAY, DAY),
        briefings=briefings,
        named_with=(KnownTopic(quill, 17),),
    )
    (card,) = outline(answer)
    (told,) = (section for section in card.sections if section.heading.startswith("Named with"))
    assert told.heading == heading
    assert "Quill (17)" in str(told.blocks)
