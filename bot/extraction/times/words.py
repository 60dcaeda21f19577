"""The words of English time expressions, sorted into classes that the rules are written in.

A word has one class; a rule that takes several classes lists them. A word that stands for itself
only ("ago", "of") is its own class.
"""

from __future__ import annotations


def _row(words: str) -> list[str]:
    return words.split()


MONTHS = _row(
    "january february march april may june july august september october november december"
)
SHORT_MONTHS = _row("jan feb mar apr may jun jul aug sep oct nov dec")
WEEKDAYS = _row("monday tuesday wednesday thursday friday saturday sunday")
SHORT_WEEKDAYS = _row("mon tue wed thu fri sat sun")

MONTH: dict[str, int] = {
    **{name: i for i, name in enumerate(MONTHS, 1)},
    **{name: i for i, name in enumerate(SHORT_MONTHS, 1)},
    "sept": 9,
}
WEEKDAY: dict[str, int] = {
    **{name: i for i, name in enumerate(WEEKDAYS)},
    **{name: i for i, name in enumerate(SHORT_WEEKDAYS)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}

SEASON: dict[str, str] = {
    "spring": "SP",
    "springtime": "SP",
    "summer": "SU",
    "summertime": "SU",
    "autumn": "FA",
    "fall": "FA",
    "winter": "WI",
    "wintertime": "WI",
}

UNIT: dict[str, str] = {
    **dict.fromkeys(("day", "days"), "D"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "W"),
    **dict.fromkeys(("month", "months", "mo", "mos"), "M"),
    **dict.fromkeys(("quarter", "quarters"), "Q"),
    **dict.fromkeys(("year", "years", "yr", "yrs"), "Y"),
    **dict.fromkeys(("decade", "decades"), "E"),
    **dict.fromkeys(("century", "centuries"), "C"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "TH"),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "TM"),
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "TS"),
    **dict.fromkeys(("weekend", "weekends"), "WE"),
    **dict.fromkeys(("fortnight", "fortnights"), "2W"),
}
"""Unit letters as TIMEX3 durations write them; E and C stand for ten and a hundred years."""

DAY_PART: dict[str, str] = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "midday": "MI",
    "lunchtime": "MI",
    "daytime": "DT",
}

ORDINAL: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "final": 4,
}  # fmt: skip

NUMBER: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100,
}  # fmt: skip

DECADE_WORD: dict[str, int] = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip

FREQUENT: dict[str, str] = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "bimonthly": "P2M",
    "quarterly": "P1Q",
    "annual": "P1Y",
    "annually": "P1Y",
    "yearly": "P1Y",
    "biennial": "P2Y",
    "semiannual": "P6M",
    "annualized": "P1Y",
    "annualised": "P1Y",
}

CLASSES: dict[str, str] = {
    "month": " ".join(MONTHS),
    "abbr": " ".join(m for m in SHORT_MONTHS if m != "may") + " sept",
    "weekday": " ".join(WEEKDAYS),
    "wabbr": " ".join(SHORT_WEEKDAYS) + " tues thur thurs",
    "weekdays": " ".join(name + "s" for name in WEEKDAYS),
    "season": "spring summer autumn fall winter springtime summertime wintertime",
    "a": "a an",
    "annum": "year",
    "unit": "day week month decade century hour minute weekend fortnight",
    "units": (
        "days weeks months years decades centuries hours minutes seconds weekends fortnights"
    ),
    "shortunit": "min mins hr hrs yr yrs sec secs wk wks mos",
    "part": " ".join(DAY_PART),
    "ord": "first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "numword": " ".join(name for name in NUMBER if name not in ("zero", "one")),
    "decadeword": " ".join(DECADE_WORD),
    "frequent": " ".join(FREQUENT),
    "holiday": "christmas thanksgiving easter halloween",
    "vague": "several many numerous multiple countless various",
    "edge": "end start beginning middle close outset onset",
    "filler": (
        "consecutive straight full whole trading business working calendar additional "
        "extra solid successive entire other further running"
    ),
    "approx": "about around approximately roughly nearly almost some",
    "today": "today tomorrow yesterday",
    "presently": "now currently presently nowadays",
    "recently": "recently lately",
    "next": "next coming following upcoming",
    "last": "last previous prior preceding",
    "yearend": "yearend",
    "lasting": "yearlong monthlong weeklong daylong decadelong hourlong",
    "single": "single",
    "zone": "utc gmt et est edt pt pst pdt ct cst cdt cet cest bst ist jst",
    "noon": "noon midnight",
    "ending": "ending ended ends",
    "starting": "begins began starts started starting",
    "times": "times",
    "once": "once twice thrice",
    "every": "every each",
    "fiscal": "fiscal financial",
    "fewer": "fewer less",
    "edged": "early late",
    "shifted": "earlier later",
}

ITSELF = _row(
    "the of and to or in on at by per than more not no this that these those same past current "
    "recent most ago before after from since until till between during within half few couple "
    "number one second mid quarter quarters future near moment time being tonight overnight "
    "point present least up far so days' long term short model eve labor labour memorial "
    "independence veterans boxing good friday period only just dozen dozens old final latter for "
    "as hence over under midyear foreseeable ahead old per its their our his her new"
)


def _classes() -> dict[str, str]:
    table = {word: name for name, words in CLASSES.items() for word in words.split()}
    return {word: word for word in ITSELF if word not in table} | table


CLASS_OF: dict[str, str] = _classes()
"""The class of each word, in lower case."""
