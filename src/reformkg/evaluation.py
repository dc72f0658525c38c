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
class Evaluation:
    """The scores of one document, or of several together."""

    documents: tuple[str, ...]
    scores: tuple[Score, ...]
    rates: tuple[Rate, ...]
    differences: tuple[Difference, ...]
