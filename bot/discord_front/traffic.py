"""Every request of the bot passes the pacer, by way of aiohttp's tracing, which discord.py hands
to its session. Answers to interactions do not count against Discord's limit (topics/rate-limits:
"Interaction endpoints are not bound to the bot's Global Rate Limit"), and so take no place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
from yarl import URL

from bot.delivery.pacer import Pacer

_own: ContextVar[bool] = ContextVar("own", default=False)
_EXEMPT = ("/interactions/", "/webhooks/")


@contextmanager
def of_our_own_accord() -> Iterator[None]:
    """Requests inside wait behind those that somebody waits for."""
    token = _own.set(True)
    try:
        yield
    finally:
        _own.reset(token)


def paced(pacer: Pacer) -> aiohttp.TraceConfig:
    """What `discord.Client(http_trace=…)` takes."""
    trace = aiohttp.TraceConfig()

    async def begin(_: Any, context: Any, request: aiohttp.TraceRequestStartParams) -> None:
        if _counts(request.url):
            await pacer.enter(own=_own.get())
            context.holds = True

    async def end(_: Any, context: Any, request: aiohttp.TraceRequestEndParams) -> None:
        if getattr(context, "holds", False):
            pacer.told(request.response.status)
            pacer.leave()

    async def fail(_: Any, context: Any, __: aiohttp.TraceRequestExceptionParams) -> None:
        if getattr(context, "holds", False):
            pacer.leave()

    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(fail)
    return trace


def _counts(url: URL) -> bool:
    return "/api/" in url.path and not any(part in url.path for part in _EXEMPT)
