"""Whether the source breaks an item off: its words are left out, stop amid a sentence, or are a bare heading.

Touches the model and the rest of this package's basis.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reformkg.extract.extraction import ItemMentions
from reformkg.extract.table import Table

_LEFT_OUT = re.compile(r"(?:…|\.{3}|（(?:以?[上下]|此处|中间?|后)?[省从]?略）)[”’）。；\s]*\Z")
_STOPS_AT = "，、（《“‘"
"""Signs that no passage ends with."""
_ENDS = '。！？；：”’）》.!?;"'
_DUTIES = ("负责", "牵头", "配合")
_FIELD = re.compile(r"[：|\t]")
"""In the last words: they fill a field (完成时限：2020年底前) or a cell, which ends without a sign."""
_FEWEST_OTHERS = 2


def mark_truncated(text: str, items: Sequence[ItemMentions], tables: Sequence[Table]) -> list[ItemMentions]:
    """Return `items` of folded `text`, marked where the source breaks them off."""
    bare = _bare_headings(text, items)
    rows = [(table.start, table.end) for table in tables]
    return [
        replace(item, truncated=True)
        if item.ref in bare or (not any(start <= item.start < end for start, end in rows) and _breaks_off(text, item))
        else item
        for item in items
    ]


def _breaks_off(text: str, item: ItemMentions) -> bool:
    passage = text[item.start : item.end].rstrip()
    if not passage or _is_closed(text, item) or passage.endswith(_DUTIES):
        return False
    if passage[-1] in _STOPS_AT or _LEFT_OUT.search(passage):
        return True
    last = max(passage.rfind("。"), passage.rfind("；")) + 1
    if passage[-1] in _ENDS or _FIELD.search(passage, last):
        return False
    # Amid a sentence behind others or, where a heading has a line of its own, behind a comma of the last line.
    return last > 0 or ("\n" in passage and passage.find("，", passage.rfind("\n")) > 0)


def _is_closed(text: str, item: ItemMentions) -> bool:
    """Tell whether a clause of its own closes the item, which then is whole however it ends."""
    return any(
        not owner.in_text and item.start <= owner.start and not text[owner.end : item.end].strip("。；）\n ")
        for owner in item.owners
    )


def _bare_headings(text: str, items: Sequence[ItemMentions]) -> set[str]:
    """Return the refs of items that are a heading alone where every other of its section has words and a clause."""
    beside: dict[str | None, list[ItemMentions]] = defaultdict(list)
    for item in items:
        beside[item.section].append(item)
    found: set[str] = set()
    for siblings in beside.values():
        bare = [item.ref for item in siblings if not item.owners and item.end - item.start <= len(item.title) + 1]
        others = len(siblings) - len(bare)
        if len(bare) == 1 and others >= _FEWEST_OTHERS:
            found.update(bare if sum(_is_closed(text, item) for item in siblings) == others else ())
    return found
