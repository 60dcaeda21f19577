"""One page, file or feed by its address: in a limited time, of a limited size, from the public web.

aiohttp asks the policy about each address at the moment of dialling (`socket_factory`). Redirects
are followed by hand, decompression is done by hand, so that nothing grows beyond its limit; the
environment's proxies, cookies and passwords are left alone.
"""

from __future__ import annotations

import asyncio
import codecs
import socket
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.errors import BadBriefing
from bot.ingestion.fetching.policy import PUBLIC, Policy

MOST = 5_000_000
"""Bytes of an answer, before and after decompression; a page is many times as long as its text."""
WITHIN = 20.0
"""Seconds for all of it, redirects included."""
REDIRECTS = 5
_LONGEST = 2000  # characters of an address
_CHUNK = 65_536
_MOVED = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
    "application/json",
    "application/feed+json",
    "application/pdf",
    "application/octet-stream",
)
_HEADERS = {
    "User-Agent": "briefing-desk (reads a page that a moderator named)",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "application/feed+json, application/pdf;q=0.8, text/plain;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}


class NotFetched(BadBriefing):
    """One line for people. `status` is the server's (0: it never answered); `again_after` are
    seconds that it asked to be left alone for."""

    def __init__(self, message: str, *, status: int = 0, again_after: float = 0.0) -> None:
        super().__init__(message, reason="unreachable")
        self.status = status
        self.again_after = again_after


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `url` is where it was in the end; `data` is empty where `unchanged`
    says that it is what `etag` and `modified` (HTTP's validators) were told of."""

    url: str
    data: bytes = b""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


class _Refused(OSError):
    """The policy's no, at the dialling."""


class Fetcher:
    """Fetches under a policy; each fetch has connections of its own."""

    def __init__(
        self,
        policy: Policy = PUBLIC,
        *,
        within: float = WITHIN,
        most: int = MOST,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._policy = policy
        self._resolver = resolver
        self._within = within
        self._most = most

    async def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Get what is at an http(s) address. Raises `NotFetched` with one line."""
        headers = dict(_HEADERS)
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        try:
            async with asyncio.timeout(self._within), self._session() as session:
                return await self._follow(session, checked(url), headers)
        except TimeoutError:
            raise NotFetched(f"{_host(url)} took too long to answer; try again later.") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _explained(error, url) from error

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            socket_factory=self._dial,
            resolver=self._resolver,
            use_dns_cache=False,
            force_close=True,
        )
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=self._within),
            trust_env=False,
        )

    def _dial(self, info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        if not self._policy.allows(str(address[0]), int(address[1])):
            raise _Refused("this address is not open to fetching")
        return socket.socket(family, kind, protocol)

    async def _follow(
        self, session: aiohttp.ClientSession, url: str, headers: Mapping[str, str]
    ) -> Fetched:
        for _ in range(REDIRECTS + 1):
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status in _MOVED:
                    url = checked(urljoin(url, answer.headers.get("Location", "")))
                    continue
                return await self._taken(answer, url)
        raise NotFetched(f"{_host(url)} redirects in circles; give the page's last address.")

    async def _taken(self, answer: aiohttp.ClientResponse, url: str) -> Fetched:
        etag = answer.headers.get("ETag", "")[:500]
        modified = answer.headers.get("Last-Modified", "")[:100]
        if answer.status == 304:
            return Fetched(url, etag=etag, modified=modified, unchanged=True)
        if answer.status != 200:
            raise _refusal(answer, url)
        kind = answer.headers.get("Content-Type", "").casefold().strip()
        if kind and not kind.startswith(_TYPES):
            raise NotFetched(f"{_host(url)} gives no text there, but {kind[:60]}.", status=200)
        data = await self._read(answer, url)
        return Fetched(url, _in_utf8(data, answer.charset), etag, modified)

    async def _read(self, answer: aiohttp.ClientResponse, url: str) -> bytes:
        """The body, unpacked as it comes; never more than the limit is kept."""
        unpacking = _Unpacking(answer.headers.get("Content-Encoding", ""), url)
        taken, packed = bytearray(), 0
        async for chunk in answer.content.iter_chunked(_CHUNK):
            packed += len(chunk)
            taken += unpacking.more(chunk, self._most + 1 - len(taken))
            if max(packed, len(taken)) > self._most:
                size = f"{self._most / 1_000_000:g} MB"
                said = f"What {_host(url)} gives there is over {size}; paste the text itself."
                raise NotFetched(said, status=200)
        unpacking.end()
        return bytes(taken)


def checked(url: str) -> str:
    """The address, if it may be asked for at all. Raises `NotFetched`."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotFetched(f"“{url[:60]}” is no address of a page.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > _LONGEST:
        raise NotFetched(f"“{url[:60]}” is no address of a page; it begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("An address with a name or password in it is not fetched.")
    if port == 0:
        raise NotFetched(f"“{url[:60]}” is no address of a page.")
    return url


class _Unpacking:
    """Undoes a Content-Encoding as it comes, never giving more than is asked for."""

    def __init__(self, encoding: str, url: str) -> None:
        name = encoding.strip().casefold()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise NotFetched(f"{_host(url)} packs its pages as {name[:20]}, unasked.")
        packed = name not in ("", "identity")
        self._zlib = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if packed else None
        self._damaged = NotFetched(f"What {_host(url)} gives there is damaged; try again later.")

    def more(self, data: bytes, most: int) -> bytes:
        if self._zlib is None:
            return data[:most]
        try:
            return self._zlib.decompress(data, max(most, 1))
        except zlib.error:
            raise self._damaged from None

    def end(self) -> None:
        """All has come. Raises where more was promised."""
        if self._zlib is not None and not self._zlib.eof:
            raise self._damaged


def _refusal(answer: aiohttp.ClientResponse, url: str) -> NotFetched:
    said = {401: "asks for a login", 403: "does not let me in", 404: "has no such page"}
    again = _again_after(answer.headers.get("Retry-After", "")) if answer.status in _BUSY else 0.0
    why = said.get(answer.status, f"answered with {answer.status}")
    advice = "try again later" if answer.status >= 429 else "paste the text itself"
    return NotFetched(f"{_host(url)} {why}; {advice}.", status=answer.status, again_after=again)


def _again_after(told: str, now: datetime | None = None) -> float:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3): a number, or a date; at most a day."""
    try:
        if told.strip().isdigit():
            wait = float(told[:10])
        else:
            wait = (parsedate_to_datetime(told) - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError):
        return 0.0
    return min(max(wait, 0.0), 86_400.0)


def _in_utf8(data: bytes, charset: str | None) -> bytes:
    """What the server says of the encoding counts; else the bytes speak for themselves."""
    try:
        name = codecs.lookup(charset).name if charset else "utf-8"
    except LookupError:
        return data
    if name in ("utf-8", "ascii") or data.startswith((b"%PDF-", b"\xef\xbb\xbf")):
        return data
    try:
        return data.decode(name, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError, TypeError):  # a codec that is none of text
        return data


def _explained(error: Exception, url: str) -> NotFetched:
    if isinstance(error, NotFetched):
        return error
    if _is_refusal(error):
        return NotFetched(f"{_host(url)} leads to no public address; paste the text itself.")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return NotFetched(f"There is no {_host(url)}; is the address right?")
    if isinstance(error, aiohttp.ClientSSLError):
        return NotFetched(f"{_host(url)} has no valid certificate; paste the text itself.")
    return NotFetched(f"{_host(url)} cannot be reached; try again later.")


def _is_refusal(error: BaseException | None) -> bool:
    """Whether the policy said no, however deep below."""
    while error is not None:
        inner = getattr(error, "os_error", None)
        if isinstance(error, _Refused) or isinstance(inner, _Refused):
            return True
        if "not open to fetching" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url)[:60]
    except ValueError:
        return url[:60]
