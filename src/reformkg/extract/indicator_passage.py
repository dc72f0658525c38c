"""A number and the words round it, cut at sentence, clause and list member; touches the words of quantities only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reformkg.extract.quantity import ALL, JOINT

_REACH = 240
_FARTHEST = 11
"""How far before a number its measure ends: 覆盖率不低于 50%."""
_CELL = "|｜\t"
_SENTENCE = "。！？\n"
_PART = _SENTENCE + "；"
_CLAUSE = _PART + "，：|｜\t"
_RATE = r"(?:率|比例|占比|比重)[^，。；、\d]{0,8}\Z"
_JOINT_BEFORE = re.compile(rf"{JOINT}\Z")
_RATE_BEFORE = re.compile(_RATE)
_RATE_NEXT = re.compile(rf"\s*(?:以上|以下|以内|左右)?\s*[和及与且]?(?!的)(?=[^，。；\d]{{2,24}}?{_RATE})")
"""Between two rates that no sign parts: 城市覆盖率≥50%农村覆盖率≥80%."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a number stands; offsets are code points of the whole text.

    Attributes:
        sentence: where its sentence begins.
        part: where its part of the sentence, closed by ；, begins.
        clause: where its clause begins.
        stop: where its clause ends.
        own: where its member of a list begins (8家、其他50家); the clause's beginning elsewhere.
        own_stop: where that member ends.
        first: whether it is the first number of its clause.
        last: whether it is the last.
    """

    text: str
    start: int
    end: int
    sentence: int
    part: int
    clause: int
    stop: int
    own: int
    own_stop: int
    first: bool
    last: bool

    @property
    def before(self) -> str:
        """What precedes the number in its sentence."""
        return self.text[self.sentence : self.start]

    @property
    def part_before(self) -> str:
        """What precedes the number back to the last 。 or ；."""
        return self.text[self.part : self.start]

    @property
    def part_after(self) -> str:
        """What follows the number up to the next 。 or ；."""
        return self.text[self.end : _first(_PART, self.text, self.end, min(len(self.text), self.end + _REACH))]

    @property
    def head(self) -> str:
        """What precedes the number in its clause."""
        return self.text[self.clause : self.start]

    @property
    def tail(self) -> str:
        """What follows the number in its clause."""
        return self.text[self.end : self.stop]

    @property
    def own_head(self) -> str:
        """What precedes the number in its member of a list."""
        return self.text[self.own : self.start]

    @property
    def own_tail(self) -> str:
        """What follows the number in its member of a list, nothing where a bracket does."""
        return "" if self.text.startswith("（", self.end) else self.text[self.end : self.own_stop]

    @property
    def is_cell(self) -> bool:
        """Whether the number fills a cell of a table by itself."""
        ends = self.text[self.clause - 1 : self.clause], self.text[self.stop : self.stop + 1]
        return not (self.head + self.tail).strip() and ends[0] in _CELL and (not ends[1] or ends[1] in _CELL + "\n")

    @property
    def clauses_before(self) -> list[str]:
        """The earlier clauses of the part, in order, without the empty ones."""
        return [clause for clause in _split(self.text[self.part : self.clause]) if clause]


def passages(text: str, spans: Sequence[tuple[int, int]], low: int, high: int) -> list[Passage]:
    """Return the passage round each of `spans` (ascending), looking no further than `low` and `high`."""
    return [_around(text, spans, index, (low, high)) for index in range(len(spans))]


def _around(text: str, spans: Sequence[tuple[int, int]], index: int, limits: tuple[int, int]) -> Passage:
    start, end = spans[index]
    low, high = max(limits[0], start - _REACH), min(limits[1], end + _REACH)
    sentence = _last(_SENTENCE, text, low, start)
    part = _last("；", text, sentence, start)
    clause = _clause(text, part, start)
    stop = _first(_CLAUSE, text, end, high)
    if text.find("）", end, stop) >= 0:
        stop = _close_bracket(text, end, stop)
    own, own_stop = _own(text, spans, index, clause), _own_stop(text, spans, index, stop)
    first = not index or spans[index - 1][1] <= clause
    last = index + 1 == len(spans) or spans[index + 1][0] >= stop
    return Passage(text, start, end, sentence, part, clause, stop, own, own_stop, first, last)


def _clause(text: str, part: int, start: int) -> int:
    """Return where the clause begins: behind the last comma that stands in no closed bracket, or in an open one."""
    clause = _last(_CLAUSE, text, part, start)
    if text.find("（", part, start) < 0:
        return clause
    while text.count("）", clause, start) > text.count("（", clause, start) and clause > part:
        clause = _last(_CLAUSE, text, part, clause - 1)
    return max(clause, _open_bracket(text, part, start))


def _own(text: str, spans: Sequence[tuple[int, int]], index: int, clause: int) -> int:
    """Return where a member of a list begins: behind the 、 that parts it from the number before, else the clause."""
    start = spans[index][0]
    if (glued := _glued(text, spans, index, clause)) is not None:
        return glued.end()
    for before in range(index - 1, max(index - 6, -1), -1):
        end = spans[before][1]
        if end <= clause:
            break
        if text[end:start] in {"和", "及", "与", "以及"}:
            return start
        comma = text.find("、", end, start)
        if comma >= 0:
            return comma + 1
    return clause


def _own_stop(text: str, spans: Sequence[tuple[int, int]], index: int, stop: int) -> int:
    """Return where a member of a list ends: at the 、 that parts it from the next number, else the clause's end."""
    end = spans[index][1]
    if index + 1 < len(spans) and (glued := _glued(text, spans, index + 1, spans[index][0])) is not None:
        return glued.start()
    for after in range(index + 1, min(index + 6, len(spans))):
        if spans[after][0] >= stop:
            break
        if text[end : spans[after][0]] in {"和", "及", "与", "以及"}:
            return end
        comma = text.rfind("、", end, spans[after][0])
        if comma >= 0:
            return comma
    return stop


def _glued(text: str, spans: Sequence[tuple[int, int]], index: int, clause: int) -> re.Match[str] | None:
    """Match what parts a rate from the one before it in its clause, or a share from 所有 or 全部 in its list."""
    start = spans[index][0]
    if not index or spans[index - 1][1] <= clause:
        return None
    before, end = spans[index - 1]
    if text[start : spans[index][1]] in ALL or text[before:end] in ALL:
        return _JOINT_BEFORE.search(text, end, start)
    return _RATE_NEXT.match(text, end, start) if _RATE_BEFORE.search(text, max(0, before - _FARTHEST), before) else None


def _split(text: str) -> list[str]:
    for mark in "：；|｜\t":
        text = text.replace(mark, "，")
    return [clause.strip() for clause in text.split("，")]


def _last(marks: str, text: str, low: int, stop: int) -> int:
    """Return the position behind the last of `marks` in `text[low:stop]`, or `low`."""
    return max(low, max(text.rfind(mark, low, stop) for mark in marks) + 1)


def _first(marks: str, text: str, start: int, high: int) -> int:
    """Return the position of the first of `marks` in `text[start:high]`, or `high`."""
    for mark in marks:
        found = text.find(mark, start, high)
        if found >= 0:
            high = found
    return high


def _open_bracket(text: str, low: int, stop: int) -> int:
    """Return the position behind the last bracket that opens in `text[low:stop]` and does not close, or `low`."""
    depth = 0
    for position in range(stop - 1, low - 1, -1):
        if text[position] == "）":
            depth += 1
        elif text[position] == "（":
            if not depth:
                return position + 1
            depth -= 1
    return low


def _close_bracket(text: str, start: int, stop: int) -> int:
    """Return the position of the first bracket that closes in `text[start:stop]` and did not open, or `stop`."""
    depth = 0
    for position in range(start, stop):
        if text[position] == "（":
            depth += 1
        elif text[position] == "）":
            if not depth:
                return position
            depth -= 1
    return stop
