"""Targets in tables: a row an indicator, a column the value of a year; touches the model and this package's basis.

Offsets are code points of the whole folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reformkg.extract.extraction import IndicatorMention
from reformkg.extract.numerals import ARABIC, DASH, SCALE, decimal_value
from reformkg.extract.rule import Mention
from reformkg.extract.table import blocks, cells, is_rule_line
from reformkg.model import CalendarDay, Comparator, IndicatorValue, Span, When

RULES = ("indicator.table",)
"""A cell under a year, in the row of an indicator."""

_NAME = re.compile("指标")
_NO_NAME = re.compile("性质|属性|说明|来源|类型|类别|方法|指标值|目标")
_UNIT = re.compile("^(?:计量)?单位$")
_YEAR = re.compile(r"(20\d\d)年?")
_TARGET = re.compile("目标|规划|预期值|指标值")
_BASE = re.compile("基期|基础|基数|现状|实际|基准|年均|增速|完成情况")
_VALUE = re.compile(
    r"（?(?P<bind>≥|≤|＞|＜|>|<|不低于|不少于|不超过|不高于|达到|超过|保持在?|控制在|大于|小于|高于|低于|约)?"
    rf"(?P<low>{ARABIC})(?P<low_scale>{SCALE})(?:[%‰]?{DASH}(?P<high>{ARABIC}))?(?P<scale>{SCALE})"
    r"(?P<unit>%|‰|[\u4e00-\u9fff/]{0,6}?)(?P<mark>及?以上|以内|及?以下|左右)?）?"
)
_COMPARATORS = {
    "≥": Comparator.AT_LEAST, "＞": Comparator.AT_LEAST, ">": Comparator.AT_LEAST, "不低于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST, "超过": Comparator.AT_LEAST, "大于": Comparator.AT_LEAST,
    "高于": Comparator.AT_LEAST, "以上": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "＜": Comparator.AT_MOST,
    "<": Comparator.AT_MOST, "不超过": Comparator.AT_MOST, "不高于": Comparator.AT_MOST, "小于": Comparator.AT_MOST,
    "低于": Comparator.AT_MOST, "控制在": Comparator.AT_MOST, "以内": Comparator.AT_MOST,
    "以下": Comparator.AT_MOST, "约": Comparator.ABOUT, "左右": Comparator.ABOUT,
}  # fmt: skip
_IN_NAME = re.compile(r"（(?P<unit>[^（）\d]{1,8}|/10万|‰|%)）$")
_ORDINAL = re.compile(r"^(?:（?\d{1,2}）?[.、．]?|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cells of a row say what it is: its name, its unit, and its values with the year of each, if given."""

    count: int
    name: int
    unit: int | None
    values: tuple[tuple[int, int | None], ...]


def find_table_indicators(text: str, issued: int | None) -> list[tuple[Span, list[IndicatorMention]]]:
    """Return each row that sets a target in a table of indicators, with its targets.

    Args:
        text: the folded text.
        issued: the year of issue, which tells what was from what is to be; without it the earliest of several years
            is what was.
    """
    found: list[tuple[Span, list[IndicatorMention]]] = []
    for block in blocks(text):
        columns = _columns([re.sub(r"\s", "", text[a:b]) for a, b in cells(text, block[0])], issued)
        if columns is None:
            continue
        for line in block[1:]:
            targets = [] if is_rule_line(text, line) else list(_row(text, line, columns))
            if targets:
                found.append((Span(*line), targets))
    return found


def _columns(headings: Sequence[str], issued: int | None) -> _Columns | None:
    """Return what the columns hold, or None where the table sets no targets."""
    names = [at for at, heading in enumerate(headings) if _NAME.search(heading) and not _NO_NAME.search(heading)]
    if not names:
        return None
    years = {at: int(year[1]) for at, heading in enumerate(headings) if (year := _YEAR.search(heading))}
    past = {at for at, year in years.items() if issued is not None and year < issued}
    if len(years) > 1 and (issued is None or min(years.values()) <= issued):
        past.add(min(years, key=lambda at: years[at]))
    values = tuple(
        (at, years.get(at))
        for at, heading in enumerate(headings)
        if at not in names
        and not _BASE.search(heading)
        and (_TARGET.search(heading) or (at in years and at not in past))
    )
    unit = next((at for at, heading in enumerate(headings) if _UNIT.match(heading)), None)
    return _Columns(len(headings), names[-1], unit, values) if values else None


def _row(text: str, line: tuple[int, int], columns: _Columns) -> Iterator[IndicatorMention]:
    """Yield the targets of one row; the cells that it lacks are merged ones on the left."""
    spans = cells(text, line)
    spans = [(line[0], line[0])] * (columns.count - len(spans)) + spans
    start, end = spans[columns.name]
    subject = _ORDINAL.sub("", text[start:end])
    in_name = _IN_NAME.search(subject)
    unit = text[slice(*spans[columns.unit])] if columns.unit is not None else ""
    if in_name and not unit:
        subject, unit = subject[: in_name.start()], in_name["unit"]
    for at, year in columns.values if subject else ():
        cell = spans[at]
        match = _VALUE.fullmatch(re.sub(r"\s", "", text[slice(*cell)]))
        value = _made(match, subject, unit) if match else None
        if value is not None:
            due = When(last=CalendarDay(year, None, 12, 31)) if year else None
            yield IndicatorMention(
                Mention(min(start, cell[0]), max(end, cell[1]), RULES[0], value),
                Mention(cell[0], cell[1], RULES[0], due) if due else None,
            )


def _made(match: re.Match[str], subject: str, unit: str) -> IndicatorValue | None:
    low = decimal_value(match["low"], match["low_scale"] or match["scale"])
    high = decimal_value(match["high"], match["scale"]) if match["high"] else None
    if low is None:
        return None
    bound = _COMPARATORS.get((match["mark"] or "")[-2:]) or _COMPARATORS.get(match["bind"] or "")
    shown = match["unit"] or unit or None
    if high is not None and high > low:
        return IndicatorValue(subject, Comparator.RANGE, None, low, high, shown)
    return IndicatorValue(subject, bound or Comparator.EQUAL, low, None, None, shown)
