"""Any number of briefings about plainly invented firms, the same ones each time."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

FIRMS = (
    *("Tallowbrook Motors", "Hartwell Mobility", "Orrin Vale", "Brisling Cells", "Quenby Freight"),
    *("Marlowe Axle", "Pellworm Batteries", "Stavely Trucks", "Ardingly Charging", "Ford"),
    *("Renault", "General Motors", "Corvane Systems", "Lindqvist Ferro", "Osterby Rail"),
)
TOWNS = ("Ludlow", "Ashcombe", "Kirkholm", "Vierzon", "Ostrava", "Tampere", "Dayton", "Leeds")
THINGS = ("vans", "trucks", "batteries", "chargers", "buses", "axles", "cells", "trams")
_FIRST = date(1990, 1, 1)
A_FOLDER = 1000


def briefing(number: int) -> str:
    """One text. Some correct the one before, some tell its very words in another page's furniture
    or come as the same bytes, and a few have no date."""
    if number % 97 == 13:
        return briefing(number - 5)
    if number % 89 == 7:
        return briefing(number - 1) + "\n\nShare this\nComments\n"
    if number % 83 == 11:
        return briefing(number - 1).replace("million", "billion")
    return _told(number, "" if number % 499 == 3 else _day(number))


def _day(number: int) -> str:
    return (_FIRST + timedelta(days=number % 13000)).strftime("%B %-d, %Y")


def _told(number: int, day: str) -> str:
    pick = random.Random(number)
    one, other, third = pick.sample(FIRMS, 3)
    town, away = pick.sample(TOWNS, 2)
    thing, part = pick.sample(THINGS, 2)
    year = 2000 + pick.randrange(35)
    return (
        f"{one} Builds {thing.title()} No. {number} in {town}\n{day}\nBy Ona Brandt\n\n"
        f"{one} spent ${pick.randrange(5, 900)} million on its plant in {town} last year. "
        f"Production of its electric {thing} starts there in March {year}. The company expects to "
        f"sell {pick.randrange(1, 90)},000 {thing} a year by {year + 3}.\n\n"
        f"{other} will hire {pick.randrange(2, 900)} people in {away}, where it makes {part}. It "
        f"and {one} signed a contract over {pick.randrange(2, 80)}% of its {part} in May {year}.\n"
        f"\n“The plan is on track,” said Petra Vance, who leads {third}. {third} cut "
        f"{pick.randrange(100, 900)} jobs and moved its office from {away} to {town}.\n"
    )


def plant(folder: Path, count: int) -> None:
    """Write so many, a thousand in a folder, in the order of their numbers."""
    for number in range(count):
        where = folder / f"{number // A_FOLDER:05}"
        if number % A_FOLDER == 0:
            where.mkdir(parents=True)
        (where / f"{number:07}.txt").write_text(briefing(number), "utf-8")
