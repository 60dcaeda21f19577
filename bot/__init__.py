"""Briefing Desk: a community's daily briefing, kept for good and answered with its sentences."""

__version__ = "0.1.0"
