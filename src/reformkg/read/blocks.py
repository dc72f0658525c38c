"""What a format's reader hands back: paragraphs and tables, in order; touches the standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reformkg.errors import ReadError
from reformkg.read.limits import Limits


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line ends in it are those of the layout, to be judged.

    Attributes:
        page: the page that it begins on, or None where the format has no pages.
        turns: the page turns in it: offset in `text`, and the page from there on.
    """

    text: str
    page: int | None = None
    turns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table at its place in the grid, from 0; line ends in it as they are.

    Attributes:
        page: the page that it stands on, where that is not the one that its table begins on.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heading_rows: how many rows the format marks as heading; 0 where it does not say.
        sheet: the name of the worksheet, where the format has them.
        first_row: the number that people call the first row by; `first_column` likewise.
    """

    cells: tuple[GridCell, ...]
    page: int | None = None
    heading_rows: int = 0
    sheet: str | None = None
    first_row: int = 1
    first_column: int = 1


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    """All of a file, in order; `encoding` where the format has one, `recognised` the pages read from pictures."""

    blocks: tuple[Block, ...]
    encoding: str | None = None
    recognised: frozenset[int] = frozenset()


def flat_text(blocks: Iterable[Block]) -> str:
    """Return the text of blocks that stand in a cell, a line each; a table in a cell gives its cells in turn."""
    lines: list[str] = []
    for block in blocks:
        lines.extend([block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells if cell.text])
    return "\n".join(lines)


def flow(rows: Iterable[Sequence[tuple[str, int, int]]], limits: Limits) -> tuple[GridCell, ...]:
    """Place cells given row by row as (text, row span, column span), each in the first column still free.

    Raises:
        ReadError: the table has more cells than the limit.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[GridCell] = []
    for row, cells in enumerate(rows):
        column = 0
        for text, row_span, column_span in cells:
            while (row, column) in taken:
                column += 1
            spans = range(row, row + row_span), range(column, column + column_span)
            if len(taken) + len(spans[0]) * len(spans[1]) > limits.cells:
                raise too_many_cells(limits)
            taken.update((r, c) for r in spans[0] for c in spans[1])
            placed.append(GridCell(row, column, text, row_span, column_span))
            column += column_span
    return tuple(placed)


def too_long(limits: Limits) -> ReadError:
    """Return the error of a file with too much text."""
    return ReadError(
        f"it has more than {limits.characters:,} characters of text",
        remedy="Split it into its documents, or raise REFORMKG_READ_CHARACTERS",
    )


def too_many_cells(limits: Limits) -> ReadError:
    """Return the error of a file whose tables are too large."""
    return ReadError(
        f"its tables have more than {limits.cells:,} cells",
        remedy="Leave out what is no task table, or raise REFORMKG_READ_CELLS",
    )
