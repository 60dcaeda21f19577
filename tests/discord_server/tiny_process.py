"""The tiny bot as a process of its own: ``python -m tests.discord_server.tiny_process TOKEN``."""

from __future__ import annotations

import sys

from .tiny_bot import TinyBot

if __name__ == "__main__":
    TinyBot().run(sys.argv[1], log_handler=None)
