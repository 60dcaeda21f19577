"""The REST door: finds the route, applies faults, limits and the judge, then lets the route answer.

Order of a request's way: recorded → planned fault → token → rate limits → body read → judged →
route → answer with rate-limit headers. ``Content-Type`` is exactly ``application/json``, because
the client compares it as a string.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from .errors import ApiError, entity_too_large, invalid_json, not_found_route, unauthorized, unknown
from .faults import Fault, What
from .judge.problems import Problem, as_error_body
from .limits import TooMany

if TYPE_CHECKING:
    from .server import LoopbackDiscord

PREFIX = "/api/v10"
MAX_REQUEST = 25 * 1024 * 1024
MAX_FILE = 10 * 1024 * 1024
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request, or that a person attaches."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(eq=False)
class Call:
    """One request, as a route sees it."""

    discord: LoopbackDiscord
    method: str
    path: str
    route: Route
    parts: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: dict[int, Upload] = field(default_factory=dict)
    reason: str | None = None

    def id(self, name: str) -> int:
        """A snowflake of the path; what is none is unknown (404)."""
        text = self.parts[name]
        if not text.isdigit():
            raise unknown(name.removesuffix("_id"))
        return int(text)

    @property
    def major(self) -> str:
        """The parameters that Discord counts a bucket by."""
        return "+".join(self.parts[name] for name in _MAJOR if name in self.parts)


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    """One line of the table of routes. ``body`` names what the judge is to make of the body."""

    method: str
    template: str
    handler: Handler
    body: str | None = None
    needs_token: bool = True

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def exempt(self) -> bool:
        """Interaction endpoints are not bound to the bot's global limit (topics/rate-limits)."""
        return not self.needs_token

    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.template) + "$")


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came in, and how it was answered."""

    method: str
    path: str
    route: str
    body: Any
    status: int
    code: int | None = None


class Cut(Exception):
    """The fault: the socket goes away without an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        if self.body is None:
            return web.Response(status=self.status, headers=self.headers)
        packed = json.dumps(self.body).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        return web.Response(status=self.status, body=packed, headers=headers)


class Door:
    """Serves ``/api/v10``. ``seen`` keeps every request with its answer, oldest first."""

    def __init__(self, discord: LoopbackDiscord, routes: list[Route]) -> None:
        self._discord = discord
        self._routes = [(route, route.pattern()) for route in routes]
        self.seen: list[Seen] = []
        self.in_flight = 0

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        for route, pattern in self._routes:
            if route.method == method and (match := pattern.match(path)):
                return route, match.groupdict()
        return None

    async def handle(self, request: web.Request) -> web.Response:
        self.in_flight += 1
        self._discord.bell.ring()
        try:
            reply = await self._answer(request)
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            reply = Reply(500)
        finally:
            self.in_flight -= 1
            self._discord.bell.ring()
        return reply.response()

    async def _answer(self, request: web.Request) -> Reply:
        method, path = request.method, request.path.removeprefix(PREFIX)
        found = self.find(method, path)
        if found is None:
            self._discord.judge.refuse(method, path, [Problem("", "NO_ROUTE", "not served here")])
            return self._note(method, path, "?", None, not_found_route())
        route, parts = found
        query = {"query": request.query, "reason": request.headers.get("X-Audit-Log-Reason")}
        call = Call(self._discord, method, path, route, parts, **query)  # type: ignore[arg-type]
        try:
            call.body, call.files = await _read(request)
            result: Reply | ApiError = await self._through(
                call, request.headers.get("Authorization")
            )
        except ApiError as error:
            result = error
        except Exception as error:
            if isinstance(error, Cut):
                raise
            result = self._own_fault(call, error)
        return self._note(method, path, route.name, call, result)

    def _own_fault(self, call: Call, error: Exception) -> ApiError:
        """This server failed: 501, which the client does not try again, and the test fails."""
        where = traceback.format_exception(error)[-3:]
        problem = Problem("", "LOOPBACK_FAILED", "".join(where))
        self._discord.judge.refuse(call.method, call.path, [problem])
        return ApiError(501, 0, f"the loopback itself failed: {error!r}")

    async def _through(self, call: Call, authorization: str | None) -> Reply:
        """Every station of a request whose body has been read."""
        fault = self._discord.faults.strike(call.method, call.path)
        if fault is not None and (spoilt := await self._before(call, fault)):
            return spoilt
        if call.route.needs_token and authorization != f"Bot {self._discord.token}":
            raise unauthorized()
        if refusal := self._discord.rate_limits.take(
            call.route.name, call.major, call.route.exempt
        ):
            return self._too_many(call, refusal)
        if problems := self._discord.judge.examine(call):
            return Reply(400, as_error_body(problems), self._limits(call))
        result = await call.route.handler(call)
        if fault is not None:
            _after(fault)
            if fault.what is What.STATUS_AFTER:
                return Reply(fault.status, {"message": "fault on demand", "code": 0})
        return Reply(204 if result is None else 200, result, self._limits(call))

    async def _before(self, call: Call, fault: Fault) -> Reply | None:
        if fault.what is What.CUT:
            raise Cut
        if fault.what is What.STATUS:
            return Reply(fault.status, {"message": "fault on demand", "code": 0})
        if fault.what is What.TOO_MANY:
            self._discord.rate_limits.counts[fault.scope] += 1
            return self._too_many(call, TooMany(fault.seconds, fault.scope))
        if fault.what is What.SLOW:
            await asyncio.sleep(fault.seconds)
        return None

    def _limits(self, call: Call) -> dict[str, str]:
        return self._discord.rate_limits.headers(call.route.name, call.major, time.time())

    def _too_many(self, call: Call, refusal: TooMany) -> Reply:
        """429. Without ``Via`` the client takes it for a ban by the proxy and gives up."""
        body = {
            "message": "You are being rate limited.",
            "retry_after": refusal.retry_after,
            "global": refusal.is_global,
        }
        headers = {"Via": "1.1 loopback", "Retry-After": str(int(refusal.retry_after) + 1)}
        headers["X-RateLimit-Scope"] = refusal.scope
        if refusal.is_global:
            headers["X-RateLimit-Global"] = "true"
        return Reply(429, body, {**self._limits(call), **headers})

    def _note(
        self, method: str, path: str, route: str, call: Call | None, result: Reply | ApiError
    ) -> Reply:
        """Keep the request with its answer; count what Discord would count."""
        body = call.body if call else None
        scope = None if isinstance(result, ApiError) else result.headers.get("X-RateLimit-Scope")
        self._discord.rate_limits.note(result.status, scope)
        if isinstance(result, ApiError):
            headers = self._limits(call) if call else {}
            if result.status == 429:
                headers = {**headers, "Via": "1.1 loopback"}
            self.seen.append(Seen(method, path, route, body, result.status, result.code))
            return Reply(result.status, result.body(), headers)
        self.seen.append(Seen(method, path, route, body, result.status))
        return result


def _after(fault: Fault) -> None:
    if fault.what is What.CUT_AFTER:
        raise Cut


async def _read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """The JSON body and the files: plain JSON, or multipart with ``payload_json``, ``files[n]``."""
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    raw = await request.read()
    if len(raw) > MAX_REQUEST:
        raise entity_too_large()
    return (_parsed(raw) if raw else None), {}


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise invalid_json() from None


async def _read_multipart(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parsed(content)
        elif number := re.fullmatch(r"files\[(\d+)\]", part.name or ""):
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[int(number[1])] = Upload(part.filename or "file", content, kind)
    if any(len(file.content) > MAX_FILE for file in files.values()):
        raise entity_too_large()
    return body, files
