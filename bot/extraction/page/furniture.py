"""Which lines of a pasted page are its furniture: rules of how sites, shows and newsletters dress
their texts. Each pattern is matched against a whole line, folded to lower case."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extraction.letters import has_any

_SOCIAL = frozenset(
    "share tweet facebook twitter x linkedin pinterest email e-mail print copy link like likes "
    "comment comments reply repost restack whatsapp reddit telegram save bookmark download embed "
    "threads bluesky mastodon instagram youtube tiktok flipboard pocket on in app read the this "
    "post episode article story view views follow us rss spotify apple podcasts podcast overcast "
    "google castbox stitcher listen play pause transcript show hide mail sms to and "
    "via more".split()
)
"""Words of share bars, players and reaction counts: a line of nothing else is one."""

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_ONLY_SIGNS = re.compile(r"[\W\d_]*[x×]?[\W\d_]*")

_LINE = re.compile(
    r"(?:"
    # how old, how long
    r"(?:(?:updated|published|posted|edited|last updated|modified)\W{0,3})?"
    r"(?:\d{1,3}|an?|one|two|three) (?:second|minute|min|hour|hr|day|week|month|year)s? ago"
    r"(?: (?:by|in) .{1,40})?"
    r"|(?:updated|posted|published)?\W{0,3}(?:yesterday|just now|\d{1,3} ?[mhdw](?: ago)?)"
    r"|\d{1,3}\s?-?(?:min|mins|minute|minutes)(?:\s?-?(?:read|listen|watch))?\.?"
    r"|(?:reading time|read time|time to read|duration|runtime|length)(?: ?[:~—–-]|\s\d).{0,30}"
    r"|-?\d{1,2}:\d\d(?:[:/ \d-]{0,20}|.{0,20})"
    r"|(?:season \d{1,3}\W{1,3})?episode #?\d{1,5}|ep\.? ?\d{1,5}|\d(?:\.\d\d?)?x"
    # sharing, reacting, listening
    r"|\d[\d,.]*k? (?:views?|likes?|shares?|comments?|claps?|reactions?|retweets?|plays?|"
    r"restacks?|followers?|subscribers?)(?:\W.{0,60})?"
    r"|show (?:transcript|notes).{0,10}|show (?:more|less)|play (?:episode|audio).{0,40}"
    r"|(?:write|leave|add|post) a (?:comment|reply).{0,120}"
    r"|be the first to (?:comment|write).{0,30}"
    r"|share your thoughts.{0,20}|click to (?:share|e-?mail|print).{0,60}|like loading\W{0,4}"
    r"|log in to .{0,40}|\d{1,4} (?:responses|replies).{0,20}|watch (?:live|now)|paid|free preview"
    # asking for something
    r"|your ad here.{0,120}|was this (?:e-?mail )?forwarded.{0,100}|tip jar\b.{0,80}"
    r"|(?:sponsor|sponsors|tips|donations|patreon|mastodon|twitter|web|website|merch)\s?:.{0,160}"
    r"|get (?:it|this|us) (?:by|in your|via) .{0,80}|manage preferences.{0,30}"
    # the site's own talk
    r"|(?:this (?:site|website|page)|we) uses? cookies.{0,200}|accept (?:all|cookies).{0,40}"
    r"|skip to (?:main )?(?:content|navigation)|menu|home|search|close|back to top|loading.{0,10}"
    r"|toggle .{0,30}|home ?[>/»›].{0,80}|your (?:e-?mail|email) address will not be .{0,120}"
    r"|(?:tags?|categor(?:y|ies)|topics|filed (?:under|in)|posted in|labels?|keywords|in this "
    r"(?:article|story))\s?:.{0,160}|(?:tagged|posted in|filed under) .{1,100}"
    r"|published by .{2,40}|view all posts.{0,60}"
    r"|(?:photo|image|picture|photograph|illustration|credit|caption|source image)s?"
    r"(?: credit| by| courtesy)?\s?:.{0,200}|(?:photo|image)s? (?:by|courtesy|via) .{2,80}"
    r"|reporting by .{2,60};.{0,160}|our standards:.{0,120}|stock chart icon"
    r"|news provided by.{0,60}"
    r"|source:? [a-z0-9.,&' -]{2,60}(?:inc|corp|ltd|llc|plc|co|company|group|ag|se)\.?"
    r"|view original content.{0,160}|key (?:points|takeaways|facts)\W{0,2}"
    r"|(?:final )?(?:scores?|scoreboard|results) ?: .{0,160}|word count.{0,20}"
    r"|story continues.{0,30}|(?:top|bottom|end) of (?:the )?page|rated \S{1,5} out of \d.{0,30}"
    r"|font size|follow us|read more news on.{0,60}|synopsis|view in browser|yes ?[/|]? ?no"
    r"|continue reading.{0,60}|article continues.{0,30}|keep reading.{0,40}"
    r"|(?:previous|next) (?:post|episode|article|story)\b\W.{0,140}|(?:previous|next|older|newer)"
    r"(?: (?:posts?|episodes?|articles?|story))?|(?:see|view) all|up next"
    r"|(?:proudly )?powered by.{0,60}|©.{0,160}|\(c\) ?\d{4}.{0,160}|copyright (?:©|\d{4}).{0,160}"
    r"|(?:privacy|terms|cookie)s?(?: policy| of (?:use|service))?|\(?(?:h/t|hat tip)\b.{0,100}"
    r"|(?:contact|media contact|press contact|investor contact|media inquiries)s?\s?:.{0,160}"
    r"|(?:view|open|read) (?:this|it)?.{0,20}in (?:your )?(?:browser|app).{0,20}"
    r"|learn more about your ad choices.{0,80}|the post .{1,160} appeared first on .{1,80}"
    r"|advertisement|advert|ad|promoted|paid post|sponsored|chapters\s?:?"
    r"|\(?\d{1,2}:\d\d(?::\d\d)?\)?\s?[-–—].{0,100}"
    r"|@[\w.]{2,40}|(?:https?://|www\.)\S{3,300}"
    r")[\s.!…▸›»→★]*"
)
"""Forms that are furniture whatever they say, by how they begin."""

_SIGNS_WITHIN = (
    "(opens in", " ago", "|", "/", "licensing rights", "›", "»", "rights reserved",
    "unsubscribe", "@",
)  # fmt: skip
_WITHIN = re.compile(
    r"(?:"
    r".{0,60}\(opens in (?:a )?new (?:window|tab)\).{0,20}|.{0,60}·? ?launched .{1,20} ago"
    r"|.{2,80}[|/] ?(?:getty images|ap photo|ap|afp|reuters|bloomberg|shutterstock|istock|epa)"
    r"|.{0,300}purchase licensing rights.{0,20}"
    r"|[^.:›»]{1,40} [›»] [^.:›»]{1,40} [›»] .{1,200}"
    r"|.{0,60}all rights reserved.{0,40}|.{0,60}\bunsubscribe\b.{0,60}"
    r"|[\w.+-]{1,60}@[\w.-]{3,60}"
    r")[\s.!…▸›»→★]*"
)
"""The same by what stands within them: one of the signs above, which few lines have."""

_OPENING = re.compile(
    r"(?:listen (?:to|on|now|here)|sign in|subscribe|sign up|follow|support|pledge|upgrade|"
    r"become an?|donate|buy me|tip us|send (?:tips|us|your)|advertise|sponsored|presented by|"
    r"in partnership with|brought to you|join (?:the|our|us)|get the app|download (?:the|our) app|"
    r"try it free|start your free|unlock|enable notifications|rate us|review us|tell a friend|"
    r"forward this|share (?:this|on|episode)|read (?:more|next|also|on)|more (?:from|on|like this)|"
    r"related|reply to this|"
    r"(?:did|do) you (?:find|like|enjoy)|(?:enjoy(?:ed|ing)?|liked?|loved?) (?:this|it|what)|"
    r"leave us|"
    r"you (?:received|are receiving|get|got) this|read this every|"
    r"recommended|you (?:may|might) also like|trending|most read|most popular|latest (?:posts|"
    r"news|episodes)|recent (?:posts|episodes)|see (?:all|also)|view all|up next|copyright|"
    r"transcript (?:generated|by|provided|edited)|our (?:theme )?music|theme music|music by|"
    r"(?:this|today['’]s) (?:episode|newsletter|post|briefing) (?:is|was) (?:sponsored|brought|"
    r"produced|edited|made)|produced by|click here|for more|if you (?:like|enjoy|have)"
    r")\b.{0,200}"
)
"""Openings of what a site asks of its readers; a sentence of news may begin so as well."""

_SUPPORTED = re.compile(
    r"[^.]{0,60}\bis (?:free|reader-supported|a reader-supported|supported by)\b.{0,200}"
)
"""The same of what its readers pay."""

_ADDRESS = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|us|our|Our|me|my|here|[Ss]ubscri\w+|newsletters?|podcasts?|episodes?|"
    r"tip jar|[Pp]atreon|listeners?|readers?|to paid|inbox|links?|e-?mails?|a friend|[Cc]lick|"
    r"this post|this episode|[Mm]usic|[Ss]ponsor\w*|[Tt]ranscript)\b|https?:|@|→|★"
)
"""Words by which a sentence speaks to readers and not of the news."""

_TAIL = re.compile(
    r"(?:\d{1,4} )?(?:comments?|responses|discussion|reader comments|recent comments)"
    r"(?: \(\d{1,4}\))?\W{0,3}|discussion about this .{1,20}"
    r"|(?:recent|related|more|popular|latest|similar|other) (?:posts?|articles?|stories|episodes?|"
    r"news|reading|coverage)\W{0,3}|more like this\W{0,3}|(?:read|up) next\W{0,3}"
    r"|about the (?:author|writer|host|show|podcast|newsletter|company)s?\W{0,3}|related\W{0,3}"
    r"|about (?:us|me|[^\s.,;]{1,40}(?: [^\s.,;]{1,40}){0,4})"
    r"|(?:forward|cautionary)[- ]looking (?:statements?|information).{0,60}"
    r"|(?:safe harbor|cautionary (?:note|statement)) .{0,80}|you (?:may|might) also like\W{0,3}"
    r"|trending(?: now)?\W{0,3}|leave a (?:comment|reply)\b.{0,120}|further reading\W{0,3}"
    r"|write a comment\W{0,3}|join the conversation\W{0,3}|more from\b.{1,60}|-30-|###|# # #"
    r"|\w+ (?:thoughts?|responses?|replies|comments) (?:on|to) .{1,160}|archives|blogroll"
    r"|reporting by .{2,60};.{0,160}|by .{2,50} · launched .{1,30}|published by .{2,40}"
    r"|(?:contact|media contact|press contact|investor contact|contacts)s?\s?:.{0,160}"
)
"""Lines after which no text of the briefing comes any more."""

_SIGN_OFF = re.compile(
    r"(?:and )?(?:(?:thanks|thank you)(?: so much| very much| again)? for (?:listening|reading|"
    r"watching|joining|tuning|being|your)\b.{0,80}"
    r"|that(?:['’]s| is| was) (?:it|all|your|the|our)\b.{0,60}\b(?:today|minute|now|day|week|"
    r"briefing|daily|news|show|episode|morning|evening|folks)\b.{0,30}|that(?:['’]s| is) (?:it|all)"
    r"|(?:see|talk to|catch) you .{1,40}|until (?:tomorrow|next|then|monday|the next)\b.{0,40}"
    r"|cheerio|good ?bye|so long|bye(?:[- ]bye)?|take care.{0,30}|stay (?:tuned|safe).{0,40}"
    r"|have a (?:good|great|nice|safe|lovely)\b.{0,40}"
    r"|(?:i['’]m|i am|this (?:is|was|has been)) .{1,60}signing off.{0,20}"
    r"|we['’]ll be back.{0,40}|drive safely.{0,20}|good night.{0,20})[.!…]*"
)

_CAPITAL = r"[A-Z0-9][\w'’&.-]{0,30}"
_SHOWN = rf"{_CAPITAL}(?: (?:(?:of|the|and|on|for|in|at|a) )?{_CAPITAL}){{0,6}}"
_WEEKDAYS = r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_WITH = (
    rf"(?:,? for (?:{_WEEKDAYS}|{_MONTHS}|today|\d|the week).{{0,200}}|,? {_WEEKDAYS}.{{0,60}}"
    r"|,? (?:and )?(?:I['’]m|I am|my name).{0,200}|,? (?:with|hosted by|presented by) .{0,100}"
    r"|,? your .{0,120}|,? the (?:show|podcast|daily|newsletter|briefing|program|place).{0,120})?"
)
_EVERYONE = r"(?:everyone|everybody|all|folks|friends|listeners|readers|team|there)"

_GREETING = re.compile(
    rf"(?:(?:[Hh]ello|[Hh]i|[Hh]ey|[Gg]reetings|[Gg]ood (?:morning|afternoon|evening|day))"
    rf"(?:,? (?:and|from|to|again|{_EVERYONE})\b.{{0,120}}|, .{{0,40}})?"
    rf"|[Ww]elcome(?: back)?(?:,? {_EVERYONE}.{{0,40}})?"
    rf"|[Ww]elcome(?: back)? to (?:the |another |your |today['’]s |this )?[^.,]{{2,60}}{_WITH}"
    rf"|[Hh]appy (?:{_WEEKDAYS}|new year|holidays|thanksgiving|easter).{{0,40}}"
    rf"|(?:It['’]s|It is|Today is) {_WEEKDAYS}(?:,? (?:the )?(?:{_MONTHS}|\d)[^.]{{0,30}}?)?"
    r"(?:,? and (?:this is|here is|here['’]s|I['’]m|I am|you['’]re|welcome|we['’]re)\b.{0,160})?"
    rf"|(?:[Aa]nd )?[Tt]his is (?:the |your |our )?{_SHOWN}{_WITH}"
    r"|I['’]m [A-Z][^.,]{2,40}(?:,[^.]{1,80})?|My name is [A-Z][^.]{2,80}"
    r"|Here(?:['’]s| is| are) (?:your|the (?:news|headlines|latest)|today['’]s|what you)\b.{0,100})"
    r"[.!…]*"
)


LONGEST = 330
"""No line of furniture is longer than this, in characters; all patterns above are bounded by it."""


def is_furniture(line: str) -> bool:
    """Whether a whole line is part of the page and not of the text."""
    return len(line) <= LONGEST and _is_furniture(line)


@lru_cache(maxsize=512)  # each line is asked for some times while a page is told apart
def _is_furniture(line: str) -> bool:
    folded = line.casefold().strip(" \t*_•·∙★☆|-–—>")
    if not folded or _ONLY_SIGNS.fullmatch(folded):
        return True
    if _LINE.fullmatch(folded) or _only_social(folded):
        return True
    if has_any(folded, _SIGNS_WITHIN) and _WITHIN.fullmatch(folded):
        return True
    return _asks(folded) and not _is_news(line)


def _asks(folded: str) -> bool:
    if _OPENING.fullmatch(folded):
        return True
    return "is " in folded and bool(_SUPPORTED.fullmatch(folded))


def _is_news(line: str) -> bool:
    """A whole sentence that does not speak to readers: "Related costs rose to $12 million." """
    sentence = line.rstrip("\"”’')").endswith((".", "?")) and len(line.split()) >= 5
    return sentence and not _ADDRESS.search(line)


def _only_social(folded: str) -> bool:
    if len(folded) > 150 or folded[-1] in ".?":
        return False
    first = _TOKEN.search(folded)
    if first and first[0] not in _SOCIAL:
        return False
    words = _TOKEN.findall(folded)
    return len(words) <= 14 and _SOCIAL.issuperset(words)


_CREDIT = re.compile(
    r".{2,60}[|/] ?(?:getty images|ap photo|ap|afp|reuters|bloomberg|shutterstock|istock|epa)"
    r"|(?:photo|image|picture|credit)s?(?: credit| by)?\s?:.{0,120}",
    re.I,
)


def credits_picture(line: str) -> bool:
    """Whether a line tells whose a picture is; what stands above it may be the caption."""
    return bool(_CREDIT.fullmatch(line.strip()))


def ends_text(line: str) -> bool:
    """Whether from this line on the page speaks of other things."""
    if len(line) > LONGEST:
        return False
    folded = line.casefold().strip(" \t*_•·∙★☆|-–—>#") or line.strip()
    return bool(_TAIL.fullmatch(folded))


def is_sign_off(sentence: str) -> bool:
    return bool(_SIGN_OFF.fullmatch(sentence.casefold().strip()))


_GREETING_LETTERS = frozenset("HhGgWwITtMAa")


def is_greeting(sentence: str) -> bool:
    """Whether a sentence is a greeting; most begin with a letter that none does."""
    bare = sentence.strip()
    return bare[:1] in _GREETING_LETTERS and bool(_GREETING.fullmatch(bare))


_OPENS = re.compile(
    rf"(?:[Ww]elcome|[Hh]ello|[Hh]i,|[Gg]ood (?:morning|afternoon|evening))\b"
    rf"|[Tt]his is (?:the |your )?{_SHOWN},? for\b"
)


def opens_show(line: str) -> bool:
    """Whether a line speaks to the listeners, even if it goes on to tell something."""
    return bool(_OPENS.match(line))


def speaks_to_listeners(sentence: str) -> bool:
    """Whether a sentence greets or opens a show; most begin with a letter that none such does."""
    if sentence.lstrip()[:1] not in _GREETING_LETTERS:
        return False
    return is_greeting(sentence) or opens_show(sentence)
