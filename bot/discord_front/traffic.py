"""Every request of the bot passes the pacer, by way of aiohttp's tracing, which discord.py hands
to its session. Answers to interactions do not count against Discord's limit (topics/rate-limits:
"Interaction endpoints are not bound to the bot's Global Rate Limit"), and so take no place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from bot.delivery.pacer import Pacer

_own: ContextVar[bool] = ContextVar("own", default=False)
_EXEMPT = ("/interactions/", "/webhooks/")
_TOO_MANY = 429


class MayBeDone(OSError):
    """A request is not sent again: Discord may have done already what it asks for."""


@dataclass
class _Sent:
    """What became of a request that must not be sent twice; `told` is empty as long as it has
    surely not been carried out."""

    told: str = ""


_once: ContextVar[_Sent | None] = ContextVar("once", default=None)


@contextmanager
def of_our_own_accord() -> Iterator[None]:
    """Requests inside wait behind those that somebody waits for."""
    token = _own.set(True)
    try:
        yield
    finally:
        _own.reset(token)


@contextmanager
def sent_once() -> Iterator[None]:
    """For one request without a nonce. discord.py by itself sends again after 500, 502 and 504
    (`HTTPClient.request`), which may well come after the deed; inside, that raises `MayBeDone`."""
    token = _once.set(_Sent())
    try:
        yield
    finally:
        _once.reset(token)


def paced(pacer: Pacer) -> aiohttp.TraceConfig:
    """What `discord.Client(http_trace=…)` takes."""
    trace = aiohttp.TraceConfig()

    async def begin(_: Any, context: Any, request: aiohttp.TraceRequestStartParams) -> None:
        sent = _once.get()
        if sent is not None and sent.told and request.method == "POST":
            raise MayBeDone(sent.told)
        if _counts(request.url):
            await pacer.enter(own=_own.get())
            context.holds = True

    async def end(_: Any, context: Any, request: aiohttp.TraceRequestEndParams) -> None:
        status = request.response.status
        if status != _TOO_MANY:
            _note(request.method, f"Discord answered with {status}")
        if getattr(context, "holds", False):
            pacer.told(status)
            pacer.leave()

    async def fail(_: Any, context: Any, request: aiohttp.TraceRequestExceptionParams) -> None:
        _note(request.method, "the connection to Discord was lost")
        if getattr(context, "holds", False):
            pacer.leave()

    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(fail)
    return trace


def _note(method: str, told: str) -> None:
    sent = _once.get()
    if sent is not None and method == "POST":
        sent.told = told


def _counts(url: URL) -> bool:
    return "/api/" in url.path and not any(part in url.path for part in _EXEMPT)
