"""A hostile file and its expected outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reformkg.read import Limits

SMALL = Limits(
    bytes=20_000_000, unpacked=5_000_000, members=1_000, characters=300_000, pages=50, cells=20_000, seconds=20
)
"""Limits that are reached quickly; each means the same as its default."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file made by a script.

    Attributes:
        about: what is wrong with it, for the table of outcomes.
        name: the name it is read under.
        make: returns its bytes.
        error: the beginning of what is said of it, or None where it is read.
        text: words that are read from it nevertheless.
    """

    about: str
    name: str
    make: Callable[[], bytes]
    error: str | None = None
    text: str | None = None
    limits: Limits = field(default=SMALL)
