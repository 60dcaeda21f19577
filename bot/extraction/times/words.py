"""The words of English time expressions, sorted into classes that the rules are written in.

A word has one class; a rule that takes several classes lists them. A word that stands for itself
only ("ago", "of") is its own class.
"""

from __future__ import annotations

MONTHS = (
    "january february march april may june july august september october november december"
).split()
SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SHORT_WEEKDAYS = "mon tue wed thu fri sat sun".split()

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
    name: i
    for i, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        1,
    )
} | {"final": 4}

NUMBER: dict[str, int] = {
    name: i
    for i, name in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
} | {
    name: 10 * i
    for i, name in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety hundred".split(), 2
    )
}
NUMBER["hundred"] = 100

DECADE_WORD: dict[str, int] = {
    name: 10 * i
    for i, name in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), 2
    )
}

FREQUENT: dict[str, str] = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "bimonthly": "P2M",
    "quarterly": "P3M",
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

ITSELF = (
    "the of and to or in on at by per than more not no this that these those same past current "
    "recent most ago before after from since until till between during within half few couple "
    "number one second mid quarter quarters future near moment time being tonight overnight "
    "point present least up far so days' long term short model eve labor labour memorial "
    "independence veterans boxing good friday period only just dozen dozens old final latter for "
    "as hence over under midyear foreseeable ahead old per its their our his her new was ' through with"
).split()


def _classes() -> dict[str, str]:
    table = {word: name for name, words in CLASSES.items() for word in words.split()}
    return {word: word for word in ITSELF if word not in table} | table


CLASS_OF: dict[str, str] = _classes()
"""The class of each word, in lower case."""
