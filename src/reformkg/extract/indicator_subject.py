"""What a target measures: the words round a number, made readable by themselves; the standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REACH = 240
_SENTENCE = re.compile(r"[。！？\n]")
_PART = re.compile(r"[。！？\n；]")
_CLAUSE = re.compile(r"[，。；：！？\n]")

_TIME_HEAD = re.compile(
    r"^(?:(?:力争|争取|计划)?(?:到|至|在|于)?(?:(?:19|20)\d\d年?(?:年?[底末]|\d{1,2}月底?)?前?(?:和(?:20)\d\d年)?|年底前?|“?十[一二三四五]五”?(?:期末|末|期间|时期)|[今明]年|\d年内))+，?"
)
_LEAD_IN = re.compile(
    r"^(?:并且?|且|同时|其中|力争|争取|努力|确保|基本|实现|要|应|须|将|使|原则上|推动|带动|按照|按|根据|给予|省级|市级|再|由|每年|需|必须|即|尽快|各)+"
)
_LEVEL_TAIL = re.compile(
    r"(?:分别|均|就|都|应|要|须|需|原则上|至少|力争|总体|累计|已|基本|上|最高|最多|最长|一次性|各)*"
    r"(?:不低于|不少于|不小于|不得低于|不得少于|不超过|不高于|不多于|不大于|不得超过|不得高于|至少|≥|≤|>|<|超过|突破|大于|高于|低于|小于|少于|达到?|约为?|近|为|是"
    r"|(?:提高|提升|增加|增长|扩大|上升|降低|下降|减少|缩短|压缩|压减|控制|延长|放宽|保持|稳定|维持|调整)[到至在]|占|增至|降至|：|最高|最多|最长|上限为?)*$"
)
_MEASURE_NOUN = re.compile(
    r"[^、，的（）]{0,14}(?:率|比例|占比|比重|之比|人数|总数|数量|总量|产量|床位数|收入|规模|面积|水平|增速|时间|标准|额|度|数)$"
)
_EACH = re.compile(r"每(?:年|个|人|家|户|名|所|县|市|村|镇)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A number and the words round it; offsets are code points of the whole text.

    Attributes:
        before: what precedes the number, up to the sentence's beginning.
        head: what precedes it in its clause.
        tail: what follows it in its clause.
        part_before: what precedes it back to the last 。 or ；.
        part_after: what follows it up to the next 。 or ；.
        is_condition: the clause chooses an object (达到2000万元的，).
    """

    start: int
    end: int
    clause_start: int
    clause_end: int
    part_start: int
    sentence_start: int
    text: str

    @classmethod
    def around(cls, text: str, start: int, end: int, low: int, high: int) -> Passage:
        """Return the passage round `text[start:end]`, looking no further than `low` and `high`."""
        low, high = max(low, start - _REACH), min(high, end + _REACH)
        sentence = _last(_SENTENCE, text, low, start)
        part = _last(_PART, text, sentence, start)
        clause = max(_last(_CLAUSE, text, part, start), _open_bracket(text, part, start))
        stop = _first(_CLAUSE, text, end, high)
        return cls(start, end, clause, min(stop, _close_bracket(text, end, stop)), part, sentence, text)

    @property
    def before(self) -> str:
        return self.text[self.sentence_start : self.start]

    @property
    def head(self) -> str:
        return self.text[self.clause_start : self.start]

    @property
    def tail(self) -> str:
        return self.text[self.end : self.clause_end]

    @property
    def part_before(self) -> str:
        return self.text[self.part_start : self.start]

    @property
    def part_after(self) -> str:
        return self.text[self.end : _first(_PART, self.text, self.end, min(len(self.text), self.end + _REACH))]

    @property
    def is_condition(self) -> bool:
        return self.tail.endswith(("的", "的）")) and self.text[self.clause_end : self.clause_end + 1] in {
            "，",
            "、",
            "：",
        }

    def head_from(self, start: int) -> str:
        return self.text[start : self.start]


def measured(text: str, passages: list[Passage], index: int) -> tuple[int, int, str]:
    """Return the span of the wording and the subject of the target at `index`."""
    passage = passages[index]
    head = _clean_head(passage.head)
    tail = _clean_tail(text, passage, passages[index + 1] if index + 1 < len(passages) else None)
    subject = head + tail
    if len(head) < 3 and len(subject) < 8:
        subject = _context(passage, passages[index - 1] if index else None) + subject
    begin = passage.clause_start
    return begin, passage.end + len(tail), subject or passage.text[passage.clause_start : passage.clause_end]


def _clean_head(head: str) -> str:
    head = _TIME_HEAD.sub("", head)
    head = _LEAD_IN.sub("", head)
    return _LEVEL_TAIL.sub("", head)


def _clean_tail(text: str, passage: Passage, following: Passage | None) -> str:
    stop = passage.clause_end
    if following is not None and following.start < stop:
        between = text[passage.end : following.start]
        stop = passage.end + max(between.rfind("、"), 0) if "、" in between else following.start
    return text[passage.end : stop].lstrip("的")


def _context(passage: Passage, previous: Passage | None) -> str:
    """Return the clause before, for a number whose own clause does not say what it measures."""
    before = passage.text[passage.part_start : passage.clause_start].rstrip("，：")
    return re.sub(r"^对于?", "", before[-60:])


def _last(pattern: re.Pattern[str], text: str, low: int, stop: int) -> int:
    """Return the position behind the last match in `text[low:stop]`, or `low`."""
    found = low
    for match in pattern.finditer(text, low, stop):
        found = match.end()
    return found


def _first(pattern: re.Pattern[str], text: str, start: int, high: int) -> int:
    match = pattern.search(text, start, high)
    return match.start() if match else high


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
