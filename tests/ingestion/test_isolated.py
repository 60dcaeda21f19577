"""Strangers' files: PDF and HTML read in a process of their own, and what bad ones end in."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from bot.app import Desk, open_catalogue
from bot.errors import BadBriefing
from bot.ingestion.files import Order, take_in_files
from bot.ingestion.intake import read
from bot.ingestion.isolated import (
    SHORT,
    is_markup,
    is_pdf,
    needs_worker,
    pages_of,
    unwrapped,
)
from tests.conftest import NOW
from tests.ingestion.mutated import mutated, survives
from tests.storage.conftest import start_python

DAY = date(2025, 12, 9)
LINES = (
    "Tallowbrook Builds a Van",
    "December 9, 2025",
    "Tallowbrook Motors spent $40 million on its plant in Ludlow in 2024, and the",
    "first van will be sold in March 2027.",
    "Hartwell Mobility ordered 300 vans.",
)
PAGE = (
    b"<html><head><title>Tallowbrook Builds a Van</title></head><body><article>"
    b"<h1>Tallowbrook Builds a Van</h1><p>December 9, 2025</p>"
    b"<p>Tallowbrook Motors spent $40 million on its plant in Ludlow in 2024.</p>"
    b"</article></body></html>"
)


def pdf(lines: tuple[str, ...] = LINES) -> bytes:
    """A printed page with these lines."""
    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 50 700 Td {shown} ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_is_read_as_the_text_that_was_printed() -> None:
    (reading,) = read(pdf(), open_catalogue(), today=DAY)
    assert (reading.page.title, reading.day) == (LINES[0], DAY)
    assert reading.body.splitlines()[0].endswith("and the first van will be sold in March 2027.")


def test_html_reads_the_same_in_a_process_of_its_own() -> None:
    alone = read(PAGE, open_catalogue(), today=DAY, isolate=True)
    assert alone == read(PAGE, open_catalogue(), today=DAY)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"%PDF-1.7 ...", "This is a PDF that cannot be read", id="cut"),
        pytest.param(pdf(())[:-60], "This is a PDF", id="no text, no end"),
        pytest.param(pdf(()), "This is a PDF of pictures, without text", id="no text"),
        pytest.param(b"<" + b"x" * 5_000_001, "over 5 MB", id="large"),
        pytest.param(b"<html>" + bytes(range(256)) * 99, "This is no text", id="binary"),
        pytest.param(b"<html></html>", "furniture", id="nothing in it"),
    ],
)
def test_bad_files_end_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(BadBriefing, match=told) as refused:
        read(data, open_catalogue(), today=DAY, isolate=True)
    assert "\n" not in str(refused.value)


def test_what_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(BadBriefing, match="takes too long to read"):
        pages_of(PAGE, kind=None, pasted_on=DAY, within=0.05)
    assert time.monotonic() - began < 10


def test_what_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    """A PDF whose one stream unpacks to more than the worker may hold."""
    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    stream = DecodedStreamObject()
    stream.set_data(b" " * 200_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    for _ in range(20):
        writer.add_page(page)
    out = BytesIO()
    writer.write(out)
    assert len(out.getvalue()) < 5_000_000
    with pytest.raises(BadBriefing, match="This is a PDF"):
        pages_of(out.getvalue(), kind=None, pasted_on=DAY)


BOMBS = {
    "deep HTML": b"<html><body>" + b"<div>" * 900_000 + PAGE,
    "attributes": b"<html><body><p " + b" ".join(b"a%d=b" % n for n in range(400_000)) + b">",
    "deep JSON": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 900_000,
    "laughing entities": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><rss><channel><item><title>&a9;</title></item></channel></rss>",
    "long entities": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a '" + b"x" * 1200 + b"'>]>"
    b"<rss><channel><item><description>" + b"&a;" * 900_000 + b"</description></item></channel>",
    "long text": b"Tallowbrook Motors spent $40 million in Ludlow in 2024. " * 17_000,
    "much text": b"Tallowbrook Motors spent $40 million in Ludlow in 2024. " * 18_000,
}


@pytest.mark.long
@pytest.mark.parametrize("data", BOMBS.values(), ids=list(BOMBS))
def test_bombs_end_in_a_reading_or_in_one_line(data: bytes) -> None:
    """Within a limit shorter than the one that ships, so that the test is, too."""
    assert needs_worker(data, strange=True)
    try:
        pages = pages_of(data, kind=None, pasted_on=DAY, within=3)
    except BadBriefing as refused:
        assert "\n" not in str(refused)
        assert refused.reason in ("binary", "large")
    else:
        assert sum(len(page.title) + len(page.body) for page in pages) < 2_000_000


def test_a_long_text_is_read_on_trial_by_the_worker() -> None:
    """Or the chat would read it without any limit: opening it takes no time, reading it does."""
    text = b"A Van\nDecember 9, 2025\n" + b"Tallowbrook Motors spent $40 million in 2024. " * 20_000
    assert needs_worker(text, strange=True)
    assert not needs_worker(text, strange=False)
    assert not needs_worker(text[:SHORT], strange=True)
    with pytest.raises(BadBriefing, match="This is a text that takes too long to read"):
        pages_of(text, kind=None, pasted_on=DAY, within=2)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_worker_ends_by_itself_when_nobody_ends_it() -> None:
    """One whose input never comes would otherwise wait for ever."""
    asked = [sys.executable, "-m", "bot.ingestion.isolated", "", DAY.isoformat(), "1"]
    with subprocess.Popen(asked, stdin=subprocess.PIPE) as waiting:
        assert waiting.wait(timeout=60) == -signal.SIGALRM


ABANDONED = """
import datetime, sys
from bot.ingestion.isolated import pages_of

print("begun", flush=True)
data = b"Tallowbrook Motors spent $40 million in Ludlow in 2024. " * 17_000
pages_of(data, kind=None, pasted_on=datetime.date(2025, 12, 9), within=4)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes (Linux)")
def test_a_worker_ends_at_its_limit_although_the_bot_was_killed() -> None:
    """Its limits are held by the system; waiting for it to be gone is all that this does."""
    with start_python(ABANDONED) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        while not (workers := children(process.pid)):
            time.sleep(0.01)
        process.kill()
    while any(map(runs, workers)):
        time.sleep(0.05)


def children(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def runs(pid: int) -> bool:
    """A dead process may wait for its new parent to look at it."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rpartition(")")[2].split()[0] not in "ZX"


MARKDOWN = (
    b"# Tallowbrook Builds a Van\n\n**December 9, 2025**\n\n"
    b"Tallowbrook Motors spent **$40 million** on its plant in Ludlow in 2024.\n"
)


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "pdf", "rss", "json", "doc"])
@pytest.mark.parametrize("kind", ["text", "Markdown", "HTML", "PDF", "RSS", "JSON Feed"])
async def test_a_files_name_says_nothing_of_what_is_in_it(
    desk: Desk, tmp_path: Path, kind: str, suffix: str
) -> None:
    from tests.ingestion.test_feeds import JSON, rss

    data = {
        "text": "\n".join(LINES[:3]).encode() + b" first van is sold.",
        "Markdown": MARKDOWN,
        "HTML": PAGE,
        "PDF": pdf(),
        "RSS": rss(1),
        "JSON Feed": JSON,
    }[kind]
    file = tmp_path / f"file.{suffix}"
    file.write_bytes(data)
    order = Order(library=0, clock=lambda: NOW, today=date(2026, 11, 28))
    (taken,) = [one async for one in take_in_files(desk.storage, desk.catalogue, [file], order)]
    assert not taken.message
    assert taken.stored[0].ref.title in ("Tallowbrook Builds a Van", "Van 1")
    assert taken.stored[0].ref.day in (DAY, date(2026, 11, 23))


def test_kinds_are_told_from_the_content() -> None:
    assert is_pdf(pdf())
    assert is_pdf(b"\n\n" + pdf())
    assert is_markup(PAGE)
    assert is_markup(b"\xef\xbb\xbf\n <?xml version='1.0'?><rss/>")
    assert not is_markup(b"Ford < Renault")


def test_lines_of_a_printed_page_become_paragraphs() -> None:
    text = "The plant in Ludlow was built in two thou-\nsand days, and it\nis done.\nA new one\n"
    wide = "x" * 42
    assert unwrapped(text) == (
        "The plant in Ludlow was built in two thousand days, and it\nis done.\nA new one"
    )
    assert unwrapped(f"{wide}\n{wide}\nend.\nNext") == f"{wide} {wide} end.\nNext"
    assert unwrapped(" \n") == ""


def test_mutated_files_end_in_a_reading_or_in_one_line() -> None:
    """A few by the very way that the bot goes, each in a worker that is started for it."""
    chance = random.Random(7)
    for sample in (pdf(), PAGE):
        for _ in range(2):
            assert survives(mutated(sample, chance))


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its workers")
def test_mutated_files_of_every_kind_reach_nobody() -> None:
    """A part of `python -m tests.ingestion.mutated`, each time another; a failure shows the seed,
    and pytest's `--randomly-seed` gives the same one again."""
    seed = random.randrange(10**6)
    asked = ("--files", "60", "--seed", str(seed), "--jobs", "1")
    done = subprocess.run(
        [sys.executable, "-m", "tests.ingestion.mutated", *asked],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(f"60 files with seed {seed}: 0 failed\n")
