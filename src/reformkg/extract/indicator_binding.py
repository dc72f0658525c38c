"""How a number binds: what stands before and behind it, as a comparator; model and the family's passages only."""

from __future__ import annotations

import re

from reformkg.extract.indicator_passage import Passage
from reformkg.extract.quantity import Quantity, Sort
from reformkg.model import Comparator

_AT_LEAST = (
    r"(?:不低于|不少于|不应低于|不应少于|不小于|不得低于|不得少于|应不少于|至少[^，。；、\d]{0,16}|≥|>"
    r"|超过|突破|大于|高于|多于|最少|最低|最短)"
)
_AT_MOST = (
    r"(?:不超过|不应超过|不宜超过|不应高于|不高于|不多于|不大于|不得超过|不得高于|不得多于|≤|<"
    r"|低于|小于|少于|最高|最多|最长|最大|上限为?|限额为?)"
)
_ABOUT = r"(?:约|大约|约为|近|接近)"
_LEVEL = (
    r"(?:达到?|(?:提高|提升|增加|增长|扩大|上升|上调|降低|下降|减少|缩短|压缩|压减|控制|延长|放宽|保持|稳定|维持|调整|发展|扩展"
    r"|增|降|减|升)[到至在]|稳居|占比?|为|突破|超过|是|[:：=]|均达|就达到)"
)
_WHICH = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))"
    r"(?:的|到|达到?|给予|须?有|为|(?<=[于过])[^，。；、\d]{2,20}的?)?$"
)
_LEVEL_END = re.compile(rf"{_LEVEL}(?:了|约|近)?(?:每[\d\u4e00-\u9fff]{{1,5}}){{0,2}}$")
_RISE_END = re.compile(r"(?:提高|增收|增长|增加|提升|上升|上浮|递增|增幅为?|扩大|翻)(?:了|约|近)?$")
_YEARLY_RATE = re.compile(r"(?:年均|逐年|每年平均)(?:增长|递增|增速|增幅)(?:了|约|近|为|保持在|达到?)?$")
"""A rate of growth is a level, not a change against one year."""
_FALL_END = re.compile(r"(?:下降|降低|减少|压减|下浮|缩短|下调|压缩|减)(?:了|约|近)?$")
_BASELINE = re.compile(r"较|比(?!例|重|率|值|对|赛)|基础上|水平上")
_BOUND_ONLY = re.compile(rf"(?:{_AT_LEAST}|{_AT_MOST}){{1,2}}")


def is_bound(head: str) -> bool:
    """Whether a word of level or bound leads to the number (达到, 不低于, 提高到)."""
    return is_limited(head) or _LEVEL_END.search(head) is not None


def is_limited(head: str) -> bool:
    """Whether a word of bound leads to the number (不低于, 至少, 最高)."""
    return _WHICH.search(head) is not None


def is_only_limit(head: str) -> bool:
    """Whether the clause says nothing else before the number (最长不超过)."""
    return _BOUND_ONLY.fullmatch(head) is not None


def changes(head: str) -> bool:
    """Whether the number says by how much something grows or shrinks."""
    return _RISE_END.search(head) is not None or _FALL_END.search(head) is not None


def comparator_of(quantity: Quantity, passage: Passage) -> Comparator:
    """Return how the number binds: against a baseline, by the words at it, as a change, else as a plain level."""
    if quantity.minimum is not None:
        return Comparator.RANGE
    head = passage.own_head
    change = _change(quantity, head)
    if change is not None and (quantity.mark is not Comparator.ABOUT or _BASELINE.search(head)):
        return change
    return quantity.mark or _limit(head) or change or _plain(head)


def _limit(head: str) -> Comparator | None:
    which = _WHICH.search(head)
    if which is None:
        return None
    if which["least"]:
        return Comparator.AT_LEAST
    return Comparator.AT_MOST if which["most"] else Comparator.ABOUT


def _change(quantity: Quantity, head: str) -> Comparator | None:
    if _YEARLY_RATE.search(head):
        return None
    added = quantity.unit == "番" or (quantity.sort is Sort.MONEY and head.endswith("新增"))
    if added or _RISE_END.search(head):
        return Comparator.INCREASE
    return Comparator.DECREASE if _FALL_END.search(head) else None


def _plain(head: str) -> Comparator:
    return Comparator.AT_MOST if head.endswith("控制在") else Comparator.EQUAL
