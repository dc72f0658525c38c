"""What extraction hands on: items with their mentions, not yet resolved; frozen values, no work."""

from __future__ import annotations

from dataclasses import dataclass

from reformkg.extract.citation import Cited
from reformkg.extract.metadata import StatedMetadata
from reformkg.extract.rule import Mention
from reformkg.model import GapKind, IndicatorValue, Kind, Role, When


@dataclass(frozen=True, slots=True)
class OwnerMention:
    """One owner of one item, by name; the fields are those of `Responsibility`.

    Attributes:
        role_by: the rule stated once that gives the role, None where the clause itself does.
    """

    name: str
    role: Role
    collective: bool
    inherited: bool
    in_text: bool
    start: int
    end: int
    rule: str
    role_by: Mention[Role] | None = None


@dataclass(frozen=True, slots=True)
class IndicatorMention:
    """A target, and the time limit that the wording ties to it."""

    mention: Mention[IndicatorValue]
    due: Mention[When] | None


@dataclass(frozen=True, slots=True)
class ItemMentions:
    """The passage of one item with its mentions; the fields are those of `Item`.

    Owners come with the passage, since clauses bound it; deadlines, targets and whether it is whole are found later.
    """

    ref: str
    number: str
    section: str | None
    kind: Kind
    title: str
    start: int
    end: int
    open_list: bool
    owners: tuple[OwnerMention, ...]
    deadlines: tuple[Mention[When], ...] = ()
    indicators: tuple[IndicatorMention, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class GapMention:
    """Wording that bears a mark and gave no fact, and why."""

    kind: GapKind
    reason: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All mentions of one document, in the order of its text."""

    metadata: StatedMetadata
    items: tuple[ItemMentions, ...]
    citations: tuple[Cited, ...]
    gaps: tuple[GapMention, ...]
