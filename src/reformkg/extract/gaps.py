"""Wording that bears the mark of an owner, a date or a target and gave no fact: listed, so that nothing is lost.

Touches the model and the rest of this package's basis.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from reformkg.extract.extraction import GapMention
from reformkg.model import GapKind, Span

# Each begins with what is rare in running text, so that a search passes over the rest quickly.
_OWNER = re.compile(
    r"(?:责任|牵头|配合|主办|协办|承办)(?:单位|部门|处室|科室)\s*：|(?:负责|牵头|配合)）|(?<=[局委厅部办])牵头(?!单位|部门)"
)
_DEADLINE = re.compile(
    r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日|底)?|年?底|末)?(?:之?前|以前)|20\d\d年年?(?:底|末)|年底(?:之?前)?|\d{1,2}月底前"
    r"|十[二三四五][五”]{1,2}(?:期末|末)"
)
_INDICATOR = re.compile(
    r"(?<![×\d])\d[\d.，]{0,14}(?:%|‰|个百分点)(?:以上|以内|以下|左右)?|(?:不低于|不少于|不超过|至少|达到|≥|≤)\d[\d.，]{0,14}[\u4e00-\u9fff]{1,3}"
    r"|[一二三四五六七八九十]分之[一二三四五六七八九十]"
)
_TITLED = re.compile(r"《[^《》\n]{1,160}》|（(?:19|20)\d\d）")


def find_gaps(
    text: str, items: Iterable[Span], owners: Iterable[Span], deadlines: Iterable[Span], indicators: Iterable[Span]
) -> list[GapMention]:
    """Return the marks in folded `text` that no fact covers, in order, each with the reason.

    Args:
        text: the folded text.
        items: the passages of items.
        owners: what was read of owners: clauses, names, rows of tables.
        deadlines: what was read of time limits.
        indicators: what was read of targets.
    """
    inside = _Cover(items)
    titled = _Cover(Span(*match.span()) for match in _TITLED.finditer(text))
    found: list[GapMention] = []
    families = (
        (GapKind.OWNER, _OWNER, owners, "no name could be read"),
        (GapKind.DEADLINE, _DEADLINE, deadlines, "read as no time limit of the item"),
        (GapKind.INDICATOR, _INDICATOR, indicators, "read as no target of the item"),
    )
    for kind, pattern, spans, unread in families:
        covered = _Cover(spans)
        for match in pattern.finditer(text):
            if covered.touches(*match.span()) or titled.touches(*match.span()):
                continue
            reason = unread if inside.touches(*match.span()) else "stands outside every item"
            found.append(GapMention(kind, reason, match.start(), match.end(), f"gap.{kind}"))
    return sorted(found, key=lambda gap: (gap.start, gap.end, gap.kind))


class _Cover:
    """Answers whether a stretch touches one of many spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], span.end)
            else:
                merged.append([span.start, span.end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def touches(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start
