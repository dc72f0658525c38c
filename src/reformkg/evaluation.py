"""What an evaluation says: scores, rates and differences as frozen values; touches the standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How well one field was found: facts found and annotated, missed, and found though not annotated."""

    field: str
    hits: int
    missed: int
    extra: int

    @property
    def precision(self) -> float:
        """The share of what was found that is annotated; 1 where nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found; 1 where nothing is annotated."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the facts found, how many are right in one more respect."""

    name: str
    right: int
    total: int

    @property
    def share(self) -> float:
        """The share that is right; 1 where there is nothing to be right in."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that was missed (`found` is false), or found though it is not annotated."""

    field: str
    document: str
    item: str | None
    fact: str
    found: bool


@dataclass(frozen=True, slots=True)
class ReadOwner:
    """One owner as it was read, and what its name was resolved to.

    Attributes:
        organisation: the key of the organisation.
        place: the organisation's jurisdiction, or the document's where the name tells none.
        placed: the name gave a function of government, or a class of bodies.
        in_text: named in a running sentence, not in a clause.
    """

    document: str
    item: str
    name: str
    organisation: str
    place: str | None
    placed: bool
    in_text: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """How the owners of clauses were placed.

    Attributes:
        owners: owners that clauses name, each as often as it stands there.
        unplaced: those whose names gave neither a function of government nor a class of bodies.
        organisations: how many organisations all owners are, those of running sentences too.
        joined: keys of organisations that stand for bodies of two places.
    """

    owners: int
    unplaced: tuple[ReadOwner, ...]
    organisations: int
    joined: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share that was placed; 1 where there are no owners."""
        return 1 - len(self.unplaced) / self.owners if self.owners else 1.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one document, or of several together."""

    documents: tuple[str, ...]
    scores: tuple[Score, ...]
    rates: tuple[Rate, ...]
    differences: tuple[Difference, ...]
    owners: tuple[ReadOwner, ...] = ()
