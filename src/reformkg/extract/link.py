"""Ties an indicator to the time limit that its sentence attaches to it; touches model and mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reformkg.extract.rule import Mention
from reformkg.model import IndicatorValue, When

_SENTENCE = re.compile(r"[。！？\n]")
_PART = re.compile(r"[。！？\n；]")
_HORIZON = re.compile(r"(?:力争|争取)?到|年底|年内|(?:19|20)\d\d年(?!底前|末前|\d)|“?十[一二三四五]五")
"""A time that opens a picture of what is to be, which later sentences go on with; 2020年4月底前 dates one act."""
_JOINED = re.compile(r"(?:[和、与及]|，到?)?")
_NUMBER = r"\d[\d.]*[%‰]?(?:/10万)?[万亿]?[元个名张家所]?(?:及?以上|及?以下|左右|以内)?"
_NUMBERS = re.compile(rf"{_NUMBER}(?:[、和及与]{_NUMBER})+")
_NEXT_NUMBER = re.compile(r"[、和及与](?=\d)")
_BOX = re.compile("\n专栏")
"""A box has a picture of its own."""
_REACH = 40
_CLOSING = re.compile(r"[^，。；：！？\n（）]{0,30}，?（[^（）]{0,120}$|[，、]?(?:于|在)?$")
_DONE = re.compile(r"(?:全部|全面|基本)?(?:完成|建成|到位|实现|出台)?[，。；）\n]|$")


def due_of(indicator: Mention[IndicatorValue], deadlines: Sequence[Mention[When]], text: str) -> Mention[When] | None:
    """Return the time limit of the sentence or, failing that, of the item's sentences before it.

    Of several in the sentence it is the last one before the number; of several years with as many numbers behind them
    (到2022年和2030年，…不低于22%和30%), the one in the same place; a date behind the number counts where it closes the
    clause or fills a bracket behind it.

    Args:
        indicator: of one item.
        deadlines: the time limits of the same item, in order.
        text: the folded text that both were found in.
    """
    dated = [one for one in deadlines if one.value.recurrence is None]
    before = [one for one in dated if one.start < indicator.end]
    inside = [one for one in before if not _break_between(one, indicator, text)]
    if inside:
        return _dealt(indicator, inside, text) or inside[-1]
    for one in reversed(before):
        if _BOX.search(text, one.end, indicator.start):
            break
        if one.value.first is None and _HORIZON.match(text[one.start : one.end]):
            return one
    return _closing(indicator, [one for one in dated if one.start >= indicator.end], text)


def _break_between(deadline: Mention[When], indicator: Mention[IndicatorValue], text: str) -> bool:
    """Whether the sentence ends between the two; a period reaches no further than the next ；."""
    pattern = _SENTENCE if deadline.value.first is None else _PART
    return pattern.search(text, deadline.end, max(deadline.end, indicator.end)) is not None


def _dealt(indicator: Mention[IndicatorValue], inside: list[Mention[When]], text: str) -> Mention[When] | None:
    """Return the nth of the years joined before the indicator where its number is the nth of as many joined ones."""
    years = [inside[-1]]
    for one in reversed(inside[:-1]):
        if not _JOINED.fullmatch(text[one.end : years[0].start]):
            break
        years.insert(0, one)
    if len(years) < 2:
        return None
    for numbers in _NUMBERS.finditer(text, years[-1].end, indicator.end + _REACH):
        if numbers.start() < indicator.end <= numbers.end():
            place = len(_NEXT_NUMBER.findall(text, numbers.start(), indicator.end))
            return years[place] if place < len(years) else None
    return None


def _closing(indicator: Mention[IndicatorValue], after: list[Mention[When]], text: str) -> Mention[When] | None:
    """Return the date that closes the indicator's clause or stands in the bracket behind it, or None."""
    if not after or after[0].start - indicator.end > 150:
        return None
    between = text[indicator.end : after[0].start]
    closes = _CLOSING.fullmatch(between) and (("（" in between) or _DONE.match(text, after[0].end))
    return after[0] if closes else None
