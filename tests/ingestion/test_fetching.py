"""Fetching by address: what is let through, what is refused, and what never reaches a server."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from bot.ingestion.fetching import PUBLIC, Fetched, Fetcher, Policy
from bot.ingestion.fetching.fetch import NotFetched, checked
from bot.ingestion.fetching.policy import is_public

PAGE = "<html><body><p>Tallowbrook Motors spent $40 million.</p></body></html>"
Handler = Callable[[web.Request], Any]


@dataclass
class Site:
    """A real server; `seen` are the paths that reached it."""

    port: int = 0
    seen: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"
    runner: Any = None

    def url(self, path: str = "/") -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{path}"

    @property
    def policy(self) -> Policy:
        return Policy(opened=frozenset(((self.host, self.port),)))

    async def fetch(self, path: str = "/", **more: Any) -> Fetched:
        return await Fetcher(self.policy, within=60).fetch(self.url(path), **more)


@asynccontextmanager
async def site(answer: Handler, host: str = "127.0.0.1") -> AsyncIterator[Site]:
    here = Site(host=host)

    async def take(request: web.Request) -> Any:
        here.seen.append(request.path)
        return await answer(request)

    app = web.Application()
    app.router.add_get("/{path:.*}", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, 0).start()
        here.port, here.runner = runner.addresses[0][1], runner
        yield here
    finally:
        await runner.cleanup()


@asynccontextmanager
async def everywhere(answer: Handler) -> AsyncIterator[Site]:
    """A server on both loopback addresses at the same port, so that whichever form of them is
    dialled finds it and is counted."""
    async with site(answer) as here:
        with contextlib.suppress(OSError):  # a machine without IPv6
            await web.TCPSite(here.runner, "::1", here.port).start()
        yield here


async def page(request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html", headers={"ETag": '"one"'})


# --- the policy ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1"),
        *("239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1", "203.0.113.9"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1"),
        *("fd12::1", "ff02::1", "fec0::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2002:0808:0808::1", "2001::1", "2001:db8::1", "fe80::1%eth0"),
        *("100::1", "5f00::1", "nonsense", ""),
    ],
)
def test_no_address_of_a_private_kind_may_be_dialled(address: str) -> None:
    assert not PUBLIC.allows(address, 443)
    assert not PUBLIC.allows(address, 80)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_may_be_dialled_on_the_usual_ports_alone(address: str) -> None:
    assert PUBLIC.allows(address, 443)
    assert PUBLIC.allows(address, 80)
    for port in (0, 22, 25, 8080, 65535):
        assert not PUBLIC.allows(address, port)


@given(st.ip_addresses())
def test_what_the_policy_lets_through_is_global_in_every_wrapping(address: Any) -> None:
    if is_public(address):
        assert address.is_global or address.ipv4_mapped
        assert not address.is_multicast
    if address.version == 4:
        for wrapped in (f"::ffff:{address}", str(ip_address((0x64FF9B << 96) | int(address)))):
            assert is_public(ip_address(wrapped)) == is_public(address)


def test_what_ships_opens_nothing() -> None:
    assert Policy() == PUBLIC
    assert not PUBLIC.opened
    assert PUBLIC.ports == {80, 443}


# --- what is fetched ---------------------------------------------------------------------------


async def test_a_page_comes_with_its_validators_and_last_address() -> None:
    async def moved(request: web.Request) -> web.Response:
        if request.path == "/":
            raise web.HTTPFound("/news")
        return await page(request)

    async with site(moved) as here:
        got = await here.fetch()
    assert got.data.decode() == PAGE
    assert (got.url, got.etag) == (here.url("/news"), '"one"')
    assert here.seen == ["/", "/news"]


async def test_what_has_not_changed_is_not_sent_again() -> None:
    async def cached(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == '"one"':
            return web.Response(status=304)
        return await page(request)

    async with site(cached) as here:
        first = await here.fetch()
        again = await here.fetch(etag=first.etag, modified=first.modified)
    assert again.unchanged
    assert not again.data


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_packed_pages_are_unpacked(packing: str) -> None:
    async def packed(request: web.Request) -> web.Response:
        answer = await page(request)
        answer.enable_compression(web.ContentCoding(packing))
        return answer

    async with site(packed) as here:
        assert (await here.fetch()).data.decode() == PAGE


async def test_an_encoding_that_the_server_names_counts() -> None:
    async def latin(request: web.Request) -> web.Response:
        text = PAGE.replace("Motors", "Motören")
        return web.Response(body=text.encode("latin-1"), content_type="text/html", charset="latin1")

    async with site(latin) as here:
        assert "Motören" in (await here.fetch()).data.decode()


# --- what is refused in one line -----------------------------------------------------------------


def answering(status: int, **headers: str) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, headers=headers, text="x")

    return answer


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    with contextlib.suppress(ConnectionError):  # until the reader hangs up
        while True:
            await answer.write(b"x" * 65536)
    return answer


async def silent(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


async def bomb(request: web.Request) -> web.Response:
    packed = gzip.compress(bytes(20_000_000))
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    return web.Response(body=packed, headers=headers)


async def in_circles(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.path + "x")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param(answering(404), "has no such page; paste the text itself", id="404"),
        pytest.param(answering(401), "asks for a login", id="401"),
        pytest.param(answering(500), "answered with 500; try again later", id="500"),
        pytest.param(endless, "is over 5 MB; paste the text itself", id="endless"),
        pytest.param(bomb, "is over 5 MB; paste the text itself", id="gzip bomb"),
        pytest.param(silent, "took too long to answer", id="silent"),
        pytest.param(in_circles, "redirects in circles", id="circles"),
        pytest.param(
            answering(200, **{"Content-Type": "video/mp4"}), "gives no text there", id="video"
        ),
        pytest.param(
            answering(200, **{"Content-Encoding": "br"}), "packs its pages as br", id="unasked"
        ),
        pytest.param(
            answering(200, **{"Content-Encoding": "gzip"}), "is damaged", id="not what it says"
        ),
    ],
)
async def test_troubles_are_one_line(answer: Handler, told: str) -> None:
    async with site(answer) as here:
        with pytest.raises(NotFetched, match=told) as failed:
            # Only who says nothing is waited for to the end; a busy machine may take its time.
            await Fetcher(here.policy, within=0.5 if answer is silent else 60).fetch(here.url())
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(("told", "seconds"), [("120", 120), ("soon", 0), ("9" * 20, 86_400)])
async def test_a_server_that_asks_to_be_left_alone_is_heard(told: str, seconds: float) -> None:
    async with site(answering(429, **{"Retry-After": told})) as here:
        with pytest.raises(NotFetched) as failed:
            await here.fetch()
    assert (failed.value.status, failed.value.again_after) == (429, seconds)


@pytest.mark.parametrize(
    "url",
    [
        *("", "news", "ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)"),
        *("http://", "https://user:pass@example.org/", "http://[::1", "http://x:99999/"),
        *("http://" + "a" * 3000, "gopher://x", "//example.org/x"),
    ],
)
def test_what_is_no_page_is_said_at_once(url: str) -> None:
    with pytest.raises(NotFetched):
        checked(url)


# --- what never reaches a server -----------------------------------------------------------------

INSIDE = [
    *("127.0.0.1", "localhost", "0.0.0.0", "0x7f.1", "2130706433", "0177.0.0.1", "127.1"),
    *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[::]"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254"),
]
ODD = {"2130706433", "0177.0.0.1", "127.1"}
"""Numbers that aiohttp itself takes for no host."""
REACHED = ["127.0.0.1", "localhost", "0.0.0.0", "0x7f.1", "[::1]", "[::]", "[::ffff:127.0.0.1]"]


def refused(host: str) -> str:
    return "cannot be reached" if host in ODD else "leads to no public address"


@pytest.mark.parametrize("host", INSIDE)
async def test_nothing_inside_is_reached_by_name_or_number(host: str) -> None:
    """With what ships, and where only the port is open: the server inside counts what came, and
    what could not have come (nobody routes such addresses here) was refused and not tried."""
    async with everywhere(page) as inside:
        opened = Policy(ports=frozenset((80, 443, inside.port)))
        for policy in (PUBLIC, opened):
            with pytest.raises(NotFetched, match=refused(host)):
                await Fetcher(policy, within=60).fetch(f"http://{host}:{inside.port}/")
        assert not inside.seen


@pytest.mark.parametrize("host", INSIDE)
async def test_nothing_inside_is_reached_by_a_redirect(host: str) -> None:
    async with everywhere(page) as inside:
        target = f"http://{host}:{inside.port}/secret"

        async def moved(request: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": target})

        async with site(moved, "127.0.0.1") as outside:
            policy = Policy(
                ports=frozenset((80, 443, inside.port)),
                opened=frozenset((("127.0.0.1", outside.port),)),
            )
            with pytest.raises(NotFetched, match=refused(host)):
                await Fetcher(policy, within=60).fetch(outside.url())
        assert outside.seen == ["/"]
        assert not inside.seen


@pytest.mark.parametrize("host", REACHED)
async def test_without_a_policy_the_server_inside_would_be_reached(host: str) -> None:
    """What the tests above count is no zero by nature."""
    async with everywhere(page) as inside:
        addresses = ("127.0.0.1", "0.0.0.0", "::1", "::", "::ffff:7f00:1")
        policy = Policy(opened=frozenset((one, inside.port) for one in addresses))
        await Fetcher(policy, within=60).fetch(f"http://{host}:{inside.port}/")
        assert inside.seen == ["/"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x"])
async def test_a_redirect_leads_to_no_other_kind_of_address(target: str) -> None:
    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    async with site(moved) as here:
        with pytest.raises(NotFetched, match="is no address of a page"):
            await here.fetch()


BOUND = [
    *("127.0.0.2", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::1"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"),
]


class Rebinding(AbstractResolver):
    """A name that is one address at first and another the next time."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self._addresses.pop(0) if len(self._addresses) > 1 else self._addresses[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("other", BOUND)
async def test_a_name_that_is_bound_anew_is_judged_anew(other: str) -> None:
    """The first answer sends it to the same name again, which is another address by then."""

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPFound("/again")

    async with everywhere(moved) as here:
        policy = Policy(opened=frozenset((("127.0.0.1", here.port),)))
        resolver = Rebinding("127.0.0.1", other)
        fetcher = Fetcher(policy, within=60, resolver=resolver)
        with pytest.raises(NotFetched, match="leads to no public address"):
            await fetcher.fetch(f"http://rebinding.example:{here.port}/")
    assert here.seen == ["/"]


@pytest.mark.parametrize("other", ["127.0.0.1", *BOUND])
async def test_what_ships_dials_no_name_that_leads_inside(other: str) -> None:
    async with everywhere(page) as inside:
        fetcher = Fetcher(PUBLIC, within=60, resolver=Rebinding(other))
        for port in (inside.port, 80):
            with pytest.raises(NotFetched, match="leads to no public address"):
                await fetcher.fetch(f"http://rebinding.example:{port}/")
    assert not inside.seen


async def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with site(page) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        with pytest.raises(NotFetched):
            await Fetcher(PUBLIC, within=60).fetch("http://127.0.0.1/")
    assert not proxy.seen
