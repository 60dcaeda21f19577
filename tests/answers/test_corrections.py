"""What a correction changed is told in words of both revisions, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answers.changed import differences, say_difference
from bot.answers.questions import ask
from bot.answers.values import Context, CorrectionsAnswer
from bot.app import Desk
from bot.ingestion.corrections import By, edit, restore
from bot.ingestion.edits import Edits
from bot.model import HOUSE, Revision
from tests.conftest import put

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
VAN = "Tallowbrook Motors spent $40 million on its plant in Ludlow. It will hire 300 people there."
OLD = Revision(1, 1, NOW, b"", "A Van", VAN, date(2026, 11, 20), "Maren Tilbrook")


def told(**changes: object) -> list[str]:
    return list(map(say_difference, differences(OLD, replace(OLD, **changes))))  # type: ignore[arg-type]


def test_a_figure_comes_with_the_words_around_it() -> None:
    assert told(body=VAN.replace("$40", "$50")) == [
        "“Tallowbrook Motors spent $40 million on its” → "
        "“Tallowbrook Motors spent $50 million on its”"
    ]


def test_title_date_and_author_are_named() -> None:
    assert told(title="A Bus", day=date(2026, 11, 21), author="") == [
        "title: “A Van” → “A Bus”",
        "date: “20 November 2026” → “21 November 2026”",
        "author: “Maren Tilbrook” → nothing",
    ]


def test_changes_far_apart_are_two() -> None:
    changed = VAN.replace("$40", "$50").replace("there.", "here.")
    assert len(told(body=changed)) == 2


WORDS = st.lists(st.sampled_from("a plant $40 million\n hires 300\n\n people Ünï 🚚".split(" ")))


@settings(max_examples=40, deadline=None)
@given(WORDS, WORDS)
@example([], ["plant"] * 60)
def test_every_side_stands_in_its_revision(left: list[str], right: list[str]) -> None:
    old, new = " ".join(left), " ".join(right)
    found = differences(replace(OLD, body=old), replace(OLD, body=new))
    assert bool(found) is (old.split() != new.split())
    for one in found:
        assert one.before.removesuffix(" …") in old.replace("\n", " ")
        assert one.after.removesuffix(" …") in new.replace("\n", " ")
        assert one.at is not None
        assert one.at.end <= len(old)


async def test_the_list_tells_what_was_put_right_and_forgets_what_was_put_back(desk: Desk) -> None:
    (one,) = await put(desk, f"A Van\n2026-11-20\n\n{VAN}\n")
    by = By(HOUSE, 0, NOW)

    async def listed() -> CorrectionsAnswer:
        answer = await ask(desk.storage, desk.catalogue, Context(NOW.date()), "!corrections")
        assert isinstance(answer, CorrectionsAnswer)
        return answer

    assert (await listed()).corrected == ()
    fixed = Edits(body=VAN.replace("300", "400"))
    await edit(desk.storage, desk.catalogue, one.ref.id, fixed, by, today=NOW.date())
    (corrected,) = (await listed()).corrected
    assert "400" in corrected.changes[0].after
    assert (corrected.revision, corrected.day) == (2, NOW.date())
    await restore(desk.storage, desk.catalogue, one.ref.id, by, revision=1)
    assert [item.revision for item in (await listed()).corrected] == [3, 2]
