"""`/schedule`: kept, shown, changed and explained, by slash and in text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import put
from tests.discord_front.schedule_room import DAY, VANS, Room, bare, room
from tests.discord_server.permissions import Permission

__all__ = ["room"]

# --- kept and shown ----------------------------------------------------------------------------


async def test_a_schedule_is_kept_with_its_rule_and_the_next_three_runs(room: Room) -> None:
    answer = await room.add(days="weekdays")
    assert answer.ephemeral
    text = bare(answer.text)
    for words in ("Kept as schedule 1", "Monday to Friday at 07:30", "a time that comes twice"):
        assert words in text
    first = int(datetime(2027, 3, 9, 12, 30, tzinfo=UTC).timestamp())
    assert f"<t:{first}:f>, <t:{first + 86400}:f>" in text
    listed = await room.asks("list")
    assert "**1** · the day's briefing in" in listed
    assert "07:30 America/Detroit" in listed


async def test_the_same_in_text_by_mention(room: Room) -> None:
    said = "schedule add at: 7:30 pm zone: Europe/Paris days: mon, wed"
    answer = await room.mod.mentions_bot(room.news, said)
    assert "Mondays and Wednesdays at 19:30, Europe/Paris time" in bare(answer.text)


async def test_the_servers_own_zone_is_taken_where_none_is_named(room: Room) -> None:
    answer = await room.mod.slash(room.news, "schedule add", at="07:30")
    assert "In which time zone? Name one" in answer.text
    await room.mod.slash(room.news, "settings zone", name="Asia/Kolkata")
    answer = await room.mod.slash(room.news, "schedule add", at="07:30")
    assert "Asia/Kolkata" in answer.text


async def test_zones_are_offered_as_they_are_typed(room: Room) -> None:
    choices = await room.mod.autocomplete(room.news, "schedule add", zone="detr")
    assert [choice["value"] for choice in choices] == ["America/Detroit"]


async def test_each_missing_permission_is_named_when_it_is_kept(room: Room) -> None:
    denied = Permission.SEND_MESSAGES | Permission.READ_MESSAGE_HISTORY
    quiet = room.guild.channel("quiet")
    room.guild.shut_out_bot(quiet, deny=denied)
    await room.guild.channel_created(quiet)
    answer = await room.add(channel=quiet)
    assert "I may not Send Messages, Read Message History in #quiet" in bare(answer.text)
    assert "Nothing is scheduled" in await room.asks("list")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"at": "25:00"}, "is no time of day; write it as in 07:30"),
        ({"zone": "Europe/Pariss"}, "did you mean Europe/Paris?"),
        ({"days": "someday"}, "names no weekdays"),
        ({"without": "wait until 07:00"}, "must be later on the same day"),
        ({"first": "2027-05-01", "last": "2027-04-01"}, "lies before the first"),
        ({"company": "Nobody Ever Heard Of"}, "No briefing names"),
    ],
)
async def test_bad_input_is_refused_in_one_line(
    room: Room, options: dict[str, str], said: str
) -> None:
    answer = await room.add(**options)
    assert said in bare(answer.text)
    assert "\n" not in answer.text
    assert "Nothing is scheduled" in await room.asks("list")


# --- posted ------------------------------------------------------------------------------------


async def test_the_days_briefing_is_posted_once_and_on_time(room: Room) -> None:
    await room.briefing()
    await room.add()
    await room.tick(seconds=29)
    assert room.posts() == []
    await room.tick(seconds=1)
    [post] = room.posts()
    assert "The plant will employ 300 people." in post
    for _ in range(3):
        await room.tick(minutes=20)
    assert len(room.posts()) == 1
    told = await room.asks("why", number=1)
    assert "due 9 March 2027, 07:30 Detroit, sent 07:30:00 https://discord.com/channels/" in told


async def test_the_next_day_has_a_post_of_its_own(room: Room) -> None:
    await room.briefing()
    await room.briefing(DAY + timedelta(days=1), VANS.replace("Vans", "More vans"))
    await room.add()
    await room.tick(seconds=30)
    await room.tick(days=1)
    assert ["More vans" in post for post in room.posts()] == [False, True]


async def test_only_one_companys_news(room: Room) -> None:
    await room.briefing()
    await room.add(company="Quillhaven Trucks")
    await room.tick(seconds=30)
    [post] = room.posts()
    assert "Quillhaven Trucks builds none." in post
    assert "300 people" not in post


DUE = (
    "A Promise\n2 March 2027\n\n"
    "Tallowbrook Lines will open a ferry terminal in Ashcombe on March 9. "
    "It will close its pier in Corbury by April 30.\n"
)


@pytest.mark.parametrize(
    ("kind", "told", "not_told", "head"),
    [
        ("week", "The plant will employ 300 people.", "2 March 2027", "the digest of seven days"),
        ("month", "A Promise", "nothing", "the digest of thirty days"),
        ("due", "open a ferry terminal", "pier in Corbury", "what falls due that day"),
    ],
)
async def test_a_digest_and_what_falls_due(
    room: Room, kind: str, told: str, not_told: str, head: str
) -> None:
    await put(room.stage.desk, DUE, pasted=DAY)
    await room.briefing()
    await room.add(kind=kind)
    await room.tick(seconds=30)
    [post] = room.posts()
    assert told in post
    assert not_told not in post.replace("reported 2 March 2027", "")
    assert head in await room.asks("list")
    shown = await room.asks("test", number=1)
    assert told in shown


async def test_a_day_on_which_nothing_falls_due(room: Room) -> None:
    await room.briefing()
    await room.add(kind="due", without="line")
    await room.tick(seconds=30)
    [post] = room.posts()
    assert "Nothing falls due on Tuesday 9 March 2027." in post


@pytest.mark.parametrize(
    ("without", "posts", "told"),
    [
        ("silence", 0, "skipped: no briefing for this day"),
        ("line", 1, "sent 07:30:00"),
        ("wait until 12:00", 0, "waiting: no briefing for this day yet"),
    ],
)
async def test_a_day_without_a_briefing(room: Room, without: str, posts: int, told: str) -> None:
    await room.add(without=without)
    await room.tick(seconds=30)
    assert len(room.posts()) == posts
    assert told in await room.asks("why", number=1)


async def test_a_briefing_that_comes_while_it_is_waited_for_is_posted(room: Room) -> None:
    await room.add(without="wait until 12:00")
    await room.tick(minutes=5)
    await room.briefing()
    await room.tick(minutes=1)
    assert len(room.posts()) == 1


async def test_only_the_chosen_role_is_pinged(room: Room) -> None:
    await room.briefing(text="@everyone <@&1>\n" + VANS)
    readers = room.guild.role("readers")
    room.guild.overwrite(room.news, room.guild.bot_role, allow=Permission.MENTION_EVERYONE)
    await room.guild.channel_changed(room.news)
    await room.guild.role_created(readers)
    await room.add(role=readers)
    await room.tick(seconds=30)
    [message] = [m for m in room.mod.sees(room.news) if m.author.bot and not m.only_for]
    assert message.mentions.roles == (readers.id,)
    assert not message.mentions.everyone


# --- changed -----------------------------------------------------------------------------------


async def test_paused_skipped_and_removed_schedules_post_nothing(room: Room) -> None:
    await room.briefing()
    for _ in range(3):
        await room.add()
    assert "paused" in await room.asks("pause", number=1)
    assert "Not on 9 March 2027" in await room.asks("skip", number=2)
    assert "Removed" in await room.asks("remove", number=3)
    await room.tick(minutes=1)
    assert room.posts() == []
    assert "Runs again" in await room.asks("resume", number=1)
    await room.tick(minutes=1)
    assert room.posts() == [], "what fell into the pause is not made up for"
    assert "skipped: a moderator skipped this run" in await room.asks("why", number=2)
    assert "There is no schedule 3 here" in await room.asks("why", number=3)


async def test_a_changed_time_counts_from_then_on(room: Room) -> None:
    await room.briefing()
    await room.add()
    told = await room.asks("edit", number=1, at="07:29", days="daily")
    assert "at 07:29" in told
    await room.tick(minutes=5)
    assert room.posts() == []


async def test_a_test_shows_the_post_to_the_moderator_alone(room: Room) -> None:
    await room.briefing()
    await room.add()
    shown = await room.asks("test", number=1)
    assert "The plant will employ 300 people." in shown
    assert room.posts() == []


async def test_another_servers_schedule_cannot_be_seen_or_changed(room: Room) -> None:
    await room.add()
    other = room.stage.here.guild("Ships")
    harbour = other.channel("harbour")
    pirate = other.member("pirate", other.role("mods", Permission.MANAGE_GUILD))
    await other.joined()
    for command in ("why", "pause", "resume", "skip", "remove", "test"):
        answer = await pirate.slash(harbour, f"schedule {command}", number=1)
        assert "There is no schedule 1 here" in answer.text
    assert "next" in await room.asks("list")


async def test_why_is_answered_under_the_post_to_whoever_asks(room: Room) -> None:
    await room.briefing()
    await room.add()
    await room.tick(seconds=30)
    reader = room.guild.member("reader")
    [post] = [m for m in room.mod.sees(room.news) if m.author.bot and not m.only_for]
    answer = await reader.clicks(post, "Why?")
    assert answer.ephemeral
    assert "due 9 March 2027, 07:30 Detroit, sent 07:30:00" in bare(answer.text)


# --- when it fails -----------------------------------------------------------------------------


async def test_a_lost_permission_holds_the_post_and_is_told_once(room: Room) -> None:
    await room.briefing()
    desk = room.guild.channel("desk")
    await room.guild.channel_created(desk)
    await room.mod.slash(room.news, "settings notices", channel=desk)
    await room.add()
    room.guild.shut_out_bot(room.news, deny=Permission.SEND_MESSAGES)
    await room.guild.channel_changed(room.news)
    for _ in range(4):
        await room.tick(minutes=2)
    [told] = room.posts(desk)
    assert "did not go out: cannot send messages in #news" in told
    assert "held: cannot send messages in #news, tried 2 times" in await room.asks("why", number=1)
    room.guild.overwrite(room.news, room.guild.bot_role, allow=Permission.SEND_MESSAGES)
    await room.guild.channel_changed(room.news)
    await room.tick(minutes=10)
    assert len(room.posts()) == 1


async def test_a_deleted_channel_switches_the_schedule_off_and_says_so(room: Room) -> None:
    await room.briefing()
    gone = room.guild.channel("gone")
    await room.guild.channel_created(gone)
    await room.add(channel=gone)
    await room.guild.channel_deleted(gone)
    await room.tick(minutes=1)
    assert "off: " in await room.asks("list")
    [told] = [m.content for m in room.mod.dm_channel.messages]
    assert "The schedule is switched off" in told


SEND = "POST /channels/*/messages"


@pytest.mark.parametrize("trouble", ["503", "500", "timeout after", "lost answer", "cut", "429"])
async def test_one_post_whatever_the_network_does(room: Room, trouble: str) -> None:
    await room.briefing()
    await room.add()
    faults = room.stage.here.faults
    match trouble:
        case "503":
            faults.status(503, SEND, times=3)
        case "500":
            faults.status(500, SEND)
        case "timeout after":
            faults.timeout_after(SEND, status=503)
        case "lost answer":
            faults.lost_answer(SEND)
        case "cut":
            faults.cut(SEND)
        case "429":
            faults.too_many(0.05, SEND)
    for _ in range(8):
        await room.tick(minutes=2)
    assert len(room.posts()) == 1
    assert "sent" in await room.asks("why", number=1)


async def test_after_the_nonces_life_the_channel_is_asked(room: Room) -> None:
    await room.briefing()
    await room.add()
    room.stage.here.nonce_life = timedelta(seconds=1)
    room.stage.here.faults.timeout_after(SEND, status=503)
    for _ in range(4):
        await room.tick(minutes=5)
    assert len(room.posts()) == 1


async def test_without_the_right_to_look_it_stays_unknown_and_is_told(room: Room) -> None:
    await room.briefing()
    await room.add()
    room.stage.here.nonce_life = timedelta(seconds=1)
    room.stage.here.faults.timeout_after(SEND, status=503)
    room.guild.shut_out_bot(room.news, deny=Permission.READ_MESSAGE_HISTORY)
    await room.guild.channel_changed(room.news)
    await room.tick(seconds=30)
    await room.tick(minutes=5)
    assert len(room.posts()) == 1
    assert "unknown: it may have been posted" in await room.asks("why", number=1)
    [told] = [m.content for m in room.mod.dm_channel.messages]
    assert "better missing than twice" in told


async def test_the_gateway_may_be_away_when_a_post_is_due(room: Room) -> None:
    await room.briefing()
    await room.add()
    here = room.stage.here
    here.gateway.shut = True
    await here.gateway.drop()
    await room.tick(seconds=30)
    assert len(room.posts()) == 1
    here.gateway.shut = False


async def test_late_within_the_grace_is_caught_up_and_later_is_missed(room: Room) -> None:
    await room.briefing()
    await room.add(grace="2h")
    await room.tick(hours=1)
    assert len(room.posts()) == 1
    assert "caught up, 59 min late" in await room.asks("why", number=1)
    await room.briefing(DAY + timedelta(days=1), VANS.replace("Vans", "More vans"))
    await room.tick(hours=26)
    assert len(room.posts()) == 1
    assert "missed: " in await room.asks("why", number=1)
