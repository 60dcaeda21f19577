"""Bytes become text, or one line that says what is wrong and what to do."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadBriefing
from bot.ingestion.decoding import MAX_BYTES, _readable, decode

PASTE = "Tallowbrook Motors – “the maker of Škarnas” – spent €2 billion.\nIt sold 61,000 cars."


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PASTE.encode(), id="UTF-8"),
        pytest.param(PASTE.encode("utf-8-sig"), id="UTF-8 with a byte-order mark"),
        pytest.param(codecs.BOM_UTF16_LE + PASTE.encode("utf-16-le"), id="UTF-16, little end"),
        pytest.param(codecs.BOM_UTF16_BE + PASTE.encode("utf-16-be"), id="UTF-16, big end"),
        pytest.param(PASTE.encode("utf-32"), id="UTF-32"),
        pytest.param(PASTE.replace("Š", "S").encode("cp1252"), id="Windows-1252"),
        pytest.param(PASTE.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(PASTE.replace("\n", "\u2028").encode(), id="a line separator"),
    ],
)
def test_every_common_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data).replace("Skarnas", "Škarnas") == PASTE


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"Ford\x00 builds\x07 cars.", "Ford builds cars.", id="NUL and bell"),
        pytest.param(b"Ford \xed\xa0\x80 builds.", "Ford \ufffd builds.", id="half a pair"),
        pytest.param(
            b"Ford \xed\xa0\xbd\xed\xb8\x80.", "Ford \U0001f600.", id="both halves of a pair"
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + "Ford ".encode("utf-16-le") + b"\x00\xd8.\x00",
            "Ford \ufffd.",
            id="half a pair in UTF-16",
        ),
        pytest.param("Fo\u200brd b\u00aduilds.".encode(), "Ford builds.", id="hidden in a name"),
        pytest.param("Ford \u202esrac\u202c.".encode(), "Ford srac.", id="turned around"),
        pytest.param("שלום Ford.".encode(), "שלום Ford.", id="right to left, as such, stays"),
        pytest.param(
            "👨\u200d👩 نمی\u200cخواهم".encode(), "👨\u200d👩 نمی\u200cخواهم", id="joiners stay"
        ),
        pytest.param(
            "“Škoda” – 2 Mrd. €".encode() + b"\xe2\x80", "“Škoda” – 2 Mrd. €\ufffd", id="cut"
        ),
    ],
)
def test_what_is_no_text_is_cleaned_away(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        pytest.param(b"", "empty", "empty", id="nothing"),
        pytest.param(" \r\n\t\u00a0\u200b\n".encode(), "empty", "empty", id="only white space"),
        pytest.param(b"\x00\x00\x00", "empty", "empty", id="only NULs, and few"),
        pytest.param(b"\x00" * 400, "binary", "no text", id="NULs"),
        pytest.param(random.Random(7).randbytes(4000), "binary", "no text", id="noise"),
        pytest.param(b"%PDF-1.7\n...", "binary", "a PDF", id="PDF"),
        pytest.param(b"PK\x03\x04 word/document.xml", "binary", "office document", id="docx"),
        pytest.param(b"\x89PNG\r\n\x1a\n...", "binary", "a picture", id="PNG"),
        pytest.param(b"SQLite format 3\x00", "binary", "a database", id="a library"),
        pytest.param("No mark.".encode("utf-16-le") * 9, "binary", "UTF-8", id="UTF-16 unmarked"),
        pytest.param(b"a" * (MAX_BYTES + 1), "large", "1 MB", id="over 1 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, reason: str, said: str) -> None:
    with pytest.raises(BadBriefing) as refused:
        decode(data)
    assert refused.value.reason == reason
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_megabyte_itself_is_taken() -> None:
    assert len(decode(b"a" * MAX_BYTES)) == MAX_BYTES


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except BadBriefing as refused:
        assert refused.reason in {"empty", "binary", "large"}
    else:
        assert text.strip()
        assert text.encode() and "\x00" not in text and "\r" not in text


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["C"]), min_size=1, max_size=200))
def test_plain_text_comes_through_unaltered(text: str) -> None:
    text = "x" + text.replace("\u2028", " ").replace("\u2029", " ") + "x"
    assert decode(text.encode()) == text


def test_a_page_that_names_its_encoding_is_believed_where_it_is_no_utf8() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?><p>Жук spent $40 million.</p>'
    assert "Жук" in decode(page.encode("cp1251"))
    html = '<meta charset="iso-8859-2"><p>Škoda Łódź</p>'
    assert "Škoda Łódź" in decode(html.encode("iso-8859-2"))
    for told in (b"no-such", b"rot13", b"hex", b"iso-8859-1"):
        assert "K\u00f6ln" in decode(b"<meta charset=" + told + b"><p>K\xf6ln</p>")
    assert "Köln" in decode(page.replace("Жук", "Köln").encode())


@given(st.text(alphabet="a ~\n\t\r\x0b\x1f\x7f", min_size=1, max_size=9))
def test_bytes_that_need_no_look_come_through_as_those_that_do(text: str) -> None:
    data = f"A {text}".encode()
    try:
        told = _readable(data)
    except BadBriefing:
        return
    assert decode(data) == told
