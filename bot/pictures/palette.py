"""Colours of a picture. It has a ground of its own, so that it reads the same on Discord's light
and dark themes; colour only repeats what shapes and words say."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures.parts import Ink

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    ground: Colour
    inks: dict[Ink, Colour]


DARK = Palette(
    (0x1E, 0x1F, 0x24),
    {
        Ink.INK: (0xF2, 0xF3, 0xF5),
        Ink.MUTED: (0xB4, 0xB9, 0xC2),
        Ink.FAINT: (0x4C, 0x50, 0x5A),
        Ink.TODAY: (0x8F, 0xD1, 0x8F),
        Ink.PAST: (0x6F, 0xBE, 0xE6),
        Ink.PLANNED: (0xF3, 0xBE, 0x52),
        Ink.DELAYED: (0xF0, 0x95, 0x62),
        Ink.CANCELLED: (0xFF, 0x8C, 0x8C),
    },
)
LIGHT = Palette(
    (0xFB, 0xFB, 0xFC),
    {
        Ink.INK: (0x1A, 0x1C, 0x20),
        Ink.MUTED: (0x55, 0x5A, 0x63),
        Ink.FAINT: (0xC9, 0xCD, 0xD4),
        Ink.TODAY: (0x20, 0x6E, 0x2E),
        Ink.PAST: (0x1B, 0x5E, 0x85),
        Ink.PLANNED: (0x85, 0x57, 0x00),
        Ink.DELAYED: (0xA1, 0x45, 0x0C),
        Ink.CANCELLED: (0xB0, 0x22, 0x22),
    },
)
