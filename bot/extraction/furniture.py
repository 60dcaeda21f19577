"""Which lines of a pasted page are its furniture: rules of how sites, shows and newsletters dress
their texts. Each pattern is matched against a whole line, folded to lower case."""

from __future__ import annotations

import re

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
    r"|\d{1,3}\s?-?(?:min|mins|minute|minutes)(?:\s?-?read)?\.?"
    r"|(?:reading time|read time|time to read|duration|runtime|length)\W.{1,30}"
    r"|\d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d)?.{0,20}"
    # sharing, reacting, listening
    r"|\d[\d,.]*k? (?:views?|likes?|shares?|comments?|claps?|reactions?|retweets?|plays?)"
    r"|listen (?:to|on|now|here)\b.{0,80}|show transcript.{0,10}|play episode.{0,40}"
    r"|(?:write|leave|add|post) a (?:comment|reply).{0,120}|be the first to comment.{0,20}"
    r"|log in to .{0,40}|sign in.{0,30}|\d{1,4} (?:responses|replies).{0,20}"
    # asking for something
    r"|(?:subscribe|sign up|follow us|support (?:the|us|our|this|my|independent)|pledge|upgrade|"
    r"become an?|donate|buy me|tip us|send tips|send us|advertise|your ad here|sponsored|"
    r"sponsor:|presented by|in partnership with|brought to you|join (?:the|our|us)|get it by|"
    r"get the app|download (?:the|our) app|try it free|start your free|unlock|manage preferences|"
    r"enable notifications|rate us|review us|tell a friend|forward this|share this)\b.{0,160}"
    r"|advertisement|advert|ad|promoted|paid post"
    # the site's own talk
    r"|(?:this (?:site|website|page)|we) uses? cookies.{0,200}|accept (?:all|cookies).{0,40}"
    r"|skip to (?:main )?content|menu|home|search|close|back to top|toggle .{0,30}|loading.{0,10}"
    r"|(?:tags?|categor(?:y|ies)|topics|filed (?:under|in)|posted in|labels?|keywords)\s?:.{0,160}"
    r"|(?:photo|image|picture|photograph|illustration|credit|caption|source image)s?"
    r"(?: credit| by| courtesy)?\s?:.{0,200}"
    r"|story continues.{0,30}|continue reading.{0,60}|read (?:more|next|also|on)\b.{0,140}"
    r"|article continues.{0,30}|keep reading.{0,40}"
    r"|(?:more from|more on|related|recommended|you (?:may|might) also like|trending|most read|"
    r"most popular|latest (?:posts|news|episodes)|recent (?:posts|episodes)|see all|view all|"
    r"(?:previous|next) (?:post|episode|article)|older|newer|up next)\b.{0,140}"
    r"|(?:proudly )?powered by.{0,60}|©.{0,160}|\(c\) ?\d{4}.{0,160}|copyright\b.{0,160}"
    r"|.{0,60}all rights reserved.{0,40}|(?:privacy|terms|cookie)s?(?: policy| of (?:use|service))?"
    r"|.{0,40}\bunsubscribe\b.{0,40}|h/t\b.{0,100}|transcript (?:generated|by|provided).{0,120}"
    r"|(?:contact|media contact|press contact|investor contact)s?\s?:.{0,160}"
    r"|(?:view|open|read) (?:this|it)?.{0,10}in (?:your )?(?:browser|app).{0,20}"
    r"|.{0,60}\bis free\b.{0,40}\b(?:upgrade|support|subscri|paid)\b.{0,80}"
    r"|chapters\s?:?|our theme music.{0,120}"
    r"|\(?\d{1,2}:\d\d(?::\d\d)?\)?\s?[-–—].{0,100}"
    r")[\s.!…▸›»→]*"
)

_TAIL = re.compile(
    r"(?:\d{1,4} )?(?:comments?|responses|discussion|reader comments)(?: \(\d{1,4}\))?\W{0,3}"
    r"|(?:recent|related|more|popular|latest|similar|other) (?:posts?|articles?|stories|episodes?)"
    r"\W{0,3}|about the (?:author|writer|host|show|podcast|newsletter)s?\W{0,3}"
    r"|about (?:us|me|[^\s.,;]{1,40}(?: [^\s.,;]{1,40}){0,4})"
    r"|(?:forward|cautionary)[- ]looking (?:statements?|information).{0,60}"
    r"|(?:safe harbor|cautionary) .{0,80}|you (?:may|might) also like\W{0,3}"
    r"|trending(?: now)?\W{0,3}|leave a (?:comment|reply)\b.{0,120}|further reading\W{0,3}"
    r"|write a comment\W{0,3}|join the conversation\W{0,3}|more from\b.{1,60}|-30-|###|# # #"
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

_GREETING = re.compile(
    r"(?:(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings|welcome|happy)\b.{0,70}"
    r"|(?:it['’]s|it is|today is) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b.{0,140}"
    r"|this is (?:the |your )?[^.]{1,80}(?: for | and i['’]m | and i am |, i['’]m |, and i['’]m )"
    r".{0,200}|this is the [^.,]{2,40}|i['’]m [^.,]{2,40}(?:,[^.]{1,80})?"
    r"|here(?:['’]s| is| are) (?:your|the|today['’]s|what)\b.{0,100})[.!…]*"
)


def is_furniture(line: str) -> bool:
    """Whether a whole line is part of the page and not of the text."""
    folded = line.casefold().strip(" \t*_•·|-–—>")
    if not folded or _ONLY_SIGNS.fullmatch(folded):
        return True
    return bool(_LINE.fullmatch(folded)) or _only_social(folded)


def _only_social(folded: str) -> bool:
    words = _TOKEN.findall(folded)
    return len(words) <= 14 and folded[-1] not in ".?" and all(word in _SOCIAL for word in words)


def ends_text(line: str) -> bool:
    """Whether from this line on the page speaks of other things."""
    folded = line.casefold().strip(" \t*_•·|-–—>#") or line.strip()
    return bool(_TAIL.fullmatch(folded))


def is_sign_off(sentence: str) -> bool:
    return bool(_SIGN_OFF.fullmatch(sentence.casefold().strip()))


def is_greeting(sentence: str) -> bool:
    return bool(_GREETING.fullmatch(sentence.casefold().strip()))


def opens_show(line: str) -> bool:
    """Whether a line speaks to the listeners, even if it goes on to tell something."""
    return bool(re.match(r"(?:welcome|hello|good (?:morning|evening)|this is)\b", line, re.I))
