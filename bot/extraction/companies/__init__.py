"""Companies: the catalogue of those that are known, and the look-up of what a reader typed.

`data/companies.toml` is read by the caller, once:

    catalogue = Catalogue.parse(text)
    look_up("Renalt", known, catalogue).best    # Renault
"""

from __future__ import annotations

from bot.extraction.companies.catalogue import BadCatalogue, Catalogue, search_key
from bot.extraction.companies.lookup import LookUp, complete, look_up, look_up_exactly

__all__ = [
    "BadCatalogue",
    "Catalogue",
    "LookUp",
    "complete",
    "look_up",
    "look_up_exactly",
    "search_key",
]
