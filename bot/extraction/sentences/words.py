"""Words of English that tell whether a full stop ends a sentence."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set(
    "Mr Mrs Ms Messrs Mx Dr Prof Rev Hon Gen Col Lt Sgt Capt Cmdr Adm Maj Sen Rep Reps Sens Gov "
    "Pres St Ste Mt Ft Dipl Dott Sig Mme Mlle Ing Supt Rs MR MRS DR ST"
)
"""Abbreviations that want a name (or a sum: "Rs.") after them; as written, with their capital."""

NEVER_END = _set("vs v cf e.g i.e eg ie ca approx incl excl viz h.c n.b resp dipl ing a.k.a")
"""Small abbreviations that want a word after them."""

NUMBERED = _set(
    "no nos nr fig figs vol vols ch sec art pt pp p para jan feb mar apr jun jul aug sep sept oct "
    "nov dec tel ext est c cl"
)
"""Abbreviations that go on only before a number: "No. 1", "Jan. 29"."""

MAY_END = _set(
    "Inc Corp Co Cos Ltd Plc PLC LLC LP Bros Mfg Intl Assn Dept Univ Govt Jr Sr Esq Ph.D M.B.A "
    "etc al S.p.A S.r.l G.m.b.H Pty Pvt Pte Cie Ave Blvd Rd Hwy Ala Ariz Ark Calif Colo Conn Del "
    "Fla Ga Ill Ind Kan Ky La Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash "
    "Wis Wyo Ont Que Alta INC CORP CO LTD"
)
"""Abbreviations that may also end a sentence: they do when a plain opening word follows."""

STARTERS = _set(
    "The A An This That These Those It Its He She They We I You His Her Their Our My There Here "
    "In On At By For From With Without Under Over After Before Since Until During While When "
    "Where Why How What Who Which If Although Though Because Unless As But And Or Nor So Yet "
    "Still Also Then Now Today Yesterday Tomorrow Meanwhile However Moreover Instead Separately "
    "Earlier Later Last Next Both Each Every Some Most Many Much Several Few All Another Other "
    "Others Neither Either No Not Nobody Nothing One Two Three Four Five Six Seven Eight Nine Ten "
    "About Among Despite Once Only Just Even To Like Unlike Production Sales Shares Analysts "
    "Investors Customers Deliveries It's That's There's They're We're"
)
"""Words which, with a capital, hardly stand anywhere but at the start of a sentence."""

LETTERED = _set(
    "model plan type class series grade phase tier appendix schedule group unit building gate "
    "terminal vitamin option round line hall version stage step exhibit category segment and"
)
"""Nouns that are counted in letters: "Model Y", "Plan B"."""

SAYING = _set(
    "said says say asked asks wrote writes added adds told tells replied noted notes joked argued "
    "warned explained insisted quipped continued"
)

ZONES = _set(
    "Eastern Central Mountain Pacific ET EST EDT CT CST CDT MT MST PT PST PDT GMT UTC CET BST "
    "CEST IST JST Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)

AFTER_BANG = _set("Inc Corp Co Ltd LLC Brands Group Holdings Japan Finance News Mail Auctions")
"""What follows the mark in firms' names that hold one: "Yahoo! Inc.", "Yum! Brands"."""
