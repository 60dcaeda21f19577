"""The phrases that stand for a firm, as patterns of English and of the trade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.extraction.names.words import ADJECTIVES, CITIES, TRADE_NOUNS, VERBS
from bot.model import TopicKind

MAKERS = ("Makers and their brands", "Young makers", "Chinese makers")
TRUCKS = ("Trucks, buses and machines",)
CELLS = ("Batteries and materials",)
TRADES: Mapping[str, tuple[str, ...]] = {
    "automaker": (*MAKERS, *TRUCKS),
    "carmaker": MAKERS,
    "truckmaker": TRUCKS,
    "chipmaker": ("Chips, software and sensors",),
    "supplier": ("Suppliers", "Chips, software and sensors", *CELLS),
}
"""The sectors of the catalogue that a noun for a firm tells; all other nouns tell none."""
NOUNS = (
    "company|firm|group|automaker|carmaker|truckmaker|chipmaker|manufacturer|maker|supplier|"
    "start-up|startup|newcomer|retailer|utility|operator|developer|venture|brand|unit|subsidiary"
)
_THE = r"[Tt](?<!\w[Tt])he"
"""The word: with its first letter in front, a search finds where it may begin without trying."""
ONE = re.compile(
    _THE + r" ((?:(?!(?:same|other|first|second|third|new|next|whole|only|parent|two|of|and|to|in"
    r"|that|the|for|with|by|values?)\b)"
    rf"[\w.'-]{{1,24}}+ ){{0,3}}?)({NOUNS})(?![\w-]| of\b)"
)
MANY = re.compile(
    r"\b(?:[Tt]he two(?= (?:companies|firms|carmakers|automakers|makers|groups|partners|sides|"
    r"manufacturers|brands|rivals|suppliers)\b)"
    r"(?: \w+)?|[Bb]oth (?:companies|firms|carmakers|automakers|groups|partners|sides|brands)|"
    r"[Tt]he partners|[Nn]either partner|[Tt]he (?:companies|carmakers|automakers))\b"
)
PLURAL_SIGNS = (" two", "artner", "oth ", "he companies", "he carmakers", "he automakers")
"""A text without one of these holds no such plural: looking is cheaper than matching."""
TWO_ACT = re.compile(_THE + r" two(?= (?:together )?(\w+))")
PLURAL_VERBS = VERBS | {verb[:-1] for verb in VERBS if verb.endswith("s")}
THEY = re.compile(r"\W*(They|Their)\b")
OPENING = (
    r"\W*(?:(?:However|Meanwhile|Instead|Still|Then|Also|Separately|Finally|And|But|So|Yet|Since|"
    r"When|After|Before|Once|Until|If|Although|Though|Because),? |"
    r"(?:[A-Z][\w'-]*+(?: [\w'’-]++){0,7}), )?"
)
"""Its words are possessive, as those of the patterns below: a blank or a comma ends each, so that
none gives a letter back in vain."""
IT = re.compile(OPENING + r"((?i:it|its))\b")
LATE_IT = re.compile(r"\W*[A-Z][\w'-]*+(?: [\w'’$€£.,%-]++){0,12}? (it)(?= (\w+))")
EMPTY_IT = re.compile(
    r"(?:'s| is| was| will be| would be| may be| could be| remains| seems| appears)(?: \w+)? "
    r"(?:clear|unclear|likely|unlikely|possible|impossible|hard|easy|difficult|early|true|time|known)"
    r"\b|(?: may| will| would| could)? (?:took|takes?) (?:[\d$€£]|an? |some |more |less |until )"
    r"| means (?:an?|the|that|more|less)\b"
    r"|(?:'s| is| was) (?:\d|an? |the |not |no |one |Monday|Tuesday|Wednesday|Thursday|Friday)"
)
DEFINITE = re.compile(
    OPENING
    + r"((?:[Tt]h(?:e|is|at|ese|ose)|[Bb]oth|Neither of the|None of the)(?: [\w'’#-]+){1,4})"
)
PROCESS = re.compile(
    r"\W*(Production|Retooling|Construction|Deliveries|Assembly|Orders|Talks|Bids|Rides|Trips|"
    r"Tests|Testing|Output|Shipments|Ground|Customers|Most of|"
    r"Reservations|Preorders|Exports|Pricing|Layoffs)\b"
)
STRONG = re.compile(
    r"(?:deal|plan|goal|aim|agreement|program|programme|project|alliance|partnership|contract|"
    r"venture|merger|transaction|investment|(?:first|second|other|last) of|first one|two models)"
)
JOINT = (
    *("deal", "agreement", "contract", "venture", "partnership", "alliance", "merger"),
    "transaction",
)
PREPOSITIONS = frozenset("of in on at by for from to with as than into under over".split())
STOPS = (
    PLURAL_VERBS
    | PREPOSITIONS
    | frozenset(
        "which who whose when while if and or but that "
        "are were be been have do does did had itself themselves now now, now".split()
    )
) - TRADE_NOUNS
"""What ends a noun phrase, as far as it may not be its noun."""
UNIT = re.compile(r"'s (?:[a-z-]+ )?(unit|subsidiary|arm|division|brand|venture)(?! [A-Z])\b")
RELATIVE = frozenset({"which", "that", "whose", "where", "who", "when", "than"})
MODIFIES = re.compile(r"-(?:backed|owned|led|funded|controlled|based|branded|built|designed)\b")
PASSING = re.compile(r"-(?:backed|owned|led|funded|controlled)\b")
PARTNER = frozenset({"by", "with"})


KINDS_OF = {
    "company": {TopicKind.COMPANY, TopicKind.UNIT, TopicKind.VENTURE, TopicKind.BRAND},
    "automaker": {TopicKind.COMPANY, TopicKind.BRAND},
    "supplier": {TopicKind.COMPANY},
    "venture": {TopicKind.VENTURE},
    "brand": {TopicKind.BRAND},
    "unit": {TopicKind.UNIT, TopicKind.BRAND},
    "subsidiary": {TopicKind.UNIT, TopicKind.BRAND, TopicKind.COMPANY},
}


def country_of(modifiers: Iterable[str]) -> str:
    """The country that a nationality, a city or a state before the noun tells, else ""."""
    for word in modifiers:
        place = word.removesuffix("-based").removesuffix("-headquartered")
        if place in ADJECTIVES:
            return ADJECTIVES[place]
        if place in CITIES:
            return CITIES[place]
    return ""
