"""What is painted: a PNG file that any viewer opens, legible on both grounds."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from hypothesis import given, settings
from PIL import Image, ImageDraw

from bot.answers.values import TimelineAnswer
from bot.model import Days, Status
from bot.pictures.gallery import Picture, draw
from bot.pictures.layout import lay_out
from bot.pictures.letters import Style, font, width
from bot.pictures.painting import paint
from bot.pictures.palette import DARK, LIGHT, Colour, Palette
from bot.pictures.parts import WIDTH, Ink
from bot.pictures.sketch import sketch
from tests.pictures.rows_help import HOSTILE, TODAY, answer, answers, day, evenly, told

MEGABYTE = 1 << 20


def drawn(timeline: TimelineAnswer, *, dark: bool = True) -> Picture:
    return draw(sketch(timeline), dark)


def opened(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.png))
    image.load()
    return image


@settings(max_examples=10, deadline=None)
@given(answers())
def test_it_is_a_png_file_that_discord_takes(timeline: TimelineAnswer) -> None:
    picture = drawn(timeline)
    image = opened(picture)
    assert (image.format, image.width) == ("PNG", WIDTH)
    assert image.height == lay_out(sketch(timeline)).height
    assert len(picture.png) < 8 * MEGABYTE


@pytest.mark.parametrize("number", [1, 8, 25, 60])
def test_nothing_is_painted_between_the_labels(number: int) -> None:
    """The picture's edge stays bare, on which a label that left its place would show."""
    image = opened(drawn(evenly(number, text=max(HOSTILE, key=len)))).convert("RGB")
    for strip in ((0, 0, 40, image.height), (WIDTH - 40, 0, WIDTH, image.height)):
        assert image.crop(strip).getcolors() == [(40 * image.height, DARK.ground)]


@pytest.mark.parametrize("style", list(Style))
def test_letters_fit_into_their_line(style: Style) -> None:
    """Accents above capitals and tails below: what a label's place would cut off."""
    for text in ("ẤÅŞğÇ|jỘ", "Wjy(Q@", "ḖŐŰ"):
        canvas = Image.new("L", (width(text, style) + 100, style.line + 100))
        face = font(style)
        ImageDraw.Draw(canvas).text((50, 50 + style.base), text, 255, face, anchor="ls")
        left, top, right, bottom = canvas.getbbox() or (50, 50, 50, 50)
        assert top >= 49
        assert bottom <= 50 + style.line
        assert left >= 47
        assert right <= 53 + width(text, style)


def test_each_standing_has_a_shape_of_its_own_without_any_colour() -> None:
    grey = Palette((0, 0, 0), dict.fromkeys(Ink, (255, 255, 255)))
    for days in (Days(TODAY, TODAY), Days(TODAY - timedelta(days=300), TODAY)):
        shapes = set()
        for status in Status:
            layout = lay_out(sketch(answer(told(days, status=status))))
            image = Image.open(io.BytesIO(paint(layout, grey))).convert("L")
            shapes.add(image.crop(layout.marks[0].box).tobytes())
        assert len(shapes) == len(Status)


def luminance(colour: Colour) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = (part / 255 for part in colour)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_all_that_is_read_stands_out_from_the_ground(palette: Palette) -> None:
    read = {ink: colour for ink, colour in palette.inks.items() if ink is not Ink.FAINT}
    assert set(palette.inks) == set(Ink)
    dim = {ink: round(contrast(c, palette.ground), 1) for ink, c in read.items()}
    assert all(value >= 4.5 for value in dim.values()), dim


def test_the_reference_contrasts_are_known() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("dark", "palette"), [(True, DARK), (False, LIGHT)])
def test_the_picture_brings_its_own_ground(dark: bool, palette: Palette) -> None:
    """No pixel lets Discord's ground through."""
    image = opened(drawn(answer(day(TODAY), day(TODAY)), dark=dark))
    assert "transparency" not in image.info
    assert image.convert("RGB").getpixel((0, 0)) == palette.ground


def test_the_same_timeline_is_the_same_file() -> None:
    assert drawn(evenly(25)) == drawn(evenly(25))
