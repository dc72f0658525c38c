"""Tags an item with the reform topics that its wording is about; pure but for one read of the vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from reformkg.resources import ontology_dir

_SENTENCE_END: Final = re.compile("[。；！？\n]")
_NAMES_A_BODY: Final = (
    r"(?![^，。；、：:,;|（）()〔〕\[\]【】\s]{0,6}(?:局|厅|委员会|委|部门)"
    r"(?:[^\u4e00-\u9fff]|$|等|负责|按|牵头|配合|参与|和|及))"
)
"""Behind a wording that is a part of a body's name (市中医药管理局): it shows who acts, not what the item is about."""
_OFTEN: Final = 3
"""A wording that comes back so often in the text shows a second topic beside that of the title."""
_FEW: Final = 2
"""Where the title tells nothing, so often must a topic be named in the text, or once in its first sentence."""


def topics_of(title: str, text: str) -> tuple[str, ...]:
    """Return the notations of the topics of `ontology/topics.ttl` that an item is about, sorted.

    The title decides; the text adds what it comes back to. Where the title names no topic, the first sentence and what
    the text names more than once decide. Where wordings overlap the longest counts: 医保支付 is not 医保.

    Args:
        title: the item's heading, or its first sentence where it has none.
        text: its whole passage.
    """
    in_title, in_text, topics = _wordings()

    def counts(pattern: re.Pattern[str], of: str) -> Counter[str]:
        return Counter(topic for found in pattern.finditer(of) for topic in topics[found[0]])

    named = set(counts(in_title, title))
    everywhere = counts(in_text, text)
    if named:
        return tuple(sorted(named | {topic for topic, times in everywhere.items() if times >= _OFTEN}))
    opening = set(counts(in_text, _first_sentence(text.removeprefix(title))))
    return tuple(sorted(opening | {topic for topic, times in everywhere.items() if times >= _FEW}))


def _first_sentence(text: str) -> str:
    return next((each for each in _SENTENCE_END.split(text) if each.strip()), "")


@cache
def _wordings() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Return patterns of all wordings for titles and for texts, the longest first, and the topics that each shows."""
    topics: dict[str, tuple[str, ...]] = {}
    for line in (ontology_dir() / "topics.tsv").read_text(encoding="utf-8").splitlines():
        notation, _, wordings = line.partition("\t")
        for wording in wordings.split("|") if wordings else ():
            topics[wording] = (*topics.get(wording, ()), notation)
    by_first: dict[str, list[str]] = {}
    for wording in sorted(topics, key=lambda wording: (-len(wording), wording)):
        by_first.setdefault(wording[0], []).append(re.escape(wording[1:]))
    # Grouped by the first character, so that a search tries few of them at each place.
    grouped = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    any_of = f"(?:{'|'.join(grouped)})"
    return re.compile(any_of), re.compile(any_of + _NAMES_A_BODY), topics
