"""Fetching what somebody names by an address, without reaching what they may not see."""

from bot.ingestion.fetching.fetch import Fetched, Fetcher
from bot.ingestion.fetching.policy import PUBLIC, Policy

__all__ = ["PUBLIC", "Fetched", "Fetcher", "Policy"]
