"""Files of every kind with bytes flipped, cut and joined, through the readers.

    python -m tests.ingestion.mutated --files 10000

Counts what they end in: a reading, or one line for people. Anything else is a failure.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from bot.app import open_catalogue
from bot.errors import BadBriefing
from bot.ingestion.intake import read

DAY = date(2025, 12, 9)
HERE = Path(__file__).resolve().parent


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things done to them."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                for _ in range(chance.randrange(1, 30)):
                    if changed:
                        changed[chance.randrange(len(changed))] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 400)]
            case 2:
                changed[at:at] = chance.randbytes(chance.randrange(1, 200))
            case 3:
                changed += changed[: chance.randrange(len(changed) + 1)]
            case _:
                changed[at:at] = changed[at : at + 200] * chance.randrange(1, 20)
    return bytes(changed)


def survives(data: bytes) -> str:
    """What became of it: "read", or the reason of its refusal. Raises what nobody may see."""
    try:
        read(data, open_catalogue(), today=DAY, isolate=True)
    except BadBriefing as error:
        assert "\n" not in str(error), str(error)
        return error.reason
    return "read"


def samples() -> list[bytes]:
    from tests.ingestion.test_isolated import PAGE, pdf

    kept = sorted((HERE.parent / "briefings").iterdir())
    return [pdf(), PAGE, *(path.read_bytes() for path in kept if path.is_file())]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ingestion.mutated")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    kinds = samples()
    files = (mutated(chance.choice(kinds), chance) for _ in range(chosen.files))
    with ThreadPoolExecutor(2) as both:
        ended = Counter(both.map(survives, files))
    told = ", ".join(f"{count} {what}" for what, count in ended.most_common())
    sys.stdout.write(f"{chosen.files} files: {told}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
