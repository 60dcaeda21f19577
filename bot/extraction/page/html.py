"""HTML and feeds as lines of text with what their metadata tell. No network is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.extraction.page import json_feed
from bot.extraction.page.known import Known

_FURNITURE_TAGS = (
    "script", "style", "nav", "aside", "footer", "form", "button", "noscript", "iframe", "svg",
    "template", "select", "figure", "object", "video", "audio",
)  # fmt: skip
_FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|cookies?|consent|comments?|related|recommend\w*|sidebar|"
    r"promo\w*|ads?|advert\w*|sponsor\w*|newsletter|subscribe|signup|pager|pagination|breadcrumbs?|"
    r"menu|navbar|footer|skip|tags|author-box|caption|hidden|paywall|toolbar)"
    r"(?:$|[\s_-])",
    re.I,
)
_BLOCKS = frozenset(
    "p div li ul ol h1 h2 h3 h4 h5 h6 blockquote section article main table tr td th pre dl dt dd "
    "header hr figure body html".split()
)
_ROOTS = (
    "//article",
    "//*[@itemprop='articleBody']",
    "//main",
    "//*[contains(@class,'post-body') or contains(@class,'entry-content') or "
    "contains(@class,'article-body') or contains(@class,'post-content')]",
    "//body",
)
_ENTITY = re.compile(r"<!ENTITY[^<>]{0,1000}>", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE", re.I)
MOST_TAGS = 20_000
"""More tags than this go into no library that takes its time over them."""


def read_html(raw: str) -> tuple[str, Known]:
    """The text of a page's source, a block a line, and what its metadata tell."""
    tree = _tree(raw)
    if tree is None:
        return "", Known()
    known = _known(tree)
    text = _text_of(tree)
    if len(text) < 200 and raw.count("<") < MOST_TAGS:
        # Our walk may have met an unknown layout; the library knows many, but glues short pages.
        found = _by_library(raw)
        text = found if len(found) > 2 * len(text) else text
    return text, known


def _tree(raw: str) -> Any:
    from lxml import etree, html

    safe = re.sub(r"<\?xml[^>]*\?>", "", raw.lstrip("\ufeff"))
    safe = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", safe)
    try:
        return html.document_fromstring(safe, parser=html.HTMLParser(no_network=True))
    except (etree.LxmlError, ValueError):
        return None


def _by_library(raw: str) -> str:
    """A page that our own walk finds little in, through trafilatura, which knows many more."""
    import trafilatura

    try:
        return trafilatura.extract(raw, favor_recall=True, include_comments=False) or ""
    except Exception:  # a page must never end a reading, whatever a library makes of it
        return ""


def _text_of(tree: Any) -> str:
    for element in list(tree.iter()):
        if _is_furniture(element):
            _drop(element)
    for path in _ROOTS:
        roots = tree.xpath(path)
        lines = [line for root in roots[:1] for line in _lines(root)]
        if sum(len(line) for line in lines) >= 200 or path == _ROOTS[-1]:
            return "\n".join(lines)
    return ""


def _is_furniture(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment or an instruction
    if element.tag in _FURNITURE_TAGS:
        return True
    if element.tag in ("html", "body", "main", "article"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_FURNITURE_CLASS.search(names)) or element.get("aria-hidden") == "true"


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _lines(root: Any) -> Iterator[str]:
    """The root's text, broken at blocks and at <br>."""
    held: list[str] = []
    for event, element in _walk(root):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _BLOCKS or name == "br":
            line = re.sub(r"\s+", " ", "".join(held)).strip()
            held.clear()
            if line:
                yield line
        if event == "start" and element.text and name != "br":
            held.append(element.text)
        elif event == "end" and element.tail and element is not root:
            held.append(element.tail)
    line = re.sub(r"\s+", " ", "".join(held)).strip()
    if line:
        yield line


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    yield from etree.iterwalk(root, events=("start", "end"))


# --- metadata ------------------------------------------------------------------------------------


def _known(tree: Any) -> Known:
    told = _linked_data(tree)
    site = _meta(tree, "og:site_name") or _name_of(told.get("publisher"))
    title = str(told.get("headline") or "") or _meta(tree, "og:title") or _heading(tree, site)
    day = _iso(told.get("datePublished")) or _iso(
        _meta(tree, "article:published_time")
        or _meta(tree, "date")
        or _item(tree, "datePublished")
        or _time(tree)
    )
    author = _name_of(told.get("author")) or _author(tree)
    return Known(
        title=_folded(title),
        author=_folded(author),
        source=_folded(_meta(tree, "og:site_name") or ""),
        url=_address(tree),
        day=day,
        day_rule="metadata" if day else "",
    )


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:500]


def _linked_data(tree: Any) -> dict[str, Any]:
    """The first JSON-LD object that describes an article."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            told = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _objects(told):
            if "headline" in item or "datePublished" in item:
                return item
    return {}


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, dict):
        yield told
        yield from (item for item in _objects(told.get("@graph")))
    elif isinstance(told, list):
        for item in told[:50]:
            if isinstance(item, dict):
                yield item


def _name_of(told: Any) -> str:
    if isinstance(told, list):
        told = told[0] if told else ""
    if isinstance(told, dict):
        told = told.get("name", "")
    return told if isinstance(told, str) else ""


def _meta(tree: Any, name: str) -> str:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return str(found[0]) if found else ""


def _item(tree: Any, name: str) -> str:
    """A microdata property, as schema.org's pages carry it."""
    found = tree.xpath("//*[@itemprop=$name]/@*[name()='content' or name()='datetime']", name=name)
    return str(found[0]) if found else ""


def _heading(tree: Any, site: str) -> str:
    for path in ("//article//h1", "//h1", "//article//h2", "//main//h2", "//h2"):
        found = tree.xpath(path)
        if found and found[0].text_content().strip():
            return str(found[0].text_content())
    titles = tree.xpath("//title")
    text = _folded(str(titles[0].text_content())) if titles else ""
    return re.split(r"\s+[|–—-]\s+(?=[^|]{2,40}$)", text)[0]


def _time(tree: Any) -> str:
    found = tree.xpath("//time/@datetime")
    return str(found[0]) if found else ""


def _author(tree: Any) -> str:
    named = _meta(tree, "author") or _meta(tree, "article:author")
    found = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(@class,'author')]")
    if not named and found:
        named = found[0].text_content()
    if not named:
        bylines = tree.xpath("//*[contains(@class,'byline')]")
        named = bylines[0].text_content() if bylines else ""
        named = re.split(r"[·•|]", named)[0]
    named = re.sub(r"^\s*by\s+", "", named, flags=re.I)
    return "" if named.startswith("http") else named


def _address(tree: Any) -> str:
    found = tree.xpath("//link[@rel='canonical']/@href")
    address = str(found[0]) if found else _meta(tree, "og:url")
    return address if address.startswith(("http://", "https://")) else ""


def _iso(text: Any) -> date | None:
    """The day of an ISO instant, as its own clock tells it."""
    if not isinstance(text, str):
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        pass
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


# --- feeds ---------------------------------------------------------------------------------------


def feed_entries(raw: str) -> list[tuple[str, Known]]:
    """The entries of an RSS, Atom or JSON feed, in its order."""
    if json_feed.is_json_feed(raw):
        show, items = json_feed.items(raw)
        return [_json_entry(item, show) for item in items]
    import feedparser

    if len(_DOCTYPE.findall(raw)) > 20:  # no feed has them; a library is slow over them
        return []
    safe = _ENTITY.sub("", raw)
    try:
        feed = feedparser.parse(safe.encode("utf-8", "replace"))
    except Exception:  # as above: a broken feed is a feed without entries
        return []
    show = str(feed.feed.get("title", ""))
    return [_entry(item, show, feed.feed) for item in feed.entries[:1000]]


def _entry(item: Any, show: str, feed: Any) -> tuple[str, Known]:
    contents = [str(one.get("value", "")) for one in item.get("content", ())]
    text = max([*contents, str(item.get("summary", ""))], key=len)
    author = str(item.get("author", "") or feed.get("author", ""))
    day = _of_feed(item.get("published")) or _of_feed(item.get("updated"))
    address = str(item.get("link", ""))
    known = Known(
        title=_folded(re.sub(r"<[^>]{0,200}>", "", str(item.get("title", "")))),
        author=_folded(re.sub(r"\s*\([^)]*\)|\S+@\S+\s*", "", author[:500])),
        source=_folded(show),
        url=address if address.startswith(("http://", "https://")) else "",
        day=day,
        day_rule="feed" if day else "",
    )
    return _as_lines(text), known


def _json_entry(item: json_feed.Item, show: str) -> tuple[str, Known]:
    day = _of_feed(item.published)
    known = Known(
        title=_folded(item.title),
        author=_folded(item.author),
        source=_folded(show),
        url=item.url if item.url.startswith(("http://", "https://")) else "",
        day=day,
        day_rule="feed" if day else "",
    )
    return _as_lines(item.text), known


def _of_feed(text: Any) -> date | None:
    """The day of a feed's date, as the show's own clock tells it: RFC 2822 or RFC 3339."""
    if not isinstance(text, str):
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _iso(text)


def _as_lines(text: str) -> str:
    if "<" not in text:
        return text
    tree = _tree(f"<body><main>{text}</main></body>")
    return "\n".join(_lines(tree)) if tree is not None else ""
