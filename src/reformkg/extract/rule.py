"""What a rule is, and how the rules of a family are run over a text; touches the standard library only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A name, a pattern and a production.

    Attributes:
        name: `family.form`, as `deadline.by-year-end`; shown as evidence.
        pattern: matched against folded text; must run in linear time (bounded repeats only).
        produce: makes the parsed value of a match, or None where the match turns out to be none.
    """

    name: str
    pattern: re.Pattern[str]
    produce: Callable[[re.Match[str]], T | None]


@dataclass(frozen=True, slots=True)
class Mention(Generic[T]):
    """A stretch of text, in code points, with the rule that found it and its parsed, not yet resolved value."""

    start: int
    end: int
    rule: str
    value: T


def find(rules: Iterable[Rule[T]], text: str, start: int = 0, end: int | None = None) -> list[Mention[T]]:
    """Run `rules` over `text[start:end]` and return what they found, in order, without overlaps.

    Of two overlapping mentions the one that starts first wins, then the longer one, then the rule that comes first.
    """
    stop = len(text) if end is None else end
    found: list[tuple[int, int, int, Mention[T]]] = []
    for order, rule in enumerate(rules):
        for match in rule.pattern.finditer(text, start, stop):
            value = rule.produce(match)
            if value is not None:
                mention = Mention(match.start(), match.end(), rule.name, value)
                found.append((mention.start, -mention.end, order, mention))
    found.sort(key=lambda entry: entry[:3])
    kept: list[Mention[T]] = []
    for _, _, _, mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
