"""What people are shown: findings of validation, and tables; pure values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from reformkg.model.text import Bilingual, Evidence


class Severity(StrEnum):
    """How grave a finding is, in SHACL's order."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that validation found.

    Attributes:
        shape: the shape's stable id, as `RK001`.
        document: the key of the document concerned.
        item: the ref of the item concerned, or None where it is the document itself.
        focus: the IRI of the node that the shape looked at.
        evidence: the passage concerned, where there is one.
    """

    shape: str
    severity: Severity
    document: str
    item: str | None
    focus: str
    message: Bilingual
    remedy: Bilingual
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one validation run, ordered by document, item and shape.

    Attributes:
        shapes: the ids of the shapes that ran.
        targets: how many things each shape looked at, by id; without those that look at what is reckoned for
            validation alone.
    """

    findings: tuple[Finding, ...]
    shapes: tuple[str, ...]
    documents: int
    items: int
    targets: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


Cell: TypeAlias = str | int | Decimal | date | bool | Bilingual | None
"""One value of a table for people; None where there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in data formats, and its heading for people."""

    name: str
    heading: Bilingual


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: what a query answered. Every row has a cell a column, in the columns' order.

    Attributes:
        notes: what the reader should know of how the question was understood, as which bodies a name was taken for.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """A table whose rows are made as they are taken, once; else as `Rows`."""

    columns: tuple[Column, ...]
    rows: Iterator[tuple[Cell, ...]]
    notes: tuple[Bilingual, ...] = ()
