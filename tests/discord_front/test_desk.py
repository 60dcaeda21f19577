"""The moderators' desk: what is ingested is shown first, corrected, decided once, and logged."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.ingestion.corrections import By
from bot.ingestion.intake import take_in
from bot.ingestion.names import Rereader, ruling
from bot.model import Draft, DraftState, Event, NameKind, NameRule, StoredBriefing
from tests.conftest import put
from tests.discord_front.conftest import NOON
from tests.discord_front.test_moderation import MENU, Room, plain, room
from tests.discord_server import Upload
from tests.discord_server.answers import walk
from tests.discord_server.permissions import Permission

__all__ = ["room"]

TEXT = (
    "December 9, 2025 - Tallowbrook Builds a Van\n"
    "By Maren Tilbrook\n"
    "Tallowbrook Motors spent $40 million on its plant in Ludlow in 2024. "
    "The first van will be sold in March 2027. "
    "Hartwell Mobility ordered 300 vans on Monday."
)


@pytest.fixture(autouse=True)
def ask_first(monkeypatch: pytest.MonkeyPatch, room: Room) -> None:
    object.__setattr__(
        room.stage, "settings", room.stage.settings.model_copy(update={"approval": "on"})
    )


async def drafts(room: Room) -> tuple[Draft, ...]:
    return await room.stage.desk.storage.read(lambda shelf: shelf.drafts(room.guild.id, 0, 99))


async def stored(room: Room) -> StoredBriefing:
    def look(shelf: Any) -> Any:
        (one,) = shelf.briefings_of((room.guild.id,), date(2025, 12, 9))
        return one

    found: StoredBriefing = await room.stage.desk.storage.read(look)
    return found


async def events(room: Room) -> list[Event]:
    number = (await stored(room)).ref.id
    found = await room.stage.desk.storage.read(
        lambda shelf: shelf.events_of((room.guild.id,), number)
    )
    return [item.event for item in found]


async def right_clicked(room: Room, text: str = TEXT) -> Any:
    file = Upload("message.txt", text.encode(), "text/plain")
    return await room.mod.right_clicks(await room.alice.posts(room.news, files=[file]), MENU)


def options(answer: Any, select: str) -> dict[str, str]:
    """The values of a select by their labels."""
    (found,) = [
        part
        for part in walk(answer.message.components)
        if str(part.get("custom_id", "")).startswith(select)
    ]
    return {option["label"]: option["value"] for option in found["options"]}


def select_of(answer: Any, select: str) -> str:
    (found,) = [
        str(part["custom_id"])
        for part in walk(answer.message.components)
        if str(part.get("custom_id", "")).startswith(select)
    ]
    return found


async def test_a_preview_shows_all_that_will_be_stored(room: Room) -> None:
    async with room.stage.bot():
        told = plain(await right_clicked(room))
        for words in (
            "Tallowbrook Builds a Van",
            "Draft 1 · 9 December 2025 · Maren Tilbrook",
            "A new briefing.",
            "spent $40 million",
            "March 2027",
            "Names that no list has",
            "Tallowbrook Motors",
            "Hartwell Mobility +1 (its first)",
        ):
            assert words in told, words
        assert (await room.held()).briefings == 0
        assert "Tallowbrook" not in plain(await room.alice.slash(room.news, "today"))


async def test_the_round_from_a_right_click_to_an_answer(room: Room) -> None:
    """Right-click, edit, leave out, re-date, approve, ask: each change is what is stored."""
    async with room.stage.bot():
        shown = await right_clicked(room)
        opened = await room.mod.clicks(shown, "Edit")
        title, _, author, *_ = list(opened.modal.inputs)
        shown = await room.mod.submits(opened, {title: "A Better Title", author: "Ona Brandt"})
        assert "A Better Title" in plain(shown)
        assert "Ona Brandt" in plain(shown)
        lines = options(shown, "desk:dl")
        (order,) = [value for words, value in lines.items() if "Hartwell" in words]
        shown = await room.mod.selects(shown, select_of(shown, "desk:dl"), order)
        assert "Left out: 1 line." in plain(shown)
        (sale,) = [v for words, v in options(shown, "desk:dd").items() if "first van" in words]
        form = await room.mod.selects(shown, select_of(shown, "desk:dd"), sale)
        _, when = list(form.modal.inputs)
        shown = await room.mod.submits(form, {when: "2027-04-02"})
        assert "2 April 2027" in plain(shown)
    async with room.stage.bot():  # a restart between preview and approval
        done = await room.mod.clicks(shown, "Approve")
        assert "Taken in, new: A Better Title, 9 December 2025 (briefing 1)" in plain(done)
        assert "A Better Title" in plain(await room.alice.slash(room.news, "today"))
    found = await stored(room)
    assert (found.ref.title, found.ref.author) == ("A Better Title", "Ona Brandt")
    assert found.body in TEXT, "the text itself is as it was"
    told = await events(room)
    assert [one.days.earliest for one in told if one.rule == "moderator"] == [date(2027, 4, 2)]
    assert not any("Hartwell" in one.span.of(found.body) for one in told)


async def test_an_edited_text_is_read_again(room: Room) -> None:
    async with room.stage.bot():
        shown = await right_clicked(room)
        opened = await room.mod.clicks(shown, "Edit")
        *_, text, _ = list(opened.modal.inputs)
        words = "Tallowbrook Motors spent $55 million on its plant in Ludlow in 2024."
        shown = await room.mod.submits(opened, {text: words})
        assert "$55 million" in plain(shown)
        assert "Hartwell" not in plain(shown)
        await room.mod.clicks(shown, "Approve")
    assert (await stored(room)).body == words


async def test_a_rejected_draft_stores_nothing(room: Room) -> None:
    async with room.stage.bot():
        shown = await right_clicked(room)
        assert "Draft 1 is rejected" in plain(await room.mod.clicks(shown, "Reject"))
        assert not await drafts(room)
        assert (await room.held()).briefings == 0


async def test_of_two_moderators_who_press_at_once_one_decides(room: Room) -> None:
    other = room.guild.member("mod2", room.guild.role("more mods", Permission.MANAGE_GUILD))
    async with room.stage.bot():
        first = await right_clicked(room)
        queue = await other.slash(room.news, "desk queue")
        second = await other.clicks(queue, "Open 1")
        answers = await asyncio.gather(
            room.mod.clicks(first, "Approve"), other.clicks(second, "Reject")
        )
        (draft,) = [await room.stage.desk.storage.read(lambda s: s.draft(room.guild.id, 1))]
        assert draft is not None
        told = [plain(answer) for answer in answers]
        assert sum(f"was {draft.state} by" in words for words in told) == 1, told
        held = (await room.held()).briefings
        assert held == (draft.state is DraftState.APPROVED)


async def test_who_presses_on_an_old_preview_sees_the_newest(room: Room) -> None:
    async with room.stage.bot():
        old = await right_clicked(room)
        queue = await room.mod.slash(room.news, "desk queue")
        other = await room.mod.clicks(queue, "Open 1")
        lines = options(other, "desk:dl")
        await room.mod.selects(other, select_of(other, "desk:dl"), next(iter(lines.values())))
        told = plain(await room.mod.clicks(old, "Approve"))
        assert "Meanwhile it was changed" in told
        assert (await room.held()).briefings == 0


async def test_the_same_again_is_told_without_a_draft_and_a_change_with_one(room: Room) -> None:
    async with room.stage.bot():
        await room.mod.clicks(await right_clicked(room), "Approve")
        assert plain(await right_clicked(room)).startswith("Already here, the same")
        changed = plain(await right_clicked(room, TEXT.replace("$40", "$41")))
        assert "A new version of briefing 1; the version before is kept." in changed
        again = TEXT.replace("Builds a Van", "Will Build a Van")
        assert "Nearly the same as briefing 1: Tallowbrook Builds a Van" in plain(
            await right_clicked(room, again)
        )


async def test_the_queue_lists_what_waits_oldest_first(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        for number in range(12):
            await right_clicked(room, TEXT.replace("a Van", f"Van {number}"))
        told = plain(await room.mod.says(room.news, "!desk"))
        assert told.index("Van 0") < told.index("Van 9")
        assert "Van 10" not in told
        assert "More wait behind these." in told


async def test_trusted_members_and_servers_skip_the_preview(room: Room) -> None:
    trusted = room.guild.role("trusted")
    mods = room.guild.role("more mods", Permission.MANAGE_GUILD)
    room = replace(room, mod=room.guild.member("mod2", mods, trusted))
    async with room.stage.bot():
        await room.mod.slash(room.news, "settings trusted", role=trusted)
        assert plain(await right_clicked(room)).startswith("Taken in, new")
        await room.mod.slash(room.news, "settings trusted")
        await room.mod.slash(room.news, "settings approval", on=False)
        other = TEXT.replace("a Van", "a Bus")
        assert plain(await right_clicked(room, other)).startswith("Taken in, new")


async def test_a_press_is_refused_to_who_may_not_moderate(room: Room) -> None:
    async with room.stage.bot(message_content=True):
        file = Upload("message.txt", TEXT.encode(), "text/plain")
        shown = await room.mod.says(room.news, "!ingest", files=[file])  # seen by everyone
        for button in ("Approve", "Edit", "Reject"):
            told = plain(await room.alice.clicks(shown, button))
            assert told == "Only this server's moderators may do that.", button
        lines = options(shown, "desk:dl")
        told = plain(
            await room.alice.selects(shown, select_of(shown, "desk:dl"), next(iter(lines.values())))
        )
        assert told == "Only this server's moderators may do that."
        assert len(await drafts(room)) == 1


async def test_a_draft_of_another_server_is_none(room: Room) -> None:
    """The same number, forged into a button of another server's message, opens nothing."""
    elsewhere = room.stage.here.guild("Elsewhere")
    chat = elsewhere.channel("chat")
    boss = elsewhere.member("boss", elsewhere.role("mods", 1 << 5))
    async with room.stage.bot():
        await right_clicked(room)
        file = Upload("message.txt", TEXT.replace("a Van", "a Bus").encode(), "text/plain")
        said = await boss.posts(chat, files=[file])
        shown = await boss.right_clicks(said, MENU)
        for part in walk(shown.message.components):
            if "custom_id" in part:
                part["custom_id"] = str(part["custom_id"]).replace(":2:", ":1:")
        for button in ("Approve", "Reject"):
            assert "There is no such draft here." in plain(await boss.clicks(shown, button))
        assert "a Van" not in plain(await boss.slash(chat, "desk queue"))
        assert "Draft" not in plain(await boss.slash(chat, "desk log"))
    assert len(await drafts(room)) == 1


async def test_every_change_is_in_the_log_with_who_and_how(room: Room) -> None:
    async with room.stage.bot():
        await room.mod.clicks(await right_clicked(room), "Approve")
        await room.mod.clicks(await right_clicked(room, TEXT.replace("a Van", "a Bus")), "Reject")
        await room.mod.slash(room.news, "settings zone", name="Europe/Paris")
        asked = await room.mod.slash(room.news, "remove", briefing="1")
        await room.mod.clicks(asked, "Remove it")
        told = plain(await room.mod.slash(room.news, "desk log"))
    lines = [line for line in told.splitlines() if f"<@{room.mod.user.id}>" in line]
    actions = [line.split("**")[1] if "**" in line else line for line in lines]
    actions = [action.split()[0] for action in actions]
    assert actions == ["remove", "settings", "reject", "draft", "approve", "draft"]
    assert "revision 1, published → revision 1, withdrawn" in lines[0]


async def test_the_log_turns_to_older_lines_and_comes_as_a_file(room: Room) -> None:
    async with room.stage.bot():
        await room.mod.slash(room.news, "settings approval", on=False)
        for number in range(20):
            await right_clicked(room, TEXT.replace("a Van", f"Van {number}"))
        page = await room.mod.slash(room.news, "desk log")
        assert "Van 19" in plain(page)
        assert "Van 1)" not in plain(page)
        assert "Van 1)" in plain(await room.mod.clicks(page, "Older ▶"))
        file = await room.mod.slash(room.news, "desk log", form="file")
        (attached,) = file.message.attachments
        assert attached.content.decode().count("ingest") == 20


async def test_changes_of_schedules_are_in_the_log(room: Room) -> None:
    async with room.stage.bot():
        await room.mod.slash(room.news, "schedule add", at="07:30", zone="UTC")
        await room.mod.slash(room.news, "schedule remove", number=1)
        told = plain(await room.mod.slash(room.news, "desk log"))
    assert "schedule add** schedule 1: the day's briefing in <#" in told
    assert "schedule remove** schedule 1" in told


# --- single lines and names --------------------------------------------------------------------


async def chosen(room: Room, shown: Any, select: str, words: str) -> Any:
    """An option of a select, by some of its words."""
    (value,) = [value for told, value in options(shown, select).items() if words in told]
    return await room.mod.selects(shown, select_of(shown, select), value)


async def test_a_single_fact_is_corrected_in_its_sentence(room: Room) -> None:
    """Other words and another date at once; what was decided of the other lines stays."""
    async with room.stage.bot():
        shown = await chosen(room, await right_clicked(room), "desk:dl", "Hartwell")
        form = await chosen(room, shown, "desk:dd", "$40 million")
        words, *dates = form.modal.inputs
        assert not dates or "2024" in str(form.modal.data)
        shown = await room.mod.submits(form, {words: "Tallowbrook Motors spent $50 million."})
        assert "spent $50 million" in plain(shown)
        assert "Left out: 1 line." in plain(shown)
        form = await chosen(room, shown, "desk:dd", "first van")
        words, when = form.modal.inputs
        said = "The first vans will be sold in March 2027."
        shown = await room.mod.submits(form, {words: said, when: "April 2027"})
        assert "April 2027" in plain(shown)
        done = await room.mod.clicks(shown, "Approve")
        assert "Taken in, new" in plain(done)
    found = await stored(room)
    body = "Tallowbrook Motors spent $50 million. The first vans will be sold in March 2027. "
    assert found.body == f"{body}Hartwell Mobility ordered 300 vans on Monday."
    assert "300" not in " ".join(fact.quote.text for fact in found.facts)
    (sale,) = [one for one in await events(room) if "first vans" in one.span.of(found.body)]
    assert (sale.days.earliest, sale.days.latest) == (date(2027, 4, 1), date(2027, 4, 30))


async def test_a_date_that_cannot_be_read_changes_nothing(room: Room) -> None:
    async with room.stage.bot():
        shown = await right_clicked(room)
        form = await chosen(room, shown, "desk:dd", "first van")
        _, when = form.modal.inputs
        told = plain(await room.mod.submits(form, {when: "soon"}))
        assert "\n" not in told
        assert (await drafts(room))[0].version == 1


async def test_an_unknown_name_is_confirmed_from_the_preview(room: Room) -> None:
    """Shown first; and a preview of before is not what would be stored any more."""
    async with room.stage.bot():
        shown = await right_clicked(room)
        asked = await chosen(room, shown, "desk:dn", "Tallowbrook Motors")
        assert plain(asked).startswith("Keep that Tallowbrook Motors is listed?")
        assert asked.ephemeral
        await room.mod.clicks(asked, "Keep it")
        told = plain(await room.mod.clicks(shown, "Approve"))
        assert "Meanwhile it was changed, or what names mean" in told
        unknown = told.split("Names that no list has")[1].split("Changes in timelines")[0]
        assert "Tallowbrook Motors" not in unknown
        assert "Tallowbrook Motors" in told.split("Companies")[1]
        await room.mod.clicks(shown, "Approve")
    listed = {topic.name: topic.listed for topic in (await stored(room)).topics}
    assert listed["Tallowbrook Motors"]


async def test_a_new_version_tells_which_timelines_it_changes(room: Room) -> None:
    async with room.stage.bot():
        await room.mod.clicks(await right_clicked(room), "Approve")
        same = plain(await right_clicked(room, TEXT + " Nothing else is new."))
        assert "None changes." in same.split("Changes in timelines")[1]
        moved = plain(await right_clicked(room, TEXT.replace("March 2027", "May 2027")))
        changes = moved.split("Changes in timelines")[1]
        assert "− March 2027: The first van will be sold in March 2027" in changes
        assert "+ May 2027: The first van will be sold in May 2027" in changes
        assert "Hartwell" not in changes


async def test_a_story_of_the_house_library_is_told_as_nearly_the_same(room: Room) -> None:
    await put(room.stage.desk, TEXT, pasted=date(2025, 12, 9))
    async with room.stage.bot():
        again = TEXT.replace("Builds a Van", "Will Build a Van")
        told = plain(await right_clicked(room, again))
    assert "Nearly the same as briefing 1 of the house library: Tallowbrook Builds" in told


async def test_an_approval_can_be_undone_where_it_was_given(room: Room) -> None:
    async with room.stage.bot():
        done = await room.mod.clicks(await right_clicked(room), "Approve")
        assert (await room.held()).briefings == 1
        undone = plain(await room.mod.clicks(done, "Undo"))
        assert undone.startswith("Undone. Withdrawn: Tallowbrook Builds a Van")
        assert (await room.held()).briefings == 0


async def test_two_who_bring_the_same_message_decide_one_draft(room: Room) -> None:
    other = room.guild.member("mod2", room.guild.role("more mods", Permission.MANAGE_GUILD))
    async with room.stage.bot():
        first = await right_clicked(room)
        second = await right_clicked(replace(room, mod=other))
        assert len(await drafts(room)) == 1
        answers = await asyncio.gather(
            room.mod.clicks(first, "Approve"), other.clicks(second, "Approve")
        )
        told = [plain(answer) for answer in answers]
        assert sum(words.startswith("Taken in, new") for words in told) == 1, told
        assert sum("Draft 1 was approved by" in words for words in told) == 1, told
    assert (await room.held()).briefings == 1


async def test_the_queue_turns_to_more(room: Room) -> None:
    async with room.stage.bot():
        for number in range(12):
            await right_clicked(room, TEXT.replace("a Van", f"Van {number}"))
        page = await room.mod.slash(room.news, "desk queue")
        more = await room.mod.clicks(page, "More ▶")
        assert "Van 11" in plain(more)
        assert "Van 9," not in plain(more)
        assert "Draft 12" in plain(await room.mod.clicks(more, "Open 12"))


@pytest.mark.parametrize("on", [True, False])
async def test_a_preview_keeps_its_look_when_the_server_chooses_another(
    room: Room, on: bool
) -> None:
    async with room.stage.bot():
        await room.mod.slash(room.news, "settings plain", on=not on)
        shown = await right_clicked(room)
        queue = await room.mod.slash(room.news, "desk queue")
        log = await room.mod.slash(room.news, "desk log")
        assert [bool(one.message.content) for one in (shown, queue, log)] == [not on] * 3
        await room.mod.slash(room.news, "settings plain", on=on)
        shown = await chosen(room, shown, "desk:dl", "Hartwell")
        assert "Left out: 1 line." in plain(shown)
        assert "Taken in, new" in plain(await room.mod.clicks(shown, "Approve"))


async def test_a_log_of_long_lines_fits_its_page(room: Room) -> None:
    """Every mark in a title takes two characters of Discord's."""
    async with room.stage.bot():
        for number in range(20):
            shown = await right_clicked(room, TEXT.replace("a Van", f"Van {number}"))
            opened = await room.mod.clicks(shown, "Edit")
            title = next(iter(opened.modal.inputs))
            await room.mod.submits(opened, {title: f"Van {number} {'*_' * 100}"})
        page = await room.mod.slash(room.news, "desk log")
        assert "draft 20" in plain(page)
        assert "draft 1:" not in plain(page)
        assert "draft" in plain(await room.mod.clicks(page, "Older ▶"))


async def test_a_reading_again_that_was_cut_off_is_ended_at_the_next_start(room: Room) -> None:
    """As a killed process leaves it: the rule is kept, a part of the library is read by it."""
    stage, guild = room.stage, room.guild
    storage, catalogue = stage.desk.storage, stage.desk.catalogue
    for number in range(15):
        text = TEXT.replace("a Van", f"Van {number}")
        await take_in(
            *(storage, catalogue, text.encode()), library=guild.id, now=NOON, today=NOON.date()
        )
    rule = NameRule(guild.id, NameKind.MERGE, "~tallowbrook-motors", "Tallowbrook Motors")
    merged = replace(rule, other="ford", text="Ford")
    await storage.write(ruling(merged, By(guild.id, 1, NOON)))
    assert await Rereader(storage, catalogue).some()
    async with stage.bot():
        for _ in range(200):
            if not await storage.read(lambda shelf: shelf.rereadings()):
                break
            await asyncio.sleep(0.05)
    known = await storage.read(lambda shelf: shelf.known_topics((guild.id,)))
    counts = {item.topic.key: item.briefings for item in known}
    assert counts["ford"] == 15
    assert "~tallowbrook-motors" not in counts
