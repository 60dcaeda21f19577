"""`picture`: a timeline drawn into a file, its alt text on standard output."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bot.answers.topics import Nobody
from bot.answers.values import Answer, NothingFound, TimelineAnswer
from bot.errors import BadQuestion
from bot.pictures.gallery import Gallery
from bot.terminal_front.commands import DONE, context_of, open_library


def picture(db: Path | None, name: str, out: Path, today: date | None, *, dark: bool) -> int:
    """Write the timeline of `name` to `out`, a PNG file; raises `BadQuestion` where there is
    nothing to draw or the file cannot be written."""
    if out.suffix.lower() != ".png":
        raise BadQuestion(f"{out} is no PNG file; name it such as timeline.png.")
    with open_library(db) as (runner, desk, settings):
        context = context_of(runner, desk, settings, today)
        answer = runner.run(desk.ask(f"timeline {name}", context))
        if not isinstance(answer, TimelineAnswer):
            raise BadQuestion(_nothing(answer, name))
        drawn = runner.run(Gallery().picture_of(answer, dark=dark))
    try:
        out.write_bytes(drawn.png)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadQuestion(f"{out} cannot be written: {why}.") from error
    sys.stdout.write(f"{drawn.alt}\n")
    return DONE


def _nothing(answer: Answer, name: str) -> str:
    near = answer.suggestions if isinstance(answer, NothingFound) else ()
    return str(Nobody(name, [topic.name for topic in near]))
