"""The words that figures are told in: numbers, scales, currencies, measures. Data, no rules."""

from __future__ import annotations

ONES = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10.0 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}

SCALE_WORDS = {
    "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7,
    "billion": 1e9, "trillion": 1e12,
}  # fmt: skip

SCALES = SCALE_WORDS | {
    "k": 1e3, "mn": 1e6, "mln": 1e6, "mio": 1e6, "mm": 1e6, "m": 1e6, "bn": 1e9, "bln": 1e9,
    "mrd": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "t": 1e12, "cr": 1e7, "lakhs": 1e5,
    "crores": 1e7,
}  # fmt: skip

PARTS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5,
    "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip

MULTIPLES = {
    "twice": 2.0, "thrice": 3.0, "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0,
    "triple": 3.0, "tripled": 3.0, "triples": 3.0, "tripling": 3.0, "quadruple": 4.0,
    "quadrupled": 4.0, "halved": 0.5, "halve": 0.5, "halving": 0.5, "twofold": 2.0,
    "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0,
}  # fmt: skip

SIGNS = {
    "$": "USD", "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "HK$": "HKD",
    "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "CN¥": "CNY", "€": "EUR", "£": "GBP",
    "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "฿": "THB", "₫": "VND",
}  # fmt: skip

CODES = {
    code: code
    for code in (
        "USD EUR GBP JPY CNY INR CAD AUD NZD HKD SGD TWD CHF SEK NOK DKK KRW BRL MXN PLN CZK HUF "
        "RON TRY ZAR RUB THB IDR MYR VND SAR AED ILS"
    ).split()
} | {"RMB": "CNY", "CNH": "CNY", "Rs": "INR", "Rs.": "INR", "Re": "INR"}
"""ISO 4217, and the short forms that the press writes before a number. Case matters."""

CURRENCY_NAMES = {
    "dollar": "USD", "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD",
    "canadian dollars": "CAD", "australian dollars": "AUD", "euro": "EUR", "euros": "EUR",
    "pounds sterling": "GBP", "pound sterling": "GBP", "yen": "JPY", "yuan": "CNY",
    "renminbi": "CNY", "rupee": "INR", "rupees": "INR", "swiss francs": "CHF", "francs": "CHF",
    "swedish kronor": "SEK", "kronor": "SEK", "krona": "SEK", "norwegian kroner": "NOK",
    "danish kroner": "DKK", "kroner": "NOK", "won": "KRW", "reais": "BRL", "real": "BRL",
    "pesos": "MXN", "zloty": "PLN", "zlotys": "PLN", "koruna": "CZK", "koruny": "CZK",
    "forints": "HUF", "forint": "HUF", "lira": "TRY", "rand": "ZAR", "roubles": "RUB",
    "rubles": "RUB", "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "dong": "VND",
    "riyals": "SAR", "dirhams": "AED", "shekels": "ILS",
}  # fmt: skip

_SYMBOLS = {
    "energy": "Wh kWh MWh GWh TWh", "power": "W kW MW GW hp bhp PS", "torque": "Nm",
    "density": "Wh/kg Wh/l", "economy": "mpg MPG MPGe mpge", "speed": "mph kph km/h",
    "distance": "km mi cm mm ft", "weight": "kg lb lbs", "area": "ha", "voltage": "V kV",
    "volume": "cc", "data": "MB GB TB", "computing": "TOPS", "charge": "Ah",
}  # fmt: skip
_CANON = {"bhp": "hp", "MPG": "mpg", "mpge": "MPGe", "kph": "km/h", "lbs": "lb"}

SYMBOLS = {
    symbol: (kind, _CANON.get(symbol, symbol))
    for kind, symbols in _SYMBOLS.items()
    for symbol in symbols.split()
} | {"KWh": ("energy", "kWh"), "kwh": ("energy", "kWh"), "gwh": ("energy", "GWh"),
     "GWH": ("energy", "GWh"), "KW": ("power", "kW"), "HP": ("power", "hp")}  # fmt: skip
"""SI and trade symbols. Case matters: "kW" is a power, "KW" a common slip for it."""


def _plurals(words: str, kind: str, unit: str) -> dict[str, tuple[str, str]]:
    return {form: (kind, unit) for word in words.split() for form in (word, f"{word}s")}


MEASURES: dict[str, tuple[str, str]] = (
    _plurals("watt-hour", "energy", "Wh")
    | _plurals("kilowatt-hour kilowatt-hr", "energy", "kWh")
    | _plurals("megawatt-hour", "energy", "MWh")
    | _plurals("gigawatt-hour", "energy", "GWh")
    | _plurals("terawatt-hour", "energy", "TWh")
    | {
        f"{prefix}watt {hours}": ("energy", f"{symbol}Wh")
        for prefix, symbol in {"kilo": "k", "mega": "M", "giga": "G", "tera": "T"}.items()
        for hours in ("hour", "hours")
    }
    | _plurals("watt", "power", "W")
    | _plurals("kilowatt", "power", "kW")
    | _plurals("megawatt", "power", "MW")
    | _plurals("gigawatt", "power", "GW")
    | {"horsepower": ("power", "hp"), "pound-feet": ("torque", "lb-ft")}
    | {"lb-ft": ("torque", "lb-ft"), "newton-meters": ("torque", "Nm")}
    | _plurals("kilometer kilometre", "distance", "km")
    | _plurals("mile", "distance", "mi")
    | _plurals("meter metre", "distance", "m")
    | _plurals("centimeter centimetre", "distance", "cm")
    | _plurals("millimeter millimetre", "distance", "mm")
    | {"foot": ("distance", "ft"), "feet": ("distance", "ft")}
    | {"inch": ("distance", "in"), "inches": ("distance", "in")}
    | {"miles per hour": ("speed", "mph"), "miles an hour": ("speed", "mph")}
    | {"kilometers per hour": ("speed", "km/h"), "kilometres per hour": ("speed", "km/h")}
    | {"kilometers an hour": ("speed", "km/h"), "kilometres an hour": ("speed", "km/h")}
    | {"miles per gallon": ("economy", "mpg"), "knots": ("speed", "kn")}
    | _plurals("ton tonne", "weight", "t")
    | {"metric tons": ("weight", "t"), "metric tonnes": ("weight", "t")}
    | _plurals("kilogram kilo", "weight", "kg")
    | _plurals("pound", "weight", "lb")
    | _plurals("acre", "area", "acres")
    | _plurals("hectare", "area", "ha")
    | {
        f"{square}{name}": ("area", f"sq {unit}")
        for square in ("square ", "square-", "sq ", "sq. ")
        for unit, names in {
            "mi": "mile miles", "ft": "foot feet ft", "m": "meter meters metre metres m",
            "km": "kilometer kilometers kilometre kilometres km", "yd": "yards",
        }.items()
        for name in names.split()
    }
    | {f"cubic{joint}{name}": ("volume", f"cu {unit}")
       for unit, names in {"ft": "foot feet", "m": "meters metres", "in": "inches"}.items()
       for name in names.split() for joint in " -"}
    | _plurals("liter litre", "volume", "l")
    | _plurals("gallon", "volume", "gal")
    | _plurals("barrel", "volume", "barrels")
    | _plurals("volt", "voltage", "V")
    | _plurals("amp ampere", "current", "A")
    | _plurals("second", "duration", "s")
    | _plurals("minute", "duration", "min")
    | _plurals("hour", "duration", "h")
    | _plurals("day", "duration", "d")
    | _plurals("week", "duration", "wk")
    | _plurals("month", "duration", "mo")
    | _plurals("year", "duration", "a")
    | {"degrees": ("temperature", "degrees"), "cents": ("money", "cents")}
)  # fmt: skip
