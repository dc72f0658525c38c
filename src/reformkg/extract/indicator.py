"""Measurable targets in folded text: which quantities are one, how they bind, and what they measure.

What counts follows the section Indicators of the annotation guidelines. The family's rules find quantities; their
context decides whether one is a target. Touches model, the rule matcher and the other modules of this family.
"""

from __future__ import annotations

import re

from reformkg.extract.indicator_binding import comparator_of
from reformkg.extract.indicator_context import is_target
from reformkg.extract.indicator_passage import passages
from reformkg.extract.indicator_subject import subjects
from reformkg.extract.indicator_wording import Target
from reformkg.extract.quantity import JOINTS, WITHOUT_DIGITS, Quantity, Sort
from reformkg.extract.quantity import RULES as QUANTITY_RULES
from reformkg.extract.rule import Mention, Rule, find
from reformkg.model import Comparator, IndicatorValue

_NEAR = 20
"""How far behind a bound a second share stands that it binds too."""

_DIGIT = re.compile("[0-9]")

RULES: tuple[Rule[Quantity], ...] = QUANTITY_RULES


def find_indicators(text: str, start: int, end: int) -> list[Mention[IndicatorValue]]:
    """Return the measurable targets in `text[start:end]`, in order, one mention each.

    A mention spans the wording from the subject to the number; those that 分别 deals out begin at the same place.

    Args:
        text: a document's folded text.
        start: where to begin, in code points of the whole text; nothing before it is looked at.
        end: where to stop.
    """
    found = find(RULES if _DIGIT.search(text, start, end) else WITHOUT_DIGITS, text, start, end)
    around = passages(text, [(one.start, one.end) for one in found], start, end)
    targets: list[Target] = []
    for mention, passage in zip(found, around, strict=True):
        previous = targets[-1] if targets and targets[-1].passage.part == passage.part else None
        if is_target(mention.value, passage, previous):
            targets.append(Target(mention.value, passage, mention.rule))
    return _indicators(targets)


def _indicators(targets: list[Target]) -> list[Mention[IndicatorValue]]:
    made: list[Mention[IndicatorValue]] = []
    comparators: list[Comparator] = []
    for index, (target, (begin, stop, subject)) in enumerate(zip(targets, subjects(targets), strict=True)):
        quantity = target.quantity
        comparator = comparator_of(quantity, target.passage)
        if comparator is Comparator.EQUAL and index and _shares_bound(targets[index - 1], target):
            comparator = comparators[-1]
        elif comparator is Comparator.EQUAL and (mark := _mark_of_list(targets, index)) is not None:
            comparator = mark
        comparators.append(comparator)
        value = IndicatorValue(
            subject=subject,
            comparator=comparator,
            value=quantity.value,
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            unit=quantity.unit,
            optional=quantity.sort in {Sort.WHOLE, Sort.ALL},
        )
        made.append(Mention(begin, stop, target.rule, value))
    return made


def _mark_of_list(targets: list[Target], index: int) -> Comparator | None:
    """Return how the word behind the last number of a list binds all that 分别 deals out: 分别达到63%、62%以上."""
    target = targets[index]
    if "分别" not in target.passage.head:
        return None
    for following in targets[index + 1 :]:
        if target.passage.text[target.passage.end : following.passage.start] not in JOINTS:
            return None
        if following.quantity.mark is not None:
            return following.quantity.mark
        target = following
    return None


def _shares_bound(previous: Target, target: Target) -> bool:
    """Whether the number before says how this one binds: 不低于10000元、5000元."""
    passage = target.passage
    if previous.passage.clause != passage.clause or previous.quantity.sort is not target.quantity.sort:
        return False
    between = passage.text[previous.passage.end : passage.start]
    if between in JOINTS or ("分别" in passage.head and len(between) <= 6):
        return True
    # 不超过出院病例的5%或住院病例的5‰
    return target.quantity.sort is Sort.SHARE and len(between) <= _NEAR and between[:1] == "或" and between[-1:] == "的"
