"""The README's picture is the one that the sample briefings give. To draw it anew, take
`data/samples` into a new library, then
`briefing-desk picture --today 2025-12-09 --out .github/timeline.png GM`; its words are printed."""

from __future__ import annotations

import re
from datetime import date

from PIL import Image

from bot.answers.values import Context, TimelineAnswer
from bot.app import Desk
from bot.pictures.alt import alt_text
from bot.pictures.layout import lay_out
from bot.pictures.parts import WIDTH
from bot.pictures.sketch import sketch
from bot.resources import samples
from tests.conftest import put
from tests.test_docs import README, ROOT


async def test_the_readme_shows_a_real_timeline(desk: Desk) -> None:
    for sample in samples():
        await put(desk, sample.read_bytes())
    answer = await desk.ask("!timeline GM", Context(today=date(2025, 12, 9)))
    assert isinstance(answer, TimelineAnswer)
    shown = sketch(answer)
    found = re.search(r'<img src="([^"]+)"[^>]* alt="([^"]+)">', README)
    assert found is not None
    assert found[2] == alt_text(shown)
    with Image.open(ROOT / found[1]) as image:
        assert image.size == (WIDTH, lay_out(shown).height)
