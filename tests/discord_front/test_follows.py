"""`/follow`: rehearsed, kept, and written to once, at the time and by the rules that were said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Desk
from bot.model import HOUSE
from bot.storage.sqlite import SqliteStorage
from tests.discord_front.conftest import Stage
from tests.discord_front.follow_room import DAY, TWO, FollowRoom, opened, room
from tests.discord_front.schedule_room import bare
from tests.discord_server.answers import walk
from tests.discord_server.permissions import Permission

__all__ = ["room"]


# --- asked and kept ----------------------------------------------------------------------------


async def test_before_it_is_kept_the_rehearsal_says_how_often_it_would_have_written(
    room: FollowRoom,
) -> None:
    for back in (1, 2, 3):
        await room.brief(day=DAY - timedelta(days=back), jobs=back)
    await room.brief(day=DAY - timedelta(days=3), jobs=33)
    other = PLAIN.format(day=DAY)
    await room.brief(text=other)
    for when, times in (("at once", "5 times"), ("daily", "4 times"), ("weekly mon", "2 times")):
        answer = await room.alice.slash(
            room.news, "follow", name="pemberlock", when=when, zone="UTC"
        )
        assert answer.ephemeral
        assert f"Over the last 6 briefings this would have written to you {times}." in answer.text
    assert "follow nothing" in await room.lists()


PLAIN = "Steel\n{day}\n\nTallowbrook Steel sold 40 mills in Ludlow."


async def test_it_is_kept_by_the_button_and_listed(room: FollowRoom) -> None:
    answer = await room.follow(when="weekly fri 18:00", zone="europe/paris")
    assert "You follow **Pemberlock Motors** in the briefings of Cars" in bare(answer.text)
    listed = await room.lists()
    assert "weekly on Friday at 18:00 Europe/Paris" in listed
    friday = int(datetime(2027, 3, 12, 17, tzinfo=UTC).timestamp())
    assert f"next <t:{friday}:f>" in listed


async def test_cancel_keeps_nothing(room: FollowRoom) -> None:
    answer = await room.alice.slash(room.news, "follow", name="Pemberlock Motors")
    await room.alice.clicks(answer, "Cancel")
    assert "Nothing was kept" in answer.text
    assert "follow nothing" in await room.lists()


async def test_nobody_presses_for_another(room: FollowRoom) -> None:
    answer = await room.alice.says(room.news, f"{room.bot.user.mention} follow pemberlock")  # type: ignore[union-attr]
    pressed = await room.bob.clicks(answer.message, "Follow")
    assert "Only who asked may answer" in pressed.text
    assert await room.boxes() == ()
    assert await room.boxes(room.bob) == ()


async def test_in_text_all_stands_behind_the_name(room: FollowRoom) -> None:
    line = "follow Pemberlock Motors when: daily 7:30 pm zone: Asia/Kolkata"
    answer = await room.alice.mentions_bot(room.news, line)
    assert "daily at 19:30 Asia/Kolkata" in bare(answer.text)
    await room.alice.clicks(answer, "Follow")
    assert "daily at 19:30 Asia/Kolkata" in await room.lists()


async def test_the_zone_is_ones_own_then_the_servers_else_asked_for(room: FollowRoom) -> None:
    asked = await room.follow(when="daily")
    assert "In which time zone? Name yours with zone: Europe/Paris." in bare(asked.text)
    await room.follow(when="daily", zone="Asia/Tokyo")
    again = await room.follow(name="Quillhaven Trucks", when="daily 9:00")
    assert "daily at 09:00 Asia/Tokyo" in bare(again.text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"when": "now and then"}, "Write at once, daily 08:00, or weekly mon 08:00."),
        ({"when": "weekly mon-wed"}, "A weekly digest comes on one day"),
        ({"when": "daily 25:00"}, "is no time of day"),
        ({"quiet": "22"}, "Write quiet hours as in 22:00-07:00"),
        ({"quiet": "22:00-22:00"}, "is no time"),
        ({"quiet": "22:00-07:00", "when": "daily"}, "Quiet hours are for messages at once"),
        ({"zone": "Mars/Olympus"}, "There is no time zone"),
        ({"name": "Nobody Ever Heard Of"}, "No briefing names"),
    ],
)
async def test_bad_input_is_refused_in_one_line(
    room: FollowRoom, options: dict[str, str], said: str
) -> None:
    answer = await room.follow(**{"zone": "UTC", **options})
    assert said in bare(answer.text)
    assert "\n" not in answer.text
    assert await room.boxes() == ()


async def test_no_more_than_25_in_one_server(room: FollowRoom) -> None:
    firms = ["ford", "gm", "toyota", "honda", "nissan", "stellantis", "renault", "bmw", "tesla"]
    firms += ["hyundai", "kia", "volvo", "mazda", "subaru", "suzuki", "rivian", "lucid", "byd"]
    firms += ["nio", "xpeng", "geely", "ferrari", "mitsubishi", "isuzu", "audi", "porsche"]
    zone = "America/Argentina/Buenos_Aires"
    said = [(await room.follow(name=name, when="daily", zone=zone)).text for name in firms]
    assert ["You follow **" in text for text in said] == [True] * 25 + [False]
    answer = await room.alice.slash(room.news, "follow", name=firms[-1])
    pressed = await room.alice.clicks(answer, "Follow")
    assert "You follow 25 here already; unfollow one first." in pressed.text
    listed = await room.lists()
    assert len(listed) < 2000
    assert "more; my-data has all" in listed


# --- written to at once ------------------------------------------------------------------------


async def test_a_briefing_that_names_it_is_told_at_once_and_once(room: FollowRoom) -> None:
    await room.follow()
    await room.tick(minutes=1)
    assert room.letters() == []
    await room.brief(jobs=300)
    await room.tick(seconds=1)
    [letter] = room.letters()
    assert "News of Pemberlock Motors" in letter
    assert "The plant will employ 300 people." in letter
    assert "You follow this in the briefings of Cars · to stop: /unfollow" in letter
    for _ in range(4):
        await room.tick(minutes=31)
    assert len(room.letters()) == 1
    assert room.letters(room.bob) == []
    assert "last message <t:" in await room.lists()


async def test_what_another_process_takes_in_is_told_within_a_tick(
    room: FollowRoom, tmp_path: Path
) -> None:
    await room.follow()
    await room.tick(hours=5)
    storage = await SqliteStorage.open(tmp_path / "library.db")
    try:
        await room.brief(desk=Desk(storage, room.stage.desk.catalogue))
    finally:
        await storage.close()
    await room.tick(seconds=1)
    assert len(room.letters()) == 1


async def test_several_topics_of_one_briefing_are_one_message(room: FollowRoom) -> None:
    await room.follow()
    await room.follow(name="Quillhaven Trucks")
    await room.brief(text=TWO)
    await room.tick(seconds=1)
    [letter] = room.letters()
    assert "News of Pemberlock Motors, Quillhaven Trucks" in letter
    assert letter.count("Quillhaven Trucks builds none.") == 1
    [message] = room.messages()
    assert labels(message) == ["Stop Pemberlock Motors", "Stop Quillhaven Trucks", "Why?"]


def labels(message: Any) -> list[str]:
    return [str(c["label"]) for c in walk(message.components) if "label" in c]


@pytest.mark.parametrize("plain", ["", "on"])
async def test_a_long_one_is_one_message_that_says_how_much_more_there_is(
    room: FollowRoom, plain: str
) -> None:
    await room.bot.keep("plain", plain, library=room.cars.id)
    await room.follow()
    await room.follow(name="Quillhaven Trucks")
    long = " ".join(
        f"{firm} sold {n},{n}00 vans in the city of {'very ' * 30}little Number{n} in 20{n}."
        for n in range(10, 40)
        for firm in ("Pemberlock Motors", "Quillhaven Trucks")
    )
    await room.brief(text="Vans\n{day}\n\n" + long)
    await room.tick(seconds=1)
    [letter] = room.letters()
    assert "more; ask for timeline or company." in letter
    assert "page 1 of" not in letter
    assert "Quillhaven Trucks" in letter


async def test_a_corrected_briefing_does_not_write_again(room: FollowRoom) -> None:
    await room.follow()
    await room.brief(title="Vans", jobs=300)
    await room.tick(seconds=1)
    await room.brief(title="Vans", jobs=310)
    await room.tick(seconds=1)
    assert len(room.letters()) == 1


async def test_backfill_writes_to_nobody(room: FollowRoom) -> None:
    await room.follow()
    for back in range(3, 23):
        await room.brief(day=DAY - timedelta(days=back), jobs=back)
    await room.tick(seconds=1)
    assert room.letters() == []
    await room.brief(day=DAY - timedelta(days=1))
    await room.tick(seconds=1)
    assert len(room.letters()) == 1


async def test_what_came_before_is_not_told(room: FollowRoom) -> None:
    await room.brief()
    await room.follow()
    await room.tick(minutes=5)
    assert room.letters() == []


async def test_house_news_come_once_to_one_who_follows_in_two_servers(room: FollowRoom) -> None:
    await room.follow()
    await room.follow(place=room.vans.model.channels[max(room.vans.model.channels)])
    assert len(await room.boxes()) == 2
    await room.brief()
    await room.tick(seconds=1)
    assert len(room.letters()) == 1
    await room.brief(room.vans.id, jobs=444)
    await room.tick(seconds=1)
    assert len(room.letters()) == 2


async def test_quiet_hours_are_kept_and_what_came_is_sent_when_they_end(room: FollowRoom) -> None:
    await room.follow(quiet="22:00-07:00", zone="America/New_York")
    await room.at(datetime(2027, 3, 10, 3, 30, tzinfo=UTC))  # 22:30 there
    await room.brief(jobs=1)
    await room.tick(seconds=1)
    await room.at(datetime(2027, 3, 10, 11, 59, tzinfo=UTC))
    await room.brief(jobs=2)
    await room.tick(seconds=1)
    assert room.letters() == []
    await room.at(datetime(2027, 3, 10, 12, 0, tzinfo=UTC))  # 07:00 there
    assert len(room.letters()) == 2


async def test_downtime_is_caught_up_for_two_days(room: FollowRoom) -> None:
    await room.follow()
    await room.brief(jobs=1)
    room.stage.here.clock.advance(timedelta(days=1, hours=12).total_seconds())
    await room.brief(jobs=2)
    await room.tick(hours=13)
    [letter] = room.letters()
    assert "employ 2 people" in letter


# --- digests -----------------------------------------------------------------------------------


async def test_a_daily_digest_comes_at_the_readers_hour_over_a_clock_change(
    room: FollowRoom,
) -> None:
    """In New York clocks go forward on 14 March 2027: 08:00 is 13:00, then 12:00 in UTC."""
    await room.follow(when="daily 08:00", zone="America/New_York")
    came = []
    for day in (12, 13, 14, 15):
        morning = datetime(2027, 3, day, 13 if day < 14 else 12, tzinfo=UTC)
        await room.at(morning - timedelta(minutes=30))
        await room.brief(jobs=day)
        await room.brief(jobs=100 + day)
        await room.at(morning - timedelta(seconds=1))
        before = len(room.letters())
        await room.at(morning)
        came.append(len(room.letters()) - before)
    assert came == [1, 1, 1, 1]
    last = room.letters()[-1]
    assert "employ 15 people" in last
    assert "employ 115 people" in last
    assert "employ 14 people" not in last


async def test_a_weekly_digest_takes_the_week_together(room: FollowRoom) -> None:
    await room.follow(when="weekly fri 18:00", zone="Europe/Paris")
    for day in (10, 11, 12):
        await room.at(datetime(2027, 3, day, 9, tzinfo=UTC))
        await room.brief(jobs=day)
        await room.tick(hours=1)
    assert room.letters() == []
    await room.at(datetime(2027, 3, 12, 17, tzinfo=UTC))
    [letter] = room.letters()
    assert all(f"employ {day} people" in letter for day in (10, 11, 12))
    await room.tick(days=7)
    assert len(room.letters()) == 1, "without news there is no digest"


async def test_a_digest_that_fell_into_downtime_is_told_with_the_next(room: FollowRoom) -> None:
    await room.follow(when="daily 08:00", zone="UTC")
    await room.brief(jobs=1)
    room.stage.here.clock.advance(room.until(datetime(2027, 3, 10, 23, tzinfo=UTC)))
    await room.tick()
    assert room.letters() == []
    await room.brief(jobs=2)
    await room.at(datetime(2027, 3, 11, 8, tzinfo=UTC))
    [letter] = room.letters()
    assert "employ 1 people" in letter
    assert "employ 2 people" in letter


# --- stopped -----------------------------------------------------------------------------------


async def test_stop_under_a_message_ends_it_for_its_owner_alone(room: FollowRoom) -> None:
    await room.follow()
    await room.brief()
    await room.tick(seconds=1)
    [message] = room.messages()
    told = await room.alice.clicks(message, "Stop Pemberlock Motors")
    assert "You no longer follow Pemberlock Motors." in told.text
    again = await room.alice.clicks(message, "Stop Pemberlock Motors")
    assert "You do not follow that any more." in again.text
    await room.brief(jobs=4)
    await room.tick(seconds=1)
    assert len(room.letters()) == 1


async def test_a_stop_that_another_has_forged_does_nothing(room: FollowRoom) -> None:
    await room.follow()
    await room.follow(room.bob)
    await room.brief()
    await room.tick(seconds=1)
    [hers], [his] = room.messages(), room.messages(room.bob)
    his.components, theirs = hers.components, his.components
    told = await room.bob.clicks(his, "Stop Pemberlock Motors")
    assert "You do not follow that any more." in told.text
    why = await room.bob.clicks(his, "Why?")
    assert "does not know this post" in why.text
    his.components = theirs
    assert len(await room.boxes()) == 1
    why = await room.bob.clicks(his, "Why?")
    assert "You follow Pemberlock Motors, at once." in bare(why.text)
    assert "sent" in why.text


async def test_buttons_work_after_a_restart(stage: Stage) -> None:
    async with opened(stage) as room:
        asked = (await room.alice.mentions_bot(room.news, "follow Pemberlock Motors")).message
        await room.follow(room.bob)
        await room.brief()
        await room.tick(seconds=1)
    async with stage.bot(clock=room.now) as room.bot:
        await room.alice.clicks(asked, "Follow")
        assert len(await room.boxes()) == 1
        [message] = room.messages(room.bob)
        told = await room.bob.clicks(message, "Stop Pemberlock Motors")
        assert "You no longer follow Pemberlock Motors." in told.text
        shown = (await room.alice.dm("my-data")).message
    async with stage.bot(clock=room.now) as room.bot:
        asked_back = await room.alice.clicks(shown, "Delete all")
        await room.alice.clicks(asked_back, "Yes, delete it")
        assert await room.boxes() == ()


async def test_unfollow_by_name_offered_while_typing_and_all(room: FollowRoom) -> None:
    await room.follow()
    await room.follow(name="Quillhaven Trucks", when="daily", zone="UTC")
    offered = await room.alice.autocomplete(room.news, "unfollow", name="quill")
    assert [choice["name"] for choice in offered] == ["Quillhaven Trucks", "All"]
    none = await room.bob.autocomplete(room.news, "unfollow", name="")
    assert [choice["name"] for choice in none] == ["All"]
    told = await room.alice.slash(room.news, "unfollow", name=offered[0]["value"])
    assert told.text == "You no longer follow Quillhaven Trucks."
    wrong = await room.alice.slash(room.news, "unfollow", name="quill")
    assert "You do not follow “quill”; you follow Pemberlock Motors." in wrong.text
    told = await room.alice.slash(room.news, "unfollow", name="all")
    assert told.text == "You no longer follow Pemberlock Motors."
    assert await room.boxes() == ()


async def test_another_rhythm_takes_the_place_of_the_one_before(room: FollowRoom) -> None:
    await room.follow()
    await room.follow(when="daily", zone="UTC")
    [box] = await room.boxes()
    assert box.kind == "digest"


# --- the house library -------------------------------------------------------------------------


async def test_in_a_direct_message_it_is_the_house_library(room: FollowRoom) -> None:
    stranger = room.bob
    await room.follow(stranger, place=stranger.dm_channel)
    assert "the house library" in await room.lists(stranger, place=stranger.dm_channel)
    await room.brief(room.cars.id, jobs=777)
    await room.brief(HOUSE, jobs=300)
    await room.tick(seconds=1)
    [letter] = room.letters(stranger)
    assert "300 people" in letter
    assert "in the house library" in letter


async def test_nothing_of_it_shows_among_the_servers_schedules(room: FollowRoom) -> None:
    await room.follow()
    [box] = await room.boxes()
    mod = room.cars.member("mod", room.cars.role("mods", Permission.MANAGE_GUILD))
    listed = await mod.slash(room.news, "schedule list")
    assert "Nothing is scheduled" in listed.text
    why = await mod.slash(room.news, "schedule why", number=box.id)
    assert f"There is no schedule {box.id} here" in why.text


async def test_a_line_of_a_message_leads_to_its_sentence_for_members_only(room: FollowRoom) -> None:
    await room.follow()
    await room.brief(room.cars.id, jobs=45)
    await room.tick(seconds=5)
    (message,) = room.messages()
    select = next(part for part in walk(message.components) if part.get("options"))
    line = select["options"][0]["value"]
    told = await room.alice.selects(message, select["custom_id"], line)
    assert "Pemberlock Motors opened a van plant in Toledo." in bare(told.text)
    room.stage.here.clock.advance(120)  # what was believed of a membership
    del room.cars.model.members[room.alice.id]
    told = await room.alice.selects(message, select["custom_id"], line)
    assert "No line stands there" in bare(told.text)
