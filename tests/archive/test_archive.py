"""Out and in again without a loss; what is damaged or strange is refused before anything is
written."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Desk
from bot.archive.layout import Reader, Writer
from bot.archive.reading import bring_back, check
from bot.archive.writing import write_archive
from bot.errors import BadArchive
from bot.extraction.companies.overlay import new_key
from bot.ingestion.drafts import Edits, approve, draft_in, edit, reading_of
from bot.ingestion.intake import take_in
from bot.ingestion.names import Rereader
from bot.model import (
    HOUSE,
    OPERATOR,
    Days,
    KeptBriefing,
    KeptRevision,
    NameKind,
    NameRule,
    Outcome,
    State,
)
from bot.storage.sqlite import SqliteStorage
from tests.conftest import NOW, TODAY

SERVER = 910_000_000_000_000_007
VAN = (
    "A Van From Ludlow\nDecember 9, 2025\nBy Ona Brandt\n\nTallowbrook Motors spent $40 million on "
    "its plant in Ludlow in 2024. Production of its van starts there in March 2027.\n"
)
VAN_DAY = date(2025, 12, 9)
FEED = """<rss version="2.0"><channel><title>Coupling</title>
<item><title>One Line</title><pubDate>Mon, 08 Dec 2025 06:00:00 GMT</pubDate>
<link>https://coupling.example/1</link>
<description>Hartwell Mobility opened a battery line in Ashcombe in May 2021.</description></item>
<item><title>Two Lines</title><pubDate>Tue, 09 Dec 2025 06:00:00 GMT</pubDate>
<link>https://coupling.example/2</link>
<description>Hartwell Mobility will hire 300 people in 2026.</description></item>
</channel></rss>"""

Export = Callable[[Desk, str], "Exported"]


class Exported:
    """An archive with its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def lines(self, library: int = HOUSE) -> list[bytes]:
        return self.files[f"libraries/{library}/briefings.jsonl"].splitlines(keepends=True)


async def export(desk: Desk, path: Path, *libraries: int) -> Exported:
    def write(shelf: object) -> int:
        with path.open("wb") as target:
            return write_archive(shelf, target, libraries or None)  # type: ignore[arg-type]

    await desk.storage.read(write)
    return Exported(path)


async def back(desk: Desk, path: Path) -> Counter[Outcome]:
    few = bring_back(desk.storage, desk.catalogue, path, lambda: NOW)
    return sum([one async for one in few], Counter())


async def tell(desk: Desk, text: str | bytes, library: int = HOUSE, minutes: int = 0) -> int:
    data = text if isinstance(text, bytes) else text.encode()
    now = NOW + timedelta(minutes=minutes)
    stored = await take_in(
        desk.storage, desk.catalogue, data, library=library, now=now, today=TODAY
    )
    return stored[0].ref.id


@pytest.fixture
async def full(desk: Desk) -> Desk:
    """A library with all that there is: two libraries, versions, states, bytes of every sort."""
    await tell(desk, VAN)
    await tell(desk, FEED)
    await tell(desk, VAN.replace("$40", "$45"), minutes=5)
    gone = await tell(desk, "Gone Again\nDecember 1, 2025\n\nHartwell sold 5,000 vans in 2024.")
    await desk.storage.write(lambda shelf: shelf.withdraw(gone, now=NOW + timedelta(days=1)))
    old = "Ein Café\r\nDecember 2, 2025\r\n\r\nTallowbrook Motors sold 900 vans in Köln in 2024."
    await tell(desk, old.encode("cp1252"))
    await tell(desk, VAN.replace("Ludlow", "Vierzon"), SERVER)
    return desk


@pytest.fixture
async def other(desk: Desk, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(await SqliteStorage.open(tmp_path / "other.db"), desk.catalogue)
    yield made
    await made.close()


async def test_out_in_and_out_again_are_the_same_bytes(
    full: Desk, other: Desk, tmp_path: Path
) -> None:
    first = await export(full, tmp_path / "1.zip")
    assert check(first.path) == {HOUSE: 5, SERVER: 1}
    assert await back(other, first.path) == Counter({Outcome.NEW: 6})
    assert (await export(other, tmp_path / "2.zip")).data == first.data
    assert list(await other.storage.check()) == []
    assert await back(other, first.path) == Counter({Outcome.SAME: 6})


async def test_names_go_along_with_the_texts_that_are_read_by_them(
    full: Desk, other: Desk, tmp_path: Path
) -> None:
    firm = new_key("Tallowbrook")
    told = (
        NameRule(SERVER, NameKind.ALIAS, firm, "Tallowbrook", text="Tallowbrook Motors"),
        NameRule(SERVER, NameKind.PARENT, firm, "Tallowbrook", text="Hartwell Mobility"),
    )
    for rule in told:
        await full.storage.write(lambda desk, rule=rule: desk.add_name_rule(rule))  # type: ignore[misc]
    await Rereader(full.storage, full.catalogue).all()
    first = await export(full, tmp_path / "1.zip")
    assert f"libraries/{HOUSE}/names.jsonl" not in first.files
    await back(other, first.path)
    assert (await export(other, tmp_path / "2.zip")).data == first.data
    (found,) = await other.storage.read(lambda shelf: shelf.briefings_of((SERVER,), VAN_DAY))
    assert "Tallowbrook" in {topic.name for topic in found.topics}
    await back(other, first.path)
    assert len(await other.storage.read(lambda shelf: shelf.name_rules((SERVER,)))) == 2


async def approved(desk: Desk) -> int:
    """A briefing with a fact left out and an event given another date by hand."""
    (draft,) = await draft_in(
        desk.storage, desk.catalogue, VAN.encode(), library=SERVER + 1, by=70, now=NOW, today=TODAY
    )
    read = reading_of(draft, desk.catalogue)
    days = Days(date(2027, 4, 2), date(2027, 4, 2))
    left_out = frozenset((read.facts[0].span,))
    edits = Edits(title="Edited", left_out=left_out, redated={read.events[-1].span: days})
    changed = await edit(desk.storage, draft, edits, desk.catalogue, by=70, now=NOW)
    assert changed is not None
    stored = await approve(desk.storage, desk.catalogue, changed, by=70, now=NOW)
    assert stored is not None
    return stored.ref.id


@pytest.mark.parametrize(
    "by_hand",
    [
        [],
        "x",
        {"left_out": [["a", 1]]},
        {"left_out": [[1]]},
        {"left_out": 3},
        {"redated": [[1, 2, "2025-12-09"]]},
        {"redated": [[1, 2, "2025-12-09", "2025-12-08"]]},
    ],
)
async def test_nothing_else_is_taken_for_it(full: Desk, tmp_path: Path, by_hand: object) -> None:
    line = json.loads((await export(full, tmp_path / "1.zip")).lines()[0])
    assert not Reader(HOUSE).briefing(json.dumps(line).encode()).by_hand
    with pytest.raises(BadArchive, match="no briefing"):
        Reader(HOUSE).briefing(json.dumps({**line, "by_hand": by_hand}).encode())


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_what_was_decided_by_hand_goes_along(
    full: Desk, other: Desk, tmp_path: Path, withdrawn: bool
) -> None:
    number = await approved(full)
    if withdrawn:
        await full.storage.write(lambda desk: desk.withdraw(number, now=NOW))
    first = await export(full, tmp_path / "1.zip")
    assert b"by_hand" in first.lines(SERVER + 1)[0]
    await back(other, first.path)
    assert (await export(other, tmp_path / "2.zip")).data == first.data
    if not withdrawn:
        events = first.files[f"libraries/{SERVER + 1}/events.ics"]
        assert b"20270402" in events
    assert await back(other, first.path) == Counter({Outcome.SAME: 7})


async def test_it_counts_when_the_names_are_read_anew_there(
    full: Desk, other: Desk, tmp_path: Path
) -> None:
    await approved(full)
    first = await export(full, tmp_path / "1.zip", SERVER + 1)
    await back(other, first.path)
    rule = NameRule(SERVER + 1, NameKind.COMPANY, new_key("Nobody Named"), "Nobody Named")
    await other.storage.write(lambda desk: desk.add_name_rule(rule))
    await Rereader(other.storage, other.catalogue).all()
    second = await export(other, tmp_path / "2.zip", SERVER + 1)
    name = f"libraries/{SERVER + 1}/facts.csv"
    assert second.files[name] == first.files[name]


async def test_what_a_library_says_of_names_itself_stays(
    full: Desk, other: Desk, tmp_path: Path
) -> None:
    one, two = (
        NameRule(SERVER, NameKind.ALIAS, new_key(name), name, text="Tallowbrook Motors")
        for name in ("Tallowbrook", "Hartwell")
    )
    await full.storage.write(lambda desk: desk.add_name_rule(one))
    await other.storage.write(lambda desk: desk.add_name_rule(two))
    await back(other, (await export(full, tmp_path / "1.zip")).path)
    rules = await other.storage.read(lambda shelf: shelf.name_rules((SERVER,)))
    assert [rule.name for rule in rules] == ["Hartwell"]
    (found,) = await other.storage.read(lambda shelf: shelf.briefings_of((SERVER,), VAN_DAY))
    assert "Hartwell" in {topic.name for topic in found.topics}


async def test_what_came_back_answers_with_its_versions(
    full: Desk, other: Desk, tmp_path: Path
) -> None:
    await back(other, (await export(full, tmp_path / "1.zip")).path)
    found = await other.storage.read(lambda shelf: shelf.briefings_of((HOUSE,), date(2025, 12, 9)))
    van = found[0]
    assert "$45 million" in van.body
    versions = await other.storage.read(lambda shelf: shelf.revisions(van.ref.id))
    assert [one.original for one in versions] == [VAN.encode(), VAN.replace("$40", "$45").encode()]
    assert [one.added_at for one in versions] == [NOW, NOW + timedelta(minutes=5)]
    log = await other.storage.read(lambda shelf: shelf.changes(HOUSE, None, 9))
    assert [(one.who, one.action, one.object, one.at) for one in log] == [
        (OPERATOR, "import", "5 briefings", NOW)
    ]


async def test_one_library_alone(full: Desk, tmp_path: Path) -> None:
    whole = await export(full, tmp_path / "1.zip")
    part = await export(full, tmp_path / "2.zip", SERVER)
    assert check(part.path) == {SERVER: 1}
    assert part.lines(SERVER) == whole.lines(SERVER)
    assert not [name for name in part.files if "/0/" in name]
    assert check((await export(full, tmp_path / "3.zip", 77)).path) == {77: 0}


async def test_the_checksums_are_those_of_the_files(full: Desk, tmp_path: Path) -> None:
    """In the format of sha256sum."""
    files = (await export(full, tmp_path / "1.zip")).files
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in files.items()]


async def test_readers_files_hold_what_is_published_alone(full: Desk, tmp_path: Path) -> None:
    files = (await export(full, tmp_path / "1.zip")).files
    holding = {name.rsplit("/")[-1] for name, data in files.items() if b"5,000 vans" in data}
    assert holding == {"briefings.jsonl"}
    pages = [name for name in files if name.startswith("libraries/0/briefings/")]
    assert [name[22:] for name in pages] == [
        "2025-12-09-1-a-van-from-ludlow.md",
        "2025-12-08-2-one-line.md",
        "2025-12-09-3-two-lines.md",
        "2025-12-02-4-ein-cafe.md",
    ]


async def test_bytes_in_a_row_are_written_once(full: Desk, tmp_path: Path) -> None:
    lines = (await export(full, tmp_path / "1.zip")).lines()
    originals = [one["original"] for line in lines for one in json.loads(line)["revisions"]]
    assert originals[2:4] == [{"text": FEED}, "as before"]
    assert [list(one) for one in originals if isinstance(one, dict)][-1] == ["base64"]


async def test_another_history_is_left_as_it_is(full: Desk, other: Desk, tmp_path: Path) -> None:
    first = await export(full, tmp_path / "1.zip")
    await tell(other, VAN.replace("$40", "$50"))
    before = (await export(other, tmp_path / "2.zip")).lines()
    assert await back(other, first.path) == Counter({Outcome.NEW: 5, Outcome.CHANGED: 1})
    assert (await export(other, tmp_path / "3.zip")).lines()[:1] == before


async def test_cut_off_it_may_be_begun_again(full: Desk, other: Desk, tmp_path: Path) -> None:
    first = await export(full, tmp_path / "1.zip")
    lines = first.lines()
    part = tmp_path / "part.zip"
    rewrite(first, part, {"libraries/0/briefings.jsonl": b"".join(lines[:2])}, count=2)
    assert (await back(other, part))[Outcome.NEW] == 3
    assert await back(other, first.path) == Counter({Outcome.NEW: 3, Outcome.SAME: 3})
    assert (await export(other, tmp_path / "2.zip")).lines() == lines


def rewrite(
    first: Exported, path: Path, changed: dict[str, bytes], *, count: int = 5, honest: bool = True
) -> None:
    """The archive with other contents; `honest` gives it fitting checksums."""
    files = {**first.files, **changed}
    if "manifest.json" not in changed:
        manifest = json.loads(files["manifest.json"])
        manifest["libraries"][0]["briefings"] = count
        files["manifest.json"] = json.dumps(manifest).encode()
    sums = files.pop("SHA256SUMS")
    if honest:
        told = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
        sums = "".join(told).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("SHA256SUMS", sums)


async def test_any_damage_is_seen_before_anything_is_written(full: Desk, tmp_path: Path) -> None:
    first = await export(full, tmp_path / "1.zip")
    size, bad = len(first.data), tmp_path / "bad.zip"
    for at in range(0, size, size // 60):
        flipped = first.data[:at] + bytes([first.data[at] ^ 0x55]) + first.data[at + 1 :]
        for data in (flipped, first.data[:at]):
            bad.write_bytes(data)
            try:
                check(bad)
            except BadArchive as error:
                assert "\n" not in str(error)
            else:  # what the zip says twice or of its entries alone may be lost
                assert Exported(bad).files == first.files, at


OLD = b'{"state":"published","updated_at":"","added_at":"%b","revisions":[{}]}\n'


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("manifest.json", b"{}", "no export of Briefing Desk"),
        ("manifest.json", b"\xff", "no export of Briefing Desk"),
        ("manifest.json", b'{"format":"briefing-desk export","version":2,"libraries":[]}', "newer"),
        (
            "manifest.json",
            b'{"format":"briefing-desk export","version":1,'
            b'"libraries":[{"library":9223372036854775808,"briefings":0}]}',
            "no export of Briefing Desk",
        ),
        ("libraries/0/briefings.jsonl", b"", "does not hold 5"),
        ("libraries/0/briefings.jsonl", OLD % b"0001-01-01T00:00:00+01:00", "no briefing"),
        ("libraries/0/briefings.jsonl", OLD % b"2026-01-01T00:00:00", "no briefing"),
        ("libraries/0/briefings.jsonl", b"[]\n", "no briefing"),
        ("libraries/0/briefings.jsonl", b"{\n", "no briefing"),
        ("libraries/0/briefings.jsonl", b"[" * 100_000, "no briefing"),
        ("more.txt", b"", ""),
    ],
)
async def test_what_is_none_of_ours_is_refused(
    full: Desk, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    first = await export(full, tmp_path / "1.zip")
    bad = tmp_path / "bad.zip"
    rewrite(first, bad, {name: data}, honest=bool(told))
    with pytest.raises(BadArchive) as refused:
        check(bad)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(BadArchive, match="no export of Briefing Desk"):
        check(path)
    with pytest.raises(BadArchive, match="cannot be read"):
        check(tmp_path / "gone.zip")


BRIEFING = KeptBriefing(
    id=0,
    library=HOUSE,
    state=State.DRAFT,
    added_at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    updated_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    revisions=(
        KeptRevision(
            added_at=NOW,
            day=TODAY,
            title="\u2028",
            author="",
            source="a",
            url="",
            body="b",
            original=b"\r\n\0 \xe2\x80\xa8",
        ),
        KeptRevision(
            added_at=NOW,
            day=TODAY,
            title="",
            author="",
            source="",
            url="",
            body="b",
            original=b"",
        ),
        KeptRevision(
            added_at=NOW,
            day=TODAY,
            title="",
            author="",
            source="",
            url="",
            body="b",
            original=bytes(range(256)),
        ),
    ),
)


def test_a_line_keeps_every_byte() -> None:
    writer, reader = Writer(), Reader(HOUSE)
    for _ in range(2):
        line = writer.line(BRIEFING).encode()
        assert line.count(b"\n") == 0
        (read,) = list(io.BytesIO(line))
        assert reader.briefing(read) == BRIEFING


async def test_a_name_that_is_no_utf8_is_no_riddle(full: Desk, tmp_path: Path) -> None:
    path = (await export(full, tmp_path / "1.zip")).path
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")  # the first of the zip's directory
    data[entry + 9] |= 0x08  # "this name is UTF-8"
    data[entry + 46] = 0xA7
    path.write_bytes(data)
    with pytest.raises(BadArchive, match="is damaged"):
        check(path)
