"""A real process that is there at once: forked from one that has everything imported already.

Starting Python and importing the bot takes a second of a core; killing it again and again in a test
needs a new process each time, not a new import.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.delivery.soak_child"])


class Forked:
    """The process of `target(*arguments)`, a function of a module; it ends with this one."""

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        self._process = _CONTEXT.Process(target=target, args=arguments, daemon=True)
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """None while it runs; less than zero is the signal that ended it."""
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()

    async def wait(self) -> int:
        """Until it has ended; how, as `returncode` has it."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode
