"""Measures of what the package reads, speaking the contracts of the public evaluators."""
