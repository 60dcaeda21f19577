"""Strangers' files: PDF and HTML read in a process of their own, and what bad ones end in."""

from __future__ import annotations

import random
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from bot.app import open_catalogue
from bot.errors import BadBriefing
from bot.ingestion.intake import read
from bot.ingestion.isolated import is_markup, is_pdf, pages_of, unwrapped

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
    """A few of the soak's (`python -m tests.ingestion.mutated`), each in a worker."""
    chance = random.Random(7)
    from tests.ingestion.mutated import mutated, survives

    for sample in (pdf(), PAGE):
        for _ in range(3):
            assert survives(mutated(sample, chance))
