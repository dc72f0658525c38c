"""Ties an indicator to the time limit that its sentence attaches to it; touches model and mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reformkg.extract.rule import Mention
from reformkg.model import IndicatorValue, When

_SENTENCE = re.compile(r"[。！？\n]")
_PART = re.compile(r"[。！？\n；]")
_HORIZON = re.compile(r"(?:力争|争取)?到|(?:19|20)\d\d年(?!底前|末前|\d)|“?十[一二三四五]五")


def due_of(indicator: Mention[IndicatorValue], deadlines: Sequence[Mention[When]], text: str) -> Mention[When] | None:
    """Return the time limit of the sentence or, failing that, of the item's sentences before it.

    Args:
        indicator: of one item.
        deadlines: the time limits of the same item, in order.
        text: the folded text that both were found in.
    """
    dated = [one for one in deadlines if one.value.recurrence is None]
    before = [one for one in dated if one.start < indicator.end]
    inside = [one for one in before if not _break_between(one, indicator, text)]
    if inside:
        return inside[-1]
    for one in reversed(before):
        if one.value.first is None and _HORIZON.match(text[one.start : one.end]):
            return one
    return None


def _break_between(deadline: Mention[When], indicator: Mention[IndicatorValue], text: str) -> bool:
    """Whether the sentence ends between the two; a period reaches no further than the next ；."""
    pattern = _SENTENCE if deadline.value.first is None else _PART
    return pattern.search(text, deadline.end, max(deadline.end, indicator.end)) is not None
