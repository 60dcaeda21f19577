"""Pages' sources, Markdown and feeds, as sites and shows write them. All of it is invented."""

from __future__ import annotations

from datetime import date

from bot.extraction.page import open_page, open_pages
from bot.model import TextKind

BLOG = """<!doctype html><html><head><title>Tallow Sells Its Depot – The Slow Lane</title>
<meta property="og:site_name" content="The Slow Lane">
<meta property="article:published_time" content="2025-06-03T10:00:00+00:00">
<meta property="article:modified_time" content="2025-06-05T10:00:00+00:00">
<link rel="canonical" href="https://example.org/depot"></head>
<body class="post"><header><h1>The Slow Lane</h1><nav>Home</nav></header><article>
<h1 class="entry-title">Tallow Sells Its Depot</h1>
<div class="entry-meta">June 3, 2025 by <span class="author">Rosa Quint</span></div>
<div class="entry-content"><p>Tallow sold its depot for &euro;12&nbsp;million.</p><h2>Why now?</h2>
<p>The lease <em>ran</em> out.<br><br>It had been <a href="#">signed</a> in 1995.</p>
<blockquote>Nobody wept.</blockquote><aside><p>Sponsored: buy hats.</p></aside>
<ul><li>It sold 9,000 vans in May.</li></ul><figure><figcaption>A depot.</figcaption></figure>
<div class="sharing"><ul><li>Click to share on X</li></ul></div></div></article>
<div id="comments"><p>I told you so, and I was right.</p></div></body></html>"""


def test_a_blog_page_gives_its_metadata_and_every_paragraph() -> None:
    page = open_page(BLOG)
    assert (page.title, page.author) == ("Tallow Sells Its Depot", "Rosa Quint")
    assert (page.day, page.source) == (date(2025, 6, 3), "The Slow Lane")
    assert page.url == "https://example.org/depot"
    assert page.body.split("\n") == [
        "Tallow sold its depot for €12 million.",
        "Why now?",
        "The lease ran out.",
        "It had been signed in 1995.",
        "Nobody wept.",
        "It sold 9,000 vans in May.",
    ]


def test_a_page_of_tables_and_line_breaks_is_read_by_its_lines() -> None:
    page = open_page(
        "<html><body><table><tr><td><b>Brightholm Hires 300</b><br>By Ann Delacroix<br>"
        "June 9, 2025<br><br>Brightholm will hire 300 people in Ohio, it said.<br><br>"
        "It had let 200 go.<br><br>&copy; 2025 Old Site</td></tr></table></body></html>"
    )
    assert (page.title, page.author) == ("Brightholm Hires 300", "Ann Delacroix")
    assert page.day == date(2025, 6, 9)
    assert page.body == "Brightholm will hire 300 people in Ohio, it said.\nIt had let 200 go."


def test_markdown_loses_its_marks_and_front_matter() -> None:
    page = open_page(
        '---\ntitle: "The Quiet Depot"\ndate: 2025-06-08\nauthor: Rosa Quint\n---\n\n'
        "Tallow sold its *depot* for **€12 million**, see [the filing][1].\n\n### What next\n\n"
        "- Brightholm [builds](https://example.org/b) a bus.\n\n[1]: https://example.org/f\n",
        kind=TextKind.MARKDOWN,
    )
    assert (page.title, page.author, page.day) == (
        "The Quiet Depot",
        "Rosa Quint",
        date(2025, 6, 8),
    )
    assert page.body == (
        "Tallow sold its depot for €12 million, see the filing.\nWhat next\n"
        "• Brightholm builds a bus."
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Axle Weight</title><author><name>Kofi Lindqvist</name></author>
<entry><title>A Bridge Too Low</title><link href="https://example.org/b"/>
<published>2025-06-07T23:30:00-04:00</published><content type="html">
&lt;p&gt;Brightholm lost three roofs.&lt;/p&gt;&lt;p&gt;It pays for sensors.&lt;/p&gt;
&lt;p&gt;Thanks for listening.&lt;/p&gt;</content></entry>
<entry><title>Ghent Reopens</title><published>2025-06-06T10:00:00Z</published>
<summary>Ghent reopens its depot on July 1.</summary></entry></feed>"""


def test_a_feed_gives_a_page_an_entry_on_the_day_of_its_own_clock() -> None:
    first, second = open_pages(ATOM)
    assert (first.title, first.author, first.source) == (
        "A Bridge Too Low",
        "Kofi Lindqvist",
        "Axle Weight",
    )
    assert (first.day, first.url) == (date(2025, 6, 7), "https://example.org/b")
    assert first.body == "Brightholm lost three roofs.\nIt pays for sensors."
    assert (second.day, second.body) == (date(2025, 6, 6), "Ghent reopens its depot on July 1.")


def test_a_host_who_names_the_day_is_believed_before_the_feed() -> None:
    (page,) = open_pages(
        '<rss version="2.0"><channel><title>The Lantern</title><item><title>Ghent Reopens</title>'
        "<pubDate>Tue, 10 Jun 2025 03:00:00 GMT</pubDate><description><![CDATA["
        "<p>This is the Lantern for June 9, 2025, and I'm Piet Hooft.</p>"
        "<p>Ghent reopens its depot &amp; hires 40.</p>]]></description></item></channel></rss>"
    )
    assert (page.day, page.author) == (date(2025, 6, 9), "Piet Hooft")
    assert page.body == "Ghent reopens its depot & hires 40."


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<rss><channel><item><title>Hm</title><description>Ghent &b; reopens.</description>"
        "</item></channel></rss>"
    )
    assert all("hahaha" not in page.body for page in open_pages(bomb))


def test_a_broken_page_is_read_as_far_as_it_goes() -> None:
    page = open_page("<html><body><h1>Vans</h1><p>Tallow sold its depot for a song, it said.<p")
    assert page.body == "Tallow sold its depot for a song, it said."
