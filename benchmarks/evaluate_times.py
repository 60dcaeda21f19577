"""Time expressions as TempEval-3's task A wants them: spans with TIMEX3 types and values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.extraction.times import find
from bot.model import TimeExpression, TimeType


def answer(request: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """One line with the spans of `request["text"]`, read as of `request["date"]`."""
    day = date.fromisoformat(request["date"])
    spans = [_row(expression) for expression in find(request["text"], day)]
    yield {"id": request["id"], "spans": spans}


def _row(expression: TimeExpression) -> dict[str, Any]:
    """TIMEX3 knows no model years: to TimeML "the 2027 Bolt" holds a plain year."""
    kind = TimeType.DATE if expression.type is TimeType.MODEL_YEAR else expression.type
    return {
        "start": expression.span.start,
        "end": expression.span.end,
        "value": expression.value,
        "type": kind.value,
    }
