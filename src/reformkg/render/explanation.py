"""Shows which words of a document gave which fact, and by which rule; pure, touches the model only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from reformkg.errors import UsageError
from reformkg.model import DocumentFacts, Evidence, Item, Span, Stated
from reformkg.render.words import Language, deadline_words, indicator_words, owner_words


class FactKind(StrEnum):
    """What a marked stretch of text gave."""

    METADATA = "metadata"
    OWNER = "owner"
    DEADLINE = "deadline"
    INDICATOR = "indicator"
    CITATION = "citation"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact, the words it was read from, and its number within the passage.

    Attributes:
        inside: whether those words stand in the passage; an owner may be inherited from a clause elsewhere.
    """

    number: int
    kind: FactKind
    fact: str
    evidence: Evidence
    inside: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the passage, or a bracket around one; `kind` is that of the innermost fact it belongs to."""

    text: str
    kind: FactKind | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """An item's passage with each fact marked, or with `item` None and no passage the facts of the whole document."""

    item: Item | None
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]


def explain(facts: DocumentFacts, language: Language, ref: str | None = None) -> tuple[Explanation, ...]:
    """Return what was read from each item, or from the one with this `ref`.

    Raises:
        UsageError: no item has this `ref`.
    """
    items = [item for item in facts.items if ref in (None, item.ref)]
    if ref is not None and not items:
        raise UsageError(
            f"no item has the reference {ref}",
            where=facts.source.name,
            remedy="Take one of: " + "  ".join(item.ref for item in facts.items[:12]),
        )
    explained = tuple(_of_item(facts, item, language) for item in items)
    return explained if ref is not None else (_of_document(facts), *explained)


def _of_document(facts: DocumentFacts) -> Explanation:
    metadata = facts.metadata
    found: list[tuple[FactKind, str, Evidence]] = []
    stated: tuple[Stated | None, ...] = (metadata.title, metadata.number, metadata.issuer, metadata.issued)
    found += [(FactKind.METADATA, each.value, each.evidence) for each in stated if each]
    found += [
        (FactKind.CITATION, "  ".join(filter(None, (cited.title, cited.number))), cited.evidence)
        for cited in facts.citations
    ]
    inside_items = [item.span for item in facts.items]
    found += [
        (FactKind.GAP, gap.reason, gap.evidence)
        for gap in facts.gaps
        if not any(_within(gap.evidence, span) for span in inside_items)
    ]
    return Explanation(None, (), _numbered(found, None))


def _of_item(facts: DocumentFacts, item: Item, language: Language) -> Explanation:
    found = [(FactKind.OWNER, owner_words(each, language), each.evidence) for each in item.responsibilities]
    found += [(FactKind.DEADLINE, deadline_words(each, language), each.evidence) for each in item.deadlines]
    found += [(FactKind.INDICATOR, indicator_words(each), each.evidence) for each in item.indicators]
    found += [(FactKind.GAP, gap.reason, gap.evidence) for gap in facts.gaps if _within(gap.evidence, item.span)]
    marks = _numbered(found, item.span)
    return Explanation(item, tuple(_pieces(facts.text, item.span, marks)), marks)


def _within(place: Evidence, span: Span) -> bool:
    return span.start <= place.start and place.end <= span.end


def _numbered(found: Iterable[tuple[FactKind, str, Evidence]], span: Span | None) -> tuple[Mark, ...]:
    """Number the facts in the order in which their words stand, a longer stretch before the ones inside it."""
    ordered = sorted(found, key=lambda each: (each[2].start, -each[2].end))
    return tuple(
        Mark(number, kind, fact, evidence, span is None or _within(evidence, span))
        for number, (kind, fact, evidence) in enumerate(ordered, 1)
    )


def _pieces(text: str, span: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yield the passage with a bracket `[1:…]` around each fact's words; of two that cross the later one is cut."""
    marked = [mark for mark in marks if mark.inside]
    ends = {span.start, span.end, *(end for mark in marked for end in (mark.evidence.start, mark.evidence.end))}
    opened: list[Mark] = []
    for start, end in pairwise(sorted(ends)):
        covering = [mark for mark in marked if mark.evidence.start <= start and end <= mark.evidence.end]
        shared = next(
            (at for at, (old, new) in enumerate(zip(opened, covering, strict=False)) if old is not new),
            min(len(opened), len(covering)),
        )
        yield from (Piece("]", mark.kind) for mark in reversed(opened[shared:]))
        yield from (Piece(f"[{mark.number}:", mark.kind) for mark in covering[shared:])
        yield Piece(text[start:end], covering[-1].kind if covering else None)
        opened = covering
    yield from (Piece("]", mark.kind) for mark in reversed(opened))
