"""The catalogue of all extraction rules by family: what evidence names, and what tests hold to fire."""

from __future__ import annotations

from reformkg.extract import citation, deadline, indicator, indicator_table, items, metadata, responsibility, subject

FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("metadata", metadata.RULES),
    ("responsibility", responsibility.RULES + items.RULES),
    ("subject", subject.RULES),
    ("deadline", tuple(rule.name for rule in deadline.RULES)),
    ("indicator", tuple(rule.name for rule in indicator.RULES) + indicator_table.RULES),
    ("citation", citation.RULES),
)
"""Each family with the names of its rules, in the order in which a document is read."""


def rule_counts() -> tuple[tuple[str, int], ...]:
    """Return the number of rules of each family."""
    return tuple((family, len(rules)) for family, rules in FAMILIES)
