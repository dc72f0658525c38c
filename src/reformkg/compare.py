"""What two documents, or two builds, have in common and where they differ; pure, touches the model and its words."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reformkg.codes import ROLES
from reformkg.model import Deadline, DocumentFacts, Indicator, Item, Organisation, Role

_Owners = dict[str, dict[str, Role]]
_SAME_TASK: Final = 0.6
"""How alike two titles must be (difflib's ratio) for their items to count as one task."""


class Change(StrEnum):
    """What became of an item, or of a fact of one."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    SAME = "same"


class Aspect(StrEnum):
    """What of an item may differ."""

    TITLE = "title"
    WORDING = "wording"
    OWNER = "owner"
    ROLE = "role"
    DEADLINE = "deadline"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect in which two items differ; None where one side has nothing."""

    aspect: Aspect
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the one side beside its counterpart on the other, and how they differ.

    Attributes:
        before: None for an item that was added.
        after: None for an item that was dropped.
    """

    before: Item | None
    after: Item | None
    differences: tuple[Difference, ...]

    @property
    def change(self) -> Change:
        """What became of the item."""
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.DROPPED
        return Change.CHANGED if self.differences else Change.SAME


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side; a side is None where a build lacks the document.

    Attributes:
        pairs: in the order of the later document; what was dropped stands behind the item that it followed.
    """

    before: DocumentFacts | None
    after: DocumentFacts | None
    pairs: tuple[Pair, ...]

    def count(self, change: Change) -> int:
        """Return to how many items this happened."""
        return sum(pair.change is change for pair in self.pairs)


def compare_documents(before: DocumentFacts, after: DocumentFacts) -> Comparison:
    """Return the items of two documents beside each other.

    Items are paired by equal title and text first, then by equal titles, by equal texts, and by the most alike titles;
    a reference alone pairs nothing, since numbering shifts. Owners are told apart by name and, between documents of
    two places, by function: 财政 of one city has the same part in a task as 财政 of another.
    """
    partners = _partners(before.items, after.items)
    one_place = before.metadata.jurisdiction == after.metadata.jurisdiction
    tell = _by_name if one_place else _by_function
    pairs = [_pair(partners.get(place), item, before.items, tell) for place, item in enumerate(after.items)]
    taken = set(partners.values())
    behind = {index: place for place, index in partners.items()}
    for index in reversed([index for index in range(len(before.items)) if index not in taken]):
        earlier = [behind[each] for each in range(index) if each in behind]
        pairs.insert(max(earlier) + 1 if earlier else 0, Pair(before.items[index], None, ()))
    return Comparison(before, after, tuple(pairs))


def compare_builds(before: Iterable[DocumentFacts], after: Iterable[DocumentFacts]) -> tuple[Comparison, ...]:
    """Return a comparison of each document that either build has, by key."""
    old = {facts.key: facts for facts in before}
    new = {facts.key: facts for facts in after}
    found = []
    for key in sorted(old.keys() | new.keys()):
        left, right = old.get(key), new.get(key)
        if left and right:
            found.append(compare_documents(left, right))
        elif left:
            found.append(Comparison(left, None, tuple(Pair(item, None, ()) for item in left.items)))
        elif right:
            found.append(Comparison(None, right, tuple(Pair(None, item, ()) for item in right.items)))
    return tuple(found)


def _by_name(body: Organisation) -> str:
    return body.label


def _by_function(body: Organisation) -> str:
    return f"{body.function} {body.collective}" if body.function else body.label


def _pair(partner: int | None, item: Item, earlier: Sequence[Item], tell: Callable[[Organisation], str]) -> Pair:
    if partner is None:
        return Pair(None, item, ())
    return Pair(earlier[partner], item, tuple(_differences(earlier[partner], item, tell)))


def _partners(before: Sequence[Item], after: Sequence[Item]) -> dict[int, int]:
    """Return for items of the later side, by place, the place of their counterpart on the earlier one."""
    partners: dict[int, int] = {}
    free = set(range(len(before)))
    readings: tuple[Callable[[Item], str], ...] = (
        lambda item: _bare(item.title) + "\n" + _bare(item.text),
        lambda item: _bare(item.title),
        lambda item: _bare(item.text),
    )
    for read in readings:
        by_text: dict[str, list[int]] = {}
        for index in sorted(free, reverse=True):
            by_text.setdefault(read(before[index]), []).append(index)
        for place, item in enumerate(after):
            if place not in partners and by_text.get(read(item)):
                partners[place] = by_text[read(item)].pop()
                free.discard(partners[place])
    for _, place, index in sorted(_likenesses(before, after, free, partners), key=lambda each: (-each[0], *each[1:])):
        if place not in partners and index in free:
            partners[place] = index
            free.discard(index)
    return partners


def _likenesses(
    before: Sequence[Item], after: Sequence[Item], free: Iterable[int], partners: dict[int, int]
) -> Iterable[tuple[float, int, int]]:
    """Yield how alike the titles of items without a counterpart are, where that is enough."""
    waiting = [place for place in range(len(after)) if place not in partners]
    for index in sorted(free):
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(_bare(before[index].title))
        for place in waiting:
            matcher.set_seq1(_bare(after[place].title))
            quick = matcher.real_quick_ratio() >= _SAME_TASK and matcher.quick_ratio() >= _SAME_TASK
            if quick and (likeness := matcher.ratio()) >= _SAME_TASK:
                yield likeness, place, index


def _differences(before: Item, after: Item, tell: Callable[[Organisation], str]) -> Iterable[Difference]:
    if _bare(before.title) != _bare(after.title):
        yield Difference(Aspect.TITLE, before.title, after.title)
    if _bare(before.text) != _bare(after.text):
        yield Difference(Aspect.WORDING, before.text, after.text)
    yield from _owner_differences(_owners(before, tell), _owners(after, tell))
    yield from _set_differences(Aspect.DEADLINE, _days(before.deadlines), _days(after.deadlines))
    yield from _set_differences(Aspect.TARGET, _targets(before.indicators), _targets(after.indicators))


def _owner_differences(before: _Owners, after: _Owners) -> Iterable[Difference]:
    for body in dict.fromkeys((*before, *after)):
        left, right = before.get(body), after.get(body)
        if left is None or right is None:
            yield Difference(Aspect.OWNER, _shown(left) if left else None, _shown(right) if right else None)
        elif set(left.values()) != set(right.values()):
            yield Difference(Aspect.ROLE, _shown(left), _shown(right))


def _owners(item: Item, tell: Callable[[Organisation], str]) -> _Owners:
    """Return an item's owners under what they are told apart by: names with their roles."""
    found: _Owners = {}
    for each in item.responsibilities:
        found.setdefault(tell(each.organisation), {})[each.organisation.label] = each.role
    return found


def _shown(owners: dict[str, Role]) -> str:
    return "、".join(f"{name}（{ROLES[role].zh}）" for name, role in owners.items())


def _set_differences(aspect: Aspect, before: dict[str, str], after: dict[str, str]) -> Iterable[Difference]:
    """Yield what only one side has; what stands at one place on either side is a change, the rest came or went."""
    old = [text for key, text in before.items() if key not in after]
    new = [text for key, text in after.items() if key not in before]
    for index in range(max(len(old), len(new))):
        yield Difference(aspect, old[index] if index < len(old) else None, new[index] if index < len(new) else None)


def _days(deadlines: Iterable[Deadline]) -> dict[str, str]:
    """Return deadlines in words, under the day or the recurrence that makes them the same."""
    return {
        str(each.date or each.recurrence or each.text): f"{each.text}（{each.date}）" if each.date else each.text
        for each in deadlines
    }


def _targets(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Return indicators in words, under subject, number and day: what makes two the same target."""
    return {
        "|".join(
            map(
                str, (_bare(each.subject), each.comparator, each.value, each.minimum, each.maximum, each.unit, each.due)
            )
        ): each.text
        for each in indicators
    }


def _bare(text: str) -> str:
    """Return a text without layout, punctuation and the marker before it: what is compared of a wording."""
    folded = unicodedata.normalize("NFKC", text)
    unmarked = re.sub(r"^\s*(\(?[0-9一二三四五六七八九十]+[)、.]|[①-⑳])", "", folded)
    return re.sub(r"[^\w.%]+|_", "", unmarked)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What a document says on a topic: one item with its document."""

    document: DocumentFacts
    item: Item


@dataclass(frozen=True, slots=True)
class TopicMatrix:
    """A topic across places and years.

    Attributes:
        topics: the topics of the documents that were meant.
        places: the places that have a say, by name; None for documents that name no place.
        years: the years of issue, ascending; None for documents without a day of issue.
        cells: what a place's documents of a year say, in their order; a place and year without a say are left out.
    """

    topics: tuple[str, ...]
    places: tuple[str | None, ...]
    years: tuple[int | None, ...]
    cells: Mapping[tuple[str | None, int | None], tuple[Standpoint, ...]]


def topic_matrix(documents: Iterable[DocumentFacts], topic: str) -> TopicMatrix:
    """Return what the documents set on a topic, by place and by year of issue.

    Args:
        documents: in any order; read once, and those with nothing on such a topic are not held.
        topic: the notation of a topic, or a part of one where none is meant exactly.
    """
    known = sorted(
        (facts for facts in documents if any(topic in each for item in facts.items for each in item.topics)),
        key=lambda facts: (facts.metadata.issued.value if facts.metadata.issued else "", facts.key),
    )
    named = sorted({each for facts in known for item in facts.items for each in item.topics})
    meant = [each for each in named if each == topic] or [each for each in named if topic and topic in each]
    cells: dict[tuple[str | None, int | None], list[Standpoint]] = {}
    for facts in known:
        issued = facts.metadata.issued
        where = facts.metadata.jurisdiction, int(issued.value[:4]) if issued else None
        for item in facts.items:
            if not set(meant).isdisjoint(item.topics):
                cells.setdefault(where, []).append(Standpoint(facts, item))
    return TopicMatrix(
        topics=tuple(meant),
        places=tuple(sorted({place for place, _ in cells}, key=lambda place: (place is None, place or ""))),
        years=tuple(sorted({year for _, year in cells}, key=lambda year: (year is None, year or 0))),
        cells={where: tuple(found) for where, found in cells.items()},
    )
