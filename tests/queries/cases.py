"""The cases of every saved query: arguments, and the rows that the fixture gives, in one JSON file a query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from reformkg.model import Bilingual, Cell, Rows

FOLDER = Path(__file__).parent / "expected"


@dataclass(frozen=True, slots=True)
class Case:
    """One way of asking a query, and its answer as `shown` writes it."""

    query: str
    arguments: dict[str, str]
    rows: list[list[str | int | bool | None]]

    @property
    def id(self) -> str:
        return " ".join([self.query, *(f"{name}={value}" for name, value in self.arguments.items())])


def cases() -> list[Case]:
    """Return all cases, by query."""
    return [
        Case(path.stem, case["arguments"], case["rows"])
        for path in sorted(FOLDER.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
    ]


def shown(rows: Rows) -> list[list[str | int | bool | None]]:
    """Return rows as the cases write them: words in Chinese, dates and decimals as strings."""
    return [[_plain(cell) for cell in row] for row in rows.rows]


def _plain(cell: Cell) -> str | int | bool | None:
    if cell is None or isinstance(cell, (bool, int)):
        return cell
    return cell.zh if isinstance(cell, Bilingual) else str(cell)
