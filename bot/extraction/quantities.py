"""Figures of a text: money, counts, shares, energy, power, distances … normalised, as they stand.

Kinds: money, count, share (a part of a whole), change (a share that something moved by), energy,
power, distance, weight, area, speed, duration, rate (an amount a day, week, month or year keeps
its kind; the rate stands in `unit`: "vehicles/year").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Quantity, Span, TimeExpression

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12,
    "lakh": 1e5, "crore": 1e7, "cr": 1e7, "dozen": 12, "score": 20,
}  # fmt: skip
_UNITS_OF_TEN = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_PARTS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
    "seventh": 1 / 7, "eighth": 1 / 8, "tenth": 1 / 10,
}  # fmt: skip
_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "cn¥": "CNY", "cny": "CNY", "rmb": "CNY",
    "yuan": "CNY", "renminbi": "CNY", "₹": "INR", "inr": "INR", "rs": "INR", "rs.": "INR",
    "rupee": "INR", "rupees": "INR", "c$": "CAD", "ca$": "CAD", "cad": "CAD", "a$": "AUD",
    "au$": "AUD", "aud": "AUD", "hk$": "HKD", "hkd": "HKD", "s$": "SGD", "nz$": "NZD",
    "chf": "CHF", "francs": "CHF", "sek": "SEK", "kronor": "SEK", "nok": "NOK", "kroner": "NOK",
    "dkk": "DKK", "₩": "KRW", "krw": "KRW", "won": "KRW", "brl": "BRL", "r$": "BRL", "reais": "BRL",
    "mxn": "MXN", "pesos": "MXN", "pln": "PLN", "zloty": "PLN", "try": "TRY", "lira": "TRY",
    "₺": "TRY", "zar": "ZAR", "rand": "ZAR", "czk": "CZK", "huf": "HUF",
}  # fmt: skip
_MEASURES = {
    "kwh": ("energy", "kWh"), "mwh": ("energy", "MWh"), "gwh": ("energy", "GWh"),
    "twh": ("energy", "TWh"), "wh": ("energy", "Wh"),
    "kilowatt-hours": ("energy", "kWh"), "kilowatt-hour": ("energy", "kWh"),
    "megawatt-hours": ("energy", "MWh"), "gigawatt-hours": ("energy", "GWh"),
    "gigawatt-hour": ("energy", "GWh"), "kw": ("power", "kW"), "mw": ("power", "MW"),
    "gw": ("power", "GW"), "kilowatts": ("power", "kW"), "kilowatt": ("power", "kW"),
    "megawatts": ("power", "MW"), "gigawatts": ("power", "GW"), "hp": ("power", "hp"),
    "bhp": ("power", "hp"), "horsepower": ("power", "hp"), "ps": ("power", "PS"),
    "km": ("distance", "km"), "kilometers": ("distance", "km"), "kilometres": ("distance", "km"),
    "kilometer": ("distance", "km"), "kilometre": ("distance", "km"), "miles": ("distance", "mi"),
    "mile": ("distance", "mi"), "meters": ("distance", "m"), "metres": ("distance", "m"),
    "feet": ("distance", "ft"), "foot": ("distance", "ft"), "inches": ("distance", "in"),
    "inch": ("distance", "in"), "mph": ("speed", "mph"), "km/h": ("speed", "km/h"),
    "kph": ("speed", "km/h"), "tons": ("weight", "t"), "ton": ("weight", "t"),
    "tonnes": ("weight", "t"), "tonne": ("weight", "t"), "kg": ("weight", "kg"),
    "pounds": ("weight", "lb"), "lbs": ("weight", "lb"), "acres": ("area", "acres"),
    "acre": ("area", "acres"), "hectares": ("area", "ha"), "volts": ("voltage", "V"),
    "volt": ("voltage", "V"), "amps": ("current", "A"), "nm": ("torque", "Nm"),
}  # fmt: skip

_NUMBER = r"\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_WORD = "|".join(sorted(_UNITS_OF_TEN, key=len, reverse=True))
_SCALE = r"hundred|thousand|million|billion|trillion|crore|lakh|dozen|mln|bln|trn|mn|bn|tn|cr|k|m|b"
_SIGN = r"(?:US|CA|AU|HK|NZ|CN|A|C|S|R)?[$¥]|[€£₹₩₺]"
_CODE = r"(?:USD|EUR|GBP|JPY|CNY|RMB|INR|Rs\.?|CAD|AUD|HKD|CHF|SEK|NOK|DKK|KRW|BRL|MXN|PLN|ZAR)"
_AFTER = "|".join(
    re.escape(name)
    for name in sorted((name for name in _CURRENCIES if name.isalpha() and len(name) > 2), key=len,
                       reverse=True)
)  # fmt: skip
_MEASURE = "|".join(re.escape(name) for name in sorted(_MEASURES, key=len, reverse=True))
_PERCENT = r"%|per ?cent\b|pct\b|percentage points?\b|points?\b|basis points?\b"

_FIGURE = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?|(?<![A-Za-z])(?P<code>{_CODE})\s?)?"
    rf"(?:(?P<number>(?<![\w.,#-]){_NUMBER}|(?<=[$€£¥₹₩₺\s]){_NUMBER})"
    rf"|(?<![\w-])(?P<word>(?:{_WORD})(?:-(?:{_WORD}))?)(?![\w]))"
    rf"(?:\s?[-–—]\s?(?P<high>{_NUMBER})|\s+(?:to|or)\s+(?:{_SIGN})?(?P<high2>{_NUMBER}))?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})(?![\w]))?"
    rf"(?:\s?(?P<percent>{_PERCENT})|[\s-](?P<currency>{_AFTER})\b"
    rf"|[\s-]?(?P<measure>{_MEASURE})(?![\w-]))?",
    re.I,
)
_PART = re.compile(
    r"\b(?:(?P<count>an?|one|two|three|four|five|six|seven|nine)[\s-])?"
    r"(?P<part>half|third|quarter|fifth|sixth|seventh|eighth|tenth)s?\b"
    r"(?=\s+(?:of|less|more|fewer|larger|smaller|cheaper|as|the|its|their)\b|[.,;])",
    re.I,
)
_FEW = re.compile(
    r"\b(?:(?P<half>half an? )(?P<scale>dozen|hundred|thousand|million|billion|trillion)"
    r"|(?P<one>an?) (?P<scale2>dozen|hundred|thousand|million|billion|trillion))\b",
    re.I,
)
_QUALIFIER = re.compile(
    r"\b(?:(?:well |slightly |just |a little |far |a bit )?(?:more|less|fewer|over|under|above|"
    r"below|shy) than|(?:just |well )?(?:over|under|above|below|shy of)|at least|at most|up to|"
    r"up from|down from|as (?:many|much|few|little) as|no (?:more|less|fewer) than|nearly|almost|"
    r"about|around|roughly|approximately|some|an estimated|estimated|close to|only|just|"
    r"virtually|exactly|another|a record|record|more|minimum of|maximum of)\s+\Z",
    re.I,
)
_RATE = re.compile(r"\s*(?:a|an|per|each|every|/)\s?(year|month|week|day|hour|minute)\b", re.I)
_RATED = re.compile(r"\s+(?:annually|yearly|monthly|weekly|daily)\b", re.I)
_NOUN = re.compile(
    r"\s+(?:(?:of|new|more|additional|extra|other|paid|electric|fully|fast|driverless|fewer|"
    r"different|separate|full-time|annual|[A-Za-z]+-[a-z]+|such|small|large|used|[a-z]+(?:ic|al|ed|ing|"
    r"less))\s+){0,3}([a-z][a-z-]{2,24})\b"
)
_NO_NOUN = frozenset(
    "and but for from with the that this than will would has have had was were are its their into "
    "over per year after before when while which who since until out off each all not can may more "
    "less fewer about only also then down instead ago later earlier".split()
)
_NAMED_BEFORE = re.compile(
    r"(?:\b(?:no|nos|number|model|type|class|tier|level|phase|series|version|route|highway|"
    r"interstate|chapter|section|part|article|page|step|gen|generation|euro|mach|q|h|boeing|airbus|"
    r"formula|windows|act|title|rule|category|area|stage|wave|lot|bay|gate|room|unit)\.?\s+"
    r"|[A-Za-z]-|#)\Z",
    re.I,
)
"""Words that a number only names: "Model 3", "No. 2", "Tier 1"."""
_NAMED_AFTER = re.compile(r"\s?(?:e-[a-z]+|[a-z]?series\b)|(?:st|nd|rd|th)\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


def find(body: str, times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
    """The figures of `body` in its order, but for what a time expression claims."""
    taken = [time.span for time in times]
    found: list[Quantity] = []
    for quantity in sorted((*_parts(body), *_few(body), *_figures(body)), key=_order):
        if found and quantity.span.start < found[-1].span.end:
            continue
        if not _claimed(quantity.span, taken):
            found.append(quantity)
    return tuple(found)


def _order(quantity: Quantity) -> tuple[int, int]:
    return quantity.span.start, -quantity.span.end


def _claimed(span: Span, taken: Sequence[Span]) -> bool:
    return any(span.meets(other) for other in taken)


def _figures(body: str) -> list[Quantity]:
    return [made for match in _FIGURE.finditer(body) if (made := _figure(body, match))]


def _figure(body: str, match: re.Match[str]) -> Quantity | None:
    value = _value(match["number"] or match["word"])
    if not _is_figure(body, match, value):
        return None
    scale = _SCALES.get((match["scale"] or "").casefold(), 1)
    high = match["high"] or match["high2"]
    kind, unit = _kind(match)
    noun, end = _counted(body, match.end(), kind)
    rate, end = _rate(body, end)
    return Quantity(
        span=Span(match.start(), end if rate else match.end()),
        kind=kind,
        value=value * scale,
        unit=(unit or noun) + rate,
        high=_value(high) * scale if high else None,
        qualifier=_qualifier(body, match.start()),
        counted=noun,
        rule="figure" if match["number"] else "number word",
    )


def _value(text: str) -> float:
    folded = text.casefold()
    if folded[0].isdigit():
        return float(folded.replace(",", ""))
    return float(sum(_UNITS_OF_TEN.get(part, 0) for part in folded.split("-")))


def _is_figure(body: str, match: re.Match[str], value: float) -> bool:
    """A number that measures or counts, and is no name, year, ordinal or list mark."""
    before = body[max(0, match.start() - 24) : match.start()]
    bare = not any(match[name] for name in ("sign", "code", "scale", "percent", "currency"))
    if bare and not match["measure"]:
        if _NAMED_BEFORE.search(before) or _NAMED_AFTER.match(body, match.end()):
            return False
        if match["word"]:
            return value > 1 and bool(_counted(body, match.end(), "count")[0])
        return (
            bool(_counted(body, match.end(), "count")[0])
            or value >= 1000
            and not _YEAR.fullmatch(match["number"])
        )
    return True


def _kind(match: re.Match[str]) -> tuple[str, str]:
    currency = match["sign"] or match["code"] or match["currency"]
    if currency:
        return "money", _CURRENCIES.get(currency.casefold(), currency.upper())
    if percent := match["percent"]:
        folded = percent.casefold()
        if "basis" in folded:
            return "change", "basis points"
        return ("change", "points") if "point" in folded else ("share", "%")
    if measure := match["measure"]:
        return _MEASURES[measure.casefold()]
    return "count", ""


def _counted(body: str, at: int, kind: str) -> tuple[str, int]:
    """The noun a count counts, and where it ends."""
    if kind not in ("count",):
        return "", at
    found = _NOUN.match(body, at, at + 80)
    if not found or found[1] in _NO_NOUN:
        return "", at
    return found[1], found.end()


def _rate(body: str, at: int) -> tuple[str, int]:
    found = _RATE.match(body, at)
    if found:
        return f"/{found[1].casefold()}", found.end()
    return "", at


def _qualifier(body: str, at: int) -> str:
    found = _QUALIFIER.search(body[max(0, at - 32) : at])
    return found.group().strip() if found else ""


def _parts(body: str) -> list[Quantity]:
    """ "a third of the money", "a fifth less", "half of all"."""
    found = []
    for match in _PART.finditer(body):
        count = (match["count"] or "a").casefold()
        times = 1.0 if count in ("a", "an") else float(_UNITS_OF_TEN[count])
        found.append(
            Quantity(
                span=Span(match.start(), match.end()),
                kind="share",
                value=times * _PARTS[match["part"].casefold()],
                unit="share",
                qualifier=_qualifier(body, match.start()),
                rule="part",
            )
        )
    return found


def _few(body: str) -> list[Quantity]:
    """ "half a million seats", "a dozen states"."""
    found = []
    for match in _FEW.finditer(body):
        scale = _SCALES[(match["scale"] or match["scale2"]).casefold()]
        noun, end = _counted(body, match.end(), "count")
        rate, end = _rate(body, end)
        found.append(
            Quantity(
                span=Span(match.start(), end if rate else match.end()),
                kind="count",
                value=scale / 2 if match["half"] else scale,
                unit=noun + rate,
                qualifier=_qualifier(body, match.start()),
                counted=noun,
                rule="round number",
            )
        )
    return found
